"""Why a model did not run on an input that was typed, how far it got, and which input would fit.

In: the model, the input, what was raised. Out: a `LayertallyError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import LayertallyError
from ..faults import Spot, words

if TYPE_CHECKING:
    from .inputs import Given
    from .recorder import Recorder


class LeftError(Exception):
    """A forward that called `sys.exit`."""


def refused(
    given: Given, error: Exception, reached: Recorder, fitting: Given | None, spot: Spot | None, takes: tuple[str, ...]
) -> LayertallyError:
    """The error to raise. `takes` are the inputs that the model cannot do without."""
    what = "  ".join(f"{','.join(map(str, spec.shape))} ({spec.dtype})" for spec in given.specs)
    inside = f"in {spot.function}: " if spot is not None and spot.function else ""
    endless = isinstance(error, RecursionError)
    said = (
        f"{inside}{'it calls itself without end (RecursionError)' if endless else words(error) or type(error).__name__}"
    )
    steps = []
    if reached.reached:
        steps.append(f"it ran to `{reached.reached}`")
    if fitting is not None:
        reason = _why(reached)
        fits = "  ".join(f"--input {spec}" for spec in fitting.specs)
        steps.append(f"{reason} fits {fits}" if reason else f"{fits} fits")
    elif not steps and not endless and not isinstance(error, LeftError):  # another input may help
        each = "  ".join(f"--input {name}=…" for name in takes) if len(takes) > 1 else "--input SHAPE"
        steps.append(f"write {each}, the batch first")
    return LayertallyError(
        f"the model could not run on the input {what}",
        spot.place() if spot is not None else None,
        "; ".join(steps),
        notes=(said,),
    )


def _why(reached: Recorder) -> str:
    """What a dense layer that failed expects, as channels times places: `25,088 = 512·7·7`."""
    node = reached.failed
    if node is None or node.op not in ("linear", "addmm", "matmul", "mm") or len(node.shapes) < 2:
        return ""
    weight = next((shape for src, shape in zip(node.tensors, node.shapes, strict=True) if src[0] == "p"), None)
    channels = next((out[0][1] for each in reversed(reached.nodes) for out in each.outs if len(out[0]) == 4), None)
    if weight is None or channels is None or not channels:
        return ""
    features = weight[-1]
    side = round((features / channels) ** 0.5)
    if channels * side * side != features:
        return ""
    return f"{features:,} = {channels}·{side}·{side}"

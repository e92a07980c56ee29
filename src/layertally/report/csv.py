"""The layer table as CSV (RFC 4180, UTF-8): a line a layer, numbers without thousands, no sums.

In: `Grouped`, `View`. Out: text. A cell that a spreadsheet would run as a formula begins with an apostrophe.

>>> safe("=1+1"), safe("conv2d"), safe("-3")
("'=1+1", 'conv2d', "'-3")
"""

from __future__ import annotations

import csv
import io

from ..annotation import AnnotatedLayer
from ..group import Group, Grouped
from ..model import str_shape
from .costs import cost_of
from .json import number
from .rows import View

HEADER = (
    "group",
    "layer",
    "type",
    "output",
    "size_worked",
    "params_worked",
    "params",
    "trainable",
    "non_trainable",
    "buffers",
    "macs",
    "status",
)
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(grouped: Grouped, view: View, only: Group | None = None) -> str:
    """One line a layer; a layer of a nested model is named `outer/inner`, and the nested layer itself has no line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for group in grouped.groups if only is None else (only,):
        for layer in group.layers:
            _rows(writer, group.title, layer, "", view)
    return out.getvalue()


def _rows(writer, title: str, layer: AnnotatedLayer, prefix: str, view: View) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    name = f"{prefix}{layer.name}"
    if layer.inner is not None and layer.count.tied_to is None:
        for inner in layer.inner.layers:
            _rows(writer, title, inner, f"{name}/", view)
        return
    count = layer.count
    sizes = "; ".join(
        f"{size.label} = {size.formula.worked()} = {number(size.formula.value)}"
        for out in layer.outputs
        for size in out.sizes
        if size.formula.parts
    )
    values = (count.value, count.trainable, count.non_trainable, count.buffers, cost_of(layer, view.macs))
    shape = ", ".join(str_shape(out.shape) for out in layer.outputs)
    worked = count.formula.worked() if count.formula is not None and count.tied_to is None else ""
    texts = (title, name, layer.layer.type, shape, sizes, worked)
    writer.writerow([*map(safe, texts), *(_number(number(value)) for value in values), layer.status])


def _number(value: int | str | None) -> int | str:
    """A number as it is; a named one as text, one that is not known as nothing."""
    return "" if value is None else safe(value) if isinstance(value, str) else value


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = text.replace("\x00", "")
    return f"'{text}" if text.startswith(_RUNS) else text

"""Whether what was worked out is what the framework, or the author, says.

In: a layer with its outputs and count; a claim with the totals. Out: a `Status`; a `ClaimResult`.
"""

from __future__ import annotations

from ..formula import Poly
from ..model import Claim, Dim, Layer
from ..ops.base import Out
from .values import ClaimResult, Count, Status, Totals


def status_of(layer: Layer, outputs: tuple[Out, ...], count: Count) -> Status:
    """`unchecked` where nothing is reported; `agrees` if all that is reported was worked out, else `differs`."""
    reported = layer.reported
    if reported is None:
        return "unchecked"
    pairs: list[tuple[object, object]] = [
        (said, own)
        for said, own in ((reported.params, count.value), (reported.trainable, count.trainable))
        if said is not None and count.tied_to is None
    ]
    if reported.output_shapes is not None:
        # A file states the shapes of those outputs that are read: the last ones may be left out.
        if len(reported.output_shapes) > len(outputs):
            return "differs"
        pairs += [(said, out.shape) for said, out in zip(reported.output_shapes, outputs, strict=False)]
    return "agrees" if all(_same(said, own) for said, own in pairs) else "differs"


def hold(claim: Claim, totals: Totals) -> ClaimResult:
    """A claim against the totals; it agrees within its tolerance."""
    predicted: Dim = getattr(totals, claim.what)
    agrees = isinstance(predicted, int) and abs(predicted - claim.value) <= claim.tolerance
    return ClaimResult(claim, predicted, agrees)


def _same(said: object, own: object) -> bool:
    """Equal, where both say something: a reported unknown dim contradicts nothing."""
    if isinstance(said, tuple) and isinstance(own, tuple):
        return len(said) == len(own) and all(_same_dim(a, b) for a, b in zip(said[1:], own[1:], strict=True))
    return said == own


def _same_dim(said: object, own: object) -> bool:
    """A dim with a name is the same as another of that name; with a number it cannot be compared."""
    if said is None or own is None:
        return True
    return said == own or (isinstance(own, Poly) and not isinstance(said, Poly))

"""Why a claim differs: the one setting that, written otherwise, would make it true to the last digit.

In: an annotated model, what is claimed and the number. Out: a sentence and the difference as a formula, or None. Tried
are the usual slips: grey instead of colour input, a bias left out or added, another number of classes. A setting is
named only where the sum is then exactly the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..annotation import Annotated, AnnotatedLayer, annotate
from ..errors import ShapeError
from ..formula import Expr, Num, Sym, thousands, times
from ..formula.expr import Add, Mul
from ..model import Layer, Model, Shape
from .cells import clean
from .phrases import say

CHANNELS = (1, 3, 4)
MOST_LAYERS = 400
"""Above this many layers only the cheap tries are made: each of the others works the whole model out again."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sentence, and the difference (predicted − claimed) as a formula where it is one product."""

    text: str
    delta: str = ""


@dataclass(frozen=True, slots=True)
class _Try:
    model: Model
    layer: str
    phrase: str
    symbol: str = ""
    other: int = 0
    remark: str = ""


def explain(annotated: Annotated, what: str, claimed: int, lang: str = "en") -> Explanation | None:
    """The first slip that makes the claim exact; None if none does."""
    for attempt in _tries(annotated, what, claimed, lang):
        totals = annotate(attempt.model).totals
        if getattr(totals, what) != claimed:
            continue
        text = say("fits_channels", lang, attempt.layer, attempt.phrase)
        if attempt.remark:
            text += ("; " if lang == "en" else "；") + attempt.remark
        return Explanation(text, _delta(annotated, attempt, what, claimed))
    return None


def _tries(annotated: Annotated, what: str, claimed: int, lang: str) -> Iterator[_Try]:
    if len(annotated.layers) > MOST_LAYERS:
        return
    yield from _channels(annotated, lang)
    yield from _biases(annotated, what, claimed, lang)
    yield from _sizes(annotated, what, claimed, lang)


# ---- the input's channels -------------------------------------------------------------------------


def _channels(annotated: Annotated, lang: str) -> Iterator[_Try]:
    model = annotated.model
    for position, given in enumerate(model.inputs):
        first = [layer for layer in annotated.layers if any(ref.layer == given.name for ref in layer.layer.inputs)]
        for layer in first:
            axis = _channel_axis(layer, given.shape)
            if axis is None:
                continue
            for channels in CHANNELS:
                if channels == given.shape[axis]:
                    continue
                shape = tuple(channels if i == axis else dim for i, dim in enumerate(given.shape))
                inputs = tuple(
                    replace(one, shape=shape) if i == position else one for i, one in enumerate(model.inputs)
                )
                layers = tuple(_declared(one, channels) if one is layer.layer else one for one in model.layers)
                phrase = say("in_channel", lang) if channels == 1 else say("in_channels", lang, channels)
                place = given.place
                remark = ""
                if place is not None and place.line and place.text.strip():
                    remark = say("line_says", lang, place.line, clean(place.text.strip().split("#")[0].strip()))
                yield _Try(
                    replace(model, inputs=inputs, layers=layers),
                    f"`{clean(layer.name)}`",
                    phrase,
                    "c_in",
                    channels,
                    remark,
                )


def _channel_axis(layer: AnnotatedLayer, shape: Shape) -> int | None:
    op: Any = layer.layer.op
    if getattr(op, "family", "") != "conv" or len(shape) < 3:
        return None
    return len(shape) - 1 if getattr(op, "channels_last", False) else 1


def _declared(layer: Layer, channels: int) -> Layer:
    """The layer with other channels declared, where it declares them."""
    return layer if getattr(layer.op, "c_in", None) is None else _with(layer, c_in=channels)


def _with(layer: Layer, **settings: Any) -> Layer:
    """The layer with other settings."""
    assert layer.op is not None
    return replace(layer, op=replace(layer.op, **settings))


# ---- biases ---------------------------------------------------------------------------------------


def _biases(annotated: Annotated, what: str, claimed: int, lang: str) -> Iterator[_Try]:
    """A bias changes only its own layer's count: what that comes to is summed before anything is worked out again."""
    model, before = annotated.model, getattr(annotated.totals, what)
    if what == "macs" or not isinstance(before, int):
        return
    able = [layer for layer in annotated.layers if isinstance(getattr(layer.layer.op, "bias", None), bool)]
    sets: list[tuple[str, list[AnnotatedLayer]]] = [(f"`{clean(layer.name)}`", [layer]) for layer in able]
    sets.append((say("every_conv", lang), [layer for layer in able if layer.family == "conv"]))
    sets.append((say("every_layer", lang), able))
    for title, chosen in sets:
        for bias in (False, True):
            changed = [layer for layer in chosen if getattr(layer.layer.op, "bias", None) is not bias]
            if changed and before + sum(_change(layer, bias) for layer in changed) == claimed:
                names = {layer.name for layer in changed}
                layers = tuple(_with(one, bias=bias) if one.name in names else one for one in model.layers)
                yield _Try(replace(model, layers=layers), title, say("with_bias" if bias else "without_bias", lang))


def _change(layer: AnnotatedLayer, bias: bool) -> int:
    """By how much a layer's count changes with its bias; 0 where it has none of its own."""
    op, shapes = _with(layer.layer, bias=bias).op, [shape for shape in layer.input_shapes if shape is not None]
    assert op is not None
    try:
        weights = op.weigh(shapes)
    except ShapeError:
        return 0
    now, then = layer.count.value, weights.params.value if weights is not None else 0
    return then - now if isinstance(now, int) and isinstance(then, int) and layer.count.tied_to is None else 0


# ---- the size of one layer ------------------------------------------------------------------------


def _sizes(annotated: Annotated, what: str, claimed: int, lang: str) -> Iterator[_Try]:
    """Units or filters of the last layer that has them: the number of classes is what most often differs."""
    model = annotated.model
    for layer in reversed(model.layers):
        setting = "units" if hasattr(layer.op, "units") else "filters" if hasattr(layer.op, "filters") else ""
        if not setting:
            continue
        now = getattr(layer.op, setting)
        before = getattr(annotated.totals, what)
        after = getattr(annotate(_resized(model, layer, setting, now + 1)).totals, what)
        if not isinstance(before, int) or not isinstance(after, int) or after <= before:
            return
        steps, rest = divmod(claimed - before, after - before)
        if rest == 0 and now + steps > 0:
            phrase = say(setting, lang, f"{now + steps:,}")
            yield _Try(
                _resized(model, layer, setting, now + steps), f"`{clean(layer.name)}`", phrase, "c_out", now + steps
            )
        return


def _resized(model: Model, layer: Layer, setting: str, size: int) -> Model:
    changed = _with(layer, **{setting: size})
    return replace(model, layers=tuple(changed if one is layer else one for one in model.layers))


# ---- the difference as a formula ------------------------------------------------------------------


def _delta(annotated: Annotated, attempt: _Try, what: str, claimed: int) -> str:
    """`3·3·(1 − 3)·64`: the layer's product with the two values of the setting side by side."""
    if what != "params" or not attempt.symbol:
        return ""
    formula = annotated[attempt.layer.strip("`")].count.formula
    if formula is None:
        return ""
    product = _part_with(formula, attempt.symbol, attempt.other)
    wanted = annotated.totals.params
    if product is None or not isinstance(wanted, int) or product.value != wanted - claimed:
        return ""
    return product.worked()


def _part_with(node: Expr, symbol: str, other: int) -> Expr | None:
    """The product that holds a symbol, the symbol replaced by (now − other); what does not hold it falls out."""
    if isinstance(node, Sym):
        return Add(((1, node), (-1, Num(other)))) if node.name == symbol else None
    if isinstance(node, Mul):
        changed = [_part_with(factor, symbol, other) for factor in node.factors]
        if sum(part is not None for part in changed) != 1:
            return None
        pairs = zip(changed, node.factors, strict=True)
        return times(*(part if part is not None else factor for part, factor in pairs))
    if isinstance(node, Add):
        found = [
            part for sign, term in node.terms if sign > 0 and (part := _part_with(term, symbol, other)) is not None
        ]
        return found[0] if len(found) == 1 else None
    return None


__all__ = ["Explanation", "explain", "thousands"]

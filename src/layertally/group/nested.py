"""Opens nested models for drawing: their layers stand among the others, in a scope of the nested model's name.

In: `Annotated` with nested models. Out: `Annotated` without; a layer `conv` of the nested model `vision` is called
`vision/conv`. What is not reached stays closed, so that it is drawn as one card.
"""

from __future__ import annotations

from dataclasses import replace

from ..annotation import Annotated, AnnotatedLayer, Count
from ..model import Ref


def opened(annotated: Annotated) -> tuple[Annotated, dict[str, tuple[str, ...]]]:
    """The model with every nested model opened, and for each layer of the original what it became."""
    if not any(can_open(layer) for layer in annotated.layers):
        return annotated, {layer.name: (layer.name,) for layer in annotated.layers}
    layers: list[AnnotatedLayer] = []
    became: dict[str, tuple[str, ...]] = {}
    stands_for: dict[Ref, Ref] = {}
    for layer in annotated.layers:
        start = len(layers)
        _open(layer, "", (), stands_for, layers, tied=None)
        became[layer.name] = tuple(made.name for made in layers[start:])
    outputs = tuple(stands_for.get(ref, ref) for ref in annotated.model.outputs)
    model = replace(annotated.model, layers=tuple(made.layer for made in layers), outputs=outputs, groups=())
    return replace(annotated, model=model, layers=tuple(layers)), became


def can_open(layer: AnnotatedLayer) -> bool:
    """Whether a nested model is drawn open: it is reached and its inputs are those it was given."""
    return layer.inner is not None and layer.reached and len(layer.inner.model.inputs) == len(layer.layer.inputs)


def _open(
    layer: AnnotatedLayer,
    prefix: str,
    scope: tuple[str, ...],
    stands_for: dict[Ref, Ref],
    out: list[AnnotatedLayer],
    tied: str | None,
) -> None:
    """Put a layer, or the layers of a nested one, at the end of `out`; `stands_for` maps refs inside `prefix` to drawn
    ones."""
    name = prefix + layer.name
    inputs = tuple(
        stands_for.get(Ref(prefix + ref.layer, ref.index), Ref(prefix + ref.layer, ref.index))
        for ref in layer.layer.inputs
    )
    tied = layer.count.tied_to or tied
    if not can_open(layer):
        made = replace(layer.layer, name=name, inputs=inputs, scope=(*scope, *layer.layer.scope))
        count = (
            layer.count if tied is None or layer.count.value == 0 else Count(formula=layer.count.formula, tied_to=tied)
        )
        out.append(replace(layer, layer=made, count=count))
        return
    assert layer.inner is not None
    inside = f"{name}/"
    for own, given in zip(layer.inner.model.inputs, inputs, strict=True):
        stands_for[Ref(inside + own.name)] = given
    for part in layer.inner.layers:
        _open(part, inside, (*scope, *layer.layer.scope, layer.name), stands_for, out, tied)
    for index, ref in enumerate(layer.inner.model.outputs):
        end = Ref(inside + ref.layer, ref.index)
        stands_for[Ref(name, index)] = stands_for.get(end, end)

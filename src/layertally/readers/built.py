"""Ask the framework of a description: each layer is built with the arguments as written, in a process of its own.

In: a `Model` that was described, annotated. Out: the same model with `Reported` parameters and shapes. Layer by layer,
each on the shape that our own rules give it: where all of them agree, the whole model does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..frameworks import load
from ..frameworks.base import Framework
from ..live import ask
from ..live.described import FRAMEWORKS
from ..model import Layer, Model, Reported, Shape
from ..ops.base import Worked

Said = Mapping[str, Any]


def frameworks() -> tuple[str, ...]:
    """The frameworks in which a description can be built."""
    return FRAMEWORKS


def report(annotated: Any) -> Model:
    """The model of an annotated one, with what its framework reports. KeyError for a framework that is not built in.

    Raises:
        LayertallyError: the framework does not start, or takes too long.
    """
    model: Model = annotated.model
    if model.framework not in FRAMEWORKS:
        raise KeyError(model.framework)
    table = load(model.framework)
    asked = [found for found in _leaves(annotated) if _is_known(found.layer, table)]
    job = {
        "kind": "layers",
        "framework": model.framework,
        "reference": model.name,
        "layers": [_question(found, table) for found in asked],
    }
    record = ask(job)
    title = str(record["title"])
    answers = {id(found.layer): said for found, said in zip(asked, record["layers"], strict=True) if said is not None}
    layers = tuple(_told(found, answers, title) for found in annotated.layers)
    return replace(model, layers=layers, reported_by=title)


def _leaves(annotated: Any) -> Iterator[Worked]:
    """Every layer that is no model."""
    for found in annotated.layers:
        if found.inner is not None and found.layer.model is not None:
            yield from _leaves(found.inner)
        else:
            yield found


def _is_known(layer: Layer, table: Framework) -> bool:
    return layer.op is not None and layer.shared is None and table.type(layer.type) is not None


def _question(found: Worked, table: Framework) -> dict[str, Any]:
    layer = found.layer
    return {
        "class": layer.type,
        "arguments": {name: _value(table, value) for name, value in layer.arguments.items()},
        "shapes": [_whole(shape) for shape in found.input_shapes],
        "trainable": layer.trainable,
    }


def _told(found: Worked, answers: Mapping[int, Said], title: str) -> Layer:
    """The layer with what was reported; where the framework refuses it, `why` has its words."""
    layer = found.layer
    if found.inner is not None and layer.model is not None:
        inner = tuple(_told(each, answers, title) for each in found.inner.layers)
        told = replace(layer.model, layers=inner)
        return replace(layer, model=told, reported=_together(found.inner.layers, inner))
    said = answers.get(id(layer))
    if said is None:
        return layer
    if "why" in said:
        return replace(layer, why=f"{title} refuses it: {said['why']}")
    shapes = None if said["shape"] is None else ((None, *said["shape"]),)
    return replace(layer, reported=Reported(shapes, said["params"], said["trainable"], said["fixed"], said["buffers"]))


def _together(worked: Sequence[Any], layers: Sequence[Layer]) -> Reported | None:
    """What the layers of a nested model come to, if every one that holds weights was asked."""
    total = 0
    for found, layer in zip(worked, layers, strict=True):
        if layer.reported is not None and layer.reported.params is not None:
            total += layer.reported.params
        elif found.count.value != 0:
            return None
    return Reported(params=total)


def _value(table: Framework, value: Any) -> Any:
    """An argument as the framework takes it: a layer inside (`{LSTM: {units: 4}}`) is to be made."""
    if isinstance(value, (list, tuple)):
        return [_value(table, each) for each in value]
    if isinstance(value, Mapping) and len(value) == 1:
        ((type_, given),) = value.items()
        known = table.type(str(type_))
        if known is not None:
            if not isinstance(given, Mapping):
                values = given if isinstance(given, list) else [] if given is None else [given]
                given = {arg.name: each for arg, each in zip(known.args, values, strict=False)}
            return {"made": known.name, "arguments": {name: _value(table, each) for name, each in given.items()}}
    return value


def _whole(shape: Shape | None) -> list[int] | None:
    """The shape without its batch; None where a dim is not a number."""
    if shape is None or not all(isinstance(dim, int) for dim in shape[1:]):
        return None
    return [dim for dim in shape[1:] if isinstance(dim, int)]

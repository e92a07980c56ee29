"""A model written down as a description that needs no framework to read.

In: `Annotated`. Out: the YAML text, one line a layer. What comes out is read back and compared before it is handed on:
a description that would say something else is an error, never a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..annotation import Annotated, AnnotatedLayer, annotate
from ..errors import LayertallyError
from ..formula import Poly
from ..frameworks import load
from ..frameworks.base import Framework, LayerType
from ..model import Dim, Input, Model, Ref, Shape

_PLAIN = re.compile(r"[A-Za-z_一-鿿][\w一-鿿.-]*(?: [\w一-鿿.-]+)*")
_NOT_TEXT = {"true", "false", "yes", "no", "on", "off", "null", "none", "y", "n", "~", "nan", "inf"}
CLAIMS = ("params", "trainable", "non_trainable")


def freeze(annotated: Annotated, source: str = "") -> str:
    """The description. Raises LayertallyError for a model that cannot be written down whole."""
    text = "\n".join(_document(annotated, source)) + "\n"
    _proved(text, annotated)
    return text


def _document(annotated: Annotated, source: str) -> Iterator[str]:
    model, totals, words = annotated.model, annotated.totals, load(annotated.model.framework)
    if source:
        yield f"# Frozen from {' '.join(source.split())} by layertally."
    yield f"model: {scalar(model.name)}"
    yield f"framework: {model.framework}"
    yield from _inputs(model.inputs)
    known = {name: getattr(totals, name) for name in CLAIMS}
    said = {
        name: value
        for name, value in known.items()
        if isinstance(value, int) and (name == "params" or known["non_trainable"] != 0)
    }
    if said:
        yield f"expect: {flow(said)}"
    last = model.inputs[0].name if len(model.inputs) == 1 else ""
    if model.groups:
        yield "groups:"
        for group in model.groups:
            yield f"  - title: {scalar(group.title)}"
            yield "    layers:"
            for name in group.layers:
                yield from _layer(annotated[name], last, "      ", words)
                last = name
    else:
        yield "layers:"
        for layer in annotated.layers:
            yield from _layer(layer, last, "  ", words)
            last = layer.name
    if model.outputs != _ends(model):
        yield f"outputs: {flow([_ref(ref) for ref in model.outputs])}"


def _inputs(inputs: Sequence[Input]) -> Iterator[str]:
    batches = {given.shape[0] for given in inputs if given.shape}
    if len(inputs) == 1 and inputs[0].name == "input":
        yield f"input: {flow(_input(inputs[0]))}"
    else:
        yield "input:"
        for given in inputs:
            yield f"  {scalar(given.name)}: {flow(_input(given))}"
    if len(batches) == 1 and (batch := batches.pop()) is not None:
        yield f"batch: {flow(_dim(batch))}"


def _input(given: Input) -> Any:
    shape = _shape(given.shape)
    return shape if given.dtype == "float32" else {"shape": shape, "dtype": given.dtype}


def _layer(layer: AnnotatedLayer, last: str, indent: str, words: Framework) -> Iterator[str]:
    found = layer.layer
    common: dict[str, Any] = {"name": found.name}
    if [(ref.layer, ref.index) for ref in found.inputs] != [(last, 0)]:
        common["inputs"] = [_ref(ref) for ref in found.inputs]
    if found.shared is not None:
        common |= {"shared": found.shared, **_called(words.type(found.type), found.arguments)}
        yield f"{indent}- {_class(layer)}: {flow(common)}"
        return
    if not found.trainable:
        common["trainable"] = False
    if found.model is not None:
        yield from _nested(layer, common, indent, words)
        return
    given = _custom(layer) if found.op is None else dict(found.arguments)
    yield f"{indent}- {_class(layer)}: {flow({**common, **given})}"


def _called(type_: LayerType | None, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What a layer is given when it is called, which shared weights do not decide."""
    named = {arg.name for arg in type_.args if arg.call} if type_ is not None else ()
    return {name: value for name, value in arguments.items() if name in named}


def _class(layer: AnnotatedLayer) -> str:
    if layer.layer.model is not None:
        return "Model"
    return scalar(layer.layer.type) if layer.layer.op is not None else "Custom"


def _nested(layer: AnnotatedLayer, common: Mapping[str, Any], indent: str, words: Framework) -> Iterator[str]:
    inner = layer.layer.model
    assert inner is not None
    assert layer.inner is not None
    yield f"{indent}- Model:"
    for key, value in common.items():
        yield f"{indent}    {key}: {flow(value)}"
    if [given.name for given in inner.inputs] != ["input"]:
        yield f"{indent}    input: {flow({given.name: _input(given) for given in layer.inner.model.inputs})}"
    yield f"{indent}    layers:"
    last = inner.inputs[0].name if len(inner.inputs) == 1 else ""
    for one in layer.inner.layers:
        yield from _layer(one, last, indent + "      ", words)
        last = one.name
    if inner.outputs != _ends(inner):
        yield f"{indent}    outputs: {flow([_ref(ref) for ref in inner.outputs])}"


def _custom(layer: AnnotatedLayer) -> dict[str, Any]:
    """A layer without a rule: its class, its shape, its weights by size."""
    found = layer.layer
    out: dict[str, Any] = {"class": found.type}
    shapes = [_shape(one.shape) for one in layer.outputs]
    if shapes:
        out["output"] = shapes[0] if len(shapes) == 1 else shapes
    if found.weights:
        out["weights"] = {name: list(shape) for name, shape, _ in found.weights}
    elif layer.count.value == 0 and found.shared is None:
        out["weights"] = {}
    if found.why:
        out["why"] = found.why
    return out


def _ends(model: Model) -> tuple[Ref, ...]:
    """The outputs that a description has when it names none."""
    read = {ref.layer for layer in model.layers for ref in layer.inputs}
    return tuple(Ref(layer.name) for layer in model.layers if layer.name not in read)


def _ref(ref: Ref) -> str:
    return f"{ref.layer}[{ref.index}]" if ref.index else ref.layer


def _shape(shape: Shape) -> list[Any]:
    return [_dim(dim) for dim in shape[1:]]


def _dim(dim: Dim) -> Any:
    return str(dim) if isinstance(dim, Poly) else dim


# ---- YAML on one line -----------------------------------------------------------------------------


def flow(value: Any) -> str:
    """A value as YAML writes it on one line.

    >>> flow({"kernel_size": (3, 2), "padding": "same", "name": "a: b", "bias": False, "rate": 0.5})
    '{kernel_size: [3, 2], padding: same, name: "a: b", bias: false, rate: 0.5}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A word bare where YAML takes it for nothing else, else in double quotes.

    >>> scalar("conv2d_1"), scalar("7"), scalar("no"), scalar(None), scalar("第一组")
    ('conv2d_1', '"7"', '"no"', 'null', '第一组')
    """
    if value is None or isinstance(value, (bool, int)):
        return json.dumps(value)
    if isinstance(value, float):
        text = repr(value)
        return text if "e" not in text or "." in text else text.replace("e", ".0e")
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)


# ---- the proof ------------------------------------------------------------------------------------


def _proved(text: str, annotated: Annotated) -> None:
    """Read back, it must be the same model."""
    from ..readers import read
    from .compare import compare

    try:
        back = annotate(read("frozen.yaml", text=text))
    except LayertallyError as error:
        raise LayertallyError(
            f"{annotated.model.name} cannot be written as a description: {error.reason}",
            fix="show and draw it as it is",
            notes=[str(error)[:2000]],
        ) from error
    found = compare(annotated, back)
    off = [change for change in found.changes if change.kind != "same"]
    if off or annotated.totals.params != back.totals.params:
        names = ", ".join(change.name for change in off[:6]) or "the total"
        raise LayertallyError(
            f"{annotated.model.name} cannot be written as a description: {names} would differ",
            fix="show and draw it as it is",
        )

"""A model written down as a description that needs no framework to read.

In: `Annotated`. Out: the YAML text, one line a layer, in the scopes of the model; equal scopes are blocks. What comes
out is read back and compared before it is handed on: a description that would say something else is an error, never a
file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...annotation import Annotated
from ...errors import LayertallyError
from ...group.paths import joined
from ...model import Cache, Input, Ref
from .layer import Speller, dim_value
from .lines import Liner, ends, input_value, reference
from .proof import proved
from .text import flow, key_text, scalar
from .tree import Planter

CLAIMS = ("params", "trainable", "non_trainable", "macs")


def freeze(annotated: Annotated, source: str = "") -> str:
    """The description. Raises LayertallyError for a model that cannot be written down whole."""
    failed: LayertallyError | None = None
    for flat in (False, True):
        try:
            text = "\n".join(_document(annotated, source, flat=flat)) + "\n"
            proved(text, annotated)
        except LayertallyError as error:
            failed = failed or error
        except KeyError:  # a name that would be mistaken for another's: without scopes every name is whole
            continue
        else:
            return text
    raise failed or LayertallyError(
        f"{annotated.model.name} cannot be written as a description: its names are ambiguous",
        fix="show and draw it as it is",
    )


def _document(annotated: Annotated, source: str, *, flat: bool) -> Iterator[str]:
    model, totals = annotated.model, annotated.totals
    if source:
        yield f"# Frozen from {' '.join(source.split())} by layertally."
    yield f"model: {scalar(model.name)}"
    yield f"framework: {model.framework}"
    yield from _inputs(model.inputs)
    known = {name: getattr(totals, name) for name in CLAIMS}
    said = {name: value for name, value in known.items() if isinstance(value, int) and (value or name == "params")}
    if known["non_trainable"] == 0:
        said.pop("trainable", None)
    if said:
        yield f"expect: {flow(said)}"
    if model.cache is not None:
        yield f"cache: {flow({name: value for name, value in model.cache._asdict().items() if value})}"
    planter = Planter(model.framework, [*annotated.names, *(each.name for each in model.inputs)], flat=flat)
    planter.start(Ref(model.inputs[0].name) if len(model.inputs) == 1 else None)
    if model.groups:
        lists = [(group.title, planter.trees([annotated[name] for name in group.layers])) for group in model.groups]
    else:
        lists = [("", planter.trees(annotated.layers))]
    liner = Liner(annotated, Speller(model.framework), planter)
    liner.find_blocks([node for _, nodes in lists for node in nodes])
    written = [(title, list(liner.items(nodes))) for title, nodes in lists]
    yield from _classes(annotated, planter)
    if liner.blocks:
        yield "blocks:"
        yield from (f"  {line}" for block in liner.blocks.values() for line in block.lines())
    if model.groups:
        yield "groups:"
        for title, lines in written:
            yield f"  - title: {scalar(title)}"
            yield "    layers:"
            yield from (f"      {line}" for line in lines)
    else:
        yield "layers:"
        yield from (f"  {line}" for line in written[0][1])
    if model.outputs != ends(model):
        yield f"outputs: {flow([reference(ref) for ref in model.outputs])}"


def _inputs(inputs: Sequence[Input]) -> Iterator[str]:
    batches = {given.shape[0] for given in inputs if given.shape}
    if len(inputs) == 1 and inputs[0].name == "input":
        yield f"input: {flow(input_value(inputs[0]))}"
    else:
        yield "input:"
        for given in inputs:
            yield f"  {key_text(given.name)}: {flow(input_value(given))}"
    if len(batches) == 1 and (batch := batches.pop()) is not None:
        yield f"batch: {flow(dim_value(batch))}"


def _classes(annotated: Annotated, planter: Planter) -> Iterator[str]:
    """The classes of scopes that are written as no scope."""
    known = annotated.model.classes
    paths = dict.fromkeys(
        ".".join(path[:end])
        for layer in annotated.layers
        for path in (joined(layer.layer.scope),)
        for end in range(1, len(path) + 1)
        if path[:end] not in planter.planted
    )
    said: dict[str, Any] = {path: known[path] for path in paths if path in known}
    if said:
        yield "classes:"
        yield from (f"  {key_text(path)}: {scalar(type_)}" for path, type_ in said.items())


__all__ = ["Cache", "flow", "freeze", "scalar"]

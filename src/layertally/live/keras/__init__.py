"""A live Keras model → a record that can be read without Keras: its configuration, and what Keras says of each layer.

In: what returns the model. Out: JSON-able dicts. Runs beside the framework, in a child process.

    {"framework": "keras", "version": "3.15.1", "name": …, "class": …,
     "how": "graph" | "followed" | "whole",   # kept by Keras | its call was followed | nothing shows what is inside
     "config": {"class_name": …, "config": …},     # as model.to_json() has it, see `writer`
     "told": {"block/dense": {"calls": [[shape, …], …], "weights": [3, 4]}},
     "weights": [["block/dense/kernel", [64, 10], true], …],
     "notes": ["…"]}
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

from .inputs import fed
from .names import title
from .start import called, keras, made, weightless
from .writer import Writer

__all__ = ["record"]


def record(make: Callable[[], Any], *, inputs: Sequence[str] = (), reference: str = "the model") -> dict[str, Any]:
    """The record of the model that `make` returns; `inputs` as they are typed after `--input`. Raises LayertallyError,
    and whatever the user's code raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras advises the author, who does not hear it here
        return _record(make, inputs, reference)


def _record(make: Callable[[], Any], inputs: Sequence[str], reference: str) -> dict[str, Any]:
    library = keras()
    notes: list[str] = []
    model = made(library, make, reference, notes)
    writer = Writer(library)
    with weightless(library):
        how, config = _read(library, writer, model, inputs, reference)
    if how == "whole":
        notes.append("its call could not be followed, and calls no layer of Keras: all of it is one layer")
    if writer.by_run:
        notes.append("some of its own code was run and not followed: what it does between layers is shown as `code`")
    return {
        "framework": "keras",
        "version": library.__version__,
        "name": title(model, reference),
        "class": f"{type(model).__module__}.{type(model).__name__}",
        "how": how,
        "config": {"class_name": "Functional", "config": config},
        "told": writer.told,
        "weights": writer.weights,
        "notes": notes,
    }


def _read(
    library: Any, writer: Writer, model: Any, inputs: Sequence[str], reference: str
) -> tuple[str, dict[str, Any]]:
    if writer.kind(model) == "network":
        return "graph", writer.network(model, "", 0)
    call = fed(library, model, inputs, reference)
    out = called(model, call.args, call.kwargs, call.shown)
    if isinstance(model, library.Sequential) and getattr(model, "_functional", None) is not None:
        return "graph", writer.network(model, "", 0)
    found = writer.inside(model, call.args, call.kwargs, "", 0, call.names)
    if found is not None:
        return "followed", found[0]
    tensors = [each for each in library.tree.flatten((call.args, call.kwargs)) if isinstance(each, library.KerasTensor)]
    outputs = [each for each in library.tree.flatten(out) if isinstance(each, library.KerasTensor)]
    return "whole", writer.whole(model, tensors, outputs, call.names)

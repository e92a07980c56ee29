"""Live objects: which framework one belongs to, and its record taken in this very process.

In: an object (or its class) and input shapes as texts. Out: a `Model`. What an object is, is told by the names of its
classes; its framework is there already, and its own recorder and record reader are imported then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NamedTuple

from ..errors import LayertallyError
from ..model import Model
from ..readers.source import Source
from .shapes import an


class Kind(NamedTuple):
    """A framework's base class by package and name; the modules that record it and that read the record."""

    package: str
    name: str
    recorder: str
    reader: str


KINDS = (
    # Keras before PyTorch: on that backend a Keras model is a torch module as well.
    Kind("keras", "Model", "live.keras", "readers.keras.live"),
    Kind("torch", "Module", "live.torch", "readers.traced"),
)
CONFIGS = (("transformers", "PretrainedConfig"), ("transformers", "PreTrainedConfig"))
"""A configuration of Hugging Face by its base class, before and from version 5."""
HINTS = (
    ("tf_keras", "Model", "save it: model.save('model.h5'), and read the file"),
    ("paddle", "Layer", "describe it: framework: paddle, input: and layers:"),
    ("flax", "Module", "this version reads torch.nn.Module and keras.Model"),
)
"""Models that are known by sight and not read, each with what can be done instead."""


def read_object(given: Any, inputs: tuple[str, ...] = ()) -> Model:
    """The model behind a live object. Raises LayertallyError if no reader knows it, or if it cannot be run."""
    classes = given.__mro__ if isinstance(given, type) else type(given).__mro__
    bases = {(cls.__module__.partition(".")[0], cls.__name__) for cls in classes}
    name = (given if isinstance(given, type) else type(given)).__name__
    for kind in KINDS:
        if (kind.package, kind.name) in bases:
            return _recorded(kind, given, name, inputs)
    if bases & set(CONFIGS) and not isinstance(given, type):
        from .. import readers

        return readers.read(f"<{name}>", text=given.to_json_string(use_diff=False), inputs=inputs)
    raise LayertallyError(
        f"{an(name)} is no model that is known",
        fix=next(
            (fix for package, base, fix in HINTS if (package, base) in bases),
            "give a path, package.module:name, a torch.nn.Module, a keras.Model or a configuration of transformers",
        ),
    )


def _recorded(kind: Kind, given: Any, name: str, inputs: tuple[str, ...]) -> Model:
    package = __package__.rpartition(".")[0]
    recorder, reader = (import_module(f"{package}.{module}") for module in (kind.recorder, kind.reader))
    make: Callable[[], Any] = given if isinstance(given, type) else lambda: given
    with _left_as_it_was(given):
        record = recorder.record(make, inputs=inputs, reference=name)
    model: Model = reader.read_record(record, Source(name, inputs=inputs))
    return model


@contextmanager
def _left_as_it_was(given: Any) -> Iterator[None]:
    """A model is read in evaluation; afterwards it trains as it did before."""
    modules = given.modules if callable(getattr(given, "modules", None)) and not isinstance(given, type) else tuple
    modes = [(module, module.training) for module in modules()]
    try:
        yield
    finally:
        for module, training in modes:
            module.training = training

"""Live models: `package.module:name` is read in a process of its own, and comes back as plain data.

In: a source that names Python. Out: a `Model`. What reads a record depends on the framework alone; each is imported
when it is needed.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from ..errors import LayertallyError
from ..model import Model
from .source import Source

READ = {"torch": ".traced", "keras": ".keras.live", "paddle": ".paddle"}
"""Framework → the module here whose `read_record(record, source)` makes the model."""


def accepts(source: Source) -> bool:
    """Whether it is code and no file."""
    return source.python


def read(source: Source) -> Model:
    """The model. Raises LayertallyError."""
    from ..live import ask

    job = {"kind": "reference", "reference": source.name, "inputs": list(source.inputs)}
    record = ask(job, timeout=source.timeout, memory=source.memory)
    name = READ.get(record["framework"])
    if name is None or find_spec(name, __package__) is None:
        raise LayertallyError(
            f"this version does not read live models of {record['framework']}",
            fix="describe it: framework:, input: and layers:",
        )
    model: Model = import_module(name, __package__).read_record(record, source)
    return model

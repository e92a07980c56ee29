"""Every way to a `Model`: one module a format, found by content.

In: a path, a text, or `package.module:name`. Out: a `Model`. A reader is a module (or any object) with
`accepts(source) -> bool` and `read(source) -> Model`; those of other packages register under the entry-point group
`layertally.readers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from ..errors import LayertallyError, Place
from ..model import Model
from .source import Source, find

# In the order in which they are asked, those of the other kind of file next; then those of other packages, then what
# says why nobody reads it.
READERS = {
    "text": ("keras_config", "hf_config", "description"),
    "binary": ("keras_archive", "keras_h5"),
    "python": ("live",),
}
LAST = "unread"
GROUP = "layertally.readers"


class Reader(Protocol):
    """What a format's module offers."""

    def accepts(self, source: Source) -> bool: ...

    def read(self, source: Source) -> Model: ...


def read(
    source: str | Path,
    *,
    text: str | None = None,
    max_layers: int | None = None,
    inputs: Sequence[str] = (),
    timeout: float | None = None,
    memory: float | None = None,
) -> Model:
    """The model behind a reference. With `text` the reference is only its name; `inputs` are shapes for a model that
    states none, as `--input` takes them. `timeout` (seconds) and `memory` (gigabytes) bound a live model. Raises
    LayertallyError.

    >>> read("net.yaml", text="{framework: keras, input: [8], layers: [{Conv1D: [1, 3]}]}").layers[0].name
    'conv1d'
    """
    found = find(source, text, max_layers, tuple(inputs), timeout, memory)
    for reader in _readers(found):
        if reader.accepts(found):
            if found.inputs and getattr(reader, "STATES_INPUT", False):
                raise LayertallyError(
                    f"--input is for live models, and {found.name} is a file",
                    fix="the description itself says its input",
                )
            return reader.read(found)
    if found.text is not None:  # a text that says nothing we know: the description's errors say what is missing
        from . import description

        return description.read(found)
    raise LayertallyError(f"no reader knows {found.name}", Place(found.name))


def _readers(source: Source) -> Iterator[Reader]:
    """Those of this package, those of others, the one that only refuses."""
    text, binary = READERS["text"], READERS["binary"]
    for name in READERS["python"] if source.python else (*binary, *text) if source.binary else (*text, *binary):
        yield import_module(f".{name}", __name__)
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP):
        yield point.load()
    yield import_module(f".{LAST}", __name__)

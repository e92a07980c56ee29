"""From MODEL to an annotated model in groups: a file, a live reference, or `-` for a description on stdin.

In: the reference as typed, `--input` shapes. Out: `Model`, `Grouped`. What runs a framework says so on stderr.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from ..errors import LayertallyError
from ..group import Group, Grouped
from ..model import Model

STDIN = "-"
PACKAGES = {"torch": "torch", "keras": "keras", "paddle": "paddlepaddle"}
"""Framework → the distribution that says its version."""


def load(reference: str, inputs: Sequence[str] = (), **settings: Any) -> Model:
    """Read a model. Raises LayertallyError."""
    from .. import readers

    if reference == STDIN:
        return readers.read("<stdin>", text=sys.stdin.buffer.read().decode("utf-8", "replace"))
    given: dict[str, Any] = {"inputs": tuple(inputs), **settings}
    known = inspect.signature(readers.read).parameters
    with _waiting(reference) if is_run(reference) else nullcontext():
        model = readers.read(reference, **{name: value for name, value in given.items() if name in known and value})
    for note in model.notes:
        _say(note)
    return model


def grouped(model: Model, lang: str = "en", group_by: str = "auto", depth: int | None = None) -> Grouped:
    """Worked out and cut into groups."""
    from ..annotation import annotate
    from ..group import cutting, group

    return group(annotate(model), lang, cutting(group_by, depth))


def find_group(found: Grouped, wanted: str) -> Group:
    """The group of that number or title. Raises LayertallyError that names those there are."""
    from ..errors import nearest

    group = found.find(wanted)
    if group is not None:
        return group
    titles = [each.title for each in found.groups]
    near = nearest(wanted, titles)
    known = ", ".join(f"{each.id} ({each.title})" for each in found.groups[:12]) + (" …" if len(titles) > 12 else "")
    raise LayertallyError(
        f"no group `{wanted}`", fix=f"write `{near}`; the groups are {known}" if near else f"the groups are {known}"
    )


def is_live(reference: str) -> bool:
    """Whether a reference names Python code (`zoo.vgg:build`) and not a file."""
    from pathlib import Path

    module, sign, name = reference.partition(":")
    return (
        bool(sign and name) and not Path(reference).exists() and all(part.isidentifier() for part in module.split("."))
    )


def is_run(reference: str) -> bool:
    """Whether reading it runs a framework, on inputs that may be typed."""
    return is_live(reference) or is_config(reference)


def is_config(reference: str) -> bool:
    """Whether a file is read by building what it names: a configuration of Hugging Face."""
    from pathlib import Path

    from ..readers.source import CONFIG, Source

    path = Path(reference)
    if not reference.removesuffix(".gz").endswith(".json") or not path.is_file():
        return False
    return bool(CONFIG.search(Source(reference, path).head.decode("utf-8", "replace")))


def _say(note: str) -> None:
    """What a reader must know of how a model was read, on stderr."""
    import textwrap

    from .console import columns, print_error

    print_error(textwrap.fill(note, columns(sys.stderr), initial_indent="note: ", subsequent_indent="      "))


def _waiting(reference: str) -> Any:
    from .console import waiting

    return waiting(f"reading {reference}{_with(reference) if is_live(reference) else ''}")


def _with(reference: str) -> str:
    """` with PyTorch 2.13.0`, as far as that shows before anything is started."""
    from importlib.metadata import PackageNotFoundError, version

    from ..frameworks import load as table
    from ..live import folders_of
    from ..live.look import locate

    try:
        framework = locate(reference, folders_of()).framework
        return f" with {table(framework).title} {version(PACKAGES[framework]).partition('+')[0]}"
    except (LayertallyError, PackageNotFoundError, KeyError):
        return ""  # the reader says what is wrong

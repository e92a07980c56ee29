"""The way of the data is one way: every module's imports are read, and none points back up the stream."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "layertally"

# Each room of the package and the rooms it may import from. What is not named here does not exist.
_GROUND = ("errors", "words", "_places", "fonts")
_NUMBERS = (*_GROUND, "formula", "model", "ops")
_READING = (*_NUMBERS, "frameworks", "live", "readers")
_MEANING = (*_READING, "conventions", "annotation", "group")
_SHOWING = (*_MEANING, "paint", "figure", "report", "pages")
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "_places": (),
    "fonts": (),
    "errors": ("words",),
    "words": ("errors",),
    "formula": _GROUND,
    "model": (*_GROUND, "formula"),
    "ops": (*_GROUND, "formula", "model"),
    "frameworks": _NUMBERS,
    "readers": (*_NUMBERS, "frameworks", "live"),
    "conventions": (*_NUMBERS, "frameworks"),
    "annotation": (*_READING, "conventions"),
    "group": (*_READING, "conventions", "annotation"),
    "paint": _GROUND,
    "figure": (*_MEANING, "paint"),
    "report": (*_MEANING, "paint", "figure"),
    "pages": (*_MEANING, "paint", "figure", "report"),
    "live": _GROUND,
    "api": (*_SHOWING, "live"),
    "__init__": (*_SHOWING, "api"),
    "markdown": (*_SHOWING, "__init__"),
    "mkdocs": (*_SHOWING, "markdown", "__init__"),
    "cli": (*_SHOWING, "markdown", "mkdocs", "__init__"),
    "__main__": ("cli",),
}

# A layer holds its op, and an op speaks of shapes: the one knot, tied in annotations only.
TYPES_ONLY = {("model", "ops")}

# What start-up may not pay for. A room listed beside a library is the thin layer over that very library; what runs
# beside a framework lies in a room inside `live`, and is only ever imported there.
HEAVY: dict[str, tuple[str, ...]] = {
    "PIL": (),
    "fpdf": (),
    "graphviz": (),
    "h5py": (),
    "jinja2": (),
    "keras": (),
    "markdown": ("markdown", "mkdocs"),
    "mkdocs": ("mkdocs",),
    "numpy": (),
    "onnx": (),
    "paddle": (),
    "resvg_py": (),
    "rich": (),
    "tensorflow": (),
    "torch": ("live.torch",),
    "transformers": (),
}


class Import(NamedTuple):
    """One name taken from one module, and whether it is taken at import, or at all (not for annotations only)."""

    line: int
    module: str
    at_start: bool
    runs: bool


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _is_type_checking(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def _statements(
    body: list[ast.stmt], at_start: bool = True, runs: bool = True
) -> Iterator[tuple[ast.stmt, bool, bool]]:
    """Every statement, whether it runs at import, and whether it runs at all."""
    for node in body:
        yield node, at_start, runs
        now = at_start and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ever = runs and not _is_type_checking(node)
        for _, value in ast.iter_fields(node):
            children = value if isinstance(value, list) else []
            yield from _statements([child for child in children if isinstance(child, ast.stmt)], now and ever, ever)
            for child in children:
                if isinstance(child, ast.ExceptHandler | ast.match_case):
                    yield from _statements(child.body, now and ever, ever)


def _imports(source: str, package: tuple[str, ...]) -> Iterator[Import]:
    """The imports of a module that lies in `package` (its dotted name in parts), relative ones made absolute."""
    for node, at_start, runs in _statements(ast.parse(source).body):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node.lineno, alias.name, at_start, runs)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            dotted = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            if dotted == "layertally":  # `from layertally import model` takes the room, not the front door
                for alias in node.names:
                    inner = f"layertally.{alias.name}"
                    yield Import(node.lineno, inner if alias.name in MAY_IMPORT else dotted, at_start, runs)
            else:
                yield Import(node.lineno, dotted, at_start, runs)


def _faults(room: str, source: str, package: tuple[str, ...]) -> Iterator[str]:
    allowed = {room, *MAY_IMPORT.get(room, ())}
    for found in _imports(source, package):
        top, _, rest = found.module.partition(".")
        if top == "layertally":
            target = rest.split(".")[0] or "__init__"
            if target not in MAY_IMPORT:
                yield f"{found.line}: imports the unknown room {target}"
            elif target not in allowed and (found.runs or (room, target) not in TYPES_ONLY):
                yield f"{found.line}: {room} must not import {target}"
        elif found.at_start and not {room, ".".join(package[1:])} & set(HEAVY.get(top, (room,))):
            yield f"{found.line}: {top} is imported at start; import it inside the function that needs it"


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_follow_the_stream(path: Path) -> None:
    assert _room(path) in MAY_IMPORT, f"{path.name} opens a room that tests/test_layers.py does not know"
    package = ("layertally", *path.relative_to(PACKAGE).parent.parts)
    assert list(_faults(_room(path), path.read_text(encoding="utf-8"), package)) == []


def test_the_order_has_no_circle() -> None:
    ground = {frozenset({"errors", "words"})}  # an error needs its words, and words raise errors
    for room, allowed in MAY_IMPORT.items():
        for other in allowed:
            circular = room in MAY_IMPORT[other] and frozenset({room, other}) not in ground
            assert not circular, f"{room} and {other} may import each other"


@pytest.mark.parametrize(
    ("room", "source", "fault"),
    [
        ("model", "from layertally.figure import Card", "1: model must not import figure"),
        ("model", "from layertally import figure", "1: model must not import figure"),
        ("model", "from .figure import Card", "1: model must not import figure"),
        ("model", "from layertally.ops.base import Op", "1: model must not import ops"),
        ("paint", "def f():\n    from layertally.model import Model", "2: paint must not import model"),
        ("ops", "import torch", "1: torch is imported at start; import it inside the function that needs it"),
        ("ops", "try:\n    import torch.nn\nexcept ImportError:\n    pass", "2: torch is imported at start"),
        ("ops", "class A:\n    import rich", "2: rich is imported at start"),
        ("cli", "from layertally.kitchen import x", "1: imports the unknown room kitchen"),
    ],
)
def test_a_fault_is_seen(room: str, source: str, fault: str) -> None:
    (found,) = _faults(room, source, ("layertally",))
    assert found.startswith(fault)


def test_only_a_room_of_its_own_imports_a_framework() -> None:
    assert list(_faults("live", "import torch", ("layertally", "live", "torch"))) == []
    assert list(_faults("live", "import torch", ("layertally", "live")))


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("ops", "def f():\n    import torch"),
        ("ops", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch"),
        ("model", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .ops.base import Op"),
        ("mkdocs", "from mkdocs.plugins import BasePlugin"),
        ("markdown", "from markdown import Extension"),
        ("figure", "from layertally import paint, group"),
    ],
)
def test_a_good_import_passes(room: str, source: str) -> None:
    assert list(_faults(room, source, ("layertally",))) == []

"""Looks at `package.module:name(arguments)` without running any of it: which file, what stands there, which framework.

In: a reference and the folders to look in. Out: `Located`. A module that is not there, a name that is not there, an
argument that is not a literal, a framework that is not installed are errors here, before a process is started.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import LayertallyError, Place, nearest
from .faults import is_installed, shown

FORM = re.compile(r"(?P<module>[A-Za-z_][\w.]*):(?P<name>[A-Za-z_][\w.]*)(?P<call>\(.*\))?", re.DOTALL)
MOST_SOURCE = 4 * 2**20
MOST_FILES = 40
"""How many files of the user are looked through for the framework that they import."""

FRAMEWORKS = {
    "torch": "torch", "torchvision": "torch", "torchaudio": "torch", "timm": "torch", "transformers": "torch",
    "lightning": "torch", "pytorch_lightning": "torch", "torch_geometric": "torch", "diffusers": "torch",
    "keras": "keras", "tf_keras": "keras", "tensorflow": "keras", "keras_hub": "keras", "keras_cv": "keras",
    "paddle": "paddle", "paddlenlp": "paddle",
}  # fmt: skip
"""Packages by the framework that they bring."""
DISTRIBUTIONS = {
    "paddle": "paddlepaddle",
    "torch_geometric": "torch-geometric",
    "pytorch_lightning": "pytorch-lightning",
}
"""What a package is installed as, where that is another name."""
FIRST = ("keras", "paddle", "torch")
"""Which one a model is of whose file imports several: Keras runs on torch, never torch on Keras."""
LOADED_AHEAD = ("torchvision", "timm", "transformers")
"""Packages that many jobs share: loaded once, before the jobs."""


class Reference(NamedTuple):
    """`module:name(*args, **kwargs)`; `called` where it has parentheses."""

    module: str
    name: str
    called: bool = False
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = {}  # noqa: RUF012 - never changed


class Located(NamedTuple):
    """`framework` is empty where the file imports none that is known."""

    file: str | None
    framework: str
    ahead: tuple[str, ...] = ()


def parse(reference: str) -> Reference:
    """The parts of a reference. Raises LayertallyError for what is not literal.

    >>> parse("zoo.vgg:build(classes=10)")
    Reference(module='zoo.vgg', name='build', called=True, args=(), kwargs={'classes': 10})
    """
    found = FORM.fullmatch(reference)
    if found is None:
        raise LayertallyError(f"`{reference[:200]}` names no model", fix="write package.module:name")
    if found["call"] is None:
        return Reference(found["module"], found["name"])
    try:
        call = ast.parse(f"f{found['call']}", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        call = None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        raise LayertallyError(
            f"`{found['call'][:80]}` in {reference[:80]} is no call", fix=f"write {found['module']}:{found['name']}(10)"
        )
    args = tuple(_literal(each, reference) for each in call.args)
    kwargs = {each.arg or "**": _literal(each.value, reference) for each in call.keywords}
    if "**" in kwargs:
        raise LayertallyError(f"`**` in {reference[:80]}", fix="write each argument by its name")
    return Reference(found["module"], found["name"], True, args, kwargs)


def _literal(node: ast.expr, reference: str) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, MemoryError, RecursionError):
        raise LayertallyError(
            f"the argument `{ast.unparse(node)[:80]}` in {reference[:80]} is not a literal",
            fix="arguments are numbers, texts, True, None, lists and dicts of these; name a function for anything else",
        ) from None


def locate(reference: str, folders: Sequence[str]) -> Located:
    """What a reference means. Raises LayertallyError where it means nothing."""
    wanted = parse(reference)
    spec = _spec(wanted.module, folders)
    file = spec.origin if spec.origin is not None and spec.origin.endswith(".py") else None
    if file is None:  # compiled, or a package without a file: what it holds is seen when it is imported
        return _installed(Located(file, _of_package(wanted.module)), reference)
    tree = _tree(file)
    if not is_installed(file):
        names = Names.of(tree)
        first = wanted.name.split(".", maxsplit=1)[0]
        if not names.open and first not in names.all:
            raise no_name(wanted, file, names.offered)
    packages = _packages(file, tree, folders)
    packages = {**packages, **dict.fromkeys([wanted.module.split(".", maxsplit=1)[0]])}
    found = {FRAMEWORKS[name] for name in packages if name in FRAMEWORKS}
    framework = next((name for name in FIRST if name in found), "")
    ahead = tuple(name for name in LOADED_AHEAD if name in packages and FRAMEWORKS[name] == framework)
    return _installed(Located(file, framework, ahead), reference)


def no_name(wanted: Reference, file: str | None, offered: Sequence[str]) -> LayertallyError:
    """The module has nothing of that name."""
    where = shown(file) if file else wanted.module
    near = nearest(wanted.name, offered)
    listed = f"functions and models there: {', '.join(offered[:8])}" if offered else "there are no functions there"
    return LayertallyError(
        f"{where} has no `{wanted.name}`", fix=f"write {wanted.module}:{near}; {listed}" if near else listed
    )


class Names(NamedTuple):
    """What a module defines at its top: `offered` are functions, classes and values, as an error lists them; `open`
    where more may come from elsewhere."""

    all: frozenset[str]
    offered: tuple[str, ...]
    open: bool

    @classmethod
    def of(cls, tree: ast.Module) -> Names:
        own: dict[str, None] = {}
        taken: dict[str, None] = {}
        is_open = False
        for node in _top(tree.body):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
                own[node.name] = None
                is_open = is_open or node.name == "__getattr__"
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [each.asname or each.name.split(".")[0] for each in node.names]
                is_open = is_open or "*" in names
                taken.update(dict.fromkeys(names))
            else:
                for each in ast.walk(node):
                    if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                        own[each.id] = None
                    elif isinstance(each, ast.Name) and each.id in ("globals", "exec", "setattr", "vars"):
                        is_open = True
        offered = tuple(name for name in own if not name.startswith("_"))
        return cls(frozenset((*own, *taken)), offered, is_open)


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run at import, those inside `if`, `try`, `with`, `for` as well."""
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody", "handlers"):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
                continue
            for inner in getattr(node, part, ()):
                yield from _top(inner.body if isinstance(inner, ast.ExceptHandler) else [inner])


def _spec(module: str, folders: Sequence[str]) -> ModuleSpec:
    """Where a module lies; packages on the way are not imported. Raises LayertallyError."""
    path: Sequence[str] = [*folders, *sys.path]
    spec = None
    parts = module.split(".")
    for depth, part in enumerate(parts):
        try:
            spec = PathFinder.find_spec(part, list(path))
        except (ImportError, ValueError, OSError):
            spec = None
        if spec is None:
            raise _no_module(module, parts[:depth], part, folders if depth == 0 else list(path))
        if depth + 1 < len(parts):
            if spec.submodule_search_locations is None:
                raise _no_module(module, parts[: depth + 1], parts[depth + 1], ())
            path = list(spec.submodule_search_locations)
    assert spec is not None
    return spec


def _no_module(module: str, before: list[str], part: str, folders: Sequence[str]) -> LayertallyError:
    names = sorted({name for folder in folders for name in _modules_in(Path(folder or "."))})
    near = nearest(part, names)
    where = "looked in . and PYTHONPATH" if not before else f"looked in {'.'.join(before)}"
    if near is None:
        here = "run it in the folder that the package lies in"
        fix = f"pip install {DISTRIBUTIONS.get(part, part)}" if not before and part in FRAMEWORKS else here
        return LayertallyError(f"no module `{module}`; {where}", fix=fix)
    right = ".".join([*before, near])
    found = next((each for folder in folders if (each := _file_of(Path(folder or "."), near)) is not None), None)
    here = f" ({shown(str(found))} is here)" if found is not None else ""
    return LayertallyError(f"no module `{module}`; {where}", fix=f"write `{right}`{here}")


def _modules_in(folder: Path) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))[:2000]
    except OSError:
        return
    for entry in entries:
        name = entry.name.removesuffix(".py")
        if name.isidentifier() and not name.startswith("__") and (name != entry.name or entry.is_dir()):
            yield name


def _file_of(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / f"{name}.py", folder / name) if path.exists()), None)


def _tree(file: str) -> ast.Module:
    """The syntax tree of a file. Raises LayertallyError."""
    try:
        with Path(file).open("rb") as source, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `"\\d"` is no concern of ours
            return ast.parse(source.read(MOST_SOURCE), file)
    except SyntaxError as error:
        place = Place(shown(file), error.lineno, error.offset, 1, (error.text or "").rstrip("\n"))
        raise LayertallyError(f"not valid Python: {error.msg}", place) from None
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        raise LayertallyError(f"cannot read {shown(file)}: {error}", Place(shown(file))) from None


def _packages(file: str, tree: ast.Module, folders: Sequence[str]) -> dict[str, None]:
    """The packages that a file imports, and the user's own files that it imports."""
    found: dict[str, None] = {}
    seen = {file}
    waiting = [(file, tree)]
    while waiting and len(seen) <= MOST_FILES:
        path, tree = waiting.pop(0)
        for node in ast.walk(tree):
            for name, level in _imported(node):
                top = name.split(".", maxsplit=1)[0]
                if level == 0 and top in FRAMEWORKS:
                    found[top] = None
                    continue
                own = _own_file(name, level, path, folders)
                if own is not None and own not in seen:
                    seen.add(own)
                    try:
                        waiting.append((own, _tree(own)))
                    except LayertallyError:
                        continue
    return found


def _imported(node: ast.AST) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, 0
    elif isinstance(node, ast.ImportFrom):
        yield node.module or "", node.level
        for alias in node.names:  # `from . import blocks`
            yield f"{node.module}.{alias.name}" if node.module else alias.name, node.level


def _own_file(name: str, level: int, path: str, folders: Sequence[str]) -> str | None:
    """The file of a module of the user."""
    roots = [Path(path).parents[level - 1]] if level else [Path(folder or ".") for folder in folders]
    for root in roots:
        base = root.joinpath(*name.split(".")) if name else root
        for each in (base.with_suffix(".py"), base / "__init__.py"):
            if each.is_file() and not is_installed(str(each)):
                return str(each)
    return None


def _of_package(module: str) -> str:
    return FRAMEWORKS.get(module.split(".", maxsplit=1)[0], "")


def _installed(found: Located, reference: str) -> Located:
    """The same. Raises LayertallyError where its framework is not there."""
    from importlib.util import find_spec

    needs = {"keras": ("keras", "tf_keras", "tensorflow")}.get(found.framework, (found.framework,))
    if found.framework and not any(_there(name, find_spec) for name in needs):
        title = {"torch": "PyTorch", "keras": "Keras", "paddle": "Paddle"}[found.framework]
        raise LayertallyError(
            f"{title} is not installed, and {reference} needs it",
            fix=f"pip install 'layertally[{found.framework}]', or read a frozen copy: layertally freeze (where {title} "
            "is installed)",
        )
    return found


def _there(name: str, find_spec: Any) -> bool:
    try:
        return name in sys.modules or find_spec(name) is not None
    except (ImportError, ValueError):
        return False

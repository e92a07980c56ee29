"""From a reference in a page or a configuration to a grouped model; nothing outside the project is ever read.

In: a path as someone wrote it, the folders it may start from, the project's root. Out: `Grouped`, and the file behind
it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..annotation import annotate
from ..errors import LayertallyError, Place
from ..group import AUTO, Cutting, Grouped, group
from ..readers import read
from ..readers.source import PYTHON

FOUND = (".yaml", ".yml", ".json", ".keras", ".h5", ".onnx")
"""What a pattern or a folder is searched for; each may end in `.gz`."""


@dataclass(frozen=True, slots=True)
class Project:
    """Where a site's sources lie. `bases` are the folders a path may start from, in the order in which they are
    tried."""

    root: Path
    bases: tuple[Path, ...] = ()
    allow_python: bool = False

    def resolve(self, reference: str, place: Place | None = None) -> Path | None:
        """The file that a reference names; None for `package.module:name`.

        Raises:
            LayertallyError: there is no such file, it lies outside the project, or Python is not allowed here.
        """
        for base in (*self.bases, self.root):
            path = base / reference
            if _is_file(path):
                return self._inside(path, reference, place)
        if PYTHON.fullmatch(reference):
            if self.allow_python:
                return None
            raise LayertallyError(
                f"`{reference}` is Python, and a site build runs none",
                place,
                "freeze it (layertally freeze) or set allow_python: true in the plugin",
            )
        what = "no file matches" if set(reference) & set("*?[") else "no file"
        raise LayertallyError(f"{what} `{reference}`", place, _near(reference, (*self.bases, self.root)))

    def _inside(self, path: Path, reference: str, place: Place | None) -> Path:
        root, real = self.root.resolve(), path.resolve()
        if not real.is_relative_to(root):
            raise LayertallyError(
                f"`{reference}` lies outside the project",
                place,
                f"put the file below the folder of the configuration ({root.name})",
            )
        return real

    def expand(self, patterns: Iterable[str]) -> list[str]:
        """References for patterns such as `models/*.yaml`, sorted; what is no pattern stays as it is. Files outside the
        project are left out."""
        out: dict[str, None] = {}
        root = self.root.resolve()
        for pattern in patterns:
            if not any(mark in pattern for mark in "*?["):
                out.setdefault(pattern)
                continue
            parts = Path(pattern).parts
            if Path(pattern).is_absolute() or ".." in parts:
                continue
            for path in sorted(self.root.glob(pattern)):
                if path.is_file() and path.resolve().is_relative_to(root) and _named_like_a_model(path):
                    out.setdefault(path.relative_to(self.root).as_posix())
        return list(out)


def load(
    path: Path | None,
    reference: str,
    lang: str = "en",
    cutting: Cutting = AUTO,
    inputs: tuple[str, ...] = (),
    timeout: float | None = None,
    memory: float | None = None,
) -> Grouped:
    """The model in a file, or behind `package.module:name`, with `inputs` and bounds as the command takes them. Raises
    LayertallyError."""
    name = _shown(path) if path is not None else reference
    return group(annotate(read(name, inputs=inputs, timeout=timeout, memory=memory)), lang, cutting)


def load_text(text: str, name: str, lang: str = "en", cutting: Cutting = AUTO) -> Grouped:
    """The model that a text describes; `name` is what errors call it. Raises LayertallyError."""
    model = read(name, text=text)
    if model.name in (name, Path(name).name.split(".")[0]):  # nobody has named it: the page's name says nothing
        model = replace(model, name="模型" if lang == "zh" else "Model")
    return group(annotate(model), lang, cutting)


def _shown(path: Path) -> str:
    """The path as errors and pages may show it: from the working directory on."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _named_like_a_model(path: Path) -> bool:
    return path.name.removesuffix(".gz").endswith(FOUND)


def _near(reference: str, bases: Sequence[Path]) -> str:
    from ..errors import nearest

    name = Path(reference)
    for base in bases:
        try:
            names = sorted(entry.name for entry in (base / name.parent).iterdir() if entry.is_file())[:1000]
        except (OSError, ValueError):
            continue
        near = nearest(name.name, names)
        if near:
            return f"write `{(name.parent / near).as_posix()}`"
    return "a path starts at the folder of the configuration, or of this page"

"""Errors of a user's code in our voice: where in that code, what was said, never a traceback of ours.

In: an exception that a user's constructor or forward raised. Out: `LayertallyError` with a place in the user's file.
"""

from __future__ import annotations

import linecache
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from ..errors import LayertallyError, Place

OURS = str(Path(__file__).resolve().parent)
LONGEST = 300
ADVICE = "This could be because the operator doesn't exist"
OUT_OF_MEMORY = ("can't allocate memory", "cannot allocate memory", "out of memory", "unable to allocate")


class WrongFrameworkError(Exception):
    """A recorder was given a model of another framework: `framework`."""

    def __init__(self, framework: str) -> None:
        super().__init__(framework)
        self.framework = framework


class Spot(NamedTuple):
    """A line of someone's code that was running, and the function it stands in."""

    file: str
    line: int
    function: str

    def place(self) -> Place:
        """As an error shows it: the path from the working directory on, and the line itself."""
        text = linecache.getline(self.file, self.line).rstrip("\n")
        bare = text.strip()
        column = len(text) - len(text.lstrip()) + 1
        return Place(shown(self.file), self.line, column if bare else None, max(1, len(bare)), text)


def spot_of(error: BaseException, frameworks: tuple[str, ...]) -> Spot | None:
    """The innermost line outside the framework and ourselves; a user's own code comes before installed packages."""
    own, installed = None, None
    if isinstance(error, SyntaxError) and error.filename:
        return Spot(error.filename, error.lineno or 1, "")
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        found = Spot(code.co_filename, trace.tb_lineno, getattr(code, "co_qualname", code.co_name))
        if not Path(found.file).is_absolute() and not Path(found.file).exists():
            pass  # <frozen importlib>, <string>
        elif found.file.startswith(OURS):
            pass
        elif not is_installed(found.file):
            own = found
        elif not any(f"{os.sep}{name}{os.sep}" in found.file for name in frameworks):
            installed = found
        trace = trace.tb_next
    return own or installed


def is_installed(file: str) -> bool:
    """Whether a file belongs to a package that was installed, or to Python."""
    parts = Path(file).parts
    return "site-packages" in parts or "dist-packages" in parts or file.startswith(str(Path(os.__file__).parent))


def shown(file: str) -> str:
    """A path as an error prints it: short where that is clear."""
    parts = Path(file).parts
    for root in ("site-packages", "dist-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) + 1 :])
    try:
        short = os.path.relpath(file)
    except ValueError:  # another drive
        return file
    return file if short.startswith("..") else short


def words(error: BaseException) -> str:
    """What an exception says, on one line, without what torch adds to every missing operator."""
    said = " ".join(str(error).split(ADVICE)[0].split())
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def of_memory(error: BaseException) -> bool:
    """Whether it says that there is no more memory."""
    return isinstance(error, MemoryError) or any(word in str(error).lower() for word in OUT_OF_MEMORY)


def too_large(reference: str) -> LayertallyError:
    """More memory than allowed was asked for."""
    return LayertallyError(
        f"{reference} asked for more memory than it was allowed",
        fix="--memory 16 allows 16 GB; or build the model on the meta device",
    )


def raised(reference: str, error: BaseException, frameworks: tuple[str, ...], made: Any = None) -> LayertallyError:
    """What a constructor raised."""
    if of_memory(error):
        return too_large(reference)
    if isinstance(error, SystemExit):
        reason = f"{reference} ended Python (sys.exit) instead of returning a model"
    elif isinstance(error, RecursionError):
        reason = f"{reference} calls itself without end (RecursionError)"
    else:
        said = words(error)
        reason = f"{reference} raised {type(error).__name__}" + (f": {said}" if said else "")
    spot = spot_of(error, frameworks)
    fix = ""
    if isinstance(error, TypeError) and "argument" in str(error) and _here(error):
        code = getattr(made, "__code__", None) or getattr(getattr(made, "__init__", None), "__code__", None)
        spot = Spot(code.co_filename, code.co_firstlineno, code.co_name) if code is not None else spot
        bare = reference.split("(", maxsplit=1)[0]
        missing = str(error).rsplit("'", 2)
        name = missing[1] if len(missing) == 3 and missing[1].isidentifier() else "name"
        fix = f"give it in the reference: '{bare}({name}=…)', or name a function without arguments"
    if isinstance(error, ModuleNotFoundError) and error.name:
        fix = f"pip install {error.name.split('.')[0]}, in the environment of layertally ({sys.prefix})"
    return LayertallyError(reason, spot.place() if spot is not None else None, fix)


def _here(error: BaseException) -> bool:
    """Whether the call itself was wrong, not something inside it: our frame is the last one."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename.startswith(OURS)

"""The two streams: what is a result, how wide and how colourful a terminal is, and where progress goes.

In: styled lines, texts, bytes. Out: stdout holds results and nothing else; stderr holds errors, warnings and progress.
`NO_COLOR`, `FORCE_COLOR`, `TERM=dumb` and `COLUMNS` are obeyed; what is not a terminal has 100 columns and no colour.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import click

from ..report.lines import Line, render

if TYPE_CHECKING:
    from ..errors import Place

PIPE_COLUMNS = 100
FEWEST_COLUMNS = 20


def columns(stream: IO[str] | None = None) -> int:
    """How many cells a line may take."""
    stream = stream or sys.stdout
    if os.environ.get("COLUMNS", "").isdigit() or _is_terminal(stream):
        import shutil

        return max(FEWEST_COLUMNS, shutil.get_terminal_size((PIPE_COLUMNS, 24)).columns)
    return PIPE_COLUMNS


def coloured(stream: IO[str] | None = None) -> bool:
    """Whether styles are shown. NO_COLOR wins over FORCE_COLOR, both win over what the terminal is."""
    stream = stream or sys.stdout
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    return _is_terminal(stream) and os.environ.get("TERM") != "dumb"


def plain_alphabet(asked: bool = False, stream: IO[str] | None = None) -> bool:
    """Whether `⌊ · −` must be left out: asked for, or the stream cannot write them."""
    if asked:
        return True
    try:
        "⌊·−×Σ─".encode(getattr(stream or sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def print_lines(lines: Iterable[Line]) -> None:
    """Styled lines to stdout."""
    _write(sys.stdout, render(lines, coloured()))


def print_text(text: str) -> None:
    """A result as it is to stdout, in UTF-8 whatever the locale: a file made by `>` must be clean."""
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None or _is_terminal(sys.stdout):
        _write(sys.stdout, text)
        return
    sys.stdout.flush()
    buffer.write(text.encode("utf-8", "replace"))
    buffer.flush()


def print_bytes(data: bytes) -> None:
    """A figure to stdout."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def print_error(message: str) -> None:
    """An error or a warning to stderr; its first word and `help:` stand out on a terminal."""
    from ..report.cells import clean

    out = []
    for text in message.split("\n"):
        text = clean(text)  # noqa: PLW2901 - a source line may hold anything
        for word, colour in (("error:", "red"), ("warning:", "yellow")):
            if coloured(sys.stderr) and text.startswith(word):
                text = click.style(word, fg=colour, bold=True) + click.style(text[len(word) :], bold=True)  # noqa: PLW2901
        if coloured(sys.stderr) and text.startswith("  help:"):
            text = "  " + click.style("help:", bold=True) + text[7:]  # noqa: PLW2901
        out.append(text)
    _write(sys.stderr, "\n".join(out) + "\n")


def warn(reason: str, fix: str = "", place: Place | None = None) -> None:
    """A warning to stderr."""
    from ..errors import LayertallyError

    print_error(LayertallyError(reason, place, fix).render("warning"))


def hint(text: str) -> None:
    """What may be called next, to stderr."""
    _write(sys.stderr, f"hint: {text}\n")


def is_terminal() -> bool:
    """Whether a human reads along."""
    return _is_terminal(sys.stderr)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A line on stderr while something slow runs; on a terminal it goes away afterwards."""
    if not _is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        _write(sys.stderr, f"{what} …\n")
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …", spinner="dots"):
        yield


@contextmanager
def progress(label: str, total: int) -> Iterator[_Progress]:
    """A bar on stderr, on a terminal only, that goes away afterwards. Nothing for a single step."""
    if total < 2 or not _is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield _Progress(None)
        return
    with counting(label) as count:
        done = iter(range(total))
        yield _Progress(lambda step: count(next(done), total, step) if count else None)


@contextmanager
def counting(label: str) -> Iterator[Callable[[int, int, str], None] | None]:
    """The same bar for who counts himself: called with what is done, of how many, and a name. None off a terminal."""
    if not _is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = Progress(
        TextColumn(label),
        MofNCompleteColumn(" of "),
        BarColumn(20),
        TextColumn("{task.fields[step]}"),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(label, total=None, step="")
        yield lambda done, total, name: bar.update(task, completed=done, total=total, step=name)


class _Progress:
    """`step` says which part is done next."""

    def __init__(self, advance: object) -> None:
        self._advance = advance

    def step(self, name: str) -> None:
        if callable(self._advance):
            self._advance(name)


def _is_terminal(stream: IO[str]) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def _write(stream: IO[str], text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    text = text.encode(encoding, "backslashreplace").decode(encoding)
    click.echo(text, file=stream, nl=False, color=True)

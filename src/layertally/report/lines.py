"""Styled lines: what a terminal shows before anyone knows whether it has colours.

In: texts with a style's name (`bold`, `dim`, `good`, `bad`, `warn`). Out: plain text, or text with ANSI
styles by `click`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from .cells import width

STYLES: dict[str, dict[str, Any]] = {
    "": {},
    "bold": {"bold": True},
    "dim": {"dim": True},
    "good": {"fg": "green", "bold": True},
    "bad": {"fg": "red", "bold": True},
    "warn": {"fg": "yellow", "bold": True},
}


class Span(NamedTuple):
    """A piece of a line."""

    text: str
    style: str = ""


class Line(NamedTuple):
    """One line of a terminal, made of spans from left to right."""

    spans: tuple[Span, ...] = ()

    @property
    def plain(self) -> str:
        return "".join(span.text for span in self.spans).rstrip()

    @property
    def cells(self) -> int:
        return sum(width(span.text) for span in self.spans)

    def then(self, text: str, style: str = "") -> Line:
        """The line with one more span."""
        return Line((*self.spans, Span(text, style))) if text else self

    def to(self, column: int) -> Line:
        """The line filled with spaces up to a column."""
        return self.then(" " * max(0, column - self.cells))


def line(text: str = "", style: str = "") -> Line:
    """A line of one span."""
    return Line().then(text, style)


def render(lines: Iterable[Line], colour: bool = False) -> str:
    """All lines as one text that ends with a newline.

    >>> render([line("a").then("b", "bold")], colour=True)
    'a\\x1b[1mb\\x1b[0m\\n'
    """
    if not colour:
        return "".join(f"{one.plain}\n" for one in lines)
    from click import style

    return "".join(f"{''.join(_ansi(span, style) for span in one.spans).rstrip()}\n" for one in lines)


def _ansi(span: Span, style: Callable[..., str]) -> str:
    return style(span.text, **STYLES[span.style]) if span.style and span.text.strip() else span.text

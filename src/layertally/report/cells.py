"""Text in a terminal's cells: how wide it is, how it is padded, where a line may break.

In: any text, also names out of a model. Out: text that holds no control character and lines no wider than asked for.

>>> width("第一组"), clean("a\\x1b[31mb"), wrap("a bb ccc", 5)
(6, 'a\\\\x1b[31mb', ['a bb', 'ccc'])
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category, east_asian_width

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SPACES = re.compile(r"(?<=[ \t])")
# A formula without spaces that is longer than a line goes on after a product's dot, never inside a number.
_SIGNS = re.compile(r"(?<=[·*,])(?=\S)")


def clean(text: str) -> str:
    """The text with control and invisible characters spelled out: a model's name must not steer a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spelled(c) if category(c) in _HIDDEN else c for c in text)


def _spelled(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def width(text: str) -> int:
    """How many cells a text takes; a Chinese character takes two, a combining mark none."""
    if text.isascii():
        return len(text)
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def pad(text: str, cells: int) -> str:
    """Filled with spaces on the right."""
    return text + " " * max(0, cells - width(text))


def pad_left(text: str, cells: int) -> str:
    """Filled with spaces on the left."""
    return " " * max(0, cells - width(text)) + text


def wrap(text: str, cells: int, first: int | None = None) -> list[str]:
    """Lines of at most `cells` cells (the first of at most `first`), broken after spaces and operators; a single word
    that is longer is broken where it must be."""
    lines = [""]
    room = [first if first is not None else cells]
    for piece in _pieces(text, max(1, cells)):
        if width((lines[-1] + piece).rstrip()) <= room[-1]:
            lines[-1] += piece
        else:
            lines.append(piece)
            room.append(cells)
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _pieces(text: str, cells: int) -> Iterable[str]:
    for word in _SPACES.split(text):
        if width(word.rstrip()) <= cells:
            yield word
        else:
            for part in _SIGNS.split(word):
                yield from _cut(part, cells)


def _cut(text: str, cells: int) -> Iterable[str]:
    """What has no place to break is broken where the line ends."""
    while width(text.rstrip()) > cells:
        head = ""
        for char in text:
            if head and width(head + char) > cells:
                break
            head += char
        yield head
        text = text[len(head) :]
    yield text

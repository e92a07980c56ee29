"""A source text as lines, and places in it.

In: the text of a description. Out: `Place` of a line and column; characters that must not reach a figure or a terminal
(controls, direction overrides) are found here, once for the whole source.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..errors import Place
from .problems import Problems

LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
# Controls, direction overrides and isolates (they make a line read other than it is), surrogates and non-characters.
HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
HARMFUL_IN_TEXT = re.compile(HARMFUL.pattern[:-1] + "\t\n\r\x85\u2028\u2029]")
SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][\da-fA-F]{2})\\u([dD][c-fC-F][\da-fA-F]{2})")
WIDEST_SHOWN = 240


class Lines:
    """The lines of a source, for places with line, column and text."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.raw = LINE_BREAK.split(text)
        self.lines = LINE_BREAK.split(text.replace("\t", " ")) if "\t" in text else self.raw

    def place(self, line: int, column: int, length: int = 1) -> Place:
        """The spot at `line`, `column` (from 0). A very long line is not quoted."""
        text = self.text(line)
        if len(text) > WIDEST_SHOWN:
            text = ""
        return Place(self.path, line + 1, column + 1, max(1, length), text)

    def text(self, line: int) -> str:
        """The line (from 0), tabs as single spaces, so that columns stay."""
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def between(self, start: tuple[int, int], end: tuple[int, int]) -> str:
        """What stands between two marks (line, column from 0), if it is on one line."""
        return self.text(start[0])[start[1] : end[1]] if start[0] == end[0] else self.text(start[0])[start[1] :]

    def refuse_harmful(self, problems: Problems) -> None:
        """Notes characters that are never meant, one a line; the line is quoted without them."""
        for number, line in enumerate(self.lines):
            found = HARMFUL.search(line)
            if found is not None:
                place = self.place(number, found.start())
                reason = f"the character {code_point(found.group())} is not read in a description"
                problems.add(reason, replace(place, text=HARMFUL.sub("□", place.text)), "delete it")


def as_yaml(text: str) -> str:
    """JSON that YAML would not take, made so that it does: a pair of `\\uD83D\\uDE00` is one character of YAML, and a
    tab does not indent. Anything that does not begin as JSON stays as it is."""
    if text.lstrip()[:1] != "{":
        return text
    text = text.replace("\t", " ")
    return SURROGATES.sub(lambda found: f"{found[1]}\\U{_joined(int(found[2], 16), int(found[3], 16)):08x}", text)


def _joined(high: int, low: int) -> int:
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)


def code_point(character: str) -> str:
    """Of one character: `U+202E`."""
    return f"U+{ord(character):04X}"

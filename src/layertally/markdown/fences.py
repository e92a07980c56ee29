"""Finds our fences in Markdown text, whatever they are indented by, and steps over everybody else's.

In: lines. Out: `Fence`s with the lines they take. A fence inside a longer or a foreign fence is text.

>>> [(f.start, f.end, f.body) for f in find("a\\n  ```layertally\\n  model: x\\n  ```\\nb".split("\\n"))]
[(1, 3, ('model: x',))]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORD = "layertally"
_OPEN = re.compile(r"^(?P<indent>[ \t]*)(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)$")
_OURS = re.compile(rf"^\s*(?:{WORD}|\{{\s*\.?{WORD}\b[^}}]*\}})(?:\s.*)?$")


@dataclass(frozen=True, slots=True)
class Fence:
    """`start` and `end` are the indices of its first and last line; `end` is None where nothing closes it."""

    start: int
    end: int | None
    indent: str
    body: tuple[str, ...]


def find(lines: Sequence[str]) -> Iterator[Fence]:
    """Our fences, in order."""
    index = 0
    while index < len(lines):
        opened = _OPEN.match(lines[index])
        if opened is None or (opened["marks"][0] == "`" and "`" in opened["info"]):
            index += 1
            continue
        end = _close(lines, index + 1, opened["marks"])
        if _OURS.match(opened["info"]):
            inside = lines[index + 1 : end] if end is not None else ()
            yield Fence(index, end, opened["indent"], tuple(_outdented(line, opened["indent"]) for line in inside))
        index = index + 1 if end is None else end + 1


def _close(lines: Sequence[str], start: int, marks: str) -> int | None:
    closing = re.compile(rf"^[ \t]*{re.escape(marks[0])}{{{len(marks)},}}[ \t]*$")
    return next((index for index in range(start, len(lines)) if closing.match(lines[index])), None)


def _outdented(line: str, indent: str) -> str:
    """The line without the fence's own indent."""
    if line.startswith(indent):
        return line[len(indent) :]
    return line.lstrip(" \t") if len(line) - len(line.lstrip(" \t")) < len(indent) else line

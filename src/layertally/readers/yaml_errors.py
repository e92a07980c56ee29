"""What PyYAML's complaints mean for someone who writes a description.

In: the parser's error. Out: (reason, place, fix). libyaml and PyYAML word the same fault differently and point at
slightly different spots, so the fault is told from the source line itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import Place
from .lines import Lines

if TYPE_CHECKING:
    import yaml

RUN_TOGETHER = re.compile(r"[\w.)\]}'\"]\s+(?=([\w.$]+)\s*$)")


def explain(error: yaml.MarkedYAMLError, lines: Lines) -> tuple[str, Place, str]:
    """The reason, where, and what to write instead."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    problem, context = str(error.problem or ""), str(error.context or "")
    text = lines.text(line)
    if "flow mapping" in context or "flow sequence" in context:
        opened = error.context_mark
        start = (opened.line, opened.column) if opened is not None else (line, column)
        return _unfinished_flow("}" if "mapping" in context else "]", start, line, column, lines)
    if "quoted scalar" in context and "end of stream" in problem:
        start = (error.context_mark.line, error.context_mark.column) if error.context_mark else (line, column)
        return "not valid YAML: a quotation mark is never closed", lines.place(*start), "close it on the same line"
    if "Unicode character escape" in problem:
        return "not valid YAML: an escape that is no character", lines.place(line, column), "write the character itself"
    if "unknown escape" in problem:
        return (
            "not valid YAML: unknown escape after `\\`",
            lines.place(line, column),
            "write `\\\\`, or use single quotes",
        )
    if line < len(lines.raw) and "\t" in lines.raw[line][: column + 1]:
        return "not valid YAML: a tab cannot indent", lines.place(line, column), "indent with spaces"
    if "cannot start any token" in problem:
        return (
            f"not valid YAML: a word cannot begin with `{text[column : column + 1]}`",
            lines.place(line, column),
            "put it in quotes",
        )
    if "mapping values are not allowed" in problem:
        return _stray_colon(line, column, lines)
    if "could not find expected ':'" in problem and error.context_mark is not None:
        return _no_colon(error.context_mark.line, error.context_mark.column, lines)
    if "'-'" in problem or "block collection" in context:
        return (
            "not valid YAML: expected `-` here, as in the items above",
            _word(line, column, lines),
            "indent it as part of the item, or begin with `- `",
        )
    if "block mapping" in context or "document start" in problem:
        if text[column : column + 1] in ("}", "]"):
            mark_ = text[column]
            return f"not valid YAML: `{mark_}` closes nothing", lines.place(line, column), "delete it"
        return (
            "not valid YAML: the indentation fits nothing above",
            _word(line, column, lines),
            "indent it like its neighbours",
        )
    return f"not valid YAML: {problem}", lines.place(line, column), ""


def _unfinished_flow(
    closing: str, start: tuple[int, int], line: int, column: int, lines: Lines
) -> tuple[str, Place, str]:
    """`{` or `[` that goes on where a comma or its end is expected."""
    text = lines.text(line)
    expected = f"not valid YAML: expected `{closing}` or `,`"
    if line > start[0] and text[column : column + 1] in (":", "-", ""):
        # The next line is already something else: it is the bracket that was never closed.
        opening = lines.text(start[0])[start[1] : start[1] + 1]
        return (
            f"not valid YAML: `{opening}` is never closed",
            lines.place(*start),
            f"write `{closing}` at the end of line {start[0] + 1}",
        )
    if ";" in text[start[1] if line == start[0] else 0 : column]:
        return f"{expected}, found `;`", lines.place(line, text.rindex(";", 0, column)), "write a comma"
    together = RUN_TOGETHER.search(text[:column])
    if together is not None and text[column : column + 1] == ":":
        found = together.group(1)
        return (
            f"{expected}, found `{found}`",
            lines.place(line, together.end(), len(found)),
            f"put a comma before `{found}`",
        )
    found = _token(text, column)
    if not found:
        return f"{expected}, found the end of the text", lines.place(*start), f"write `{closing}`"
    if found in ("}", "]"):
        return f"{expected}, found `{found}`", lines.place(line, column), f"write `{closing}` before it"
    return f"{expected}, found `{found}`", lines.place(line, column, len(found)), f"put a comma before `{found}`"


def _no_colon(line: int, column: int, lines: Lines) -> tuple[str, Place, str]:
    first, *rest = lines.text(line)[column:].split() or [""]
    fix = f"write `{' '.join([first + ':', *rest])}`" if rest else f"write `{first}:`"
    return f"not valid YAML: no `:` after `{first}`", lines.place(line, column, len(first)), fix


def _stray_colon(line: int, column: int, lines: Lines) -> tuple[str, Place, str]:
    text = lines.text(line)
    before = text[:column]
    if re.match(r"\s*-?\s*[\w.\"']+:\s+\S", before):
        return (
            "not valid YAML: a second `:` in one line",
            lines.place(line, column),
            "put the part after the first `:` in braces: {name: value}",
        )
    above = lines.text(line - 1).rstrip() if line else ""
    if above and not above.endswith(":") and re.fullmatch(r"\s*[\w.]+:\S+", above):
        at = above.index(":")
        return "not valid YAML: no space after `:`", lines.place(line - 1, at), "write a space after it"
    if above and len(above) - len(above.lstrip()) < len(text) - len(text.lstrip()) and above.lstrip().startswith("- "):
        return (
            "not valid YAML: this belongs to an item that has no `:`",
            _word(line, len(text) - len(text.lstrip()), lines),
            f"end line {line} with `:` and indent this line further",
        )
    return (
        "not valid YAML: `:` is not expected here",
        lines.place(line, column),
        "check the line above: every key ends with `:`",
    )


def _token(text: str, column: int) -> str:
    found = re.match(r"[\w.$]+|\S", text[column:])
    return found.group() if found else ""


def _word(line: int, column: int, lines: Lines) -> Place:
    return lines.place(line, column, len(_token(lines.text(line), column)) or 1)

"""What can go wrong, said in one voice: the reason, the place, what to write instead.

`LayertallyError` is the base of every error a user can meet; `Place` is a spot in a source file. Nothing here imports
anything of the project, so every room may raise these.

>>> place = Place("vgg.yaml", 8, 9, 6, "      - Conv2d: {filters: 32, kernel_size: 3}")
>>> print(LayertallyError("unknown layer `Conv2d` in a Keras description", place, "write `Conv2D`"))
error: unknown layer `Conv2d` in a Keras description
  --> vgg.yaml:8:9
   |
 8 |       - Conv2d: {filters: 32, kernel_size: 3}
   |         ^^^^^^
  help: write `Conv2D`
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a source: `line` and `column` count from 1, `length` in characters, `text` is the whole source line."""

    path: str
    line: int | None = None
    column: int | None = None
    length: int = 1
    text: str = ""

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    def frame(self) -> str:
        """The source line with carets under the spot, or only the arrow where no line is known."""
        if self.line is None or not self.text.strip():
            return f"  --> {self}"
        number = str(self.line)
        pad = " " * len(number)
        before = _cells(self.text[: (self.column or 1) - 1])
        spot = self.text[(self.column or 1) - 1 : (self.column or 1) - 1 + self.length]
        carets = "^" * max(1, len(_cells(spot)))
        bar = f" {pad} |"
        return f"  --> {self}\n{bar}\n {number} | {self.text.rstrip()}\n{bar} {' ' * len(before)}{carets}"


class LayertallyError(Exception):
    """Something a user can mend. `exit_code` 2 = the call or the input is wrong, 1 = the answer is no.

    >>> LayertallyError("no group `4`", fix="the groups are 1, 2, 3").reason
    'no group `4`'
    """

    exit_code = 2

    def __init__(self, reason: str, place: Place | None = None, fix: str = "", *, notes: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.reason, self.place, self.fix, self.notes = reason, place, fix, tuple(notes)

    def __str__(self) -> str:
        return self.render()

    def render(self, severity: str = "error") -> str:
        """The whole message, as it is printed."""
        parts = [f"{severity}: {self.reason}"]
        if self.place is not None:
            parts.append(self.place.frame())
        parts += [f"  note: {note}" for note in self.notes]
        if self.fix:
            parts.append(f"  help: {self.fix}")
        return "\n".join(parts)


class DescriptionErrors(LayertallyError):  # noqa: N818 - it holds many
    """All errors of one source at once."""

    def __init__(self, source: str, errors: Iterable[LayertallyError]) -> None:
        self.errors = tuple(errors)
        count = len(self.errors)
        super().__init__(f"{count} error{'s' if count != 1 else ''} in {source}")

    def render(self, severity: str = "error") -> str:
        blocks = [error.render(severity) for error in self.errors]
        if len(blocks) > 1:
            blocks.append(f"{self.reason}; nothing was drawn")
        return "\n\n".join(blocks)


class LimitError(LayertallyError):
    """A source is larger, deeper or longer than what is accepted; the message says which bound."""


class ShapeError(Exception):
    """An op cannot take these inputs. A first-class result, not a failure of the run: `annotate` catches it.

    `key` names the sentence in `words.PROBLEMS`, `values` fill it; `argument` is the setting to point at, in the
    framework's own word; `axis` and `operand` say which dimension of which input is meant; `fix` is the op's field that
    would mend it, with its value.
    """

    def __init__(
        self,
        key: str,
        *,
        argument: str = "",
        operand: int = 0,
        axis: int | None = None,
        fix: tuple[str, object] | None = None,
        **values: object,
    ) -> None:
        super().__init__(key)
        self.key, self.argument, self.operand, self.axis, self.fix, self.values = (
            key,
            argument,
            operand,
            axis,
            fix,
            values,
        )


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like `word`, letters' case ignored, or None if nothing is near.

    >>> nearest("kernal_size", ["filters", "kernel_size"]), nearest("zzz", ["a"])
    ('kernel_size', None)
    """
    import difflib

    by_lower = {choice.lower(): choice for choice in choices}
    if word.lower() in by_lower:
        return by_lower[word.lower()]
    # A word twice as long is another word, however many letters they share.
    alike = [choice for choice in by_lower if len(choice) < 2 * len(word)]
    close = difflib.get_close_matches(word.lower(), alike, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def _cells(text: str) -> str:
    """As many characters as `text` takes cells in a terminal (a Chinese character takes two)."""
    return "".join(c * (2 if ord(c) >= 0x2E80 else 1) for c in text)

"""Collects what is wrong with one source, so that all of it is said at once.

In: problems with their places. Out: one `DescriptionErrors`, in the order of the source's lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import DescriptionErrors, LayertallyError, LimitError, Place

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Spots(Place):
    """Several spots of one matter, or a spot and a word about it: printed as `text` says, without a source line."""

    shown: str = ""

    def __str__(self) -> str:
        return self.shown


def spots(places: Sequence[Place], joint: str = " and ") -> Spots:
    """Places in one line: `net.yaml:8:17 and net.yaml:12:17`."""
    first = places[0]
    return Spots(first.path, first.line, first.column, shown=joint.join(str(place) for place in places))


def lines_of(places: Sequence[Place]) -> Spots:
    """Only the lines, where the path is the same: `net.yaml:6, 9, 12`."""
    first = places[0]
    return Spots(first.path, first.line, shown=f"{first.path}:" + ", ".join(str(place.line) for place in places))


class Problems:
    """What has been found wrong so far.

    >>> found = Problems("vgg.yaml")
    >>> found.add("no input", fix="write input: [28, 28, 1]")
    >>> found.stop_if_any()
    Traceback (most recent call last):
    ...
    layertally.errors.DescriptionErrors: error: no input
      help: write input: [28, 28, 1]
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.errors: list[LayertallyError] = []

    def add(self, reason: str, place: Place | None = None, fix: str = "") -> None:
        """Notes an error down; one that was said of the same spot already (a block used twice) is not said again."""
        error = LayertallyError(reason, place, fix)
        if not any((e.reason, e.place) == (reason, place) for e in self.errors[-MOST_SHOWN:]):
            self.errors.append(error)
        if len(self.errors) >= 2 * MOST_SHOWN:
            self.stop_if_any()

    def refuse(self, reason: str, place: Place | None = None, fix: str = "") -> LimitError:
        """The error of a bound that is passed; nothing else is worth reading then."""
        return LimitError(f"{self.source} was refused: {reason}", place, fix)

    def stop_if_any(self) -> None:
        """Raises DescriptionErrors if anything was found."""
        if not self.errors:
            return
        ordered = sorted(self.errors, key=lambda error: _position(error.place))
        shown = ordered[:MOST_SHOWN]
        if len(ordered) > len(shown):
            shown.append(LayertallyError(f"and {len(ordered) - len(shown)} more like these"))
        raise DescriptionErrors(self.source, shown)


def _position(place: Place | None) -> tuple[int, int]:
    return (0, 0) if place is None else (place.line or 0, place.column or 0)


def listed(words: Sequence[str], most: int = 12) -> str:
    """Joined by commas, the end cut off: `a, b, c, …`."""
    return ", ".join([*words[:most], *(["…"] if len(words) > most else [])])

"""The sums of a drawing, read back as a reader reads them: every formula beside its result is worked out anew.

In: the texts of a drawing. Out: the formulas whose printed result is another. Only the letters count, nothing of what
they came from: `(3·3·1 + 1)·32 =` before a bold `320`, a long sum over several lines, `⌊(28 − 3)/1⌋ + 1 = 26`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from .canvas import Text

BOLD = 700
LINE = 20.0
_SHAPE = re.compile(r"[\w?…]+(×[\w?…]+)+")
_TIMES_BEGUN = re.compile(r"\d[\d,]* × \d[\d,]* =")
_TIMES = re.compile(r"(\d[\d,]*) × (\d[\d,]*) = (\d[\d,]*)")
_TOTAL = re.compile(r"(?:\d+ × )?(\d[\d,]*)(?: = \d[\d,]*)? (?:params|个参数)")
_NAME = re.compile(r"[^\W\d]\w+")
_TOKEN = re.compile(r"\s*(\d[\d,]*(?:\.\d+)?|[^\W\d²³⁴⁵⁶⁷⁸⁹][^\W²³⁴⁵⁶⁷⁸⁹]*|[⌊⌋⌈⌉()+−·/²³⁴⁵⁶⁷⁸⁹-])")
_POWERS = {mark: power for power, mark in enumerate("²³⁴⁵⁶⁷⁸⁹", 2)}
_CLOSING = {"(": ")", "⌊": "⌋", "⌈": "⌉"}


class Slip(NamedTuple):
    """A formula that is not what it says it is, and where it stands (px)."""

    said: str
    x: float
    y: float


def slips(texts: Iterable[Text]) -> Iterator[Slip]:
    """Formulas whose sides do not come to the same, among the texts of one card or the footer of one frame."""
    texts = _rejoined(texts)
    lines = list(_lines(texts))
    yield from _header(texts, [string for _, string, bold in lines if bold])
    pending: list[str] = []
    for text, string, bold in lines:
        chain = " ".join([*pending, string])
        if bold and not (pending and pending[-1].endswith("=")):
            pending = []
        elif bold or ("=" in string and not string.endswith("=")):
            pending = []
            if not agrees(chain):
                yield Slip(chain, text.x, text.y)
        else:
            pending.append(string)


def _rejoined(texts: Iterable[Text]) -> list[Text]:
    """The texts, a total of copies that goes on below (`8 × 176,160,768 =` over `1,409,286,144 params`) as one."""
    out: list[Text] = []
    for text in sorted(texts, key=lambda item: item.y):
        at = next((i for i, above in enumerate(out) if _goes_on(above, text)), None)
        if at is None:
            out.append(text)
        else:
            first, *rest = out[at].runs
            out[at] = out[at]._replace(runs=(first._replace(text=f"{first.text} {text.string}"), *rest))
    return out


def _goes_on(above: Text, below: Text) -> bool:
    begins = _TIMES_BEGUN.fullmatch(above.string.strip()) and _TOTAL.fullmatch(below.string.strip())
    return bool(begins) and 0 < below.y - above.y < LINE


def _header(texts: Iterable[Text], results: list[str]) -> Iterator[Slip]:
    """What stands above a sum is its result: `340,224 params`, or `2 × 70,400 = 140,800 params` above one copy."""
    for text in texts:
        found = _TOTAL.fullmatch(text.string.strip())
        if found and results and found[1] not in results:
            yield Slip(f"{text.string.strip()} above {results[-1]}", text.x, text.y)


def _lines(texts: Iterable[Text]) -> Iterator[tuple[Text, str, bool]]:
    """Formulas and results in the order of reading; a result that goes on below (`+ 28·T`) as one."""
    found: list[tuple[Text, str, bool]] = []
    for text in sorted(texts, key=lambda item: (round(item.y), item.x)):
        string = text.string.strip()
        if times := _TIMES.search(string):
            found.append((text, f"{times[1]}·{times[2]} = {times[3]}", False))
        elif text.runs[0].weight >= BOLD and text.fill == "muted":
            found.append((text, "?", True))  # the mark of a blank stands where a result would
        elif text.runs[0].face == "mono" and text.fill in ("ink", "err") and not _SHAPE.fullmatch(string):
            bold = text.runs[0].weight >= BOLD
            if bold and found and found[-1][2] and string[0] in "+−":
                found[-1] = (text, f"{found[-1][1]} {string}", True)
            else:
                found.append((text, string, bold))
    yield from found


def agrees(chain: str) -> bool:
    """Whether all sides of a chain of equations come to the same; a side that is no expression says nothing.

    >>> agrees("320 + 9,248 + 0 = 9,568"), agrees("2·70,400 = 140,801"), agrees("units = 10")
    (True, False, True)
    """
    sides = [side.strip() for side in chain.split("=")]
    values = [worth(side) for side in sides if side and not _NAME.fullmatch(side)]
    return len({value for value in values if value is not None}) < 2


def worth(text: str) -> Fraction | None:
    """What an expression comes to; unknown dims stand for large numbers of their own; None if it is no expression.

    >>> worth("(3·3·32 + 1)·32"), worth("⌊(28 − 3)/1⌋ + 1"), worth("8,192·T²") == worth("2·4,096·T·T")
    (Fraction(9248, 1), Fraction(26, 1), True)
    >>> worth("26×26×32"), worth("?"), worth("(3 + 1")
    (None, None, None)
    """
    tokens: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            return None
        tokens.append(found[1])
        at = found.end()
    reader = _Reader(tokens)
    try:
        value = reader.sum()
    except (ValueError, IndexError, ZeroDivisionError):
        return None
    return value if reader.done else None


class _Reader:
    """Sums of products of atoms, left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    @property
    def done(self) -> bool:
        return self.at == len(self.tokens)

    def _next(self) -> str:
        return "" if self.done else self.tokens[self.at]

    def _take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def sum(self) -> Fraction:
        """Terms with + and − between them."""
        value = self._product()
        while self._next() in ("+", "−", "-"):
            sign = 1 if self._take() == "+" else -1
            value += sign * self._product()
        return value

    def _product(self) -> Fraction:
        value = self._atom()
        while self._next() in ("·", "/"):
            if self._take() == "·":
                value *= self._atom()
            else:
                value /= self._atom()
        return value

    def _atom(self) -> Fraction:
        token = self._take()
        if token in ("−", "-"):
            return -self._atom()
        value = self._bracket(token) if token in _CLOSING else _number(token)
        while self._next() in _POWERS:
            value **= _POWERS[self._take()]
        return value

    def _bracket(self, opening: str) -> Fraction:
        value = self.sum()
        if self._take() != _CLOSING[opening]:
            raise ValueError("a bracket is not closed")
        if opening == "⌊":
            return Fraction(math.floor(value))
        return Fraction(math.ceil(value)) if opening == "⌈" else value


def _number(token: str) -> Fraction:
    if token[0].isdigit():
        return Fraction(token.replace(",", ""))
    if token[0].isalpha():
        return _unknown(token)
    raise ValueError(token)


def _unknown(name: str) -> Fraction:
    """A number for an unknown dim: large, and the same for the same name."""
    return Fraction(1009 + 840 * sum(ord(char) * 131**i for i, char in enumerate(name)) % 999983)

"""Kinds of values of window-like layers that several frameworks share: borders, padding, sizes, scales, orders of dims.

In: what an author wrote. Out: tuples, one entry a spatial dim.

>>> borders(2, last_first=True).parse([1, 2, 3, 4])
((3, 4), (1, 2))
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..ops.window import Padding
from .base import ANY_INT, NUMBER, POSITIVE, ArgumentError, Kind, ints, whole

Pairs = tuple[tuple[int, int], ...]
_INT = {"type": "integer"}
_WHOLES = {"anyOf": [_INT, {"type": "array", "items": _INT}]}
_NESTED = {"anyOf": [_INT, {"type": "array", "items": _WHOLES}]}


def borders(rank: int, *, last_first: bool = False, least: int | None = None) -> Kind:
    """(begin, end) of each spatial dim, from one number, from a flat list of begins and ends (`last_first`: of the last
    dim first, as PyTorch writes it), from one number a dim or from a pair a dim. A flat list of `rank` numbers is one a
    dim; in one dim a list of two is (begin, end)."""
    number = ANY_INT if least is None else whole(least)

    def parse(value: Any) -> Pairs:
        if not _is_list(value):
            return ((number.parse(value),) * 2,) * rank
        if len(value) == rank and all(_is_list(item) and len(item) == 2 for item in value):
            return tuple((number.parse(begin), number.parse(end)) for begin, end in value)
        if any(_is_list(item) for item in value):
            raise ArgumentError(f"{list(value)!r} is not a pair of numbers a dim", f"write {rank} pairs, or one number")
        flat = [number.parse(item) for item in value]
        if len(flat) == 2 * rank:
            pairs = tuple(zip(flat[::2], flat[1::2], strict=True))
            return tuple(reversed(pairs)) if last_first else pairs
        if len(flat) == rank and not last_first:
            return tuple((amount, amount) for amount in flat)
        allowed = str(2 * rank) if last_first or rank == 1 else f"{rank} or {2 * rank}"
        raise ArgumentError(f"{flat} has {len(flat)} numbers, not {allowed}", f"write one number or {allowed}")

    return Kind("a number, or numbers for each side", parse, _NESTED)


def paddings(
    rank: int, names: Mapping[str, Padding] | None = None, *, sides: bool = False, fold_case: bool = False
) -> Kind:
    """A window's padding: a number, one a dim, or one of the words of `names`. `sides` allows (begin, end) of each dim
    too, flat or in pairs, also with pairs for batch and channels as Paddle writes them; these must be zero.
    `fold_case`: the words are in capitals and may be written small."""
    known = names or {}

    def parse(value: Any) -> Padding:
        if isinstance(value, Padding):
            return value
        if isinstance(value, str):
            return _word(value.upper() if fold_case else value, known)
        if not sides:
            return Padding.of(ints(rank, 0).parse(value))
        if _is_list(value) and len(value) == rank + 2 and all(_is_list(item) for item in value):
            value = _without_batch_and_channels(value)
        return Padding("explicit", borders(rank, least=0).parse(value))

    schema = {"anyOf": [_NESTED, {"enum": list(known)}]} if known else _NESTED
    return Kind("a number, one a dim" + "".join(f", {word}" for word in known), parse, schema)


def _word(value: str, known: Mapping[str, Padding]) -> Padding:
    if value in known:
        return known[value]
    if not known:
        raise ArgumentError(f'padding "{value}" is not a number', "write how many rows to add on each side")
    near = next((word for word in known if word.lower() == value.lower()), "")
    raise ArgumentError(f'padding "{value}" is not one of {", ".join(known)}', f"write `{near}`" if near else "")


def _without_batch_and_channels(value: Any) -> list[Any]:
    zero = [list(pair) == [0, 0] for pair in value]
    if not zero[0] or not (zero[1] or zero[-1]):
        raise ArgumentError("batch and channels cannot be padded", "write [0, 0] for them")
    return list(value[2:]) if zero[1] else list(value[1:-1])


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def sizes(rank: int) -> Kind:
    """A size that is asked for, one number or one a dim; null keeps the dim."""

    def parse(value: Any) -> tuple[int | None, ...]:
        items = tuple(value) if _is_list(value) else (value,) * rank
        if len(items) == 1:
            items *= rank
        if len(items) != rank:
            raise ArgumentError(f"{list(items)!r} has {len(items)} numbers, not {rank}", f"write one number or {rank}")
        return tuple(None if item is None else POSITIVE.parse(item) for item in items)

    single = {"type": ["integer", "null"], "minimum": 1}
    return Kind(
        f"a number or {rank} of them, null keeps a dim", parse, {"anyOf": [single, {"type": "array", "items": single}]}
    )


def _each(kind: Kind) -> Kind:
    """One value or a list of any length; parses to a tuple."""

    def parse(value: Any) -> tuple[Any, ...]:
        return tuple(kind.parse(item) for item in (value if _is_list(value) else (value,)))

    return Kind(f"{kind.name} or a list", parse, {"anyOf": [kind.schema, {"type": "array", "items": kind.schema}]})


def _scale(value: Any) -> float:
    number: float = NUMBER.parse(value)
    if number <= 0:
        raise ArgumentError(f"{number:g} is not positive", "write a positive number")
    return number


def _target(value: Any) -> tuple[int, ...]:
    target: tuple[int, ...] = _each(whole(-1)).parse(value)
    if target.count(-1) > 1:
        raise ArgumentError(f"{list(target)} has more than one −1", "leave one dim to be worked out")
    return target


DIMS = _each(POSITIVE)
ORDER = _each(ANY_INT)
SCALES = _each(Kind("a positive number", _scale, {"type": "number", "exclusiveMinimum": 0}))
TARGET = Kind("dims, one of them may be −1", _target, _WHOLES)
PADS = {
    "Zero": "constant",
    "Constant": "constant",
    "Reflection": "reflect",
    "Replication": "replicate",
    "Circular": "circular",
}
"""What fills the border, by the word that a padding layer's name starts with in PyTorch and Paddle."""
RANK_OF_MODE = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}
"""How many spatial dims an interpolation takes; the others take any."""

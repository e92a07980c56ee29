"""Dims that are typed as names, `1,T:int64`: a model is run on primes, and a multiple of one is a multiple of `T`.

In: `--input` words. Out: the same with numbers, and the names with their numbers, several proposals in turn: a prime
must fit the model and divide no dim of its weights.

>>> names(("ids=1,T:int64", "mask=1,T"))
('T',)
>>> next(proposals(("1,3,H,W",)))
(('1,3,131,137',), {'H': 131, 'W': 137})
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

ROWS = (
    (131, 137, 139, 149, 151, 157),
    (163, 167, 173, 179, 181, 191),
    (67, 61, 59, 71, 73, 53),
    (31, 37, 41, 43, 47, 29),
    (17, 19, 23, 13, 11, 7),
)
"""Primes for the first, second, … name; a row after the other."""
NAME = re.compile(r"(?<![\w=.])[A-Za-z_]\w*(?=\s*(?:,|:|$))")


def names(words: Iterable[str]) -> tuple[str, ...]:
    """The names of dims, in order."""
    found = (name for word in words for name in NAME.findall(_dims(word)[1]))
    return tuple(dict.fromkeys(found))[: len(ROWS[0])]


def proposals(words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, int]]]:
    """The words with numbers, and the numbers by name."""
    known = names(words)
    for row in ROWS:
        numbers = dict(zip(known, row, strict=False))
        yield tuple(_numbered(word, numbers) for word in words), numbers


def divides(numbers: Iterable[int], shapes: Iterable[Iterable[int]]) -> bool:
    """Whether one of the numbers divides a dim."""
    known = tuple(numbers)
    return any(dim and dim % number == 0 for shape in shapes for dim in shape for number in known)


def _numbered(word: str, numbers: dict[str, int]) -> str:
    before, dims, after = _dims(word)
    return before + NAME.sub(lambda found: str(numbers.get(found[0], found[0])), dims) + after


def _dims(word: str) -> tuple[str, str, str]:
    """What stands before the dims, the dims, and the dtype."""
    name, sign, rest = word.rpartition("=")
    dims, colon, dtype = rest.partition(":")
    return name + sign, dims, colon + dtype

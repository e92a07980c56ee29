"""Skips round skips: the levels of an encoder and its decoder.

In: a level's tree. Out: what stands before each fork, what joins there, what follows; the innermost chain.
"""

from __future__ import annotations

from typing import NamedTuple

from .tree import Key, Parallel, Series, Tangle

LEAST = 2
"""So many skips one inside the other are folded into a U."""


class Storey(NamedTuple):
    """`before` ends with the node that is read twice, `merge` joins again, `after` follows it."""

    before: tuple[Key, ...]
    merge: Key
    after: tuple[Key, ...]


class Nest(NamedTuple):
    """Storeys from the outside in, and the chain inside all of them."""

    storeys: tuple[Storey, ...]
    inside: tuple[Key, ...]


def nest(tree: Series) -> Nest | None:
    """The storeys of a tree of skips round skips; None if it is another.

    >>> from layertally.figure.tree import decompose
    >>> chain = list(zip("abcdef", "bcdefg"))
    >>> print(nest(decompose("abcdefg", [*chain, ("a", "f"), ("b", "e")])))
    Nest(storeys=(Storey(before=('a',), merge='f', after=('g',)), Storey(before=('b',), merge='e', after=())), \
inside=('c', 'd'))
    >>> nest(decompose("abc", [("a", "b"), ("b", "c"), ("a", "c")])) is None
    True
    """
    storeys: list[Storey] = []
    while True:
        forks = [i for i, part in enumerate(tree.parts) if isinstance(part, (Parallel, Tangle))]
        if not forks:
            found = Nest(tuple(storeys), tree.parts)
            return found if len(storeys) >= LEAST and tree.parts else None
        at, *more = forks
        part, after = tree.parts[at], tree.parts[at + 1 :]
        if more or not at or not after or not isinstance(part, Parallel) or len(part.branches) != 2:
            return None
        full = [branch for branch in part.branches if branch.parts]
        if len(full) != 1:
            return None
        storeys.append(Storey(tree.parts[:at], after[0], after[1:]))
        tree = full[0]

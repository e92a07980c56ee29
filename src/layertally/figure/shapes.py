"""Which form the shapes of a figure have: with their batch, or without where a card has no room for that.

In: the blocks of a figure. Out: whether the batch is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from .blocks.base import Block
from .blocks.card import Card, Slim
from .blocks.lines import ROW, fit


def has_short(block: Block) -> bool:
    """Whether a card leaves out the batch, or has a line more only for it: then all of the figure do."""
    return any(card.content.short or _broken(card) for card in cards(block))


def cards(block: Block) -> Iterator[Card | Slim]:
    """Every card in a block."""
    if isinstance(block, (Card, Slim)):
        yield block
        return
    for value in vars(block).values():
        for held in value if isinstance(value, list) else [value]:
            for one in held if isinstance(held, tuple) else [held]:
                if isinstance(one, Block):
                    yield from cards(one)


def _broken(card: Card | Slim) -> bool:
    """Whether a row takes more than a line only because its shape is whole."""
    return isinstance(card, Card) and any(
        fitted.height > ROW
        and row.result.startswith("(")
        and fit(row._replace(result="×".join(row.result.strip("()").split(", ")[1:])), card.w, card.label).height == ROW
        for row, fitted in zip(card.content.rows, card.rows, strict=True)
    )

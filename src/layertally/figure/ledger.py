"""What a card holds once it is written: rows of label, formula, result.

In: nothing is worked out here. Out: plain strings; `blocks` find out where they stand.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One line of a card's ledger. `symbols` comes first, muted; `words` marks prose in the formula's place; `asked`
    says which field, `formula` or `result`, is the mark of a blank."""

    label: str
    formula: str = ""
    result: str = ""
    symbols: str = ""
    words: bool = False
    error: bool = False
    anchor: str = ""
    asked: str = ""


class Content(NamedTuple):
    """A card. `family` also says its state: `err`, `unk`, `ghost`. A slim card has one line: `right` and a formula;
    where it has rows too they are for a card that the line does not fit. `short`: its shape is without the batch."""

    type: str
    name: str
    facts: tuple[str, ...]
    rows: tuple[Row, ...]
    family: str
    badge: str = ""
    slim: bool = False
    right: str = ""
    right_formula: str = ""
    sentences: tuple[str, ...] = ()
    dashed: bool = False
    anchor: str = ""
    key: str = ""
    short: bool = False

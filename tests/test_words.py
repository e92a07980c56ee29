"""Chinese in the tables of words: its own punctuation in sentences, half-width marks in numbers and formulas only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from layertally.conventions import CONVENTIONS
from layertally.pages import phrases as page
from layertally.report import phrases as report
from layertally.words import FAMILIES, FIXES, LABELS, PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES: dict[str, Mapping[str, tuple[str, str]]] = {
    "labels": LABELS,
    "families": FAMILIES,
    "problems": PROBLEMS,
    "fixes": FIXES,
    "report": report.PHRASES,
    "pages": page.PHRASES,
    "rules": {" ".join(key): value for key, value in page.SENTENCES.items()},
}
CODE = re.compile(r"`[^`]*`|\{name\}: \{value\}|\{[^}]*\}")
HALF = re.compile(r"[\u4e00-\u9fff)][,:;]|[,:;][\u4e00-\u9fff]")


@pytest.mark.parametrize("table", TABLES)
def test_sentences_have_chinese_punctuation(table: str) -> None:
    found = {key: chinese for key, (_, chinese) in TABLES[table].items() if HALF.search(CODE.sub("层", chinese))}
    assert found == {}


def test_conventions_too() -> None:
    texts = [text for each in CONVENTIONS.values() for pair in each if isinstance(pair, tuple) for text in pair[1:]]
    assert [text for text in texts if HALF.search(text)] == []

"""A file that states most shapes: the chip of its page and the command say the same word of the same layers."""

from __future__ import annotations

from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.pages.verdicts import verdict
from layertally.readers import read
from layertally.report.verdict import judge

CORPUS = Path(__file__).resolve().parent.parent / "data" / "corpus"


@pytest.mark.parametrize(("name", "of"), [("tfkeras/lenet5", "7 of 8"), ("keras/applications/MobileNet", "89 of 90")])
def test_page_and_command_say_the_same(name: str, of: str) -> None:
    annotated = annotate(read(CORPUS / f"{name}.config.json.gz"))
    found, (said, *_) = verdict(annotated, "en"), judge(annotated)
    assert (found.status, said.word) == ("agrees", "agrees")
    assert found.sentence.startswith(of)
    assert said.text.startswith(of)

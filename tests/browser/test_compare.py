"""Models side by side in a browser: tabs by keys, a phone, paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import markdown
import pytest
from pypdf import PdfReader

from layertally.pages.assets import css

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.chromium import Page

MODELS = Path(__file__).resolve().parent.parent / "cli" / "models"
FENCE = "```layertally\ncompare: [text-keras.yaml, text-torch.yaml, text-paddle.yaml]\n```"
HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
TEXTS = "[...document.querySelectorAll('.lt-tabs > pre')].map(pre => pre.checkVisibility())"


@pytest.fixture
def compared(page: Page, served: Callable[[Path], str], tmp_path: Path) -> Page:
    settings = {"layertally": {"root": str(MODELS), "css": "none"}}
    body = markdown.markdown(FENCE, extensions=["layertally"], extension_configs=settings)
    html = f'{HEAD}<title>x</title><link rel="icon" href="data:,"><style>{css(inline=True)}</style><body>{body}'
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    return page.open(f"{served(tmp_path)}index.html")


def test_one_description_is_shown_and_arrows_change_it(compared: Page) -> None:
    assert compared.evaluate(TEXTS) == [True, False, False]
    compared.evaluate("document.querySelector('.lt-tabs > input').focus()")
    compared.press("ArrowRight")
    assert compared.evaluate(TEXTS) == [False, True, False]
    compared.click(".lt-tabs > label:nth-of-type(3)")
    assert compared.evaluate(TEXTS) == [False, False, True]


def test_rows_that_differ_are_tinted_and_say_so(compared: Page) -> None:
    rows = "[...document.querySelectorAll('.lt-abreast tbody tr')]"
    found = compared.evaluate(f"{rows}.map(row => getComputedStyle(row.cells[0]).backgroundColor)")
    assert found[0] == "rgba(0, 0, 0, 0)"
    assert found[1] == found[2] == found[5] != found[0]
    assert "differs" in compared.evaluate("document.querySelectorAll('.lt-abreast tbody tr')[1].innerText")


def test_a_phone_shows_a_ledger_without_scrolling_sideways(compared: Page) -> None:
    compared.phone()
    compared.until("getComputedStyle(document.querySelector('.lt-abreast tr')).display === 'grid'")
    assert compared.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    first = "document.querySelector('.lt-abreast td[data-l]')"
    assert compared.evaluate(f"getComputedStyle({first}, '::before').content") == '"Keras"'


def test_paper_shows_all_descriptions(compared: Page, tmp_path: Path) -> None:
    text = "".join(found.extract_text() for found in PdfReader(compared.pdf(tmp_path / "x.pdf")).pages)
    for part in ("1,330,570", "framework: keras", "framework: torch", "framework: paddle", "two biases a gate"):
        assert part in text

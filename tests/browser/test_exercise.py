"""An exercise in a browser: filled in right and wrong, by keys alone, without a script, on paper, on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import markdown
import pytest
from pypdf import PdfReader

from layertally.pages.assets import css, js

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.chromium import Page

MODELS = Path(__file__).resolve().parent.parent / "pages" / "models"
FENCE = "# Exercise\n\n```layertally\nmodel: vgg.yaml\ngroup: 第二组\nexercise: 6\n```\n\nAfter."
HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">'
PAGE = HEAD + "<style>{}</style><body>{}<script>{}</script>"


def html(script: str) -> str:
    settings = {"layertally": {"root": str(MODELS), "css": "none"}}
    body = markdown.markdown(FENCE, extensions=["layertally"], extension_configs=settings)
    return PAGE.format(css(inline=True), body, script)


@pytest.fixture(scope="module")
def address(served: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("exercise")
    (folder / "index.html").write_text(html(js()), encoding="utf-8")
    (folder / "plain.html").write_text(html(""), encoding="utf-8")
    return served(folder)


@pytest.fixture
def drill(page: Page, address: str) -> Page:
    page.open(f"{address}index.html")
    page.until("!!customElements.get('layertally-exercise')")
    return page


def write(page: Page, number: int, text: str, leave: str = "Tab") -> None:
    """Write into a field and leave it with a key."""
    page.evaluate(f"(f => {{ f.value = ''; f.focus(); }})(document.querySelectorAll('.lt-fields input')[{number - 1}])")
    page.type(text)
    page.press(leave)


def verdict(page: Page, number: int) -> tuple[str | None, str, str | None]:
    found = page.evaluate(
        f"(f => [f.dataset.verdict ?? null, f.nextElementSibling.textContent, f.getAttribute('aria-invalid')])"
        f"(document.querySelectorAll('.lt-fields input')[{number - 1}])"
    )
    return found[0], found[1], found[2]


RIGHT, WRONG = ("right", "right", "false"), ("wrong", "not yet", "true")
FORMULA, UNREAD = ("formula", "the formula, please", "true"), ("unread", "not a number or a formula", "true")


@pytest.mark.parametrize(
    ("number", "text", "says"),
    [
        (1, "10", RIGHT),
        (1, "9", WRONG),
        (1, "⌊(12 − 3)/1⌋ + 1", RIGHT),
        (2, "18,496", RIGHT),
        (2, "18496", RIGHT),
        (2, "(3*3*32+1)*64", RIGHT),
        (2, "18,433", WRONG),
        (3, "floor((10-3)/1)+1", RIGHT),
        (4, "(3*3*64+1)*64", RIGHT),
        (4, "(3·3·64 + 1)·64", RIGHT),
        (4, "3x3x64x64 + 64 = 36,928", RIGHT),
        (4, "36,928", FORMULA),
        (4, "(3*3*64+1)*32", WRONG),
        (5, "(8-2)/2+1", RIGHT),
        (5, "alert(1)", UNREAD),
        (5, "((((", UNREAD),
        (5, "1/0", UNREAD),
        (5, "９-5", RIGHT),
        (6, "18,496 + 36,928", RIGHT),
        (6, "55,424 = 55,425", UNREAD),
        (6, "", (None, "", None)),
    ],
)
def test_a_field_says_on_leaving_whether_it_is_right(
    drill: Page, number: int, text: str, says: tuple[str | None, str, str | None]
) -> None:
    write(drill, number, text)
    assert verdict(drill, number) == says
    assert drill.problems() == []


def test_a_word_goes_when_the_field_is_written_in_again(drill: Page) -> None:
    write(drill, 1, "9")
    assert verdict(drill, 1) == WRONG
    drill.evaluate("document.querySelector('.lt-fields input').focus()")
    drill.type("1")
    assert verdict(drill, 1) == (None, "", None)


def test_enter_goes_from_field_to_field_and_tab_to_the_key(drill: Page) -> None:
    drill.evaluate("document.querySelector('.lt-fields input').focus()")
    for answer in ("10", "18,496", "(10-3)+1", "(3*3*64+1)*64", "4", "55,424"):
        drill.type(answer)
        drill.press("Enter")
    assert [verdict(drill, number)[0] for number in range(1, 7)] == ["right"] * 6
    drill.press("Tab")
    assert drill.evaluate("document.activeElement.matches('.lt-answers > summary')")
    drill.press("Enter")
    assert drill.until("document.querySelector('.lt-answers').open")


def test_right_and_wrong_are_told_apart_by_more_than_colour(drill: Page) -> None:
    write(drill, 1, "10")
    write(drill, 2, "1")
    fields = "[...document.querySelectorAll('.lt-fields input')].slice(0, 3)"
    colours = f"{fields}.map(field => getComputedStyle(field).backgroundColor)"
    assert len(set(drill.evaluate(colours))) == 3
    assert (verdict(drill, 1)[1], verdict(drill, 2)[1]) == ("right", "not yet")


def test_fields_and_key_are_there_without_a_script(page: Page, address: str) -> None:
    page.open(f"{address}plain.html")
    assert page.evaluate("document.querySelectorAll('.lt-fields input').length") == 6
    assert not page.evaluate("document.querySelector('.lt-answers table').checkVisibility()")
    page.click(".lt-answers > summary")
    assert page.evaluate("document.querySelector('.lt-answers table').checkVisibility()")


@pytest.mark.parametrize("name", ["index.html", "plain.html"])
def test_on_paper_the_key_is_on_a_page_of_its_own(page: Page, address: str, name: str, tmp_path: Path) -> None:
    page.open(f"{address}{name}")
    pages = [found.extract_text() for found in PdfReader(page.pdf(tmp_path / "x.pdf")).pages]
    assert len(pages) == 3
    assert "18,496" not in pages[0]
    assert "output height" in pages[0]
    assert "18,496" in pages[1]
    assert "After" not in pages[1]
    assert "After" in pages[2]
    if name == "index.html":
        assert not page.evaluate("document.querySelector('.lt-answers').open")  # as it was before


def test_a_phone_shows_all_of_it_without_scrolling_sideways(drill: Page) -> None:
    drill.phone()
    assert drill.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    drill.click(".lt-answers > summary")
    assert drill.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert drill.evaluate("document.querySelector('.lt-fields input').getBoundingClientRect().height >= 32")

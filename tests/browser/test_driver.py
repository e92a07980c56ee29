"""The driver itself, on a page of ten lines: what later tests rely on really happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdf import PdfReader

from browser.chromium import BrowserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.chromium import Page

PAGE = """<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>卷积</title>
<style>:root { background: rgb(255, 255, 255) } a { display: block }
@media (prefers-color-scheme: dark) { :root { background: rgb(0, 0, 0) } }
@media print { :root { background: rgb(0, 0, 255) } }</style>
<button onclick="this.textContent = 'clicked'">click</button><a href="#row">row</a><p id="row">320</p>"""
GROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture(scope="module")
def address(served: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("page")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return served(folder)


def test_reads_clicks_and_types(page: Page, address: str) -> None:
    page.open(address)
    assert page.evaluate("document.title") == "卷积"
    page.click("button")
    assert page.evaluate("document.querySelector('button').textContent") == "clicked"
    page.press("Tab")
    page.press("Enter")
    assert page.evaluate("location.hash") == "#row"
    assert page.problems() == []
    assert page.requests() == [address]


def test_colour_scheme_and_print(page: Page, address: str) -> None:
    page.open(address)
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    page.media(prefers_color_scheme="dark")
    assert page.evaluate(GROUND) == "rgb(0, 0, 0)"
    page.media("print")
    assert page.evaluate(GROUND) == "rgb(0, 0, 255)"


def test_phone_and_pictures(page: Page, address: str, tmp_path: Path) -> None:
    page.phone()
    page.open(address)
    assert page.evaluate("[innerWidth, devicePixelRatio]") == [390, 2]
    with Image.open(page.screenshot(tmp_path / "phone.png")) as picture:
        assert picture.size == (780, 1688)
    (sheet,) = PdfReader(page.pdf(tmp_path / "sheet.pdf")).pages
    assert "320" in sheet.extract_text()


def test_faults_are_reported(page: Page, address: str) -> None:
    page.open(address)
    page.evaluate("setTimeout(() => { throw new Error('lost') }); console.error('bad'); fetch('/none').then(r => r.ok)")
    page.until("true")
    assert any("lost" in problem for problem in page.problems())
    assert "bad" in page.problems()
    assert any("404" in problem for problem in page.problems())
    with pytest.raises(BrowserError, match="x is not defined"):
        page.evaluate("x")
    with pytest.raises(BrowserError, match="nothing matches #none"):
        page.click("#none")

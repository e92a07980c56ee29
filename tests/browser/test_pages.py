"""A built site in a browser: what a reader does with it, light and dark, on a phone, on paper, without a script."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from hosts.hosts import HOSTS, build, write_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.chromium import Page

MODELS = Path(__file__).resolve().parent.parent / "pages" / "models"
PALETTE = [
    {
        "media": f"(prefers-color-scheme: {mode})",
        "scheme": scheme,
        "toggle": {"icon": "material/brightness-6", "name": mode},
    }
    for mode, scheme in (("light", "default"), ("dark", "slate"))
]
HOME = "# Home\n\nText.\n\n```layertally\nmodel: models/lenet.yaml\ngroup: 1\n```\n"
CARD = "document.querySelector('.lt-pop .lt-card')"
INK = "getComputedStyle(document.querySelector('#fig-1 svg rect[class*=f-conv_t]')).fill"


@pytest.fixture(scope="module")
def site(served: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a Material site with the fixture models."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "site").mkdir()
    address = served(folder / "site")  # instant navigation needs the address that the site will have
    write_project(
        folder, {"index.md": HOME}, site_url=address,
        theme={"name": "material", "font": False, "features": ["navigation.instant", "toc.follow"], "palette": PALETTE},
        plugins=["search", {"layertally": {"models": ["models/*.yaml"], "downloads": ["svg"]}}],
        markdown_extensions=["pymdownx.details", "pymdownx.superfences"],
    )  # fmt: skip
    (folder / "models").mkdir()
    for name in ("vgg", "lenet", "mlp", "residual", "small"):
        shutil.copy(MODELS / f"{name}.yaml", folder / "models")
    built = build(HOSTS[0], folder, strict=False)
    assert built.code == 0, built.output
    return address


@pytest.fixture
def vgg(page: Page, site: str) -> Page:
    page.open(f"{site}models/vgg/")
    page.until("!!customElements.get('layertally-why')")
    return page


def test_nothing_complains_and_nothing_leaves_the_site(page: Page, site: str) -> None:
    for path in ("", "models/", "models/vgg/", "models/small/"):
        page.open(site + path)
        page.until("document.readyState === 'complete'")
        assert page.problems() == []
        outside = [url for url in page.requests() if not url.startswith((site, "data:", "blob:"))]
        assert outside == []


def test_the_palette_recolours_the_figures_at_once(vgg: Page) -> None:
    light = vgg.evaluate(INK)
    vgg.evaluate("document.querySelector('label[for=__palette_1]').click()")
    assert vgg.evaluate("document.body.dataset.mdColorScheme") == "slate"
    dark = vgg.evaluate(INK)
    assert (light, dark) == ("rgb(232, 242, 249)", "rgb(31, 52, 70)")
    vgg.evaluate("document.querySelector('label[for=__palette_0]').click()")
    assert vgg.evaluate(INK) == light


def test_a_reader_who_asks_for_dark_gets_it(page: Page, site: str) -> None:
    page.media(prefers_color_scheme="dark")
    page.open(f"{site}models/vgg/")
    assert page.until(f"{INK} === 'rgb(31, 52, 70)'")


@pytest.mark.parametrize("selector", ["#fig-1 .lt-wide a[data-why] text", "#row-conv2d .lt-num summary"])
def test_a_number_explains_itself(vgg: Page, selector: str) -> None:
    vgg.click(selector)
    text = vgg.until(f"{CARD}?.innerText")
    for part in (
        "conv2d parameters",
        "(3·3·1 + 1)·32",
        "= 320",
        "kernel height",
        "weights: kernel 3×3×1×32 = 288, bias 32",
    ):
        assert part in text
    vgg.evaluate("scrollBy(0, 40)")
    assert vgg.evaluate(f"!!{CARD}")  # the click itself may scroll: that must not close it
    vgg.press("Escape")
    assert not vgg.evaluate(f"!!{CARD}")
    assert vgg.problems() == []


def test_keys_open_and_close_a_card_and_focus_returns(vgg: Page) -> None:
    vgg.evaluate("document.querySelector('#row-conv2d .lt-num summary').focus()")
    vgg.press("Enter")
    assert vgg.until(f"!!{CARD}")
    vgg.press("Escape")
    assert vgg.evaluate("document.activeElement.matches('#row-conv2d .lt-num summary')")


def test_links_of_figures_lead_to_their_group(vgg: Page) -> None:
    vgg.click("#fig-overview .lt-wide a text")
    assert vgg.until("location.hash === '#group-1'")


def test_without_a_script_a_fragment_opens_its_derivation(page: Page, site: str) -> None:
    page._send("Emulation.setScriptExecutionDisabled", value=True)
    page.open(f"{site}models/vgg/#why-conv2d")
    page._send("Emulation.setScriptExecutionDisabled", value=False)
    assert page.until("document.querySelector('#why-conv2d').closest('details').open")
    shown = "document.querySelector('#why-conv2d').getBoundingClientRect()"
    assert page.evaluate(f"{shown}.height > 100")
    # Open, it floats: the row of the table is no higher than the closed row after it.
    high = "document.querySelector('#row-{}').getBoundingClientRect().height"
    assert page.evaluate(f"Math.abs({high.format('conv2d')} - {high.format('conv2d_1')}) < 1")


def test_instant_navigation_starts_the_elements_again(page: Page, site: str) -> None:
    page.open(site)
    page.until("!!customElements.get('layertally-why')")
    page.evaluate("window.stays = true")
    page.evaluate("document.querySelector('a[href$=\"models/\"]').click()")
    page.until("location.pathname === '/models/'")
    page.until("!!document.querySelector('.lt-index a')")
    page.evaluate("[...document.querySelectorAll('.lt-index a')].find(a => a.textContent.startsWith('VGG')).click()")
    page.until("location.pathname === '/models/vgg/' && !!document.querySelector('#row-conv2d')")
    assert page.evaluate("window.stays") is True
    page.click("#row-conv2d .lt-num summary")
    assert page.until(f"!!{CARD}")
    assert page.problems() == []


def test_a_dot_of_the_chart_is_a_link_that_works(page: Page, site: str) -> None:
    page.open(f"{site}models/")
    page.until("!!customElements.get('layertally-table')")
    assert page.evaluate("document.querySelectorAll('#fig-scatter .lt-wide circle').length") == 4
    page.click("#fig-scatter .lt-wide a circle")
    page.until("/models\\/[a-z]+\\//.test(location.pathname)")
    assert page.problems() == []


def test_the_index_sorts(page: Page, site: str) -> None:
    page.open(f"{site}models/")
    page.until("!!customElements.get('layertally-table')")
    first = "document.querySelector('.lt-index tbody a').textContent"
    assert page.evaluate(first) == "LeNet-5"
    page.click(".lt-index thead th:nth-child(3)")
    assert page.evaluate(first) == "VGG-like CNN"
    page.click(".lt-index thead th:nth-child(2)")
    assert page.evaluate(first) == "LeNet-5"


@pytest.mark.parametrize("path", ["", "models/", "models/vgg/", "models/residual/", "models/small/"])
def test_a_phone_scrolls_one_way_only(page: Page, site: str, path: str) -> None:
    page.phone()
    page.open(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(
        "document.querySelector('.md-content').scrollWidth <= document.querySelector('.md-content').clientWidth"
    )


def test_a_phone_shows_figures_at_their_size(page: Page, site: str) -> None:
    page.phone()
    page.open(f"{site}models/vgg/")
    shown = "[...document.querySelectorAll('.lt-figure svg')].filter(s => s.getClientRects().length)"
    scales = page.evaluate(f"{shown}.map(s => s.getBoundingClientRect().width / s.viewBox.baseVal.width)")
    assert len(scales) == 4
    assert all(abs(scale - 1) < 0.01 for scale in scales)
    sizes = page.evaluate(
        f"{shown}.flatMap(s => [...s.querySelectorAll('text')].map(t => parseFloat(getComputedStyle(t).fontSize)))"
    )
    assert min(sizes) >= 10  # subscripts; everything else is 11 and more


def test_the_narrow_figure_shows_in_a_narrow_column(page: Page, site: str) -> None:
    page.open(site)
    visible = (
        "[...document.querySelectorAll('.lt-figure svg')].filter(s => s.getClientRects().length)"
        ".map(s => s.parentElement.className)"
    )
    assert page.evaluate(visible) == ["lt-wide"]
    page.evaluate("document.querySelector('.layertally-fence').style.width = '350px'")
    assert page.until(f"{visible}.join() === 'lt-narrow'")


def test_brackets_of_formulas_grow_with_the_fraction(vgg: Page) -> None:
    assert vgg.evaluate("document.fonts.load('17px \"Layertally Math\"').then(fonts => fonts.length)") == 1
    height = "document.querySelector('.lt-maths mfrac').getBoundingClientRect().height"
    bracket = (
        "[...document.querySelectorAll('.lt-maths mo')].find(m => m.textContent === '⌊').getBoundingClientRect().height"
    )
    assert vgg.evaluate(f"{bracket} >= 0.9 * {height}")
    assert vgg.evaluate("[...document.querySelectorAll('.lt-maths')].every(m => m.scrollWidth <= m.clientWidth + 1)")


def test_paper_gets_the_wide_figures_and_no_cards(page: Page, site: str, tmp_path: Path) -> None:
    page.media(prefers_color_scheme="dark")
    page.open(f"{site}models/vgg/")
    page.until("!!customElements.get('layertally-why')")
    page.media("print", prefers_color_scheme="dark")
    assert page.evaluate(INK) == "rgb(232, 242, 249)"  # a fresh palette, whatever the screen shows
    assert page.evaluate("getComputedStyle(document.querySelector('.lt-table tfoot')).display") == "table-row-group"
    sheets = PdfReader(page.pdf(tmp_path / "vgg.pdf")).pages
    text = "\n".join(sheet.extract_text() for sheet in sheets)
    assert "kernel 3×3×1×32" not in text  # Material opens every <details> to print
    assert text.count("5,503,104") == 1  # Σ is not repeated at page breaks
    assert len(sheets) <= 7
    assert re.search(r"conv2d_3\s", text)


def test_a_site_from_the_command_opens_from_disk(page: Page, tmp_path: Path) -> None:
    from layertally.pages.site import build_site

    result = build_site([str(MODELS / "vgg.yaml"), str(MODELS / "small.yaml")], tmp_path / "site", concurrency=1)
    assert (result.pages, result.figures, result.agrees) == (2, 8, 1)
    assert "write in_features: 1568" in result.differs[0]
    page.open((tmp_path / "site" / "vgg.html").as_uri())
    page.until("!!customElements.get('layertally-why')")
    page.click("#row-conv2d .lt-num summary")
    assert page.until(f"!!{CARD}")
    assert page.evaluate("document.querySelector('a[href=\"small.html\"]') !== null")
    assert [url for url in page.requests() if not url.startswith(("file:", "data:"))] == []


GLYPH = """(char => { const c = document.createElement('canvas').getContext('2d');
c.font = '400 48px "Inter", "Noto Sans SC"'; c.fillText(char, 4, 60); return c.canvas.toDataURL() })"""


def test_a_chinese_page_brings_its_own_characters(page: Page, served: Callable[[Path], str], tmp_path: Path) -> None:
    from layertally.pages.site import build_site

    build_site([str(MODELS / "vgg.yaml")], tmp_path / "site", concurrency=1, lang="zh")
    address = served(tmp_path / "site")
    page.open(f"{address}vgg.html")
    asked = page.requests()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert {url.rpartition("/")[2] for url in asked} >= {"NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"}
    assert page.evaluate("document.fonts.check('400 14px \"Noto Sans SC\"', '卷积')")
    assert page.evaluate(f"new Set([...'卷积层数'].map({GLYPH})).size") == 4  # boxes would all be alike
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith("Inter")
    assert page.problems() == []


def test_a_page_without_chinese_leaves_the_large_fonts_alone(page: Page, site: str) -> None:
    page.open(f"{site}models/mlp/")
    asked = {url.rpartition("/")[2] for url in page.requests()}
    assert "Inter-Regular.ttf" in asked
    assert not [name for name in asked if name.startswith("NotoSansSC")]
    # A site that is not ours keeps its own fonts.
    assert "Inter" not in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")


def test_a_figure_wider_than_any_page_gets_a_frame(page: Page, served: Callable[[Path], str], tmp_path: Path) -> None:
    from layertally.pages import assets
    from layertally.pages.data import FigureView
    from layertally.pages.render import environment

    for name, data in assets.files(fonts=False).items():
        (tmp_path / name).write_bytes(data)
    svg = '<svg viewBox="0 0 3000 400" width="3000" height="400"><text x="10" y="20">320</text></svg>'
    wide = FigureView("fig-1", "Figure 1", "Wide", "A wide one.", svg, "", 3000, 3000, True)
    figure = environment("").get_template("figure.html.j2").module.show(wide, "en")  # type: ignore[attr-defined]
    head = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
    links = '<link rel="stylesheet" href="layertally.css"><script type="module" src="layertally.js"></script>'
    (tmp_path / "index.html").write_text(f"{head}{links}<main style='width:700px'>{figure}</main>", encoding="utf-8")
    page.open(served(tmp_path))
    page.until("!!document.querySelector('.lt-view svg')")
    width = "document.querySelector('.lt-view svg').getBoundingClientRect().width"
    page.until(f"{width} === 3000")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")  # only the frame scrolls
    page.click(".lt-bar button[title=Fit]")
    assert page.evaluate(f"{width} <= 700")
    page.click(".lt-bar button[title='Zoom in']")
    assert page.evaluate(f"{width} > 700")
    page.click(".lt-bar button[title='Full screen']")
    assert page.until("document.querySelector('dialog.lt-screen').open")
    page.press("Escape")
    assert page.until("!document.querySelector('dialog') && !!document.querySelector('figure .lt-view svg')")
    assert page.problems() == []

"""Markup that no host can garble: escapes, ids, links, newlines; each test is a pitfall that someone met."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import markdown
import pytest
from fontTools.ttLib import TTFont

from layertally.fonts import folder, path as font_path
from layertally.formula import Sym, ceil, exact, floor, greatest, unless_zero
from layertally.formula.mathml import mathml
from layertally.pages import assets
from layertally.pages.assets.fonts import HANZI, MARKS
from layertally.pages.render import render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from layertally.formula import Expr
    from layertally.pages import PageData

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


class Tags(HTMLParser):
    """Every element with its attributes; complains of what is not closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text += data


def tags(html: str) -> Tags:
    parser = Tags()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser


def written(page: PageData) -> str:
    return render("model.md.j2", page=page, maths="mathml")


def html_of(page: PageData, *extensions: str) -> str:
    text = written(page).split("---\n", 2)[2]
    return markdown.markdown(text, extensions=["tables", "toc", "layertally", *extensions])


@pytest.mark.parametrize("name", ["vgg", "mlp", "small", "residual"])
def test_a_page_is_whole_with_and_without_our_extension(made: Callable[..., PageData], name: str) -> None:
    with_ours = tags(html_of(made(name)))
    text = written(made(name)).split("---\n", 2)[2]
    without = tags(markdown.markdown(text, extensions=["tables", "attr_list"]))
    assert [tag for tag, _, _ in with_ours.found] == [tag for tag, _, _ in without.found]


def test_nothing_of_a_model_becomes_markup(made: Callable[..., PageData]) -> None:
    seen = tags(html_of(made("mlp"), "pymdownx.tilde", "pymdownx.superfences", "attr_list"))
    assert "friends" not in {tag for tag, _, _ in seen.found}
    assert "MLP & <friends> *of* `code` | [x](y)" in seen.text
    assert "Hidden <b>units</b> {{ 7 * 7 }} | _a_ ~b~" in seen.text
    assert not [attrs for tag, attrs, _ in seen.found if tag == "a" and attrs.get("href") == "y"]


def test_no_template_braces_are_left_for_other_plugins(made: Callable[..., PageData]) -> None:
    assert "{{" not in written(made("mlp"))
    assert "{%" not in written(made("mlp"))


def test_a_title_that_hosts_print_unescaped_holds_no_tag(made: Callable[..., PageData]) -> None:
    import yaml

    front = yaml.safe_load(written(made("mlp")).split("---\n")[1])
    assert front["title"] == "MLP & ‹friends› *of* `code` | [x](y)"


def test_inline_markdown_never_reaches_a_formula(made: Callable[..., PageData]) -> None:
    assert "(3·3·1 + 1)·32" in tags(html_of(made("vgg"))).text
    assert not [
        tag
        for tag, _, inside in tags(html_of(made("vgg"))).found
        if tag in {"em", "p"} and "layertally-why" in inside and tag == "em"
    ]


def test_html_blocks_hold_no_blank_line(made: Callable[..., PageData]) -> None:
    blocks = re.findall(r"<!-- layertally -->\n(.*?)\n<!-- /layertally -->", written(made("vgg")), re.DOTALL)
    assert len(blocks) == 7
    assert not [block for block in blocks if "\n\n" in block or re.search(r"^\s", block, re.MULTILINE)]


def test_svg_links_are_xlinks_only(made: Callable[..., PageData]) -> None:
    # A plain `href` on an SVG element breaks navigation.instant of Material and Zensical.
    for tag, attrs, inside in tags(html_of(made("vgg"))).found:
        if "svg" in inside or tag == "svg":
            assert "href" not in attrs, tag
            assert (attrs.get("xlink:href") or "#").startswith("#")


def test_search_engines_see_words_apart_and_figures_not_at_all(made: Callable[..., PageData]) -> None:
    html = html_of(made("vgg"))
    svgs = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert svgs
    for svg in svgs:
        assert "data-search-exclude" in svg.split(">", 1)[0]
        assert not re.search(r"</(?:text|title)>[^\n]", svg)


def test_ids_are_unique(made: Callable[..., PageData]) -> None:
    ids = [attrs["id"] for _, attrs, _ in tags(html_of(made("vgg"))).found if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_figures_say_what_they_are(made: Callable[..., PageData]) -> None:
    for tag, attrs, inside in tags(html_of(made("vgg"))).found:
        if tag == "svg":
            linked = attrs["role"] == "group"  # children of `img` are presentational: links in it would be lost
            assert attrs["role"] in {"img", "group"}
            assert linked or "a" not in inside
            assert attrs.get("aria-labelledby")


def test_chinese_headings_have_explicit_ids(made: Callable[..., PageData]) -> None:
    for extensions in ((), ("attr_list",)):
        html = html_of(made("vgg", lang="zh"), *extensions)
        assert re.findall(r'<h2 id="([^"]+)">', html) == [
            "group-1", "group-2", "group-3", "total", "symbols", "downloads", "counted",
        ]  # fmt: skip
        assert "{#" not in html


def test_cards_hold_no_table_and_stay_out_of_the_search(made: Callable[..., PageData]) -> None:
    # Material puts margins on tables and scripts round them; a card is a list.
    html = html_of(made("vgg"))
    cards = re.findall(r'<div class="lt-card".*?</div></details>', html, re.DOTALL)
    assert len(cards) > 10
    assert not [card for card in cards if "<table" in card or "data-search-exclude" not in card]


def test_a_site_may_replace_a_template(made: Callable[..., PageData], tmp_path: Path) -> None:
    (tmp_path / "total.html.j2").write_text("{% macro show(page) %}<p>ours: {{ page.name }}</p>{% endmacro %}")
    text = render("model.md.j2", tmp_path, page=made("mlp"), maths="mathml")
    assert "<p>ours: MLP &amp; &lt;friends&gt; *of* `code` | [x](y)</p>" in text
    assert "lt-total" not in text


def test_a_sites_template_runs_in_a_sandbox(tmp_path: Path) -> None:
    from jinja2.exceptions import SecurityError

    (tmp_path / "x.j2").write_text("{{ ''.__class__.__mro__ }}")
    with pytest.raises(SecurityError):
        render("x.j2", tmp_path)


# ---- style sheet and script -----------------------------------------------------------------------------------------


def test_assets_are_small_and_ask_nobody() -> None:
    files = assets.files()
    assert len(files["layertally.css"]) < 30_000
    assert len(files["layertally.js"]) < 16_000
    assert len(files["layertally-math.woff2"]) < 30_000
    for name in ("layertally.css", "layertally.js"):
        assert not re.search(rb"https?:|//[a-z]+\.|@import|\bimport\b", files[name].split(b"{\n", 1)[-1]), name


def test_width_queries_do_not_match_paper() -> None:
    assert not re.findall(r"@media\s*\((?:max|min)-width", assets.css())
    assert "@media screen and (max-width" in assets.css()


def test_the_style_sheet_minds_mathjax_and_both_palettes() -> None:
    css = assets.css()
    assert "mjx-container>svg{max-width:none" in css
    assert "[data-md-color-scheme=slate]" in css
    assert "layertally-math.woff2" in css
    assert "url(" not in assets.css(inline=True)  # a page has no folder that the font could lie in


def test_the_style_sheet_names_every_font_file_and_no_other() -> None:
    files = assets.files()
    named = set(re.findall(r"url\((fonts/[^)]+)\)", assets.css()))
    assert named == {name for name in files if name.endswith(".ttf")}
    assert {(path.name, path.stat().st_size) for path in folder().glob("*.ttf")} == {
        (name.removeprefix("fonts/"), len(files[name])) for name in named
    }
    for rule in re.findall(r"@font-face\{[^}]*fonts/[^}]*\}", assets.css()):
        assert "font-display:swap" in rule
        assert ("unicode-range" in rule) == ("NotoSansSC" in rule)
        assert rule.index("local(") < rule.index("url(")
    assert len([name for name in files if name.startswith("fonts/OFL-")]) == 3


def test_without_fonts_only_that_of_formulas_is_named() -> None:
    assert re.findall(r"url\([^)]*\)", assets.css(fonts=False)) == ["url(layertally-math.woff2)"]
    assert not [name for name in assets.files(fonts=False) if name.startswith("fonts/")]


def test_hanzi_of_the_font_are_in_the_range_that_asks_for_it() -> None:
    with TTFont(font_path("cjk", 400)) as font:
        characters = set(font.getBestCmap())
    spans = [part.removeprefix("U+").split("-") for part in f"{HANZI},{MARKS}".split(",")]
    outside = {char for char in characters if not any(int(low, 16) <= char <= int(high, 16) for low, high in spans)}
    assert not outside


# ---- maths -----------------------------------------------------------------------------------------------------------

_H, _K, _S, _C = Sym("H", 28), Sym("k_h", 3), Sym("s_h", 1), Sym("c_in", 1024)
FORMULAS = {
    "conv": ((_K * Sym("k_w", 3) * _C + 1) * Sym("c_out", 32), "(3⋅3⋅1024+1)⋅32"),
    "size": (floor(_H + unless_zero(2 * Sym("p_h", 0)) - _K, _S) + 1, "⌊28−31⌋+1"),
    "padded": (floor(_H + unless_zero(2 * Sym("p_h", 1)) - _K, _S) + 1, "⌊28+2⋅1−31⌋+1"),
    "same": (ceil(_H, _S), "⌈281⌉"),
    "grouped": (exact(_C, Sym("g", 2)) * _K, "10242⋅3"),
    "greatest": (greatest(_H - _K, 0), "max(28−3,0)"),
    "dense": (_C + 1, "1,024+1"),
    "minus": (_H - (_K - 1), "28−(3−1)"),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_mathml_says_what_the_text_says(name: str) -> None:
    formula, numbers = FORMULAS[name]
    root = ET.fromstring(mathml(formula, result="P", numbers=True))  # noqa: S314 - our own markup
    row, annotation = root[0]
    assert "".join(row.itertext()) == f"P={numbers}"
    assert annotation.text == f"P = {formula.latex(numbers=True)}"


def test_floor_brackets_grow_and_plain_ones_do_not() -> None:
    size: Expr = FORMULAS["size"][0]
    assert mathml(size).count('stretchy="true"') == 2
    assert 'stretchy="true"' not in mathml(FORMULAS["conv"][0])

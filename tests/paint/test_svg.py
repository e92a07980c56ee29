from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from hypothesis import given, settings, strategies as st

from layertally.paint.canvas import Canvas, Drawing, Text
from layertally.paint.svg import svg
from layertally.paint.svg_items import number
from layertally.paint.theme import NAMES, THEMES
from paint.sample import group

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NS = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"


def parsed(drawing: Drawing, theme: str = "light", *, inline: bool = False, prefix: str = "") -> Element:
    root: Element = fromstring(svg(drawing, theme, inline=inline, prefix=prefix).encode())
    return root


def one(**kw: object) -> Drawing:
    canvas = Canvas()
    canvas.edge([(10.0, 10.0), (10.0, 60.0), (90.0, 60.0)], **kw)
    return canvas.drawing(100, 100, "t", "d")


@pytest.mark.parametrize("theme", NAMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_words_are_there_as_text(theme: str, language: str) -> None:
    drawing = group(language)
    shown = ["".join(text.itertext()) for text in parsed(drawing, theme).iter(f"{NS}text")]
    assert shown == [item.string for item in drawing.flat() if isinstance(item, Text)]


hostile = st.text(alphabet=st.characters(), max_size=30) | st.sampled_from(
    ["</text><script>alert(1)</script>", "\"'<>&", "]]>", "&#0;", "\x00\x08\ud800\ufffe", "{{ 7 * 7 }}", "\u202e<b>"]
)


@settings(deadline=None, max_examples=150)
@given(hostile, hostile, hostile, hostile, st.booleans())
def test_whatever_a_model_says_the_svg_is_clean(a: str, b: str, c: str, href: str, inline: bool) -> None:
    canvas = Canvas()
    with canvas.link(href, b, kind=c):
        canvas.text(10, 20, a, "m12", subscripts=True)
        canvas.box(0, 0, 50, 30, fill="plain")
    root = parsed(canvas.drawing(100, 100, a, b), inline=inline, prefix=c)
    allowed = {"svg", "title", "desc", "style", "rect", "a", "text", "tspan"}
    assert {element.tag.removeprefix(NS) for element in root.iter()} <= allowed
    assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", " JavaScript:alert(1)", "java\nscript:x", "data:text/html,x", "vbscript:x", "file:///etc"],
)
def test_a_link_leads_to_no_script(href: str) -> None:
    canvas = Canvas()
    with canvas.link(href):
        canvas.text(10, 20, "kept", "t12")
    root = parsed(canvas.drawing(100, 100))
    assert root.find(f"{NS}a") is None
    assert ["".join(text.itertext()) for text in root.iter(f"{NS}text")] == ["kept"]


def test_links_are_named_and_never_bare() -> None:
    canvas = Canvas()
    with canvas.link("#block-2", "to Block <2>", layer_name='a"b'):
        canvas.box(10, 10, 50, 20, fill="plain")
    markup = svg(canvas.drawing(100, 100, "t"))
    (link,) = fromstring(markup.encode()).iter(f"{NS}a")
    assert link.attrib == {XLINK: "#block-2", "aria-label": "to Block <2>", "data-layer-name": 'a"b'}
    assert not re.search(r"(?<!xlink:)\bhref=", markup)
    assert 'role="group"' in markup
    assert 'role="img"' in svg(one())


def test_ids_and_rules_are_scoped() -> None:
    first, second = svg(group("en"), inline=True), svg(group("zh"), inline=True)
    ids = [set(re.findall(r'\bid="([^"]+)"', markup)) for markup in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]
    style = re.findall(r"<style>(.*?)</style>", svg(group(), prefix="fig-3", inline=True))[0]
    selectors = [s for rule in re.findall(r"([^{}]+)\{", style) for s in rule.split(",")]
    assert all(selector.startswith(".fig-3") for selector in selectors)
    root = parsed(group(), prefix="fig-3")
    assert root.attrib["aria-labelledby"] == "fig-3-title"
    assert root.find(f"{NS}title[@id='fig-3-title']") is not None


def test_inline_colours_are_variables() -> None:
    markup = svg(group(), inline=True)
    bare = re.sub(r"var\(--lt-[a-z-]+,#[0-9A-F]{6}\)", "", markup)
    assert not re.search(r"#[0-9A-Fa-f]{6}\b", bare)
    assert "var(--lt-conv-t,#E8F2F9)" in markup
    assert "data-search-exclude" in markup
    assert "data-search-exclude" not in svg(group())


@pytest.mark.parametrize("theme", THEMES)
def test_only_the_colours_of_the_theme(theme: str) -> None:
    assert set(re.findall(r"#[0-9A-F]{6}", svg(group(), theme))) <= set(THEMES[theme].values())


def test_auto_is_light_with_a_dark_override() -> None:
    markup = svg(group(), "auto")
    light, dark = markup.split("@media (prefers-color-scheme:dark)")
    assert THEMES["light"]["conv_t"] in light
    assert THEMES["dark"]["conv_t"] in dark
    assert THEMES["dark"]["conv_t"] not in light


def test_no_external_resource_and_short_numbers() -> None:
    markup = svg(group("zh"))
    assert not re.search(r"url\(|@import|<image|<script|<foreignObject", markup)
    body = markup.split("</style>")[1]
    assert not re.search(r"\d\.\d{3,}", body)
    assert number(-0.004) == "0"


def test_every_text_ends_its_line() -> None:
    for markup in (svg(group()), svg(group("zh"), inline=True)):
        assert not re.search(r"</(text|title|desc)>(?!\n)", markup)


def test_runs_are_held_to_their_width() -> None:
    root = parsed(group("zh"))
    for text in root.iter(f"{NS}text"):
        for part in list(text) or [text]:
            assert ("textLength" in part.attrib) == (len(part.text or "") > 1)
            assert "x" in part.attrib
    canvas = Canvas()
    canvas.text(0, 10, "☃☃", "t12")
    assert "textLength" not in svg(canvas.drawing(50, 20))


def test_subscripts_come_back_up() -> None:
    canvas = Canvas()
    canvas.text(0, 10, "k_h·2", "m12", subscripts=True)
    spans = list(parsed(canvas.drawing(50, 20)).iter(f"{NS}tspan"))
    assert [(s.text, s.attrib.get("dy"), s.attrib.get("font-size")) for s in spans] == [
        ("k", None, None), ("h", "3", "9"), ("·2", "-3", None),
    ]  # fmt: skip


def test_edges_turn_round_corners_and_end_in_a_head() -> None:
    line, head = (path.attrib["d"] for path in parsed(one()).iter(f"{NS}path"))
    assert line == "M10 10L10 52Q10 60 18 60L84 60"
    assert head == "M90 60L82 64L82 56Z"
    (bare,) = (path.attrib["d"] for path in parsed(one(head=False, radius=0)).iter(f"{NS}path"))
    assert bare == "M10 10L10 60Q10 60 10 60L90 60"
    assert "stroke-dasharray" in svg(one(dash=(4, 3)))


def test_a_merge_is_drawn_with_strokes() -> None:
    canvas = Canvas()
    canvas.disc(20, 20, 13, fill="plain", stroke="edge", sign="+")
    root = parsed(canvas.drawing(40, 40))
    (path,) = root.iter(f"{NS}path")
    assert path.attrib["d"] == "M14 20L26 20M20 14L20 26"
    assert not list(root.iter(f"{NS}text"))


def test_the_same_bytes_again() -> None:
    assert svg(group(), "auto") == svg(group(), "auto")


def test_every_class_has_its_rule_and_none_is_a_common_word() -> None:
    markup = svg(group("zh"), inline=True, prefix="x")
    style, body = markup.split("</style>")
    classes = {name for names in re.findall(r'class="([^"]+)"', body) for name in names.split()}
    assert classes <= set(re.findall(r"\.x \.([\w-]+)", style))
    assert all(re.fullmatch(r"[fsk]-\w+|face-\w+|[tm]\d\db?|cjk\d\d-[47]00", name) for name in classes)


def test_each_run_has_its_own_weight() -> None:
    canvas = Canvas()
    canvas.text(0, 10, "卷积层 Conv2D", "t13")
    root = parsed(canvas.drawing(100, 20))
    (text,) = root.iter(f"{NS}text")
    assert text.attrib["class"] == "t13"
    assert [(s.attrib.get("class"), s.attrib.get("font-weight")) for s in text] == [("face-cjk", "700"), (None, None)]

"""A palette of one's own: read, held against WCAG's contrast, and mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from layertally.cli import main
from layertally.errors import LayertallyError
from layertally.paint.palette import contrast, palette, problems, read, theme_of, warnings
from layertally.paint.svg import svg
from layertally.paint.theme import FAMILIES, THEMES, Palette, colours
from paint.sample import group

if TYPE_CHECKING:
    from pathlib import Path

BRANDS: dict[str, dict[str, Any]] = {
    "yellow": {"base": "light", "conv": "#FFC20E", "dense": "#E4002B"},
    "grey text": {"base": "light", "muted": "#999999"},
    "dark blue": {"base": "dark", "conv": "#003366", "pool": "#123456"},
    "ground": {"base": "light", "page": "#FFE4B5"},
    "ink": {"base": "dark", "ink": "#777777"},
}


@pytest.mark.parametrize("base", THEMES)
def test_what_comes_along_has_no_problem(base: str) -> None:
    whole = Palette(base, tuple(THEMES[base].items()))
    assert problems(whole) == []
    assert warnings(base) == ()


@pytest.mark.parametrize("brand", BRANDS)
def test_a_colour_that_is_too_pale_is_named_with_one_that_is_not(brand: str) -> None:
    said = BRANDS[brand]
    found = problems(palette(said))
    assert found
    for each in found:
        assert each.ratio == contrast(each.colour, each.ground_colour) < each.need
    mended = {**said, **{each.token: each.better for each in found if each.better}}
    assert problems(palette(mended)) == []


def test_a_warning_has_the_measured_ratio_and_a_near_colour() -> None:
    (text,) = warnings(palette({"muted": "#999999"}))
    assert text == (
        "the theme: `muted` #999999 on `badge` #E9ECF1 has a contrast of 2.4:1, text needs 4.5:1; #6B6B6B has it"
    )


def test_good_brands_say_nothing_and_tints_follow() -> None:
    brand = palette({"base": "light", "conv": "#0B5", "seq": "#7A1FA2"} | {"conv": "#00703C"})
    assert problems(brand) == []
    assert colours(brand)["conv"] == "#00703C"
    assert colours(brand)["conv_t"] == "#E6F1EC"
    assert colours(brand)["dense"] == THEMES["light"]["dense"]


def test_a_palette_paints() -> None:
    markup = svg(group(), palette({"conv": "#00703C"}))
    assert "#00703C" in markup
    assert "#005F99" not in markup
    inline = svg(group(), palette({"conv": "#00703C"}), inline=True)
    assert "var(--lt-conv,#00703C)" in inline


@pytest.mark.parametrize(
    ("said", "reason", "fix"),
    [
        ({"base": "lihgt"}, "`base: lihgt` is not one of light, dark, mono", "write `base: light`"),
        ({"convv": "#000000"}, "a theme has no colour `convv`", "write `conv`"),
        ({"conv": None}, "`conv` has no value", 'put the colour in quotes: conv: "#005F99"'),
        ({"conv": "red"}, "`conv: red` is no colour", 'write it as conv: "#005F99"'),
        ({"conv": "#12345"}, "`conv: #12345` is no colour", 'write it as conv: "#005F99"'),
        ({"conv": '#00"><script>'}, '`conv: #00"><script>` is no colour', 'write it as conv: "#005F99"'),
    ],
)
def test_mistakes_are_named(said: dict[str, Any], reason: str, fix: str) -> None:
    with pytest.raises(LayertallyError) as caught:
        palette(said)
    assert (caught.value.reason, caught.value.fix) == (reason, fix)


@pytest.mark.parametrize("text", ["- a\n", "{", "\x00", "&a [*a]", "x" * 30_000])
def test_a_file_that_holds_no_table_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "brand.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LayertallyError):
        read(path)


def test_names_and_near_names() -> None:
    assert theme_of("mono") == "mono"
    assert theme_of({"conv": "#000"}) == palette({"conv": "#000000"})
    with pytest.raises(LayertallyError, match="is not one of light, dark, mono, auto"):
        theme_of("lihgt")
    with pytest.raises(LayertallyError, match="is not one of"):
        theme_of("brand.yaml")  # a fence reads no file
    with pytest.raises(LayertallyError, match=r"cannot read none\.yaml"):
        theme_of("none.yaml", files=True)


def test_every_family_can_be_branded() -> None:
    brand = palette(dict.fromkeys(FAMILIES, "#00427A"))
    assert problems(brand) == []
    assert {colours(brand)[f"{family}_t"] for family in FAMILIES} == {"#E6ECF2"}


def test_the_command_takes_a_file_and_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    brand = tmp_path / "brand.yaml"
    brand.write_text('base: light\nconv: "#FFC20E"\n', encoding="utf-8")
    net = tmp_path / "net.yaml"
    net.write_text("{framework: keras, input: [28, 28, 1], layers: [{Conv2D: [32, 3]}]}", encoding="utf-8")
    assert main(["draw", str(net), "-o", str(tmp_path / "a.svg"), "--group", "1", "--theme", str(brand)]) == 0
    assert "#FFC20E" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert capsys.readouterr().err == (
        "warning: `conv` #FFC20E on `conv_t` #FFF9E7 has a contrast of 1.5:1, graphics need 3:1\n"
        '  help: write conv: "#B0860A"\n'
    )

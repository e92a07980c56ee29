from __future__ import annotations

import pytest

from layertally.paint.theme import FAMILIES, NAMES, OUTLINE, THEMES, colours, css_variables, opacity, variable

GROUNDS = ("page", "frame", "plain", "badge", "err_t", "unk_t", *(f"{family}_t" for family in FAMILIES))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", ["ink", "muted"])
def test_text_is_legible(theme: str, ground: str, text: str) -> None:
    table = THEMES[theme]
    assert contrast(table[text], table[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_error_text_is_legible(theme: str) -> None:
    table = THEMES[theme]
    for ground in ("page", "frame", "err_t"):
        assert contrast(table["err"], table[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("accent", ["edge", "err", "unk", *FAMILIES])
def test_accents_stand_out(theme: str, accent: str) -> None:
    table = THEMES[theme]
    for ground in ("page", table.get(f"{accent}_t", table["plain"])):
        assert contrast(table[accent], table.get(ground, ground)) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["plain", "frame"])
def test_swatches_and_bars_stand_out_on_cards_too(theme: str, ground: str) -> None:
    table = THEMES[theme]
    assert [accent for accent in ("edge", "err", "unk", *FAMILIES) if contrast(table[accent], table[ground]) < 3] == []
    weighted = [family for family in FAMILIES if family not in ("pool", "core")]  # a share is one of parameters
    assert [family for family in weighted if contrast(table[family], table["track"]) < 3] == []


@pytest.mark.parametrize("theme", THEMES)
def test_what_went_wrong_is_legible_on_a_card(theme: str) -> None:
    table = THEMES[theme]
    assert contrast(table["err"], table["plain"]) >= 4.5


def test_themes_know_the_same_tokens() -> None:
    assert len({frozenset(table) for table in THEMES.values()}) == 1
    assert NAMES == ("light", "dark", "mono", "auto")
    assert colours("auto") is THEMES["light"]


def test_mono_is_grey_and_its_outlines_are_solid() -> None:
    assert all(value[1:3] == value[3:5] == value[5:7] for value in THEMES["mono"].values())
    assert opacity("mono", OUTLINE["light"]) == 1
    assert opacity("dark", OUTLINE["dark"]) == 0.45


def test_css_variables_name_every_token() -> None:
    declared = dict(pair.split(":") for pair in css_variables("dark").strip(";").split(";"))
    for token, value in THEMES["dark"].items():
        assert declared[variable(token)] == value
    assert declared["--lt-outline"] == "0.45"

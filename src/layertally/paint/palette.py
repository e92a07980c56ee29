"""A brand's colours as a theme: a small table in, a `Palette` out; where its contrast is too low, a colour that does.

The table names a base and the tokens that differ from it. A family's tint follows its accent unless it is named too.

>>> brand = palette({"base": "light", "conv": "#FFC20E"})
>>> dict(brand.tokens)
{'conv': '#FFC20E', 'conv_t': '#FFF9E7'}
>>> [str(each) for each in problems(brand)]
['`conv` #FFC20E on `conv_t` #FFF9E7 has a contrast of 1.5:1, graphics need 3:1; #B0860A has it']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import LayertallyError, Place, nearest
from .theme import FAMILIES, NAMES, THEMES, Palette, Theme

BASE, BASES = "base", tuple(THEMES)
TOKENS = tuple(THEMES["light"])
TEXT, GRAPHICS = 4.5, 3.0
"""The least contrast of WCAG 2: of text, of graphics that mean something."""
TINT = {"light": 0.1, "dark": 0.16, "mono": 0.06}
"""How much of an accent is in its tint."""
GROUNDS = ("page", "frame", "plain", "badge", "err_t", "unk_t", *(f"{family}_t" for family in FAMILIES))
STEPS = 100
SUFFIXES = frozenset({".yaml", ".yml", ".json"})
LARGEST = 20_000
"""Bytes of a file with a palette."""


class Problem(NamedTuple):
    """A pair of colours that is too much alike; `better` is the nearest lightness at which `token` is told from all it
    stands on, empty if there is none."""

    token: str
    colour: str
    ground: str
    ground_colour: str
    ratio: float
    need: float
    better: str

    def __str__(self) -> str:
        what = "text needs" if self.need == TEXT else "graphics need"
        pair = f"`{self.token}` {self.colour} on `{self.ground}` {self.ground_colour}"
        said = f"{pair} has a contrast of {_down(self.ratio)}:1, {what} {self.need:g}:1"
        return f"{said}; {self.better} has it" if self.better else said


def theme_of(said: object, place: Place | None = None, files: bool = False) -> Theme:
    """A theme by its name or as a table; with `files` also by the path of one. Raises LayertallyError."""
    if isinstance(said, Mapping):
        return palette(said, place)
    name = said if isinstance(said, Palette) or said in NAMES else str(said)
    if isinstance(name, Palette) or name in NAMES:
        return name
    if files and Path(name).suffix.lower() in SUFFIXES:
        return read(name)
    near = nearest(name, NAMES)
    fix = f"write `theme: {near}`" if near else "write a table of colours for one of your own: theme: {conv: '#005F99'}"
    raise LayertallyError(f"`theme: {name}` is not one of {', '.join(NAMES)}", place, fix)


def warnings(theme: Theme) -> tuple[str, ...]:
    """What there is to say of a theme's contrast; nothing of those that come along."""
    return tuple(f"the theme: {each}" for each in problems(theme)) if isinstance(theme, Palette) else ()


def palette(said: Mapping[Any, object], place: Place | None = None) -> Palette:
    """The theme of a table. Raises LayertallyError that names the token and what to write."""
    base = str(said.get(BASE, "light"))
    if base not in BASES:
        near = nearest(base, BASES)
        raise LayertallyError(
            f"`base: {base}` is not one of {', '.join(BASES)}", place, f"write `base: {near}`" if near else ""
        )
    own = {str(token): _colour(str(token), value, place) for token, value in said.items() if token != BASE}
    page = own.get("page", THEMES[base]["page"])
    for family in (*FAMILIES, "err", "unk"):
        if family in own and f"{family}_t" not in own:
            own[f"{family}_t"] = mixed(own[family], page, TINT[base])
    return Palette(base, tuple(sorted(own.items())))


def read(path: str | Path) -> Palette:
    """The theme of a YAML or JSON file. Raises LayertallyError."""
    import yaml

    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise LayertallyError(f"{path} holds more than {LARGEST:,} bytes", fix="a palette is one small table")
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise LayertallyError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise LayertallyError(f"{path} is not valid YAML", fix='write a line a colour: conv: "#005F99"') from error
    if not isinstance(said, Mapping):
        raise LayertallyError(f"{path} holds no table of colours", fix='write a line a colour: conv: "#005F99"')
    return palette(said, Place(str(path)))


def problems(theme: Palette) -> list[Problem]:
    """Where text has a contrast below 4.5:1 or graphics one below 3:1, of what the palette itself says; for each token
    the worst ground alone."""
    table, own = THEMES[theme.base] | dict(theme.tokens), dict(theme.tokens)
    found: dict[str, Problem] = {}
    for token, ground, need in _pairs():
        ratio = contrast(table[token], table[ground])
        # What the base has as it is was measured before.
        if ratio >= need or not {token, ground} & set(own) or found.get(token, _NONE).ratio <= ratio:
            continue
        better = _better(token, table, theme.base, own)
        found[token] = Problem(token, table[token], ground, table[ground], ratio, need, better)
    return list(found.values())


_NONE = Problem("", "", "", "", 99.0, 0.0, "")


def _pairs() -> Iterator[tuple[str, str, float]]:
    """What stands on what, and how much they must differ."""
    for text in ("ink", "muted"):
        yield from ((text, ground, TEXT) for ground in GROUNDS)
    yield from (("err", ground, TEXT) for ground in ("page", "frame", "err_t"))
    for accent in ("edge", "unk", *FAMILIES):
        yield from ((accent, ground, GRAPHICS) for ground in ("page", f"{accent}_t") if ground in TOKENS)


def _better(token: str, table: Mapping[str, str], base: str, own: Mapping[str, str]) -> str:
    """The same hue at the nearest lightness that does; a tint that is not named follows from the new accent."""
    grounds = [(ground, need) for one, ground, need in _pairs() if one == token]
    tint, share = f"{token}_t", TINT[base]
    follows = tint not in own or own[tint] == mixed(table[token], table["page"], share)
    for step in range(1, STEPS + 1):
        for towards in ("#000000", "#FFFFFF"):
            tried = mixed(towards, table[token], step / STEPS)
            under = {**table, tint: mixed(tried, table["page"], share)} if follows else table
            if all(contrast(tried, under[ground]) >= need for ground, need in grounds):
                return tried
    return ""


def mixed(colour: str, other: str, share: float) -> str:
    """So much of a colour in another.

    >>> mixed("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2 measures it.

    >>> round(contrast("#777777", "#FFFFFF"), 2)
    4.48
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def _colour(token: str, value: object, place: Place | None) -> str:
    if token not in TOKENS:
        near = nearest(token, TOKENS)
        raise LayertallyError(
            f"a theme has no colour `{token}`", place, f"write `{near}`" if near else f"they are {', '.join(TOKENS)}"
        )
    if value is None:  # YAML takes an unquoted #005F99 for a comment
        raise LayertallyError(f"`{token}` has no value", place, f'put the colour in quotes: {token}: "#005F99"')
    text = str(value).strip()
    if re.fullmatch(r"#[0-9A-Fa-f]{3}", text):
        text = "#" + "".join(char * 2 for char in text[1:])
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise LayertallyError(f"`{token}: {text}` is no colour", place, f'write it as {token}: "#005F99"')
    return text.upper()


def _down(ratio: float) -> str:
    """A ratio that is never rounded up to what it does not reach."""
    return f"{int(ratio * 10) / 10:g}"

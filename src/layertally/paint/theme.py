"""Colours by meaning: a token in, a colour out, one table a theme; CSS variables for pages that recolour figures.

Every text reaches 4.5:1 on whatever it stands on and every accent 3:1. The hues are Okabe and Ito's, darkened for
white; in `mono` a tint says one thing only: this layer has weights.
"""

from __future__ import annotations

from typing import NamedTuple

THEMES: dict[str, dict[str, str]] = {
    "light": {
        "page": "#FFFFFF", "frame": "#F6F7F9", "line": "#CDD3DC", "ink": "#1A1E26", "muted": "#535B69",
        "edge": "#5A6372", "plain": "#FEFEFE", "badge": "#E9ECF1", "track": "#E9ECF1", "ghost": "#CDD3DC",
        "conv": "#005F99", "conv_t": "#E8F2F9",
        "dense": "#B0568F", "dense_t": "#F9EDF5",
        "embed": "#318ECB", "embed_t": "#E2F2FD",
        "seq": "#B23C00", "seq_t": "#FCEDE6",
        "norm": "#9C8600", "norm_t": "#FAF6DA",
        "pool": "#00875F", "pool_t": "#E4F5EE",
        "core": "#B23C00", "core_t": "#FCEDE6",
        "err": "#C4162A", "err_t": "#FDEDEC",
        "unk": "#5A6372", "unk_t": "#FEFEFE",
    },
    "dark": {
        "page": "#1E2129", "frame": "#252933", "line": "#464D5C", "ink": "#ECEEF2", "muted": "#A9B1BF",
        "edge": "#929BAA", "plain": "#2A2F3A", "badge": "#363C49", "track": "#363C49", "ghost": "#464D5C",
        "conv": "#3F96D4", "conv_t": "#1F3446",
        "dense": "#DB8DB9", "dense_t": "#3D2C3A",
        "embed": "#9AD6F7", "embed_t": "#263E4C",
        "seq": "#EA6F2E", "seq_t": "#43302A",
        "norm": "#E6D84E", "norm_t": "#3A3824",
        "pool": "#38BE92", "pool_t": "#1C3B33",
        "core": "#EA6F2E", "core_t": "#43302A",
        "err": "#FF7A82", "err_t": "#43282D",
        "unk": "#929BAA", "unk_t": "#2A2F3A",
    },
    "mono": {
        "page": "#FFFFFF", "frame": "#FFFFFF", "line": "#8A8A8A", "ink": "#000000", "muted": "#3F3F3F",
        "edge": "#000000", "plain": "#FFFFFF", "badge": "#E6E6E6", "track": "#E6E6E6", "ghost": "#8A8A8A",
        "conv": "#000000", "conv_t": "#EFEFEF",
        "dense": "#000000", "dense_t": "#EFEFEF",
        "embed": "#000000", "embed_t": "#EFEFEF",
        "seq": "#000000", "seq_t": "#EFEFEF",
        "norm": "#000000", "norm_t": "#EFEFEF",
        "pool": "#8A8A8A", "pool_t": "#FFFFFF",
        "core": "#8A8A8A", "core_t": "#FFFFFF",
        "err": "#000000", "err_t": "#FFFFFF",
        "unk": "#000000", "unk_t": "#FFFFFF",
    },
}  # fmt: skip
"""Colour by theme and token. `auto` is no table: it is `light` that turns `dark` where the reader's system says so."""

FAMILIES = ("conv", "dense", "embed", "seq", "norm", "pool", "core")
"""Tokens that come with a tint, `<family>_t`."""

OUTLINE = {"light": 0.45, "dark": 0.45, "mono": 1.0}
"""Opacity of a family's outline round its tint; in print a pale line would vanish."""

NAMES = (*THEMES, "auto")


class Palette(NamedTuple):
    """A theme of one's own: the tokens that differ from those of `base`."""

    base: str
    tokens: tuple[tuple[str, str], ...]


Theme = str | Palette
"""A name of `NAMES`, or a palette of one's own."""


def base_of(theme: Theme) -> str:
    """The name of a theme, of a palette that of the one it is made from."""
    return theme.base if isinstance(theme, Palette) else theme


def colours(theme: Theme) -> dict[str, str]:
    """The colours of a theme, those of `light` for `auto`. Raises KeyError for a name that is none of `NAMES`.

    >>> colours("auto")["conv"]
    '#005F99'
    """
    if isinstance(theme, Palette):
        return THEMES[theme.base] | dict(theme.tokens)
    return THEMES["light" if theme == "auto" else theme]


def opacity(theme: Theme, wanted: float) -> float:
    """What a stroke's opacity becomes in a theme: `mono` knows no pale strokes."""
    return 1.0 if base_of(theme) == "mono" else wanted


def variable(token: str) -> str:
    """Name of a token's CSS variable.

    >>> variable("conv_t")
    '--lt-conv-t'
    """
    return "--lt-" + token.replace("_", "-")


def css_variables(theme: Theme) -> str:
    """Declarations that give figures inlined in a page their colours; put them in the rule of your choice.

    >>> css_variables("dark")[:20]
    '--lt-page:#1E2129;--'
    """
    declared = "".join(f"{variable(token)}:{value};" for token, value in colours(theme).items())
    return f"{declared}--lt-outline:{OUTLINE.get(base_of(theme), OUTLINE['light'])};"

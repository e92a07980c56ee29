"""What a reader of figures may choose: density, language, preset, MACs convention.

In: the command's, the fence's or the plugin's words. Out: `Options`, checked once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..errors import LayertallyError, nearest

DENSITIES = ("compact", "worked", "teaching")
LANGUAGES = ("en", "zh")


class Preset(NamedTuple):
    """A sheet: `width` px that a figure may take, `card` px of a lone chain's card, `inches` where it is for paper."""

    name: str
    width: int
    card: int
    inches: float | None = None
    short: bool = False


PRESETS = {
    "page": Preset("page", 688, 416),
    "narrow": Preset("narrow", 336, 304, short=True),
    "column": Preset("column", 336, 304, 3.5, short=True),
    "wide": Preset("wide", 688, 416, 7.16),
}


@dataclass(frozen=True, slots=True)
class Options:
    """How figures are drawn. `link` says where a figure leads: `{}` takes an anchor (a group's id, `why-<layer>`);
    empty: no links."""

    density: str = "worked"
    lang: str = "en"
    preset: str = "page"
    macs: str = "macs"
    link: str = ""

    def __post_init__(self) -> None:
        for what, value, choices in (
            ("density", self.density, DENSITIES),
            ("lang", self.lang, LANGUAGES),
            ("preset", self.preset, tuple(PRESETS)),
        ):
            if value not in choices:
                near = nearest(value, choices)
                raise LayertallyError(
                    f"`{what}: {value}` is not one of {', '.join(choices)}", fix=f"write `{near}`" if near else ""
                )

    @property
    def sheet(self) -> Preset:
        return PRESETS[self.preset]

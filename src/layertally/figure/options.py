"""What a reader of figures may choose: density, language, preset, MACs convention.

In: the command's, the fence's or the plugin's words. Out: `Options`, checked once.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import LayertallyError, nearest
from ..paint.sheets import PRESETS, Preset

DENSITIES = ("compact", "worked", "teaching")
LANGUAGES = ("en", "zh")


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


__all__ = ["DENSITIES", "LANGUAGES", "PRESETS", "Options", "Preset"]

"""Why a figure is none for its paper, and what would be: another preset, another density, parts.

In: a figure with a misfit, the options. Out: an error. Each way out that it names was tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from string import ascii_lowercase

from ..errors import LayertallyError
from ..group import Grouped, opened
from ..paint.sheets import wider
from .cut import last_layers
from .fit import printed
from .made import Figure, figure, shown_of
from .options import Options

WIDTHS = (368, 400, 440, 480, 520, 560, 600, 640, 688, 760, 840, 920, 1000, 1200, 1400, 1700, 2000, 2400)
"""Sheets in px that are tried, to tell how wide a figure would have to be."""
MOST_CUTS = 3


class PaperError(LayertallyError):
    """A figure that its preset cannot hold."""

    exit_code = 1


def refusal(grouped: Grouped, made: Figure, options: Options) -> PaperError:
    """The error of a figure that does not fit."""
    sheet, what = options.sheet, f"group {made.id}"
    if made.id.startswith("overview"):
        what = "the overview" if made.group is None else f"the overview of {made.title}"
    high = made.drawing.height * (sheet.inches or 0) / made.drawing.width
    why = f"it is {high:.1f} in high, {sheet.height:.1f} in is the most"
    if made.misfit == "wide":
        needs = _needed(grouped, made, options)
        wanted = f"need {printed(needs, sheet):.1f} in at {sheet.least:g} pt" if needs else "find no room side by side"
        why = f"its branches {wanted}"
    ways = list(_ways(grouped, made, options))
    return PaperError(
        f"{what} does not fit the preset `{options.preset}` ({sheet.inches:.3g} in): {why}",
        fix=_listed(ways) if ways else "draw it with --preset page, or cut the model into other groups",
    )


def _ways(grouped: Grouped, made: Figure, options: Options) -> Iterator[str]:
    """What would fit, each tried."""
    other = wider(options.sheet)
    if other and not _tried(grouped, made, replace(options, preset=other)):
        yield f"--preset {other}"
    if options.density != "compact" and not _tried(grouped, made, replace(options, density="compact")):
        yield "--density compact"
    if options.density == "teaching" and not _tried(grouped, made, replace(options, density="worked")):
        yield "--density worked"
    grouped = opened(grouped)
    sheets = (sheet for group in grouped.groups for sheet in shown_of(grouped, group, replace(options, split=True)))
    shown = next((sheet for sheet in sheets if sheet.group.id == made.id.rstrip(ascii_lowercase)), None)
    if shown is None or options.split or shown.compact is None:
        return
    if len(shown.parts) == 1:
        yield f"--split draws all of group {shown.group.id} as one figure"
        return
    cuts = last_layers(shown.parts)
    *names, last = [f"`{name}`" for name in cuts[:MOST_CUTS]]
    after = f"{', '.join(names)} and {last}" if names else last
    after += " and so on" if len(cuts) > MOST_CUTS else ""
    yield f"--split makes {len(shown.parts)} figures of it, cut after {after}"


def _tried(grouped: Grouped, made: Figure, options: Options) -> str:
    return figure(grouped, made.id, options).misfit


def _needed(grouped: Grouped, made: Figure, options: Options) -> float:
    """The least sheet tried, in px, on which the branches stand side by side; 0 if there is none."""
    for width in WIDTHS:
        if width > options.sheet.widest and _tried(grouped, made, replace(options, width=width)) != "wide":
            return float(width)
    return 0.0


def _listed(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])}, or {ways[-1]}"

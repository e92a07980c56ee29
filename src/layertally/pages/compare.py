"""Models side by side as a page shows them: the table, then the descriptions in tabs.

In: annotated models, what each was read from. Out: `CompareView`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..annotation import Annotated
from ..errors import LayertallyError
from ..formula import text_value
from ..paint.theme import Theme
from ..report.abreast import Across, abreast
from ..report.freeze import freeze
from .data import Note
from .notes import notes
from .phrases import say

MOST_LINES = 300
"""A longer description is no reading matter: the page does without its tab."""


@dataclass(frozen=True, slots=True)
class CompareView:
    """`rows` as `report.abreast` gives them; `sums` are (label, a value a model); `texts` the descriptions of those
    models that can be written as one, by their titles; `notes` what is wrong with a model."""

    prefix: str
    lang: str
    theme: Theme
    titles: tuple[str, ...]
    rows: tuple[Across, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]
    texts: tuple[tuple[str, str], ...]
    verdict: str
    caption: str
    notes: tuple[Note, ...] = ()


def comparison(
    models: Sequence[Annotated],
    texts: Sequence[str],
    *,
    lang: str = "en",
    theme: Theme = "auto",
    prefix: str = "",
    caption: str = "",
) -> CompareView:
    """The models side by side. `texts` are their descriptions as written; an empty one is written anew from the model.

    Raises:
        LayertallyError: fewer than two models, or more than stand side by side.
    """
    found = abreast(models, lang)
    written = [(title, text or _frozen(model)) for title, text, model in zip(found.titles, texts, models, strict=True)]
    differing = sum(row.state == "differs" for row in found.rows)
    total = len(found.rows)
    return CompareView(
        prefix,
        lang,
        theme,
        found.titles,
        found.rows,
        tuple((say(f"sum_{each.what}", lang), tuple(map(text_value, each.values))) for each in found.sums),
        tuple((title, text.strip("\n")) for title, text in written if text.strip()),
        say("all_alike", lang, total) if not differing else say("count_differs", lang, differing, total),
        caption,
        tuple(note for model in models for note in notes(model, lang)),
    )


def text_of(path: Path) -> str:
    """The description in a file; empty for a file that is none, or a long one."""
    if path.suffix not in (".yaml", ".yml"):
        return ""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return text if text.count("\n") <= MOST_LINES else ""


def _frozen(model: Annotated) -> str:
    try:
        text = freeze(model)
    except LayertallyError:
        return ""
    return text if text.count("\n") <= MOST_LINES else ""

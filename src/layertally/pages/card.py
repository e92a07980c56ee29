"""A model's line of the index: plain values that can be kept in a cache.

In: `Grouped`. Out: `Card`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..figure.content import number
from ..group import Grouped
from ..model import str_shape
from ..report.costs import sum_costs
from ..report.memory import size
from .numbers import FLOAT32, short
from .phrases import say
from .verdicts import status_of


@dataclass(frozen=True, slots=True)
class Card:
    """`bars` are (family, parameters) a group; `params_value` and `macs_value` are -1 where no number is known;
    `status` is a verdict, or `failed` for a model that could not be read."""

    slug: str
    name: str
    about: str
    params: str
    macs: str
    weights: str
    params_value: int
    macs_value: int
    status: str
    word: str
    family: str
    bars: tuple[tuple[str, int], ...] = ()
    titles: str = ""


def card(grouped: Grouped, slug: str, lang: str, macs: str) -> Card:
    """The line of a model, its cost under the convention `macs`."""
    annotated = grouped.annotated
    totals, model = annotated.totals, annotated.model
    cost = sum_costs(annotated.layers, macs)
    status = status_of(annotated)
    claims_off = any(not claim.agrees for claim in annotated.claims) and not any(
        layer.status == "differs" for layer in annotated.layers
    )
    word = say(
        "broken" if annotated.broken is not None else "claim_differs" if status == "differs" and claims_off else status,
        lang,
    )
    shapes = " + ".join(str_shape(given.shape) for given in model.inputs)
    bars = tuple((group.family, _known(group.known_params, 0)) for group in grouped.groups)
    titles = ", ".join(f"{group.title} {number(group.known_params)}" for group in grouped.groups)
    return Card(
        slug,
        model.name,
        f"{model.framework} · {shapes}",
        number(totals.known_params),
        short(cost),
        size(totals.known_params * FLOAT32),
        _known(totals.known_params),
        _known(cost),
        status,
        word,
        annotated.main_family,
        bars,
        titles,
    )


def failed_card(slug: str, reference: str, lang: str = "en") -> Card:
    """The line of a model that could not be read."""
    return Card(slug, slug, reference, "?", "?", "?", -1, -1, "failed", say("failed", lang), "plain")


def _known(value: object, otherwise: int = -1) -> int:
    return value if isinstance(value, int) else otherwise

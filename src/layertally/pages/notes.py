"""Notes that stand before the figures: a layer that does not fit, a claim that differs, a layer without a rule, how a
model was read, an error.

In: an annotated model, or the error that stopped it. Out: `Note`s: title with place and reason, body, the fix in bold.
"""

from __future__ import annotations

from .. import words
from ..annotation import Annotated
from ..errors import DescriptionErrors, LayertallyError
from ..figure.content import number
from ..report.verdict import layer_title
from .data import Note
from .phrases import say
from .verdicts import framework_title, place_words

MOST = 5
"""How many layers without a rule get a note of their own."""


def notes(annotated: Annotated, lang: str) -> tuple[Note, ...]:
    """What a reader must know before the figures."""
    return (*_broken(annotated, lang), *_claims(annotated, lang), *_unexplained(annotated, lang), *_read(annotated))


def error_notes(error: Exception, lang: str) -> tuple[Note, ...]:
    """An error that left no model to draw; all errors of a description, one note each."""
    if isinstance(error, DescriptionErrors):
        return tuple(note for one in error.errors[:MOST] for note in error_notes(one, lang))
    if isinstance(error, LayertallyError):
        place = str(error.place) if error.place is not None else ""
        line = error.place.text.strip() if error.place is not None else ""
        return (Note("differs", place, error.reason, error.notes, error.fix, line, place),)
    return (Note("differs", "", say("not_shown", lang), (f"{type(error).__name__}: {error}",)),)


def _broken(annotated: Annotated, lang: str) -> tuple[Note, ...]:
    layer = annotated.broken
    if layer is None or layer.problem is None:
        return ()
    problem = layer.problem
    said = words.problem(problem.key, lang, **problem.values)
    where = place_words(problem.place or layer.layer.place, annotated.model, lang)
    unreached = sum(not other.reached for other in annotated.layers)
    body = (
        (say("unreached_1", lang),) if unreached == 1 else (say("unreached_n", lang, unreached),) if unreached else ()
    )
    title = say("note_broken", lang, layer_title(layer, lang), said)
    place = problem.place or layer.layer.place
    return (
        Note(
            "differs",
            where,
            title,
            body,
            words.fix(problem, lang),
            place.text.strip() if place else "",
            str(place or ""),
        ),
    )


def _claims(annotated: Annotated, lang: str) -> tuple[Note, ...]:
    if annotated.broken is not None:
        return ()
    out = []
    for result in annotated.claims:
        if not result.agrees:
            what = say(
                "params" if result.claim.what == "params" else "macs" if result.claim.what == "macs" else "output", lang
            )
            what = result.claim.what if result.claim.what not in ("params", "macs") else what
            where = place_words(result.claim.place, annotated.model, lang)
            out.append(
                Note(
                    "differs",
                    where,
                    say("note_claim", lang, number(result.claim.value), what, number(result.predicted)),
                    at=str(result.claim.place or ""),
                )
            )
    return tuple(out)


def _read(annotated: Annotated) -> tuple[Note, ...]:
    """How the model was read, where that is not plain: an input that was guessed, an answer that was assumed."""
    return tuple(Note("note", "", note) for note in annotated.model.notes[:MOST])


def _unexplained(annotated: Annotated, lang: str) -> tuple[Note, ...]:
    seen: dict[str, Note] = {}
    for layer in annotated.layers:
        if layer.status == "unexplained" and layer.layer.type not in seen and len(seen) < MOST:
            framework = framework_title(annotated.model) or say("the_framework", lang)
            body = say("no_rule_for", lang, layer.layer.type, number(layer.count.value), framework)
            where = place_words(layer.layer.place, annotated.model, lang) if layer.layer.place is not None else ""
            reasons = (layer.layer.why,) if layer.layer.why else ()
            seen[layer.layer.type] = Note(
                "unexplained", where, say("note_no_rule", lang, layer.name, layer.layer.type), (body, *reasons)
            )
    return tuple(seen.values())

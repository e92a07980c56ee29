"""The three truths of a model and what they come to: predicted, reported, claimed.

In: an annotated model. Out: verdicts and the lines of the total.
"""

from __future__ import annotations

from ..annotation import Annotated, AnnotatedLayer
from ..errors import Place
from ..figure.content import number
from ..formula import Value
from ..frameworks import load
from ..model import Model
from ..report.explain import explain
from .data import Truth, Verdict
from .phrases import say


def framework_title(model: Model) -> str:
    """How the framework calls itself; with its version where it was asked."""
    if model.reported_by:
        return model.reported_by
    try:
        return load(model.framework).title
    except (KeyError, ImportError):
        return model.framework


def batch_word(model: Model) -> str:
    """How the framework prints the batch."""
    try:
        return load(model.framework).batch
    except (KeyError, ImportError):
        return "N"


def status_of(annotated: Annotated) -> str:
    """One word for the whole model, as the command says it: `agrees` where something was compared; how much of it was
    stands beside it."""
    statuses = [layer.status for layer in annotated.layers]
    if annotated.broken is not None or "differs" in statuses or any(not claim.agrees for claim in annotated.claims):
        return "differs"
    if "unexplained" in statuses:
        return "unexplained"
    return "agrees" if annotated.claims or "agrees" in statuses else "unchecked"


def verdict(annotated: Annotated, lang: str) -> Verdict:
    """The line under the title."""
    status = status_of(annotated)
    word = say("broken", lang) if annotated.broken is not None else say(status, lang)
    return Verdict(status, word, _sentence(annotated, lang))


def _sentence(annotated: Annotated, lang: str) -> str:
    model, layers = annotated.model, annotated.layers
    broken = annotated.broken
    if broken is not None:
        return say("stops", lang, position(annotated, broken), len(layers))
    wrong = next((claim for claim in annotated.claims if not claim.agrees), None)
    if wrong is not None:
        return say(
            "claim_off",
            lang,
            number(wrong.claim.value),
            place_words(wrong.claim.place, model, lang),
            number(wrong.predicted),
        )
    differing = [layer.name for layer in layers if layer.status == "differs"]
    title = framework_title(model)
    if differing:
        return say("layers_differ", lang, ", ".join(differing[:4]) + (", …" if len(differing) > 4 else ""), title)
    unexplained = sum(layer.status == "unexplained" for layer in layers)
    if unexplained:
        return say("no_rule_1", lang) if unexplained == 1 else say("no_rule_n", lang, unexplained)
    agreeing = sum(layer.status == "agrees" for layer in layers)
    claim = annotated.claims[0].claim if annotated.claims else None
    if agreeing:
        all_of = say("all_of", lang, agreeing, len(layers))
        said = say("with", lang, say("and_total", lang, all_of) if agreeing == len(layers) else all_of, title)
        return say("and_claim", lang, said, source_name(model)) if claim is not None else said
    if claim is not None:
        return say("claim_only", lang, source_name(model))
    return say("not_asked", lang, len(layers))


def truths(annotated: Annotated, lang: str) -> tuple[tuple[Truth, ...], Verdict]:
    """The lines of the total and their verdict."""
    predicted = annotated.totals.params
    said = reported_total(annotated)
    lines = [Truth(say("predicted", lang), number(predicted), _formulas(annotated, lang))]
    if said is not None:
        lines.append(Truth(say("reported", lang), number(said), framework_title(annotated.model), said != predicted))
    for result in annotated.claims:
        if result.claim.what == "params":
            place = place_words(result.claim.place, annotated.model, lang)
            lines.append(Truth(say("claimed", lang), number(result.claim.value), place, not result.agrees))
    return tuple(lines), _conclusion(annotated, said, lang)


def reported_total(annotated: Annotated) -> int | None:
    """What the framework counts in all, where it was asked for every layer; tied weights are counted once."""
    sums = 0
    for layer in annotated.layers:
        reported = layer.layer.reported
        if layer.count.tied_to is not None:
            continue
        if reported is None or reported.params is None:
            return None
        sums += reported.params
    return sums if annotated.layers else None


def _formulas(annotated: Annotated, lang: str) -> str:
    formulas = [layer for layer in annotated.layers if layer.count.formula is not None or layer.inner is not None]
    values = [number(layer.count.value) for layer in formulas if layer.count.tied_to is None and layer.count.value != 0]
    if len(values) <= 1:
        return say("sum_one", lang)
    shown = values if len(values) <= 6 else [*values[:3], "…", values[-1]]
    return say("sum_formulas", lang, len(values), " + ".join(shown))


def _conclusion(annotated: Annotated, said: int | None, lang: str) -> Verdict:
    predicted: Value | None = annotated.totals.params
    claims = [claim for claim in annotated.claims if claim.claim.what == "params"]
    status = status_of(annotated)
    wrong = [claim.claim.value for claim in claims if not claim.agrees] + (
        [said] if said is not None and said != predicted else []
    )
    if wrong and isinstance(predicted, int):
        return Verdict("differs", say("differs", lang), _by(annotated, predicted, wrong[0], lang))
    if status != "agrees":
        return Verdict(
            status,
            say(status, lang),
            _sentence(annotated, lang)
            if annotated.claims or said is not None or status != "unchecked"
            else say("nothing_held", lang),
        )
    key = "all_equal" if claims and said is not None else "two_equal" if said is not None else "claim_equal"
    return Verdict("agrees", say("agrees", lang), say(key, lang))


def _by(annotated: Annotated, predicted: int, other: int, lang: str) -> str:
    """How far apart they are, and the one setting that would explain it."""
    delta = number(predicted - other)
    found = explain(annotated, "params", other, lang)
    if found is None:
        return say("by_delta", lang, delta)
    said = say("by", lang, delta, found.delta) if found.delta else say("by_delta", lang, delta)
    return f"{said}{'：' if lang == 'zh' else ': '}{found.text}"


def position(annotated: Annotated, layer: AnnotatedLayer) -> int:
    """Which layer it is, from 1; of one inside a nested model, the layer that holds it."""
    for index, candidate in enumerate(annotated.layers, 1):
        if candidate is layer or (candidate.inner is not None and candidate.inner.broken is layer):
            return index
    return len(annotated.layers)


def source_name(model: Model) -> str:
    """The file's own name, or the reference."""
    return model.source.replace("\\", "/").rsplit("/", 1)[-1] or model.name


def place_words(place: Place | None, model: Model, lang: str) -> str:
    """`vgg.yaml, line 4`."""
    name = place.path.replace("\\", "/").rsplit("/", 1)[-1] if place is not None else source_name(model)
    return say("line", lang, name, place.line) if place is not None and place.line is not None else name

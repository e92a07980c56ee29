"""The verdict on a model: four words, what each is about, and the exit code.

In: `Annotated`, and what asking the framework brought. Out: `Verdict`s, the ones that need a reader's eye first, and
`exit_code`. `agrees` and `unchecked` are fine (0), `differs` and `unexplained` are not (1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..annotation import Annotated, AnnotatedLayer, ClaimResult, Status
from ..errors import LayertallyError
from ..formula import text_value
from ..model import Ref
from .cells import clean
from .json import fix_text
from .phrases import counted, say
from .rows import facts, problem_text, text_outputs, text_shape, text_worked

MOST_NAMED = 4
BAD: tuple[Status, ...] = ("differs", "unexplained")


class Verdict(NamedTuple):
    """One line and what hangs under it. `ledger` are (name, number, remark) rows; `frame` the source line with carets;
    `notes` are lines of their own after it."""

    word: Status
    text: str
    ledger: tuple[tuple[str, str, str], ...] = ()
    details: tuple[str, ...] = ()
    frame: str = ""
    help: str = ""
    notes: tuple[str, ...] = ()


def exit_code(verdicts: Sequence[Verdict], require: bool = False) -> int:
    """1 if anything differs or has no rule; with `require` also if a model was not held against its framework."""
    words = {verdict.word for verdict in verdicts}
    return 1 if words & set(BAD) or (require and "unchecked" in words) else 0


def judge(
    annotated: Annotated, *, lang: str = "en", why: str = "", hint: str = "", first: str = "layers"
) -> tuple[Verdict, ...]:
    """All verdicts. `why` says why no framework was asked, `hint` the command that asks one; `first` what comes first
    among equals: `layers` (as `check` has it) or `claims` (as `show`)."""
    layers = [
        *_broken(annotated, lang),
        *_differing(annotated, lang),
        *_unexplained(annotated, lang),
        *_summary(annotated, lang, why, hint),
    ]
    claims = [_claim(annotated, result, lang) for result in annotated.claims]
    found = layers + claims if first == "layers" else claims + layers
    if first == "layers":
        return (*(v for v in found if v.word in BAD), *(v for v in found if v.word not in BAD))
    return tuple(found)


def everything(annotated: Annotated) -> Iterator[AnnotatedLayer]:
    """Every layer that has its own numbers, nested models opened."""
    for layer in annotated.layers:
        if layer.inner is None:
            yield layer
        else:
            yield from everything(layer.inner)


def layer_title(layer: AnnotatedLayer, lang: str = "en") -> str:
    """``layer `dense` (Dense)``; a layer whose name is its number is `layer 7 (Linear)`."""
    name, type_ = clean(layer.name), clean(layer.layer.type)
    return say("layer_index" if name.isdigit() else "layer_name", lang, name, type_)


def _broken(annotated: Annotated, lang: str) -> Iterator[Verdict]:
    for layer in everything(annotated):
        if layer.problem is None:
            continue
        place = layer.problem.place
        frame = ""
        if place is not None:
            frame = place.frame()
            source = _giver(annotated, layer)
            got = layer.problem.values.get("got")
            if place.text.strip() and source and got is not None:
                frame += " " + say("gives", lang, source, got)
        yield Verdict(
            "differs",
            say("broken", lang, layer_title(layer, lang), problem_text(layer, lang)),
            frame=frame,
            help=fix_text(layer, lang),
            notes=tuple(_unreached(annotated, lang)),
        )


def _giver(annotated: Annotated, layer: AnnotatedLayer) -> str:
    """The type of the layer whose output does not fit."""
    assert layer.problem is not None
    operand = layer.problem.operand
    refs = layer.layer.inputs
    if operand >= len(refs):
        return ""
    ref: Ref = refs[operand]
    for other in everything(annotated):
        if other.name == ref.layer:
            return clean(other.layer.type)
    return clean(ref.layer)


def _unreached(annotated: Annotated, lang: str) -> Iterator[str]:
    lost = [layer for layer in everything(annotated) if not layer.reached]
    if len(lost) == 1:
        yield say("unreached", lang, layer_title(lost[0], lang))
    elif lost:
        yield say("unreached_n", lang, f"{len(lost):,}")


def _differing(annotated: Annotated, lang: str) -> Iterator[Verdict]:
    by = annotated.model.reported_by or annotated.model.framework
    for layer in everything(annotated):
        reported = layer.layer.reported
        if layer.status != "differs" or layer.problem is not None or reported is None:
            continue
        title = layer_title(layer, lang)
        if reported.params is not None and reported.params != layer.count.value and layer.count.tied_to is None:
            worked = text_worked(layer)
            own = f"{worked} = {text_value(layer.count.value)}" if worked else text_value(layer.count.value)
            text = say("reports", lang, title, by, f"{reported.params:,}", own)
        elif reported.output_shapes and tuple(reported.output_shapes) != tuple(out.shape for out in layer.outputs):
            said = ", ".join(text_shape(shape) for shape in reported.output_shapes)
            text = say("reports_shape", lang, title, by, said, text_outputs(layer))
        else:
            own = text_value(layer.count.trainable)
            text = say("reports", lang, title, by, f"{reported.trainable} {say('trained', lang)}", own)
        place = layer.layer.place
        yield Verdict(
            "differs", text, details=tuple(filter(None, [facts(layer, lang)])), frame=place.frame() if place else ""
        )


def _unexplained(annotated: Annotated, lang: str) -> Iterator[Verdict]:
    lost = [layer for layer in everything(annotated) if layer.status == "unexplained"]
    if not lost:
        return
    by_type: dict[tuple[str, str], list[AnnotatedLayer]] = {}
    for layer in lost:
        by_type.setdefault((layer.layer.type, _tensors(layer)), []).append(layer)
    details = []
    for (type_, tensors), layers in by_type.items():
        names = clean(layers[0].name) + (f" … {clean(layers[-1].name)}" if len(layers) > 1 else "")
        counts = {layer.count.value for layer in layers}
        if counts == {None}:
            amount = say("unknown_params", lang)
        else:
            value = text_value(layers[0].count.value)
            key = "each_from" if len(layers) > 1 and len(counts) == 1 else "from"
            amount = say(key, lang, value, tensors) if tensors else value
        details.append(f"{names}   {clean(type_)}   {amount}")
    known = [layer.count.value for layer in lost if isinstance(layer.count.value, int)]
    many = counted("layers", "one_layer", len(lost), lang)
    new_rule = say("help_new_rule", lang, f"layertally rules --new {clean(lost[0].layer.type)}")
    right = say("help_total", lang, f"{sum(known):,}") + "\n" if len(known) == len(lost) else ""
    yield Verdict(
        "unexplained",
        say("no_rule_layer" if len(lost) == 1 else "no_rule_layers", lang, many),
        details=tuple(details),
        help=right + new_rule,
    )


def _tensors(layer: AnnotatedLayer) -> str:
    return ", ".join(f"{clean(name)} [{', '.join(map(str, shape))}]" for name, shape, _ in layer.layer.weights or ())


def _summary(annotated: Annotated, lang: str, why: str, hint: str) -> Iterator[Verdict]:
    """How many layers agree with the framework, or that none was asked."""
    layers = list(everything(annotated))
    agreeing = sum(1 for layer in layers if layer.status == "agrees")
    silent = sum(1 for layer in layers if layer.status == "unchecked")
    by = annotated.model.reported_by or annotated.model.framework
    refused = [
        layer for layer in layers if layer.status == "unchecked" and layer.layer.op is not None and layer.layer.why
    ]
    for layer in refused:
        yield Verdict("unchecked", say("broken", lang, layer_title(layer, lang), clean(layer.layer.why)))
    if agreeing:
        lost = sum(1 for layer in layers if layer.status == "unexplained")
        if lost and agreeing + lost == len(layers):
            yield Verdict("agrees", say("others_and_total", lang, by))
        else:
            others = [
                layer for layer in layers if layer.status == "unchecked" and layer.reached and not layer.layer.why
            ]
            counted_too = any(layer.layer.reported and layer.layer.reported.params for layer in layers)
            shaped = any(layer.layer.reported and layer.layer.reported.output_shapes for layer in layers)
            key = "with_shapes" if not counted_too else "with" if shaped else "with_params"
            text = say(key, lang, f"{agreeing:,}", f"{len(layers):,}", by)
            yield Verdict("agrees", text, details=_calls(others, lang, stated=not counted_too))
    if silent and not agreeing and annotated.broken is None:
        many = counted("layers", "one_layer", silent, lang)
        if why:
            yield Verdict("unchecked", f"{many}: {why}" if lang == "en" else f"{many}:{why}")
        elif hint:
            yield Verdict("unchecked", say("not_asked_try", lang, many, hint))
        else:
            yield Verdict("unchecked", say("not_asked", lang, many))


def _calls(layers: Sequence[AnnotatedLayer], lang: str, stated: bool = False) -> tuple[str, ...]:
    """Layers that are no class of their framework but a call, such as adding two tensors; of a file that states shapes
    alone (`stated`), those of which it states none."""
    if not layers:
        return ()
    names = ", ".join(f"{clean(layer.name)} ({clean(layer.layer.type)})" for layer in layers[:MOST_NAMED])
    return (say("not_stated" if stated else "not_asked_of", lang, names + (" …" if len(layers) > MOST_NAMED else "")),)


def _claim(annotated: Annotated, result: ClaimResult, lang: str) -> Verdict:
    claim = result.claim
    amount = _amount(claim.what, claim.text or f"{claim.value:,}", lang)
    text = say("claim", lang, amount) + (
        f" ({claim.place.path}:{claim.place.line})" if claim.place and claim.place.line else ""
    )
    if result.agrees:
        return Verdict("agrees", text)
    predicted = result.predicted
    if predicted is None:
        return Verdict("unchecked", text + say("total_unknown", lang))
    ledger = [(say("claimed", lang), f"{claim.value:,}", "")]
    formulas = sum(
        1 for layer in everything(annotated) if layer.count.formula is not None and layer.count.tied_to is None
    )
    ledger.append(
        (
            say("predicted", lang),
            text_value(predicted),
            counted("formulas", "one_formula", formulas, lang) if claim.what != "macs" else "",
        )
    )
    said = _reported_total(annotated, claim.what)
    if said is not None:
        ledger.append((say("reported", lang), f"{said:,}", annotated.model.reported_by or annotated.model.framework))
    found = None
    if isinstance(predicted, int):
        from .explain import explain

        found = explain(annotated, claim.what, claim.value, lang)
        ledger.append(
            (
                say("delta", lang),
                text_value(predicted - claim.value),
                f"= {found.delta}" if found and found.delta else "",
            )
        )
    return Verdict("differs", text, ledger=tuple(ledger), help=found.text if found else "")


def _amount(what: str, text: str, lang: str) -> str:
    if text.isdigit():
        text = f"{int(text):,}"
    if what == "params":
        return say("n_parameters", lang, text)
    if what == "macs":
        return say("n_macs", lang, text)
    return say("n_of", lang, what, text)


def _reported_total(annotated: Annotated, what: str) -> int | None:
    """The framework's own total, if it was asked of every layer."""
    if what not in ("params", "trainable", "non_trainable"):
        return None
    values: list[int] = []
    for layer in everything(annotated):
        value: int | None = getattr(layer.layer.reported, what) if layer.layer.reported is not None else None
        if value is None or layer.count.tied_to is not None:
            return None
        values.append(value)
    return sum(values)


def broken_error(annotated: Annotated, lang: str = "en") -> LayertallyError | None:
    """The first layer that its input does not fit, as an error with exit code 1; None if all fit."""
    layer = annotated.broken
    if layer is None:
        return None
    error = LayertallyError(
        say("broken", lang, layer_title(layer, lang), problem_text(layer, lang)),
        layer.problem.place if layer.problem else None,
        fix_text(layer, lang),
        notes=tuple(_unreached(annotated, lang)),
    )
    error.exit_code = 1
    return error

"""Whether two models are the same to the last number, and the proof of a description that was written.

In: annotated models; a text. Out: what differs, in words; nothing where nothing does.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...annotation import Annotated, AnnotatedLayer, annotate
from ...errors import LayertallyError
from ...group.paths import joined

MOST = 6


def proved(text: str, annotated: Annotated) -> None:
    """Raise LayertallyError unless the text reads back to the same model."""
    from ...readers import read

    name = annotated.model.name
    try:
        back = annotate(read("frozen.yaml", text=text, max_layers=max(100_000, 2 * len(annotated.layers))))
    except LayertallyError as error:
        raise LayertallyError(
            f"{name} cannot be written as a description: {error.reason}",
            fix="show and draw it as it is",
            notes=[str(error)[:2000]],
        ) from error
    off = list(differences(annotated, back))
    if off:
        said = "; ".join(off[:MOST]) + (" …" if len(off) > MOST else "")
        raise LayertallyError(
            f"{name} cannot be written as a description: {said} would differ", fix="show and draw it as it is"
        )


def differences(one: Annotated, other: Annotated, where: str = "") -> Iterator[str]:
    """What differs, each with the layer: `conv: params 320, not 640`."""
    a, b = one.model, other.model
    for what, left, right in (
        ("inputs", [(g.name, g.shape, g.dtype) for g in a.inputs], [(g.name, g.shape, g.dtype) for g in b.inputs]),
        ("outputs", a.outputs, b.outputs),
        ("layers", [layer.name for layer in one.layers], [layer.name for layer in other.layers]),
        ("groups", [g[:2] for g in a.groups], [g[:2] for g in b.groups]),
        ("totals", one.totals, other.totals),
        ("cache", a.cache, b.cache),
    ):
        if left != right:
            yield f"{where}{what}: {_short(left)}, not {_short(right)}"
    for layer in one.layers:
        if layer.name in other.names:
            yield from _layer(layer, other[layer.name], one, other, f"{where}{layer.name}")


def _layer(one: AnnotatedLayer, other: AnnotatedLayer, a: Annotated, b: Annotated, name: str) -> Iterator[str]:
    mine, theirs = _said(one, a), _said(other, b)
    for what, left in mine.items():
        if left != theirs[what]:
            yield f"{name}: {what} {_short(left)}, not {_short(theirs[what])}"
    if one.inner is not None and other.inner is not None:
        yield from differences(one.inner, other.inner, f"{name}/")


def _said(layer: AnnotatedLayer, model: Annotated) -> dict[str, object]:
    """All that a reader sees of a layer."""
    found, count = layer.layer, layer.count
    path = joined(found.scope)
    known = model.model.classes
    nested = found.model is not None
    return {
        "type": found.type if not nested else "Model" if found.type in ("Functional", "Sequential") else found.type,
        "rule": found.op,
        "inputs": found.inputs,
        "scope": path,
        "folded": found.folded,
        "classes": [known.get(".".join(path[:end]), "") for end in range(1, len(path) + 1)],
        "shape": [out.shape for out in layer.outputs],
        "params": (count.value, count.trainable, count.non_trainable, count.buffers),
        "formula": count.formula.worked(full=True) if count.formula is not None else "",
        "split": tuple(part.worked() for part in count.split) if count.split is not None else (),
        "macs": layer.macs.worked(full=True) if layer.macs is not None else "",
        "weights of": count.tied_to,
        "trained": found.trainable or found.shared is not None or not count.value,
        "why": found.why if found.op is None else "",
    }


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"

"""What Keras itself said of a model, beside what was read and worked out: every difference in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from layertally.annotation import Annotated, AnnotatedLayer

Row = Mapping[str, Any]


def differences(annotated: Annotated, rows: list[Row], quirks: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Every disagreement with the recorded rows. `quirks`: names of layers whose shape Keras states wrongly, with the
    shapes that come out when it runs."""
    layers = {layer.name: layer for layer in annotated.layers}
    for row in rows:
        if row["class"] == "InputLayer":
            continue
        where = path + row["name"]
        for number, said in enumerate(_calls(row), start=1):
            name = row["name"] if number == 1 else f"{row['name']} (call {number})"
            if name not in layers:
                yield f"{where}: call {number} is missing"
                continue
            yield from _shapes(where, layers[name], quirks.get(row["name"], said))
            if number > 1 and layers[name].layer.shared != row["name"]:
                yield f"{where}: call {number} does not share its weights"
        if row["name"] in layers:
            yield from _counts(where, layers[row["name"]], row)
            inner = layers[row["name"]].inner
            if inner is not None and row.get("layers"):
                yield from differences(inner, row["layers"], quirks, f"{where}/")


def totals_differ(annotated: Annotated, said: Mapping[str, int]) -> Iterator[str]:
    """Every total that is not the recorded one."""
    for key in ("params", "trainable", "non_trainable"):
        if getattr(annotated.totals, key) != said[key]:
            yield f"total {key} {getattr(annotated.totals, key)}, Keras says {said[key]}"


def unexplained(annotated: Annotated) -> list[str]:
    """The names of the layers without a rule, those of nested models too."""
    out = []
    for layer in annotated.layers:
        if layer.inner is not None:
            out += unexplained(layer.inner)
        elif layer.status == "unexplained":
            out.append(layer.name)
    return out


def _calls(row: Row) -> list[list[list[int | None]]]:
    """The output shapes of each call, always as a list of shapes."""
    if "calls" in row:
        calls: list[list[list[int | None]]] = row["calls"]
        return calls
    return [_listed(node["output_shape"]) for node in row.get("nodes", [row])]


def _listed(shapes: Any) -> list[list[int | None]]:
    if isinstance(shapes, dict):
        return [shapes[key] for key in sorted(shapes)]
    return shapes if shapes and isinstance(shapes[0], list) else [shapes]


def _shapes(where: str, layer: AnnotatedLayer, said: list[list[int | None]]) -> Iterator[str]:
    own = [list(out.shape) for out in layer.outputs]
    # Where Keras knows nothing of a dim (EinsumDense), more may be known; the batch is nobody's business.
    same = len(own) == len(said) and all(
        len(a) == len(b) and all(m is None or n == m for n, m in zip(a[1:], b[1:], strict=True))
        for a, b in zip(own, said, strict=True)
    )
    if not same:
        yield f"{where}: output {own}, Keras says {said}; {layer.problem or layer.layer.why}"
    if layer.status == "differs":
        yield f"{where}: differs from what the file states, {layer.layer.reported}"


def _counts(where: str, layer: AnnotatedLayer, row: Row) -> Iterator[str]:
    count = layer.count
    for key, own in (("params", count.value), ("trainable", count.trainable), ("non_trainable", count.non_trainable)):
        if own != (row[key] or 0):
            yield f"{where}: {key} {own}, Keras says {row[key]}"
    if row["params"] and layer.inner is None:
        if count.formula is None or count.formula.value != count.value:
            yield f"{where}: no worked formula"
        if count.split is not None and tuple(part.value for part in count.split) != (
            count.trainable,
            count.non_trainable,
        ):
            yield f"{where}: the split {[part.worked() for part in count.split]} is not what is trained"
    if "weights" in row and layer.weights is not None:
        own_sizes = sorted(str(tensor.size.value) for tensor in layer.weights.tensors)
        theirs = sorted(str(_product(weight["shape"])) for weight in row["weights"])
        if own_sizes != theirs:
            yield f"{where}: tensors of {own_sizes} numbers, Keras has {theirs}"


def _product(shape: list[int]) -> int:
    size = 1
    for dim in shape:
        size *= dim
    return size

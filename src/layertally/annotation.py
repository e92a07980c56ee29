"""From a model to an annotated model: every op asked, every number held against what the framework reported.

In: a `Model`. Out: `Annotated`: a frozen copy with shapes, formulas, counts, MACs, a status a layer, and totals that add
up. A shape that does not fit is a result, not an exception: the layer carries its `Problem`, what hangs on it is not
reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .errors import Place, ShapeError
from .formula import Expr, Value, thousands
from .model import Claim, Dim, Layer, Model, Ref, Shape
from .ops.base import Out, Weights

Status = Literal["agrees", "differs", "unchecked", "unexplained"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a layer has no output. `key` and `values` make the sentence (`words.problem`), `fix` is (setting in the
    framework's own word, value)."""

    key: str
    values: dict[str, object]
    place: Place | None = None
    operand: int = 0
    fix: tuple[str, object] | None = None
    fix_params: tuple[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Parameters of one layer. `formula` None: it has none, or they are counted from `tensors` without a rule.

    `value` None: not known (not reached). A tied layer has value 0 and `tied_to` says where it is counted.
    """

    value: Value | None = 0
    trainable: Value | None = 0
    non_trainable: Value | None = 0
    buffers: Value | None = 0
    formula: Expr | None = None
    split: tuple[Expr, Expr] | None = None
    tied_to: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedLayer:
    """A layer with everything worked out. `outputs` is empty where nothing is known of them."""

    layer: Layer
    input_shapes: tuple[Shape | None, ...]
    outputs: tuple[Out, ...]
    weights: Weights | None
    count: Count
    macs: Expr | None
    status: Status
    problem: Problem | None = None
    reached: bool = True
    inner: Annotated | None = None

    @property
    def name(self) -> str:
        return self.layer.name

    @property
    def shape(self) -> Shape | None:
        """The shape of its first output, None if not known."""
        return self.outputs[0].shape if self.outputs else None

    @property
    def family(self) -> str:
        if self.inner is not None:
            return self.inner.main_family
        return self.layer.op.family if self.layer.op is not None else "unk"

    @property
    def macs_value(self) -> Value | None:
        """MACs of one sample; 0 where it has none, None where they are not known."""
        if self.inner is not None:
            return self.inner.totals.macs
        if not self.reached or self.problem is not None or (self.layer.op is None and not self.outputs):
            return None
        return self.macs.value if self.macs is not None else (0 if self.layer.op is not None else None)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over layers; None where a part is not known (then `known_params` still sums what is)."""

    params: Value | None
    trainable: Value | None
    non_trainable: Value | None
    buffers: Value | None
    macs: Value | None
    known_params: Value


@dataclass(frozen=True, slots=True)
class ClaimResult:
    claim: Claim
    predicted: Value | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated model: `layers` in the model's order."""

    model: Model
    layers: tuple[AnnotatedLayer, ...]
    totals: Totals
    claims: tuple[ClaimResult, ...] = ()

    def __getitem__(self, name: str) -> AnnotatedLayer:
        for layer in self.layers:
            if layer.layer.name == name:
                return layer
        raise KeyError(name)

    @property
    def broken(self) -> AnnotatedLayer | None:
        """The first layer whose inputs do not fit it."""
        for layer in self.layers:
            if layer.problem is not None:
                return layer
            if layer.inner is not None and layer.inner.broken is not None:
                return layer.inner.broken
        return None

    @property
    def output_shapes(self) -> tuple[Shape | None, ...]:
        return tuple(self.shape_of(ref) for ref in self.model.outputs)

    @property
    def main_family(self) -> str:
        """The family that holds the most parameters."""
        sums: dict[str, int] = {}
        for layer in self.layers:
            value = layer.count.value
            sums[layer.family] = sums.get(layer.family, 0) + (value if isinstance(value, int) else 0)
        best = max(sums, key=lambda family: sums[family], default="plain")
        return best if sums.get(best) else "plain"

    def shape_of(self, ref: Ref) -> Shape | None:
        """The shape of one end of an edge, None if not known."""
        for given in self.model.inputs:
            if given.name == ref.layer:
                return given.shape
        outputs = self[ref.layer].outputs
        return outputs[ref.index].shape if ref.index < len(outputs) else None


def annotate(model: Model) -> Annotated:
    """Work everything out.

    >>> from layertally.readers.description import read_text
    >>> a = annotate(read_text("{framework: keras, input: [28, 28, 1], layers: [{Conv2D: [32, 3]}]}"))
    >>> a["conv2d"].count.formula.worked(), a.totals.params, a["conv2d"].shape
    ('(3·3·1 + 1)·32', 320, (None, 26, 26, 32))
    """
    return _annotate(model, {given.name: (Out(given.shape),) for given in model.inputs})


def _annotate(model: Model, known: dict[str, tuple[Out, ...]]) -> Annotated:
    """`known` is what the inputs are; empty where nothing reaches the model."""
    done: dict[str, AnnotatedLayer] = {}
    for layer in model.layers:
        shapes = tuple(_shape(known.get(ref.layer, ()), ref.index) for ref in layer.inputs)
        result = _annotate_layer(layer, shapes, known, done)
        done[layer.name] = result
        known[layer.name] = result.outputs
    layers = tuple(done.values())
    totals = _totals(layers)
    return Annotated(model, layers, totals, tuple(_hold(claim, totals) for claim in model.claims))


def _shape(outputs: tuple[Out, ...], index: int) -> Shape | None:
    return outputs[index].shape if index < len(outputs) else None


def _annotate_layer(
    layer: Layer,
    shapes: tuple[Shape | None, ...],
    known: dict[str, tuple[Out, ...]],
    done: dict[str, AnnotatedLayer],
) -> AnnotatedLayer:
    if layer.model is not None:
        return _annotate_nested(layer, shapes)
    if layer.op is None:
        return _unexplained(layer, shapes)
    if any(shape is None for shape in shapes):
        return AnnotatedLayer(layer, shapes, (), None, _declared(layer), None, "unchecked", reached=False)
    inputs = [shape for shape in shapes if shape is not None]
    try:
        outputs = layer.op.infer(inputs)
        weights = layer.op.weigh(inputs)
    except ShapeError as error:
        return AnnotatedLayer(
            layer, shapes, (), None, _declared(layer), None, "differs", _problem(layer, error, inputs, known, done)
        )
    count = _count(layer, weights)
    if layer.shared is not None:
        count = Count(formula=count.formula, tied_to=layer.shared)
    status = _status(layer, outputs, count)
    return AnnotatedLayer(layer, shapes, outputs, weights, count, layer.op.macs(inputs, outputs), status)


def _annotate_nested(layer: Layer, shapes: tuple[Shape | None, ...]) -> AnnotatedLayer:
    assert layer.model is not None
    model = layer.model
    reached = all(shape is not None for shape in shapes)
    if reached and len(shapes) == len(model.inputs):
        given = tuple(_fed(own, shape) for own, shape in zip(model.inputs, shapes))
        model = _with_inputs(model, given)
    inner = annotate(model) if reached else _annotate(model, {})
    outputs = tuple(Out(shape) for shape in inner.output_shapes if shape is not None)
    totals = inner.totals
    count = Count(totals.params, totals.trainable, totals.non_trainable, totals.buffers)
    if layer.shared is not None:
        count = Count(tied_to=layer.shared)
    status: Status = "differs" if inner.broken else _status(layer, outputs, count) if reached else "unchecked"
    return AnnotatedLayer(
        layer,
        shapes,
        outputs if len(outputs) == len(inner.output_shapes) else (),
        None,
        count,
        None,
        status,
        inner=inner,
        reached=reached,
    )


def _fed(own, shape):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(own, shape=shape)


def _with_inputs(model, inputs):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(model, inputs=inputs)


def _unexplained(layer: Layer, shapes: tuple[Shape | None, ...]) -> AnnotatedLayer:
    """No rule: shape as reported, parameters from the weight tensors."""
    from .formula import Num, times, total

    reported = layer.reported
    outputs = tuple(Out(shape) for shape in (reported.output_shapes or ())) if reported else ()
    tensors = layer.weights or ()
    if tensors:
        formula = total(*(times(*shape) if shape else Num(1) for _, shape, _ in tensors))
        trained = sum(_size(shape) for _, shape, trainable in tensors if trainable)
        everything = sum(_size(shape) for _, shape, _ in tensors)
        count = Count(everything, trained, everything - trained, 0, formula)
    elif reported and reported.params is not None:
        count = Count(reported.params, reported.trainable, reported.non_trainable, reported.buffers)
    else:
        count = Count(None, None, None, None)
    return AnnotatedLayer(layer, shapes, outputs, None, count, None, "unexplained")


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for dim in shape:
        size *= dim
    return size


def _count(layer: Layer, weights: Weights | None) -> Count:
    if weights is None:
        return Count()
    sums: dict[str, Value | None] = {"trainable": 0, "fixed": 0, "buffer": 0}
    for tensor in weights.tensors:
        role = "fixed" if tensor.role == "trainable" and not layer.trainable else tensor.role
        before, size = sums[role], tensor.size.value
        sums[role] = None if before is None or size is None else before + size
    trainable, fixed = sums["trainable"], sums["fixed"]
    value = None if trainable is None or fixed is None else trainable + fixed
    return Count(value, trainable, fixed, sums["buffer"], weights.params, weights.split if layer.trainable else None)


def _declared(layer: Layer) -> Count:
    """What the settings alone say of the parameters."""
    assert layer.op is not None
    if layer.shared is not None:
        return Count(tied_to=layer.shared)
    try:
        return _count(layer, layer.op.weigh(None))
    except ShapeError:
        return Count(None, None, None, None)


def _status(layer: Layer, outputs: tuple[Out, ...], count: Count) -> Status:
    reported = layer.reported
    if reported is None:
        return "unchecked"
    pairs: list[tuple[object, object]] = [
        (said, own)
        for said, own in ((reported.params, count.value), (reported.trainable, count.trainable))
        if said is not None
    ]
    if reported.output_shapes is not None:
        # A file states the shapes of those outputs that are read: the last ones may be left out.
        if len(reported.output_shapes) > len(outputs):
            return "differs"
        pairs += [(said, out.shape) for said, out in zip(reported.output_shapes, outputs)]
    if count.tied_to is not None:
        pairs = [pair for pair in pairs if isinstance(pair[0], tuple)]
    return "agrees" if all(_same(said, own) for said, own in pairs) else "differs"


def _same(said: object, own: object) -> bool:
    """Equal, where both say something: a reported unknown dim contradicts nothing."""
    if isinstance(said, tuple) and isinstance(own, tuple):
        return len(said) == len(own) and all(
            a is None or b is None or not isinstance(b, int) or a == b for a, b in zip(said[1:], own[1:])
        )
    return said == own


def _problem(
    layer: Layer,
    error: ShapeError,
    inputs: Sequence[Shape],
    known: dict[str, tuple[Out, ...]],
    done: dict[str, AnnotatedLayer],
) -> Problem:
    values = {key: _with_result(value) if isinstance(value, Expr) else value for key, value in error.values.items()}
    if error.axis is not None and "got" in values:
        values["got"] = _provenance(layer, error, known, done) or values["got"]
    for key in ("expected", "got"):
        if isinstance(values.get(key), int):
            values[key] = thousands(values[key])  # type: ignore[arg-type]
    place = layer.places.get(error.argument) or layer.place
    fix = (error.argument or error.fix[0], error.fix[1]) if error.fix else None
    return Problem(error.key, values, place, error.operand, fix, _fix_params(layer, error, inputs))


def _with_result(formula: Expr) -> str:
    """`⌊(2 − 3)/1⌋ + 1 = 0`."""
    value = formula.value
    return f"{formula.worked()} = {thousands(value) if isinstance(value, int) else value}"


def _provenance(
    layer: Layer,
    error: ShapeError,
    known: dict[str, tuple[Out, ...]],
    done: dict[str, AnnotatedLayer],
) -> str | None:
    """Where the number comes from: `32·7·7 = 1,568`, from the layer that worked it out."""
    ref = layer.inputs[error.operand]
    while True:
        outputs = known.get(ref.layer, ())
        if ref.index >= len(outputs):
            return None
        out = outputs[ref.index]
        axis = (error.axis or 0) % len(out.shape)
        for size in out.sizes:
            if size.axis == axis and isinstance(size.formula.value, int):
                worked = size.formula.worked()
                value = thousands(size.formula.value)
                return value if worked == value or worked.isdigit() else f"{worked} = {value}"
        before = done.get(ref.layer)
        # An op that passes the shape on has worked nothing out: ask the layer before it.
        if before is None or len(before.layer.inputs) != 1 or before.input_shapes[0] != out.shape:
            dim = out.shape[axis]
            return thousands(dim) if isinstance(dim, int) else None
        ref = before.layer.inputs[0]


def _fix_params(layer: Layer, error: ShapeError, inputs: Sequence[Shape]) -> tuple[str, Value] | None:
    """What the parameters would be once mended: (worked, value)."""
    from dataclasses import replace

    if error.fix is None or layer.op is None or not hasattr(layer.op, error.fix[0]):
        return None
    try:
        weights = replace(layer.op, **{error.fix[0]: error.fix[1]}).weigh(inputs)
    except ShapeError:
        return None
    if weights is None or weights.params.value is None:
        return None
    return weights.params.worked(), weights.params.value


def _totals(layers: Sequence[AnnotatedLayer]) -> Totals:
    def add(values: list[Value | None]) -> Value | None:
        total: Value = 0
        for value in values:
            if value is None:
                return None
            total = total + value
        return total

    counts = [layer.count for layer in layers]
    known = add([count.value for count in counts if count.value is not None])
    return Totals(
        add([c.value for c in counts]),
        add([c.trainable for c in counts]),
        add([c.non_trainable for c in counts]),
        add([c.buffers for c in counts]),
        add([layer.macs_value for layer in layers]),
        0 if known is None else known,
    )


def _hold(claim: Claim, totals: Totals) -> ClaimResult:
    predicted: Dim = getattr(totals, claim.what)
    agrees = isinstance(predicted, int) and abs(predicted - claim.value) <= claim.tolerance
    return ClaimResult(claim, predicted, agrees)

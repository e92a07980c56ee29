"""One operation of a trace as an op: the tables of functions, asked with the shapes of one sample.

In: a node. Out: `Made`, and which of its tensors are edges; what the tables cannot say is told by why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...errors import ShapeError
from ...frameworks.torch.functions import Given, Made, Operand, made, relaid, weighted
from ...model import Dim, Shape
from ...ops.bare import Driven, Fed, Held, Lookup, Product
from ...ops.base import Op
from ...ops.embedding import Embedding
from ...ops.wrap import TimeDistributed
from .einsums import weighted_einsum
from .kinds import LAYOUT, SHAPED_AS
from .learned import Step, accounted
from .shapes import Shapes
from .trace import Node, Src
from .units import Units

MOST_LEADING = 3
CONSTANT = frozenset({"linear", "embedding", *(f"conv{kind}{n}d" for kind in ("", "_transpose") for n in (1, 2, 3))})
"""What may work with weights that are no parameters."""
GROUPED = frozenset({"grouped_mm", "_grouped_mm"})
PRODUCTS = frozenset({"matmul", "__matmul__", "bmm", "mm", "addmm", "baddbmm"}) | GROUPED
ORDERS = frozenset({"permute", "transpose", "swapaxes", "swapdims", "movedim", "moveaxis", "t", "T", "mT"})
VIEWS = frozenset({"view", "reshape", "flatten", "unflatten", "view_as", "reshape_as", "ravel", "squeeze", "unsqueeze"})


def given_of(units: Units, shapes: Shapes, node: Node) -> Given:
    """A call as the tables take it."""

    def operand(src: Src) -> Operand:
        data = units.kinds.flows(src)
        weights = src.kind == "p" or (src.kind == "n" and units.kinds.kind[src.key] == "prep")
        return Operand(shapes.of(src), data, units.trace.tensor(src).shape if weights else None)

    def axis(place: int, dim: int) -> int:
        if place < 0 or place >= len(node.operands):
            return shapes.axis(Src("n", node.index), dim)
        return shapes.axis(node.operands[place], dim)

    outs = tuple(shapes.of(Src("n", node.index, index)) for index in range(len(node.outs)))
    return Given(node.args, node.kwargs, tuple(operand(src) for src in node.operands), outs, axis)


def function_op(units: Units, shapes: Shapes, node: Node) -> tuple[Made | None, tuple[Src, ...]]:
    """What a node is, and the sources that flow into it, in the order in which the op takes them."""
    given = given_of(units, shapes, node)
    sources = tuple(src for src in node.operands if units.kinds.flows(src))
    if node.op in SHAPED_AS:
        given, sources = given._replace(operands=given.operands[:1]), sources[:1]
    inputs = [shapes.of(src) for src in sources]
    held = units.kinds.held[node.index]
    if not sources and held:
        return _of_parameters(units, shapes, node, given), ()
    step = Step(units, shapes, (node.index,), tuple(inputs), held)
    for rule in (weighted, _with_tensors(step)) if held else (made,):
        found = rule(node.op, given)
        if found is None:
            continue
        op = fitted(found.op, inputs, given.outs)
        if op is not None:
            return found._replace(op=op), sources
    if node.flops or node.op in CONSTANT:
        found = _costly(units, shapes, node, given)
        if found is not None and gives(found.op, inputs, given.outs):
            return found, sources
    if node.op in LAYOUT and len(inputs) == 1 and len(given.outs) == 1 and not held:
        found = relaid(node.op, inputs[0], given.out)
        if node.op not in VIEWS:
            found = found._replace(type="Rearrange")
        if node.op in VIEWS | ORDERS and fitted(found.op, inputs, given.outs) is not None:
            return found, sources
    return None, sources


def _costly(units: Units, shapes: Shapes, node: Node, given: Given) -> Made | None:
    """A convolution with filters that are no parameters; a product of matrices of any form."""
    if node.op in CONSTANT and not units.kinds.held[node.index]:
        dims = tuple(units.trace.tensor(src).shape for src in node.operands)
        known = [
            each._replace(dims=own) if n else each
            for n, (each, own) in enumerate(zip(given.operands, dims, strict=True))
        ]
        found = weighted(node.op, given._replace(operands=tuple(known)))
        return found._replace(op=Driven(found.op)) if found is not None else None
    dense = weighted_einsum(units, shapes, node)
    if dense is not None:
        return Made("Einsum", dense)
    op = product_of(units, shapes, node)
    if op is None:
        return None
    held = units.kinds.held[node.index]
    word = "Einsum" if node.op == "einsum" else "MatMul"
    return Made(word, accounted(op, Step(units, shapes, (node.index,), (), held)) if held else op)


def product_of(units: Units, shapes: Shapes, node: Node) -> Product | None:
    """A product of matrices as such, where it costs what was counted."""
    inner = _summed(units, shapes, node)
    op = Product(shapes.of(Src("n", node.index))[1:], inner) if inner is not None else None
    cost = op.macs((), ()) if op is not None else None
    samples = shapes.batch if shapes.at(Src("n", node.index)) is not None else 1
    return None if cost is None or (isinstance(cost.value, int) and cost.value * samples != node.flops // 2) else op


def _summed(units: Units, shapes: Shapes, node: Node) -> Dim:
    """Over how many products each number of a product of matrices is a sum; None where that is not known."""
    dims = [units.trace.tensor(src).shape for src in node.operands]
    if node.op == "linear":
        return shapes.dim(dims[0][-1]) if dims and dims[0] else None
    if node.op in PRODUCTS:
        left = dims[0] if node.op in GROUPED else dims[-2] if len(dims) > 1 else ()
        return shapes.dim(left[-1]) if left else None
    equation = node.args[0] if node.op == "einsum" and node.args else ""
    if not isinstance(equation, str) or "->" not in equation:
        return None
    given, out = equation.replace(" ", "").replace("...", "").split("->")
    sizes: dict[str, int] = {}
    for term, shape in zip(given.split(","), dims, strict=False):
        sizes.update(zip(term, shape[len(shape) - len(term) :], strict=False))
    count: Dim = 1
    for letter, size in sizes.items():
        each = shapes.dim(size) if letter not in out else 1
        count = None if count is None or each is None else count * each
    return count


def _of_parameters(units: Units, shapes: Shapes, node: Node, given: Given) -> Made | None:
    """What only parameters flow into: rows of a table that no input picks, a product with a constant, or the parameters
    themselves."""
    if node.flops and node.op not in ("linear", "addmm"):
        return _costly(units, shapes, node, given)
    found = weighted(node.op, given)
    if found is not None and node.flops:
        first = next((src for src in node.operands if src.kind != "p"), node.operands[0])
        return found._replace(op=Fed(found.op, shapes.of(first)[1:]))
    if found is not None and isinstance(found.op, Embedding):
        return found._replace(op=Lookup(found.op.vocabulary, found.op.width, given.out[1:-1]))
    step = Step(units, shapes, (node.index,), (), units.kinds.held[node.index])
    return Made("Parameter", accounted(Held(given.out[1:]), step))


def _with_tensors(step: Step) -> Callable[[str, Given], Made | None]:
    """The rule of a function without weights, with the node's parameters beside it."""

    def rule(function: str, given: Given) -> Made | None:
        found = made(function, given)
        return found._replace(op=accounted(found.op, step)) if found else None

    return rule


def fitted(op: Op, inputs: Sequence[Shape], outs: Sequence[Shape]) -> Op | None:
    """The op if it gives what was recorded; applied to each of the leading dims where a model folded these into the
    batch; None if it gives something else."""
    for leading in range(MOST_LEADING + 1):
        if gives(op, inputs, outs):
            return op
        if len(inputs) != 1 or leading == MOST_LEADING or len(inputs[0]) < leading + 3:
            return None
        op = TimeDistributed(op)
    return None


def takes(op: Op, inputs: Sequence[Shape]) -> bool:
    """Whether an op can say anything of these inputs."""
    try:
        op.infer(inputs)
    except (ShapeError, IndexError, TypeError, ValueError):
        return False
    return True


def gives(op: Op, inputs: Sequence[Shape], outs: Sequence[Shape]) -> bool:
    """Whether an op's outputs begin with these shapes."""
    try:
        got = [out.shape for out in op.infer(inputs)]
    except (ShapeError, IndexError, TypeError, ValueError):
        return False
    return len(got) >= len(outs) and all(mine == theirs for mine, theirs in zip(got, outs, strict=False))

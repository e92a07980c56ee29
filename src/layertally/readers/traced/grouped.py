"""Rows in groups, each group times its own matrix of one stack: what experts do outside of a mixture that is one layer.

In: `Units`. Out: sets from the split of the rows to where they are put together again.
"""

from __future__ import annotations

from ...model import Dim
from ...ops.bare import Product
from .regions import Region
from .shapes import Shapes
from .trace import Node, Src
from .units import Rule, Units

SPLITS = frozenset({"split", "chunk", "tensor_split", "split_with_sizes"})
JOINS = frozenset({"cat", "concat"})
MATRICES = frozenset({"linear", "matmul", "__matmul__", "mm"})


def take_grouped(units: Units, shapes: Shapes) -> None:
    """Every such product is one set."""
    for node in units.trace.nodes:
        if node.op in JOINS and len(node.operands) > 1 and units.free(node.index):
            _take(units, shapes, node)


def _take(units: Units, shapes: Shapes, join: Node) -> None:
    trace, kinds = units.trace, units.kinds
    if not all(src.kind == "n" for src in join.operands):
        return
    products = [trace.nodes[src.key] for src in join.operands]
    given = [src for product in products for src in kinds.data[product.index]]
    stacks = {kinds.held[product.index] for product in products}
    if len({src.key for src in given}) != 1 or len(stacks) != 1 or given[0].kind != "n":
        return
    split, (held,) = trace.nodes[given[0].key], stacks
    inside = {split.index, *(product.index for product in products)}
    alone = all(len(kinds.users.get(product.index, ())) == 1 and product.op in MATRICES for product in products)
    stacked = len(held) == 1 and trace.params[held[0]].shape[:1] == (len(products),) == (len(set(given)),)
    if not alone or not stacked or split.op not in SPLITS or len(kinds.data[split.index]) != 1:
        return
    if not all(map(units.free, inside)) or set(kinds.users.get(split.index, ())) - inside:
        return
    source, out = kinds.data[split.index][0], Src("n", join.index)
    width: Dim = shapes.of(source)[-1]
    op = Product(shapes.of(out)[1:], width)
    cost, said = op.macs((), ()), sum(product.flops for product in products) // 2
    if cost is None or (isinstance(cost.value, int) and cost.value != said):
        return
    units.take({*inside, join.index}, join.index, Rule("region", Region("Linear", op, source, out)))
    units.folded.add(split.index)

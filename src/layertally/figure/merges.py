"""Where branches meet: whether a circle says it all, which operand a branch brings, what its label says.

In: a `Level`, the key of a node that several edges lead into. Out: answers and short texts.
"""

from __future__ import annotations

from .. import words
from ..model import Shape, str_dim, str_shape
from .graph import Level
from .kin import kin_of
from .tree import Key, Parallel, Series, Tangle, weight
from .units import Node, Unit

SIGNS = {"add": "+", "multiply": "×", "subtract": "−"}
JOINS = {*SIGNS, "concatenate", "stack"}


def circle_unit(level: Level, key: Key) -> Unit | None:
    """The unit of a node that is drawn as a circle with a sign: a sum or product of two, and nothing else."""
    unit = _unit(level, key)
    if unit is None or len(unit.layers) != 1 or unit.first.problem is not None or not unit.first.reached:
        return None
    op = unit.first.layer.op
    return unit if op is not None and op.kind in SIGNS and len(operands(level, key)) == 2 else None


def sign_name(unit: Unit, lang: str) -> str:
    """What stands at a sign: the layer's own name, in Chinese after what it is."""
    layer = unit.first.layer
    return f"{words.kind(layer.op, lang)} {layer.type}".strip()


def operands(level: Level, key: Key) -> list[Key]:
    """The nodes whose outputs meet in one."""
    return [each for read in level.inputs_of(key) for each in kin_of(read) or (read,)]


def are_ports(level: Level, part: Parallel) -> bool:
    """Whether nothing but ports is side by side."""
    alone = [branch.parts[0] if len(branch.parts) == 1 else None for branch in part.branches]
    return all(key in level.entries for key in alone)


def has_sign(node: Node) -> bool:
    """Whether a node is a sum or product of two that holds nothing: a circle, on which no parameters stand."""
    if not isinstance(node, Unit) or len(node.layers) != 1 or node.params != 0:
        return False
    layer = node.first.layer
    return layer.op is not None and layer.op.kind in SIGNS and len(layer.inputs) == 2


def compares(level: Level, key: Key) -> bool:
    """Whether the reader must compare what comes in: at a concatenation or an attention core."""
    unit = _unit(level, key)
    return unit is not None and len(unit.first.layer.inputs) > 1


def operand_of(level: Level, key: Key, branch: Series) -> int | None:
    """Which operand of a merge a branch brings, from 0; None if that cannot be said."""
    unit = _unit(level, key)
    if unit is None:
        return None
    last = branch.parts[-1] if branch.parts else None
    for a, b in level.edges:
        if b == key and (a == last or (last is None and a not in branch.nodes())):
            ref = level.sources[a, b]
            return next((i for i, own in enumerate(unit.first.layer.inputs) if own == ref), None)
    return None


def operand_label(level: Level, key: Key, branch: Series) -> str:
    """The one dim that a merge works out, as this branch brings it; else the branch's shape. Of layers that share a
    card `4 × 256`."""
    unit, place = _unit(level, key), operand_of(level, key, branch)
    if unit is None or place is None:
        return ""
    last = branch.parts[-1] if branch.parts else None
    kin = kin_of(last) if last is not None and not isinstance(last, (Parallel, Tangle)) else ()
    if not kin:
        return _operand_text(unit, place)
    others = {level.sources[a, b] for a, b in level.edges if b == key and a != last}
    texts = [_operand_text(unit, i) for i, ref in enumerate(unit.first.layer.inputs) if ref not in others]
    return f"{len(kin)} × {texts[0]}" if len(texts) == len(kin) and len(set(texts)) == 1 else ""


def _operand_text(unit: Unit, place: int) -> str:
    shape = unit.first.input_shapes[place]
    sizes = unit.first.outputs[0].sizes if unit.first.outputs else ()
    if shape is not None and len(sizes) == 1 and sizes[0].axis < len(shape) == len(unit.first.shape or ()):
        return str_dim(shape[sizes[0].axis])
    return _text(shape)


def projects(level: Level, key: Key) -> bool:
    """Whether a lone card beside a chain brings the same data to another width: a convolution or a dense layer."""
    unit = _unit(level, key)
    return unit is not None and unit.first.family in ("conv", "dense")


def stands_aside(level: Level, short: Series, long: Series) -> bool:
    """Whether one branch is a lone card that may stand in the lane beside a chain: it forks where that does (a table of
    positions reads nothing: it heads a column), and holds no more (a layer beside its adapter is the main way)."""
    forks = bool(short.parts) and bool(level.inputs_of(short.parts[0]))
    return forks and weight(short) == 1 and _held(level, short) <= _held(level, long)


def _held(level: Level, branch: Series) -> int:
    """How many parameters a branch has, as far as they are numbers."""
    found = (level.nodes[key].params for key in branch.nodes() if key in level.nodes)
    return sum(value for value in found if isinstance(value, int))


def skips_panels(level: Level, tree: Series) -> bool:
    """Whether a skip leads past a panel."""
    forks = [part for part in tree.parts[:-1] if isinstance(part, Parallel) and len(part.branches) == 2]
    skips = [part for part in forks if not all(branch.parts for branch in part.branches)]
    return any(level.has_panel(branch) for part in skips for branch in part.branches)


def shape_into(level: Level, key: Key, start: Key) -> str:
    """The shape that flows from `start` into a merge, a scope too."""
    node, ref = level.nodes.get(key), level.sources.get((start, key))
    for layer in node.layers if node is not None and ref is not None else ():
        if ref in layer.layer.inputs:
            return _text(layer.input_shapes[layer.layer.inputs.index(ref)])
    return ""


def skip_label(level: Level, part: Parallel, follows: Key, name: str) -> tuple[str, ...]:
    """What stands beside a bare lane round the branches of `part`: its name, and the shape it carries. Only into a sum,
    a product or a concatenation it is a skip: what experts or scopes read beside has no name."""
    inside = {key for branch in part.branches for key in branch.nodes()}
    start = next((a for a, b in level.edges if b == follows and a not in inside), None)
    shape = "" if start is None else shape_into(level, follows, start)
    unit = _unit(level, follows)
    op = unit.first.layer.op if unit is not None else None
    return ("" if shape and (op is None or op.kind not in JOINS) else name, shape)


def shares_lane(body: Series, follows: Key | None) -> bool:
    """Whether lanes of the body may run under a port: one that leads out stands beside its fork only, unless the body
    forks there again."""
    return follows is None and not isinstance(body.parts[0], Parallel)


def _unit(level: Level, key: Key) -> Unit | None:
    node = level.nodes.get(key)
    return node if isinstance(node, Unit) else None


def _text(shape: Shape | None) -> str:
    return str_shape(shape) if shape is not None else ""

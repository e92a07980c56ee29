"""What is not series-parallel, and what has more branches than fit: boxes in rows, or a plain list.

In: the edges that are left with their finished subtrees, how to make blocks of them. Out: one block no wider than
allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from .blocks.base import Block, DoesNotFitError
from .blocks.flow import Stack
from .blocks.layered import Layered
from .layering import layers, least_width, rooms, rows
from .tree import SINK, SOURCE, Key, Parallel, Series, Tangle

WIDE = 240.0
WIDTHS = (320.0, 280.0, 240.0, 204.0, 172.0, 150.0, 140.0)


def tangled(
    part: Tangle, node: Callable[[Key, float], Block], series: Callable[[Series, float, bool], Block], width: float
) -> Block:
    """The core as rows of boxes; each finished subtree is one box. Raises DoesNotFitError."""
    # As few things as can be are made for what will not fit: a graph of thousands of layers often does not.
    core = [edge for a, b, inside in part.edges for edge in _opened(a, b, inside)]
    core, leads = _led(core)
    ends = list(dict.fromkeys(key for a, b, _ in core for key in (a, b) if key not in (SOURCE, SINK)))
    trees: list[tuple[Key, Key, Series]] = []
    numbers: dict[object, int] = {key: i for i, key in enumerate(ends)}
    first, last = set(), set()
    edges: list[tuple[int, int]] = []
    for a, b, inside in core:
        if inside.parts:
            chain = [numbers.get(a), len(ends) + len(trees), numbers.get(b)]
            trees.append((a, b, inside))
        else:
            chain = [numbers.get(a), numbers.get(b)]
        known = [n for n in chain if n is not None]
        edges += pairwise(known)
        if a == SOURCE and known:
            first.add(known[0])
        if b == SINK and known:
            last.add(known[-1])
    count = len(ends) + len(trees)
    row = rows(count, edges, first, last)
    least = least_width([0.0] * count, edges, row)
    for wanted in WIDTHS if least <= width else ():
        # A row of few boxes has room for wider ones.
        each = [max(wanted, min(WIDE, room)) for room in rooms(edges, row, width)]
        for own in ([each[r] for r in row], [wanted] * count) if max(each) > wanted else ([wanted] * count,):
            boxes = [
                series(Series((*leads[key].parts, key)), w, True) if key in leads else node(key, w)
                for key, w in zip(ends, own, strict=False)
            ]
            boxes += [series(part, w, a == SOURCE) for (a, _, part), w in zip(trees, own[len(ends) :], strict=True)]
            least = least_width([2 * min(box.left, box.right) for box in boxes], edges, row)
            if least <= width:
                block = Layered(boxes, edges, layers(boxes, edges, row, width))
                least = block.width
            if least <= width:
                return block
    raise DoesNotFitError(f"{least:.0f} px in {width:.0f}")


Core = list[tuple[Key, Key, Series]]


def _led(core: Core) -> tuple[Core, dict[Key, Series]]:
    """The edges without what leads from an input to a node that reads nothing else: it is drawn with that node, in one
    box like the other inputs and what reads them."""
    into = Counter(b for _, b, _ in core)
    led = {b: inside for a, b, inside in core if a == SOURCE and inside.parts and b != SINK and into[b] == 1}
    if sum(a == SOURCE for a, _, _ in core) == len(led):
        return core, {}
    return [(a, b, Series() if a == SOURCE and b in led else inside) for a, b, inside in core], led


def _opened(a: Key, b: Key, tree: Series) -> list[tuple[Key, Key, Series]]:
    """A subtree that forks at its very start or joins at its very end has no single box: its branches become edges."""
    parts = tree.parts
    for at, part in enumerate(parts):
        if isinstance(part, Parallel) and at in (0, len(parts) - 1):
            before = a if at == 0 else parts[at - 1]
            after = b if at == len(parts) - 1 else parts[at + 1]
            out = [edge for branch in part.branches for edge in _opened(before, after, branch)]
            if at > 0:
                out = _opened(a, parts[at - 1], Series(parts[: at - 1])) + out
            if at < len(parts) - 1:
                out += _opened(parts[at + 1], b, Series(parts[at + 2 :]))
            return out
    return [(a, b, tree)]


def listing(keys: Sequence[Key], node: Callable[[Key, float], Block], width: float, gap: float) -> Apart:
    """Cards under each other in the model's order, without edges: what each reads is said on the card."""
    return Apart([node(key, width) for key in keys], gap)


class Apart(Stack):
    """A stack without edges."""

    def __init__(self, blocks: Sequence[Block], gap: float) -> None:
        super().__init__(blocks, gap)
        self.linked = False

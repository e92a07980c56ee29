"""The blocks and stages of a model that says nothing of them: from its graph and from its layers' names.

In: layers in order. Out: `Block`s. A cut lies only where a single tensor passes, so a residual block or an Inception
block is never taken apart; names such as `conv2_block1_add` or `block2a_dwconv` join what a chain alone would not show,
and give blocks and stages the names that their authors gave them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..annotation import AnnotatedLayer
from ..model import Ref

LEAST = 3
"""So many layers share a prefix before it is taken for a block's name."""


class Block(NamedTuple):
    """Neighbouring layers between two single tensors. `name` and `stage` are empty where nothing names them; `branches`
    tells that it is more than a chain."""

    layers: tuple[AnnotatedLayer, ...]
    name: str = ""
    stage: str = ""
    branches: bool = False

    @property
    def reduces(self) -> bool:
        """Whether it makes the picture smaller by a stride."""
        return any(reduces(layer) for layer in self.layers)


def blocks(layers: Sequence[AnnotatedLayer]) -> list[Block]:
    """The blocks of a part of a model, in order.

    Layers whose names share a numbered prefix (`block1_`) and that lie between two cuts are one block; of what is left,
    each piece that branches is one, with the weightless layers that follow it; chains between them are blocks without a
    name.
    """
    atoms = _atoms(layers)
    named = _prefixes(atoms)
    out: list[Block] = []
    for atom, name in zip(atoms, named, strict=True):
        previous = out[-1] if out else None
        branches = len(atom) > 1
        if previous is not None and _joins(previous, atom, name):
            out[-1] = Block((*previous.layers, *atom), previous.name or name, branches=previous.branches or branches)
        else:
            out.append(Block(tuple(atom), name, branches=branches))
    out = [block if block.name else block._replace(name=_own_name(block)) for block in out]
    counts = Counter(stage for block in out if (stage := _stage(block.name)))
    return [block._replace(stage=own if counts[own := _stage(block.name)] > 1 else "") for block in out]


def cuts(layers: Sequence[AnnotatedLayer]) -> list[int]:
    """How many tensors that were made (or fed) before each layer are still read at or after it."""
    own = {layer.name: position for position, layer in enumerate(layers)}
    last: dict[Ref, int] = {}
    first: dict[Ref, int] = {}
    for position, layer in enumerate(layers):
        for ref in layer.layer.inputs:
            last[ref] = position
            first.setdefault(ref, own.get(ref.layer, -1))
    change = [0] * (len(layers) + 1)
    for ref, end in last.items():
        change[first[ref] + 1] += 1
        change[end + 1] -= 1
    live, out = 0, []
    for position in range(len(layers)):
        live += change[position]
        out.append(live)
    return out


def reduces(layer: AnnotatedLayer) -> bool:
    """Whether a layer has a stride that makes the picture smaller."""
    op = layer.layer.op
    # What else an op calls its window (the tokens that attention looks back on, a shape) has no stride.
    stride = getattr(getattr(op, "window", None), "stride", ())
    return op is not None and op.kind != "transposed" and any(s > 1 for s in stride)


def has_weights(layer: AnnotatedLayer) -> bool:
    """Whether it has weights of its own or shares them."""
    return layer.count.value != 0 or layer.count.tied_to is not None


def ends_features(layer: AnnotatedLayer) -> bool:
    """Flatten or global pooling: the picture becomes a vector."""
    before = layer.input_shapes[0] if layer.input_shapes else None
    after = layer.shape
    if not before or not after or len(before) < 3:
        return False
    ones = len(after) > 2 and all(dim == 1 for dim in after[2:]) and any(dim != 1 for dim in before[2:])
    return len(after) == 2 or (ones and layer.family == "pool")


def _atoms(layers: Sequence[AnnotatedLayer]) -> list[list[AnnotatedLayer]]:
    """The smallest pieces between single tensors: a layer of a chain, or a whole branching piece."""
    atoms: list[list[AnnotatedLayer]] = []
    for layer, crossing in zip(layers, cuts(layers), strict=True):
        if not atoms or crossing <= 1:
            atoms.append([layer])
        else:
            atoms[-1].append(layer)
    return atoms


def _joins(block: Block, atom: Sequence[AnnotatedLayer], name: str) -> bool:
    """Whether an atom belongs to the block before it."""
    if name or block.name:
        return name == block.name
    if len(atom) > 1:
        return False
    # After a branching piece its activation still belongs to it, the head does not; a chain without names goes on.
    return not (block.branches and (has_weights(atom[0]) or ends_features(atom[0])))


# ---- names -----------------------------------------------------------------------------------------------------------


def _prefixes(atoms: Sequence[Sequence[AnnotatedLayer]]) -> list[str]:
    """For each atom the longest numbered prefix that it shares with its neighbours only; empty if there is none."""
    runs: dict[str, list[int]] = {}
    own = [_shared(atom) for atom in atoms]
    for position, shared in enumerate(own):
        for prefix in shared:
            runs.setdefault(prefix, []).append(position)
    numbered = {re.sub(r"[_\-./]?\d+[a-z]?$", "", prefix) for prefix in runs if prefix[-1:].isdigit()}
    good: dict[str, int] = {}
    for prefix, positions in runs.items():
        members = [layer for position in positions for layer in atoms[position]]
        between = set(range(positions[0], positions[-1] + 1)) - set(positions)
        together = all(_says_nothing(atoms[position]) for position in between)
        is_name = bool(re.search(r"\d[a-z]?$", prefix)) or prefix in numbered
        if together and is_name and len(members) >= LEAST and any(has_weights(layer) for layer in members):
            good[prefix] = len(members)
    out = [max((prefix for prefix in shared if prefix in good), key=len, default="") for shared in own]
    for prefix in good:
        mine = [position for position, name in enumerate(out) if name == prefix]
        for position in range(mine[0], mine[-1] + 1) if mine else ():
            out[position] = out[position] or prefix
    return out


def _shared(atom: Sequence[AnnotatedLayer]) -> set[str]:
    """The prefixes of more than half of its layers: what a framework named by itself (`re_lu_3`) has no say."""
    counts = Counter(prefix for layer in atom for prefix in prefixes(layer.name))
    return {prefix for prefix, count in counts.items() if count * 2 > len(atom)}


def _says_nothing(atom: Sequence[AnnotatedLayer]) -> bool:
    """Whether a piece between two of the same block may be named by the framework: an activation, a sum."""
    return not any(has_weights(layer) for layer in atom)


def prefixes(name: str) -> Iterator[str]:
    """The prefixes of a name that end between its words, the name itself left out.

    >>> list(prefixes("conv2_block1_1_conv"))
    ['conv2', 'conv2_block1', 'conv2_block1_1']
    >>> list(prefixes("layer1.0.conv1"))
    ['layer1', 'layer1.0']
    """
    for found in re.finditer(r"[_\-./]", name):
        if found.start():
            yield name[: found.start()]


def _stage(name: str) -> str:
    """The stage in a block's name: `conv2` of `conv2_block1`, `block2` of `block2a`; empty if it names none.

    >>> _stage("conv2_block1"), _stage("block2a"), _stage("block_1"), _stage("")
    ('conv2', 'block2', '', '')
    """
    letter = re.fullmatch(r"(.*\d)[a-z]", name)
    if letter:
        return letter[1]
    *_, last = ["", *(prefix for prefix in prefixes(name) if re.search(r"\d$", prefix))]
    return last


def _own_name(block: Block) -> str:
    """A block that branches and ends in a merge has the merge's name, `mixed0`; where a framework named the merge, what
    the names that an author gave have in common: `block35_1` of `block35_1_mixed` and `block35_1_conv`."""
    merges = [layer for layer in block.layers if len(layer.layer.inputs) > 1]
    if not block.branches or not merges:
        return ""
    given = [layer.name for layer in block.layers if not is_automatic(layer)]
    if not is_automatic(merges[-1]) or not given:
        return merges[-1].name
    common = set.intersection(*({name, *prefixes(name)} for name in given))
    return max(common, key=len, default=merges[-1].name)


FUNCTIONS = frozenset({"cat", "concat", "stack", "sub", "mul", "div", "matmul", "bmm", "einsum", "where"})
"""What merges are called where no module has a name for them."""


def is_automatic(layer: AnnotatedLayer) -> bool:
    """Whether a framework named it: `activation_33` of an `Activation`, `cat_2` of a call of `torch.cat`."""
    base = re.sub(r"[^a-z0-9]", "", layer.layer.type.lower())
    plain = re.sub(r"_\d+$", "", layer.name)
    return plain.replace("_", "") == base or plain in FUNCTIONS

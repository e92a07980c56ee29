"""Layers of one type side by side that have no room there: queries, keys and values share a card, a row each.

In: a `Level`, the block that was made of it. Out: the level with such layers as one node, and what its card says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from .. import words
from .blocks.base import Block
from .blocks.flow import Columns
from .blocks.panel import Frame
from .blocks.spine import Spine
from .graph import Level
from .ledger import Content, Row
from .options import Options
from .tangle import Apart
from .texts import anchor, part_name
from .tree import Key
from .units import Unit
from .writer import Writer

KIN = "kin"
LEAST_COLUMN = 140.0
IN_FORMULAS = frozenset({"channels", "units", "filters", "kernel", "groups", "no_bias", "vocabulary", "width"})
"""Settings whose numbers the parameters' formula has."""


def crowded(block: Block, least: float = LEAST_COLUMN) -> bool:
    """Whether cards stand on a spine, or in columns less than `least` px wide; panels have seen to theirs."""
    if isinstance(block, (Spine, Apart)) or (
        isinstance(block, Columns) and any(each.width < least for each in block.columns)
    ):
        return True
    if isinstance(block, Frame):
        return False
    held = [one for value in vars(block).values() for one in (value if isinstance(value, list) else [value])]
    return any(crowded(one, least) for one in held if isinstance(one, Block))


def joined(level: Level) -> Level | None:
    """The level with layers of one type that read the same, and are read by the same one alone, as a single node; None
    where there are none."""
    readers: dict[Key, list[Key]] = {}
    for a, b in level.edges:
        readers.setdefault(a, []).append(b)
    found: dict[object, list[Key]] = {}
    for key, node in level.nodes.items():
        reads, read = tuple(level.inputs_of(key)), readers.get(key, [])
        if isinstance(node, Unit) and len(reads) == len(read) == 1 and _is_plain(node) and read[0] in level.nodes:
            found.setdefault((node.first.layer.type, node.first.family, reads, read[0]), []).append(key)
    home = {key: (KIN, tuple(keys)) for keys in found.values() if len(keys) > 1 for key in keys}
    if not home:
        return None
    edges = {(home.get(a, a), home.get(b, b)): ref for (a, b), ref in level.sources.items()}
    order = tuple(dict.fromkeys(home.get(key, key) for key in level.order))
    nodes = {key: node for key, node in level.nodes.items() if key not in home}
    return replace(level, nodes=nodes, order=order, edges=tuple(edges), sources=edges)


def kin_of(key: Key) -> tuple[Key, ...]:
    """The nodes that one node stands for, if it stands for several."""
    return key[1] if isinstance(key, tuple) and key[0] == KIN else ()


def shared_card(
    units: Sequence[Unit], options: Options, batch: str, short: bool, name: Callable[[Unit], str]
) -> Content:
    """The card of several layers: a row of parameters each, what they have in common once; a row more where a layer
    has settings that no formula shows."""
    writers = [Writer(unit, options, batch, True, short) for unit in units]
    lang, first = options.lang, units[0].first
    facts = [writer.facts() for writer in writers]
    common = tuple(fact for fact in facts[0] if all(fact in other for other in facts))
    chains = {tuple(part_name(part, True) for part in unit.layers[1:]) for unit in units}
    acts = tuple(f"{name(unit)} → {' → '.join(writer.parts())}" for unit, writer in zip(units, writers, strict=True))
    shapes = list(dict.fromkeys(writer.shape() for writer in writers))
    rows = [Row(words.label("out", lang), "", ", ".join(shapes))]
    apart = _differ_unseen(units)
    for unit, writer, said in zip(units, writers, facts, strict=True):
        own = " · ".join(fact for fact in said if fact not in common)
        counted = [row._replace(anchor=anchor(unit.first.name)) for row in writer.param_rows()[:1]]
        rows += [Row(name(unit), own, words=True)] if apart else ()
        rows += counted if apart else [row._replace(label=name(unit)) for row in counted]
    alike = len(chains) == 1
    return Content(
        f"{writers[0].type() if alike else writers[0].kind()} × {len(units)}",
        words.label("same_input", lang),
        common if alike else (*common, *(act for act, unit in zip(acts, units, strict=True) if len(unit.layers) > 1)),
        tuple(rows),
        first.family,
        key=first.name,
    )


def _differ_unseen(units: Sequence[Unit]) -> bool:
    """Whether layers differ in a setting that stands in no formula of their parameters: a stride, a dilation."""
    said = [dict(unit.first.layer.op.facts()) for unit in units if unit.first.layer.op is not None]
    return any(len({str(facts.get(key)) for facts in said}) > 1 for key in said[0] if key not in IN_FORMULAS)


def _is_plain(unit: Unit) -> bool:
    """Whether nothing about a layer needs a card of its own."""
    first = unit.first
    sound = all(layer.reached and layer.problem is None and layer.status != "unexplained" for layer in unit.layers)
    return sound and first.count.formula is not None and first.count.tied_to is None

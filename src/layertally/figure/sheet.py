"""One group as a figure: ports, cards, panels, frame, sum.

In: `Grouped`, a group, the options. Out: blocks in a frame, then a `Drawing`. Long chains become compact lines, then two
columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .. import words
from ..formula import Value
from ..frameworks import NAMES, load
from ..group import Group, Grouped, Item, Panel, leaves
from ..model import Ref, Shape, str_shape
from ..paint.canvas import Canvas, Drawing
from ..paint.text import wide
from .blocks.base import GAP, GAP_COMPACT, GAP_PAPER, Block, Pen
from .blocks.card import Card, Columns, Line, Slim
from .blocks.panel import SHEET, Frame, Sum, Titles
from .blocks.small import Port
from .blocks.snake import Snake
from .content import content, number, percent
from .graph import Key, Level, level
from .options import Options
from .place import Maker, is_chain, lanes, longest, place
from .sums import Term, terms_texts, total_text
from .tree import decompose
from .units import Node, Unit, units

MANY_CARDS = 8
MANY_LINES = 12
PAD, INNER_PAD = 16.0, 14.0
TEACHING, SIDE_LANE = 528.0, 200.0


class Sheet(NamedTuple):
    """What is known while one group is drawn."""

    grouped: Grouped
    group: Group
    options: Options
    readers: Mapping[str, Sequence[str]]
    compact: bool
    batch: str
    parts: tuple[Group, ...] = ()
    lane: float = 0.0
    sheets: int = 0

    # ---- the figure ----

    def drawing(self) -> Drawing:
        frame = self.frame()
        width, height = round(frame.width + 2 + 0.49), round(frame.height + 2 + 0.49)
        if frame.sheets:
            width, height = width + SHEET * frame.sheets, height + SHEET * frame.sheets
        canvas = Canvas()
        frame.draw(Pen(canvas, link=self.options.link), 1 + frame.left, 1)
        return canvas.drawing(width, height, self.group.title, describe(self.grouped, self.group, self.options))

    def frame(self) -> Frame:
        sheet = self.options.sheet
        most = sheet.width - 2 * PAD - 2
        outputs = [ref for ref in self.group.outputs if self.grouped.annotated.shape_of(ref) is not None]
        tops = level(self.group.items, self.readers, fuse=self.fuses, inputs=self.group.inputs, outputs=outputs)
        tree = decompose(tops.order, tops.edges)
        lone = is_chain(tree)
        roomy = sheet.width > 600 and (
            self.options.density == "teaching" or (self.compact and self.options.density == "worked")
        )
        card = min(most, TEACHING if roomy else float(sheet.card))
        if self.compact and lone and len(tops.nodes) > MANY_LINES and sheet.width > 600:
            return self._framed(Snake(self._lines(tops, (most - 40) / 2), tops_break(tops)), tops, None)
        width = self._wanted(tops, card, most)
        block, cards = self._block(tops, width)
        results = cards / 2 - 12 if cards < width - 1 else None
        return self._framed(block, tops, results)

    def _framed(self, block: Block, tops: Level, results: float | None) -> Frame:
        titles = self._titles()
        sums: tuple[Sum, ...] = (self._sum(tops, "sum_params"),)
        if self.parts:
            terms: list[Term] = [(1, part.params) for part in self.parts]
            sums += (Sum(words.label("sum_parts", self.options.lang), terms_texts(terms), total_text(terms)),)
        return Frame(
            block,
            titles,
            sums,
            pad=PAD if self.options.sheet.width > 600 else 14.0,
            results=results,
            least=0 if self.options.sheet.width > 600 else 334.0,
        )

    def _titles(self) -> Titles:
        o, grouped, group = self.options, self.grouped, self.group
        lang = o.lang
        model = grouped.annotated.model.name
        count = len(grouped.groups)
        sub = (
            words.label("group_of", lang, group.id, count, model)
            if count > 1
            else words.label("one_layer" if len(group.layers) == 1 else "layers", lang, len(group.layers))
        )
        broken = next((layer for layer in group.layers if layer.problem is not None), None)
        if broken is not None:
            position = [layer.name for layer in grouped.annotated.layers].index(broken.name) + 1
            sub = words.label("stops", lang, position, len(grouped.annotated.layers))
            if broken.problem is not None and broken.problem.place is not None:
                sub += f" · {broken.problem.place.path.rpartition('/')[2]}:{broken.problem.place.line}"
            return Titles(
                group.title, sub, words.label("errors", lang), f"{broken.layer.type} {broken.name}", error=True
            )
        share = ""
        if count > 1 and group.params is not None and grouped.annotated.totals.known_params != 0:
            share = words.label(
                "share", lang, percent(grouped.share(group.params)), number(grouped.annotated.totals.known_params)
            )
        return Titles(group.title, sub, words.label("n_params", lang, total_text(self._group_terms())), share)

    def _group_terms(self) -> list[Term]:
        return [(1, layer.count.value) for layer in self.group.layers]

    def _wanted(self, tops: Level, card: float, most: float) -> float:
        """How wide the inside wants to be: a chain as wide as a card, a skip a lane more, branches all there is."""
        if _has_columns(decompose(tops.order, tops.edges), tops):
            return most
        inside = card
        for node in tops.nodes.values():
            if isinstance(node, Panel):
                own = self._wanted(self._inside(node), card, most) + 2 * INNER_PAD + SHEET * min(2, node.repeat - 1)
                inside = max(inside, own)
        return min(most, inside + lanes(tops, self._maker(tops), most))

    def _inside(self, panel: Panel) -> Level:
        return level(panel.items, self.readers, fuse=self.fuses, ports=False)

    def _maker(self, tops: Level, lane: float = 0.0, within: Sheet | None = None) -> Maker:
        """How the nodes of a level become blocks; `within` draws its panels."""
        sheet, lang = within or self, self.options.lang
        return Maker(
            node=lambda key, w, narrow: sheet._node(tops, key, w, narrow),
            gap=self.gap,
            skip=words.label("identity", lang),
            projection=words.label("projection", lang),
            small=self.options.sheet.width < 600,
            lane=lane,
            ports=tops.ported,
        )

    # ---- blocks ----

    @property
    def fuses(self) -> bool:
        return self.options.density != "teaching"

    @property
    def short(self) -> bool:
        return self.options.sheet.short or self.compact

    @property
    def gap(self) -> float:
        return GAP_COMPACT if self.compact else GAP_PAPER if self.options.sheet.width < 600 else GAP

    def _block(self, tops: Level, width: float) -> tuple[Block, float]:
        inner = self._within(tops, width)
        block, cards = place(tops, self._maker(tops, within=inner), width)
        if inner.lane and cards > width - 1:
            cards = width - 2 * INNER_PAD - SHEET * inner.sheets - inner.lane
        return block, cards

    def _within(self, tops: Level, width: float) -> Sheet:
        """What the panels of a level share: the widest lane and the most sheets, so that their cards have the same edges."""
        sheets = max((min(2, node.repeat - 1) for node in tops.nodes.values() if isinstance(node, Panel)), default=0)
        return self._replace(lane=self._panel_lanes(tops, width), sheets=sheets)

    def _panel_lanes(self, tops: Level, width: float) -> float:
        """The widest lane among a level's panels: all take as much, so that their cards have the same edges."""
        widest = 0.0
        for node in tops.nodes.values():
            if isinstance(node, Panel):
                inside = self._inside(node)
                own = lanes(inside, self._maker(inside), width - 2 * INNER_PAD)
                if own > SIDE_LANE or not _has_columns(decompose(inside.order, inside.edges), inside):
                    widest = max(widest, own)
        return widest

    def _node(self, tops: Level, key: Key, width: float, narrow: bool) -> Block:
        if key in tops.entries:
            return Port(self._entry_text(tops.entries[key][0]), width, self._leads(tops.entries[key][0]))
        if key in tops.exits:
            return Port(*self._exit_text(tops.exits[key], width))
        node = tops.nodes[key]
        return self._panel(node, width) if isinstance(node, Panel) else self._card(node, width, narrow)

    def _card(self, unit: Unit, width: float, narrow: bool) -> Block:
        made = content(unit, self.options, self.batch, brief=narrow, short=self.short or narrow)
        if made.family == "err":
            return Card(made, width)
        if self.compact:
            value = number(_sum_of(unit)) if made.family != "ghost" else made.right
            if unit.first.problem is None:
                shape = str_shape(unit.last.shape) if unit.last.shape else "?"
                return Line(made, width, shape, _formula_of(unit), value, self._columns())
        return Slim(made, width) if made.slim else Card(made, width)

    def _columns(self) -> Columns:
        """The widest value and formula of the group's compact lines; no formulas where compact was asked for."""
        made = list(self._units(self.group.items))
        value = max((wide(number(_sum_of(unit)), "m12b") for unit in made), default=0.0)
        formula = max((wide(_formula_of(unit), "m12") for unit in made), default=0.0)
        return Columns(value, 0.0 if self.options.density == "compact" else formula)

    def _units(self, items: Sequence[Item]) -> Iterator[Unit]:
        """Every card of a group, those in panels too."""
        for node in units(items, self.readers, self.fuses):
            if isinstance(node, Unit):
                yield node
            else:
                yield from self._units(node.items)

    def _panel(self, panel: Panel, width: float) -> Block:
        sheets = min(2, panel.repeat - 1)
        room = width - 2 * INNER_PAD - SHEET * self.sheets
        inside, lang = self._inside(panel), self.options.lang
        block, cards = place(inside, self._maker(inside, self.lane, self._within(inside, room)), room)
        terms = node_terms(inside)
        one = total_text(terms)
        total = one if panel.repeat == 1 else f"{panel.repeat} × {one} = {number(_times(panel.repeat, panel.params))}"
        title = panel.title if panel.repeat == 1 else span(panel.title, panel.last_title)
        titles = Titles(
            title, "", words.label("n_params", lang, total), badge=f"× {panel.repeat}" if panel.repeat > 1 else ""
        )
        texts = terms_texts(terms)
        sums = (Sum(words.label("sum_params", lang), texts, one),) if texts and not self.compact else ()
        results = cards / 2 - 12 if cards < room - 1 else None
        return Frame(block, titles, sums, inner=True, sheets=sheets, results=results, least=width - SHEET * self.sheets)

    def _lines(self, tops: Level, width: float) -> list[Block]:
        return [self._node(tops, key, width, False) for key in decompose(tops.order, tops.edges).nodes()]  # type: ignore[arg-type]

    # ---- ports ----

    def _entry_text(self, ref: Ref) -> str:
        annotated = self.grouped.annotated
        shape = annotated.shape_of(ref)
        text = _port_shape(shape)
        for given in annotated.model.inputs:
            if given.name == ref.layer:
                lone = len(annotated.model.inputs) == 1
                return f"{words.label('input', self.options.lang) if lone else given.name} {text}"
        home = self.grouped.group_of(ref.layer)
        if len(self.group.inputs) > 1 and home is not None:
            return f"{home.title} {text}"
        return text

    def _exit_text(self, ref: Ref, width: float) -> tuple[str, float, str]:
        shape = _port_shape(self.grouped.annotated.shape_of(ref))
        if ref in self.grouped.annotated.model.outputs:
            lone = len(self.grouped.annotated.model.outputs) == 1
            return f"{shape} → {words.label('output', self.options.lang) if lone else ref.layer}", width, ""
        goals = [g for g in self.grouped.groups if g.id != self.group.id and ref in g.inputs]
        titles = ", ".join(g.title for g in goals[:2]) + (", …" if len(goals) > 2 else "")
        return f"{shape} → {titles}", width, f"group-{goals[0].id}" if goals else ""

    def _leads(self, ref: Ref) -> str:
        home = self.grouped.group_of(ref.layer)
        return f"group-{home.id}" if home is not None else ""

    # ---- sums ----

    def _sum(self, tops: Level, key: str) -> Sum:
        terms = node_terms(tops)
        return Sum(words.label(key, self.options.lang), terms_texts(terms), total_text(terms))


def span(first: str, last: str) -> str:
    """`block2.0` to `block2.3` as `block2.0–3`.

    >>> span("block2.0", "block2.3"), span("a", "b")
    ('block2.0–3', 'a–b')
    """
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    while shared and first[shared - 1].isdigit():
        shared -= 1
    return f"{first}–{last[shared:]}"


def node_terms(tops: Level) -> list[Term]:
    """One term a card, `repeat` times for a folded panel."""
    return [_term(node) for node in tops.nodes.values()]


def _term(node: Node) -> Term:
    return (node.repeat, node.params) if isinstance(node, Panel) else (1, _sum_of(node))


def _sum_of(unit: Unit) -> Value | None:
    total: Value = 0
    for layer in unit.layers:
        if layer.count.value is None:
            return None
        total = total + layer.count.value
    return total


def _formula_of(unit: Unit) -> str:
    """The parameters' formula with its numbers, of all layers of a card."""
    formulas = [
        layer.count.formula.worked()
        for layer in unit.layers
        if layer.count.formula is not None and layer.count.tied_to is None
    ]
    return " + ".join(formulas) + " =" if formulas else ""


def _times(count: int, value: Value | None) -> Value | None:
    return None if value is None else count * value


def _port_shape(shape: Shape | None) -> str:
    return "?" if shape is None else str_shape(shape)


def tops_break(tops: Level) -> list[int]:
    """Where a long chain may be broken: after a layer that changes the resolution. Indices into the order of nodes."""
    out = []
    for i, key in enumerate(tops.order):
        node = tops.nodes.get(key)
        if isinstance(node, Unit) and node.last.family == "pool":
            out.append(i)
    return out


def _has_columns(tree: object, tops: Level) -> bool:
    """Whether a level has branches that stand side by side."""
    from .tree import Parallel, Series, Tangle

    assert isinstance(tree, Series)
    for part in tree.parts:
        if isinstance(part, Tangle):
            return True
        if isinstance(part, Parallel):
            full = [branch for branch in part.branches if any(key in tops.nodes for key in branch.nodes())]
            if len(full) > 1 or any(_has_columns(branch, tops) for branch in full):
                return True
    return False


def sheet_for(grouped: Grouped, group: Group, options: Options, parts: tuple[Group, ...] = ()) -> Sheet:
    """The sheet of a group; compact where worked cards would be too many. The last of several `parts` adds them up."""
    readers: dict[str, list[str]] = {}
    for layer in grouped.annotated.layers:
        for ref in layer.layer.inputs:
            readers.setdefault(ref.layer, []).append(layer.name)
    for ref in grouped.annotated.model.outputs:
        readers.setdefault(ref.layer, []).append("")
    framework = grouped.annotated.model.framework
    batch = load(framework).batch if framework in NAMES else "N"
    compact = options.density == "compact"
    sheet = Sheet(
        grouped, group, options, readers, compact, batch, parts=parts if len(parts) > 1 and group is parts[-1] else ()
    )
    if not compact and options.density == "worked" and _many(sheet):
        sheet = sheet._replace(compact=True)
    return sheet


def _many(sheet: Sheet) -> bool:
    tops = level(sheet.group.items, sheet.readers, fuse=True, inputs=sheet.group.inputs, outputs=sheet.group.outputs)

    return _cards(tops, sheet) > MANY_CARDS


def _cards(tops: Level, sheet: Sheet) -> int:
    """The most cards (not slim ones) on one way through a level, those in panels too."""

    def count(key: Key) -> int:
        node = tops.nodes.get(key)
        if isinstance(node, Panel):
            return _cards(level(node.items, sheet.readers, fuse=True, ports=False), sheet)
        return int(isinstance(node, Unit) and not content(node, sheet.options, "N").slim)

    return longest(tops, count)


def describe(grouped: Grouped, group: Group, options: Options) -> str:
    """The figure in words, for those who do not see it."""
    parts = []
    for layer in leaves(group.items):
        shape = str_shape(layer.shape) if layer.shape is not None else "?"
        counted = (
            f", {layer.count.formula.worked()} = {number(layer.count.value)}" if layer.count.formula is not None else ""
        )
        parts.append(f"{layer.layer.type} {layer.name}: {words.label('out', options.lang)} {shape}{counted}")
    return "; ".join(parts)[:1800]

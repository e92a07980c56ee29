"""One group as a figure: ports, cards, panels, frame, sum.

In: `Grouped`, a group, the options. Out: blocks in a frame, then a `Drawing`. Long chains become compact lines, then
two columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .. import words
from ..frameworks import NAMES, load
from ..group import Group, Grouped, Panel, leaves, span
from ..group.paths import common_scope, own_name
from ..model import str_shape
from ..paint.canvas import Canvas, Drawing
from ..paint.text import wide
from .blocks.base import GAP, GAP_COMPACT, GAP_PAPER, Block, Pen
from .blocks.card import Card, Columns, Line, slim_or_card
from .blocks.closed import Closed
from .blocks.copies import Copies
from .blocks.panel import SHEET, Frame, Sum
from .blocks.pile import longest_pile
from .blocks.snake import Snake
from .content import Content, content
from .exercise import Drill
from .exercise.cards import SUM
from .graph import Level, level
from .kin import kin_of, shared_card
from .lines import before, closed_line, counts
from .maker import Maker, lane_names
from .measures import breaks, most_cards, open_panels, results_end, sheets_behind
from .nest import nest
from .options import Options
from .place import SIDE, kept, lanes, place
from .ports import port_in, port_out
from .scope import closed
from .shapes import has_short
from .sums import node_terms, terms_texts, total_text
from .texts import number
from .titles import describe, panel_titles, sums_of, titles_of
from .tree import Key, has_columns, is_chain
from .units import Unit, side_by_side, units

MANY_CARDS = 8
MANY_LINES = 12
PAD, INNER_PAD, NARROW_PAD = 16.0, 14.0, 14.0
TEACHING, SIDE_LANE, NARROW_FRAME = 528.0, 200.0, 334.0
LARGE = 600
"""Sheets wider than so many px have room for two columns and for wide cards."""


class Sheet(NamedTuple):
    """What is known while one group is drawn."""

    grouped: Grouped
    group: Group
    options: Options
    readers: Mapping[str, Sequence[str]]
    compact: bool
    batch: str
    said: dict[tuple[object, ...], Content]
    cards: dict[tuple[object, ...], Block]
    parts: tuple[Group, ...] = ()
    lane: float = 0.0
    sheets: int = 0
    room: float = 0.0
    columns: Columns = Columns()
    drill: Drill | None = None
    fixed: bool = False
    scope: str = ""
    brief: bool = False

    # ---- the figure ----

    def drawing(self) -> Drawing:
        """The figure, with a pixel round it for its outline."""
        sheet, frame = self.settled()
        return sheet.drawn(frame)

    def settled(self) -> tuple[Sheet, Frame]:
        """The sheet as it is drawn, with its frame: compact where worked cards would make a spine too long."""
        frame = self.frame()
        shrinks = self.options.density == "worked" and not (self.compact or self.fixed) and self.drill is None
        if shrinks and longest_pile(frame) > MANY_CARDS + 2:
            sheet = self._replace(compact=True).with_columns()
            return sheet, sheet.frame()
        if not self.short and has_short(frame):
            sheet = self._replace(brief=True)  # one form of shapes in a figure
            return sheet, sheet.frame()
        return self, frame

    def drawn(self, frame: Frame) -> Drawing:
        """The figure of a frame that is already made."""
        canvas = Canvas()
        frame.draw(Pen(canvas, link=self.options.link), 1 + frame.left, 1)
        width, height = (round(size + 2 + 0.49) for size in (frame.width, frame.height))
        return canvas.drawing(width, height, self.group.title, describe(self.group, self.options))

    def frame(self) -> Frame:
        """The group in its frame, as wide as it needs."""
        sheet = self.options.sheet
        most = sheet.width - 2 * PAD - 2 - SHEET * sheets_behind(self.group)
        outputs = [ref for ref in self.group.outputs if self.grouped.annotated.shape_of(ref) is not None]
        tops = level(self.group.items, self.readers, fuse=self.fuses, inputs=self.group.inputs, outputs=outputs)
        chain = is_chain(tops.tree)
        if self.compact and chain and len(tops.nodes) > MANY_LINES and sheet.width > LARGE:
            return self._framed(Snake(self._lines(tops, (most - 40) / 2), breaks(tops)), tops, None)
        roomy = sheet.width > LARGE and (
            self.options.density == "teaching" or (self.compact and self.options.density == "worked")
        )
        width = self._wanted(tops, min(most, TEACHING if roomy else float(sheet.card)), most)
        block, cards = self._block(tops, width)
        return self._framed(block, tops, results_end(cards, width, block))

    def _framed(self, block: Block, tops: Level, results: float | None) -> Frame:
        lang, large = self.options.lang, self.options.sheet.width > LARGE
        return Frame(
            block,
            titles_of(self.grouped, self.group, self.options, self.drill),
            sums_of(tops, self.group, self.parts, lang, self._asks("").get(SUM, "")),
            pad=PAD if large else NARROW_PAD,
            results=results,
            sheets=sheets_behind(self.group),
            least=0 if large else NARROW_FRAME - SHEET * sheets_behind(self.group),
            most=self.options.sheet.width - 2.0 - SHEET * sheets_behind(self.group),
        )

    def _lines(self, tops: Level, width: float) -> list[Block]:
        inner = self._within(tops, width)
        return [inner.node(tops, key, inner.room, False) for key in tops.tree.nodes()]

    def _asks(self, layer: str) -> Mapping[str, str]:
        """The blanks of the card that begins with a layer; of no layer, that of the sum."""
        return self.drill.asks.get(layer, {}) if self.drill else {}

    # ---- measures ----

    @property
    def fuses(self) -> bool:
        """Whether a layer shares its card with the activation that follows."""
        return self.options.fuses

    @property
    def short(self) -> bool:
        """Whether shapes go without their batch."""
        return self.options.sheet.short or self.compact or self.brief

    @property
    def gap(self) -> float:
        """Between cards, in px."""
        return GAP_COMPACT if self.compact else GAP_PAPER if self.options.sheet.width < LARGE else GAP

    def _wanted(self, tops: Level, card: float, most: float) -> float:
        """How wide the inside wants to be: a chain as wide as a card, a skip a lane more, branches all there is."""
        tree = tops.tree
        if has_columns(tree, tops.nodes) or (tops.ported and nest(tree) is not None):
            return most
        inside = card
        for panel in open_panels(tops):
            own = self._wanted(self._inside(panel), card, most) + 2 * INNER_PAD + SHEET * sheets_behind(panel)
            inside = max(inside, own)
        return min(most, inside + lanes(tops, self._maker(tops), most))

    def _within(self, tops: Level, width: float) -> Sheet:
        """What the panels of a level share: the widest lane and the most sheets, so that their cards have the same
        edges."""
        lane = self._panel_lanes(tops, width)
        own = self._beside(tops, width, lane)
        if lane >= SIDE:  # lines past the panels make them narrower: there may be no room for a card beside a chain
            lane = self._panel_lanes(tops, own.room + own.kept)
        return own if lane == own.lane else self._beside(tops, width, lane)

    def _beside(self, tops: Level, width: float, lane: float) -> Sheet:
        sheets = max((sheets_behind(node) for node in tops.nodes.values() if isinstance(node, Panel)), default=0)
        own = self._replace(lane=lane, sheets=sheets)
        return own._replace(room=width - kept(tops, self._maker(tops, within=own), width))

    @property
    def kept(self) -> float:
        """What is kept free right of a level's plain cards, so that they stand under those in its panels."""
        return self.lane + SHEET * self.sheets

    def _panel_lanes(self, tops: Level, width: float) -> float:
        """The widest lane among a level's panels: all take as much, so that their cards have the same edges."""
        widest = 0.0
        for panel in open_panels(tops):
            inside = self._inside(panel)
            room = width - 2 * INNER_PAD
            within = self._within(inside, room)
            own = max(lanes(inside, self._maker(inside, within=within), room), within.kept)
            if own > SIDE_LANE or not has_columns(inside.tree, inside.nodes):
                widest = max(widest, own)
        return widest

    # ---- blocks ----

    def _inside(self, panel: Panel) -> Level:
        return level(panel.items, self.readers, fuse=self.fuses, ports=False)

    def _maker(self, tops: Level, lane: float = 0.0, within: Sheet | None = None) -> Maker:
        """How the nodes of a level become blocks; `within` draws its panels."""
        sheet, lang = within or self, self.options.lang
        return Maker(
            node=lambda key, width, narrow: sheet.node(tops, key, width, narrow),
            gap=self.gap,
            **lane_names(lang),
            small=self.compact or self.options.sheet.width < LARGE,
            lane=lane,
            shared=within.kept if within else 0.0,
            ports=tops.ported,
            name=lambda key: sheet.label(tops, key),
            kin=self.options.density != "teaching" and self.drill is None,
        )

    def _block(self, tops: Level, width: float) -> tuple[Block, float]:
        inner = self._within(tops, width)
        block, cards = place(tops, self._maker(tops, inner.kept, inner), width)
        return block, cards - (2 * INNER_PAD if inner.kept else 0.0)

    def node(self, tops: Level, key: Key, width: float, narrow: bool) -> Block:
        """The port, panel or card of a node, `width` px wide; `narrow` cards leave out what can be missed."""
        if key in tops.entries:
            return port_in(self.grouped, self.group, tops.entries[key][0], width, self.options.lang)
        if key in tops.exits:
            return port_out(self.grouped, self.group, tops.exits[key], width, self.options.lang)
        kin = [unit for unit in map(tops.nodes.get, kin_of(key)) if isinstance(unit, Unit)]
        if kin:
            return Card(shared_card(kin, self.options, self.batch, self.short or width < LARGE / 2, self.named), width)
        node = tops.nodes[key]
        if not isinstance(node, Panel):
            return self._card(node, width, narrow)
        if node.closed:
            inside = units(node.items, self.readers, self.fuses) if self.options.density != "compact" else ()
            made = closed(node, self.options, self.batch, short=self.short or narrow, inside=inside)
            anchor = f"group-{node.figure}" if node.figure else ""
            line = closed_line(made, width, self.columns)
            kid = line if self.compact and len(made.rows) == 2 and not line.tight else Card(made, width)
            return Closed(kid, sheets_behind(node), anchor, made.type)
        lone = units(node.items, self.readers, self.fuses)
        if len(lone) == 1 and isinstance(lone[0], Unit) and self.options.density != "teaching":
            behind = SHEET * sheets_behind(node)
            card = width if abs(width - self.room) < 1 else width - behind
            title = span(node.title, node.last_title) if node.repeat > 1 else node.title
            return Copies(self._card(lone[0]._replace(scope=title), card, narrow, node.repeat), sheets_behind(node))
        if abs(width - self.room) >= 1:
            return self._panel(node, width, 0.0)
        # On the level's own axis a panel takes the lane that is kept free for it; in a column it has no more than that.
        return self._panel(node, width + self.kept, self.lane)

    def _card(self, unit: Unit, width: float, narrow: bool, copies: int = 1) -> Block:
        """The card of a unit, made once for all layouts that are tried at a width."""
        look = (narrow, self.short, self.compact, self.columns)
        key = (unit.first.name, len(unit.layers), unit.scope, width, copies, look)
        if key not in self.cards:
            self.cards[key] = self._made(unit, width, narrow, copies)
        return self.cards[key]

    def _made(self, unit: Unit, width: float, narrow: bool, copies: int) -> Block:
        made = self._said(unit, narrow)
        if copies > 1:
            made = made._replace(badge=f"× {copies}")
        if made.family == "err":
            return Card(made, width)
        if self.compact and unit.first.problem is None:
            value = number(unit.params) if made.family != "ghost" else made.right
            shape = str_shape(unit.last.shape) if unit.last.shape else "?"
            return Line(made, width, shape, before(unit, self.options.lang), value, self.columns)
        return slim_or_card(made, width)

    def named(self, unit: Unit) -> str:
        """The name of a card's first layer."""
        return unit.scope or own_name(unit.first).removeprefix(self.scope)

    def label(self, tops: Level, key: Key) -> str:
        """What a node is called at a sign."""
        node = tops.nodes.get(key)
        return self.named(node) if isinstance(node, Unit) else ""

    def _said(self, unit: Unit, narrow: bool) -> Content:
        """What a card says: the same at every width that is tried."""
        short = self.short or narrow
        key = (unit.first.name, len(unit.layers), unit.scope, narrow, short)
        if key not in self.said:
            asks = self._asks(unit.first.name)
            made = content(unit, self.options, self.batch, brief=narrow, short=short, asks=asks, scope=self.scope)
            self.said[key] = made._replace(short=short)
        return self.said[key]

    def with_columns(self) -> Sheet:
        """With the widest value and formula of the group's compact lines; no formulas where compact was asked for."""
        made = list(counts(self.group.items, self.readers, self.options, self.batch))
        value = max((wide(value, "m12b") for value, _ in made), default=0.0)
        formula = max((formula.width for _, formula in made), default=0.0)
        return self._replace(columns=Columns(value, 0.0 if self.options.density == "compact" else formula))

    def _panel(self, panel: Panel, width: float, lane: float) -> Block:
        sheets = max(self.sheets, sheets_behind(panel))
        room = width - 2 * INNER_PAD - SHEET * sheets
        inside, lang = self._inside(panel), self.options.lang
        nested = self._within(inside, room)
        block, cards = place(inside, self._maker(inside, max(lane, nested.kept), nested), room)
        terms = node_terms(inside.nodes.values())
        texts, one = terms_texts(terms), total_text(terms)
        hidden = self.drill is not None and any(self._asks(layer.name) for layer in leaves(panel.items))
        sums = (Sum(words.label("sum_params", lang), texts, "?" if hidden else one),) if texts else ()
        return Frame(
            block,
            panel_titles(panel, "" if hidden else one, lang, side_by_side(panel, self.readers)),
            () if self.compact else sums,
            inner=True,
            sheets=sheets_behind(panel),
            results=results_end(cards, room),
            least=width - SHEET * sheets,
        )


def sheet_for(
    grouped: Grouped,
    group: Group,
    options: Options,
    parts: tuple[Group, ...] = (),
    drill: Drill | None = None,
    compact: bool | None = None,
) -> Sheet:
    """The sheet of a group; compact where worked cards would be too many, unless they have the blanks of a `drill`, or
    `compact` says whether. The last of several `parts` adds them up."""
    framework = grouped.annotated.model.framework
    sheet = Sheet(
        grouped,
        group,
        options,
        grouped.annotated.readers,
        compact=options.density == "compact" if compact is None else compact,
        batch=load(framework).batch if framework in NAMES else "N",
        said={},
        cards={},
        parts=parts if len(parts) > 1 and group is parts[-1] else (),
        drill=drill,
        fixed=compact is not None,
        scope=common_scope([layer.name for layer in group.layers]),
    )
    if options.density == "worked" and drill is None and compact is None:
        tops = level(group.items, sheet.readers, fuse=True, inputs=group.inputs, outputs=group.outputs)
        sheet = sheet._replace(compact=most_cards(tops, sheet.readers, sheet.options) > MANY_CARDS)
    return sheet.with_columns() if sheet.compact else sheet

"""From a level's graph to one block, by rule.

In: a `Level`, a width. Out: a `Block`. Series become stacks, a skip a lane, a lone card beside a chain a lane with a
card, other branches columns that end on a bar or in a circle; what is not series-parallel goes to `tangle`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

from .blocks.base import Block, DoesNotFitError, no_wider, widened
from .blocks.fed import Fed
from .blocks.flow import BARE, LANE, Columns, Lane, Stack, Wire, right_within
from .blocks.gather import ASIDE, Gather
from .blocks.pile import Centred
from .blocks.small import Circle, Tap
from .folded import folded
from .graph import Level
from .kin import LEAST_COLUMN, crowded, joined, kin_of
from .late import Beside, freed
from .maker import Maker
from .merges import (
    SIGNS,
    are_ports,
    circle_unit,
    compares,
    operand_label,
    operand_of,
    operands,
    projects,
    shape_into,
    shares_lane,
    sign_name,
    skip_label,
    skips_panels,
    stands_aside,
)
from .nest import nest
from .piled import piled
from .tangle import listing, tangled
from .tree import Key, Parallel, Series, Tangle, branchwise, weight, whole
from .widths import arms_of, column_widths

MIN_SMALL, MIN_CARD = 104.0, 240.0
SIDE, PORT_LANE = 228.0, 170.0
WIDE_ENOUGH = 600.0


def place(level: Level, maker: Maker, width: float) -> tuple[Block, float]:
    """The block and how wide its plain cards are: with layers that have no room side by side on one card, if that gives
    them room."""
    made = _placed(level, maker, width)
    if maker.kin and crowded(made[0]) and (fewer := joined(level)) is not None:
        other = _placed(fewer, maker, width)
        if not crowded(other[0], MIN_SMALL if maker.small else LEAST_COLUMN):
            return other
    return made


def _placed(level: Level, maker: Maker, width: float) -> tuple[Block, float]:
    """The block and how wide its plain cards are.

    Where the branches do not fit side by side the whole level is laid out in rows; where that is too wide as well, the
    cards stand under each other.
    """
    level, beside = freed(level) if maker.ports else (level, {})
    tree = level.tree
    placer = _Placer(level, maker, beside)
    # In a U a card has its neighbours on all sides: there is no room for ports beside it.
    if maker.ports and not beside and width >= WIDE_ENOUGH and (storeys := nest(tree)) is not None:
        with suppress(DoesNotFitError):
            made = folded(level, storeys, placer.node, maker.over, maker.gap, width)
            return no_wider(made, width), width
    spare = width - (MIN_SMALL if maker.small else MIN_CARD)
    taken = max(placer.lanes(tree, width), min(maker.lane, spare))
    try:
        block = no_wider(placer.series(tree, width, taken), width)
    except DoesNotFitError:
        block, taken = placer.rows(tree, width, spare)
    if maker.lane:
        # Panels under each other keep the same lane, used or not, so that all their cards stand on one axis.
        left, right = max(block.left, (width - taken) / 2), max(block.right, (width + taken) / 2)
        if left + right <= width + 0.5:
            block = widened(block, left, right)
    return block, width - taken


class _Placer(NamedTuple):
    level: Level
    maker: Maker
    beside: Mapping[Key, Beside]

    def series(
        self,
        tree: Series,
        width: float,
        lanes: float | None = None,
        fed: bool = True,
        ends: bool = True,
        arms: bool = False,
    ) -> Block:
        """A chain of blocks. `lanes` is kept free right of the cards; `fed`: it starts at the level's own inputs, else
        where an edge forks; `ends`: it ends at the level's own outputs, else where edges join; `arms`: branches at its
        end may go there one by one."""
        lanes = self.lanes(tree, width) if lanes is None else lanes
        room = width - lanes
        if lanes and room < (MIN_SMALL if self.maker.small else LEAST_COLUMN):
            raise DoesNotFitError(f"a card of {room:.0f} px beside its lanes")
        blocks: list[Block] = []
        parts = tree.parts
        i = 0
        while i < len(parts):
            part = parts[i]
            if isinstance(part, Tangle):
                blocks.append(self.tangle(part, room, ends and i + 1 == len(parts)))
            elif isinstance(part, Parallel):
                follows = parts[i + 1] if i + 1 < len(parts) else None
                if follows is None and not (ends or arms):
                    raise DoesNotFitError("branches that join with others further down")
                last = ends and i + 2 >= len(parts)
                apart = arms and follows is None
                blocks.append(self.parallel(part, follows, room, lanes, fed=fed and i == 0, last=last, arms=apart))
                i += follows is not None
            elif part not in self.level.entries or self.maker.ports:
                blocks.append(self.node(part, room))
            i += 1
        if not blocks:
            return Wire()
        return blocks[0] if len(blocks) == 1 else Stack(blocks, self.maker.gap)

    def rows(self, tree: Series, width: float, spare: float) -> tuple[Block, float]:
        """The level in rows, and what is kept free beside them: of a lane that only panels share they need nothing."""
        if 0 < self.maker.lane <= self.maker.shared:
            with suppress(DoesNotFitError):
                return no_wider(self.in_rows(tree, width), width), 0.0
        taken = max(0.0, min(self.maker.lane, spare))
        return self.in_rows(tree, width - taken), taken

    def in_rows(self, tree: Series, width: float) -> Block:
        """The whole level in rows; where that is too wide as well, on a spine; at the worst without its edges."""
        try:
            return self.tangle(whole(self.level.order, self.level.edges), width)
        except DoesNotFitError:
            pass
        try:
            return self.spine(branchwise(tree, self.level.order), width)
        except DoesNotFitError:
            shown = [key for key in self.level.order if key not in self.level.entries or self.maker.ports]
            made = listing(shown, lambda key, w: self.maker.node(key, w, w < 280), width, self.maker.gap)
            if not self.maker.ports and any(block.tight for block in made.blocks):
                raise
            return made

    def tangle(self, part: Tangle, width: float, last: bool = True) -> Block:
        """What is not series-parallel: a chain with skips on a spine, else in rows, else on a spine as well."""
        inside = set(Series((part,)).nodes())
        keys = [key for key in self.level.order if key in inside]
        if all(a in self.level.inputs_of(b) for a, b in pairwise(keys)):
            try:
                return self.spine(keys, width, last)
            except DoesNotFitError:
                pass
        return tangled(part, self.merge, lambda tree, w, fed: self.series(tree, w, None, fed, ends=False), width)

    def spine(self, keys: Sequence[Key], width: float, last: bool = True) -> Block:
        """These nodes under each other, what skips ahead on tracks beside them; what comes in is a tap; nothing comes
        after the `last`."""
        place = {key: i for i, key in enumerate(keys)}
        outside = any(a not in place for key in keys for a in self.level.inputs_of(key))
        start = int(outside)
        edges = [
            (place[a] + start if a in place else 0, i + start)
            for key, i in place.items()
            for a in self.level.inputs_of(key)
        ]
        above: list[Block] = [Tap()] if outside else []
        made = piled(
            len(keys) + start, edges, lambda room: [*above, *(self.node(key, room, spine=True) for key in keys)],
            self.maker, width,
        )  # fmt: skip
        if self.maker.ports and len(keys) == len(self.level.order):
            return made
        fed = outside or (not self.maker.ports and any(key in self.level.entries for key in keys))
        return Centred(made, width, first=not fed, last=last)

    def node(self, key: Key, width: float, spine: bool = False) -> Block:
        if key in self.level.entries and not self.maker.ports:
            return Tap()
        if any(kin_of(read) for read in self.level.inputs_of(key)) and circle_unit(self.level, key) is not None:
            return self.merge(key, width)
        made = self.maker.node(key, width, width < 280)
        if made.tight:
            raise DoesNotFitError(f"a card of {width:.0f} px")
        ports = self.beside.get(key)
        if ports is None:
            return made
        room = width / 2 - 24
        before = [self.maker.node(port, room / len(ports.before) if spine else room, True) for port in ports.before]
        after = [self.maker.node(port, room, True) for port in ports.after]
        return Fed(made, before, after, aside=spine, lines=1 if spine else len(self.level.inputs_of(key)))

    def lanes(self, tree: Series, width: float) -> float:
        """How much room the lanes of a series take right of its cards."""
        taken = 0.0
        for part, follows in zip(tree.parts, (*tree.parts[1:], None), strict=True):
            if not isinstance(part, Parallel):
                continue
            full = [branch for branch in part.branches if branch.parts]
            if (port := self._port(part, follows)) is not None:
                own, inner = self.node(port[1], PORT_LANE).width + 22, self.lanes(port[0], width)
                taken = max(taken, max(own, inner) if shares_lane(port[0], follows) else own + inner)
            elif follows is not None and len(full) == 1 and len(part.branches) == 2:
                inner = self._passed(full[0], width)
                taken = max(taken, inner + (BARE if inner else LANE))
            elif (side := self._side(part, follows, width)) is not None:
                taken = max(taken, self.lanes(side[0], width) + SIDE)
        return taken

    def _passed(self, body: Series, width: float) -> float:
        """How much room the lanes take that a skip passes: those of the body and those in its panels."""
        return max(self.lanes(body, width), self.maker.shared if self.level.has_panel(body) else 0.0)

    def _skip(self, follows: Key) -> str:
        """What a bare lane is called: into a sum it is the identity."""
        summed = circle_unit(self.level, follows) is not None
        return self.maker.skip if summed or not self.maker.over else self.maker.over

    def _port(self, part: Parallel, follows: Key | None) -> tuple[Series, Key] | None:
        """(body, port), where one of two branches is a port alone: an input that joins late, an output that leaves
        early."""
        if len(part.branches) != 2 or not self.maker.ports:
            return None
        for port, body in (part.branches, part.branches[::-1]):
            lone = port.parts[0] if len(port.parts) == 1 else None
            known = self.level.entries if follows is not None else self.level.exits
            if lone in known and not (len(body.parts) == 1 and body.parts[0] in known):
                return body, lone
        return None

    def _side(self, part: Parallel, follows: Key | None, width: float) -> tuple[Series, Series] | None:
        """(chain, lone card), where a lone card may stand in the lane beside a chain of three or more."""
        if (
            len(part.branches) != 2
            or width < WIDE_ENOUGH
            or follows is None
            or circle_unit(self.level, follows) is None
        ):
            return None
        long, short = sorted(part.branches, key=weight, reverse=True)
        return (long, short) if weight(long) >= 2 and stands_aside(self.level, short, long) else None

    def merge(self, key: Key, width: float, above: bool = False) -> Block:
        """Where branches end: a circle with its sign, or the node's own block."""
        unit = circle_unit(self.level, key)
        if unit is not None and unit.first.layer.op is not None:
            sign, name = SIGNS[unit.first.layer.op.kind], sign_name(unit, self.maker.lang)
            if len(self.level.inputs_of(key)) == 1:
                said = f" {sign} ".join(self.maker.name(each) for each in operands(self.level, key))
                name = said if Circle(sign, said).left <= width / 2 else name
            return Circle(sign, name, above)
        return self.node(key, width)

    def parallel(
        self, part: Parallel, follows: Key | None, width: float, lanes: float, *, fed: bool, last: bool, arms: bool
    ) -> Block:
        """Branches as the first form that fits: a port, a skip or a lone card in the lane, else columns."""
        port = self._port(part, follows)
        if port is not None:
            return self._with_port(port, follows, width, lanes)
        empty = [branch for branch in part.branches if not branch.parts]
        full = [branch for branch in part.branches if branch.parts]
        if follows is not None and len(full) == 1 and len(empty) == 1:
            inner = self._passed(full[0], width + lanes)
            label = skip_label(self.level, part, follows, self._skip(follows)) if lanes - inner >= LANE else ()
            body = self.series(full[0], width + inner, inner, fed=False, ends=False)
            return Lane(body, self.merge(follows, width), lanes - inner, label=label, gap=self.maker.gap)
        beside = self._side(part, follows, width + lanes)
        if beside is not None and lanes >= SIDE:
            long, short = beside
            card = self.node(short.parts[0], SIDE - 22)
            name = self.maker.projection if projects(self.level, short.parts[-1]) else ""
            label = (name, shape_into(self.level, follows, short.parts[-1]))
            inner = self.lanes(long, width + lanes)
            body = self.series(long, width + inner, inner, fed=False, ends=False)
            return Lane(body, self.merge(follows, width), lanes - inner, card, label, gap=self.maker.gap)
        try:
            return self.columns(part, follows, width, fed, arms)
        except DoesNotFitError:
            if follows is None:
                raise
            return self.spine(branchwise(Series((part, follows)), self.level.order), width, last)

    def _with_port(self, port: tuple[Series, Key], follows: Key | None, width: float, lanes: float) -> Block:
        body, side = port[0], self.node(port[1], PORT_LANE)
        if shares_lane(body, follows):
            made = self.series(body, width + lanes, lanes, fed=False)
            beside = max(width / 2, right_within(made, side.height + self.maker.gap))
            return Lane(made, None, lanes, side, gap=self.maker.gap, beside=beside)
        inner, leads_out = self.lanes(body, width + lanes), follows is None
        made = self.series(body, width + inner, inner, fed=not leads_out, ends=leads_out)
        merge = None if leads_out else self.merge(follows, width)
        return Lane(made, merge, lanes - inner, side, gap=self.maker.gap, forks=leads_out)

    def columns(self, part: Parallel, follows: Key | None, width: float, fed: bool, arms: bool) -> Block:
        gap = 14.0
        full = sum(bool(branch.parts) for branch in part.branches)
        room = width - gap * (len(part.branches) - 1) - 40.0 * (len(part.branches) - full)
        least = MIN_SMALL if self.maker.small else LEAST_COLUMN
        if room / max(1, full) < least and full > 1:
            if follows is None or not (self.maker.ports and are_ports(self.level, part)):
                raise DoesNotFitError(f"{full} columns in {room:.0f} px")
            ports = [self.node(key, width - ASIDE) for branch in part.branches for key in branch.nodes()]
            return Gather(ports, self.merge(follows, width))
        # From left to right as the merge reads them: the sum on its card then stands under its columns.
        places = {id(branch): operand_of(self.level, follows, arms_of(branch)[0]) for branch in part.branches}
        branches = sorted(part.branches, key=lambda branch: places[id(branch)] or 0)
        # On a card there is room for a line from each column of a branch that forks again; on a circle there is not.
        apart = arms or (follows is not None and circle_unit(self.level, follows) is None)
        widths = column_widths(self.level, branches, room, gap, least)
        columns = [
            self.series(branch, own, None, fed, follows is None and not arms, apart) if branch.parts else Wire()
            for branch, own in zip(branches, widths, strict=True)
        ]
        inside = sum(column.width for column in columns) + gap * (len(columns) - 1)
        bar = min(width, max(inside, self.maker.bar))
        merge = self.merge(follows, bar, above=True) if follows is not None else None
        labels: list[str] = []
        if merge is not None and not isinstance(merge, Circle) and compares(self.level, follows):
            labels = [operand_label(self.level, follows, arm) for branch in branches for arm in arms_of(branch)]
        alone = [self.level.reads_nothing(branch) for branch in branches]
        # In a panel what comes in has no port: it forks to those that read it.
        bus = not fed or (not self.maker.ports and any(alone) and not all(alone))
        return Columns(columns, merge, gap=gap, bus=bus, labels=labels, alone=alone)


def lanes(level: Level, maker: Maker, width: float) -> float:
    """How much room the lanes of a level take."""
    level, beside = freed(level) if maker.ports else (level, {})
    return _Placer(level, maker, beside).lanes(level.tree, width)


def kept(level: Level, maker: Maker, width: float) -> float:
    """How much of a level is right of its plain cards: the lane that panels share, and lanes that lead past them."""
    level, beside = freed(level) if maker.ports else (level, {})
    placer, tree = _Placer(level, maker, beside), level.tree
    return placer.lanes(tree, width) if maker.shared and skips_panels(level, tree) else maker.shared

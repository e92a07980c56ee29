"""The overview: groups as cards between input and output, in rows that are read like text.

In: `Grouped`, options. Out: a `Drawing`. A chain wraps in rows of three; towers stand in a row each and meet in the next
column; anything else is placed from top to bottom by the rules of `place`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .. import words
from ..group import Group, Grouped, Panel
from ..model import Ref, str_shape
from ..paint.canvas import Canvas, Drawing
from ..paint.text import wide, width
from .blocks.base import Block, Pen
from .blocks.groupcard import EndBox, Entry, GroupCard, Summary, swatch
from .blocks.small import Port
from .content import number, percent
from .graph import Level
from .options import Options
from .place import Maker, is_chain, place
from .tangle import Apart
from .tree import Parallel, decompose

SPACE, GUTTER, PER_ROW = 20.0, 46.0, 3
MOST_LINES, CARD = 4, 204.0
TOP, LEGEND = 34.0, 34.0


def overview(grouped: Grouped, options: Options) -> Drawing:
    """The figure of the whole model."""
    return _Overview(grouped, options).drawing()


class Tower(NamedTuple):
    """Groups that hang on one input."""

    ends: tuple[Ref, ...]
    groups: tuple[Group, ...]


class _Overview(NamedTuple):
    grouped: Grouped
    options: Options

    def drawing(self) -> Drawing:
        canvas = Canvas()
        pen = Pen(canvas, surface="page", link=self.options.link)
        most = float(self.options.sheet.width)
        head = self._head_height(most)
        if most > 600 and (rows := self._chain()) is not None:
            w, bottom = self._draw_rows(pen, rows, most, head)
        elif most > 600 and (towers := self._towers()) is not None:
            w, bottom = self._draw_towers(pen, towers[0], towers[1], most, head)
        else:
            w, bottom = self._draw_placed(pen, most, head)
        w = max(w, min(most, self._head_width()))
        self._draw_head(pen, w)
        bottom = self._draw_legend(pen, w, bottom + 24)
        name = self.grouped.annotated.model.name
        return canvas.drawing(round(w + 0.49), round(bottom + 0.49), name, self._words())

    # ---- what the cards say ----

    def summary(self, group: Group, fed: bool = False) -> Summary:
        """What a group's card says; `fed`: also what comes in."""
        lang = self.options.lang
        shapes = [self.grouped.annotated.shape_of(ref) for ref in group.outputs]
        out = ", ".join(str_shape(shape) if shape is not None else "?" for shape in shapes[:2]) + (
            " …" if len(shapes) > 2 else ""
        )
        rows = ((words.label("out", lang), out or "?"), (words.label("params", lang), number(group.params)))
        if fed:
            shapes = [self.grouped.annotated.shape_of(ref) for ref in group.inputs]
            into = ", ".join(str_shape(shape) if shape is not None else "?" for shape in shapes[:2]) + (
                " …" if len(shapes) > 2 else ""
            )
            rows = ((words.label("in", lang), into or "?"), *rows)
        unreached = all(not layer.reached for layer in group.layers)
        broken = any(layer.problem is not None for layer in group.layers)
        return Summary(
            group.title,
            words.label("fig", lang, group.id),
            entries(group),
            rows,
            group.family,
            self.grouped.share(group.params),
            f"group-{group.id}",
            "err" if broken else "ghost" if unreached else "",
        )

    def _cards(self, groups: Sequence[Group], w: float, fed: bool = False) -> list[GroupCard]:
        made = [self.summary(group, fed) for group in groups]
        lines = max(len(summary.entries) for summary in made)
        return [GroupCard(summary, w, lines) for summary in made]

    def _ends(self) -> tuple[list[EndBox], list[EndBox]]:
        annotated, lang = self.grouped.annotated, self.options.lang
        given, refs = annotated.model.inputs, annotated.model.outputs
        first = [
            EndBox(words.label("input", lang) if len(given) == 1 else one.name, str_shape(one.shape)) for one in given
        ]
        last = []
        for ref in refs:
            shape = annotated.shape_of(ref)
            last.append(
                EndBox(
                    words.label("output", lang) if len(refs) == 1 else ref.layer,
                    str_shape(shape) if shape is not None else "?",
                )
            )
        return first, last

    # ---- which form ----

    def _links(self) -> tuple[list[tuple[str, str]], Level]:
        groups = {("node", i): group for i, group in enumerate(self.grouped.groups)}
        key = {group.id: k for k, group in groups.items()}
        inputs = {given.name: ("in", i) for i, given in enumerate(self.grouped.annotated.model.inputs)}
        edges: dict[tuple[tuple[str, int], tuple[str, int]], Ref] = {}
        for start, end, ref in self.grouped.edges():
            edges.setdefault((key.get(start) or inputs[start], key[end]), ref)
        exits = {}
        for i, ref in enumerate(self.grouped.annotated.model.outputs):
            home = self.grouped.group_of(ref.layer)
            if home is not None:
                exits[("out", i)] = ref
                edges[(key[home.id], ("out", i))] = ref
        entries_ = {k: (Ref(name),) for name, k in inputs.items()}
        level = Level(groups, entries_, exits, (*entries_, *groups, *exits), tuple(edges), edges)  # type: ignore[arg-type]
        return [(str(a), str(b)) for a, b in edges], level

    def _chain(self) -> list[Group] | None:
        """The groups if they are a chain with one input and one output."""
        _, level = self._links()
        return list(self.grouped.groups) if is_chain(decompose(level.order, level.edges)) else None

    def _towers(self) -> tuple[list[list[Group]], list[Group]] | None:
        """(towers, trunk), where each input has a chain of its own and all meet in a chain; three columns at the most."""
        _, level = self._links()
        tree = decompose(level.order, level.edges)
        if (
            not tree.parts
            or not isinstance(tree.parts[0], Parallel)
            or any(isinstance(part, Parallel) for part in tree.parts[1:])
        ):
            return None
        towers = []
        for branch in tree.parts[0].branches:
            if not is_chain(branch) or not branch.parts:
                return None
            towers.append([level.nodes[key] for key in branch.parts if key in level.nodes])
        trunk = [level.nodes[key] for key in tree.parts[1:] if key in level.nodes]
        if not trunk or not all(towers) or max(map(len, towers)) + len(trunk) > PER_ROW or len(level.exits) != 1:
            return None
        return towers, trunk  # type: ignore[return-value]

    # ---- rows ----

    def _draw_rows(self, pen: Pen, groups: Sequence[Group], most: float, top: float) -> tuple[float, float]:
        (first, *_), (last, *_) = self._ends()
        rows = [groups[i : i + PER_ROW] for i in range(0, len(groups), PER_ROW)]
        several = len(rows) > 1
        margin_l = max(first.width + SPACE, 70.0 if several else 0.0)
        margin_r = max(last.width + SPACE, 70.0 if several else 0.0)
        columns = max(len(row) for row in rows)
        w_card = min(CARD, (most - 2 - margin_l - margin_r - SPACE * (columns - 1)) / columns)
        w = 2 + margin_l + margin_r + w_card * columns + SPACE * (columns - 1)
        y = top
        for r, row in enumerate(rows):
            cards = self._cards(row, w_card)
            middle = y + cards[0].height / 2
            axes = [1 + margin_l + w_card / 2 + i * (w_card + SPACE) for i in range(len(row))]
            if r == 0:
                first.draw(pen, 1 + first.left, middle - first.height / 2)
                self._edge(pen, [(1 + first.width, middle), (axes[0] - w_card / 2, middle)], row[0])
            for card, axis in zip(cards, axes):
                card.draw(pen, axis, y)
            for left, right, group in zip(axes, axes[1:], row[1:]):
                self._edge(pen, [(left + w_card / 2, middle), (right - w_card / 2, middle)], group)
            end = axes[-1] + w_card / 2
            if r + 1 < len(rows):
                gutter, below = y + cards[0].height + GUTTER / 2 + 4, y + cards[0].height + GUTTER
                next_height = self._cards(rows[r + 1], w_card)[0].height
                into = below + next_height / 2
                self._edge(
                    pen,
                    [
                        (end, middle),
                        (end + 35, middle),
                        (end + 35, gutter),
                        (1 + 35, gutter),
                        (1 + 35, into),
                        (1 + margin_l, into),
                    ],
                    rows[r + 1][0],
                )
                y = below
            else:
                last.draw(pen, end + SPACE + last.left, middle - last.height / 2)
                pen.canvas.edge([(end, middle), (end + SPACE, middle)])
                y += cards[0].height
        return w, y

    def _edge(self, pen: Pen, points: list[tuple[float, float]], into: Group) -> None:
        if any(layer.reached for layer in into.layers):
            pen.canvas.edge(points, radius=10)

    # ---- towers ----

    def _draw_towers(
        self, pen: Pen, towers: list[list[Group]], trunk: list[Group], most: float, top: float
    ) -> tuple[float, float]:
        firsts, (last, *_) = self._ends()
        depth = max(map(len, towers))
        columns = depth + len(trunk)
        margin_l, margin_r, bend = max(f.width for f in firsts) + SPACE, last.width + SPACE, 56.0
        w_card = min(CARD, (most - 2 - margin_l - margin_r - SPACE * (columns - 2) - bend) / columns)
        w = 2 + margin_l + margin_r + w_card * columns + SPACE * (columns - 2) + bend
        x0 = 1 + margin_l
        rows, y = [], top
        for tower, first in zip(towers, firsts):
            cards = self._cards(tower, w_card)
            middle = y + cards[0].height / 2
            first.draw(pen, 1 + margin_l - SPACE - first.right, middle - first.height / 2)
            at = x0 + (depth - len(tower)) * (w_card + SPACE)
            pen.canvas.edge([(1 + margin_l - SPACE, middle), (at, middle)])
            for i, card in enumerate(cards):
                card.draw(pen, at + w_card / 2, y)
                if i:
                    pen.canvas.edge([(at - SPACE, middle), (at, middle)])
                at += w_card + SPACE
            rows.append((at - SPACE, middle))
            y += cards[0].height + 22
        bottom = y - 22
        cards = self._cards(trunk, w_card)
        middle = (rows[0][1] + rows[-1][1]) / 2
        at = x0 + depth * w_card + (depth - 1) * SPACE + bend
        spread = 32.0 if len(rows) == 2 else min(32.0, (cards[0].height - 40) / max(1, len(rows) - 1))
        for i, (end, row_y) in enumerate(rows):
            land = middle + (i - (len(rows) - 1) / 2) * spread
            pen.canvas.edge([(end, row_y), (end + bend / 2, row_y), (end + bend / 2, land), (at, land)], radius=10)
        for i, card in enumerate(cards):
            card.draw(pen, at + w_card / 2, middle - card.height / 2)
            if i:
                pen.canvas.edge([(at - SPACE, middle), (at, middle)])
            at += w_card + SPACE
        last.draw(pen, at + last.left, middle - last.height / 2)
        pen.canvas.edge([(at - SPACE, middle), (at, middle)])
        return w, max(bottom, middle + cards[0].height / 2)

    # ---- from top to bottom ----

    def _draw_placed(self, pen: Pen, most: float, top: float) -> tuple[float, float]:
        _, level = self._links()
        tree = decompose(level.order, level.edges)
        chain = is_chain(tree)
        most = most - 2

        def make(key: object, width: float, narrow: bool) -> Block:
            firsts, lasts = self._ends()
            if key in level.entries or key in level.exits:
                box = (firsts if key in level.entries else lasts)[key[1]]  # type: ignore[index]
                return Port(f"{box.name} {box.shape}", width)
            joins = len(level.inputs_of(key)) > 1  # type: ignore[arg-type]
            return GroupCard(
                self.summary(level.nodes[key]), width if joins and not chain else min(width, 304.0 if chain else 240.0)
            )  # type: ignore[arg-type,index]

        skip = words.label("skip", self.options.lang)
        maker = Maker(make, 22.0, skip, skip, small=self.options.sheet.width < 600)
        block, _ = place(level, maker, min(most, 334.0) if chain else most)
        if isinstance(block, Apart):
            return self._draw_grid(pen, most, top)
        w = max(block.width + 2, self._head_width() if self._head_width() <= most else 0)
        block.draw(pen, (w - block.width) / 2 + block.left, top)
        return w, top + block.height

    def _draw_grid(self, pen: Pen, most: float, top: float) -> tuple[float, float]:
        """Groups that no picture of edges would make clearer: cards in rows, each with what comes in."""
        columns = max(1, min(PER_ROW, int(most // (CARD + SPACE))))
        w_card = min(CARD + 20, (most - 2 - SPACE * (columns - 1)) / columns)
        y = top
        for i in range(0, len(self.grouped.groups), columns):
            cards = self._cards(self.grouped.groups[i : i + columns], w_card, fed=True)
            for j, card in enumerate(cards):
                card.draw(pen, 1 + w_card / 2 + j * (w_card + SPACE), y)
            y += max(card.height for card in cards) + SPACE
        return 2 + columns * w_card + (columns - 1) * SPACE, y - SPACE

    # ---- title, legend, words ----

    def _head(self) -> tuple[str, str, str]:
        grouped, lang = self.grouped, self.options.lang
        model = grouped.annotated.model
        totals = grouped.annotated.totals
        known = number(totals.known_params)
        total = known if totals.params is not None else f"{known} + ?"
        count = len(list(model.layers))
        return (
            model.name,
            words.label("layers_in_groups", lang, count, len(grouped.groups)),
            words.label("n_params", lang, total),
        )

    def _head_width(self) -> float:
        name, sub, total = self._head()
        return wide(name, "t15") + 10 + wide(sub, "t11") + 20 + wide(total, "t13")

    def _head_height(self, most: float) -> float:
        return TOP if self._head_width() <= most else TOP + 18

    def _draw_head(self, pen: Pen, w: float) -> None:
        from ..paint.text import ellipsis

        name, sub, total = self._head()
        canvas = pen.canvas
        if self._head_width() <= w:
            end = 1 + canvas.text(1, 17, name, "t15")
            canvas.text(end + 10, 17, sub, "t11", "muted")
            canvas.text(w - 1, 17, total, "t13", anchor="end")
            return
        canvas.text(1, 17, ellipsis(name, "t15", w - 2), "t15")
        room = w - wide(total, "t13") - 14
        canvas.text(1, 35, ellipsis(sub, "t11", room), "t11", "muted")
        canvas.text(w - 1, 35, total, "t13", anchor="end")

    def _families(self) -> list[str]:
        present = {entry.family for group in self.grouped.groups for entry in entries(group)}
        return [f for f in ("conv", "pool", "embed", "seq", "core", "norm", "dense", "plain", "unk") if f in present]

    def _legend_items(self) -> list[str]:
        return [words.family(family, self.options.lang) for family in self._families()]

    def _draw_legend(self, pen: Pen, w: float, y: float) -> float:
        x = 1.0
        for family, text in zip(self._families(), self._legend_items()):
            if x > 1 and x + 14 + wide(text, "t11") > w:
                x, y = 1.0, y + 18
            swatch(pen, x, y - 8, family)
            pen.canvas.text(x + 14, y, text, "t11", "muted")
            x += 14 + width(text, "t11") + 18
        if self.grouped.annotated.totals.known_params == 0:
            return y + 8
        note = words.label("bar", self.options.lang)
        if x + wide(note, "t11") > w - 1:
            y += 18
        pen.canvas.text(w - 1, y, note, "t11", "muted", "end")
        return y + 8

    def _words(self) -> str:
        name, sub, total = self._head()
        parts = [
            f"{s.title}: {', '.join(e.text for e in s.entries)}; {', '.join(f'{a} {b}' for a, b in s.rows)} ({percent(s.share)})"
            for s in map(self.summary, self.grouped.groups)
        ]
        return f"{name}, {sub}, {total}. " + ". ".join(parts)[:1800]


def entries(group: Group) -> tuple[Entry, ...]:
    """What is inside a group, by type, what has weights first where there is not room for all."""
    counts: dict[tuple[str, str, bool], int] = {}
    for item in group.items:
        if isinstance(item, Panel):
            title = stem(item.title) if item.repeat > 1 else item.title
            key = (title, panel_family(item), item.repeat > 1)
            counts[key] = counts.get(key, 0) + item.repeat
        else:
            key = (item.layer.type, item.family, False)
            counts[key] = counts.get(key, 0) + 1
    found = [
        (Entry(text if count == 1 else f"{text} × {count}", family, many), key)
        for key, count in counts.items()
        for text, family, many in [key]
    ]
    if len(found) > MOST_LINES:
        ranked = sorted(range(len(found)), key=lambda i: (found[i][0].family == "plain", i))[: MOST_LINES - 1]
        kept = [found[i][0] for i in sorted(ranked)]
        return (*kept, Entry(f"+ {len(found) - len(kept)}", "plain"))
    return tuple(entry for entry, _ in found)


def stem(title: str) -> str:
    """`block2.0` without its number.

    >>> stem("block2.0"), stem("layers.11"), stem("7")
    ('block2', 'layers', '7')
    """
    return title.rstrip("0123456789").rstrip("._-/ ") or title


def panel_family(panel: Panel) -> str:
    """The family that holds the most parameters of a panel."""
    from ..group import leaves

    sums: dict[str, int] = {}
    for layer in leaves(panel.items):
        if isinstance(layer.count.value, int):
            sums[layer.family] = sums.get(layer.family, 0) + layer.count.value
    best = max(sums, key=lambda family: sums[family], default="plain")
    return best if sums.get(best) else "plain"

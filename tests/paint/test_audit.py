from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from layertally.paint.audit import audit
from layertally.paint.canvas import Canvas
from layertally.paint.text import Style
from paint.sample import group

if TYPE_CHECKING:
    from collections.abc import Callable


def card(c: Canvas, x: float = 100, y: float = 100, w: float = 200, h: float = 60, role: str = "card") -> None:
    c.box(x, y, w, h, fill="plain", stroke="line", radius=6, role=role)


def two_cards(c: Canvas) -> None:
    card(c, 100, 50)
    card(c, 100, 200)


def overlapping_texts(c: Canvas) -> None:
    c.text(20, 20, "one line of text", "t12")
    c.text(60, 24, "another", "m12")


def long_text(c: Canvas) -> None:
    card(c)
    c.text(110, 120, "a line that is far too long for its card", "m12")


def fits_only_in_inter(c: Canvas) -> None:
    card(c, w=240)
    c.text(105, 120, "wide enough for Inter, not for the widest", "t12")


def text_into_card(c: Canvas) -> None:
    card(c)
    c.text(80, 130, "label", "t12")


def text_off_canvas(c: Canvas) -> None:
    c.text(380, 20, "leaves the figure", "t12")


def box_off_canvas(c: Canvas) -> None:
    card(c, x=0.2)


def half_over(c: Canvas) -> None:
    card(c)
    card(c, 150, 130)


def half_out_of_frame(c: Canvas) -> None:
    card(c, 50, 50, 100, 100, role="frame")
    card(c, 100, 80, 100, 40)


def edge_through_card(c: Canvas) -> None:
    two_cards(c)
    card(c, 120, 130, 100, 40)
    c.edge([(200, 110), (200, 200)])


def edge_through_text(c: Canvas) -> None:
    two_cards(c)
    c.edge([(200, 110), (200, 200)])
    c.text(180, 160, "28×28×1", "m11")


def ends_in_the_air(c: Canvas) -> None:
    two_cards(c)
    c.edge([(200, 110), (200, 180)])


def slanted(c: Canvas) -> None:
    two_cards(c)
    c.edge([(200, 110), (210, 200)])


def tiny(c: Canvas) -> None:
    c.text(20, 20, "small print", Style("sans", 9, 400))


def tiny_subscript(c: Canvas) -> None:
    c.text(20, 20, "k_h", Style("mono", 9.5, 400), subscripts=True)


def points_at_a_line(c: Canvas) -> None:
    two_cards(c)
    c.edge([(120, 110), (120, 200)])
    c.edge([(200, 110), (200, 150), (120, 150)])


def head_without_room(c: Canvas) -> None:
    two_cards(c)
    c.edge([(200, 110), (200, 196), (220, 196), (220, 200)])


def one_along_another(c: Canvas) -> None:
    two_cards(c)
    card(c, 320, 50, 60, 60)
    c.edge([(200, 110), (200, 200)])
    c.edge([(350, 110), (350, 150), (201, 150), (201, 200)])


def lines_that_cross_at_a_dot(c: Canvas) -> None:
    two_cards(c)
    card(c, 20, 140, 40, 20)
    card(c, 340, 140, 40, 20)
    c.edge([(200, 110), (200, 200)])
    c.edge([(60, 150), (340, 150)])
    c.disc(200, 150)


def through_a_merge(c: Canvas) -> None:
    two_cards(c)
    c.edge([(200, 110), (200, 200)])
    c.disc(200, 155, 13, fill="plain", stroke="edge", sign="+")


def merge_on_a_card(c: Canvas) -> None:
    card(c)
    c.disc(200, 100, 13, fill="plain", stroke="edge", sign="+")


def merge_under_text(c: Canvas) -> None:
    c.disc(200, 100, 13, fill="plain", stroke="edge", sign="+")
    c.text(205, 104, "Add", "t12")


def label_over_two_lines(c: Canvas) -> None:
    two_cards(c)
    c.edge([(180, 110), (180, 200)])
    c.edge([(220, 110), (220, 200)])
    c.box(170, 145, 60, 20, fill="page", role="plate", z=4.5)


def sum_that_is_none(c: Canvas) -> None:
    card(c)
    c.text(110, 120, "(3·3·1 + 1)·32 =", "m12")
    c.text(290, 120, "321", "m12b", anchor="end")


def sum_over_two_lines(c: Canvas) -> None:
    card(c)
    c.text(110, 120, "320 + 9,248", "m12")
    c.text(110, 138, "+ 18,496 =", "m12")
    c.text(290, 138, "28,063", "m12b", anchor="end")


def another_total_above(c: Canvas) -> None:
    card(c, role="panel")
    c.text(290, 115, "9,569 params", "t12b", anchor="end")
    c.text(110, 150, "320 + 9,248 =", "m12")
    c.text(290, 150, "9,568", "m12b", anchor="end")


@pytest.mark.parametrize(
    ("draw", "kinds"),
    [
        (overlapping_texts, {"text over text"}),
        (long_text, {"text out of card"}),
        (fits_only_in_inter, {"text out of card"}),
        (text_into_card, {"text across card"}),
        (text_off_canvas, {"out of canvas"}),
        (box_off_canvas, {"out of canvas"}),
        (half_over, {"card over card"}),
        (half_out_of_frame, {"card over card"}),
        (edge_through_card, {"edge through card"}),
        (edge_through_text, {"edge through text"}),
        (ends_in_the_air, {"loose end"}),
        (slanted, {"slanted edge"}),
        (points_at_a_line, {"loose head"}),
        (head_without_room, {"short head"}),
        (one_along_another, {"edge on edge"}),
        (lines_that_cross_at_a_dot, {"false junction"}),
        (through_a_merge, {"edge through circle"}),
        (merge_on_a_card, {"circle over card"}),
        (merge_under_text, {"text over circle"}),
        (label_over_two_lines, {"line under plate"}),
        (sum_that_is_none, {"wrong sum"}),
        (sum_over_two_lines, {"wrong sum"}),
        (another_total_above, {"wrong sum"}),
        (tiny, {"small text"}),
        (tiny_subscript, {"small text"}),
    ],
)
def test_each_slip_is_found(draw: Callable[[Canvas], None], kinds: set[str]) -> None:
    canvas = Canvas()
    draw(canvas)
    faults = audit(canvas.drawing(400, 300))
    assert {fault.kind for fault in faults} == kinds
    assert all(str(fault).startswith(fault.kind) for fault in faults)


def test_slips_inside_links_are_found() -> None:
    canvas = Canvas()
    with canvas.link("#a"):
        long_text(canvas)
    assert [fault.kind for fault in audit(canvas.drawing(500, 300))] == ["text out of card"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sound_figure_has_none(language: str) -> None:
    assert audit(group(language)) == []


def test_what_is_no_slip() -> None:
    c = Canvas()
    c.box(1, 1, 398, 298, fill="frame", stroke="line", role="frame", z=1)
    two_cards(c)
    card(c, 105, 55, 60, 20)  # nested
    c.edge([(200, 110), (200, 200)])
    c.disc(200, 130)
    c.edge([(200, 130), (350, 130), (350, 280), (213, 280)])  # from a fork's dot round the card to a merge
    c.disc(200, 280, 13, fill="plain", stroke="edge", sign="+")
    c.edge([(200, 260), (200, 267)])
    c.edge([(350, 150), (380, 150), (380, 230), (350, 230)], head=False)  # from line to line
    c.box(320, 190, 60, 20, fill="frame", role="plate", z=6)
    c.text(350, 204, "identity", "t11", anchor="middle", plated=True)
    c.text(290, 220, "9,568 params", "t13", anchor="end")  # right-aligned: the widest font grows it to the left
    c.edge([(200, 293), (200, 299)])  # to the frame's border
    assert audit(c.drawing(400, 300)) == []


def test_three_thousand_items_take_no_time() -> None:
    c = Canvas()
    for i in range(300):
        y = 100 * i
        card(c, 10, y + 10, 400, 80)
        for k in range(8):
            c.text(20 + k % 2 * 200, y + 26 + k // 2 * 18, f"text {i} {k}", "m11")
        if i:
            c.edge([(200, y - 10), (200, y + 10)])
    drawing = c.drawing(420, 30100)
    assert len(drawing.items) > 2900
    begun = time.process_time()
    assert audit(drawing) == []
    assert time.process_time() - begun < 2

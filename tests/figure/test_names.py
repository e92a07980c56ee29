"""Names that are long, mixed, written from right to left, or not meant to be seen: drawn, and harmless."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from layertally.annotation import annotate
from layertally.figure import Figure, Options, figures
from layertally.group import group
from layertally.model import Ref
from layertally.paint.audit import audit
from layertally.paint.canvas import Text
from layertally.paint.pdf import pdf
from layertally.paint.png import png
from layertally.paint.svg import svg
from layertally.readers.description import read_text

NAMES = {
    "long": "encoder_block_with_a_name_that_no_card_has_room_for_" * 3,
    "mixed": "层 α·k_h ⌊Ω⌋ ж (conv)",
    "right to left": "שלום עולם",
    "arabic": "طبقة الالتفاف",
    "overrides": "a\u202eb\u2066c\u200f",
    "invisible": "a\u200bb\ufeff",
    "markup": "</text><script>alert(1)</script>&amp;",
    "emoji": "🙂 layer",
    "only marks": "\u0301\u0301",
}
NET = """{framework: keras, input: [28, 28, 1], groups: [
    {title: a, layers: [{Conv2D: {filters: 32, kernel_size: 3, name: conv}}]},
    {title: b, layers: [Flatten, {Dense: 10}]}]}"""


def named(name: str) -> tuple[Figure, ...]:
    """The figures of a net whose model, group and layer are called so, whatever a reader would say of it."""
    model = read_text(NET, "net.yaml")
    conv, flat, *rest = model.layers
    layers = (replace(conv, name=name), replace(flat, inputs=(Ref(name),)), *rest)
    first, *groups = model.groups
    groups = [first._replace(title=name, layers=(name,)), *groups]
    return tuple(
        made
        for preset in ("page", "ieee")
        for made in figures(
            group(annotate(replace(model, name=name, layers=layers, groups=tuple(groups)))),
            Options(preset=preset, lang="zh"),
        )
    )


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_drawn_without_harm(name: str) -> None:
    for made in named(NAMES[name]):
        assert audit(made.drawing) == []
        markup = svg(made.drawing)
        root = ET.fromstring(markup)  # noqa: S314 - our own output
        assert not [each for each in root.iter() if each.tag.endswith("script")]
        assert not {"\u202e", "\u2066", "\u200f", "\u200b", "\ufeff"} & set(markup)
        assert png(made.drawing, dpi=48).startswith(b"\x89PNG")
        assert pdf(made.drawing).startswith(b"%PDF")


def test_what_is_shortened_has_the_whole_as_its_tooltip() -> None:
    made = named(NAMES["long"])[1]
    short = [item for item in made.drawing.flat() if isinstance(item, Text) and item.full]
    assert NAMES["long"] in {item.full for item in short}
    assert all("…" in item.string for item in short)
    assert f"<title>{NAMES['long']}</title>" in svg(made.drawing)

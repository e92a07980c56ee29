"""Cells: widths, breaks, and that no line is wider than it may be, whatever a model is called."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from layertally.model import GroupSpec
from layertally.report.cells import clean, pad, pad_left, width, wrap
from layertally.report.rows import View
from layertally.report.teaching import teaching
from layertally.report.terminal import table
from layertally.report.verdict import judge
from layertally.report.verdict_lines import verdict_lines
from report.models import grouped, vgg

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("第一组卷积ａ𐨀é\u0301\u200b\x1b·×⌊")), min_size=1, max_size=60
)


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("第一组", 6), ("ａ", 2), ("e\u0301", 1), ("⌊(28 − 3)/1⌋", 12), ("🧠", 2), ("", 0)]
)
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb", "a\\nb"),
        ("\u202eabc", "\\u202eabc"),
        ("é", "é"),
        ("第一组", "第一组"),
        ("\ud800", "\\ud800"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(TEXTS, st.integers(1, 40))
def test_padding_fills_to_the_cell(text: str, cells: int) -> None:
    text = clean(text)
    assert width(pad(text, cells)) == width(pad_left(text, cells)) == max(cells, width(text))


@given(st.lists(TEXTS, max_size=6), st.integers(2, 40))
def test_wrapping_loses_nothing_and_keeps_the_width(words: list[str], cells: int) -> None:
    text = " ".join(clean(word) for word in words)
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_formula_breaks_between_its_terms_first() -> None:
    assert wrap("4·256·(256 + 256 + 1) + 9·8", 16) == ["4·256·(256 + 256", "+ 1) + 9·8"]
    assert wrap("100·64·4·16", 7) == ["100·64·", "4·16"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(TEXTS, min_size=12, max_size=12, unique=True),
    TEXTS,
    st.integers(20, 130),
    st.sampled_from(["compact", "worked", "teaching"]),
    st.booleans(),
)
def test_no_line_is_wider_than_the_terminal(
    names: list[str], title: str, cells: int, density: str, ascii_only: bool
) -> None:
    model = vgg()
    renamed = dict(zip((layer.name for layer in model.layers), names, strict=True))
    model = replace(
        model,
        name=title,
        inputs=tuple(replace(one, name="\x00input") for one in model.inputs),
        layers=tuple(
            replace(
                layer,
                name=renamed[layer.name],
                type=title,
                inputs=tuple(replace(ref, layer=renamed.get(ref.layer, "\x00input")) for ref in layer.inputs),
            )
            for layer in model.layers
        ),
        outputs=tuple(replace(ref, layer=renamed[ref.layer]) for ref in model.outputs),
        groups=tuple(GroupSpec(title, tuple(renamed[name] for name in group.layers)) for group in model.groups),
    )
    found = grouped(model)
    view = View(density, ascii=ascii_only)
    lines = teaching(found, view, cells) if density == "teaching" else table(found, view, cells)
    lines += verdict_lines(judge(found.annotated), cells, ascii_only)
    assert [line.plain for line in lines if line.cells > cells and width(line.plain) > cells] == []

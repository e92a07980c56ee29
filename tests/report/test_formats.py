"""Markdown, CSV and LaTeX: the same numbers, and nothing of a name reaches the syntax."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from layertally import LayertallyError, annotate, read, table
from layertally.group import Grouped, group
from layertally.report import csv as csv_table, latex, markdown
from layertally.report.cells import clean
from layertally.report.formats import FORMATS, write
from layertally.report.rows import View
from report.models import grouped, vgg

NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "a|b",
    "*a*",
    "_a_",
    "`a`",
    "<script>",
    "&amp;",
    "a\nb",
    "\\end{tabular}",
    "50% $x$ #1 ~ ^",
    "a,b",
    '"a"',
    "第一组",
    "[a](b)",
    "![x]",
    "\x1b[1m",
    "{a}",
    "\t=1",
]


def _named(name: str) -> Grouped:
    model = vgg()
    layers = tuple(replace(layer, type=name) for layer in model.layers)
    return grouped(
        replace(model, name=name, layers=layers, groups=tuple(one._replace(title=name) for one in model.groups))
    )


NESTED = (
    "{framework: keras, input: [8], layers: [{Sequential: {layers: [{Dense: 4}]}}, {Custom: {class: X, output: [4]}}]}"
)


@pytest.mark.parametrize("name", NASTY)
def test_csv_is_read_back_whole_and_runs_nothing(name: str) -> None:
    text = csv_table.write(_named(name), View())
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 13
    assert all(len(row) == len(csv_table.HEADER) for row in rows)
    for row in rows[1:]:
        assert row[2].removeprefix("'") == name
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert sum(int(row[6]) for row in rows[1:]) == 329962


def test_csv_of_nested_and_unknown_layers() -> None:
    found = group(
        annotate(
            read(
                "n.yaml",
                text=NESTED,
            )
        )
    )
    rows = list(csv.DictReader(io.StringIO(csv_table.write(found, View()), newline="")))
    assert [row["layer"].split("/")[-1] for row in rows] == ["dense", found.annotated.layers[1].name]
    assert rows[1]["params"] == ""
    assert rows[1]["status"] == "unexplained"


@pytest.mark.parametrize("name", NASTY)
def test_markdown_stays_a_table_of_its_own_text(name: str) -> None:
    from html.parser import HTMLParser

    from markdown import markdown as to_html

    text = markdown.write(_named(name), View())
    html = to_html(text, extensions=["tables"])
    cells: list[str] = []
    tags: set[str] = set()

    class Cells(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            tags.add(tag)
            if tag in ("td", "th"):
                cells.append("")

        def handle_data(self, data: str) -> None:
            if cells:
                cells[-1] += data

    Cells().feed(html)
    assert tags <= {"table", "thead", "tbody", "tr", "th", "td", "strong"}
    assert len(cells) == 7 * (1 + 3 + 12 + 1)
    assert cells[7 * 2 + 1].strip() == clean(name)


@pytest.mark.parametrize("name", NASTY)
def test_latex_is_balanced_and_escaped(name: str) -> None:
    text = latex.write(_named(name), View())
    body = re.sub(r"\\[\\{}&%$#_]", "", "\n".join(line for line in text.splitlines() if not line.startswith("%")))
    depth = 0
    for char in body:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0
    assert body.count("$") % 2 == 0
    assert body.count("\\begin") == body.count("\\end") == 1
    assert not re.search(r"[%#~^](?!\w*\{)", body.replace("^{", ""))
    rows = [line for line in text.splitlines() if line.endswith(r"\\")]
    assert len(rows) == 1 + 3 + 12 + 1
    assert all(len(re.findall(r"(?<!\\)&", row)) == 6 for row in rows)


def test_latex_formulas_stand_in_math_mode() -> None:
    text = write(grouped(vgg()), "latex")
    assert r"$(3{\cdot}3{\cdot}1 + 1){\cdot}32$ & 320 &" in text
    assert r"$\lfloor (28 - 3)/1\rfloor + 1 = 26$" in text
    assert r"\usepackage{ctex}" in text
    assert "\\toprule" in text
    assert "\\bottomrule" in text


def test_the_sum_stands_in_every_form() -> None:
    found = grouped(vgg())
    for form in FORMATS:
        text = write(found, form)
        assert "329,962" in text.replace("{,}", ",") or '"params": 329962' in text or form == "csv"


def test_one_group_alone() -> None:
    found = grouped(vgg())
    text = write(found, "md", group="第二组")
    assert "conv2d\\_3" in text
    assert "Σ" not in text
    with pytest.raises(LayertallyError, match="no group `x`"):
        write(found, "md", group="x")


def test_an_unknown_format_names_a_near_one() -> None:
    with pytest.raises(LayertallyError) as caught:
        table(vgg(), "jsn")
    assert caught.value.fix == "write `json`"


@settings(max_examples=100)
@given(st.text(max_size=30))
def test_no_text_leaves_its_markdown_cell(text: str) -> None:
    escaped = markdown.escape(text)
    assert "\n" not in escaped
    assert "<" not in escaped
    assert not re.search(r"(?<!\\)(?:\\\\)*\|", escaped)

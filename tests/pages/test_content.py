"""What a page says: numbers from the source article, verdicts, rules set once, cards for every number a figure links
to."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from layertally.conventions import CONVENTIONS, DEFAULT
from layertally.pages import PageOptions, page as page_of
from layertally.pages.card import card
from layertally.pages.data import PanelRow, Row
from layertally.pages.index import index
from layertally.pages.source import load
from layertally.report.costs import sum_costs

if TYPE_CHECKING:
    from collections.abc import Callable

    from layertally.pages import PageData

Made = "Callable[..., PageData]"
EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"


def _rows(page: PageData) -> dict[str, Row]:
    return {row.name: row for section in page.sections for row in section.rows if isinstance(row, Row)}


def test_the_strip_says_five_facts(made: Callable[..., PageData]) -> None:
    # 329,962 is what `model.summary()` prints in the source article; 9,970,304 is the sum of H'·W'·c_out·k·k·c_in.
    facts = [fact.value for fact in made("vgg").strip]
    assert facts == ["329,962", "9,970,304", "1.26 MiB", "248 KiB", "28×28×1 → 10"]


@pytest.mark.parametrize(
    ("layer", "params", "worked", "shape"),
    [  # the article's own table
        ("conv2d", "320", "(3·3·1 + 1)·32 =", "(None, 26, 26, 32)"),
        ("conv2d_1", "9,248", "(3·3·32 + 1)·32 =", "(None, 24, 24, 32)"),
        ("conv2d_3", "36,928", "(3·3·64 + 1)·64 =", "(None, 8, 8, 64)"),
        ("dense", "262,400", "(1,024 + 1)·256 =", "(None, 256)"),
        ("dense_1", "2,570", "(256 + 1)·10 =", "(None, 10)"),
    ],
)
def test_a_row_says_the_articles_number(
    made: Callable[..., PageData], layer: str, params: str, worked: str, shape: str
) -> None:
    row = _rows(made("vgg"))[layer]
    assert (row.params, row.worked, row.shape) == (params, worked, shape)
    assert row.params_why is not None
    assert row.params_why.lines[-1] == worked.removesuffix(" =")
    assert row.params_why.value == params


def test_sums_add_up_to_the_total(made: Callable[..., PageData]) -> None:
    page = made("vgg")
    assert [section.total.params for section in page.sections] == ["9,568", "55,424", "264,970"]
    assert [truth.value for truth in page.truths] == ["329,962", "329,962"]
    assert page.conclusion.status == "agrees"


def test_a_rule_is_set_once_and_linked_later(made: Callable[..., PageData]) -> None:
    first, second, third = made("vgg").sections
    assert [rule.title for rule in first.rules] == ["Conv2D, parameters", "Conv2D, output", "MaxPooling2D, output"]
    assert not second.rules
    assert [(link.title, link.href) for link in second.links] == [(first.title, f"#{first.rules[0].id}")]
    assert [rule.title for rule in third.rules] == ["Flatten, output", "Dense, parameters"]
    assert "`valid`" in first.rules[1].sentence
    assert first.rules[1].latex == r"H' = \left\lfloor \frac{H - k_h}{s_h} \right\rfloor + 1"
    assert "same rule" in first.rules[2].sentence
    assert not first.rules[2].maths_html


def test_symbols_say_what_they_are_here(made: Callable[..., PageData]) -> None:
    symbols = {symbol.names: symbol for symbol in made("vgg").symbols}
    assert symbols["k_h", "k_w"].values == "3, 2"
    assert symbols["c_in",].values == "1, 32, 64, 1,024, 256"
    assert ("p_h", "p_w") not in symbols  # `valid` adds nothing


@pytest.mark.parametrize("name", ["vgg", "lenet", "residual", "small"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_link_of_a_figure_is_met(made: Callable[..., PageData], name: str, lang: str) -> None:
    page = made(name, lang=lang)
    figures = [figure for section in page.sections for figure in section.figures]
    figures += [page.overview] if page.overview else []
    wanted = {
        href for figure in figures for href in re.findall(r'xlink:href="#([^"]+)"', figure.wide_svg + figure.narrow_svg)
    }
    there = {section.id for section in page.sections} | {figure.id for figure in [page.overview] if figure}
    for row in _rows(page).values():
        there |= {why.id for why in (row.params_why, row.macs_why, row.fused_why) if why is not None}
    assert wanted
    assert wanted <= there


def test_a_card_of_two_layers_explains_their_sum(made: Callable[..., PageData]) -> None:
    page = made("residual")
    row = _rows(page)["a"]
    assert row.fused_why is not None
    assert (row.params, row.fused_why.value) == ("36,864", "37,120")  # 3·3·64·64 and 4·64 of its normalisation
    assert row.fused_why.lines == ("36,864 + 256",)
    assert f'xlink:href="#{row.fused_why.id}"' in page.sections[0].figures[0].wide_svg


def test_a_shape_that_does_not_fit_is_a_note_with_its_fix(made: Callable[..., PageData]) -> None:
    page = made("small")
    (note,) = page.notes
    assert (page.verdict.status, page.verdict.word) == ("differs", "does not run")
    assert note.title == "layer 7 (Linear) expects 1,050 features, gets 32·7·7 = 1,568"
    assert note.fix == "write in_features: 1568, which gives (1,568 + 1)·128 = 200,832 parameters"
    assert note.at.endswith("small.yaml:12:27")
    assert "in_features: 1050" in note.line
    rows = _rows(page)
    assert rows["8"].note == "not reached"
    assert rows["8"].params == "1,290"  # still counted


def test_a_claim_that_differs_is_held_against_the_formulas(made: Callable[..., PageData]) -> None:
    page = made("mlp")
    assert page.verdict.status == "differs"
    assert [(truth.value, truth.differs) for truth in page.truths] == [("101,770", False), ("101,771", True)]
    assert page.conclusion.sentence.startswith("by −1")


def test_the_page_speaks_chinese(made: Callable[..., PageData]) -> None:
    page = made("vgg", lang="zh")
    assert page.verdict.word == "一致"
    assert page.strip[0].name == "个参数，全部可训练"
    assert page.sections[0].rules[0].title == "Conv2D 参数量"
    assert all(note.title for note in made("small", lang="zh").notes)


def test_downloads_name_every_figure_and_table(made: Callable[..., PageData]) -> None:
    page = made("vgg")
    files = [path for row in page.downloads for _, path in row.files]
    assert files[:3] == ["vgg/overview.svg", "vgg/overview.png", "vgg/overview.pdf"]
    assert files[-2:] == ["vgg/layers.csv", "vgg/layers.json"]
    assert made("vgg", downloads=()).downloads == ()


def test_equal_blocks_are_one_row_group() -> None:
    from layertally.pages import page
    from layertally.pages.source import load_text

    text = """
framework: keras
input: [8]
groups:
  - title: Stack
    layers:
      - Dense: {units: 8}
"""
    rows = page(load_text(text, "x")).sections[0].rows
    assert not any(isinstance(row, PanelRow) for row in rows)


def test_a_claim_that_one_setting_explains_says_so(made: Callable[..., PageData]) -> None:
    # The claim is what three input channels give: 3·3·2·64 = 1,152 more.
    said = made("gray").conclusion.sentence
    assert said.startswith("by −1,152 = 3·3·(1 − 3)·64: the claim fits `0` with 3 input channels")


def test_a_rule_used_with_and_without_padding_is_one_rule(made: Callable[..., PageData]) -> None:
    rules = [rule for section in made("small").sections for rule in section.rules]
    sizes = [rule for rule in rules if rule.title.endswith(", output") and rule.latex.startswith("H'")]
    assert [rule.title for rule in sizes] == ["Conv2d, output", "MaxPool2d, output"]
    assert "2" in sizes[0].latex
    assert not sizes[1].maths_html  # the pooling's padding of 0 is the same rule


def test_a_description_without_a_title_is_not_called_after_its_page() -> None:
    from layertally.pages.source import load_text

    text = "{framework: keras, input: [8], layers: [{Dense: 4}]}"
    assert load_text(text, "lessons/conv.md").annotated.model.name == "Model"
    assert load_text(text, "lessons/conv.md", "zh").annotated.model.name == "模型"


@pytest.mark.parametrize(
    ("lang", "caption"),
    [
        ("en", "Classifier stops at Linear 7: expects 1,050 features, gets 32·7·7 = 1,568."),
        ("zh", "分类器 止于 Linear 7：需要 1,050 个特征，得到 32·7·7 = 1,568。"),
    ],
)
def test_the_caption_of_a_group_that_breaks_says_why(made: Callable[..., PageData], lang: str, caption: str) -> None:
    captions = [figure.caption for section in made("small", lang=lang).sections for figure in section.figures]
    assert captions[-1] == caption
    assert not [said for said in captions if "?" in said]


# ---- costs under other conventions -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def paddle_lenet() -> PageData:
    """The LeNet of the examples, counted as `paddle.flops` counts it."""
    wanted = PageOptions(macs="paddle")
    return page_of(load(EXAMPLES / "lenet-paddle.yaml", "lenet-paddle.yaml", wanted.lang), wanted)


def test_costs_are_counted_as_the_convention_counts(paddle_lenet: PageData) -> None:
    # 347,560 is what `paddle.flops(LeNet(), [1, 1, 28, 28])` prints in Paddle's own tutorial.
    assert (paddle_lenet.strip[1].value, paddle_lenet.cost) == ("347,560", "FLOPs")
    assert paddle_lenet.strip[1].name == "FLOPs (paddle.flops), one input"
    costs = [int(row.macs.replace(",", "")) for row in _rows(paddle_lenet).values()]
    sums = [int(section.total.macs.replace(",", "")) for section in paddle_lenet.sections]
    assert (sum(costs), sum(sums)) == (347_560, 347_560)
    assert any("paddle.flops" in line and "without biases" not in line for line in paddle_lenet.counted)


def test_a_card_derives_the_number_that_its_row_shows(paddle_lenet: PageData) -> None:
    for row in _rows(paddle_lenet).values():
        if row.macs_why is not None:
            assert row.macs_why.value == row.macs
            assert row.macs_why.what == "FLOPs (paddle.flops)"
    first = next(iter(_rows(paddle_lenet).values())).macs_why
    assert first is not None
    assert first.lines[-1] == "28·28·6·(3·3·1 + 1)"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("macs", CONVENTIONS)
def test_the_index_names_the_convention(macs: str, lang: str) -> None:
    grouped = load(EXAMPLES / "lenet-paddle.yaml", "lenet-paddle.yaml", lang)
    one = card(grouped, "lenet", lang, macs)
    assert one.macs_value == sum_costs(grouped.annotated.layers, macs)
    made = index([replace(one, slug=f"m{number}") for number in range(4)], lang, macs=macs)
    assert made.cost == CONVENTIONS[macs].label[lang == "zh"]
    assert made.cost in made.scatter_svg
    assert (macs == DEFAULT) == (CONVENTIONS[macs].about[lang == "zh"] not in made.note)

"""Exercises: what is asked, that no answer is in the figure, that it is drawn as cleanly as any other."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from figure.test_geometry import grouped_of
from layertally.annotation import annotate
from layertally.errors import LayertallyError
from layertally.figure import Exercise, Figure, Options, figure, figures
from layertally.figure.exercise import blank_label, key_line
from layertally.figure.options import exercise_of
from layertally.group import Grouped, group
from layertally.paint.audit import audit, unshown
from layertally.paint.canvas import Text
from layertally.paint.svg import svg
from layertally.readers.description import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMPLES = Path(__file__).parents[2] / "examples"


def model(text: str, lang: str = "en") -> Grouped:
    return group(annotate(read_text(text)), lang)


def example(name: str, lang: str = "en") -> Grouped:
    return model((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"), lang)


def texts(drawn: Figure) -> list[str]:
    return [item.string for item in drawn.drawing.flat() if isinstance(item, Text)]


def asked(drawn: Figure) -> list[tuple[str, str, str]]:
    return [(blank.mark, f"{blank.layer}.{blank.what}", f"{blank.answer.value:,}") for blank in drawn.blanks]


# The second group of the VGG-like model, as its article and Keras count it: 18,496 + 36,928 = 55,424.
SECOND = [
    ("①", "conv2d_2.output", "10"),
    ("②", "conv2d_2.params", "18,496"),
    ("③", "conv2d_3.output_formula", "8"),
    ("④", "conv2d_3.formula", "36,928"),
    ("⑤", "max_pooling2d_1.output", "4"),
    ("⑥", ".sum", "55,424"),
]


@pytest.mark.parametrize(
    ("wish", "taken"),
    [
        (Exercise(6), [0, 1, 2, 3, 4, 5]),
        (Exercise(20), [0, 1, 2, 3, 4, 5]),
        (Exercise(), [0, 3, 4, 5]),
        (Exercise(2), [0, 3]),
        (Exercise(0, ("conv2d_3.formula", "sum", "conv2d_2.params")), [1, 3, 5]),
        (Exercise(0, ("sum",)), [5]),
    ],
)
def test_what_is_asked_of_a_group(wish: Exercise, taken: list[int]) -> None:
    wanted = [(chr(0x2460 + place), *SECOND[index][1:]) for place, index in enumerate(taken)]
    assert asked(figure(example("vgg"), "第二组", Options(exercise=wish))) == wanted


def test_the_figure_shows_marks_where_the_answers_were() -> None:
    drawn = figure(example("vgg"), "2", Options(exercise=Exercise(6)))
    shown = texts(drawn)
    assert "⌊(12 − 3)/1⌋ + 1 =" in shown
    assert "(3·3·32 + 1)·64 =" in shown
    assert "② + 36,928 + 0 + 0 =" in shown
    assert "(None, ⑤, ⑤, 64)" in shown
    assert "⑤×⑤×64 → 第三组" in shown
    assert "? params" in shown
    whole = svg(drawn.drawing)
    assert "③" in whole
    for answer in ("18,496", "18496", "55,424", "10, 10", "4, 4, 64", "⌊(10 − 3)/1⌋", "(3·3·64 + 1)·64"):
        assert answer not in whole
    assert drawn.caption == "Exercise: 第二组, blanks ① to ⑥."


def test_what_flows_on_is_hidden_where_it_is_read() -> None:
    vgg = figure(example("vgg"), "2", Options(exercise=Exercise(0, ("conv2d_2.output",))))
    assert "⌊(① − 3)/1⌋ + 1" in texts(vgg)
    flat = figure(example("vgg"), "3", Options(exercise=Exercise(0, ("flatten.output",))))
    assert "(① + 1)·256 =" in texts(flat)
    assert "264,970 params" in texts(flat)  # no parameters are asked for, so none are hidden
    linear = figure(example("vgg11"), "6", Options(exercise=Exercise(0, ("flatten.output",))))
    assert not [text for text in texts(linear) if "25088" in text or "25,088" in text]


def test_at_teaching_density_symbols_stay() -> None:
    shown = texts(figure(example("vgg"), "3", Options(density="teaching", exercise=Exercise())))
    assert "(cin + 1)·cout =" in shown
    assert "(3·3·32 + 1)·64" not in shown


def test_a_folded_panel_hides_the_answer_in_all_its_copies() -> None:
    drawn = figure(example("resnet-bottleneck"), "2", Options(exercise=Exercise(20)))
    answers = {what: value for _, what, value in asked(drawn)}
    assert answers["identity.0.conv3.params"] == "16,896"  # 1·1·64·256 + 2·256
    assert answers[".sum"] == "70,400"  # of one: the figure says × 2
    whole = svg(drawn.drawing)
    assert "× 2" in whole
    assert "70,400" not in whole
    assert "140,800" not in whole


CASES = [path.stem for path in sorted(EXAMPLES.glob("*.yaml")) if path.stem != "small"]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(("density", "lang"), [("worked", "zh"), ("teaching", "en")])
def test_every_example_is_drawn_cleanly_and_shows_all_marks(name: str, density: str, lang: str) -> None:
    grouped = example(name, lang)
    for preset, most in product(("page", "narrow", "column", "wide"), (0, 20)):
        for drawn in figures(grouped, Options(density, lang, preset, exercise=Exercise(most))):
            assert audit(drawn.drawing) == []
            assert unshown(drawn.drawing) == []
            shown = "".join(texts(drawn))
            assert [blank.mark for blank in drawn.blanks if blank.mark not in shown] == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), size=st.integers(1, 25), most=st.sampled_from([0, 20]))
def test_no_answer_is_in_any_figure(seed: int, size: int, most: int) -> None:
    grouped = grouped_of(seed, size, 0.2)
    try:
        made = figures(grouped, Options(exercise=Exercise(most)))
    except LayertallyError:
        return  # nothing to ask
    for drawn in made:
        given_away = set(numbers([*texts(drawn), drawn.drawing.description]))
        for blank in drawn.blanks:
            # Small numbers are met by chance: a kernel of 3, 64 filters.
            if (
                not blank.wants_formula
                and blank.answer.value > 2000
                and not _shown_elsewhere(grouped, drawn, blank.mark)
            ):
                assert blank.answer.value not in given_away, (seed, size, blank)


def _shown_elsewhere(grouped: Grouped, drawn: Figure, mark: str) -> bool:
    """Whether another card, of which it is not asked, has the very same number."""
    value = next(blank.answer.value for blank in drawn.blanks if blank.mark == mark)
    hidden = {blank.layer for blank in drawn.blanks}
    counts = [layer.count.value for each in grouped.groups for layer in each.layers if layer.name not in hidden]
    return value in counts or [blank.answer.value for blank in drawn.blanks].count(value) > 1


def numbers(shown: Iterable[str]) -> Iterable[int]:
    for text in shown:
        yield from (int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text))


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", ["output height", "parameters", "output height, the formula", "parameters, the formula", "Σ of 第二组"]),
        ("zh", ["输出的高", "参数量", "输出的高的算式", "参数量的算式", "第二组 合计"]),
    ],
)
def test_what_a_blank_asks_for_is_said(lang: str, wanted: list[str]) -> None:
    blanks = figure(example("vgg"), "2", Options(lang=lang, exercise=Exercise(6))).blanks
    assert [blank_label(blank, "第二组", lang) for blank in (*blanks[:4], blanks[5])] == wanted


def test_the_key_says_formula_and_result() -> None:
    blanks = figure(example("vgg"), "2", Options(exercise=Exercise(6))).blanks
    assert key_line(blanks[0], "en") == ("⌊(12 − 3)/1⌋ + 1", "10, output (None, 10, 10, 64)")
    assert key_line(blanks[5], "en") == ("18,496 + 36,928 + 0 + 0", "55,424")


@pytest.mark.parametrize(
    ("said", "reason", "fix"),
    [
        (["conv2d_2.parms"], "`conv2d_2.parms` is nothing that an exercise can ask for", "conv2d_2.params"),
        (["conv9.params"], "`conv9.params` is nothing", "write"),
        (["max_pooling2d_1.params"], "cannot be asked for `params`", "max_pooling2d_1.output"),
        (["dropout_1.params"], "`dropout_1` has no number to ask for", "leave it out"),
        (0, "1 to 20 blanks, not 0", ""),
        (21, "1 to 20 blanks, not 21", ""),
        ({"a": 1}, "says nothing to ask for", "write `true`"),
        ([], "says nothing to ask for", "write `true`"),
    ],
)
def test_what_cannot_be_asked_is_an_error(said: object, reason: str, fix: str) -> None:
    with pytest.raises(LayertallyError) as caught:
        figure(example("vgg"), "2", Options(exercise=exercise_of(said)))
    assert reason in caught.value.reason
    assert fix in caught.value.fix


def test_a_group_without_formulas_has_nothing_to_ask() -> None:
    with pytest.raises(LayertallyError, match="nothing to ask"):
        figures(model("{framework: keras, input: [8], layers: [{Dropout: 0.5}]}"), Options(exercise=Exercise()))
    with pytest.raises(LayertallyError, match="nothing to ask"):
        figures(example("small"), Options(exercise=Exercise()))


def test_named_dims_are_not_asked_for() -> None:
    grouped = model("{framework: keras, input: [H, W, 3], layers: [{Conv2D: [8, 3]}, {MaxPool2D: 2}]}")
    assert asked(figures(grouped, Options(exercise=Exercise(20)))[0]) == [("①", "conv2d.params", "224")]


def test_an_exercise_is_not_compact() -> None:
    with pytest.raises(LayertallyError, match="not compact"):
        Options(density="compact", exercise=Exercise())


def test_one_figure_a_group_and_no_overview() -> None:
    assert [drawn.id for drawn in figures(example("vgg"), Options(exercise=Exercise()))] == ["1", "2", "3"]

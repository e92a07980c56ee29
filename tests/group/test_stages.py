"""Which groups of a deep model belong together: of InceptionV3, GoogLeNet, MobileNetV3; the parts of titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from layertally.annotation import Annotated, annotate
from layertally.group import Grouped, group
from layertally.group.stages import folded, numbered, stages
from layertally.readers import read
from layertally.readers.description import read_text
from readers.traces import annotated

APPLICATIONS = Path(__file__).resolve().parent.parent / "data" / "corpus" / "keras" / "applications"


def application(name: str) -> Annotated:
    return annotate(read(APPLICATIONS / f"{name}.config.json.gz"))


def chain(*titles: str) -> Grouped:
    """A chain of groups with these titles, a Dense each."""
    groups = ", ".join(f"{{title: {title}, layers: [{{Dense: 8}}]}}" for title in titles)
    return group(annotate(read_text(f"{{framework: keras, input: [4], groups: [{groups}]}}")))


def spans(grouped: Grouped) -> list[str]:
    return [f"{each.id} {each.title}" for each in folded(grouped).groups]


def test_inception_v3() -> None:
    """By what is in a block and by its output: 35×35, 17×17 and 8×8, with the two reductions between them."""
    assert spans(group(application("InceptionV3"))) == [
        "1 Stem", "2–4 mixed0–2", "5 mixed3", "6–9 mixed4–7", "10 mixed8", "11–12 mixed9–10", "13 Classifier",
    ]  # fmt: skip


def test_googlenet() -> None:
    """By the letters of the paper, also where the last block of a stage ends in a pooling layer."""
    assert spans(group(annotated("tv_googlenet"))) == [
        "1 Stem", "2–3 inception3 · Inception", "4–8 inception4 · Inception", "9–10 inception5 · Inception",
        "11 Classifier", "12 Not run",
    ]  # fmt: skip


def test_mobilenet_v3() -> None:
    """By the class of the modules; all five put out 14×14."""
    assert [stage.title for stage in stages(group(annotated("tv_mobilenet_v3_small")))] == [
        "features.4–8 · InvertedResidual"
    ]


@pytest.mark.parametrize("model", [application("InceptionV3"), annotated("tv_googlenet")], ids=["v3", "v1"])
def test_stages_add_up_and_lose_nothing(model: Annotated) -> None:
    found = group(model)
    shown = folded(found)
    assert sum(each.params for each in shown.groups if isinstance(each.params, int)) == model.totals.params
    assert [layer.name for each in shown.groups for layer in each.layers] == [
        layer.name for each in found.groups for layer in each.layers
    ]
    for stage in stages(found):
        assert stage.params == sum(each.params for each in stage.members if isinstance(each.params, int))


def test_nine_groups_stay() -> None:
    nine = chain(*(f"block{number}" for number in range(9)))
    assert folded(nine) is nine
    assert spans(chain(*(f"block{number}" for number in range(10)))) == ["1–10 block0–9"]


@pytest.mark.parametrize(
    ("titles", "shown"),
    [
        (["a1", "a2", *"bcdefghi"], ["1–2 a1–2", *"bcdefghi"]),  # as much as belongs together, and no more
        (list("abcdefghijk"), list("abcdefghijk")),  # nothing says that any do
        (["a1", "b1", *(f"x{n}" for n in range(9))], ["a1", "b1", "3–11 x0–8"]),
        (
            ["stem", "top", "c2", "p2", "c3", "p3", "c4", "p4", "c5", "end"],
            ["stem", "top", "3–4 c2–p2", "5–6 c3–p3", "7–8 c4–p4", "c5", "end"],
        ),
    ],
)
def test_as_closely_as_leaves_nine(titles: list[str], shown: list[str]) -> None:
    assert [line if "–" in line else line.split(" ", 1)[1] for line in spans(chain(*titles))] == shown


TITLES = st.builds(
    lambda prefix, number, letter: f"{prefix}{number}{letter}",
    st.sampled_from(["block", "pool", "s.", "Head"]),
    st.sampled_from(["", "1", "2", "3", "10"]),
    st.sampled_from(["", "", "a", "b", "–4"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(TITLES, min_size=8, max_size=16))
def test_whatever_the_titles_are(titles: list[str]) -> None:
    """Groups stay in their order and whole; ids tell stages apart; each is one figure."""
    found = chain(*titles)
    shown = folded(found)
    members = [member for each in shown.groups for member in (each.members or (each,))]
    assert members == list(found.groups)
    assert len({each.id for each in shown.groups}) == len(shown.groups)
    assert all(len(each.inputs) == 1 == len(each.outputs) for each in shown.groups)
    for stage in stages(found):
        assert (stage.members[0].id, stage.members[-1].id) == tuple(stage.id.split("–"))


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("mixed10", ("mixed", "10", "10", "")),
        ("inception4a", ("inception", "4a", "4a", "")),
        ("block4b–4d", ("block", "4b", "4d", "")),
        ("features.2–3 · InvertedResidual × 2", ("features.", "2", "3", "InvertedResidual")),
        ("denseblock1 · _DenseLayer × 6", ("denseblock", "1", "1", "_DenseLayer")),
        ("blocks.1.0", ("blocks.1.", "0", "0", "")),
        ("Stage 2 · 64", ("Stage ", "2", "2", "")),
        ("阶段 3", ("阶段 ", "3", "3", "")),
    ],
)
def test_titles(title: str, parts: tuple[str, ...]) -> None:
    assert numbered(title) == parts


@pytest.mark.parametrize("title", ["Classifier", "12", "", "a–b", "1–2", "Block A"])
def test_titles_without_a_number(title: str) -> None:
    assert numbered(title) is None

"""Overviews of deep models: stages as cards, an overview of each before its groups, links up and down."""

from __future__ import annotations

import itertools
from functools import cache

import pytest

from group.test_stages import application
from layertally.annotation import annotate
from layertally.errors import LayertallyError
from layertally.figure import Figure, Options, figure, figures
from layertally.group import Grouped, group
from layertally.paint.audit import audit
from layertally.paint.canvas import Link, Text
from layertally.readers.description import read_text
from readers.traces import annotated

LINKED = Options(link="#{}")


@cache
def grouped(name: str, lang: str = "en") -> Grouped:
    return group(application(name) if name == "InceptionV3" else annotated(name), lang)


@cache
def drawn(name: str) -> tuple[Figure, ...]:
    return figures(grouped(name), LINKED)


def leads(made: Figure) -> list[str]:
    return [item.href for item in made.drawing.items if isinstance(item, Link)]


def said(made: Figure) -> list[str]:
    return [item.string for item in made.drawing.flat() if isinstance(item, Text)]


def test_a_stage_stands_before_its_groups() -> None:
    assert [made.id for made in drawn("InceptionV3")] == [
        "overview", "1", "overview-2-4", "2", "3", "4", "5", "overview-6-9", "6", "7", "8", "9", "10", "overview-11-12",
        "11", "12", "13",
    ]  # fmt: skip


def test_the_overview_names_what_a_stage_holds() -> None:
    overview, *_ = drawn("InceptionV3")
    texts = said(overview)
    assert {
        "mixed0–2",
        "figs. 2–4",
        "mixed0",
        "mixed1",
        "mixed2",
        "312 layers in 13 groups",
        "23,851,784 params",
    } <= set(texts)  # the parameters as Keras gives them
    params = [int(text.replace(",", "")) for before, text in itertools.pairwise(texts) if before == "params"]
    assert sum(params) == 23_851_784
    assert "Inception × 5" in said(drawn("tv_googlenet")[0])


def test_a_stage_adds_up_to_its_card() -> None:
    made = next(made for made in drawn("InceptionV3") if made.id == "overview-6-9")
    texts = said(made)
    params = [int(text.replace(",", "")) for before, text in itertools.pairwise(texts) if before == "params"]
    assert len(params) == 4
    assert f"{sum(params):,} params" in texts
    assert f"{sum(params):,}" in said(drawn("InceptionV3")[0])


def test_links_lead_down_and_up_and_to_the_neighbours() -> None:
    made = {each.id: each for each in drawn("InceptionV3")}
    assert leads(made["overview"]) == [
        f"#group-{id_}" for id_ in ("1", "overview-2-4", "5", "overview-6-9", "10", "overview-11-12", "13")
    ]
    assert sorted(leads(made["overview-6-9"])) == sorted(
        f"#group-{id_}" for id_ in ("overview", "5", "6", "7", "8", "9", "10")
    )
    assert "#group-overview-6-9" in leads(made["7"])
    assert "#group-overview" in leads(made["5"])
    assert leads(made["overview"]) == [
        item.href for item in figure(grouped("InceptionV3"), "overview", LINKED).drawing.items if isinstance(item, Link)
    ]
    assert made["7"] == figure(grouped("InceptionV3"), "7", LINKED)


@pytest.mark.parametrize("wanted", ["overview-4-8", "inception4 · Inception"])
def test_one_by_itself(wanted: str) -> None:
    made = figure(grouped("tv_googlenet"), wanted, LINKED)
    assert made == next(each for each in drawn("tv_googlenet") if each.id == "overview-4-8")
    assert made.caption.startswith("inception4 · Inception turns 480×14×14 into 832×7×7 with 2,653,088 parameters")


@pytest.mark.parametrize(("wanted", "near"), [("mixed0-2", "mixed0–2"), ("overview-6-8", "overview-6-9")])
def test_what_was_meant(wanted: str, near: str) -> None:
    with pytest.raises(LayertallyError) as error:
        figure(grouped("InceptionV3"), wanted)
    assert error.value.fix.startswith(f"write `{near}`; the groups are Stem, mixed0")


def test_a_group_keeps_its_title_from_a_stage() -> None:
    titles = ["a", "b", "c1", "c2", "c1–2", *"defghi"]
    groups = ", ".join(f"{{title: {title}, layers: [{{Dense: 8}}]}}" for title in titles)
    found = group(annotate(read_text(f"{{framework: keras, input: [4], groups: [{groups}]}}")))
    assert figure(found, "c1–2").id == "5"


@pytest.mark.parametrize("name", ["InceptionV3", "tv_googlenet", "tv_mobilenet_v3_small"])
@pytest.mark.parametrize("preset", ["page", "narrow", "column"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_faults(name: str, preset: str, lang: str) -> None:
    found, options = grouped(name, lang), Options(preset=preset, lang=lang)
    ids = [each.id for each in drawn(name) if each.id.startswith("overview")]
    assert len(ids) > 1
    for id_ in ids:
        made = figure(found, id_, options)
        assert (id_, made.misfit, audit(made.drawing)) == (id_, "", [])

"""Pages of deep models: a heading and an overview a stage before its groups; fences of stages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import markdown
import pytest

from layertally.annotation import annotate
from layertally.group import group
from layertally.pages import PageData, PageOptions, page
from layertally.pages.build import Job, build
from layertally.readers import read

GOOGLENET = Path(__file__).resolve().parents[2] / "examples" / "gallery" / "googlenet.yaml"


@cache
def made(lang: str = "en", wanted: str = "") -> PageData:
    return page(group(annotate(read(GOOGLENET)), lang), PageOptions(lang=lang), group=wanted)


def test_a_stage_stands_before_its_first_group() -> None:
    found = [
        (section.title, section.staged, section.stage.title if section.stage else "") for section in made().sections
    ]
    assert found[:4] == [
        ("Stem", False, ""),
        ("inception3a", True, "inception3"),
        ("inception3b", True, ""),
        ("inception4a", True, "inception4"),
    ]
    assert found[-1] == ("Classifier", False, "")


@pytest.mark.parametrize(("lang", "name"), [("en", "Overview of figures 4–8"), ("zh", "图 4–8 总览")])
def test_what_it_is_called(lang: str, name: str) -> None:
    stage = made(lang).sections[3].stage
    assert stage is not None
    assert (stage.id, stage.figure.id, stage.figure.number) == ("group-overview-4-8", "fig-overview-4-8", name)
    assert any(row.title.startswith(name) for row in made(lang).downloads)


def test_the_overview_says_where_its_cards_lead() -> None:
    overview, small = made().overview, page(group(annotate(read(GOOGLENET.with_name("lenet-5.yaml"))))).overview
    assert overview is not None
    assert overview.caption == "Each card opens its group, that of several groups their overview."
    assert small is not None
    assert small.caption == "Each card opens its group."


def test_every_link_is_met() -> None:
    found = made()
    stages = [section.stage for section in found.sections if section.stage]
    views = [figure for section in found.sections for figure in section.figures] + [stage.figure for stage in stages]
    views += [found.overview] if found.overview else []
    wanted = {href for view in views for href in re.findall(r'xlink:href="#([^"]+)"', view.wide_svg + view.narrow_svg)}
    there = {section.id for section in found.sections} | {stage.id for stage in stages} | {view.id for view in views}
    assert {href for href in wanted if not href.startswith("why-")} == {
        *(f"group-{number}" for number in range(1, 12)),
        *(f"group-overview-{ends}" for ends in ("2-3", "4-8", "9-10")),
        "fig-overview",
    }
    assert {href for href in wanted if not href.startswith("why-")} <= there


@pytest.mark.parametrize("wanted", ["overview-4-8", "inception4"])
def test_a_stage_alone(wanted: str) -> None:
    found = made(wanted=wanted)
    assert found.sections == ()
    assert found.overview is not None
    assert found.overview.id == "fig-overview-4-8"


def test_headings_of_a_page() -> None:
    built = build(Job("googlenet.yaml", "googlenet", GOOGLENET, PageOptions(downloads=("svg",))))
    headings = re.findall(r"^(#+) (\S+) \{", built.markdown, re.MULTILINE)
    assert headings[1:5] == [("##", "Stem"), ("##", "inception3"), ("###", "inception3a"), ("###", "inception3b")]
    assert ("##", "Classifier") in headings
    assert "googlenet/overview-4-8.svg" in built.files


def test_a_fence_shows_stages_before_their_groups() -> None:
    ours = {"root": str(GOOGLENET.parent), "css": "none"}
    text = f"```layertally\nmodel: {GOOGLENET.name}\ntable: false\n```"
    html = markdown.markdown(text, extensions=["layertally"], extension_configs={"layertally": ours})
    order = re.findall(r'<figure class="layertally[^"]*" id="[^"]*?fig-([\w-]+)"', html)
    assert order[:6] == ["overview", "1", "overview-2-3", "2", "3", "overview-4-8"]

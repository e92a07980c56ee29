"""The small parts: numbers, sources, the cache, the index and its chart, slugs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from layertally.errors import LayertallyError
from layertally.formula import Poly
from layertally.pages.build import Built, Job, build, build_all
from layertally.pages.cache import Cache, write_changed
from layertally.pages.card import Card
from layertally.pages.data import PageOptions
from layertally.pages.index import bars, counts, index
from layertally.pages.numbers import listed, short
from layertally.pages.phrases import PHRASES, SENTENCES
from layertally.pages.plan import slugs
from layertally.pages.render import markdown as literal
from layertally.pages.source import Project
from layertally.report.memory import size

MODELS = Path(__file__).resolve().parent / "models"


def a_card(name: str, params: int, macs: int, status: str = "agrees") -> Card:
    return Card(
        name,
        name,
        "keras · 8",
        f"{params:,}",
        short(macs),
        "",
        params,
        macs,
        status,
        status,
        "conv",
        (("conv", params),),
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.00 K"),
        (9_970_304, "9.97 M"),
        (25_557_032, "25.6 M"),
        (999_950, "1.00 M"),
        (4_089_184_256, "4.09 G"),
    ],
)
def test_short_numbers(value: int, text: str) -> None:
    assert short(value) == text


@given(st.integers(1000, 10**15))
def test_short_numbers_keep_three_digits(value: int) -> None:
    digits, letter = short(value).split(" ")
    unit = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}[letter]
    assert abs(float(digits) * unit - value) <= value * 0.006
    assert len(digits.replace(".", "")) >= 3


def test_sizes_and_names() -> None:
    assert [size(n) for n in (0, 40, 1024, 1_319_848, 5 * 2**30)] == ["0 B", "40 B", "1.00 KiB", "1.26 MiB", "5.00 GiB"]
    assert size(Poly.name("T") * 4) == "4·T B"
    assert listed([3, 3, 2, None]) == "3, 2, ?"
    assert listed(range(20)).endswith("…")


# ---- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", PHRASES)
def test_both_languages_take_the_same_values(key: str) -> None:
    places = [len(re.findall(r"\{\d?\}", text)) for text in PHRASES[key]]
    assert places[0] == places[1]


def test_every_sentence_is_in_both_languages() -> None:
    assert all(en and zh and not en.endswith(".") for en, zh in SENTENCES.values())


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_text_stays_literal_in_markdown(text: str) -> None:
    import markdown

    words = " ".join(text.split())
    if not words:
        return
    html = markdown.markdown("a" + str(literal(words)) + "z")
    import html as codec

    assert codec.unescape(re.sub(r"^<p>|</p>$", "", html)) == f"a{words}z"


# ---- sources ---------------------------------------------------------------------------------------------------------


def test_patterns_find_models_in_the_project_only(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "models").mkdir(parents=True)
    outside = tmp_path / "outside.yaml"
    for path in (root / "models" / "b.yaml", root / "models" / "a.json", root / "models" / "note.md", outside):
        path.write_text("x")
    (root / "models" / "link.yaml").symlink_to(outside)
    project = Project(root)
    assert project.expand(["models/*"]) == ["models/a.json", "models/b.yaml"]
    assert project.expand(["../*.yaml", str(outside.parent / "*.yaml")]) == []
    assert project.expand(["zoo:build", "models/b.yaml"]) == ["zoo:build", "models/b.yaml"]


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("../outside.yaml", "lies outside"),
        ("models/link.yaml", "lies outside"),
        ("models/none.yaml", "no file"),
        ("a.b:c", "is Python"),
        ("\x00", "no file"),
        ("x" * 5000, "no file"),
    ],
)
def test_what_is_not_there_or_not_ours_is_refused(tmp_path: Path, reference: str, reason: str) -> None:
    root = tmp_path / "site"
    (root / "models").mkdir(parents=True)
    (tmp_path / "outside.yaml").write_text("x")
    (root / "models" / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    with pytest.raises(LayertallyError, match=reason):
        Project(root).resolve(reference)


def test_slugs_are_unlike_each_other() -> None:
    names = slugs(["a/x.yaml", "b/x.yaml", "B/X.yaml", "模型.yaml", "..yaml", "index.yaml"])
    assert list(names.values()) == ["x", "x-2", "X-3", "模型", "model", "index-2"]


# ---- cache -----------------------------------------------------------------------------------------------------------


def test_a_broken_cache_is_a_miss(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"whole"

    cache = Cache(tmp_path / "cache")
    for _ in range(2):
        assert cache.bytes(("k",), make) == b"whole"
    assert len(made) == 1
    (entry,) = (tmp_path / "cache").iterdir()
    for broken in (b"", b"whole", entry.read_bytes()[:-2], entry.read_bytes() + b"x"):
        entry.write_bytes(broken)
        assert cache.bytes(("k",), make) == b"whole"
    assert len(made) == 5
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [entry.name]  # nothing half written is left


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Cache(tmp_path / "file" / "cache").text(("k",), lambda: "made") == "made"


def test_unchanged_files_are_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.md"
    assert write_changed(path, b"x")
    before = path.stat().st_mtime_ns
    assert not write_changed(path, b"x")
    assert path.stat().st_mtime_ns == before


# ---- building --------------------------------------------------------------------------------------------------------


def test_a_page_is_the_same_from_the_cache(tmp_path: Path) -> None:
    job = Job("vgg.yaml", "vgg", MODELS / "vgg.yaml", PageOptions(downloads=("svg", "csv")), tmp_path)
    first, again = build(job), build(job)
    assert first == again
    assert Built.parsed(first.dump()) == first
    assert sorted(first.files) == ["vgg/1.svg", "vgg/2.svg", "vgg/3.svg", "vgg/layers.csv", "vgg/overview.svg"]
    assert first.figures == 4


def test_a_model_that_cannot_be_read_is_a_page_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("framework: keras\ninput: [8]\nlayers:\n  - Dnese: 4\n")
    built = build(Job("bad.yaml", "bad", path, PageOptions()))
    assert "Dnese" in built.markdown
    assert "admonition" in built.markdown
    assert built.card.status == "failed"
    assert built.warnings


def test_several_processes_build_the_same() -> None:
    options = PageOptions(downloads=())
    jobs = [Job(f"{name}.yaml", name, MODELS / f"{name}.yaml", options) for name in ("vgg", "lenet", "mlp", "small")]
    seen: list[tuple[int, int, str]] = []
    assert build_all(jobs, 2, lambda *step: seen.append(step)) == build_all(jobs, 1)
    assert seen == [(1, 4, "vgg"), (2, 4, "lenet"), (3, 4, "mlp"), (4, 4, "small")]


# ---- index -----------------------------------------------------------------------------------------------------------


def test_the_index_counts_verdicts_and_sorts_by_size() -> None:
    cards = [a_card("b", 20, 20), a_card("a", 10, 10, "differs"), a_card("c", -1, -1, "failed")]
    made = index(cards)
    assert made.verdict == "3 models · 1 agrees · 1 differs · 1 could not be read"
    assert [card.name for card, _, _ in made.cards] == ["a", "b", "c"]
    assert made.scatter_svg == ""
    assert counts(cards[:1], "zh") == "1 个模型 · 1 个一致"


def test_the_chart_names_who_has_room_and_leads_to_every_page() -> None:
    cards = [a_card(f"model <{i}>", 10 ** (i % 4 + 4), 10 ** (i % 3 + 6)) for i in range(9)]
    svg = index(cards, href=lambda slug: f"{slug}/").scatter_svg
    assert svg.count("<circle") == 9
    assert svg.count("xlink:href=") == 9
    assert " href=" not in svg
    assert "<1>" not in svg


def test_bars_stand_for_parameters() -> None:
    card = Card(
        "v",
        "V",
        "",
        "",
        "",
        "",
        329_962,
        1,
        "agrees",
        "",
        "dense",
        (("conv", 9_568), ("conv", 55_424), ("dense", 264_970)),
    )
    heights = [float(height) for height in re.findall(r'height="([\d.]+)" rx', bars(card, "en"))]
    assert heights == sorted(heights)
    assert heights[2] == 27.0
    assert heights[1] / heights[2] == pytest.approx((55_424 / 264_970) ** 0.5, abs=0.01)
    many = Card("v", "V", "", "", "", "", 1, 1, "agrees", "", "conv", tuple(("conv", i) for i in range(100)))
    assert bars(many, "en").count("<rect") <= 24

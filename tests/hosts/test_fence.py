"""The fence in MkDocs, ProperDocs and Zensical: the same figures, the same complaints."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from hosts.fixture import project
from hosts.hosts import HOSTS, build

if TYPE_CHECKING:
    from pathlib import Path

    from hosts.hosts import Built, Host

EXERCISE = "# Lesson\n\n```layertally\nmodel: models/vgg.yaml\ngroup: 第二组\nexercise: 6\nlang: zh\n```\n"
COMPARE = """# Two

```layertally
compare:
  - framework: keras
    input: [T, 128]
    layers: [LSTM: 64]
  - framework: torch
    input: [T, 128]

    layers:
      - LSTM: [128, 64]
```
"""
BROKEN = "# Broken\n\ntext\n\n```layertally\nmodel: models/vgg.yaml\ngroup: 第4组\n```\n"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """The fixture, built once by every host."""
    return {host.name: build(host, project(tmp_path_factory.mktemp(host.name), host)) for host in HOSTS}


def test_each_host_shows_the_figures(sites: dict[str, Built]) -> None:
    for name, built in sites.items():
        assert built.code == 0, f"{name}: {built.output}"
        figures = built.figures("lessons/one/")
        assert len(figures) == 3, name
        assert "(3·3·1 + 1)·32" in figures[0]
        assert "分类" in figures[1] or "组" in figures[1]


def test_all_hosts_show_the_same_figures(sites: dict[str, Built]) -> None:
    shown = {name: _digests(built) for name, built in sites.items()}
    assert shown["mkdocs"] == shown["properdocs"] == shown["zensical"]


def test_a_fence_in_a_longer_fence_is_text(sites: dict[str, Built]) -> None:
    for built in sites.values():
        text = re.sub(r"<[^>]+>", "", built.page("lessons/one/"))
        assert "```layertally\nmodel: models/vgg.yaml\n```" in text


def test_the_figure_is_not_in_a_paragraph(sites: dict[str, Built]) -> None:
    for built in sites.values():
        assert not re.search(r"<p>\s*<(div class=\"layertally|figure|layertally-)", built.page("lessons/one/"))


def test_only_the_plugin_is_enough(host: Host, tmp_path: Path) -> None:
    built = build(host, project(tmp_path, host, plugin={}))
    assert built.code == 0, built.output
    assert len(built.figures("lessons/one/")) == 3


def test_an_exercise_keeps_its_answers_to_the_key(host: Host, tmp_path: Path) -> None:
    built = build(host, project(tmp_path, host, EXERCISE, plugin={}))
    assert built.code == 0, built.output
    page = built.page("lessons/one/")
    assert len(re.findall(r'<input type="?text"? id="?lt', page)) == 6
    before, _, key = page.partition("lt-answers")
    assert "55,424" not in before
    assert "55,424" in key
    assert "④" in built.figures("lessons/one/")[0]
    index = next(built.site.glob("search*/search*.json"), built.site / "search.json").read_text(encoding="utf-8")
    assert "55,424" not in index


def test_models_side_by_side(host: Host, tmp_path: Path) -> None:
    built = build(host, project(tmp_path, host, COMPARE, plugin={}))
    assert built.code == 0, built.output
    page = built.page("lessons/one/")
    assert "49,408" in page
    assert "PyTorch keeps two biases a gate, Keras one: 4·64 = 256 fewer." in page
    described = re.findall(r"<pre data-l=[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    assert described[1] == "framework: torch\ninput: [T, 128]\n \nlayers:\n  - LSTM: [128, 64]"


def test_a_failing_fence_is_a_note_and_names_page_and_line(host: Host, tmp_path: Path) -> None:
    built = build(host, project(tmp_path, host, "---\ntitle: T\n---\n" + BROKEN), strict=False)
    assert built.code == 0, built.output
    assert 'lessons/one.md:8: figure "models/vgg.yaml 第4组": no group `第4组`' in built.output
    assert "admonition-title" in built.page("lessons/one/")


def test_strict_fails_on_a_failing_fence(host: Host, tmp_path: Path) -> None:
    built = build(host, project(tmp_path, host, BROKEN, plugin={}), strict=True)
    if host.plugins:
        assert built.code == 1
        assert "Aborted with 1 warnings in strict mode" in built.output
    else:
        # Zensical prints a logged warning and goes on: only an exception ends its build.
        assert built.code == 0
        assert "第4组" in built.output


def test_on_error_raise_fails_everywhere(host: Host, tmp_path: Path) -> None:
    folder = project(tmp_path, host, BROKEN)
    config = (
        (folder / "mkdocs.yml").read_text(encoding="utf-8").replace("- layertally", "- layertally: {on_error: raise}")
    )
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    built = build(host, folder, strict=False)
    assert built.code != 0
    assert "第4组" in built.output


def _digests(built: Built) -> list[str]:
    # Zensical takes the mark off once its search index has heeded it.
    figures = [figure.replace(' data-search-exclude=""', "") for figure in built.figures("lessons/one/")]
    return [hashlib.sha256(figure.encode()).hexdigest() for figure in figures]

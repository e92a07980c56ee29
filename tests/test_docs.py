"""What a reader is told holds: generated parts are current, examples are read, options are those that there are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from layertally import annotate, read
from layertally.markdown.fences import find
from layertally.markdown.options import parse
from layertally.mkdocs import LayertallyConfig
from layertally.pages.data import PageOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent.parent
PAGES = [HERE / "README.md", HERE / "CONTRIBUTING.md", *sorted((HERE / "docs").rglob("*.md"))]
YAML = re.compile(r"^(?P<indent> *)```yaml\n(?P<body>.*?)^ *```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> Iterator[str]:
    """The YAML blocks of a page, those that are snippets of files left out."""
    for found in YAML.finditer(page.read_text(encoding="utf-8")):
        text = re.sub(rf"^{found['indent']}", "", found["body"], flags=re.MULTILINE)
        if "--8<--" not in text:
            yield text


def descriptions() -> list[Any]:
    found = [(page, text) for page in PAGES for text in blocks(page) if "\nframework:" in f"\n{text}"]
    return [pytest.param(page, text, id=f"{page.name}-{number}") for number, (page, text) in enumerate(found)]


@pytest.mark.parametrize("part", ["figures", "tables", "examples", "gallery", "rules", "compare", "hf", "console"])
def test_generated_parts_are_current(part: str) -> None:
    accept = os.environ.get("LAYERTALLY_ACCEPT")
    command = [sys.executable, "-m", "tools.docs", part, *([] if accept else ["--check"])]
    done = subprocess.run(command, cwd=HERE, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("page", "text"), descriptions())
def test_every_description_is_read_and_holds(page: Path, text: str) -> None:
    annotated = annotate(read(page.name, text=text))
    assert [layer.problem for layer in annotated.layers if layer.problem is not None] == []
    assert [claim for claim in annotated.claims if not claim.agrees] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_fence_says_what_a_fence_may_say(page: Path) -> None:
    from layertally.errors import Place

    for fence in find(page.read_text(encoding="utf-8").splitlines()):
        assert fence.end is not None
        parse(fence.body, PageOptions(), Place(page.name, fence.start + 1))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_configuration_is_one(page: Path) -> None:
    for text in blocks(page):
        said = yaml.safe_load(text)
        plugins = said.get("plugins") or [] if isinstance(said, dict) else []
        for plugin in plugins:
            if isinstance(plugin, dict) and "layertally" in plugin:
                config = LayertallyConfig()
                config.load_dict(plugin["layertally"])
                assert config.validate() == ([], [])


def test_the_description_page_names_every_key(root: Path) -> None:
    from layertally.readers.description import GROUP_KEYS, KEYS
    from layertally.readers.head import CLAIMS
    from layertally.readers.items import COMMON

    text = (root / "docs" / "description.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)`(?: or `([^`]+)`)? \|", text, re.MULTILINE)
    named = {name for row in listed for name in row if name}
    assert {*KEYS, *GROUP_KEYS, *COMMON} <= named
    assert all(f"`{name}`" in text for name in CLAIMS)


def test_every_example_has_a_page_of_its_own(root: Path) -> None:
    config = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    (plugin,) = [entry["layertally"] for entry in config["plugins"] if isinstance(entry, dict)]
    examples = {f"examples/{path.name}" for path in (root / "examples").glob("*.yaml")}
    assert set(plugin["models"]) == examples - {"examples/small.yaml"}  # it stands in trouble.md, with on_error: note


def test_the_counters_of_the_table_agree_with_the_conventions(root: Path) -> None:
    from layertally.conventions import total

    text = (root / "docs" / "conventions.md").read_text(encoding="utf-8")
    lenet = annotate(read(root / "examples" / "lenet-paddle.yaml"))
    rows = re.findall(r"^\| [^|]+ \| [^|]+ \| [^|]+ \| ([\d,; ]+) \| (`[^|]+`) \|$", text, re.MULTILINE)
    assert len(rows) == 6
    for measured, names in rows:
        for number, name in zip(measured.split(";"), names.split(";"), strict=True):
            assert total(lenet, name.strip("` ")) == int(number.replace(",", "")), name

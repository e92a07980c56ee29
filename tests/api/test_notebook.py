"""What a notebook shows: whole, well formed, nothing fetched, nothing run, every name escaped."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import layertally
from layertally.api import Network, notebook
from layertally.pages.assets.notebook import SCOPE, notebook_css

VOID = {"wbr", "br", "hr", "img", "meta", "link", "input"}
EVIL = "<script>alert(1)</script>\\\"'&"


class Checker(HTMLParser):
    """Every tag closes where it should; tags and attributes are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.values: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            assert not name.startswith("on"), f"a handler: {name}"
            self.values.append(value or "")
            if name == "id":
                self.ids.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data


def checked(html: str) -> Checker:
    found = Checker()
    found.feed(html)
    found.close()
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    return found


def models(root: Path) -> dict[str, Network]:
    return {path.stem: layertally.read(path) for path in sorted((root / "examples").glob("*.yaml"))}


NAMES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "examples").glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_shown_whole(root: Path, name: str) -> None:
    net = layertally.read(root / "examples" / f"{name}.yaml")
    bundle = net._repr_mimebundle_()
    assert list(bundle) == ["text/html", "image/svg+xml", "text/plain"]
    found = checked(bundle["text/html"])
    assert {"style", "svg", "table"} <= found.tags
    assert not {"script", "link", "img", "iframe", "object"} & found.tags
    for group in net.grouped.groups:
        assert group.title in found.text
    if net.totals.params is not None:
        assert f"{net.totals.params:,}" in found.text
    outside = [value for value in found.values if re.search(r"(https?:)?//", value)]
    assert set(outside) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.search(r"url\(|@import|@font-face", bundle["text/html"])
    ET.fromstring(bundle["image/svg+xml"])  # noqa: S314 - our own picture
    assert bundle["text/plain"] == str(net).rstrip("\n")


def test_names_of_a_model_are_text() -> None:
    text = f"""
model: "{EVIL}"
framework: keras
input: [8]
groups:
  - title: "{EVIL}"
    layers: [{{Dense: {{units: 4, name: "{EVIL}"}}}}]
  - layers: [{{Dense: {{units: 2, name: "</style>x"}}}}]
"""
    net = layertally.read("evil.yaml", text=text)
    for bundle in (net._repr_mimebundle_(), net.draw()._repr_mimebundle_()):
        found = checked(bundle["text/html"])
        assert "script" not in found.tags
        assert "<script>" in found.text
        ET.fromstring(bundle["image/svg+xml"])  # noqa: S314 - our own picture


def test_figures_alone(root: Path) -> None:
    net = layertally.read(root / "examples" / "vgg.yaml")
    bundle = net.draw()._repr_mimebundle_()
    assert bundle["text/html"].count("<svg") == 4
    assert "table" not in checked(bundle["text/html"]).tags
    dark = net.draw(group="1", theme="dark")._repr_mimebundle_()["text/html"]
    assert 'data-lt-theme="dark"' in dark
    assert dark.count("<svg") == 1


def test_models_held_against_each_other() -> None:
    evil = f"{{framework: keras, input: [8], layers: [{{Dense: {{units: %d, name: '{EVIL.replace(chr(39), '')}'}}}}]}}"
    one, other = (layertally.read(f"{EVIL}.yaml", text=evil % units) for units in (4, 5))
    for shown in (layertally.diff(one, other), layertally.compare(one, other)):
        bundle = shown._repr_mimebundle_()
        found = checked(bundle["text/html"])
        assert "script" not in found.tags
        assert "<script>" in found.text
        assert "(8 + 1)·5" in found.text
        assert bundle["text/plain"] == str(shown)
    ET.fromstring(layertally.diff(one, other)._repr_mimebundle_()["image/svg+xml"])  # noqa: S314 - our own picture


def test_a_large_model_shows_its_overview(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    net = layertally.read(root / "examples" / "vgg.yaml")
    monkeypatch.setattr(notebook, "MOST", 40_000)
    found = checked(net._repr_mimebundle_()["text/html"])
    assert "3 groups are too much for one output" in found.text
    assert "table" not in found.tags
    assert "太" not in found.text
    assert "共 3 组" in checked(net.show(lang="zh")._repr_mimebundle_()["text/html"]).text


def test_the_style_touches_nothing_outside() -> None:
    css = notebook_css()
    assert "@media" not in css
    assert ":root" not in css
    assert css.count("{") == css.count("}")
    rules = re.sub(r"@container[^{]*\{((?:[^{}]*\{[^{}]*\})*)\}", r"\1", css)
    for selectors in re.findall(r"([^{}]+)\{", rules):
        for selector in selectors.split(","):
            assert re.search(rf"\{SCOPE}|\.lt-|layertally|^\[data-sort\]", selector), selector

"""Beside a plugin that builds a site a language, as mkdocs-static-i18n does: it takes only files that lie in
`docs_dir`, comes last, and builds again for every language."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.plugins import BasePlugin, event_priority

from hosts.fixture import MODELS


class Languages(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """What matters here of mkdocs-static-i18n 1.3."""

    default_language = "en"

    def __init__(self) -> None:
        self.current_language = "en"
        self.seen: list[str] = []

    @event_priority(-100)
    def on_files(self, files: Any, *, config: Any) -> Any:
        for file in files:
            if not Path(file.abs_src_path).is_relative_to(
                config.docs_dir
            ):  # raises TypeError for one that lies nowhere
                continue
            self.seen.append(f"{self.current_language}:{file.src_uri}")
        return files

    def on_post_build(self, *, config: Any) -> None:
        if self.current_language == "en":
            self.current_language = "zh_CN"
            build(config, dirty=True)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(
        "# Home\n\n```layertally\nmodel: models/vgg.yaml\ngroup: 1\n```\n", "utf-8"
    )
    (tmp_path / "models").mkdir()
    shutil.copy(MODELS / "vgg.yaml", tmp_path / "models")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Two\nuse_directory_urls: true\nplugins: [{layertally: {models: [models/*.yaml], downloads: []}}]\n"
        "nav: [index.md, {Models: models/}]\n",
        "utf-8",
    )
    config = load_config(str(tmp_path / "mkdocs.yml"))
    config.plugins["i18n"] = languages = Languages()
    build(config)
    assert languages.seen == ["en:index.md", "zh_CN:index.md"]
    return tmp_path / "site"


def test_each_language_has_its_pages_in_its_own_words(site: Path) -> None:
    assert "parameters" in (site / "models" / "vgg" / "index.html").read_text("utf-8")
    assert "个参数" in (site / "zh_CN" / "models" / "vgg" / "index.html").read_text("utf-8")


def test_the_nav_is_filled_for_each_and_the_style_sheet_stands_once(site: Path) -> None:
    text = (site / "zh_CN" / "models" / "index.html").read_text("utf-8")
    assert 'href="vgg/"' in text
    assert text.count("assets/layertally/layertally.css") == 1
    assert (site / "assets" / "layertally" / "layertally.css").is_file()

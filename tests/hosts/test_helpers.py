"""The matrix itself, with an extension of six lines: every host really runs, and says so when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hosts.hosts import build, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from hosts.hosts import Host

EXTENSION = """
from markdown import Extension
from markdown.preprocessors import Preprocessor

class Stamp(Preprocessor):
    def run(self, lines):
        if "raise" in lines:
            raise ValueError("no such layer")
        figure = self.md.htmlStash.store('<figure class="layertally">(3·3·1 + 1)·32</figure>')
        return [figure if line == "stamp" else line for line in lines]

class StampExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Stamp(md), "stamp", 27)

def makeExtension(**settings):
    return StampExtension(**settings)
"""


def test_each_host_builds_a_page(host: Host, tmp_path: Path) -> None:
    pages = {"index.md": "# Home\n\nstamp\n", "sub/page.md": "# 第一组\n", "../stamp.py": EXTENSION}
    built = build(host, write_project(tmp_path, pages, markdown_extensions=["stamp"]))
    assert built.code == 0, built.output
    assert built.figures() == ['<figure class="layertally">(3·3·1 + 1)·32</figure>']
    assert "第一组" in built.page("sub/page/")
    with pytest.raises(AssertionError, match="no page none/"):
        built.page("none/")


def test_each_host_fails_when_an_extension_raises(host: Host, tmp_path: Path) -> None:
    pages = {"index.md": "# Home\n\nraise\n", "../stamp.py": EXTENSION}
    built = build(host, write_project(tmp_path, pages, markdown_extensions=["stamp"]))
    assert built.code == 1
    assert "no such layer" in built.output

"""The site generators that must show our figures: a project folder goes in, the pages they built come out.

MkDocs, ProperDocs (both with the Material theme) and Zensical live in one environment; each runs as a child process.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

NOT_FOUND = "no page {uri} in {site}; pages: {pages}"


@dataclass(frozen=True)
class Host:
    """How one generator is called. `plugins`: whether it runs MkDocs plugins (Zensical ignores all but its own)."""

    name: str
    arguments: tuple[str, ...]
    plugins: bool


HOSTS = (
    Host("mkdocs", ("-m", "mkdocs", "build"), plugins=True),
    Host("properdocs", ("-m", "properdocs", "build"), plugins=True),
    Host("zensical", ("-m", "zensical", "build"), plugins=False),
)


@dataclass(frozen=True)
class Built:
    """What a build left behind: `code` (0 fine), all it printed, and the folder of pages."""

    host: Host
    code: int
    output: str
    site: Path

    def page(self, uri: str = "") -> str:
        """The HTML of a page by its address below the site: `""`, `"models/vgg/"`, `"assets/x.css"`."""
        path = self.site / uri
        path = path / "index.html" if uri.endswith("/") or not uri else path
        if not path.is_file():
            pages = sorted(p.relative_to(self.site).as_posix() for p in self.site.rglob("*.html"))
            raise AssertionError(NOT_FOUND.format(uri=uri, site=self.site, pages=pages))
        return path.read_text(encoding="utf-8")

    def figures(self, uri: str = "") -> list[str]:
        """The `<figure class="layertally…">` elements of a page, in order."""
        found = re.findall(r"<figure\b[^>]*\bclass=[\"']?layertally.*?</figure>", self.page(uri), re.DOTALL)
        return [str(figure) for figure in found]


def write_project(folder: Path, pages: dict[str, str], **config: Any) -> Path:
    """Lay out a project: `pages` by path below docs/ (files whose path starts with `../` go beside docs/).

    `config` is merged over a small mkdocs.yml with the Material theme. Returns the folder.
    """
    settings: dict[str, Any] = {
        "site_name": "Fixture",
        "site_dir": "site",
        "theme": {"name": "material", "features": ["navigation.instant"]},
        **config,
    }
    for name, text in pages.items():
        path = (folder / "docs" / name).resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def build(host: Host, project: Path, *extra: str, strict: bool = True, timeout: float = 120, **env: str) -> Built:
    """Build a project into its `site` folder; `extra` are further arguments, `env` further variables."""
    own = os.pathsep.join(filter(None, (str(project), os.environ.get("PYTHONPATH"))))
    arguments = [sys.executable, *host.arguments, "-f", "mkdocs.yml", *(["--strict"] if strict else []), *extra]
    done = subprocess.run(
        arguments,
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", "PYTHONPATH": own, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return Built(host, done.returncode, done.stdout, project / "site")

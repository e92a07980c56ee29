"""A finished site from models alone: the pages in a temporary MkDocs project with the Material theme.

In: model references and a folder. Out: the site, and how many of its models agree. No page asks another host for
anything.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import LayertallyError
from .build import Built
from .data import PageOptions
from .phrases import say
from .render import plain_title
from .write import ASSETS, Progress, write_pages

SITE_CSS = "layertally-site.css"
SITE_RULES = ':root{--md-text-font:"Inter","Noto Sans SC";--md-code-font:"JetBrains Mono","Noto Sans SC"}\n'
"""The whole site in the fonts of the figures; a site of somebody else keeps its own."""
MARKER = ".layertally-site"
"""Written into every site, so that no other folder is ever emptied."""


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What was built: counts, seconds, how many models agree, a line for each that differs or could not be read."""

    out: Path
    pages: int
    figures: int
    seconds: float
    agrees: int
    differs: tuple[str, ...]


def build_site(
    models: Sequence[str],
    out: Path,
    *,
    strict: bool = False,
    lang: str = "en",
    density: str = "worked",
    macs: str = "macs",
    group_by: str = "auto",
    depth: int | None = None,
    cache: Path | None = None,
    concurrency: int | None = None,
    title: str = "",
    on_progress: Progress | None = None,
) -> SiteResult:
    """Build the site into `out`.

    Raises:
        LayertallyError: the extra `site` is missing, `out` holds something else, or with `strict` a model differs.
    """
    start = time.perf_counter()
    _require()
    _refuse_foreign(out)
    options = PageOptions(lang=lang, density=density, macs=macs, group_by=group_by, depth=depth)
    workers = concurrency if concurrency is not None else max(1, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory(prefix="layertally-site-") as folder:
        docs = Path(folder) / "docs"
        written = write_pages(
            models,
            docs,
            options=options,
            cache=cache,
            concurrency=workers,
            directory_urls=False,
            link_assets=False,
            on_progress=on_progress,
        )
        built = written.built
        (docs / ASSETS / SITE_CSS).write_text(SITE_RULES, encoding="utf-8")
        off = tuple(line for one in built for line in _off(one))
        if strict and off:
            raise SiteDiffersError(off)
        _mkdocs(Path(folder), docs, built, lang, title)
        _replace(Path(folder) / "site", out)
    agrees = sum(one.card.status == "agrees" for one in built)
    figures = sum(one.figures for one in built)
    return SiteResult(out, len(built), figures, time.perf_counter() - start, agrees, off)


class SiteDiffersError(LayertallyError):
    """Under `strict`, a model differs: the answer is no, nothing was written."""

    exit_code = 1

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(
            lines[0] if len(lines) == 1 else f"{len(lines)} models differ", notes=lines if len(lines) > 1 else ()
        )


def _off(built: Built) -> tuple[str, ...]:
    if built.warnings:
        return built.warnings
    return (f"{built.reference}: {built.card.word}",) if built.card.status in ("differs", "failed") else ()


def _require() -> None:
    for module in ("mkdocs", "material"):
        if importlib.util.find_spec(module) is None:
            raise LayertallyError(
                f"a site needs {module}, which is not installed", fix="pip install 'layertally[site]'"
            )


def _refuse_foreign(out: Path) -> None:
    if out.is_file():
        raise LayertallyError(f"{out} is a file", fix="name a folder with -o")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise LayertallyError(
            f"{out} holds something that is not a site of ours", fix="name another folder with -o, or empty it"
        )


def _mkdocs(folder: Path, docs: Path, built: Sequence[Built], lang: str, title: str) -> None:
    """Run MkDocs in this process, its own messages kept off the terminal unless something fails."""
    import yaml

    path = folder / "mkdocs.yml"
    path.write_text(
        yaml.safe_dump(settings(docs, folder / "site", built, lang, title), allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    with _collected() as messages:
        try:
            config = load_config(str(path))
            config.plugins.run_event("startup", command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.run_event("shutdown")
        except (MkDocsException, SystemExit) as error:
            raise LayertallyError(f"MkDocs could not build the site: {error}", notes=messages[-5:]) from error
    if (folder / "site").is_dir():
        (folder / "site" / MARKER).write_text("layertally\n", encoding="utf-8")


def settings(docs: Path, site: Path, built: Sequence[Built], lang: str, title: str = "") -> dict[str, Any]:
    """The configuration of the temporary project. Addresses end in `.html` and the script is a plain one, so that the
    site can be opened from disk."""
    toggles = {"light": "material/weather-night", "dark": "material/weather-sunny"}
    names = {"light": ("Dark", "深色"), "dark": ("Light", "浅色")}
    palette = [
        {
            "media": f"(prefers-color-scheme: {mode})",
            "scheme": scheme,
            "primary": primary,
            "accent": "indigo",
            "toggle": {"icon": toggles[mode], "name": names[mode][lang == "zh"]},
        }
        for mode, scheme, primary in (("light", "default", "white"), ("dark", "slate", "black"))
    ]
    return {
        "site_name": title or (plain_title(built[0].card.name) if len(built) == 1 else say("models", lang)),
        "site_url": "",
        "docs_dir": str(docs),
        "site_dir": str(site),
        "use_directory_urls": False,
        "theme": {
            "name": "material",
            "font": False,
            "language": lang,
            "palette": palette,
            "icon": {"logo": "material/layers-triple-outline"},
            "features": [
                "navigation.instant",
                "navigation.indexes",
                "navigation.footer",
                "toc.follow",
                "content.code.copy",
                "search.highlight",
            ],
        },
        "plugins": ["search"],
        "markdown_extensions": [
            "attr_list",
            "tables",
            {"toc": {"permalink": True}},
            {"layertally": {"css": "none", "lang": lang}},
        ],
        "extra_css": [f"{ASSETS}/layertally.css", f"{ASSETS}/{SITE_CSS}"],
        "extra_javascript": [{"path": f"{ASSETS}/layertally.js", "defer": True}],
        "nav": ["index.md", *({plain_title(one.card.name): f"{one.slug}.md"} for one in built)],
    }


@contextmanager
def _collected() -> Iterator[list[str]]:
    """MkDocs' log, kept in a list."""
    messages: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    before, handlers = logger.propagate, list(logger.handlers)
    keep = Keep(logging.WARNING)
    logger.handlers[:] = [keep]
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.handlers[:] = handlers
        logger.propagate = before


def _replace(built: Path, out: Path) -> None:
    """Put the finished site in place of the one before."""
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        shutil.rmtree(out)
    shutil.copytree(built, out)

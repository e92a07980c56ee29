"""One model becomes one page with its files; many models become many, several at once where that saves time.

In: `Job`s. Out: `Built`s. A model that cannot be read becomes a page that says so; nothing is raised.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import DescriptionErrors, LayertallyError
from ..group import Grouped
from ..paint.theme import Theme
from .cache import Cache, file_digest
from .card import Card, card, failed_card
from .content import Drawn, file_name, page
from .data import Note, PageOptions
from .notes import error_notes
from .source import load
from .views import relinked

POOL_FROM = 4
"""Fewer models than this are built faster than further processes start."""
PNG_DPI = 192
TABLES = {"csv": "csv", "json": "json", "md": "md", "tex": "latex"}


@dataclass(frozen=True, slots=True)
class Job:
    """What is needed to build one page, also in another process. `path` None: `reference` is `package.module:name`.
    `assets` is the folder of style sheet and script as the page sees it; empty: the site links to them itself."""

    reference: str
    slug: str
    path: Path | None
    options: PageOptions
    cache: Path | None = None
    templates: Path | None = None
    assets: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """A page as Markdown, its files by path from the page's folder on, its line of the index, what a log should say."""

    reference: str
    slug: str
    markdown: str
    card: Card
    files: dict[str, bytes] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    figures: int = 0

    def dump(self) -> str:
        """As JSON, for the cache."""
        files = {name: b64encode(data).decode() for name, data in self.files.items()}
        return json.dumps({**asdict(replace(self, files={})), "files": files}, ensure_ascii=False)

    @staticmethod
    def parsed(text: str) -> Built:
        """What `dump` wrote."""
        said: dict[str, Any] = json.loads(text)
        said["card"]["bars"] = tuple((family, value) for family, value in said["card"]["bars"])
        return Built(
            **{
                **said,
                "card": Card(**said["card"]),
                "warnings": tuple(said["warnings"]),
                "files": {name: b64decode(data) for name, data in said["files"].items()},
            }
        )


def build(job: Job) -> Built:
    """One page, from the cache where nothing has changed."""
    if job.path is None:
        return _built(job)
    templates = sorted(job.templates.rglob("*.j2")) if job.templates is not None and job.templates.is_dir() else []
    looks = tuple(file_digest(path) for path in templates)
    key = ("page", job.reference, job.slug, file_digest(job.path), str(job.options), job.assets, looks)
    return Built.parsed(Cache(job.cache).text(key, lambda: _built(job).dump()))


def build_all(
    jobs: Sequence[Job], concurrency: int = 1, on_progress: Callable[[int, int, str], None] | None = None
) -> list[Built]:
    """All pages, in the order of the jobs. `on_progress(done, of, name)` is called after each."""
    if concurrency > 1 and len(jobs) >= POOL_FROM:
        built = _in_processes(jobs, concurrency, on_progress)
        if built is not None:
            return built
    out = []
    for number, job in enumerate(jobs, 1):
        out.append(build(job))
        if on_progress is not None:
            on_progress(number, len(jobs), job.slug)
    return out


def _in_processes(
    jobs: Sequence[Job], concurrency: int, on_progress: Callable[[int, int, str], None] | None
) -> list[Built] | None:
    """None where no further process can be started."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    out = []
    try:
        with ProcessPoolExecutor(min(concurrency, len(jobs)), get_context("spawn")) as pool:
            for number, (job, built) in enumerate(zip(jobs, pool.map(build, jobs), strict=True), 1):
                out.append(built)
                if on_progress is not None:
                    on_progress(number, len(jobs), job.slug)
    except (BrokenProcessPool, OSError, RuntimeError):
        return None
    return out


def _built(job: Job) -> Built:
    from .render import render

    try:
        grouped = load(job.path, job.reference, job.options.lang, job.options.cutting)
        data = page(grouped, job.options, slug=job.slug)
        markdown = render("model.md.j2", job.templates, page=data, maths=job.options.maths, assets=job.assets)
        files = _files(grouped, job.options, job.slug)
    except Exception as error:  # noqa: BLE001 - one bad model never takes the others down
        return _failed(job, error)
    figures = (data.overview is not None) + sum(
        len(section.figures) + (section.stage is not None) for section in data.sections
    )
    return Built(
        job.reference,
        job.slug,
        markdown,
        card(grouped, job.slug, job.options.lang, job.options.macs),
        files,
        warnings_of(data.notes),
        figures,
    )


def _failed(job: Job, error: Exception) -> Built:
    from .render import render

    notes = error_notes(error, job.options.lang)
    markdown = render("failed.md.j2", job.templates, name=job.slug, notes=notes, assets=job.assets)
    errors = error.errors if isinstance(error, DescriptionErrors) else (error,)
    said = tuple(_message(one) for one in errors)
    return Built(job.reference, job.slug, markdown, failed_card(job.slug, job.reference), {}, said)


def _message(error: Exception) -> str:
    if not isinstance(error, LayertallyError):
        return f"{type(error).__name__}: {error}"
    place = f"{error.place}: " if error.place is not None else ""
    return f"{place}{error.reason}" + (f", {error.fix}" if error.fix else "")


def warnings_of(notes: Iterable[Note]) -> tuple[str, ...]:
    """What a log says of a page: each note that is more than a remark."""
    return tuple(
        (f"{note.at}: " if note.at else "") + note.title + (f", {note.fix}" if note.fix else "")
        for note in notes
        if note.status == "differs"
    )


def _files(grouped: Grouped, options: PageOptions, slug: str) -> dict[str, bytes]:
    """The downloads of a page."""
    out: dict[str, bytes] = {}
    if any(kind in options.downloads for kind in ("svg", "png", "pdf")):
        for figure in Drawn.of(grouped, options, preset="page").wide:
            drawing = relinked(figure.drawing, {})
            for kind in options.downloads:
                if kind in _PAINTERS:
                    out[f"{slug}/{file_name(figure.id)}.{kind}"] = _PAINTERS[kind](drawing, options.theme)
    from ..report.formats import write
    from ..report.rows import View

    for kind, form in TABLES.items():
        if kind in options.downloads:
            text = write(grouped, form, View(density=options.density, lang=options.lang, macs=options.macs))
            out[f"{slug}/layers.{kind}"] = text.encode()
    return out


def _svg(drawing: Any, theme: Theme) -> bytes:
    from ..paint.svg import svg

    return svg(drawing, theme).encode()


def _png(drawing: Any, theme: Theme) -> bytes:
    from ..paint.png import png

    return png(drawing, theme, dpi=PNG_DPI)


def _pdf(drawing: Any, theme: Theme) -> bytes:
    from ..paint.pdf import pdf

    return pdf(drawing, theme)


_PAINTERS: dict[str, Callable[[Any, Theme], bytes]] = {"svg": _svg, "png": _png, "pdf": _pdf}

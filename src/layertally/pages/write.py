"""Pages as files: Markdown and assets for any site generator, written only where something has changed.

In: model references and a folder. Out: the files, and what was built.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..conventions import convention
from ..errors import LayertallyError
from . import assets, plan
from .build import Built, Job, build_all
from .cache import write_changed
from .data import PageOptions
from .source import FOUND, Project

ASSETS = "assets"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What `write_pages` left behind: all files by path, those of them that are new or changed, what was built."""

    files: tuple[Path, ...]
    changed: tuple[Path, ...]
    built: tuple[Built, ...]


def write_pages(
    models: Sequence[str],
    out: Path,
    *,
    options: PageOptions | None = None,
    cache: Path | None = None,
    templates: Path | None = None,
    concurrency: int = 1,
    directory_urls: bool = True,
    link_assets: bool = True,
    fonts: bool = True,
    on_progress: Progress | None = None,
) -> Written:
    """A page a model, their index, and the folder `assets` that each page links to. Raises LayertallyError.

    `directory_urls`: whether the generator serves `vgg.md` as `vgg/` (MkDocs, Zensical) or as `vgg.html`.
    `link_assets`: whether pages link to style sheet and script themselves, so that the site need not be told of them.
    `fonts`: whether the shipped fonts lie beside the style sheet.
    """
    home = ("../" if directory_urls else "") + ASSETS if link_assets else ""
    options = options or PageOptions()
    convention(options.macs)
    built = build_models(models, options, cache, templates, concurrency, on_progress, home)
    end = "/" if directory_urls else ".html"

    def href(slug: str) -> str:
        return f"{slug}{end}"

    contents: dict[str, bytes] = {f"{ASSETS}/{name}": data for name, data in assets.files(fonts).items()}
    contents["index.md"] = plan.index_markdown(
        built, options.lang, href, templates, assets=ASSETS * link_assets, macs=options.macs
    ).encode()
    for one in built:
        contents[f"{one.slug}.md"] = one.markdown.encode()
        contents |= one.files
    paths = {out / name: data for name, data in contents.items()}
    try:
        changed = [path for path, data in paths.items() if write_changed(path, data)]
    except OSError as error:
        raise LayertallyError(
            f"cannot write to {out}: {error.strerror or error}", fix="name another folder with -o"
        ) from error
    return Written(tuple(paths), tuple(changed), tuple(built))


def build_models(
    models: Sequence[str],
    options: PageOptions | None = None,
    cache: Path | None = None,
    templates: Path | None = None,
    concurrency: int = 1,
    on_progress: Progress | None = None,
    assets_folder: str = "",
) -> list[Built]:
    """The pages of models that a user has named: any file, and live models too. `assets_folder` is what pages link to.
    Raises LayertallyError for a model that is not there; one that is wrong becomes a page that says so."""
    references = named(models)
    here = Path.cwd()
    jobs: list[Job] = []
    for reference, slug in plan.slugs(references).items():
        path = Path(reference)
        found = path.resolve() if path.is_file() else Project(here, (), allow_python=True).resolve(reference)
        jobs.append(Job(reference, slug, found, options or PageOptions(), cache, templates, assets_folder))
    return build_all(jobs, concurrency, on_progress)


def named(models: Sequence[str]) -> list[str]:
    """References as given; a folder stands for the models in it. Raises LayertallyError where that is none."""
    out: dict[str, None] = {}
    for model in models:
        folder = Path(model)
        if not folder.is_dir():
            out.setdefault(model)
            continue
        inside = sorted(
            path for path in folder.iterdir() if path.is_file() and path.name.removesuffix(".gz").endswith(FOUND)
        )
        if not inside:
            raise LayertallyError(f"{model} holds no model", fix=f"a model ends in one of {', '.join(FOUND)}")
        for path in inside:
            out.setdefault(os.fspath(path))
    if not out:
        raise LayertallyError("no model is named", fix="layertally site examples/vgg.yaml -o site")
    return list(out)

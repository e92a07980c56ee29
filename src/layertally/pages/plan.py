"""Which pages a site gets: references and their slugs, the index, the files every page uses.

In: references and options. Out: jobs; then, from what was built, the files of a folder by path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ..conventions import DEFAULT
from ..errors import LayertallyError
from .build import Built, Job
from .data import PageOptions
from .index import index
from .phrases import say
from .source import Project

RESERVED = ("index",)


def jobs(
    references: Sequence[str],
    project: Project,
    options: PageOptions,
    cache: Path | None = None,
    templates: Path | None = None,
) -> tuple[list[Job], list[tuple[str, LayertallyError]]]:
    """A job for each reference that can be found, and the errors of the others."""
    out: list[Job] = []
    lost: list[tuple[str, LayertallyError]] = []
    for reference, slug in slugs(references).items():
        try:
            path = project.resolve(reference)
        except LayertallyError as error:
            lost.append((reference, error))
        else:
            out.append(Job(reference, slug, path, options, cache, templates))
    return out, lost


def slugs(references: Iterable[str]) -> dict[str, str]:
    """A name for each page, unlike any other's.

    >>> slugs(["models/vgg.yaml", "old/vgg.yaml.gz", "zoo.vgg:build", "index.json"])
    {'models/vgg.yaml': 'vgg', 'old/vgg.yaml.gz': 'vgg-2', 'zoo.vgg:build': 'zoo-vgg-build', 'index.json': 'index-2'}
    """
    taken: set[str] = set(RESERVED)
    out: dict[str, str] = {}
    for reference in references:
        if reference in out:
            continue
        name = reference.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".gz")
        stem = re.sub(r"\.(yaml|yml|json|keras|h5|onnx)$", "", name)
        base = re.sub(r"[^\w-]+", "-", stem).strip("-") or "model"
        slug, number = base, 1
        while slug.lower() in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug.lower())
        out[reference] = slug
    return out


def index_markdown(
    built: Sequence[Built],
    lang: str,
    href: Callable[[str], str],
    templates: Path | None = None,
    title: str = "",
    assets: str = "",
    macs: str = DEFAULT,
) -> str:
    """The index page; `href` tells where the page of a slug is, seen from the index; `macs` names the convention."""
    from .render import render

    cards = [one.card for one in built]
    data = index(cards, lang, href, macs)
    return render("index.md.j2", templates, index=data, title=title or say("models", lang), assets=assets)

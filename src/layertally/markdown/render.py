"""A fence becomes HTML: figures in two layouts and the numbers as a table.

In: `Wanted`, the project, a prefix for ids. Out: markup that is finished; the extension stashes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from textwrap import dedent

from ..errors import Place
from ..group import Grouped
from ..pages.cache import Cache, file_digest
from ..pages.source import Project, load, load_text
from .options import Wanted


@dataclass(frozen=True, slots=True)
class Rendered:
    """Finished markup, and what is wrong with the model although it could be drawn."""

    html: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Renderer:
    """What all fences of a site share."""

    cache: Cache
    templates: Path | None = None

    def html(self, wanted: Wanted, project: Project, prefix: str, place: Place) -> Rendered:
        """The markup of a fence and what a log should say of it. Raises LayertallyError."""
        if wanted.compare:
            return self._compared(wanted, project, prefix, place)
        path = None if wanted.text else project.resolve(wanted.reference, place)
        if path is None and not wanted.text:
            return self._made(wanted, None, prefix, place)  # nobody can tell when live code has changed
        content = wanted.text if path is None else file_digest(path)
        key = ("fence", str(path or place), content, str(wanted), prefix, _folder_digest(self.templates))
        return self._kept(key, lambda: self._made(wanted, path, prefix, place))

    def _compared(self, wanted: Wanted, project: Project, prefix: str, place: Place) -> Rendered:
        paths = tuple(None if text else project.resolve(reference, place) for reference, text in wanted.compare)
        if any(path is None and not text for path, (_, text) in zip(paths, wanted.compare, strict=True)):
            return self._abreast(wanted, paths, prefix, place)  # live code: nobody can tell when it has changed
        content = tuple(
            text if path is None else (str(path), file_digest(path))
            for path, (_, text) in zip(paths, wanted.compare, strict=True)
        )
        key = ("compare", str(place), content, str(wanted), prefix, _folder_digest(self.templates))
        return self._kept(key, lambda: self._abreast(wanted, paths, prefix, place))

    def _kept(self, key: tuple[object, ...], make: Callable[[], Rendered]) -> Rendered:
        """From the cache where nothing has changed, with what a log should say."""
        said = json.loads(self.cache.text(key, lambda: json.dumps(asdict(make()))))
        return Rendered(said["html"], tuple(said["warnings"]))

    def _abreast(self, wanted: Wanted, paths: tuple[Path | None, ...], prefix: str, place: Place) -> Rendered:
        from ..pages.build import warnings_of
        from ..pages.compare import comparison, text_of
        from ..pages.render import render

        if wanted.diff:
            return self._difference(wanted, paths, prefix, place)
        models, texts = [], []
        for path, (reference, text) in zip(paths, wanted.compare, strict=True):
            one = replace(wanted, reference=reference, text=text)
            models.append(_grouped(one, path, place).annotated)
            texts.append(_shown(text) if path is None else text_of(path))
        options = wanted.options
        view = comparison(
            models, texts, lang=options.lang, theme=options.theme, prefix=prefix, caption=wanted.caption or ""
        )
        return _framed(render("compare.html.j2", self.templates, view=view), wanted, warnings_of(view.notes))

    def _difference(self, wanted: Wanted, paths: tuple[Path | None, ...], prefix: str, place: Place) -> Rendered:
        from ..pages.build import warnings_of
        from ..pages.difference import difference
        from ..pages.render import render
        from ..report.compare import compare

        before, after = (
            _grouped(replace(wanted, reference=reference, text=text), path, place).annotated
            for path, (reference, text) in zip(paths, wanted.compare, strict=True)
        )
        files = [Path(reference).name if reference else "" for reference, _ in wanted.compare]
        names = (files[0] or before.model.name, files[1] or after.model.name)
        view = difference(
            compare(before, after), names, lang=wanted.options.lang, theme=wanted.options.theme, prefix=prefix,
            caption=wanted.caption or "", table=wanted.table,
        )  # fmt: skip
        return _framed(render("difference.html.j2", self.templates, view=view), wanted, warnings_of(view.notes))

    def _made(self, wanted: Wanted, path: Path | None, prefix: str, place: Place) -> Rendered:
        grouped = _grouped(wanted, path, place)
        made = self._exercise(wanted, grouped, prefix) if wanted.exercise else self._page(wanted, grouped, prefix)
        return _framed(made.html, wanted, made.warnings)

    def _page(self, wanted: Wanted, grouped: Grouped, prefix: str) -> Rendered:
        from ..pages.build import warnings_of
        from ..pages.content import page
        from ..pages.render import render

        data = page(
            grouped,
            replace(wanted.options, downloads=()),
            prefix=prefix,
            group=wanted.group,
            preset=wanted.preset,
            caption=wanted.caption,
            cards=bool(wanted.table),
            margin=False,
        )
        return Rendered(render("fence.html.j2", self.templates, page=data, table=wanted.table), warnings_of(data.notes))

    def _exercise(self, wanted: Wanted, grouped: Grouped, prefix: str) -> Rendered:
        from ..pages.build import warnings_of
        from ..pages.exercise import exercises
        from ..pages.notes import notes
        from ..pages.render import render

        assert wanted.exercise is not None
        made = exercises(
            grouped,
            wanted.options,
            wanted.exercise,
            prefix=prefix,
            group=wanted.group,
            preset=wanted.preset,
            caption=wanted.caption,
        )
        look = {"lang": wanted.options.lang, "theme": wanted.options.theme}
        # A note could give an answer away: what is wrong with the model is for the log.
        said = warnings_of(notes(grouped.annotated, wanted.options.lang))
        return Rendered(render("exercise.html.j2", self.templates, exercises=made, **look), said)


def _shown(text: str) -> str:
    """A description as a reader wants it: one that is written on a single line is laid out."""
    if not text.lstrip().startswith("{"):
        return dedent(text)
    import yaml

    said = yaml.safe_load(text)
    return str(yaml.safe_dump(said, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100))


def _framed(html: str, wanted: Wanted, warnings: tuple[str, ...] = ()) -> Rendered:
    """As a block of a page: no blank lines, no indentation but in what is written as it is."""
    parts = re.split(r"(<pre\b.*?</pre>)", html, flags=re.DOTALL)
    body = "".join(_literal(part) if part.startswith("<pre") else _squeezed(part) for part in parts).strip()
    own_id = f' id="{wanted.id}"' if wanted.id else ""
    return Rendered(f'<div class="layertally-fence"{own_id}>\n{body}\n</div>', warnings)


def _squeezed(html: str) -> str:
    return "\n".join(line.strip() for line in html.splitlines() if line.strip()) + "\n"


def _literal(html: str) -> str:
    """A description as it is written: an empty line is one with a space, so that no Markdown ends the block there."""
    return re.sub(r"\n(?=\n)", "\n ", html)


def _grouped(wanted: Wanted, path: Path | None, place: Place) -> Grouped:
    lang, cutting = wanted.options.lang, wanted.options.cutting
    if wanted.text:
        before = "\n" * (place.line or 0)  # so that an error names the line of the page
        return load_text(before + wanted.text, place.path, lang, cutting)
    return load(path, wanted.reference, lang, cutting, wanted.inputs, wanted.timeout, wanted.memory)


def prefix_of(uri: str, wanted: Wanted, occurrence: int) -> str:
    """Ids of one fence: apart from those of any other on the page, the same in every build.

    >>> from ..pages.data import PageOptions
    >>> wanted = Wanted("vgg.yaml", "", PageOptions())
    >>> prefix_of("a.md", wanted, 0) == prefix_of("a.md", wanted, 1)
    False
    """
    content = repr((uri, wanted.reference, wanted.text, wanted.group, wanted.compare, occurrence))
    return f"lt{hashlib.sha256(content.encode()).hexdigest()[:6]}-"


def _folder_digest(folder: Path | None) -> str:
    if folder is None or not folder.is_dir():
        return ""
    return "".join(file_digest(path)[:8] for path in sorted(folder.rglob("*")) if path.is_file())

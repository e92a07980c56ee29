"""The Markdown extension: a fence with a model becomes figures, in every host that runs Python-Markdown.

In: Markdown with ```` ```layertally ```` fences. Out: the same with finished HTML in the stash, where no inline rule
reaches it. A fence that fails becomes a visible note and a warning `page.md:LINE: figure "x": reason, hint`; with
`on_error: raise` it ends the build; a fence that is meant to fail says `on_error: note`, and nothing is logged.

>>> import markdown
>>> html = markdown.markdown("```layertally\\nmodel: none.yaml\\n```", extensions=["layertally"])
>>> "no file <code>none.yaml</code>" in html
True
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from ..errors import DescriptionErrors, LayertallyError, Place
from ..pages.cache import Cache
from ..pages.data import PageOptions
from ..pages.source import Project
from ..paint.palette import theme_of, warnings as palette_warnings
from ..paint.theme import Palette
from .context import PageContext, page_context
from .fences import Fence, find
from .options import Wanted, parse
from .render import Renderer, prefix_of

OPEN, CLOSE = "<!-- layertally -->", "<!-- /layertally -->"
PRIORITY = 27
"""Above the fences of superfences (25) and the blocks of raw HTML (20), below the tidying of white space (30)."""
HEADING_ID = re.compile(r"\s*\{#([\w-]+)\}\s*$")
log = logging.getLogger("mkdocs.plugins.layertally")


class LayertallyExtension(Extension):
    """Options: see `config`. MkDocs' plugin fills them from its own."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "lang": ["en", "language of labels: en, zh"],
            "density": ["worked", "compact, worked or teaching"],
            "theme": ["auto", "auto follows the page's palette; light, dark, mono; a table of colours"],
            "macs": ["macs", "how multiply-adds are counted"],
            "group_by": ["auto", "what a model is cut by: auto, name, resolution, scope, none"],
            "depth": [-1, "how many levels of scopes are open; -1: as many as a figure has room for"],
            "maths": ["mathml", "mathml, or mathjax where the site brings it"],
            "root": ["", "no file outside this folder is read; empty: the folder of the configuration"],
            "on_error": ["warn", "warn, or raise to end the build"],
            "allow_python": [False, "whether package.module:name may be imported, in a child process"],
            "cache_dir": ["", "where finished figures are kept; empty: nowhere"],
            "templates": ["", "a folder whose templates take the place of ours"],
            "css": ["inline", "inline: the style sheet stands in each page with a figure; none: the site links to it"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is the base class's
        """Register the preprocessor, and explicit ids for the headings of generated pages."""
        fences = FencePreprocessor(md, self.getConfigs())
        md.preprocessors.register(fences, "layertally", PRIORITY)
        md.treeprocessors.register(_HeadingIds(md, fences), "layertally-ids", 9)


class FencePreprocessor(Preprocessor):
    """Puts finished HTML in place of fences and of the blocks of generated pages."""

    def __init__(self, md: Markdown, settings: dict[str, Any]) -> None:
        super().__init__(md)
        self.settings = settings
        self.generated = False
        own = ("lang", "density", "macs", "maths", "group_by")
        depth = settings["depth"] if settings["depth"] != -1 else None
        theme = theme_of(settings["theme"])
        if not isinstance(settings["theme"], Palette):  # that of the plugin was looked at
            _warn_once(palette_warnings(theme))
        self.defaults = PageOptions(**{name: settings[name] for name in own}, theme=theme, depth=depth)
        cache = Path(settings["cache_dir"]) if settings["cache_dir"] else None
        templates = Path(settings["templates"]) if settings["templates"] else None
        self.renderer = Renderer(Cache(cache), templates)

    def run(self, lines: list[str]) -> list[str]:
        self.generated = False
        lines = self._stash_blocks(lines)
        fences = list(find(lines))
        return self._replaced(lines, fences) if fences else lines

    def _stash_blocks(self, lines: list[str]) -> list[str]:
        if OPEN not in lines:
            return lines
        self.generated = True
        out: list[str] = []
        block: list[str] | None = None
        for line in lines:
            if block is None and line == OPEN:
                block = []
            elif block is not None and line == CLOSE:
                out += ["", self.md.htmlStash.store("\n".join(block)), ""]
                block = None
            else:
                (out if block is None else block).append(line)
        return out + (block or [])

    def _replaced(self, lines: list[str], fences: list[Fence]) -> list[str]:
        context = page_context(self.md)
        places = _places(context, fences)
        seen: Counter[tuple[str, ...]] = Counter()
        out: list[str] = []
        done = 0
        for number, (fence, place) in enumerate(zip(fences, places, strict=True)):
            html = self._html(fence, place, context, seen)
            if number == 0 and self.settings["css"] == "inline":
                html = f"{_style()}\n{html}"
            out += [*lines[done : fence.start], "", fence.indent + self.md.htmlStash.store(html), ""]
            done = (fence.end if fence.end is not None else fence.start) + 1
        return out + lines[done:]

    def _html(self, fence: Fence, place: Place, context: PageContext, seen: Counter[tuple[str, ...]]) -> str:
        """The markup of one fence, or the note that says why there is none."""
        figure, on_error = "", str(self.settings["on_error"])
        try:
            wanted = self._wanted(fence, place)
            figure, on_error = wanted.figure, wanted.on_error or on_error
            key = (wanted.reference, wanted.text, wanted.group, *map("".join, wanted.compare))
            occurrence, seen[key] = seen[key], seen[key] + 1
            made = self.renderer.html(wanted, self._project(context), prefix_of(context.uri, wanted, occurrence), place)
            own = palette_warnings(wanted.options.theme) if wanted.options.theme != self.defaults.theme else ()
            for message in (*made.warnings, *own):
                _say(f'{place}: figure "{figure}": {message}', on_error)
        except FigureError:
            raise
        except LayertallyError as error:
            return self._failed(error, figure or "?", place, on_error)
        except Exception as error:
            log.debug("layertally", exc_info=True)
            said = LayertallyError(f"{type(error).__name__}: {error}", place)
            return self._failed(said, figure or "?", place, on_error)
        return made.html

    def _wanted(self, fence: Fence, place: Place) -> Wanted:
        if fence.end is None:
            raise LayertallyError("nothing closes this fence", place, "end it with as many backticks as it begins with")
        return parse(fence.body, self.defaults, place)

    def _project(self, context: PageContext) -> Project:
        root = Path(self.settings["root"]) if self.settings["root"] else context.root or Path.cwd()
        bases = (root, *([context.folder] if context.folder is not None else []))
        return Project(root, bases, bool(self.settings["allow_python"]))

    def _failed(self, error: LayertallyError, figure: str, place: Place, on_error: str) -> str:
        from ..pages.notes import error_notes
        from ..pages.render import render

        _say(warning(error, figure, place), on_error, error)
        notes = error_notes(error, self.defaults.lang)
        body = render("failed.html.j2", self.renderer.templates, notes=notes)
        return f'<div class="layertally-fence">\n{body.strip()}\n</div>'


class FigureError(LayertallyError):
    """A figure failed under `on_error: raise`: the build ends here."""


class _HeadingIds(Treeprocessor):
    """`## 第一组 {#group-1}` in generated pages, whether or not the site uses attr_list."""

    def __init__(self, md: Markdown, fences: FencePreprocessor) -> None:
        super().__init__(md)
        self.fences = fences

    def run(self, root: Element) -> None:
        if not self.fences.generated:
            return
        for heading in root.iter():
            if heading.tag in {"h1", "h2", "h3"}:
                last = heading[-1] if len(heading) else None
                text = (last.tail if last is not None else heading.text) or ""
                found = HEADING_ID.search(text)
                if found is not None:
                    heading.set("id", found[1])
                    if last is not None:
                        last.tail = text[: found.start()]
                    else:
                        heading.text = text[: found.start()]


@lru_cache(maxsize=64)
def _warn_once(messages: tuple[str, ...]) -> None:
    """A site has a Markdown for each page, and one theme."""
    for message in messages:
        log.warning("%s", message)


def _say(message: str, on_error: str, error: Exception | None = None) -> None:
    if on_error == "raise":
        raise FigureError(message) from error
    if on_error == "warn":
        log.warning("%s", message)


def warning(error: LayertallyError, figure: str, place: Place) -> str:
    """`page.md:LINE: figure "x": reason, hint`, on one line."""
    errors = error.errors if isinstance(error, DescriptionErrors) else (error,)
    said = []
    for one in errors[:3]:
        where = f" ({one.place})" if one.place is not None and one.place.path != place.path else ""
        said.append(f"{one.reason}{where}" + (f", {one.fix}" if one.fix else ""))
    first = errors[0].place if errors else None
    line = first.line if first is not None and first.path == place.path and first.line else place.line
    where = f"{place.path}:{line}" if line is not None else place.path
    return f'{where}: figure "{figure}": ' + "; ".join(said)


def _places(context: PageContext, fences: list[Fence]) -> Iterator[Place]:
    """Where each fence stands in the page's own file; Markdown does not see its front matter."""
    name = context.uri or "unknown page"
    written = list(find(context.text.splitlines())) if context.text else []
    for number, fence in enumerate(fences):
        at = written[number].start if len(written) == len(fences) else fence.start if not context.text else None
        yield Place(name, at + 1 if at is not None else None)


def _style() -> str:
    from ..pages.assets import css

    return f'<style class="layertally-css">{css(inline=True)}</style>'


def makeExtension(**settings: Any) -> LayertallyExtension:  # noqa: N802 - the name Python-Markdown looks for
    """The extension, for hosts that name it by its module."""
    return LayertallyExtension(**settings)

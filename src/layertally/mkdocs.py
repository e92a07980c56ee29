"""The MkDocs plugin, a thin layer: it brings the Markdown extension along and makes a page a model, virtually.

In: MkDocs' (or ProperDocs') configuration and files. Out: generated files, a filled nav entry, warnings that `--strict`
turns into a failure. Nothing is ever written below `docs_dir`, so a running server does not rebuild for ever.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import base, config_options as option
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File

from .conventions import CONVENTIONS, DEFAULT
from .errors import LayertallyError
from .figure.options import DENSITIES, LANGUAGES
from .group.cutting import BY
from .pages.data import DOWNLOADS, MATHS, PageOptions
from .paint.palette import problems, theme_of
from .paint.theme import Palette, Theme

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from .pages.build import Built, Job
    from .pages.source import Project

ASSETS = "assets/layertally"
I18N = "i18n"
"""The plugin mkdocs-static-i18n: it builds a site a language, and refuses files that do not lie in `docs_dir`."""
log = logging.getLogger("mkdocs.plugins.layertally")


class ThemeOption(base.BaseConfigOption[Any]):
    """A theme's name, or a table of colours; what the table's contrast lacks is a warning."""

    def __init__(self) -> None:
        super().__init__()
        self.default = "auto"

    def run_validation(self, value: object) -> Theme:
        try:
            theme = theme_of(value)
        except LayertallyError as error:
            raise base.ValidationError(f"{error.reason}; {error.fix}" if error.fix else error.reason) from error
        self.warnings.extend(map(str, problems(theme)) if isinstance(theme, Palette) else ())
        return theme


class LayertallyConfig(base.Config):  # type: ignore[no-untyped-call]
    """The plugin's options; the names that Material's own plugins use mean the same here."""

    enabled = option.Type(bool, default=True)
    models = option.ListOfItems(option.Type(str), default=[])
    pages = option.Type(str, default="models/")
    title = option.Type(str, default="")
    theme = ThemeOption()
    lang = option.Choice(LANGUAGES, default="en")
    density = option.Choice(DENSITIES, default="worked")
    macs = option.Choice(tuple(CONVENTIONS), default=DEFAULT)
    group_by = option.Choice(BY, default="auto")
    depth = option.Optional(option.Type(int))
    maths = option.Choice(MATHS, default="mathml")
    downloads = option.ListOfItems(option.Type(str), default=list(DOWNLOADS))
    on_error = option.Choice(("warn", "raise"), default="warn")
    cache = option.Type(bool, default=True)
    cache_dir = option.Type(str, default=".cache/plugin/layertally")
    fonts = option.Type(bool, default=True)
    concurrency = option.Type(int, default=max(1, os.cpu_count() or 1))
    templates = option.Type(str, default="")
    allow_python = option.Type(bool, default=False)


class LayertallyPlugin(BasePlugin[LayertallyConfig]):  # type: ignore[no-untyped-call]
    """Registers the extension; makes the models' pages and their index."""

    def __init__(self) -> None:
        super().__init__()
        self._watched: set[str] = set()
        self._named: set[str] = set()
        self._on_watch: set[str] = set()
        self._server: LiveReloadServer | None = None
        self._nav: list[Any] | None = None
        self._lang = ""
        self._site: str | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Nothing to do: that it is here keeps this plugin for all builds of a server, which it has to know."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig | None:
        """Bring the extension, the style sheet and the script into the site."""
        if not self.config.enabled:
            return None
        if config.config_file_path != self._site:  # another site, built by the same process
            self._site, self._named, self._on_watch = config.config_file_path, set(), set()
            self._server = self._nav = None
        if "layertally" not in config.markdown_extensions:
            config.markdown_extensions.append("layertally")
        given: dict[str, Any] = config.mdx_configs.get("layertally") or {}
        config.mdx_configs["layertally"] = {**self._extension_settings(config), **given}
        if f"{ASSETS}/layertally.css" in config.extra_css:  # a site in several languages is built several times
            return config
        config.extra_css.append(f"{ASSETS}/layertally.css")
        script = option.ExtraScriptValue(f"{ASSETS}/layertally.js")
        script.type = "module"
        config.extra_javascript.append(script)
        return config

    def _first(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Where others can still see what is made here."""
        return files if I18N in config.plugins else self._made(files, config)

    @event_priority(-200)
    def _last(self, files: Files, *, config: MkDocsConfig) -> Files:
        """After the plugin for languages, in the language of this build."""
        if I18N not in config.plugins or not self.config.enabled:
            return files
        self._lang = _language(config)[1]
        config.mdx_configs["layertally"]["lang"] = self._lang or self.config.lang
        return self._made(files, config)

    on_files = CombinedEvent(_first, _last)

    def _made(self, files: Files, config: MkDocsConfig) -> Files:
        """Add pages, downloads and assets as generated files; fill the placeholder of the nav."""
        if not self.config.enabled:
            return files
        from .pages import assets, plan
        from .pages.build import build_all

        for name, data in assets.files(self.config.fonts).items():
            files.append(File.generated(config, f"{ASSETS}/{name}", content=data))
        project = self._project(config)
        references = project.expand(self.config.models)
        jobs, lost = plan.jobs(references, project, self._options(), self._cache(config), self._templates(config))
        for reference, error in lost:
            self._warn(reference, str(error.reason) + (f", {error.fix}" if error.fix else ""))
        self._watched = {str(job.path.parent) for job in jobs if job.path is not None} | self._folders(config)
        if not jobs:
            return files
        built = build_all(jobs, self.config.concurrency)
        home = "/".join(part for part in (_language(config)[0], self.config.pages.strip("/")) if part)
        taken = {file.src_uri for file in files}
        for job, one in zip(jobs, built, strict=True):
            self._add(files, config, home, job, one, taken)
            for message in one.warnings:
                self._warn(one.reference, message)
        self._add_index(files, config, home, built, taken)
        self._fill_nav(config, home, built)
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Note which models a page's fences name."""
        if not self.config.enabled:
            return
        from .errors import LayertallyError
        from .markdown.named import named
        from .pages.source import Project

        root, source = self._root(config), page.file.abs_src_path
        project = Project(root, (root, *([Path(source).parent] if source else [])))
        for reference in named(markdown):
            try:
                path = project.resolve(reference)
            except LayertallyError:
                continue
            if path is not None:
                self._named.add(str(path))

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """A page that was changed while the server runs may name other models."""
        if self._server is not None:
            self._watch(self._server, config)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Rebuild when a model or a template changes."""
        self._server, self._on_watch = server, set()
        for folder in sorted(self._watched):
            if Path(folder).is_dir():
                server.watch(folder)
        self._watch(server, config)
        return server

    def _watch(self, server: LiveReloadServer, config: MkDocsConfig) -> None:
        """Watch the models that only fences name, each once; those in watched folders are."""
        folders = [Path(folder) for folder in (*self._watched, config.docs_dir)]
        for name in sorted(self._named - self._on_watch):
            self._on_watch.add(name)
            if not any(Path(name).is_relative_to(folder.resolve()) for folder in folders):
                server.watch(name)

    # ---- parts ----

    def _options(self) -> PageOptions:
        c = self.config
        return PageOptions(
            self._lang or c.lang, c.density, c.macs, c.theme, c.maths, tuple(c.downloads), c.group_by, c.depth
        )

    def _root(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path).resolve().parent if config.config_file_path else Path.cwd()

    def _project(self, config: MkDocsConfig) -> Project:
        from .pages.source import Project

        return Project(self._root(config), (), self.config.allow_python)

    def _cache(self, config: MkDocsConfig) -> Path | None:
        return self._root(config) / self.config.cache_dir if self.config.cache else None

    def _templates(self, config: MkDocsConfig) -> Path | None:
        """The folder named by `templates`, or `layertally` in the theme's own overrides."""
        if self.config.templates:
            return self._root(config) / self.config.templates
        custom = config.theme.custom_dir
        folder = self._root(config) / custom / "layertally" if custom else None
        return folder if folder is not None and folder.is_dir() else None

    def _extension_settings(self, config: MkDocsConfig) -> dict[str, Any]:
        c, cache, templates = self.config, self._cache(config), self._templates(config)
        return {
            "lang": c.lang,
            "density": c.density,
            "theme": c.theme,
            "macs": c.macs,
            "group_by": c.group_by,
            "depth": -1 if c.depth is None else c.depth,
            "maths": c.maths,
            "on_error": c.on_error,
            "allow_python": c.allow_python,
            "root": str(self._root(config)),
            "cache_dir": str(cache) if cache else "",
            "templates": str(templates) if templates else "",
            "css": "none",
        }

    def _folders(self, config: MkDocsConfig) -> set[str]:
        """Where models may appear, and the templates."""
        root = self._root(config)
        found = {
            str(root / Path(pattern).parent) for pattern in self.config.models if "*" not in str(Path(pattern).parent)
        }
        templates = self._templates(config)
        # The project's own folder holds the site that is being written: watching it would never end.
        return {folder for folder in (*found, *([str(templates)] if templates else [])) if Path(folder) != root}

    def _add(self, files: Files, config: MkDocsConfig, home: str, job: Job, built: Built, taken: set[str]) -> None:
        uri = f"{home}/{built.slug}.md" if home else f"{built.slug}.md"
        if uri in taken:
            log.info("layertally: %s is written by hand; no page is made for %s", uri, built.reference)
            return
        page = File.generated(config, uri, content=built.markdown)
        if job.path is not None:
            page.edit_uri = os.path.relpath(job.path, config.docs_dir).replace(os.sep, "/")
        files.append(page)
        for name, data in built.files.items():
            files.append(File.generated(config, f"{home}/{name}" if home else name, content=data))

    def _add_index(self, files: Files, config: MkDocsConfig, home: str, built: list[Built], taken: set[str]) -> None:
        from .pages import plan

        uri = f"{home}/index.md" if home else "models.md"
        if uri in taken or (home and f"{home}/README.md" in taken):
            return
        end = "/" if config.use_directory_urls else ".html"
        c = self.config
        text = plan.index_markdown(
            built, self._lang or c.lang, lambda slug: f"{slug}{end}", self._templates(config), c.title, macs=c.macs
        )
        files.append(File.generated(config, uri, content=text))

    def _fill_nav(self, config: MkDocsConfig, home: str, built: list[Built]) -> None:
        """`- Models: models/` becomes the index and the pages; without a nav MkDocs finds them by itself."""
        if config.nav is None or not home:
            return
        from .pages.render import plain_title

        entries: list[Any] = [
            f"{home}/index.md",
            *({plain_title(one.card.name): f"{home}/{one.slug}.md"} for one in built),
        ]
        placeholder = f"{self.config.pages.strip('/')}/"
        filled = [_filled(entry, placeholder, entries, self.config.title) for entry in config.nav]
        if filled != config.nav:
            self._nav = config.nav
        elif self._nav is not None and I18N in config.plugins:  # filled for another language
            filled = [_filled(entry, placeholder, entries, self.config.title) for entry in self._nav]
        config.nav = filled

    def _warn(self, reference: str, message: str) -> None:
        said = f'figure "{reference}": {message}'
        if self.config.on_error == "raise":
            raise PluginError(f"layertally: {said}")
        log.warning("%s", said)


def _language(config: MkDocsConfig) -> tuple[str, str]:
    """The folder and the language of what is built now, where a plugin builds several; else nothing of both."""
    plugin = config.plugins.get(I18N)
    current, default = (str(getattr(plugin, name, None) or "") for name in ("current_language", "default_language"))
    short = current.replace("_", "-").split("-")[0]
    return (current if current != default else ""), (short if short in LANGUAGES else "")


def _filled(entry: Any, placeholder: str, entries: list[Any], title: str) -> Any:
    """The nav entry with the placeholder replaced, at any depth."""
    if isinstance(entry, dict):
        return {
            name: entries if value == placeholder else _filled(value, placeholder, entries, title)
            for name, value in entry.items()
        }
    if isinstance(entry, list):
        return [_filled(one, placeholder, entries, title) for one in entry]
    return {title or "Models": entries} if entry == placeholder else entry

"""Which page is being rendered, as far as the host tells: MkDocs, ProperDocs, Zensical, or nobody.

In: a Markdown instance. Out: `PageContext`. Both hosts keep this in inner objects; whatever is missing or has changed
there makes the page unknown, never an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown import Markdown


@dataclass(frozen=True, slots=True)
class PageContext:
    """`uri` is the page's path below the sources (empty: unknown), `text` its Markdown as written, with front matter;
    `folder` is where its file lies, `root` where the configuration lies."""

    uri: str = ""
    text: str = ""
    folder: Path | None = None
    root: Path | None = None


def page_context(md: Markdown) -> PageContext:
    """What can be learned of the page."""
    for ask in (_mkdocs, _zensical):
        try:
            found = ask(md)
        except (AttributeError, KeyError, TypeError, ValueError, OSError):
            continue
        if found is not None:
            return found
    return PageContext()


def _mkdocs(md: Markdown) -> PageContext | None:
    """MkDocs and ProperDocs: the file that the processor of relative links holds."""
    if "relpath" not in md.treeprocessors:
        return None
    processor: Any = md.treeprocessors["relpath"]
    file, config = processor.file, processor.config
    source = Path(file.abs_src_path) if file.abs_src_path else None
    text = file.content_string if source is not None or file.generated_by else ""
    return PageContext(
        str(file.src_uri), str(text), source.parent if source else None, _folder(config["config_file_path"])
    )


def _zensical(md: Markdown) -> PageContext | None:
    """Zensical: the preprocessor that holds page and configuration."""
    processor: Any
    for processor in md.preprocessors:
        if type(processor).__name__ == "ContextPreprocessor":
            page, config = processor.page, processor.config
            root = _folder(config.get("config_file_path") or config.get("config_file") or "") or Path.cwd()
            docs = root / str(config.get("docs_dir") or "docs")
            path = docs / page.path
            text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
            return PageContext(str(page.path).replace("\\", "/"), text, path.parent, root)
    return None


def _folder(config_file: object) -> Path | None:
    return Path(str(config_file)).resolve().parent if config_file else None

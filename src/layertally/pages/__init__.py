"""Pages of a model: what stands in them, as plain values; the templates that set them; the files they consist of.

In: `Grouped` models. Out: Markdown and HTML that any site generator takes; nothing here knows of MkDocs.
"""

from __future__ import annotations

from .content import page
from .data import PageData, PageOptions

__all__ = ["PageData", "PageOptions", "page"]

"""Which files the fences of a page name: a server watches them.

In: a page's Markdown. Out: references, each once. A fence that is wrong names nothing; the page says why.

>>> list(named("```layertally\\nmodel: a.yaml\\n```\\n\\n```layertally\\ncompare: [a.yaml, b.yaml]\\n```"))
['a.yaml', 'b.yaml']
"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import LayertallyError, Place
from ..pages.data import PageOptions
from .fences import WORD, find
from .options import parse


def named(text: str) -> Iterator[str]:
    """The references, in the order in which they are first met."""
    if WORD not in text:
        return
    seen: set[str] = set()
    for fence in find(text.splitlines()):
        try:
            wanted = parse(fence.body, PageOptions(), Place(""))
        except LayertallyError:
            continue
        for reference in (wanted.reference, *(name for name, _ in wanted.compare)):
            if reference and reference not in seen:
                seen.add(reference)
                yield reference

"""Which addresses a figure may lead to: a fragment, a relative path, or a web or mail address; never a script."""

from __future__ import annotations

import re

from .text import clean

_SCHEME = re.compile(r"^\s*([A-Za-z][A-Za-z0-9+.-]*):")
_ALLOWED = {"http", "https", "mailto"}


def safe(href: str) -> str:
    """The address as it may be written, or an empty string for one that must not be followed.

    >>> safe("#group-2"), safe("java\\tscript:alert(1)"), safe("javascript:alert(1)")
    ('#group-2', '', '')
    """
    if re.sub(r"[\x00-\x20\x7f]", "", href) != href.replace(" ", ""):
        return ""
    address = clean(href).strip()
    scheme = _SCHEME.match(address)
    return "" if scheme and scheme[1].lower() not in _ALLOWED else address

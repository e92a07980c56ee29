"""The languages that labels are written in, in the order of every row of words."""

from __future__ import annotations

LANGUAGES = ("en", "zh")

"""The fonts that figures are measured and painted with: Inter, JetBrains Mono, Noto Sans SC.

Subsets made by `tools/fonts.py`; all under the SIL Open Font License 1.1, whose texts lie beside them.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

FILES: dict[tuple[str, int], str] = {
    ("sans", 400): "Inter-Regular.ttf",
    ("sans", 600): "Inter-SemiBold.ttf",
    ("sans", 700): "Inter-Bold.ttf",
    ("mono", 400): "JetBrainsMono-Regular.ttf",
    ("mono", 700): "JetBrainsMono-Bold.ttf",
    ("cjk", 400): "NotoSansSC-Regular.ttf",
    ("cjk", 700): "NotoSansSC-Bold.ttf",
}
"""Font file by (face, weight)."""
MARKS: dict[tuple[str, int], str] = {
    ("cjk", 400): "NotoSansSC-Regular-Marks.ttf",
    ("cjk", 700): "NotoSansSC-Bold-Marks.ttf",
}
"""The circled numbers of these files alone, so that a page that only needs them is not sent all of Chinese."""


@lru_cache(maxsize=1)
def folder() -> Path:
    """The directory with the font files. The package must be installed unpacked, which pip always does."""
    return Path(str(resources.files(__package__)))


def path(face: str, weight: int) -> Path:
    """The file of a face: `sans` (400, 600, 700), `mono` (400, 700), `cjk` (400, 700).

    >>> path("mono", 700).name
    'JetBrainsMono-Bold.ttf'
    """
    return folder() / FILES[face, weight]

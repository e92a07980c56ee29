"""What a paper takes in: a `figure` environment for each PDF, the table in its own, one file that takes in all.

In: figures whose PDFs are written, `View` of the table. Out: texts by file name. `\\input{figures/all}` is all that the
paper says; it needs `graphicx` and `booktabs`, and LaTeX finds the files from where the command was run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..paint.sheets import Preset, wider
from .cells import clean
from .latex import CHINESE, escape, write
from .phrases import say

if TYPE_CHECKING:
    from ..figure import Figure
    from ..group import Grouped
    from .rows import View


def files(
    grouped: Grouped, figures: Sequence[Figure], view: View, sheet: Preset, folder: str, pdfs: Sequence[str]
) -> dict[str, str]:
    """`1.tex` for each figure, `table.tex`, and `all.tex`. `folder` is where they lie, as LaTeX will see it; `pdfs` are
    the figures' files in it."""
    slug = label(grouped.annotated.model.name)
    out = {
        f"{each.id}.tex": figure(each, _path(folder, pdf), slug, sheet) for each, pdf in zip(figures, pdfs, strict=True)
    }
    out["table.tex"] = table(grouped, view, slug, sheet)
    packages = r"% in the preamble: \usepackage{graphicx,booktabs}"
    if any(ord(char) >= CHINESE for text in out.values() for char in text):
        packages += r" and \usepackage{ctex}, which needs XeLaTeX or LuaLaTeX"
    inputs = [rf"\input{{{_path(folder, name)}}}" for name in out]
    out["all.tex"] = "\n".join([packages, *inputs, ""])
    return out


def figure(figure: Figure, pdf: str, slug: str, sheet: Preset) -> str:
    """One figure, over both columns where its preset is for both."""
    wide = "*" if sheet.both else ""
    return "\n".join(
        [
            rf"\begin{{figure{wide}}}[tp]",
            r"  \centering",
            rf"  \includegraphics{{{pdf}}}",
            rf"  \caption{{{escape(figure.caption)}}}",
            rf"  \label{{fig:{slug}-{figure.id}}}",
            rf"\end{{figure{wide}}}",
            "",
        ]
    )


def table(grouped: Grouped, view: View, slug: str, sheet: Preset) -> str:
    """The layer table, over both columns of a paper that has two: its rows are wide."""
    wide = "*" if sheet.both or wider(sheet) else ""
    caption = escape(say("caption", view.lang, grouped.annotated.model.name))
    return "\n".join(
        [
            rf"\begin{{table{wide}}}[tp]",
            r"  \centering\footnotesize",
            rf"  \caption{{{caption}}}",
            rf"  \label{{tab:{slug}}}",
            write(grouped, view).rstrip("\n"),
            rf"\end{{table{wide}}}",
            "",
        ]
    )


def label(name: str) -> str:
    """A model's name as a part of a label: `vgg-like-cnn`; of one without Latin letters, `model`.

    >>> label("VGG-like CNN"), label("模型")
    ('vgg-like-cnn', 'model')
    """
    return re.sub(r"[^a-z0-9]+", "-", clean(name).lower()).strip("-") or "model"


def _path(folder: str, name: str) -> str:
    """A file as TeX takes it: a dot within a name must not look like its ending, a blank must not end it."""
    stem, dot, end = name.rpartition(".")
    inner = f"{{{stem}}}" if "." in stem else stem
    path = f"{folder}/{inner}{dot}{end}" if folder not in ("", ".") else f"{inner}{dot}{end}"
    return path.removesuffix(".tex")

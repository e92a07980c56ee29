"""An annotated model as text: terminal table, Markdown, CSV, LaTeX, JSON, and the verdict with its exit code.

In: `Grouped` (or `Annotated`). Out: strings, or lines of styled spans; nothing here prints or opens a file.
"""

from __future__ import annotations

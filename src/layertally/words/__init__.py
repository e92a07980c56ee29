"""Every word the product says about a model, in English and Chinese: labels, settings, problems, symbols.

In: a key, a language (`en`, `zh`), values. Out: a phrase. Terms follow the field's glossary; a word the field does not
translate (ReLU, softmax, valid) stays as it is.

>>> fact("kernel", (3, 3), "en"), fact("filters", 32, "zh"), fact("groups", 1, "en")
('3×3 kernel', '过滤器 32 个', '')
"""

from __future__ import annotations

from .facts import ACTIVATIONS, BRIEF, FACTS, brief, fact, facts, times
from .kinds import KINDS_ZH, kind
from .labels import FAMILIES, LABELS, family, label, shape
from .languages import LANGUAGES
from .problems import FIXES, PROBLEMS, fix, problem
from .symbols import SYMBOLS, Meaning

__all__ = [
    "ACTIVATIONS",
    "BRIEF",
    "FACTS",
    "FAMILIES",
    "FIXES",
    "KINDS_ZH",
    "LABELS",
    "LANGUAGES",
    "PROBLEMS",
    "SYMBOLS",
    "Meaning",
    "brief",
    "fact",
    "facts",
    "family",
    "fix",
    "kind",
    "label",
    "problem",
    "shape",
    "times",
]

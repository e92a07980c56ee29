"""What a page calls the cost of a layer, and how it says that it was counted.

In: a convention's name and a language. Out: phrases.

>>> strip_name("macs", "en"), strip_name("paddle", "en")
('MACs, one input', 'FLOPs (paddle.flops), one input')
"""

from __future__ import annotations

from ..conventions import DEFAULT, convention
from ..report.costs import unit
from .phrases import say


def strip_name(macs: str, lang: str) -> str:
    """Under the value of the summary."""
    return say("strip_macs", lang) if macs == DEFAULT else say("strip_cost", lang, unit(macs, lang), _title(macs, lang))


def card_name(macs: str, lang: str) -> str:
    """In the head of a derivation: the unit, and whose way of counting it is where that is not the usual one."""
    return unit(macs, lang) if macs == DEFAULT else say("why_cost", lang, unit(macs, lang), _title(macs, lang))


def counted_how(macs: str, lang: str) -> str:
    """A sentence: what is counted and what is not."""
    if macs == DEFAULT:
        return say("how_macs", lang)
    about = convention(macs).about[lang == "zh"]
    return say("how_cost", lang, unit(macs, lang), macs, _title(macs, lang), about)


def index_note(macs: str, lang: str) -> str:
    """Under the index: how costs were counted, what else its columns hold."""
    counted = say("index_macs", lang) if macs == DEFAULT else counted_how(macs, lang)
    return counted + ("" if lang == "zh" else " ") + say("index_note", lang)


def _title(macs: str, lang: str) -> str:
    return convention(macs).title[lang == "zh"]

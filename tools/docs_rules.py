"""The page of rules: what `layertally rules` knows, as tables.

In: the frameworks' tables, each layer with its one worked example. Out: docs/rules.md.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools.docs_console import transcribed
from tools.docs_pages import row

from layertally import words
from layertally.conventions import CONVENTIONS
from layertally.formula import Expr
from layertally.frameworks import NAMES, load
from layertally.report.catalogue import Rule, rules
from layertally.report.rows import text_shape

NUMBERED = re.compile(r"_\d+$|^n_[a-zA-Z]$")
"""Symbols of which there is one a dim or an input: `n_2`, `c_3`, `n_b`."""

HEAD = """---
hide: [toc]
---

# Rules

Every layer that a description may name, with the formula behind its numbers. This page is made from the same tables as
`layertally rules`; with a name the command shows one rule in full:

```console
$ layertally rules Conv2D --framework keras
```

Each row is one worked example: what is written, and what it makes of its input. The parameters stand with symbols and
with the numbers of the example, the MACs with symbols. What the symbols mean: [symbols](#symbols). A class that is not
here can still be described: [a layer of your own](description.md#a-layer-of-your-own).

[Keras](#keras) · [PyTorch](#pytorch) · [Paddle](#paddle) · [Symbols](#symbols)
"""
SYMBOLS = """
## Symbols

| symbol | meaning | 含义 |
|---|---|---|
"""


def files(root: Path) -> dict[Path, bytes]:
    """The page."""
    parts = [HEAD, *(_framework(name) for name in NAMES), _symbols()]
    return {root / "docs" / "rules.md": transcribed("\n".join(parts), root / "examples").encode()}


def _framework(name: str) -> str:
    table, found = load(name), rules(name)
    weighty = [rule for rule in found if _params(rule) is not None]
    out = [f"## {table.title}", "", f"{len(found)} classes; {len(weighty)} of them have weights.", ""]
    for family in dict.fromkeys(_family(rule) for rule in weighty):
        title = "others" if family == "plain" else words.family(family, "en")
        out += [f"### {table.title}: {title} {{#{name}-{family}}}", ""]
        out += ['<div class="rules" markdown>', "", "| layer | parameters | MACs |", "|---|---|---|"]
        out += [_row(rule) for rule in weighty if _family(rule) == family] + ["", "</div>", ""]
    light = [f"`{rule.type.name}`" for rule in found if _params(rule) is None]
    out += [f"### {table.title}: no weights {{#{name}-light}}", "", ", ".join(light) + ".", ""]
    aliases = [f"`{alias}` = `{own}`" for alias, own in table.aliases.items()]
    if aliases:
        out += [f"Also written: {', '.join(aliases)}.", ""]
    return "\n".join(out)


def _row(rule: Rule) -> str:
    example, formula = rule.example, _params(rule)
    assert example is not None
    assert formula is not None
    ins = ", ".join(text_shape(shape) for shape in example.input_shapes)
    outs = ", ".join(text_shape(one.shape) for one in example.outputs)
    macs = CONVENTIONS["macs"].cost(example)
    params = f"`{formula.symbols()}`<br>`{formula.worked()}` = {_number(formula.value)}"
    return row(f"`{rule.written}`<br>{ins} → {outs}", params, f"`{macs.symbols()}`" if macs else "")


def _params(rule: Rule) -> Expr | None:
    return rule.example.count.formula if rule.example is not None else None


def _family(rule: Rule) -> str:
    return rule.example.family if rule.example is not None else "plain"


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _symbols() -> str:
    rows = [row(f"`{name}`", each.en, each.zh) for name, each in words.SYMBOLS.items() if not NUMBERED.search(name)]
    return SYMBOLS.lstrip("\n") + "\n".join(rows) + "\n"

"""`layertally rules [NAME]`: every rule with its formula, or one with its arguments and a worked example."""

from __future__ import annotations

import re

import click

from ..errors import LayertallyError
from ..frameworks import NAMES
from . import options
from .help import Option, Verb

NEW_RULE = '''\
"""{name}: what it is, and where its rule is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from layertally.formula import Expr, Sym
from layertally.model import Shape
from layertally.ops.base import Op, Out, Weight, Weights, one, passed


@dataclass(frozen=True)
class {name}(Op):
    """One factor a channel: replace this by what the layer does."""

    family: ClassVar[str] = "norm"
    kind: ClassVar[str] = "{snake}"

    def infer(self, inputs: Sequence[Shape]) -> tuple[Out, ...]:
        return passed(one(inputs))

    def weigh(self, inputs: Sequence[Shape] | None) -> Weights | None:
        channels = Sym("C", one(inputs or [(None, None)])[-1])
        return Weights((Weight("gamma", (channels,)),), channels)

    def macs(self, inputs: Sequence[Shape], outputs: Sequence[Out]) -> Expr | None:
        return None


# In the framework's table (src/layertally/frameworks):
#     LayerType("{name}", (), lambda a: {name}())
# How it goes on: docs/add-a-rule.md
'''


def _rules(name: str | None, framework: str | None, new: str | None, format: str, lang: str, ascii: bool) -> int:  # noqa: A002
    from ..report.catalogue import find, rules
    from ..report.json import dump
    from ..report.lines import line
    from ..report.rows import View
    from ..report.rule_lines import card, catalogue, contract
    from . import console

    if new is not None:
        console.print_text(_skeleton(new))
        return 0
    chosen = (framework,) if framework else NAMES
    view = View(lang=lang, ascii=console.plain_alphabet(ascii))
    cells = console.columns()
    if format == "json":
        found = find(name, framework) if name else [rule for each in chosen for rule in rules(each)]
        console.print_text(dump(contract(found)))
    elif name:
        for position, rule in enumerate(find(name, framework)):
            console.print_lines([*([line()] if position else []), *card(rule, view, cells)])
    else:
        for position, each in enumerate(chosen):
            found = rules(each)
            console.print_lines([*([line()] if position else []), *catalogue(found[0].framework, found, view, cells)])
    return 0


def _skeleton(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z]\w{0,63}", name):
        raise LayertallyError(f"`{name}` cannot name a layer class", fix="write letters and digits, such as LayerScale")
    from ..frameworks.base import snake

    return NEW_RULE.format(name=name, snake=snake(name))


COMMAND = Verb(
    "rules",
    help="Every rule with its formula; with NAME its arguments, symbols and one worked example.",
    example="layertally rules Conv2D --framework keras",
    usage="[NAME] [options]",
    callback=_rules,
    params=[
        click.Argument(["name"], required=False),
        options.word("--framework", NAMES, "keras, torch, paddle", None),
        Option(["--new"], metavar="NAME", help="print a file to begin a rule of your own with"),
        options.word("--format", ("text", "json"), "text, json", "text"),
        options.lang(),
        options.ascii_only(),
    ],
)

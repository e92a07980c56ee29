"""The catalogue of rules in a terminal: all of a framework, or one with its arguments and a worked example.

In: `Rule`s. Out: styled lines of any width, or plain values for JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import words
from ..frameworks.base import Arg, Framework
from ..model import json_shape
from .catalogue import Rule
from .cells import pad, width, wrap
from .lines import Line, line
from .phrases import say
from .rows import View, text_shape
from .teaching import layer_lines
from .terminal import plain

SCHEMA = "layertally-rules/1"


def catalogue(framework: Framework, found: Sequence[Rule], view: View, cells: int) -> list[Line]:
    """Every rule of a framework: those with weights by family with their formulas, the others by name."""
    told = plain if view.ascii else str
    out = [line(f"{framework.title}  ", "bold").then(say("n_rules", view.lang, len(found)), "dim"), line()]
    weighty = [rule for rule in found if _formula(rule)]
    names = min(max(width(rule.type.name) for rule in weighty), 28)
    families = dict.fromkeys(_family(rule) for rule in weighty)
    for family in families:
        out.append(line(_title(family, view.lang), "bold"))
        for rule in weighty:
            if _family(rule) == family:
                first, *rest = wrap(told(_formula(rule)), max(8, cells - names - 4))
                head = line("  " + pad(rule.type.name, names) + "  ")
                out += [head.then(first), *(line(" " * (names + 4) + part) for part in rest)]
    light = [rule.type.name for rule in found if not _formula(rule)]
    out += [
        line(say("no_weights", view.lang), "bold"),
        *(line("  " + part) for part in wrap(", ".join(light), max(8, cells - 2))),
    ]
    return out


def card(rule: Rule, view: View, cells: int) -> list[Line]:
    """One rule: whose it is, its arguments, an example worked out."""
    told = plain if view.ascii else str
    lang = view.lang
    right = _title(_family(rule), lang) if _formula(rule) else say("no_weights", lang)
    head = f"{rule.type.name}  {rule.framework.title}"
    out = [
        line(head, "bold").to(max(0, cells - width(right))).then(right, "dim")
        if width(head) + width(right) + 2 <= cells
        else line(head, "bold")
    ]
    texts = [
        (
            say("arguments", lang),
            ", ".join(_argument(arg) for arg in rule.type.args if not _inert(arg)) or say("none", lang),
        )
    ]
    if rule.type.aliases:
        texts.append((say("also", lang), ", ".join(rule.type.aliases)))
    if rule.example is not None:
        shapes = ", ".join(text_shape(shape) for shape in rule.example.input_shapes)
        texts.append((say("example", lang), say("on", lang, rule.written, shapes)))
    for label, text in texts:
        first, *rest = wrap(told(text), max(8, cells - 13))
        out += [line("  " + pad(label, 11), "dim").then(first), *(line(" " * 13 + part) for part in rest)]
    if rule.example is None:
        return out
    return [*out, line(), *layer_lines(rule.example, view, cells)]


def contract(found: Sequence[Rule]) -> dict[str, Any]:
    """Rules for scripts and for editors."""
    return {"schema": SCHEMA, "rules": [_json(rule) for rule in found]}


def _json(rule: Rule) -> dict[str, Any]:
    out: dict[str, Any] = {
        "framework": rule.framework.name,
        "type": rule.type.name,
        "aliases": list(rule.type.aliases),
        "arguments": [
            {
                "name": arg.name,
                "kind": arg.kind.name,
                "required": arg.required,
                **({} if arg.required else {"default": arg.default}),
            }
            for arg in rule.type.args
        ],
    }
    if rule.example is not None:
        formula = rule.example.count.formula
        out["family"] = _family(rule)
        out["params"] = formula.symbols() if formula is not None else None
        out["example"] = {
            "layer": rule.given,
            "inputs": [json_shape(shape) for shape in rule.example.input_shapes if shape is not None],
            "outputs": [json_shape(one.shape) for one in rule.example.outputs],
            "params": formula.worked() if formula is not None else None,
            "value": rule.example.count.value if isinstance(rule.example.count.value, int) else None,
        }
    return out


def _title(family: str, lang: str) -> str:
    """The family's word; what has no family of its own and yet weights is `others`."""
    return say("others", lang) if family == "plain" else words.family(family, lang)


def _formula(rule: Rule) -> str:
    formula = rule.example.count.formula if rule.example is not None else None
    return formula.symbols() if formula is not None else ""


def _family(rule: Rule) -> str:
    return rule.example.family if rule.example is not None else "plain"


def _argument(arg: Arg) -> str:
    """`filters`, `strides = 1`."""
    if arg.required:
        return str(arg.name)
    default = (
        "null"
        if arg.default is None
        else str(arg.default).lower()
        if isinstance(arg.default, bool)
        else str(arg.default)
    )
    return f"{arg.name} = {default}"


def _inert(arg: Arg) -> bool:
    """Accepted, and without any bearing on a number."""
    return arg.kind.name == "anything"

"""The tables of window and shape layers against the frameworks' own signatures: names, order, defaults."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import pytest

from layertally import frameworks
from layertally.frameworks.base import Arg, LayerType

LAYERS = {"keras": "keras.layers", "torch": "torch.nn", "paddle": "paddle.nn"}
FAMILIES = ("conv", "pool", "reshape", "resize")
OWN = {"KMaxPooling", "Select", "Permute", "Reshape"}
"""Names that stand for a line of code where the framework has no such layer."""
GONE = {"LocallyConnected1D", "LocallyConnected2D"}
"""Classes of Keras 1 and 2 that files still hold."""
COMMON = {"self", "args", "kwargs", "name", "device", "dtype"}
EXTRA = {"data_format", "output_size"}
"""Accepted beyond the constructor: a data format where there is only one, and what Paddle takes at the call."""


def types(framework: str) -> list[LayerType]:
    found: list[LayerType] = []
    for family in FAMILIES:
        try:
            module = importlib.import_module(f"layertally.frameworks.{framework}.{family}")
        except ModuleNotFoundError:
            continue
        found += module.TYPES.values()
    return found


def check(framework: str) -> None:
    space = importlib.import_module(LAYERS[framework])
    ignored = frameworks.load(framework).ignored | COMMON
    problems: list[str] = []
    for type_ in types(framework):
        made = getattr(space, type_.name, None)
        if made is None:
            assert type_.name in OWN | GONE or type_.name.startswith("Lazy"), f"{framework} has no {type_.name}"
            continue
        given = [p for p in inspect.signature(made.__init__).parameters.values() if p.name not in ignored]
        problems += [f"{type_.name}: {problem}" for problem in compare(type_, [p for p in given if _named(p)])]
    assert not problems


def _named(parameter: inspect.Parameter) -> bool:
    return parameter.kind not in {parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL}


def compare(type_: LayerType, given: list[inspect.Parameter]) -> list[str]:
    theirs = [p.name for p in given if p.kind == p.POSITIONAL_OR_KEYWORD]
    own = [arg.name for arg in type_.args]
    out = [f"{name} is not known" for name in (p.name for p in given) if type_.arg(name) is None]
    out += [f"{name} is made up" for name in own if name not in {p.name for p in given} | EXTRA]
    if [name for name in theirs if name in own] != [name for name in own if name in theirs]:
        out.append(f"order {own} is not {theirs}")
    for parameter in given:
        arg = type_.arg(parameter.name)
        if arg is not None and arg.name == parameter.name and not _same_default(arg, parameter):
            out.append(f"{arg.name} = {arg.default!r}, not {parameter.default!r}")
    return out


def _same_default(arg: Arg, parameter: inspect.Parameter) -> bool:
    if arg.required or parameter.default is parameter.empty:
        return arg.required and parameter.default is parameter.empty
    return bool(_parsed(arg, arg.default) == _parsed(arg, parameter.default))


def _parsed(arg: Arg, value: Any) -> Any:
    return None if value is None else arg.kind.parse(value)


@pytest.mark.live("keras")
def test_keras() -> None:
    check("keras")


@pytest.mark.live("torch")
def test_pytorch() -> None:
    check("torch")


@pytest.mark.live("paddle")
@pytest.mark.filterwarnings("ignore:No ccache found")
def test_paddle() -> None:
    check("paddle")

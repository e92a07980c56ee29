"""An op as plain values, and back: for layers whose class no table of a framework knows.

In: an op. Out: `{"Dense": {"units": 8}}`, the names of classes and settings in this package, defaults left out. Nothing
but ops and their parts is ever made from such values; what does not fit a setting's type is refused.

>>> from .dense import Dense
>>> spelled(Dense(8, bias=False))
{'Dense': {'units': 8, 'bias': False}}
>>> made({"Dense": {"units": 8, "bias": False}}) == Dense(8, bias=False)
True
>>> made({"Dense": {"units": "8"}})
Traceback (most recent call last):
...
layertally.ops.spelled.SpellingError: `units` of Dense does not take '8'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ..formula import Poly
from ..formula.written import parsed, written
from .base import Around, Op

BASES = frozenset({"Op", "Around", "Given", "Weight", "Weights", "Size", "Out", "Worked"})
COUNTS = frozenset({"layers", "rank", "outputs", "inputs", "operands", "depth", "states", "gates", "biases"})
"""Settings that are counted through; they are bounded lest a file keeps us busy."""
MOST = 10_000
LARGEST = 2**40
DEEPEST = 24


class SpellingError(ValueError):
    """Values that are no op; `choices` are the names that may be meant."""

    def __init__(self, reason: str, word: str = "", choices: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.reason, self.word, self.choices = reason, word, tuple(choices)


# ---- out -------------------------------------------------------------------------------------------------------------


def spelled(op: Op) -> dict[str, Any]:
    """The op as plain values. Raises SpellingError for one that is not of this package."""
    return _plain(op)  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if value is Ellipsis:
        return "..."
    if isinstance(value, Poly):
        return written(value)
    if _is_part(type(value)):
        cls: Any = type(value)
        given, defaults = {}, _defaults(cls)
        for name in _names(cls):
            own = getattr(value, name)
            if name not in defaults or own != defaults[name] or type(own) is not type(defaults[name]):
                given[name] = _plain(own)
        return {name_of(cls): given}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    raise SpellingError(f"a {type(value).__name__} has no spelling")


# ---- in --------------------------------------------------------------------------------------------------------------


def made(value: Any) -> Op:
    """The op that plain values spell. Raises SpellingError."""
    found = _made(value, Op, "a rule", 0)
    if not isinstance(found, Op):
        raise SpellingError(f"{type(found).__name__} is a part of rules, not one")
    return found


def _made(value: Any, hint: Any, where: str, depth: int) -> Any:
    if depth > DEEPEST:
        raise SpellingError(f"rules nested deeper than {DEEPEST}")
    if isinstance(value, Mapping):
        return _part(value, where, depth)
    if isinstance(value, (list, tuple)):
        inner = _items(hint, len(value))
        return tuple(_made(each, own, where, depth + 1) for each, own in zip(value, inner, strict=True))
    if value == "..." and _fits(Ellipsis, hint):
        return Ellipsis
    if isinstance(value, str) and not _fits(value, hint) and _fits(Poly.name("T"), hint):
        try:
            return parsed(value)
        except ValueError as error:
            raise SpellingError(str(error)) from error
    return value


def _part(value: Mapping[Any, Any], where: str, depth: int) -> Any:
    if len(value) != 1:
        raise SpellingError(f"{where} is one name with its settings, not {len(value)}")
    ((name, given),) = value.items()
    cls = known().get(str(name))
    if cls is None:
        raise SpellingError(f"there is no rule `{name}`", str(name), [each for each in known() if "." not in each])
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        raise SpellingError(f"the settings of {name} are a mapping")
    names, hints, defaults = _names(cls), _hints(cls), _defaults(cls)
    settings = {}
    for key, each in given.items():
        if key not in names:
            raise SpellingError(f"{name} has no setting `{key}`", str(key), names)
        settings[key] = _made(each, hints.get(key, Any), f"`{key}` of {name}", depth + 1)
        if not _fits(settings[key], hints.get(key, Any)):
            raise SpellingError(f"`{key}` of {name} does not take {_short(each)}")
        _bounded(name, key, settings[key])
    missing = [key for key in names if key not in settings and key not in defaults]
    if missing:
        raise SpellingError(f"{name} needs `{missing[0]}`")
    return cls(**settings)


def _bounded(name: object, key: str, value: Any) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        most = MOST if key in COUNTS else LARGEST
        if abs(value) > most:
            raise SpellingError(f"`{key}` of {name} is beyond {most:,}")
    elif isinstance(value, tuple):
        for each in value:
            _bounded(name, key, each)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


# ---- what there is ---------------------------------------------------------------------------------------------------


@cache
def known() -> Mapping[str, type]:
    """Every op and part of an op by its name; where two modules have one name, with the module's: `held.Held`."""
    package = __package__ or ""
    found: dict[str, list[type]] = {}
    for module in sorted(info.name for info in iter_modules(import_module(package).__path__)):
        for name, each in vars(import_module(f"{package}.{module}")).items():
            if _is_part(each) and each.__module__ == f"{package}.{module}" and name not in BASES:
                found.setdefault(name, []).append(each)
    out: dict[str, type] = {}
    for name, classes in found.items():
        for cls in classes:
            out[name if len(classes) == 1 else f"{cls.__module__.rpartition('.')[2]}.{name}"] = cls
    return out


@cache
def _spellings() -> Mapping[type, str]:
    return {cls: name for name, cls in known().items()}


def name_of(cls: type) -> str:
    """How a class is spelled. Raises SpellingError."""
    if cls not in _spellings():
        raise SpellingError(f"{cls.__name__} is no rule of layertally's own")
    return _spellings()[cls]


def _is_part(cls: Any) -> bool:
    return isinstance(cls, type) and (is_dataclass(cls) or hasattr(cls, "_fields"))


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls) if f.init) if is_dataclass(cls) else tuple(cls._fields)


@cache
def _defaults(cls: Any) -> Mapping[str, Any]:
    if is_dataclass(cls):
        return {f.name: f.default for f in fields(cls) if f.default is not MISSING}
    return dict(cls._field_defaults)


@cache
def _hints(cls: Any) -> Mapping[str, Any]:
    return get_type_hints(cls)


def _items(hint: Any, count: int) -> list[Any]:
    """What each item of a list may be."""
    for own in _choices(hint):
        if get_origin(own) is tuple:
            inner = get_args(own)
            if len(inner) == 2 and inner[1] is Ellipsis:
                return [inner[0]] * count
            if len(inner) == count:
                return list(inner)
    return [Any] * count


def _choices(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value is of a setting's type."""
    for own in _choices(hint):
        origin = get_origin(own)
        if own is Any or (own is NoneType and value is None) or (own is None and value is None):
            return True
        if origin is Literal:
            if value in get_args(own):
                return True
        elif origin is tuple:
            inner = _items(own, len(value)) if isinstance(value, tuple) else []
            if isinstance(value, tuple) and all(_fits(each, one) for each, one in zip(value, inner, strict=True)):
                sized = get_args(own)
                if Ellipsis in sized or len(sized) == len(value):
                    return True
        elif own is float:
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return True
        elif own is int:
            if isinstance(value, int) and not isinstance(value, bool):
                return True
        elif get_origin(own) in (Union, UnionType):
            if _fits(value, own):
                return True
        elif isinstance(own, type) and origin is None:
            if isinstance(value, own) or (isinstance(value, Around) and is_dataclass(own)):  # Frozen stands for any
                return True
        elif origin is not None and isinstance(origin, type) and isinstance(value, tuple) and issubclass(tuple, origin):
            return True
    return False

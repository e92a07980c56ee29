"""From `package.module:name(arguments)` to something that makes the model. Runs in the child: it imports.

In: a reference. Out: a callable without arguments, and which framework the model is of, as far as that shows before it
is made.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from ..errors import LayertallyError, Place
from .faults import Spot, raised, spot_of, words
from .look import Reference, no_name, parse

ROOTS = {"keras": "keras", "tf_keras": "keras", "tensorflow": "keras", "torch": "torch", "paddle": "paddle"}


class Maker:
    """Makes the model each time it is called. `made` is what is called, for errors."""

    def __init__(self, make: Callable[[], Any], made: Any) -> None:
        self.make, self.made = make, made

    def __call__(self) -> Any:
        return self.make()


class Found(NamedTuple):
    """`framework` is empty where only the model itself will show it."""

    make: Maker
    framework: str


def find(reference: str, packages: tuple[str, ...] = ("torch", "keras", "tensorflow", "paddle")) -> Found:
    """What a reference names. Raises LayertallyError."""
    wanted = parse(reference)
    try:
        module = importlib.import_module(wanted.module)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        raise _not_imported(wanted, error, packages) from None
    target: Any = module
    for part in wanted.name.split("."):
        try:
            target = getattr(target, part)
        except AttributeError:
            public = [name for name, value in vars(module).items() if not name.startswith("_") and callable(value)]
            raise no_name(wanted, getattr(module, "__file__", None), sorted(public)) from None
    return _found(wanted, target, reference)


def framework_of(value: Any) -> str:
    """The framework of a model or of a class of models; empty for what is neither. Keras' layers on torch are
    modules of torch as well, so Keras is asked first.

    >>> framework_of(3)
    ''
    """
    kind = value if isinstance(value, type) else type(value)
    roots = [ROOTS.get(each.__module__.split(".", maxsplit=1)[0], "") for each in kind.__mro__]
    return next((name for name in ("keras", "paddle", "torch") if name in roots), "")


def _found(wanted: Reference, target: Any, reference: str) -> Found:
    framework = framework_of(target)
    if framework and not isinstance(target, type):  # a model that is there already
        if wanted.called:
            raise LayertallyError(f"{wanted.module}:{wanted.name} is a model; it is not called", fix="leave (…) out")
        return Found(Maker(lambda: target, target), framework)
    if not callable(target):
        kind = type(target).__name__
        raise LayertallyError(
            f"{reference} is {'an' if kind[:1] in 'aeiou' else 'a'} {kind}, not a model",
            fix="name a model, its class, or a function that returns it",
        )
    if isinstance(target, type) and not framework:
        raise LayertallyError(
            f"{reference} is a class of no framework that is known",
            fix="name a torch.nn.Module, a keras.Model or a paddle.nn.Layer, or a function that returns one",
        )
    _fits(wanted, target, reference)
    return Found(Maker(lambda: target(*wanted.args, **wanted.kwargs), target), framework)


def _fits(wanted: Reference, target: Any, reference: str) -> None:
    """Raises LayertallyError where the arguments of the reference do not fit what is called."""
    try:
        signature = inspect.signature(target)
    except (TypeError, ValueError):
        return
    try:
        signature.bind(*wanted.args, **wanted.kwargs)
    except TypeError as error:
        raise LayertallyError(
            f"{reference} raised TypeError: {wanted.name}() {words(error)}",
            _defined(target),
            _call(wanted, signature),
        ) from None


def _call(wanted: Reference, signature: inspect.Signature) -> str:
    """How the reference is written with what is missing in it."""
    given = len(wanted.args)
    missing = [
        each.name
        for number, each in enumerate(signature.parameters.values())
        if each.default is each.empty
        and each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)
        and number >= given
        and each.name not in wanted.kwargs
    ]
    if not missing:
        return f"it takes {wanted.name}{signature}"[:200]
    shown = ", ".join(f"{name}=…" for name in missing)
    return f"give it in the reference: '{wanted.module}:{wanted.name}({shown})', or name a function without arguments"


def _defined(target: Any) -> Place | None:
    """Where a function, or the constructor of a class, stands."""
    target = inspect.unwrap(target)
    code = getattr(target, "__code__", None) or getattr(getattr(target, "__init__", None), "__code__", None)
    return Spot(code.co_filename, code.co_firstlineno, code.co_name).place() if code is not None else None


def _not_imported(wanted: Reference, error: BaseException, packages: tuple[str, ...]) -> LayertallyError:
    """What importing the module raised."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        spot = spot_of(error, packages)
        top = error.name.split(".", maxsplit=1)[0]
        return LayertallyError(
            f"{wanted.module} needs {error.name}, which is not installed",
            spot.place() if spot is not None else None,
            f"pip install {top}, beside layertally",
        )
    return raised(f"importing {wanted.module}", error, packages)

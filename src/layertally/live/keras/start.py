"""Keras is imported, and the model is made: without memory for its weights where Keras can do that.

In: what returns the model. Out: the model, and sentences for the user.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from ...errors import LayertallyError
from ..faults import WrongFrameworkError, is_installed, raised, spot_of, words
from ..find import framework_of

FRAMEWORKS = ("keras", "torch", "jax", "tensorflow", "numpy", "optree", "tree")
"""Packages whose code is not the user's."""
BACKENDS = ("torch", "jax", "tensorflow")


def keras() -> Any:
    """The library, on the backend that is asked for, else on the first that is installed."""
    if "KERAS_BACKEND" not in os.environ:
        from importlib.util import find_spec

        os.environ["KERAS_BACKEND"] = next((name for name in BACKENDS if find_spec(name)), "numpy")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras as library

    library.config.disable_traceback_filtering()
    return library


def weightless(library: Any) -> AbstractContextManager[Any]:
    """Where weights have a shape and no numbers; elsewhere nothing is changed."""
    return library.device("meta") if library.backend.backend() == "torch" else nullcontext()


def numbers(library: Any) -> AbstractContextManager[Any]:
    """Where constants have their numbers, whatever the weights have: code may ask for them."""
    return library.device("cpu") if library.backend.backend() == "torch" else nullcontext()


def made(library: Any, make: Callable[[], Any], reference: str, notes: list[str]) -> Any:
    """The model. Raises LayertallyError for what is none, and what the user's code raises."""
    names = library.src.backend.common.global_state
    counters = dict(names.get_global_attribute("object_name_uids", {}))
    model: Any = None
    try:
        with weightless(library):
            model = make()
    except Exception as error:
        if library.backend.backend() != "torch":
            raise raised(reference, error, FRAMEWORKS, make) from error
        names.get_global_attribute("object_name_uids", {}).clear()
        names.get_global_attribute("object_name_uids", {}).update(counters)
        try:
            model = make()
        except Exception as again:
            raise raised(reference, again, FRAMEWORKS, make) from again
        notes.append(f"built with its weights: without memory for them, building raised {type(error).__name__}")
    if framework_of(model) not in ("keras", ""):
        raise WrongFrameworkError(framework_of(model))
    if not isinstance(model, library.layers.Layer):
        raise LayertallyError(
            f"{reference} is {_article(type(model).__name__)}, no Keras model",
            fix="name a model, or a function that returns one",
        )
    return model


def called(model: Any, args: tuple[Any, ...], kwargs: dict[str, Any], shapes: str) -> Any:
    """Build what is not built yet; what comes out. Raises LayertallyError where the user's code does not run on these
    shapes."""
    try:
        return model(*args, **kwargs)
    except Exception as error:
        spot = spot_of(error, FRAMEWORKS)
        own = spot is not None and not is_installed(spot.file)
        inside = f"in {spot.function}: " if own and spot is not None and spot.function else ""
        raise LayertallyError(
            f"the model could not run on the input {shapes}",
            spot.place() if own and spot is not None else None,
            "give the shape that it takes, with the batch first: --input 1,28,28,1",
            notes=[f"{inside}{_first(words(error))}"],
        ) from error


def _first(said: str) -> str:
    """What Keras says before it repeats the arguments of the call."""
    plain = re.sub(r"\x1b\[\d+m", "", said)
    plain = plain.rsplit("Error encountered: ", 1)[-1].split(" Arguments received by ")[0]
    return re.sub(r"^Exception encountered when calling \S+\(\)\. ", "", plain)


def _article(word: str) -> str:
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"

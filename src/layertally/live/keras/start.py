"""Keras is imported, and the model is made: without memory for its weights where Keras can do that.

In: what returns the model. Out: the model, and sentences for the user.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from ...errors import LayertallyError

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
            raise
        names.get_global_attribute("object_name_uids", {}).clear()
        names.get_global_attribute("object_name_uids", {}).update(counters)
        model = make()
        notes.append(f"built with its weights: without memory for them, building raised {type(error).__name__}")
    if not isinstance(model, library.layers.Layer):
        raise LayertallyError(
            f"{reference} is {_article(type(model).__name__)}, no Keras model",
            fix="name a model, or a function that returns one",
        )
    return model


def _article(word: str) -> str:
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"

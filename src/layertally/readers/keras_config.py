"""`model.to_json()` of Keras 3 and of Keras 2 (tf.keras) → `Model`, without Keras.

In: a JSON file, gzip or not. Out: a model. What is no rule's is opaque; nothing is executed.
"""

from __future__ import annotations

import re

from ..model import Model
from .inputs import parse as typed
from .keras.document import MAX_BYTES, parse
from .source import Source

# What a configuration begins with, however its keys are sorted.
BEGIN = re.compile(
    rb"\s*[\"']?\s*\{\s*\\?\"(?:class_name|module|config|backend|build_config|compile_config|registered_name|keras_version)"
    rb"\\?\"\s*:"
)
MEANT = re.compile(rb"\"class_name\\?\"\s*:")


def accepts(source: Source) -> bool:
    """Whether it is the configuration of a Keras model."""
    head = source.head
    return BEGIN.match(head) is not None and MEANT.search(head) is not None


def read(source: Source) -> Model:
    """The model. Raises LayertallyError."""
    from .keras.model import Reader

    text = source.given if source.given is not None else source.content(MAX_BYTES)
    inputs = [typed(each) for each in source.inputs]
    return Reader(source.name, inputs, source.max_layers).model(parse(text, source.name))

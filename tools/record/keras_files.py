"""Small files as Keras itself saves them, for tests/data/keras_files: `.keras`, `.h5` and weights alone.

Run with a Python that has keras and torch: `python -m tools.record.keras_files tests/data/keras_files`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
from keras import layers


@keras.saving.register_keras_serializable("recorded")
class Scale(layers.Layer):  # type: ignore[misc]
    """A layer of the author's own, with a weight that is trained and one that is not."""

    def build(self, input_shape: Any) -> None:
        self.alpha = self.add_weight(shape=(input_shape[-1],), name="alpha")
        self.seen = self.add_weight(shape=(1,), trainable=False, name="seen")

    def call(self, inputs: Any) -> Any:
        return inputs * self.alpha + self.seen


class Own(keras.Model):  # type: ignore[misc]
    """A model that is code: its file holds no layers."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.dense = layers.Dense(3)

    def call(self, inputs: Any) -> Any:
        return self.dense(inputs)


def chain() -> Any:
    return keras.Sequential([keras.Input((6,)), layers.Dense(4), layers.Dropout(0.5), layers.Dense(2)], name="chain")


def custom() -> Any:
    x = keras.Input((5, 4), name="x")
    return keras.Model(x, layers.LSTM(2, name="lstm")(Scale(name="scale")(x)) + 1.0, name="custom")


def nested() -> Any:
    x = keras.Input((4,), name="x")
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(4, name="inside"), Scale(name="own")], name="inner")
    return keras.Model(x, layers.Dense(2, name="out")(inner(inner(x))), name="nested")


def own() -> Any:
    model = Own(name="own")
    model(keras.ops.zeros((1, 4)))
    return model


def main(folder: str) -> None:
    """Write every file."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for build in (chain, custom, nested, own):
        keras.utils.clear_session()
        model = build()
        model.save(target / f"{build.__name__}.keras")
        if build is not own:
            model.save(target / f"{build.__name__}.h5")
    chain().save_weights(target / "chain.weights.h5")


if __name__ == "__main__":
    main(sys.argv[1])

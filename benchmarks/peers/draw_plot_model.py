"""Build a model with Keras and draw it with `plot_model`: `draw_plot_model.py vgg|chain|nasnet FILE.svg`."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
from keras import layers


def vgg() -> keras.Model:
    """The layers of `examples/vgg.yaml`."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPool2D(2),
            layers.Dropout(0.25),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPool2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


def chain(count: int = 200) -> keras.Model:
    """Convolution, batch norm, convolution, … one after the other."""
    made = [layers.BatchNormalization() if i % 2 else layers.Conv2D(32, 3, padding="same") for i in range(count)]
    return keras.Sequential([keras.Input((32, 32, 32)), *made])


def nasnet() -> keras.Model:
    """NASNetLarge, its weights random."""
    return keras.applications.NASNetLarge(weights=None)


if __name__ == "__main__":
    keras.utils.plot_model(
        {"vgg": vgg, "chain": chain, "nasnet": nasnet}[sys.argv[1]](), to_file=sys.argv[2], show_shapes=True
    )

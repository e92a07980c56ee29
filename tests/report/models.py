"""Models made by hand: what is printed is tested without a reader. The numbers are those of Keras."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from layertally.annotation import annotate
from layertally.errors import Place
from layertally.group import Grouped, group
from layertally.model import Claim, GroupSpec, Input, Layer, Model, Ref, Reported
from layertally.ops.base import Op
from layertally.ops.conv import Conv
from layertally.ops.dense import Dense
from layertally.ops.pool import Pool
from layertally.ops.reshape import Flatten, Identity
from layertally.ops.window import Padding, Window


def conv(filters: int, **settings: Any) -> Conv:
    return Conv(
        Window((3, 3), (1, 1), (1, 1), Padding("valid")), filters, channels_last=True, activation="relu", **settings
    )


def pool() -> Pool:
    return Pool(Window((2, 2), (2, 2), (1, 1), Padding("valid")), channels_last=True)


def chain(*layers: tuple[str, str, Op | None], source: str = "input", **settings: Any) -> tuple[Layer, ...]:
    """Layers in a row, each after the one before it."""
    out: list[Layer] = []
    for name, type_, op in layers:
        out.append(Layer(name, type_, op, (Ref(out[-1].name if out else source),), **settings))
    return tuple(out)


def vgg(claimed: int = 329962, layers: tuple[Layer, ...] = ()) -> Model:
    """The VGG-like network of 329,962 parameters."""
    stack = layers or chain(
        ("conv2d", "Conv2D", conv(32)),
        ("conv2d_1", "Conv2D", conv(32)),
        ("max_pooling2d", "MaxPooling2D", pool()),
        ("dropout", "Dropout", Identity()),
        ("conv2d_2", "Conv2D", conv(64)),
        ("conv2d_3", "Conv2D", conv(64)),
        ("max_pooling2d_1", "MaxPooling2D", pool()),
        ("dropout_1", "Dropout", Identity()),
        ("flatten", "Flatten", Flatten()),
        ("dense", "Dense", Dense(256, activation="relu")),
        ("dropout_2", "Dropout", Identity()),
        ("dense_1", "Dense", Dense(10, activation="softmax")),
    )
    names = [layer.name for layer in stack]
    return Model(
        "VGG-like CNN",
        "keras",
        (Input("input", (None, 28, 28, 1)),),
        stack,
        (Ref(names[-1]),),
        groups=(
            GroupSpec("第一组", tuple(names[:4])),
            GroupSpec("第二组", tuple(names[4:8])),
            GroupSpec("第三组", tuple(names[8:])),
        ),
        claims=(Claim("params", claimed, Place("vgg.yaml", 4), str(claimed)),),
        source="vgg.yaml",
    )


def grouped(model: Model, lang: str = "en") -> Grouped:
    return group(annotate(model), lang)


def reported(model: Model, by: str = "Keras 3.15.1") -> Model:
    """The same model as if the framework had agreed with every number."""
    told = []
    for layer, found in zip(model.layers, annotate(model).layers, strict=True):
        count = found.count.value
        assert isinstance(count, int)
        told.append(replace(layer, reported=Reported(tuple(out.shape for out in found.outputs), count, count)))
    return replace(model, layers=tuple(told), reported_by=by)

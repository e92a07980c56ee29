"""Models in the scopes that PyTorch's modules give: a ResNet, a MobileNetV2, a language model, an encoder–decoder.

In: sizes. Out: `Model`. Class and parameter names are those of torchvision and transformers; the first two have as many
parameters as torchvision reports (25,557,032 and 3,504,872).
"""

from __future__ import annotations

from typing import Any

from layertally.frameworks import load
from layertally.model import Input, Layer, Model, Ref

TORCH = load("torch")


class Net:
    """Layers one after the other, each in its scope."""

    def __init__(self, name: str, shape: tuple[int, ...], dtype: str = "float32") -> None:
        self.name, self.input = name, Input("x", (None, *shape), dtype)
        self.layers: list[Layer] = []
        self.classes: dict[str, str] = {}
        self.last = "x"

    def __call__(self, name: str, type_: str, *inputs: str, scope: str = "", **settings: Any) -> str:
        row = TORCH.type(type_)
        assert row is not None
        refs = tuple(map(Ref, inputs or (self.last,)))
        parts = tuple(scope.split(".")) if scope else ()
        self.layers.append(Layer(name, type_, row.op(settings), refs, settings, parts))
        self.last = name
        return name

    def model(self) -> Model:
        return Model(
            self.name, "torch", (self.input,), tuple(self.layers), (Ref(self.last),), classes=dict(self.classes)
        )


def resnet50() -> Model:
    """torchvision's `resnet50`: modules `layer1` … `layer4` of `Bottleneck`s."""
    net = Net("resnet50", (3, 224, 224))

    def step(x: str, at: str, number: int, c_in: int, c_out: int, kernel: int, stride: int, scope: str) -> str:
        dot = f"{at}." if at else ""
        net(
            f"{dot}conv{number}", "Conv2d", x, scope=scope, in_channels=c_in, out_channels=c_out, kernel_size=kernel,
            stride=stride, padding=kernel // 2, bias=False,
        )  # fmt: skip
        return net(f"{dot}bn{number}", "BatchNorm2d", scope=scope, num_features=c_out)

    step("x", "", 1, 3, 64, 7, 2, "")
    net("relu", "ReLU")
    x, c = net("maxpool", "MaxPool2d", kernel_size=3, stride=2, padding=1), 64
    for stage, count in enumerate((3, 4, 6, 3), 1):
        width = 32 * 2**stage
        net.classes[f"layer{stage}"] = "Sequential"
        for number in range(count):
            at, stride = f"layer{stage}.{number}", 2 if number == 0 and stage > 1 else 1
            net.classes[at] = "Bottleneck"
            step(x, at, 1, c, width, 1, 1, at)
            y = net(f"{at}.relu", "ReLU", scope=at)
            step(y, at, 2, width, width, 3, stride, at)
            y = net(f"{at}.relu.1", "ReLU", scope=at)
            y = step(y, at, 3, width, 4 * width, 1, 1, at)
            if number == 0:
                below = f"{at}.downsample"
                net(f"{below}.0", "Conv2d", x, scope=below, in_channels=c, out_channels=4 * width, kernel_size=1,
                    stride=stride, bias=False)  # fmt: skip
                x = net(f"{below}.1", "BatchNorm2d", scope=below, num_features=4 * width)
            net(f"{at}.add", "Add", y, x, scope=at)
            x, c = net(f"{at}.relu.2", "ReLU", scope=at), 4 * width
    net("avgpool", "AdaptiveAvgPool2d", output_size=1)
    net("flatten", "Flatten")
    net("fc", "Linear", in_features=2048, out_features=1000)
    return net.model()


def mobilenet_v2() -> Model:
    """torchvision's `mobilenet_v2`: one container `features` of 19 blocks, most of them different."""
    net = Net("mobilenet_v2", (3, 224, 224))

    def step(at: str, scope: str, c_in: int, c_out: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        net(f"{at}.0", "Conv2d", scope=scope, in_channels=c_in, out_channels=c_out, kernel_size=kernel, stride=stride,
            padding=kernel // 2, groups=groups, bias=False)  # fmt: skip
        net(f"{at}.1", "BatchNorm2d", scope=scope, num_features=c_out)
        net(f"{at}.2", "ReLU6", scope=scope)

    step("features.0", "features.0", 3, 32, 3, 2)
    c, number = 32, 0
    stages = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
    for expand, c_out, count, first in stages:
        for copy in range(count):
            number += 1
            at, x, hidden, part = f"features.{number}", net.last, c * expand, 0
            net.classes[at] = "InvertedResidual"
            if expand > 1:
                step(f"{at}.conv.0", f"{at}.conv.0", c, hidden, 1)
                part = 1
            stride = first if copy == 0 else 1
            step(f"{at}.conv.{part}", f"{at}.conv.{part}", hidden, hidden, 3, stride, hidden)
            net(f"{at}.conv.{part + 1}", "Conv2d", scope=f"{at}.conv", in_channels=hidden, out_channels=c_out,
                kernel_size=1, bias=False)  # fmt: skip
            y = net(f"{at}.conv.{part + 2}", "BatchNorm2d", scope=f"{at}.conv", num_features=c_out)
            if copy > 0:
                net(f"{at}.add", "Add", x, y, scope=at)
            c = c_out
    step("features.18", "features.18", c, 1280, 1)
    net("avgpool", "AdaptiveAvgPool2d", output_size=1)
    net("flatten", "Flatten")
    net("classifier.0", "Dropout", scope="classifier", p=0.2)
    net("classifier.1", "Linear", scope="classifier", in_features=1280, out_features=1000)
    return net.model()


def block(net: Net, at: str, width: int, memory: str = "") -> None:
    """A layer of a Transformer; with `memory` it also reads what an encoder gave."""
    x = net.last
    net(f"{at}.norm", "LayerNorm", scope=at, normalized_shape=width)
    net(f"{at}.attn.q", "Linear", scope=f"{at}.attn", in_features=width, out_features=width)
    net(f"{at}.attn.o", "Linear", scope=f"{at}.attn", in_features=width, out_features=width)
    x = net(f"{at}.add", "Add", x, net.last, scope=at)
    if memory:
        net(f"{at}.cross.kv", "Linear", memory, scope=f"{at}.cross", in_features=width, out_features=width)
        net(f"{at}.cross.mul", "Multiply", x, net.last, scope=f"{at}.cross")
    net(f"{at}.mlp.up", "Linear", scope=f"{at}.mlp", in_features=width, out_features=4 * width)
    net(f"{at}.mlp.act", "GELU", scope=f"{at}.mlp")
    net(f"{at}.mlp.down", "Linear", scope=f"{at}.mlp", in_features=4 * width, out_features=width)
    net(f"{at}.add_1", "Add", x, net.last, scope=at)


def language_model(count: int = 12, width: int = 64) -> Model:
    """A `model` that holds all but the head, in it `layers` that are alike."""
    net = Net("lm", (16,), "int64")
    net.classes["model"] = "LlamaModel"
    net("model.embed_tokens", "Embedding", scope="model", num_embeddings=100, embedding_dim=width)
    for number in range(count):
        net.classes[f"model.layers.{number}"] = "LlamaDecoderLayer"
        block(net, f"model.layers.{number}", width)
    net("model.norm", "LayerNorm", scope="model", normalized_shape=width)
    net("lm_head", "Linear", in_features=width, out_features=100, bias=False)
    return net.model()


def encoder_decoder(count: int = 6, width: int = 64) -> Model:
    """An encoder whose output each layer of a decoder reads."""
    net = Net("t5", (16,), "int64")
    net("shared", "Embedding", num_embeddings=100, embedding_dim=width)
    shared = net.last
    for part in ("encoder", "decoder"):
        memory = net.last if part == "decoder" else ""
        net.last = shared
        for number in range(count):
            net.classes[f"{part}.block.{number}"] = "T5Block"
            block(net, f"{part}.block.{number}", width, memory)
        net(f"{part}.final_layer_norm", "LayerNorm", scope=part, normalized_shape=width)
    net("lm_head", "Linear", in_features=width, out_features=100)
    return net.model()

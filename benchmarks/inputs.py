"""The models that are drawn, in the words of each tool.

In: a name and a size. Out: a description for layertally, a file for narchi; the scripts in `peers/` build the same
layers with a framework from `PLAN`.
"""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
VGG = HERE.parent / "examples" / "vgg.yaml"
NASNET = HERE.parent / "tests" / "data" / "keras_models" / "nasnet_large.json.gz"
"""What Keras 3.15.1 wrote of `keras.applications.NASNetLarge`: `config` is its `to_json`."""
CONFIGS = HERE.parent / "tests" / "data" / "hf_configs.json.gz"
"""Configurations of Hugging Face by name."""

Layer = dict[str, Any]
TANGLED = 0.3
"""How often a layer of the tangle reads something else than the layer before it."""


def chain(layers: int) -> dict[str, Any]:
    """Convolution, batch norm, convolution, … one after the other."""
    pair: list[Layer] = [
        {"Conv2D": {"filters": 32, "kernel_size": 3, "padding": "same"}},
        {"BatchNormalization": {}},
    ]
    return {
        "model": f"chain of {layers}",
        "framework": "keras",
        "input": [32, 32, 32],
        "layers": (pair * (layers // 2 + 1))[:layers],
    }


def tangle(layers: int) -> dict[str, Any]:
    """A graph of dense layers and sums in which edges go anywhere further down; the same one each time."""
    rng = random.Random(layers)  # noqa: S311 - a figure, not a secret
    made: list[Layer] = []
    names = ["x"]
    for number in range(layers):
        before = names[-1] if rng.random() > TANGLED else rng.choice(names)
        name = f"layer_{number}"
        if rng.random() < TANGLED and before != names[0]:
            made.append({"Add": {"name": name, "inputs": [before, rng.choice([n for n in names if n != before])]}})
        else:
            made.append({"Dense": {"units": 16, "activation": "relu", "name": name, "inputs": [before]}})
        names.append(name)
    return {"model": f"tangle of {layers}", "framework": "keras", "input": {"x": [16]}, "layers": made}


def narchi_vgg() -> dict[str, Any]:
    """The layers of `examples/vgg.yaml`; padding 0 is what Keras calls valid."""
    conv: list[Layer] = [
        {"_class": "Conv2d", "output_feats": feats, "kernel_size": 3, "padding": 0} for feats in (32, 32, 64, 64)
    ]
    relu: Layer = {"_class": "ReLU"}
    pool: list[Layer] = [{"_class": "MaxPool2d", "kernel_size": 2, "stride": 2}, {"_class": "Dropout", "p": 0.25}]
    first: list[Layer] = [conv[0], relu, conv[1], relu, *pool]
    second = [conv[2], relu, conv[3], relu, *pool]
    third: list[Layer] = [
        {"_class": "Reshape", "reshape_spec": [[0, 1, 2]]},
        {"_class": "Linear", "output_feats": 256},
        relu,
        {"_class": "Dropout", "p": 0.5},
        {"_class": "Linear", "output_feats": 10},
        {"_class": "Softmax"},
    ]
    return _narchi([1, 28, 28], [10], first + second + third)


def narchi_chain(layers: int) -> dict[str, Any]:
    """The layers of `chain`."""
    pair: list[Layer] = [
        {"_class": "Conv2d", "output_feats": 32, "kernel_size": 3, "padding": 1},
        {"_class": "BatchNorm2d"},
    ]
    return _narchi([32, 32, 32], [32, 32, 32], (pair * (layers // 2 + 1))[:layers])


def _narchi(inputs: list[int], outputs: list[int], blocks: list[Layer]) -> dict[str, Any]:
    return {
        "_id": "net",
        "blocks": [{"_class": "Sequential", "_id": "body", "blocks": blocks}],
        "graph": ["image -> body -> result"],
        "inputs": [{"_id": "image", "_shape": inputs}],
        "outputs": [{"_id": "result", "_shape": outputs}],
    }


def write(folder: Path) -> None:
    """Every input as a file: JSON is YAML, and Jsonnet as well."""
    (folder / "vgg.yaml").write_bytes(VGG.read_bytes())
    files = {
        "chain-200.yaml": chain(200),
        "chain-1000.yaml": chain(1000),
        "tangle-3000.yaml": tangle(3000),
        "vgg.jsonnet": narchi_vgg(),
        "chain-200.jsonnet": narchi_chain(200),
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    nasnet = json.loads(gzip.decompress(NASNET.read_bytes()))["config"]
    (folder / "nasnet.json").write_text(json.dumps(nasnet), encoding="utf-8")
    llama = json.loads(gzip.decompress(CONFIGS.read_bytes()))["llama-3-70b"]["config"]
    (folder / "llama.json").write_text(json.dumps(llama), encoding="utf-8")

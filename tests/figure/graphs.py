"""Random models for the figures: any directed acyclic graph of dense layers, sums and concatenations."""

from __future__ import annotations

import random
from typing import Any

WIDTH = 16


def random_description(seed: int, size: int, tangled: float = 0.3) -> dict[str, Any]:
    """A Keras description of `size` layers; `tangled` is how often a layer reads something else than the one before."""
    rng = random.Random(seed)  # noqa: S311 - a random graph guards nothing
    names = ["x"] if rng.random() < 0.7 else ["x", "y"]
    inputs = {name: [WIDTH] for name in names}
    layers: list[dict[str, Any]] = []
    ready = list(names)
    for i in range(size):
        before = ready[-1] if rng.random() > tangled else rng.choice(ready)
        name = rng.choice(["dense_{}", "a_rather_long_layer_name_{}", "层_{}"]).format(i)
        others = [r for r in ready if r != before]
        roll = rng.random()
        if roll < 0.2 and others:
            layers.append({"Add": {"name": name, "inputs": [before, rng.choice(others)]}})
        elif roll < 0.3 and len(others) > 1:
            layers.append({"Maximum": {"name": name, "inputs": [before, *rng.sample(others, 2)]}})
        elif roll < 0.4:
            layers.append({"Dropout": {"rate": 0.5, "name": name, "inputs": [before]}})
        elif roll < 0.5 and others:
            layers.append({"Concatenate": {"name": f"{name}_cat", "inputs": [before, rng.choice(others)]}})
            layers.append({"Dense": {"units": WIDTH, "name": name, "inputs": [f"{name}_cat"]}})
        else:
            layers.append({"Dense": {"units": WIDTH, "activation": "relu", "name": name, "inputs": [before]}})
        ready.append(name)
    return {"model": f"random {seed}", "framework": "keras", "input": inputs, "layers": layers}

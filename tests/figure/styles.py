"""Random models in the styles that networks are built in, each with what is hard to draw: residual blocks, dense
connections, inception columns, U-Nets, cells, ladders, gates, scopes in scopes, blocks that repeat or take turns,
several inputs and outputs, names that are long or Chinese."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

Description = dict[str, Any]
PLAIN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Dropout", {"rate": 0.5}),
    ("LayerNormalization", {}),
    ("Activation", {"activation": "relu"}),
    ("BatchNormalization", {}),
)
TITLES = ("Group", "第一组特征提取网络", "The group with the unreasonably long title")
MODELS = ("net", "一个相当长的模型名称用于测试", "A model whose name is much longer than it ought to be, honestly")
SCOPES = ("block", "stage", "层", "attention_with_a_long_scope_name")


class Net:
    """A model that grows: each style takes a tensor's name and returns that of what it makes of it."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a random graph guards nothing
        self.size = self.rng.choice([5, 10, 20, 40, 60])
        self.width = self.rng.choice([8, 16, 64])
        self.long, self.chinese = self.rng.random() < 0.3, self.rng.random() < 0.3
        self.layers: list[dict[str, Any]] = []
        self.inputs: dict[str, list[int]] = {}
        self.channels: dict[str, int] = {}
        self.scope: list[str] = []
        self.count = 0

    # ---- layers ----

    def input(self) -> str:
        name = f"in{len(self.inputs)}"
        self.inputs[name], self.channels[name] = [self.width], self.width
        return name

    def add(self, kind: str, settings: dict[str, Any], inputs: Sequence[str], channels: int) -> str:
        self.count += 1
        own = f"{kind.lower()[:4]}{self.count}"
        if self.long and self.rng.random() < 0.5:
            own = f"a_really_{kind.lower()[:4]}_rather_long_layer_name_{self.count}"
        elif self.chinese and self.rng.random() < 0.5:
            own = f"第{self.count}层_卷积特征"
        name = "/".join([*self.scope, own])
        self.layers.append({kind: {**settings, "name": name, "inputs": list(inputs)}})
        self.channels[name] = channels
        return name

    def dense(self, x: str, units: int | None = None) -> str:
        more = {"activation": "relu"} if self.rng.random() < 0.3 else {}
        units = units or self.channels[x]
        return self.add("Dense", {"units": units, **more}, [x], units)

    def plain(self, x: str) -> str:
        if self.rng.random() < 0.6:
            return self.dense(x)
        kind, settings = self.rng.choice(PLAIN)
        return self.add(kind, settings, [x], self.channels[x])

    def concat(self, xs: Sequence[str]) -> str:
        return self.add("Concatenate", {}, xs, sum(self.channels[x] for x in xs))

    def merge(self, xs: Sequence[str]) -> str:
        kind = self.rng.choice(["Add", "Multiply", "Maximum", "Average", "Concatenate"])
        if kind == "Concatenate" or len({self.channels[x] for x in xs}) > 1:
            return self.concat(xs)
        return self.add(kind, {}, xs, self.channels[xs[0]])

    # ---- styles ----

    def some(self, x: str, depth: int, least: int = 1, most: int = 3) -> str:
        for _ in range(self.rng.randint(least, most)):
            nested = depth < 2 and len(self.layers) < self.size and self.rng.random() < 0.25
            x = self.block(x, depth + 1) if nested else self.plain(x)
        return x

    def block(self, x: str, depth: int) -> str:
        styles = STYLES if depth < 3 else (Net.chain, Net.residual)
        return self.rng.choice(styles)(self, x, depth)

    def chain(self, x: str, depth: int) -> str:
        return self.some(x, depth, 1, 6)

    def residual(self, x: str, depth: int) -> str:
        y = self.some(x, depth)
        y = y if self.channels[y] == self.channels[x] else self.dense(y, self.channels[x])
        return self.merge([y, self.dense(x) if self.rng.random() < 0.3 else x])

    def inception(self, x: str, depth: int) -> str:
        skip = self.rng.random() < 0.3
        count = self.rng.randint(2, 6)
        return self.merge([self.some(x, depth, 0 if skip and i == 0 else 1) for i in range(count)])

    def unet(self, x: str, depth: int) -> str:
        skips = []
        for _ in range(self.rng.randint(2, 4)):
            x = self.some(x, depth, 1, 2)
            skips.append(x)
        x = self.some(x, depth)
        for skip in reversed(skips):
            x = self.dense(self.merge([x, skip]), self.channels[skip])
        return x

    def cells(self, x: str, _depth: int) -> str:
        before, x = x, self.dense(x)
        for _ in range(self.rng.randint(1, 2)):
            states = [self.dense(before, self.width), self.dense(x, self.width)]
            for _ in range(self.rng.randint(2, 5)):
                one, other = self.rng.sample(states, 2)
                joined = self.add("Add", {}, [self.plain(one), self.plain(other)], self.width)
                states.append(joined)
            before, x = x, self.concat(states[2:])
        return x

    def skips(self, x: str, _depth: int) -> str:
        known = [x]
        for _ in range(self.rng.randint(3, 8)):
            y = self.plain(known[-1])
            known.append(self.merge([y, self.rng.choice(known)]) if self.rng.random() < 0.5 else y)
        return known[-1]

    def dense_block(self, x: str, _depth: int) -> str:
        known = [x]
        for _ in range(self.rng.randint(3, 10)):
            known.append(self.dense(self.concat(known) if len(known) > 1 else x, 8))
        return self.concat(known)

    def ladder(self, x: str, depth: int) -> str:
        left = right = x
        for _ in range(self.rng.randint(2, 4)):
            below, right = self.some(left, depth, 1, 2), self.some(right, depth, 1, 2)
            left = self.merge([below, right])
        return self.merge([left, right])

    def gate(self, x: str, _depth: int) -> str:
        opened = self.add("Dense", {"units": self.channels[x], "activation": "sigmoid"}, [x], self.channels[x])
        return self.add("Multiply", {}, [x, opened], self.channels[x])

    def fan(self, x: str, _depth: int) -> str:
        return self.merge([self.plain(x) for _ in range(self.rng.randint(4, 14))])

    def scoped(self, x: str, depth: int) -> str:
        self.scope.append(f"{self.rng.choice(SCOPES)}{self.count}")
        for _ in range(self.rng.randint(1, 3)):
            x = self.block(x, depth + 1)
        self.scope.pop()
        return x

    def repeated(self, x: str, _depth: int) -> str:
        """Equal blocks, or blocks that take turns: the same random numbers again and again."""
        style = self.rng.choice([Net.residual, Net.inception, Net.chain, Net.gate, Net.skips, Net.cells])
        seed, turns, times = self.rng.random(), self.rng.choice([1, 1, 2, 3]), self.rng.randint(2, 4)
        outer, start = self.rng, self.count
        for i in range(times * turns):
            self.rng, self.count = random.Random(f"{seed}{i % turns}"), 0  # noqa: S311 - as above
            self.scope.append(f"rep{start}_{i}")
            x = self.dense(style(self, x, 2), self.width)
            self.scope.pop()
        self.rng, self.count = outer, start + 100
        return x

    # ---- the whole ----

    def grow(self) -> list[str]:
        """Layers until there are enough; tensors that may be outputs."""
        x = self.input()
        inputs = [x, *(self.input() for _ in range(self.rng.choice([0, 0, 0, 1, 2, 3])))]
        if len(inputs) > 1:
            inputs = [self.some(each, 0, 0, 4) if self.rng.random() < 0.8 else each for each in inputs]
            x = self.merge(inputs)
        known = [x]
        while len(self.layers) < self.size:
            x = self.block(x, 0)
            x = self.merge([x, self.rng.choice(known)]) if self.rng.random() < 0.15 else x
            known.append(x)
        return known

    def description(self) -> Description:
        known = self.grow()
        for _ in range(self.rng.choice([0, 0, 0, 1, 2, 3])):
            self.dense(self.rng.choice(known), 3)
        made: Description = {"model": self.rng.choice(MODELS), "framework": "keras", "input": self.inputs}
        parts = self.rng.choice([1, 1, 1, 1, 2, 4])
        if parts == 1 or len(self.layers) <= parts:
            return {**made, "layers": self.layers}
        cuts = [len(self.layers) * i // parts for i in range(parts + 1)]
        title = self.rng.choice(TITLES)
        groups = [{"title": f"{title} {i}", "layers": self.layers[a:b]} for i, (a, b) in enumerate(pairwise(cuts))]
        return {**made, "groups": groups}


Style = Callable[[Net, str, int], str]
STYLES: tuple[Style, ...] = (
    Net.chain, Net.residual, Net.inception, Net.unet, Net.cells, Net.skips, Net.dense_block, Net.ladder, Net.gate,
    Net.fan, Net.scoped, Net.scoped, Net.repeated,
)  # fmt: skip


def styled(seed: int) -> Description:
    """A Keras description of 5 to about 80 layers; the same for the same seed."""
    return Net(seed).description()

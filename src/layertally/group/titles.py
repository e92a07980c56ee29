"""Titles of groups that nobody has named, as a human would write them.

In: layers, names. Out: plain strings in the language asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..annotation import AnnotatedLayer

TITLES = {
    "stem": ("Stem", "起始层"),
    "embedding": ("Embedding", "嵌入层"),
    "stage": ("Stage {}", "阶段 {}"),
    "classifier": ("Classifier", "分类器"),
    "head": ("Head", "输出头"),
    "idle": ("Not run", "未运行"),
}

Cut = tuple[str, list[AnnotatedLayer]]
"""A group to be: title and layers, each in the scope that it has within the group."""


@dataclass(slots=True)
class Namer:
    """Titles in one language; stages are counted through the model. `ends`: what is named now is the end of the model,
    where it may have a head, and not a part that others read."""

    lang: str
    stages: int = 0
    ends: bool = True

    def title(self, key: str) -> str:
        """The title of a stem, a stage, a classifier, a head."""
        if key == "stage":
            self.stages += 1
        return TITLES[key][self.lang == "zh"].format(self.stages)

    @property
    def stage(self) -> str:
        """The title of the stage that was counted last."""
        return TITLES["stage"][self.lang == "zh"].format(self.stages)

    def head(self, layers: Sequence[AnnotatedLayer]) -> str:
        """The title of what comes last: a classifier gives one row of numbers a sample, by a dense layer and at most
        an activation."""
        if not self.ends:
            return self.title("stage")
        shape = layers[-1].shape
        row = shape is None or len(shape) == 2
        after = [layer for layer in layers if layer.count.value != 0 or layer.layer.op is None or not unchanged(layer)]
        return self.title("classifier" if row and after and after[-1].family == "dense" else "head")


def unchanged(layer: AnnotatedLayer) -> bool:
    """Whether a layer keeps the shape of the one thing it reads: an activation, a dropout."""
    return layer.shape is not None and layer.input_shapes == (layer.shape,)


def span(first: str, last: str) -> str:
    """`block2.0` to `block2.3` as `block2.0–3`.

    >>> span("block2.0", "block2.3"), span("a", "b"), span("a", "a"), span("block4b", "block4d"), span("ffn", "full")
    ('block2.0–3', 'a–b', 'a', 'block4b–4d', 'ffn–full')
    >>> span("norm", "n1")
    'norm–n1'
    """
    if first == last:
        return first
    shared = 0
    while shared < min(len(first), len(last)) and first[shared] == last[shared]:
        shared += 1
    while shared and first[shared - 1].isdigit():
        shared -= 1
    if not (first[shared : shared + 1].isdigit() and last[shared : shared + 1].isdigit()):
        while shared and first[shared - 1] not in "._-/ ":  # not in the middle of a word
            shared -= 1
    return f"{first}–{last[shared:]}"

"""Where a layer lies: its scope with the numbers of containers joined to their names.

In: a layer. Out: a path; `("model", "layers", "0", "mlp")` is `("model", "layers.0", "mlp")`, so that the blocks of one
container are neighbours of one level.

>>> joined(("model", "layers", "0", "mlp")), joined(("features", "1", "0")), joined(("layer1.0",))
(('model', 'layers.0', 'mlp'), ('features.1.0',), ('layer1.0',))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..annotation import AnnotatedLayer

Path = tuple[str, ...]
NUMBERED = re.compile(r"(.*?)[._\- ]?(\d+)")


@lru_cache(maxsize=8192)
def joined(scope: Path) -> Path:
    """The scope as a path."""
    out: list[str] = []
    for part in scope:
        if part.isdigit() and out:
            out[-1] = f"{out[-1]}.{part}"
        else:
            out.append(part)
    return tuple(out)


def path_of(layer: AnnotatedLayer) -> Path:
    """Where a layer lies."""
    return joined(layer.layer.scope)


def own_name(layer: AnnotatedLayer) -> str:
    """The name within its scope: `conv1` of `layer1.0.conv1`, `1_conv` of `conv2_block1_1_conv`."""
    name = layer.name
    whole = ".".join(layer.layer.scope)
    at = name.find(f"{whole}.") if whole else -1
    if at == 0 or (at > 0 and name[at - 1] == "."):
        return name[at + len(whole) + 1 :] or name
    for part in layer.layer.scope:
        for mark in (".", "/", "_"):
            if name.startswith(part + mark):
                name = name[len(part) + 1 :]
                break
    return name


def common_scope(names: Sequence[str]) -> str:
    """What all names begin with, up to and with a dot: what the group that they are in says already.

    >>> common_scope(["encoder.conv1", "encoder.layers.0.fc1"]), common_scope(["conv1", "layer1.0.conv1"])
    ('encoder.', '')
    """
    first, last = min(names, default="").split("."), max(names, default="").split(".")
    length = 0
    while length < min(len(first), len(last)) - 1 and first[length] == last[length]:
        length += 1
    return "".join(f"{part}." for part in first[:length])


def stem(part: str) -> str:
    """What blocks of one container have in common; empty where a name has no number.

    >>> stem("layers.11"), stem("block2"), stem("denselayer3"), stem("attention")
    ('layers', 'block', 'denselayer', '')
    """
    found = NUMBERED.fullmatch(part)
    return found[1] if found else ""

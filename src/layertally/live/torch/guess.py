"""An input guessed from the first layers of a model: three channels are a picture, an embedding takes words.

In: a model and the names that its call needs. Out: (sentence, shapes), the likeliest first. Each is only tried; the
sentence says that it is a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import torch

from ..specs import Spec

nn = torch.nn
TOKENS, STEPS, SAMPLES = 16, 16, 1024
PICTURES = (224, 32, 28, 64, 128, 256, 96, 299, 384, 512, 48, 331)
SMALL = (28, 32, 64, 224, 128, 256, 96, 48, 512)
SEEDS = (1, 4, 8, 7, 16, 14, 32)
"""Heights that are tried: of pictures in colour, of others, of what pictures are made from."""
MOST_TRIED = 16


def guesses(model: Any, needed: list[str]) -> Iterator[tuple[str, tuple[Spec, ...]]]:
    """What may fit. A model of several inputs gets the same for each, then what its first layers of each kind take."""
    first = entries(model)
    if not first or not needed:
        return
    names = needed if len(needed) > 1 else [""]
    offers = [[(said, spec) for spec in shapes] for said, shapes in first]
    if len(needed) == 1:
        plans: Iterator[Any] = iter([(offer,) for offer in offers[0]] + [(offer[0],) for offer in offers[1:]])
    else:
        same = [(offer,) * len(needed) for offer in offers[0][:4]]
        firsts = [offer[0] for offer in offers]
        plans = iter(same + [plan for plan in product(firsts, repeat=len(needed)) if len(set(plan)) > 1])
    for _, plan in zip(range(MOST_TRIED), plans, strict=False):
        specs = tuple(spec._replace(name=name) for name, (_, spec) in zip(names, plan, strict=True))
        layers = " and ".join(dict.fromkeys(said for said, _ in plan))
        yield f"the input {'  '.join(map(str, specs))} is guessed from {layers}; --input SHAPE says another", specs


def entries(model: Any) -> list[tuple[str, list[Spec]]]:
    """The first layer of each kind that says what it takes, with shapes that it takes."""
    found: dict[Any, tuple[str, list[Spec]]] = {}
    for name, module in model.named_modules():
        for kind, shapes in TAKES:
            if isinstance(module, kind) and kind not in found:
                try:
                    specs = shapes(module)
                except (AttributeError, TypeError):
                    continue
                title = f"`{name}` ({type(module).__name__})" if name else type(module).__name__
                found[kind] = (title, specs)
                break
        if len(found) == 4:
            break
    # A vector is what a Linear takes that stands alone; after a convolution it only stands at the end.
    order = sorted(found.items(), key=lambda item: item[0] == (nn.Linear,))
    return [entry for _, entry in order]


def _pictures(module: Any) -> list[Spec]:
    channels = getattr(module, "in_channels", 0) or 3  # a lazy one does not know
    return [Spec("", (1, channels, size, size)) for size in (PICTURES if channels == 3 else SMALL)]


def _codes(module: Any) -> list[Spec]:
    """What a generator begins with: hardly a picture."""
    channels = module.in_channels or 1
    return [Spec("", (1, channels, size, size)) for size in SEEDS]


def _signal(module: Any) -> list[Spec]:
    channels = module.in_channels or 1
    lengths = (SAMPLES, 128, 16000, 64)
    return [Spec("", (1, channels, length)) for length in lengths]


def _volume(module: Any) -> list[Spec]:
    channels = module.in_channels or 1
    return [Spec("", (1, channels, *sizes)) for sizes in ((16, 112, 112), (16, 224, 224), (32, 32, 32), (64, 64, 64))]


def _words(_module: Any) -> list[Spec]:
    return [Spec("", (1, TOKENS), "int64")]


def _sequence(module: Any) -> list[Spec]:
    order = (1, STEPS) if module.batch_first else (STEPS, 1)
    return [Spec("", (*order, module.input_size))]


def _attended(module: Any) -> list[Spec]:
    order = (1, STEPS) if module.batch_first else (STEPS, 1)
    return [Spec("", (*order, module.embed_dim))]


def _vector(module: Any) -> list[Spec]:
    features = module.in_features or 16
    specs = [Spec("", (1, features)), Spec("", (1, STEPS, features))]
    side = round(features**0.5)
    if side * side == features and side > 4:  # a picture that is laid flat: 784 = 28·28
        specs.append(Spec("", (1, 1, side, side)))
    side = round((features / 3) ** 0.5)
    if 3 * side * side == features and side > 4:
        specs.append(Spec("", (1, 3, side, side)))
    return specs


def _features(module: Any) -> list[Spec]:
    return [Spec("", (1, module.num_features))]


def _normed(module: Any) -> list[Spec]:
    return [Spec("", (1, STEPS, *module.normalized_shape))]


TAKES: tuple[tuple[Any, Callable[[Any], list[Spec]]], ...] = (
    ((nn.Conv2d,), _pictures),
    ((nn.ConvTranspose2d,), _codes),
    ((nn.Conv1d, nn.ConvTranspose1d), _signal),
    ((nn.Conv3d, nn.ConvTranspose3d), _volume),
    ((nn.Embedding, nn.EmbeddingBag), _words),
    ((nn.RNNBase,), _sequence),
    ((nn.MultiheadAttention,), _attended),
    ((nn.Linear,), _vector),
    ((nn.LayerNorm,), _normed),
    ((nn.BatchNorm1d,), _features),
)

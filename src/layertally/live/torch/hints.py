"""What a model says of its own input: Lightning's example, timm's configuration, the configuration of transformers.

In: a model. Out: (sentence, shapes, tensors by name), best first. Attributes of a foreign class may be anything or may
raise: whatever is not as it should be is no hint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch

from ..specs import Spec
from .walk import named

Hint = tuple[str, tuple[Spec, ...], dict[str, Any]]
TOKENS = 128
MOST_ELEMENTS = 2**28


def hinted(model: Any) -> Iterator[Hint]:
    """Every hint that can be read."""
    for source in (_example, _config, _timm, _dummies):
        try:
            yield from source(model)
        except Exception:  # noqa: BLE001, S112 - a property of a foreign class may raise anything
            continue


def _example(model: Any) -> Iterator[Hint]:
    """Lightning's `example_input_array`: a tensor, a tuple, a dict."""
    example = getattr(model, "example_input_array", None)
    said = "the input is the model's example_input_array"
    if isinstance(example, torch.Tensor):
        example = (example,)
    if isinstance(example, (tuple, list)) and example and all(isinstance(each, torch.Tensor) for each in example):
        yield said, tuple(_spec("", each) for each in example), {}
    elif isinstance(example, Mapping) and example:
        values = {str(name): value for name, value in example.items()}
        specs = tuple(_spec(name, each) for name, each in named(values))
        if all("." not in spec.name for spec in specs):
            yield said, specs, values


def _timm(model: Any) -> Iterator[Hint]:
    """`pretrained_cfg` of timm: its `input_size` is channels, height, width."""
    for name in ("pretrained_cfg", "default_cfg"):
        config = getattr(model, name, None)
        size = config.get("input_size") if isinstance(config, Mapping) else getattr(config, "input_size", None)
        if isinstance(size, (tuple, list)) and len(size) == 3 and all(isinstance(each, int) for each in size):
            yield f"the input is {name}['input_size']", (Spec("", (1, *size)),), {}
            return


def _dummies(model: Any) -> Iterator[Hint]:
    """`dummy_inputs` of transformers."""
    given = getattr(model, "dummy_inputs", None) if hasattr(model, "config") else None
    if isinstance(given, Mapping) and given and all(isinstance(each, torch.Tensor) for each in given.values()):
        values = {str(name): each for name, each in given.items()}
        yield "the input is the model's dummy_inputs", tuple(_spec(name, each) for name, each in values.items()), values


def _config(model: Any) -> Iterator[Hint]:
    """The main input of a model of transformers, as large as its configuration says."""
    config, main = getattr(model, "config", None), getattr(model, "main_input_name", None)
    if config is None or not isinstance(main, str) or main not in MAIN:
        return
    takes = _forward_names(model)
    names = [main, *(name for name in BESIDE.get(main, ()) if name in takes and _needs(config, name))]
    specs = [MAIN[name](config) for name in names]
    if all(spec is not None for spec in specs):
        found = tuple(spec for spec in specs if spec is not None)
        yield f"the input follows from the configuration: {'  '.join(map(str, found))}", found, {}


def _forward_names(model: Any) -> set[str]:
    import inspect

    return set(inspect.signature(model.forward).parameters)


def _needs(config: Any, name: str) -> bool:
    """Whether a model wants a further input: text beside an image, what a decoder begins with."""
    if name.startswith("decoder"):
        return bool(getattr(config, "is_encoder_decoder", False))
    if name == "pixel_values":  # of a model that has both towers, and no language model that can do without
        return hasattr(config, "text_config") and hasattr(config, "vision_config") and hasattr(config, "projection_dim")
    return True


def _tokens(name: str) -> Callable[[Any], Spec | None]:
    def spec(config: Any) -> Spec | None:
        text = getattr(config, "text_config", None) or config
        longest = _number(text, "max_position_embeddings", "n_positions", "max_target_positions")
        return Spec(name, (1, min(TOKENS, longest) if longest else TOKENS), "int64")

    return spec


def _pixels(config: Any) -> Spec | None:
    vision = getattr(config, "vision_config", None) or config
    channels = _number(vision, "num_channels", "in_channels", "in_chans") or 3
    size = getattr(vision, "image_size", None)
    if isinstance(size, int):
        size = (size, size)
    if not (isinstance(size, (tuple, list)) and len(size) == 2):
        size = (224, 224)
    return Spec("pixel_values", (1, channels, *(int(each) for each in size)))


def _mel(config: Any) -> Spec | None:
    bins = _number(config, "num_mel_bins", "input_feat_per_channel")
    frames = _number(config, "max_source_positions")
    return None if bins is None else Spec("input_features", (1, bins, 2 * frames if frames else 3000))


def _audio(config: Any) -> Spec | None:
    """A second of sound; a picture of it where the configuration says how large one is."""
    bins, frames = _number(config, "num_mel_bins"), _number(config, "max_length")
    return Spec("input_values", (1, frames, bins) if bins and frames else (1, 16000))


def _number(config: Any, *names: str) -> int | None:
    """The first of these that is a whole number."""
    for name in names:
        value = getattr(config, name, None)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    return None


def _spec(name: str, tensor: Any) -> Spec:
    return Spec(name, tuple(tensor.shape), str(tensor.dtype).removeprefix("torch."))


MAIN: dict[str, Callable[[Any], Spec | None]] = {
    "input_ids": _tokens("input_ids"),
    "decoder_input_ids": _tokens("decoder_input_ids"),
    "pixel_values": _pixels,
    "input_features": _mel,
    "input_values": _audio,
}
BESIDE = {
    "input_ids": ("decoder_input_ids", "pixel_values"),
    "input_features": ("decoder_input_ids",),
    "input_values": ("decoder_input_ids",),
    "pixel_values": ("input_ids",),
}

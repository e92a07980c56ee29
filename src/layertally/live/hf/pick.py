"""Which class a configuration means.

In: the configuration as a dict. Out: the configuration object and the model's class, both of the installed library.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ...errors import LayertallyError, nearest

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error"}
INSTALL = "pip install 'layertally[hf]'"
# What says how weights are stored, how attention is computed, or whose code to run: no part of the architecture.
LEFT_OUT = {
    "auto_map", "quantization_config", "attn_implementation", "_attn_implementation", "_attn_implementation_internal",
    "transformers_version", "torch_dtype", "dtype",
}  # fmt: skip
FAMILIES = (
    "AutoModelForCausalLM", "AutoModelForSeq2SeqLM", "AutoModelForMaskedLM", "AutoModelForImageClassification",
    "AutoModelForSpeechSeq2Seq", "AutoModel",
)  # fmt: skip


def library() -> Any:
    """The installed transformers, which is told to fetch nothing. Raises LayertallyError if there is none."""
    os.environ.update(OFFLINE)
    for module in ("torch", "transformers"):
        try:
            __import__(module)
        except ImportError as error:
            raise LayertallyError(f"{module} is not installed, and a config.json needs it", fix=INSTALL) from error
    import transformers

    from ..torch.vision import declare

    declare()
    return transformers


def configured(given: Mapping[str, Any], reference: str) -> tuple[Any, list[str]]:
    """The configuration object, and what a reader should know of how it was read."""
    transformers = library()
    notes: list[str] = []
    kind = given.get("model_type")
    own = sorted({str(value) for value in _values(given.get("auto_map"))})
    kinds = tuple(transformers.models.auto.configuration_auto.CONFIG_MAPPING_NAMES)
    if not isinstance(kind, str) or not kind:
        guessed = _kind_of(given, transformers)
        if guessed is None:
            raise LayertallyError(
                f"{reference} has no `model_type`", fix='say whose architecture it is: "model_type": "llama"'
            )
        kind, notes = guessed, [f"`model_type` is missing; `{guessed}` follows from `architectures`"]
    if kind not in kinds:
        near = nearest(kind, kinds)
        if own:
            raise LayertallyError(
                f"{reference} names code of its own (auto_map: {own[0]}), and code in a file is never run",
                fix=f"transformers {transformers.__version__} has no `{kind}`; read it live: package.module:name",
            )
        raise LayertallyError(
            f"transformers {transformers.__version__} has no `model_type: {kind}`",
            fix=f"write `{near}`" if near else "a newer transformers may have it: pip install -U transformers",
        )
    if own:
        notes.append(f"the code that it names (auto_map: {own[0]}) was not run; this is `{kind}` of transformers")
    settings = {name: value for name, value in given.items() if name not in LEFT_OUT}
    settings.pop("model_type", None)
    try:
        return _without_cache(transformers.AutoConfig.for_model(kind, **settings)), notes
    except Exception as error:
        raise LayertallyError(
            f"{reference} is no configuration of `{kind}`: {_said(error)}", fix="correct the value that it names"
        ) from error


def model_class(given: Mapping[str, Any], config: Any, reference: str) -> Any:
    """The first of `architectures` that there is, else the first family that has one for this kind of model."""
    transformers = library()
    named = [str(name) for name in _values(given.get("architectures"))]
    for name in named:
        cls = getattr(transformers, name, None)
        if isinstance(cls, type) and hasattr(cls, "main_input_name") and hasattr(cls, "forward"):
            return cls
    for family in FAMILIES:
        found = getattr(transformers, family)._model_mapping.get(type(config), None)  # noqa: SLF001 - the table of auto classes
        if found is not None:
            return found[0] if isinstance(found, (list, tuple)) else found
    raise LayertallyError(
        f"{reference}: transformers has no model for `{config.model_type}`",
        fix=f"{named[0]} is not in transformers {transformers.__version__}" if named else "",
    )


def _without_cache(config: Any) -> Any:
    """One pass over a sequence keeps nothing for the next: what is kept is told apart, and no part of the figure."""
    for part in (config, *(value for value in vars(config).values() if hasattr(value, "to_dict"))):
        if getattr(part, "use_cache", None) is True:
            part.use_cache = False
    return config


def _kind_of(given: Mapping[str, Any], transformers: Any) -> str | None:
    """The kind of model that the named architecture is configured by."""
    for name in _values(given.get("architectures")):
        cls = getattr(transformers, str(name), None)
        config = getattr(cls, "config_class", None)
        if config is not None:
            return str(config.model_type)
    return None


def _values(given: Any) -> list[Any]:
    if isinstance(given, Mapping):
        return [each for value in given.values() for each in _values(value)]
    if isinstance(given, (list, tuple)):
        return [each for value in given for each in _values(value)]
    return [given] if given else []


def _said(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 200 else text[:199] + "…"

"""Reads a `config.json` of Hugging Face: the architecture that it names, built on the meta device and run there.

In: the configuration as a dict. Out: the record of a PyTorch model with `named` (lengths that stay symbols) and `cache`
(what a decoder keeps a token). Nothing is fetched, no weights are needed, and code that a configuration names is never
run: only classes of the installed transformers are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def record(
    config: Mapping[str, Any], *, inputs: tuple[str, ...] = (), reference: str = "config.json"
) -> dict[str, Any]:
    """The record of the model that a configuration describes. `inputs` are shapes as they are typed after `--input`.

    Raises:
        LayertallyError: transformers is missing or does not know it, or the model cannot be built or run.
    """
    from ...errors import LayertallyError
    from ..torch import record as traced
    from .cache import cache_of
    from .lengths import Plan, plain, plan
    from .pick import configured, model_class
    from .steady import steady

    known, notes = configured(config, reference)
    cls = model_class(config, known, reference)
    wanted = Plan(inputs, {}) if inputs else plan(cls, known)
    if wanted is not None and wanted.named:
        other = plan(cls, known, without=tuple(wanted.named.values()))
        if other is not None and other.named and not steady(cls, known, (wanted, other)):
            wanted = plain(wanted)
    try:
        found = traced(lambda: cls(known), inputs=wanted.inputs if wanted else (), reference=cls.__name__)
    except LayertallyError:
        if inputs or wanted is None:
            raise
        wanted = None  # what follows from the configuration does not fit: the model's own hints may
        found = traced(lambda: cls(known), reference=cls.__name__)
    if wanted is not None:
        notes += [wanted.note] if wanted.note else []
        found |= {"named": wanted.named} if wanted.named else {}
    return {**found, "notes": [*notes, *found["notes"]], "cache": cache_of(cls, known), "library": _version()}


def _version() -> str:
    import transformers

    return f"transformers {transformers.__version__}"

"""Ask the framework of a description what it says of each layer.

In: a `Model`. Out: the model with what was reported, and one phrase that says why nothing was, if nothing was.
"""

from __future__ import annotations

from importlib.util import find_spec

from ..model import Model

INSTALL = {"keras": ("keras", "pip install keras torch"), "torch": ("torch", "pip install torch"), "paddle": ("paddle", "pip install paddlepaddle")}
"""The module that must be there, and how it comes."""
BUILDER = "layertally.readers.built"


def ask(model: Model) -> tuple[Model, str]:
    """The model as its framework sees it; a model that was read live has been asked already."""
    if model.reported_by or any(layer.reported is not None and layer.reported.params is not None for layer in model.layers):
        return model, ""
    from ..frameworks import load

    title = load(model.framework).title
    module, how = INSTALL[model.framework]
    if find_spec(module) is None:
        return model, f"{title} is not installed; {how}"
    if find_spec(BUILDER) is None:
        return model, f"this version does not build a description in {title}"
    from importlib import import_module

    from .console import waiting

    with waiting(f"building {model.name} in {title}"):
        asked: Model = import_module(BUILDER).report(model)
    return asked, ""

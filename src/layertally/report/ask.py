"""Ask the framework of a description what it says of each layer.

In: a `Model`. Out: the model with what was reported, or a phrase that says why nothing was.
"""

from __future__ import annotations

from importlib.util import find_spec

from ..model import Model

INSTALL = {
    "keras": ("keras", "pip install keras torch"),
    "torch": ("torch", "pip install torch"),
    "paddle": ("paddle", "pip install paddlepaddle"),
}
"""The module that must be there, and how it comes."""


def title(framework: str) -> str:
    """How the framework writes its name."""
    from ..frameworks import load

    return load(framework).title


def silent(model: Model) -> str:
    """Why the framework of a model cannot be asked; empty if it can be, or has been already."""
    if told(model):
        return ""
    name = title(model.framework)
    module, how = INSTALL[model.framework]
    if find_spec(module) is None:
        return f"{name} is not installed; {how}"
    from ..readers.built import frameworks

    return "" if model.framework in frameworks() else f"this version does not build a description in {name}"


def told(model: Model) -> bool:
    """Whether the framework has said its numbers while the model was read."""
    return bool(model.reported_by) or any(
        layer.reported is not None and layer.reported.params is not None for layer in model.layers
    )


def ask(model: Model) -> Model:
    """The model with what its framework reports, if it can be asked."""
    if told(model) or silent(model):
        return model
    from ..annotation import annotate
    from ..readers.built import report

    return report(annotate(model))

"""Build and trace a model with PyTorch, then time tensorgami's figure alone, from the recorded graph to the SVG file:
`alone_tensorgami.py MODEL FILE.svg ACCOUNT.json`.

Another model is drawn first, so that modules and fonts are there.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import tensorgami
from models import MODELS
from stopwatch import Stopwatch

if __name__ == "__main__":
    model, file, account = sys.argv[1:]
    drawing: Any = importlib.import_module("tensorgami.api.draw")
    watch, capture = Stopwatch(), drawing._capture  # noqa: SLF001 - the version is pinned

    def captured(*args: Any) -> Any:
        """The graph as it is recorded; what comes after it is the drawing."""
        made = capture(*args)
        watch.begin()
        return made

    drawing._capture = captured  # noqa: SLF001
    tensorgami.draw(*MODELS["vgg"]()).save(f"warm-{file}")
    tensorgami.draw(*MODELS[model]()).save(file)
    watch.end(Path(account))

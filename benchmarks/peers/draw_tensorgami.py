"""Build a model with PyTorch and draw it with tensorgami: `draw_tensorgami.py vgg|chain FILE.svg`."""

from __future__ import annotations

import sys

import tensorgami
from models import MODELS

if __name__ == "__main__":
    model, example = MODELS[sys.argv[1]]()
    tensorgami.draw(model, example).save(sys.argv[2])

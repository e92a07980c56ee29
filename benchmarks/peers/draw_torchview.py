"""Build a model with PyTorch and draw it with torchview: `draw_torchview.py vgg|chain FILE.svg`."""

from __future__ import annotations

import sys

from models import MODELS
from torchview import draw_graph

if __name__ == "__main__":
    model, example = MODELS[sys.argv[1]]()
    draw_graph(model, input_data=example).visual_graph.render(outfile=sys.argv[2], cleanup=True)

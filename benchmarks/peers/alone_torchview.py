"""Build and trace a model with PyTorch, then time torchview's figure alone, from the recorded graph to the SVG file:
`alone_torchview.py MODEL FILE.svg ACCOUNT.json`.

Another model is drawn first, so that modules are there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from models import MODELS
from stopwatch import Stopwatch
from torchview import draw_graph
from torchview.computation_graph import ComputationGraph

if __name__ == "__main__":
    model, file, account = sys.argv[1:]
    watch, fill = Stopwatch(), ComputationGraph.fill_visual_graph

    def filled(graph: ComputationGraph) -> Any:
        """What comes after the run is the drawing: the graph in Graphviz' language, then `dot`."""
        watch.begin()
        return fill(graph)

    ComputationGraph.fill_visual_graph = filled  # type: ignore[method-assign]

    def draw(name: str, path: str) -> None:
        """One model as an SVG."""
        module, example = MODELS[name]()
        device = next(iter(module.parameters())).device
        graph = draw_graph(module, input_data=example, device=device)
        graph.visual_graph.render(outfile=path, cleanup=True)

    draw("vgg", f"warm-{file}")
    draw(model, file)
    watch.end(Path(account))

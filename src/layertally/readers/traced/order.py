"""The order in which layers stand in a model.

In: layers by the node that leads each. Out: the same, each after what it reads.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...model import Layer


def ordered(layers: Mapping[int, Layer]) -> list[Layer]:
    """Each after what it reads, else as they ran."""
    by_name = {layer.name: lead for lead, layer in layers.items()}
    out: list[Layer] = []
    done: set[str] = set()
    for lead in sorted(layers):
        stack = [(layers[lead], iter(layers[lead].inputs))]
        opened = {layers[lead].name}
        while stack:
            layer, rest = stack[-1]
            before = next((ref for ref in rest if ref.layer in by_name and ref.layer not in done), None)
            if before is not None and before.layer not in opened:
                opened.add(before.layer)
                stack.append((layers[by_name[before.layer]], iter(layers[by_name[before.layer]].inputs)))
            elif before is None:
                stack.pop()
                if layer.name not in done:
                    done.add(layer.name)
                    out.append(layer)
    return out

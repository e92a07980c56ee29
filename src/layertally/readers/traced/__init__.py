"""A recorded run of a torch model → layers as a human would draw them, with true edges.

In: the record of a run (a plain dict; torch is not needed). Out: a `Model`. Every operation of the run is in exactly
one layer; every parameter is counted once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import LayertallyError
from ...model import Input, Model
from .attention import take_attention
from .build import Builder
from .experts import take_experts
from .fold import fold_rest, pass_on
from .grouped import take_grouped
from .kinds import classify
from .modules import take_modules
from .norms import take_norms
from .packed import in_memory
from .regions import take_biases, take_regions
from .scans import take_scans
from .shapes import Shapes
from .steps import joined
from .trace import Src, Trace, parse
from .units import Units


def read_record(record: Mapping[str, Any], source: Any) -> Model:
    """The model behind a record. `source` names it (a `Source` or a text). Raises LayertallyError for no record."""
    name = getattr(source, "name", None) or str(source)
    try:
        return _model(parse(record, name), name)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, ZeroDivisionError) as error:
        said = f"{type(error).__name__}: {str(error)[:80]}"
        raise LayertallyError(f"the run that was recorded of {name} does not hold together ({said})") from error


def _model(trace: Trace, name: str) -> Model:
    shapes = Shapes(trace)
    units = reduced(trace, shapes)
    builder = Builder(units, shapes)
    layers, refs = builder.layers()
    inputs = tuple(
        Input(builder.input_name(key), shapes.of(Src("i", key)), tensor.dtype) for key, tensor in trace.inputs.items()
    )
    ends = (builder.ref(refs, src) for src in trace.outputs)
    model = Model(
        trace.name,
        "torch",
        inputs,
        layers,
        tuple(dict.fromkeys(ref for ref in ends if ref is not None)),
        source=name,
        notes=trace.notes,
        reported_by=f"PyTorch {trace.version}".strip(),
        classes={path: module.type for path, module in trace.modules.items() if path and not module.of_torch},
        stored=in_memory(trace),
    )
    return joined(model)


def reduced(trace: Trace, shapes: Shapes) -> Units:
    """All operations of a run in sets, each of which becomes one layer."""
    units = Units(trace, classify(trace))
    take_experts(units, shapes)
    take_grouped(units, shapes)
    take_modules(units)
    pass_on(units, shapes)
    take_norms(units, shapes)
    take_attention(units, shapes)
    take_biases(units)
    take_scans(units, shapes)
    take_regions(units, shapes)
    fold_rest(units)
    return units

"""Merging in PyTorch: mostly functions there (`torch.cat`, `+`), so the words for them are ours, with PyTorch's as
aliases; and the two modules that compare."""

from __future__ import annotations

from ...ops.merge import Comparison
from ..base import ANY_INT, FLAG, NUMBER, Arg, LayerType, table
from ..merging import merging

TYPES = merging("dim") | table(
    LayerType(
        "CosineSimilarity",
        (Arg("dim", ANY_INT, 1), Arg("eps", NUMBER, 1e-8)),
        lambda a: Comparison("cosine_similarity", a["dim"]),
    ),
    LayerType(
        "PairwiseDistance",
        (Arg("p", NUMBER, 2.0), Arg("eps", NUMBER, 1e-6), Arg("keepdim", FLAG, False)),
        lambda a: Comparison("pairwise_distance", -1, a["keepdim"]),
    ),
)

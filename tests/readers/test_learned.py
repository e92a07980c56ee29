"""Learned tensors of recorded runs have formulas from what they meet; what nothing proves keeps its sizes."""

from __future__ import annotations

import pytest

from layertally.ops.bare import Bare
from layertally.ops.base import Around, Op
from layertally.ops.core import CoreAttention
from layertally.ops.learned import Spread, Table
from layertally.pages.symbols import symbols_of
from layertally.readers.traced.learned import spread
from layertally.readers.traced.tables import table
from readers.learned import FORMULAS
from readers.traces import NAMES, annotated


@pytest.mark.parametrize("name", FORMULAS)
def test_a_learned_tensor_is_worked_out_from_what_it_meets(name: str) -> None:
    said = [layer.count.formula for layer in annotated(f"learned_{name}").layers if layer.count.formula is not None]
    assert set(FORMULAS[name]) <= {(each.symbols(), each.worked()) for each in said}


@pytest.mark.parametrize("name", FORMULAS)
def test_every_symbol_has_a_meaning(name: str) -> None:
    used = symbols_of(
        [layer.count.formula for layer in annotated(f"learned_{name}").layers if layer.count.formula], "zh"
    )
    assert [use.names for use in used if not use.meaning] == []


KNOWN = {
    # a recorded model, one of its layers, its formula
    "hf_mamba": {"scan": "n_1·n_2 + n_1", "dt_proj": "n_d·n_c + n_d"},
    "hf_whisper": {"decoder.embed_positions": "n·d_model"},
    "hf_wav2vec2": {"pos_conv_embed.conv": "(k·c_in/g + 1)·c_out + k"},
    "tv_swin_t": {"attn.scaled_dot_product_attention": "(2·w_h − 1)·(2·w_w − 1)·n_heads"},
    "tv_vit_b_16": {"pos_embedding": "T·d_model", "class_token": "C"},
    "timm_convnext_atto": {"gamma": "C"},
}


@pytest.mark.parametrize("name", KNOWN)
def test_models_of_the_field_have_the_formulas_of_the_field(name: str) -> None:
    layers = annotated(name).layers
    for end, formula in KNOWN[name].items():
        found = {layer.count.formula.symbols() for layer in layers if layer.name.endswith(end) and layer.count.formula}
        assert found == {formula}, end


def _has_rule(op: Op | None) -> bool:
    if isinstance(op, Around) and not isinstance(op, Bare):
        return _has_rule(op.layer)
    return op is not None and not isinstance(op, Bare)


UNPROVEN = {
    "scripted": "its inside is not seen",
    "compiled_script": "its inside is not seen",
    "unreached": "no forward pass uses them",
    "nested": "no forward pass uses some",
    "adapters": "a kernel that is trained beside one that is not",
    "aware": "a kernel with the factors of the norm behind it",
    "four_bit": "codes, not numbers",
    "subclass": "a kernel that is not trained with a bias that is",
    "stacked": "each step takes one matrix of a stack",
}
"""Where the use does not prove what the parameters are, and why."""


@pytest.mark.parametrize("name", [name for name in NAMES if name not in UNPROVEN])
def test_nearly_all_parameters_have_a_rule(name: str) -> None:
    counts = [(layer.count.value, _has_rule(layer.layer.op)) for layer in annotated(name).layers]
    known = sum(count for count, ruled in counts if ruled and isinstance(count, int))
    assert known >= 0.999 * sum(count for count, _ in counts if isinstance(count, int))


SPREADS = [
    # dims of the tensor, sizes by axis of what it became, picked by rows, rank of what comes out; axes, rows
    ((1, 197, 768), {1: 197, 2: 768}, False, 3, (1, 2), ()),
    ((768,), {2: 768}, False, 3, (2,), ()),
    ((64, 1, 1), {1: 64}, False, 4, (1,), ()),
    ((64,), {1: 64, 2: 128}, False, 4, (1,), ()),  # repeated along axis 2
    ((1, 768, 14, 14), {1: 196, 2: 768}, False, 3, (1, 2), ()),  # flattened and turned
    ((), {}, False, 3, (), ()),
    ((1,), {2: 768}, False, 3, (), ()),
    ((4,), {}, False, 2, (), (4,)),  # each step takes one of them
    ((448, 384), {1: 16, 2: 384}, False, 3, (2,), (448,)),
    ((729, 24), {1: 24, 2: 196, 3: 196}, True, 4, (1,), (729,)),
    ((8, 49), {1: 8, 2: 49, 3: 49}, True, 4, (1,), (49,)),
]


@pytest.mark.parametrize(("dims", "block", "picked", "rank", "axes", "rows"), SPREADS)
def test_a_tensor_is_along_the_dims_that_it_fits(
    dims: tuple[int, ...],
    block: dict[int, int],
    picked: bool,
    rank: int,
    axes: tuple[int, ...],
    rows: tuple[int, ...],
) -> None:
    assert spread("x", dims, block, picked, rank) == Spread("x", axes, rows)


def test_what_fits_no_dim_is_not_guessed() -> None:
    assert spread("x", (5, 7), {1: 197, 2: 768}, False, 3) is None
    assert table(CoreAttention(4, 8, 8, 9, 9), "x", (5, 7), False) is None


TABLES = [
    # heads, queries, keys, dims of the tensor, picked by rows; what it is along, window, extra rows, rows
    (3, 49, 49, (169, 3), True, ("heads",), (7, 7), 0, ()),
    (16, 577, 577, (2212, 16), True, ("heads",), (24, 24), 3, ()),
    (2, 12, 12, (35, 2), True, ("heads",), (3, 4), 0, ()),
    (2, 12, 12, (23, 2), True, ("heads",), (12,), 0, ()),
    (8, 49, 196, (8, 196), True, ("heads",), (), 0, (196,)),
    (4, 49, 49, (4, 1, 1), False, ("heads",), (), 0, ()),
    (4, 9, 9, (4, 9, 9), False, ("heads", "queries", "keys"), (), 0, ()),
    (4, 9, 9, (4, 8), False, ("heads", "key_width"), (), 0, ()),
    (1, 49, 49, (4, 49), True, (), (), 0, (4, 49)),
    (4, 9, 9, (1,), False, (), (), 0, ()),
]


@pytest.mark.parametrize(("heads", "queries", "keys", "dims", "picked", "along", "window", "extra", "rows"), TABLES)
def test_a_table_of_an_attention_is_known_by_its_dims(
    heads: int,
    queries: int,
    keys: int,
    dims: tuple[int, ...],
    picked: bool,
    along: tuple[str, ...],
    window: tuple[int, ...],
    extra: int,
    rows: tuple[int, ...],
) -> None:
    assert table(CoreAttention(heads, 8, 8, queries, keys), "x", dims, picked) == Table("x", along, window, extra, rows)

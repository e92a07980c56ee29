"""What it takes to hold a model: its weights in each number format, and what a decoder keeps of each token.

In: an annotated model whose reader says what it keeps (`Model.cache`), or how quantised weights are stored
(`Model.stored`). Out: bytes with their formulas, and lines that a table prints under its sums. A number of `int4` is
half a byte; scales of a quantised format are counted where they are stored, not where one is only imagined.

>>> size(329962 * 4), size(13_414_000), size(320)
('1.26 MiB', '12.8 MiB', '320 B')
"""

from __future__ import annotations

from typing import NamedTuple

from ..annotation import Annotated
from ..formula import Expr, Sym, Value, text_value, times, total
from ..model import Cache
from .phrases import say

BITS = {"float32": 32, "bfloat16": 16, "int8": 8, "int4": 4}
KEPT_AS = "bfloat16"
_BINARY = ((2**50, "PiB"), (2**40, "TiB"), (2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"))


class Held(NamedTuple):
    """`weights` are bytes by format; `token` is what one token adds, `tokens` what `length` of them take (bytes, in
    bfloat16; None where nothing is kept)."""

    weights: tuple[tuple[str, int], ...]
    token: Expr | None = None
    tokens: int | None = None
    length: int = 0
    window: int = 0
    sliding: int = 0


def held(annotated: Annotated) -> Held | None:
    """The numbers; None where the reader does not say what is kept, or where the parameters are not known."""
    cache, params = annotated.model.cache, annotated.totals.params
    if cache is None or not isinstance(params, int):
        return None
    weights = tuple((name, -(-params * bits // 8)) for name, bits in BITS.items())
    if not cache.full + cache.sliding:
        return Held(weights)
    token = a_token(cache)
    each = a_token(cache._replace(full=1, sliding=0)).value
    assert isinstance(each, int)
    window = min(cache.window or cache.longest, cache.longest)
    kept = each * (cache.full * cache.longest + cache.sliding * window)
    return Held(weights, token, kept if cache.longest else None, cache.longest, cache.window, cache.sliding)


def a_token(cache: Cache) -> Expr:
    """Bytes that one token adds, in bfloat16.

    >>> kept = a_token(Cache(full=32, kv_heads=8, key=128, value=128))
    >>> kept.symbols(), kept.worked(), kept.value
    ('2·L·h_kv·d_k·b', '2·32·8·128·2', 131072)
    """
    layers, bytes_ = Sym("L", cache.full + cache.sliding), Sym("b", BITS[KEPT_AS] // 8)
    if cache.latent:
        return times(layers, Sym("d_c", cache.latent), bytes_)
    heads, key, value = Sym("h_kv", cache.kv_heads), Sym("d_k", cache.key), Sym("d_v", cache.value)
    return (
        times(2, layers, heads, key, bytes_)
        if cache.key == cache.value
        else times(layers, heads, total(key, value), bytes_)
    )


def lines(annotated: Annotated, lang: str = "en") -> tuple[tuple[str, str], ...]:
    """(label, text) a line; none where nothing is to be said."""
    found, stored = held(annotated), annotated.model.stored
    if found is None:
        formats = "".join(f" · {count:,} {name}" for name, count, _ in stored)
        whole = size(sum(each for _, _, each in stored))
        return ((say("memory_weights", lang), f"{whole}{formats}"),) if stored else ()
    out = [(say("memory_weights", lang), " · ".join(f"{size(count)} {name}" for name, count in found.weights))]
    if found.token is not None:
        text = say("memory_token", lang, f"{found.token.worked()} = {text_value(found.token.value)}", KEPT_AS)
        if found.sliding and found.window:
            text += say("memory_window", lang, f"{found.sliding:,}", f"{found.window:,}")
        if found.tokens is not None:
            text += say("memory_tokens", lang, f"{found.length:,}", size(found.tokens))
        out.append((say("memory_cache", lang), text))
    return tuple(out)


def size(value: Value | None) -> str:
    """Bytes with a binary unit, three digits that count."""
    if not isinstance(value, int):
        return f"{text_value(value)} B" if value is not None else text_value(value)
    for unit, name in _BINARY:
        if value >= unit * 0.9995 and value >= 1024:
            return f"{three(value / unit)} {name}"
    return f"{value} B"


def three(value: float) -> str:
    """Three digits that count.

    >>> three(1.2583), three(12.79), three(988.4)
    ('1.26', '12.8', '988')
    """
    digits = 2 if value < 9.995 else 1 if value < 99.95 else 0
    return f"{value:.{digits}f}"

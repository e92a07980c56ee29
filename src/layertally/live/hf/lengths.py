"""Lengths of sequences as symbols: a model is run on a prime that divides nothing else in it, and dims that are
multiples of that prime are multiples of `T`.

In: a model's class and its configuration. Out: input shapes, and the symbols by name with their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

from ..specs import Spec, parse
from .settings import LENGTHS, number, text_config

PRIMES = (131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 73, 71, 67, 61, 59, 53, 47, 43, 41,
          37, 31, 29, 23, 19, 17, 13, 11, 7)  # fmt: skip
WRITTEN, READ = "T", "S"
"""What a decoder or an encoder alone works on; what the encoder of a pair reads."""
STEPS, PLAIN = 16, 128
SCANS = ("state_size", "ssm_state_size", "mamba_d_state", "time_step_rank", "attention_hidden_size")
"""Settings of models that may go through a sequence step by step: then a length is no symbol, it is how often."""


class Plan(NamedTuple):
    """Inputs as they are typed, the symbols in them, and what a reader should know of it."""

    inputs: tuple[str, ...]
    named: dict[str, int]
    note: str = ""


def plan(cls: Any, config: Any, without: tuple[int, ...] = ()) -> Plan | None:
    """The inputs that a configuration says, words counted by symbols, each run on a prime that `without` has not; None
    where a model reads no words."""
    from ..torch.hints import hinted

    shape = SimpleNamespace(config=config, main_input_name=getattr(cls, "main_input_name", None), forward=cls.forward)
    specs = next((specs for _, specs, values in hinted(shape) if not values), ())
    words = [spec for spec in specs if spec.name in ("input_ids", "decoder_input_ids")]
    if not words:
        return None
    if any(number(text_config(config), name) for name in SCANS):
        at = {spec.name: spec._replace(shape=(1, STEPS)) for spec in words}
        note = f"counted at {STEPS} tokens: the model goes through them one by one"
        return Plan(tuple(str(at.get(spec.name, spec)) for spec in specs), {}, note)
    primes = (prime for prime in _primes(config) if prime not in without)
    named = dict(zip([READ, WRITTEN][2 - len(words) :], primes, strict=False))
    length = {spec.name: prime for spec, prime in zip(words, named.values(), strict=False)}
    return Plan(tuple(str(_long(spec, length.get(spec.name))) for spec in specs), named)


def plain(symbols: Plan) -> Plan:
    """The same at a number of tokens."""
    lengths = {(1, length) for length in symbols.named.values()}
    tokens = PLAIN if max(symbols.named.values()) >= PLAIN else STEPS
    specs = [parse(given) for given in symbols.inputs]
    inputs = tuple(str(_long(spec, tokens if spec.shape in lengths else None)) for spec in specs)
    return Plan(inputs, {}, f"counted at {tokens} tokens: inside it are lengths that are no multiple of the input's")


def _long(spec: Spec, length: int | None) -> Spec:
    return spec if length is None else spec._replace(shape=(1, length))


def _primes(config: Any) -> Iterator[int]:
    """Primes that the model can be as long as and that divide no other number of it."""
    lengths = [longest for name in LENGTHS if (longest := number(text_config(config), name))]
    numbers = set(_numbers(config.to_dict()))
    for prime in PRIMES:
        if prime <= min(lengths, default=PRIMES[0] * 2) and all(each % prime for each in numbers):
            yield prime


def _numbers(value: Any) -> Iterator[int]:
    """Every whole number of a configuration but 0."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _numbers(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, int) and not isinstance(value, bool) and value:
        yield value

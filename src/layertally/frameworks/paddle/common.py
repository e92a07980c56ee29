"""Kinds of values that many Paddle layers share."""

from __future__ import annotations

from typing import Any

from ...ops.window import Padding
from ..base import Arg, Arguments, Kind, choice
from ..spatial import paddings

_FORMATS = {1: ("NCL", "NLC"), 2: ("NCHW", "NHWC"), 3: ("NCDHW", "NDHWC")}
_WORDS = {"SAME": Padding("same"), "VALID": Padding("valid")}


def data_format(rank: int) -> Arg:
    """Channels first unless said otherwise."""
    first, last = _FORMATS[rank]
    return Arg("data_format", choice(first, last), first)


def channels_last(a: Arguments) -> bool:
    """Whether the letters end with C."""
    return str(a.get("data_format") or "").endswith("C")


def padding(rank: int) -> Arg:
    """A number, one a dim, two a dim, pairs (batch and channels included), SAME or VALID."""
    return Arg("padding", paddings(rank, _WORDS, sides=True, fold_case=True), 0)


BIAS = Kind("false, or how to begin", lambda value: value is not False, {})
"""`bias_attr`: false leaves the bias out; null or any attributes keep it."""


def has_bias(value: Any) -> bool:
    """The default, null, keeps the bias."""
    return value is not False

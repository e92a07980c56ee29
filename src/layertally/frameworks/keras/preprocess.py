"""Keras' layers that bring raw data to numbers: words, categories, sound. Source: keras.io, preprocessing layers, 3.15.

A vocabulary that a file states by its size alone is `vocabulary_size`, which Keras writes beside the words.
"""

from __future__ import annotations

from typing import Any

from ...ops.base import Op
from ...ops.encode import Encode, Tokens
from ...ops.spectrogram import Mel, ShortTime
from ...ops.window import Padding
from ..base import ANY, FLAG, INT, NUMBER, POSITIVE, Arg, Arguments, Kind, LayerType, choice, optional, table
from .common import DATA_FORMAT, channels_last


def _words(value: Any) -> tuple[Any, ...] | None:
    """A vocabulary; the name of a file says nothing about its size."""
    return tuple(value) if isinstance(value, (list, tuple)) else None


WORDS = Kind("a list of words", _words, {"type": ["array", "string", "null"]})
SIZE = Arg("vocabulary_size", optional(INT), None)
MOST = Arg("max_tokens", optional(POSITIVE), None)
PADDED = Arg("pad_to_max_tokens", FLAG, False)
SPARSE = Arg("sparse", FLAG, False)
CODES = ("int", "one_hot", "multi_hot", "count")


def _mode(*words: str, default: str = "int") -> Arg:
    return Arg("output_mode", choice(*words), default)


def _depth(a: Arguments, reserved: int) -> int | None:
    """How many words there are, the reserved ones too."""
    if a["pad_to_max_tokens"]:
        size: int | None = a["max_tokens"]
        return size
    if a["vocabulary"] is not None:
        return len(a["vocabulary"]) + reserved
    known: int | None = a["vocabulary_size"]
    return known


def _lookup(a: Arguments) -> Op:
    return Encode(a["output_mode"], _depth(a, a["num_oov_indices"] + (a["mask_token"] is not None)))


def _lookup_type(name: str, out_of_vocabulary: Any) -> LayerType:
    args = (
        MOST,
        Arg("num_oov_indices", INT, 1),
        Arg("mask_token", ANY, None),
        Arg("oov_token", ANY, out_of_vocabulary),
        Arg("vocabulary", WORDS, None),
        Arg("vocabulary_dtype", ANY, None),
        Arg("idf_weights", ANY, None),
        Arg("invert", FLAG, False),
        _mode(*CODES, "tf_idf"),
        SPARSE,
        PADDED,
        SIZE,
    )
    return LayerType(name, args, _lookup)


def _text(a: Arguments) -> Op:
    mode = a["output_mode"].replace("-", "_")
    return Tokens(mode, a["output_sequence_length"], None if mode == "int" else _depth(a, 1))


def _stft(a: Arguments) -> Op:
    frame = a["frame_length"]
    names = [name for name, without in (("real_kernel", "imag"), ("imag_kernel", "real")) if a["mode"] != without]
    return ShortTime(
        frame,
        a["frame_step"] or max(1, frame // 2),
        a["fft_length"] or 1 << (frame - 1).bit_length(),
        Padding(a["padding"]),
        len(names),
        a["mode"] == "stft",
        a["expand_dims"],
        channels_last(a),
        tuple(names),
    )


def _discretization(a: Arguments) -> Op:
    bounds = a["bin_boundaries"]
    return Encode(a["output_mode"], len(bounds) + 1 if bounds is not None else a["num_bins"], bins=True)


TYPES = table(
    _lookup_type("IntegerLookup", -1),
    _lookup_type("StringLookup", "[UNK]"),
    LayerType(
        "TextVectorization",
        (
            MOST,
            Arg("standardize", ANY, None),
            Arg("split", ANY, None),
            Arg("ngrams", ANY, None),
            _mode(*CODES, "tf_idf", "tf-idf"),
            Arg("output_sequence_length", optional(POSITIVE), None),
            PADDED,
            Arg("vocabulary", WORDS, None),
            SIZE,
        ),
        _text,
    ),
    LayerType(
        "CategoryEncoding",
        (Arg("num_tokens", POSITIVE), _mode(*CODES[1:], default="multi_hot"), SPARSE),
        lambda a: Encode(a["output_mode"], a["num_tokens"]),
    ),
    LayerType(
        "Hashing",
        (Arg("num_bins", POSITIVE), Arg("mask_value", ANY, None), Arg("salt", ANY, None), _mode(*CODES), SPARSE),
        lambda a: Encode("multi_hot" if a["output_mode"] == "one_hot" else a["output_mode"], a["num_bins"]),
    ),
    LayerType(
        "HashedCrossing",
        (Arg("num_bins", POSITIVE), _mode("int", "one_hot"), SPARSE),
        lambda a: Encode(a["output_mode"], a["num_bins"], crossed=2),
    ),
    LayerType(
        "Discretization",
        (
            Arg("bin_boundaries", WORDS, None),
            Arg("num_bins", optional(POSITIVE), None),
            Arg("epsilon", NUMBER, 0.01),
            _mode(*CODES),
            SPARSE,
        ),
        _discretization,
    ),
    LayerType(
        "STFTSpectrogram",
        (
            Arg("mode", choice("log", "magnitude", "psd", "real", "imag", "angle", "stft"), "log"),
            Arg("frame_length", POSITIVE, 256),
            Arg("frame_step", optional(POSITIVE), None),
            Arg("fft_length", optional(POSITIVE), None),
            Arg("window", ANY, "hann"),
            Arg("periodic", FLAG, False),
            Arg("scaling", ANY, "density"),
            Arg("padding", choice("valid", "same", fold_case=True), "valid"),
            Arg("expand_dims", FLAG, False),
            Arg("data_format", optional(DATA_FORMAT), None),
        ),
        _stft,
    ),
    LayerType(
        "MelSpectrogram",
        (
            Arg("fft_length", POSITIVE, 2048),
            Arg("sequence_stride", POSITIVE, 512),
            Arg("sequence_length", optional(POSITIVE), None),
            Arg("window", ANY, "hann"),
            Arg("sampling_rate", NUMBER, 16000),
            Arg("num_mel_bins", POSITIVE, 128),
        ),
        lambda a: Mel(a["num_mel_bins"], a["sequence_stride"]),
    ),
)

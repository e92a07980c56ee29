"""Broken and hostile files of Keras: one clear error each, in bounded time and memory."""

from __future__ import annotations

import copy
import gzip
import io
import json
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from layertally.annotation import annotate
from layertally.errors import LayertallyError, LimitError
from layertally.readers import read

FILES = Path(__file__).resolve().parent.parent / "data" / "keras_files"
Config = dict[str, Any]


def tensor(name: str, node: int = 0, index: int = 0) -> Config:
    config = {"shape": [None, 4], "dtype": "float32", "keras_history": [name, node, index]}
    return {"class_name": "__keras_tensor__", "config": config}


def dense(name: str, *reads: str) -> Config:
    nodes = [{"args": [tensor(each)], "kwargs": {}} for each in reads]
    config = {"name": name, "trainable": True, "dtype": "float32", "units": 4}
    return {"module": "keras.layers", "class_name": "Dense", "config": config, "name": name, "inbound_nodes": nodes}


def given(name: str = "x", shape: Any = (None, 4)) -> Config:
    config = {"batch_shape": shape and list(shape), "name": name, "dtype": "float32"}
    return {"module": "keras.layers", "class_name": "InputLayer", "config": config, "name": name, "inbound_nodes": []}


def model(*layers: Config, outputs: Any = None) -> Config:
    config = {
        "name": "net",
        "layers": [given(), *layers],
        "input_layers": [["x", 0, 0]],
        "output_layers": outputs if outputs is not None else [[layers[-1]["name"], 0, 0]],
    }
    return {"module": "keras", "class_name": "Functional", "config": config}


def without(path: str) -> Config:
    """A good model with one part taken out."""
    root = model(dense("a", "x"), dense("b", "a"))
    *parents, last = path.split(".")
    at: Any = root
    for key in parents:
        at = at[int(key)] if key.isdigit() else at[key]
    del at[last]
    return root


def nested(depth: int) -> Config:
    inner = model(dense("a", "x"))
    for _ in range(depth):
        layer = copy.copy(inner)
        layer |= {"name": "inner", "inbound_nodes": [{"args": [tensor("x")], "kwargs": {}}]}
        inner = model(layer)
    return inner


def with_args(value: Any) -> Config:
    layer = dense("a", "x")
    layer["inbound_nodes"][0]["args"] = value
    return model(layer)


def deep_list(depth: int) -> Any:
    value: Any = tensor("x")
    for _ in range(depth):
        value = [value]
    return value


BROKEN: dict[str, tuple[Config, str]] = {
    "circle": (
        model(dense("a", "c"), dense("b", "a"), dense("c", "b")),
        "layers depend on each other in a circle: a → b → c → a",
    ),
    "reads itself": (model(dense("a", "a")), "layers depend on each other in a circle: a → a"),
    "missing layer": (model(dense("a", "nowhere")), "`a` reads `nowhere`, which is no layer of the model"),
    "missing call": (
        with_args([tensor("x", node=3)]),
        "`a` reads call 3 of `x`, which is called 1 times",
    ),
    "missing output": (
        model(dense("a", "x"), outputs=[["b", 0, 0]]),
        "the model's outputs name `b`, which is no layer of the model",
    ),
    "two of one name": (model(dense("a", "x"), dense("a", "x")), "layers[1] and layers[2] are both called `a`"),
    "layer without class": (without("config.layers.1.class_name"), "layers[1] has no class_name"),
    "layer that is a number": (
        model(dense("a", "x")) | {"config": {"layers": [3], "output_layers": []}},
        "layers[0] has no class_name",
    ),
    "input without shape": (
        {"class_name": "Sequential", "config": {"layers": [given(shape=None), dense("a")]}},
        "the input `x` has no shape",
    ),
    "no layers": ({"class_name": "Sequential", "config": {"name": "s", "layers": []}}, "`s` has no layers"),
    "nodes are text": (
        model(dense("a", "x") | {"inbound_nodes": "x"}),
        "`a`: `inbound_nodes` is not a list",
    ),
    "tensor without history": (
        with_args([{"class_name": "__keras_tensor__", "config": {"shape": [None, 4]}}]),
        "`a`: None names no tensor: [layer, call, output] is expected",
    ),
    "arguments nested too deep": (with_args(deep_list(60)), "`a`: its arguments are nested too deep"),
    "outputs are text": (model(dense("a", "x"), outputs="a"), "a in `output_layers` names no tensor"),
    "an own class": (
        {"class_name": "Mine", "config": {"width": 3}},
        "Mine is a class of its own: the file holds its settings, but no layers",
    ),
    "nested too deep": (nested(45), "broken.json was refused: models nested deeper than 40"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_configuration_is_one_error(name: str) -> None:
    config, reason = BROKEN[name]
    with pytest.raises(LayertallyError) as caught:
        read("broken.json", text=json.dumps(config))
    assert caught.value.reason == reason
    assert caught.value.place is not None


TEXTS: dict[str, tuple[str, str]] = {
    "cut off": (json.dumps(model(dense("a", "x")))[:300], "not JSON: "),
    "nested lists": (
        '{"class_name": "Sequential", "config": ' + "[" * 200_000,
        "broken.json was refused: nested too deep",
    ),
    "nested objects": (
        '{"class_name": "Sequential", "config": ' + '{"a": ' * 200_000,
        "broken.json was refused: nested too deep",
    ),
    "no configuration": ('{"class_name": "Sequential", "config": 3}', "broken.json holds no Keras model"),
    "a number of many digits": (
        '{"class_name": "Sequential", "config": {"layers": [' + "9" * 10_000 + "]}}",
        "broken.json is not JSON: Exceeds the limit",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_broken_text_is_one_error(name: str) -> None:
    text, reason = TEXTS[name]
    with pytest.raises(LayertallyError) as caught:
        read("broken.json", text=text)
    assert caught.value.reason.startswith(reason)


def bounded(action: Callable[[], object], seconds: float = 20, megabytes: float = 160) -> LayertallyError:
    """The error of an action that must fail soon and without much memory."""
    tracemalloc.start()
    start = time.perf_counter()
    try:
        with pytest.raises(LayertallyError) as caught:
            action()
        peak = tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - start < seconds
    assert peak < megabytes
    return caught.value


def test_a_text_of_100_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    path.write_bytes(b'{"class_name": "Sequential", "config": {"layers": [' + b" " * 100 * 2**20 + b"]}}")
    error = bounded(lambda: read(path), megabytes=80)
    assert isinstance(error, LimitError)
    assert error.reason.endswith("large.json was refused: larger than 32 MB")


def test_a_packed_text_of_1_gb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.json.gz"
    with gzip.open(path, "wb", 1) as file:
        file.write(b'{"class_name": "Sequential", "config": {"layers": [')
        for _ in range(64):
            file.write(b" " * 2**24)
    assert isinstance(bounded(lambda: read(path), megabytes=80), LimitError)


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name.replace("_", "."), data)
    return path


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = archive(tmp_path / "bomb.keras", config_json=b'{"class_name": "Sequential"' + b" " * 200 * 2**20)
    assert bomb.stat().st_size < 2**20
    error = bounded(lambda: read(bomb), megabytes=80)
    assert error.reason.endswith("bomb.keras was refused: its config.json is larger than 32 MB")


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    good = archive(tmp_path / "lie.keras", config_json=b"{" + b" " * 64 * 2**20)
    data = bytearray(good.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)  # the uncompressed size in the table of contents
    good.write_bytes(data)
    bounded(lambda: read(good), megabytes=80)


def test_an_archive_of_very_many_files_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for number in range(60_000):
            file.writestr(f"config.json{number:040}", b"")
    path = tmp_path / "many.keras"
    path.write_bytes(buffer.getvalue())
    assert bounded(lambda: read(path)).reason.endswith("many.keras was refused: an archive of too many files")


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_archive_is_one_error(part: float, tmp_path: Path) -> None:
    data = (FILES / "chain.keras").read_bytes()
    path = tmp_path / "cut.keras"
    path.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(LayertallyError) as caught:
        read(path)
    assert "cut.keras is not a whole .keras archive" in caught.value.reason
    assert caught.value.fix == "copy or save it again"


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_truncated_hdf5_file_is_one_error(part: float, tmp_path: Path) -> None:
    data = (FILES / "chain.h5").read_bytes()
    path = tmp_path / "cut.h5"
    path.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(LayertallyError, match="is not a whole HDF5 file"):
        read(path)


def test_an_archive_of_something_else_is_said_to_be_so(tmp_path: Path) -> None:
    other = archive(tmp_path / "net.keras", data_pkl=b"cos\nsystem\n")
    with pytest.raises(LayertallyError, match=r"is a zip archive without config\.json: no Keras model"):
        read(other)


def test_broken_weights_do_not_spoil_the_model(tmp_path: Path) -> None:
    config = zipfile.ZipFile(FILES / "chain.keras").read("config.json")
    path = tmp_path / "half.keras"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("config.json", config)
        file.writestr("model.weights.h5", b"\x89HDF\r\n\x1a\n" + b"\0" * 64)
    found = read(path)
    assert annotate(found).totals.params == 38
    assert len(found.notes) == 1
    assert found.notes[0].startswith("the weights were not compared: ")


def test_weights_that_link_outside_are_not_followed(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py", reason="the extra h5 is part of the tests' own requirements")
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as file:
        file.create_dataset("scale/alpha", data=[0.0] * 9)
    path = tmp_path / "links.h5"
    path.write_bytes((FILES / "custom.h5").read_bytes())
    with h5py.File(path, "a") as file:
        del file["model_weights/scale"]
        file["model_weights/scale"] = h5py.ExternalLink(str(secret), "/scale")
        file["model_weights/lstm/loop"] = file["model_weights"]
    found = annotate(read(path))
    assert found["scale"].count.value is None


def test_many_layers_are_refused_beyond_the_bound() -> None:
    layers = [dense("d0", "x"), *(dense(f"d{n}", f"d{n - 1}") for n in range(1, 30))]
    text = json.dumps(model(*layers))
    assert len(read("net.json", text=text, max_layers=31).layers) == 30
    with pytest.raises(LimitError, match="more than 30 layers"):
        read("net.json", text=text, max_layers=30)


def test_a_long_chain_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        layers = [dense("d0", "x"), *(dense(f"d{n}", f"d{n - 1}") for n in range(1, count))]
        text = json.dumps(model(*layers))
        start = time.perf_counter()
        annotate(read("net.json", text=text))
        return time.perf_counter() - start

    short = min(seconds(500) for _ in range(3))
    assert min(seconds(4000) for _ in range(2)) < 30 * short


@pytest.mark.parametrize(
    ("type_", "config"),
    [
        ("Dense", {"units": "many"}),
        ("Dense", {"units": -1}),
        ("Dense", {}),
        ("Conv2D", {"filters": 2, "kernel_size": [10**30, 1]}),
        ("Permute", {"dims": [7, 9]}),
        ("Reshape", {"target_shape": {"a": 1}}),
        ("MultiHeadAttention", {"num_heads": None, "key_dim": []}),
        ("Bidirectional", {"layer": {"class_name": "Dense", "config": {"units": 2}}}),
        ("TimeDistributed", {"layer": 3}),
        ("RNN", {"cell": {"class_name": "Mine", "config": {}}}),
    ],
)
def test_settings_that_keras_does_not_take_make_one_layer_opaque(type_: str, config: Config) -> None:
    layer = dense("a", "x") | {"class_name": type_, "config": config, "build_config": {"input_shape": [None, 4]}}
    found = annotate(read("net.json", text=json.dumps(model(layer, dense("b", "a")))))
    assert (found["a"].status, found["a"].shape) == ("unexplained", (None, 4))
    assert found["a"].layer.why
    assert found["b"].count.value == 20


def test_code_in_a_file_is_never_run(monkeypatch: pytest.MonkeyPatch) -> None:
    import marshal
    import pickle

    def fail(*_: object) -> object:
        raise AssertionError("something was executed")

    monkeypatch.setattr(marshal, "loads", fail)
    monkeypatch.setattr(pickle, "loads", fail)
    code = {"class_name": "__lambda__", "config": {"value": ["4wEAAAAAAAAA", None, None]}}
    layer = dense("a", "x") | {"class_name": "Lambda", "config": {"name": "a", "function": code, "output_shape": [9]}}
    found = annotate(read("net.json", text=json.dumps(model(layer, dense("b", "a")))))
    assert found["a"].layer.why == "code of the author's own, which is not run"
    assert found["a"].count.value == 0

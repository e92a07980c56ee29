"""Files as Keras 3.15.1 saved them (tests/data/keras_files, recorded by tools/record/keras_files.py)."""

from __future__ import annotations

import builtins
import gzip
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from layertally.annotation import Annotated, annotate
from layertally.errors import LayertallyError
from layertally.readers import read

FILES = Path(__file__).resolve().parent.parent / "data" / "keras_files"
h5py = pytest.importorskip("h5py", reason="the extra h5 is part of the tests' own requirements")


def opened(name: str) -> Annotated:
    return annotate(read(FILES / name))


@pytest.mark.parametrize("name", ["chain.keras", "chain.h5"])
def test_a_chain_agrees_with_its_weights(name: str) -> None:
    found = opened(name)
    assert [layer.count.value for layer in found.layers] == [28, 0, 10]
    assert [layer.layer.reported.params for layer in found.layers if layer.layer.reported] == [28, 0, 10]
    assert {layer.status for layer in found.layers} == {"agrees"}
    assert found.model.reported_by == "the shapes and weights in the file (Keras 3.15.1)"
    assert found.totals.params == 38


@pytest.mark.parametrize(
    ("name", "tensors"),
    [
        ("custom.keras", [("vars/0", (4,)), ("vars/1", (1,))]),
        ("custom.h5", [("scale/alpha", (4,)), ("scale/seen", (1,))]),
    ],
)
def test_a_layer_of_the_authors_own_is_counted_from_its_weights(name: str, tensors: list[Any]) -> None:
    found = opened(name)
    scale = found["scale"]
    assert [(tensor, shape) for tensor, shape, _ in scale.layer.weights or ()] == tensors
    assert scale.count.value == 5
    assert scale.count.formula is not None
    assert scale.count.formula.worked() == "4 + 1"
    assert scale.shape == (None, 5, 4)
    assert "which of its weights are trained, the file does not say" in scale.layer.why
    assert found["lstm"].count.value == 4 * 2 * (4 + 2 + 1)
    assert found["lstm"].status == "agrees"
    assert found["add"].layer.type == "ops.add"
    assert found.totals.params == 61


@pytest.mark.parametrize("name", ["nested.keras", "nested.h5"])
def test_a_nested_model_is_compared_inside_too(name: str) -> None:
    found = opened(name)
    inner = found["inner"].inner
    assert inner is not None
    assert [(layer.name, layer.status, layer.count.value) for layer in inner.layers] == [
        ("inside", "agrees", 20),
        ("own", "unexplained", 5),
    ]
    assert (found["inner"].count.value, found["inner (call 2)"].count.tied_to) == (25, "inner")
    assert (found["out"].status, found.totals.params) == ("agrees", 35)


def test_weights_of_old_files_are_found_by_class(tmp_path: Path) -> None:
    """Before Keras 3.7 the groups did not say the layers' names."""
    packed = tmp_path / "old.keras"
    with zipfile.ZipFile(FILES / "chain.keras") as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "model.weights.h5":
                with io.BytesIO(data) as buffer:
                    with h5py.File(buffer, "a") as file:
                        file.visititems(lambda _, item: item.attrs.pop("name", None) and None)
                    data = buffer.getvalue()
            target.writestr(name, data)
    found = annotate(read(packed))
    assert [layer.layer.reported.params for layer in found.layers if layer.layer.reported] == [28, 0, 10]


def test_weights_that_do_not_fit_the_settings_are_a_difference(tmp_path: Path) -> None:
    changed = tmp_path / "changed.keras"
    with zipfile.ZipFile(FILES / "chain.keras") as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b'"units": 4', b'"units": 5') if name == "config.json" else data)
    found = annotate(read(changed))
    assert [layer.status for layer in found.layers] == ["differs", "differs", "differs"]


@pytest.mark.parametrize("name", ["chain.keras", "chain.h5"])
def test_gzip_is_accepted(name: str, tmp_path: Path) -> None:
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((FILES / name).read_bytes()))
    assert annotate(read(packed)).totals.params == 38


def test_a_renamed_file_is_known_by_its_content(tmp_path: Path) -> None:
    for name in ("chain.keras", "chain.h5"):
        other = tmp_path / f"{name}.bin"
        shutil.copy(FILES / name, other)
        assert annotate(read(other)).totals.params == 38


def without_h5py(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "h5py":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)


def test_without_h5py_an_archive_is_read_and_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    without_h5py(monkeypatch)
    model = read(FILES / "chain.keras")
    assert annotate(model).totals.params == 38
    assert model.notes == ("the weights were not compared: h5py is not installed (pip install 'layertally[h5]')",)
    assert model.reported_by == "the shapes in the file (Keras 3.15.1)"


def test_without_h5py_an_hdf5_file_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    without_h5py(monkeypatch)
    with pytest.raises(LayertallyError) as caught:
        read(FILES / "chain.h5")
    assert caught.value.reason.endswith("chain.h5 is an HDF5 file, and h5py is not installed")
    assert caught.value.fix == "pip install 'layertally[h5]', or write model.to_json()"


def test_weights_alone_are_no_model() -> None:
    with pytest.raises(LayertallyError, match="holds weights only, no model"):
        read(FILES / "chain.weights.h5")


def test_a_model_that_is_code_is_pointed_to_the_live_model() -> None:
    with pytest.raises(LayertallyError) as caught:
        read(FILES / "own.keras")
    assert caught.value.reason == "Own is a class of its own: the file holds its settings, but no layers"
    assert caught.value.fix == "name the live model instead: package.module:name"


def test_no_framework_is_imported() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from layertally.readers import read; from layertally.annotation import annotate;"
        f"annotate(read({str(FILES / 'custom.keras')!r}));"
        "print(sorted({'keras', 'tensorflow', 'torch', 'jax'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_chain_that_was_never_built_asks_for_its_input() -> None:
    dense = {"class_name": "Dense", "config": {"name": "dense", "units": 4}}
    text = json.dumps({"class_name": "Sequential", "config": {"name": "plain", "layers": [dense]}})
    with pytest.raises(LayertallyError) as caught:
        read("plain.json", text=text)
    assert "does not say what it is fed" in caught.value.reason
    assert "--input 1,28,28,1" in caught.value.fix
    assert annotate(read("plain.json", text=text, inputs=["1,7"])).totals.params == 32


def test_an_input_can_be_given_for_dims_that_the_file_leaves_open() -> None:
    shape = [None, None, None, 3]
    layers = [
        {"class_name": "InputLayer", "config": {"batch_shape": shape, "name": "image"}},
        {"class_name": "Conv2D", "config": {"name": "conv", "filters": 4, "kernel_size": [3, 3]}},
    ]
    text = json.dumps({"class_name": "Sequential", "config": {"name": "net", "layers": layers}})
    assert annotate(read("net.json", text=text))["conv"].shape == (None, None, None, 4)
    assert annotate(read("net.json", text=text, inputs=["1,9,8,3"]))["conv"].shape == (None, 7, 6, 4)
    assert annotate(read("net.json", text=text, inputs=["image=1,9,8,3"]))["conv"].shape == (None, 7, 6, 4)

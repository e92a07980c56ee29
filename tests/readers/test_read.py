"""The way in: found by content, unpacked, refused with words."""

from __future__ import annotations

import gzip
import json
import zipfile
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from layertally.errors import LayertallyError, LimitError
from layertally.model import Input, Model
from layertally.readers import description, read
from layertally.readers.source import Source, find

TEXT = "framework: keras\ninput: [8]\nlayers: [{Dense: 3}]\n"


@pytest.mark.parametrize("name", ["net.yaml", "net.yml", "net.json", "net", "net.txt"])
def test_the_content_decides_not_the_suffix(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(TEXT, encoding="utf-8")
    model = read(path)
    assert (model.name, model.source, model.layers[0].name) == ("net", str(path), "dense")


def test_packed_files_and_other_encodings(tmp_path: Path) -> None:
    packed = tmp_path / "net.yaml.gz"
    packed.write_bytes(gzip.compress(TEXT.encode()))
    wide = tmp_path / "wide.yaml"
    wide.write_text("model: 卷积\n" + TEXT, encoding="utf-16")
    marked = tmp_path / "marked.yaml"
    marked.write_text(TEXT, encoding="utf-8-sig")
    windows = tmp_path / "windows.yaml"
    windows.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert read(packed).name == "net"
    assert read(wide).name == "卷积"
    assert read(marked).layers == read(windows, text=None).layers or read(marked).layers[0].name == "dense"


def test_a_text_with_a_name() -> None:
    model = read("lesson.md:31", text=TEXT)
    assert (model.source, model.layers[0].name) == ("lesson.md:31", "dense")


def test_a_path_is_printed_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "net.yaml").write_text("framework: keras\nlayers: 3\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LayertallyError) as caught:
        read("./net.yaml")
    assert "--> ./net.yaml:1:1" in str(caught.value)


def test_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vgg.yaml").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for reference, reason, fix in (
        ("vg.yaml", "no file `vg.yaml`", "write `vgg.yaml`"),
        ("sub/vgg.yaml", "no file `sub/vgg.yaml`", "there is no folder sub"),
        (str(tmp_path), f"{tmp_path} is a folder", "name one of vgg.yaml"),
        ("a\0b", "no file `a\0b`", "name a file (.yaml .json) or package.module:name"),
    ):
        with pytest.raises(LayertallyError) as caught:
            read(reference)
        assert (caught.value.reason, caught.value.fix) == (reason, fix)


def test_packed_bytes_are_bounded_while_they_are_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.yaml.gz"
    bomb.write_bytes(gzip.compress(b"#" * (64 * 2**20)))
    with pytest.raises(LimitError, match="larger than 8 MB"):
        read(bomb)


@pytest.mark.parametrize(
    "content",
    [gzip.compress(TEXT.encode(), mtime=0)[:-9], b"\x1f\x8bnot gzip", b"\x1f\x8b"],
    ids=["cut", "odd", "bare"],
)
def test_a_broken_gzip_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "net.yaml.gz"
    path.write_bytes(content)
    with pytest.raises(LayertallyError, match="is not a whole gzip file"):
        read(path)


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")


def test_the_description_leaves_other_formats_to_their_readers(tmp_path: Path) -> None:
    keras = tmp_path / "odd-name.yaml"
    _zip(keras)
    hdf = tmp_path / "model.h5"
    hdf.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    onnx = tmp_path / "model.onnx"
    onnx.write_bytes(b"\x08\x08\x12\x07pytorch\xff\xfe")
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"model_type": "llama", "layers": 64}), encoding="utf-8")
    for path in (keras, hdf, onnx, config):
        assert not description.accepts(find(path))


def test_a_reader_of_another_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def accepts(source: Source) -> bool:
        return source.head.startswith(b"\x00MYFORMAT")

    def other(source: Source) -> Model:
        return Model(source.name, "keras", (Input("input", (None, 8)),), (), ())

    reader = SimpleNamespace(accepts=accepts, read=other)
    monkeypatch.setattr(EntryPoint, "load", lambda _: reader)
    point = EntryPoint("mine", "mine:reader", "layertally.readers")

    def points(**query: Any) -> EntryPoints:
        return EntryPoints([point] if query.get("group") == "layertally.readers" else [])

    monkeypatch.setattr("importlib.metadata.entry_points", points)
    path = tmp_path / "net.mine"
    path.write_bytes(b"\x00MYFORMAT \xff")
    assert read(path).name == str(path)


def test_a_text_that_says_nothing_known_gets_the_descriptions_words(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(LayertallyError, match="a description is a mapping, not a word"):
        read(path)


@pytest.mark.parametrize(
    ("name", "content", "reason", "fix"),
    [
        ("net.pt", b"PK\x03\x04\x00", "a file of weights, which says no layers", "name the code that builds the model"),
        ("net.safetensors", b"\x88\x00\x00{\xff", "a file of weights, which says no layers", "name the code"),
        ("net.tflite", b"\x1c\x00\xffTFL3", "a model compiled for one runtime", "name the code"),
        ("net.yaml", b"framework: keras\n# caf\xe9\n", "(line 2 has the byte 0xe9)", "save it as UTF-8"),
        ("net.py", b"import torch\n", "is Python code", "write `net:NAME`, the model or what builds it"),
    ],
)
def test_a_file_of_another_kind_says_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, reason: str, fix: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(content)
    with pytest.raises(LayertallyError) as caught:
        read(name)
    assert reason in caught.value.reason
    assert caught.value.fix.startswith(fix)


def test_what_no_reader_takes_is_named(tmp_path: Path) -> None:
    path = tmp_path / "net.mine"
    path.write_bytes(b"\x00\xff\x00\xfe")
    with pytest.raises(LayertallyError) as caught:
        read(path)
    assert caught.value.reason == f"{path} is not a text in UTF-8; this version reads descriptions and files of Keras"

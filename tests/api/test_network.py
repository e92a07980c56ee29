"""A network is a model, and its methods are the calls of the package."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import layertally
from layertally import LayertallyError
from layertally.api import Network
from layertally.model import Model

SMALL = "{framework: keras, input: [8], expect: {params: 46}, layers: [{Dense: 4}, {Dense: 2}]}"
WRONG = SMALL.replace("46", "47")


@pytest.fixture
def net() -> Network:
    return layertally.read("net.yaml", text=SMALL)


@pytest.fixture
def vgg(root: Path) -> Network:
    return layertally.read(root / "examples" / "vgg.yaml")


def test_it_is_a_model_that_every_call_takes(net: Network) -> None:
    assert isinstance(net, Model)
    assert layertally.read(net) is net
    assert layertally.annotate(net).totals == net.totals
    assert layertally.table(net) == net.table()
    assert layertally.diff(net, net).equal
    assert pickle.loads(pickle.dumps(net)).totals == net.totals  # noqa: S301 - our own bytes
    assert copy.copy(net).totals.params == 46


@pytest.mark.parametrize("name", ["table", "check"])
def test_a_method_takes_what_the_call_takes(name: str) -> None:
    call, method = (
        list(inspect.signature(f).parameters)[1:] for f in (getattr(layertally, name), getattr(Network, name))
    )
    assert call == method


def test_print_gives_the_table_of_the_command(vgg: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = str(vgg)
    assert "conv2d_1        Conv2D        24×24×32            (3·3·32 + 1)·32 =      9,248" in text
    assert "\nagrees     the claim of 329,962 parameters" in text
    assert max(len(line) for line in text.splitlines() if "vgg.yaml" not in line) <= 80  # a path is not broken
    assert repr(vgg) == "<VGG-like CNN: keras, 329,962 parameters in 12 layers>"
    assert "乘加次数" in str(vgg.show(lang="zh"))


def test_notes_of_a_reader_stand_at_the_end(net: Network) -> None:
    noted = replace(net, notes=("the input is a guess", "long " * 40))
    last = str(noted).splitlines()[-4:]
    assert last[0] == "note: the input is a guess"
    assert last[1].startswith("note: long long")
    assert last[2].startswith("      long")


def test_a_table_is_text_without_quotes(net: Network) -> None:
    table = net.table("md")
    assert isinstance(table, str)
    assert repr(table) == str(table).rstrip("\n")


def test_verdicts_say_whether_all_is_well(net: Network) -> None:
    assert net.check(ask=False).ok
    found = layertally.read("net.yaml", text=WRONG).check(ask=False)
    assert not found.ok
    assert str(found).startswith("differs    the claim of 47 parameters")
    assert [verdict.word for verdict in found] == ["differs", "unchecked"]


def test_figures_are_written_or_shown(vgg: Network, tmp_path: Path) -> None:
    assert [path.name for path in vgg.draw(tmp_path)] == ["overview.svg", "1.svg", "2.svg", "3.svg"]
    assert vgg.draw(tmp_path / "a.png", group="2")[0].read_bytes().startswith(b"\x89PNG")
    shown = vgg.draw()
    assert repr(shown) == "<4 figures of VGG-like CNN: overview, 1, 2, 3>"
    assert vgg.draw(group="第一组", theme="dark").svg().startswith("<svg")
    assert [each.id for each in vgg.draw(group="3", exercise=2).figures] == ["3"]
    with pytest.raises(LayertallyError, match="no group"):
        vgg.draw(group="9")
    with pytest.raises(LayertallyError, match="theme: drak"):
        vgg.draw(theme="drak")


def test_a_group_that_is_split_is_all_its_parts(root: Path, tmp_path: Path) -> None:
    unet = layertally.read(root / "examples" / "unet-small.yaml")
    wishes: dict[str, Any] = {"group": "1", "preset": "ieee", "split": True}
    assert [path.name for path in unet.draw(tmp_path, **wishes)] == ["1a.svg", "1b.svg", "1c.svg"]
    assert [each.id for each in unet.draw(**wishes).figures] == ["1a", "1b", "1c"]
    with pytest.raises(LayertallyError, match="is one file, and there are 3 figures"):
        unet.draw(tmp_path / "a.svg", **wishes)


def test_a_difference_is_printed_drawn_and_written(net: Network, tmp_path: Path) -> None:
    found = net.diff(layertally.read("b.yaml", text=SMALL.replace("Dense: 2", "Dense: 3")))
    assert isinstance(found, layertally.diff(net, net).__class__)
    assert str(found).startswith("changed  dense_1  Dense  units 2 → 3")
    assert repr(found.draw()) == "<1 figure of net → b: diff>"
    for kind, start in {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}.items():
        assert found.draw(tmp_path / f"diff.{kind}", preset="ieee")[0].read_bytes().startswith(start)
    assert "改动" in found.draw(theme="dark", lang="zh").svg()
    with pytest.raises(LayertallyError, match="is no figure"):
        found.draw(tmp_path / "diff")
    with pytest.raises(LayertallyError, match="theme: drak"):
        found.draw(theme="drak")


def test_models_side_by_side_are_printed(net: Network, vgg: Network) -> None:
    found = layertally.compare(net, vgg)
    assert not found.equal
    assert "not there" in str(found)
    assert "没有这一层" in str(layertally.compare(net, vgg, lang="zh"))
    with pytest.raises(LayertallyError, match="side by side stand 2 to 6 models, not 1"):
        layertally.compare(net)


def test_a_description_comes_back(net: Network, tmp_path: Path) -> None:
    text = net.freeze(tmp_path / "net.lock.yaml")
    assert (tmp_path / "net.lock.yaml").read_text(encoding="utf-8") == text
    assert layertally.read(tmp_path / "net.lock.yaml").diff(net).equal

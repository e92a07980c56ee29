"""References are looked at without running them: where they lead, and what is said where they lead nowhere."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from layertally.errors import LayertallyError
from layertally.live import look
from layertally.live.specs import Spec, parse

HERE = str(Path(__file__).parent)


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("zoo.vgg:VGG", ("zoo.vgg", "VGG", False, (), {})),
        ("zoo.vgg:build(10)", ("zoo.vgg", "build", True, (10,), {})),
        ("zoo.vgg:build()", ("zoo.vgg", "build", True, (), {})),
        ("m:f([1, 2], name='x', deep={'a': (1, None)}, low=-1.5)", (
            "m", "f", True, ([1, 2],), {"name": "x", "deep": {"a": (1, None)}, "low": -1.5},
        )),
        ("m:Holder.model", ("m", "Holder.model", False, (), {})),
    ],
)  # fmt: skip
def test_a_reference_has_parts(reference: str, parts: tuple[object, ...]) -> None:
    assert tuple(look.parse(reference)) == parts


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("m:f(__import__('os').system('true'))", "is not a literal"),
        ("m:f(x=lambda: 1)", "is not a literal"),
        ("m:f(name)", "the argument `name` in m:f(name) is not a literal"),
        ("m:f(*[1])", "is not a literal"),
        ("m:f(**{})", "`**` in m:f(**{})"),
        ("m:f(1)(2)", "is no call"),
        ("m:f(1) + g(2)", "is no call"),
        ("m:f(", "names no model"),
        ("m:f(" + "(" * 500 + ")" * 501, ""),
    ],
)
def test_arguments_are_literals(reference: str, said: str) -> None:
    with pytest.raises(LayertallyError) as caught:
        look.parse(reference)
    assert said in caught.value.reason


@pytest.mark.parametrize(
    ("reference", "reason", "fix"),
    [
        ("zoo.vg:VGG", "no module `zoo.vg`; looked in zoo", "write `zoo.vgg`"),
        ("zo.vgg:VGG", "no module `zo.vgg`; looked in . and PYTHONPATH", "write `zoo`"),
        ("zoo.vgg.deep:VGG", "no module `zoo.vgg.deep`; looked in zoo.vgg", ""),
        (
            "zoo.vgg:biuld",
            "vgg.py has no `biuld`",
            "write zoo.vgg:build; functions and models there: SIZES, VGG, block",
        ),
        ("zoo.vgg:Zebra", "vgg.py has no `Zebra`", "functions and models there: SIZES, VGG, block"),
        ("nothing_of_that_name_anywhere:x", "no module `nothing_of_that_name_anywhere`", "run it in the folder"),
    ],
)
def test_what_is_not_there_is_said(reference: str, reason: str, fix: str) -> None:
    with pytest.raises(LayertallyError) as caught:
        look.locate(reference, [HERE])
    assert reason in caught.value.reason
    assert fix in caught.value.fix
    assert "zoo" not in sys.modules


def test_a_module_may_make_its_names() -> None:
    assert look.locate("zoo.open:made_up", [HERE]).framework == ""


@pytest.mark.live("torch")
def test_the_framework_is_found_through_the_files_that_are_imported(tmp_path: Path) -> None:
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "__init__.py").write_text("from . import parts\nfrom .parts import Net\n")
    (tmp_path / "net" / "parts.py").write_text(
        "import torchvision.models as tv\nfrom torch import nn\nNet = nn.Linear\n"
    )
    found = look.locate("net:Net", [str(tmp_path)])
    assert (found.framework, found.ahead) == ("torch", ("torchvision",))


def test_a_framework_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "_there", lambda *_: False)
    (tmp_path / "net.py").write_text("import torch\ndef build(): ...\n")
    with pytest.raises(LayertallyError) as caught:
        look.locate("net:build", [str(tmp_path)])
    assert caught.value.reason == "PyTorch is not installed, and net:build needs it"
    assert caught.value.fix.startswith("pip install 'layertally[torch]', or read a frozen copy: layertally freeze")


@pytest.mark.parametrize(
    ("text", "line"), [("def build(:\n", 1), ("x = 1\n  y = 2\n", 2), ("import torch\nprint 'x'\n", 2)]
)
def test_a_file_that_is_no_python_is_said(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "net.py").write_text(text)
    with pytest.raises(LayertallyError) as caught:
        look.locate("net:build", [str(tmp_path)])
    assert caught.value.reason.startswith("not valid Python")
    assert caught.value.place is not None
    assert caught.value.place.line == line


@pytest.mark.parametrize("text", ["", "\0", "# -*- coding: nonsense -*-\n", "(" * 10_000])
def test_any_file_gives_one_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "net.py").write_text(text)
    with pytest.raises(LayertallyError):
        look.locate("net:build", [str(tmp_path)])


@pytest.mark.parametrize(
    ("typed", "spec"),
    [
        ("1,3,224,224", Spec("", (1, 3, 224, 224))),
        ("1, 16:int64", Spec("", (1, 16), "int64")),
        ("mask=1,16:bool", Spec("mask", (1, 16), "bool")),
        ("past.0=2,4", Spec("past.0", (2, 4))),
        ("", Spec("", ())),
    ],
)
def test_an_input_is_typed(typed: str, spec: Spec) -> None:
    assert parse(typed) == spec
    assert parse(str(spec)) == spec


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,x", "is no input of a live model"),
        ("1,3,-1", "is no input of a live model"),
        ("1,3:flaot32", "no dtype `flaot32`"),
        ("100000,100000", "the bound is 2,147,483,648"),
    ],
)
def test_a_wrong_input_is_said(typed: str, said: str) -> None:
    with pytest.raises(LayertallyError) as caught:
        parse(typed)
    assert said in caught.value.reason


def test_a_file_that_is_meant_as_a_module_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from layertally import read

    monkeypatch.chdir(HERE)
    with pytest.raises(LayertallyError) as caught:
        read("zoo/vgg.py:build")
    assert caught.value.fix == "write `zoo.vgg:build`"

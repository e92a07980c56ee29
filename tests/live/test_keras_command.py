"""Live models of Keras through the command, as a user has them: found, read in a process of their own, said in his
words."""

from __future__ import annotations

from pathlib import Path

import pytest

from layertally.cli import main

pytestmark = pytest.mark.live("keras", "torch")

CODE = """
import keras
from keras import layers, ops


class Block(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.scale, self.dense = layers.LayerNormalization(), layers.Dense(width)

    def call(self, x):
        return x + self.dense(self.scale(x))


class Net(keras.Model):
    def __init__(self, width=8):
        super().__init__()
        self.width = width
        self.first, self.block, self.last = layers.Dense(width), Block(width), layers.Dense(3)

    def call(self, x):
        return self.last(ops.reshape(self.block(self.first(x)), (-1, self.width)))


def build(classes):
    return keras.Sequential([keras.Input((4,)), layers.Dense(classes)])


def broken():
    return build(3) and missing


def number():
    return 3


ready = build(5)
"""


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's module in the working directory."""
    (tmp_path / "zoo.py").write_text(CODE)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("zoo")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("zoo:ready",), "agrees     1 of 1 layers with Keras 3.15.1 (shapes, parameters)"),
        (("zoo:build(classes=7)",), "agrees     1 of 1 layers with Keras 3.15.1 (shapes, parameters)"),
        (("zoo:Net", "--input", "1,6"), "agrees     6 of 6 layers with Keras 3.15.1 (shapes, parameters)"),
        (("zoo:Net(width=5)", "--input", "1,6"), "agrees     6 of 6 layers with Keras 3.15.1 (shapes, parameters)"),
    ],
)
def test_check(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *words]) == 0
    assert capsys.readouterr().out.splitlines() == [said]


@pytest.mark.usefixtures("zoo")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("zoo:Net",), "zoo:Net does not say what it is fed"),
        (("zoo:Net", "--input", "1,x"), "zoo.py"),
        (("zoo:build",), "zoo:build raised TypeError: build() missing a required argument: 'classes'"),
        (("zoo:broken",), "zoo:broken raised NameError: name 'missing' is not defined"),
        (("zoo:number",), "zoo:number is an int"),
        (("zoo:biuld",), "write zoo:build"),
    ],
)
def test_what_goes_wrong_is_one_error(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


@pytest.mark.usefixtures("zoo")
def test_a_frozen_copy_agrees_with_the_live_model(tmp_path: Path) -> None:
    assert main(["freeze", "zoo:Net", "--input", "1,6", "-o", "net.yaml"]) == 0
    assert "name: block" in (tmp_path / "net.yaml").read_text()
    assert main(["check", "net.yaml", "--against", "zoo:Net", "--input", "1,6"]) == 0

"""The figure of a difference: each change by its word and its sign, old and new values, the same folded."""

from __future__ import annotations

from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.cli import main
from layertally.errors import LayertallyError
from layertally.figure import Options
from layertally.paint.audit import audit, unshown
from layertally.paint.canvas import Text
from layertally.readers import read
from layertally.report.compare import compare
from layertally.report.difference import figure

MODELS = Path(__file__).parents[1] / "cli" / "models"
BASE = "{framework: keras, input: [8], layers: [%s]}"


def drawn(before: str, after: str, **options: object) -> list[str]:
    sides = [annotate(read(name, text=BASE % text)) for name, text in (("a.yaml", before), ("b.yaml", after))]
    made = figure(compare(*sides), ("a.yaml", "b.yaml"), Options(**options))  # type: ignore[arg-type]
    assert audit(made.drawing) == []
    return [item.string for item in made.drawing.flat() if isinstance(item, Text)]


def test_each_change_has_its_word_and_sign() -> None:
    texts = drawn("{Dense: 4}, {Dropout: 0.5}, {Dense: 2}", "{Dense: 5}, {Dense: 2}, ReLU")
    assert {"≠ changed", "− removed", "+ added"} <= set(texts)
    assert "units 4 → 5" in texts
    assert "36 → 45" in texts  # (8 + 1)·4 → (8 + 1)·5
    assert "+9" in texts
    assert "a.yaml → b.yaml" in texts


def test_chinese_words() -> None:
    texts = drawn("{Dense: 4}, {Dropout: 0.5}", "{Dense: 5}, ReLU", lang="zh")
    assert {"≠ 改动", "− 删除", "+ 新增"} <= set(texts)


def test_what_is_the_same_is_one_line() -> None:
    texts = drawn("{Dense: 4}, {Dense: 4}, {Dense: 2}", "{Dense: 4}, {Dense: 4}, {Dense: 3}")
    assert "2 layers" in texts
    assert "= same" in texts
    assert "no difference" in drawn("{Dense: 4}", "{Dense: 4}")


@pytest.mark.parametrize("preset", ["page", "narrow", "ieee", "nature"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_models_are_drawn_without_a_fault(preset: str, lang: str) -> None:
    before, after = (annotate(read(MODELS / name)) for name in ("vgg.yaml", "vgg-small.yaml"))
    made = figure(compare(before, after), ("vgg.yaml", "vgg-small.yaml"), Options(preset=preset, lang=lang))
    assert audit(made.drawing) == []
    assert unshown(made.drawing) == []
    assert "−131,200" in made.drawing.description


def test_long_lists_and_paper() -> None:
    before, after = ", ".join(["{Dense: 4}"] * 100), ", ".join(["{Dense: 5}"] * 100)
    assert "and 20 more" in drawn(before, after)
    with pytest.raises(LayertallyError, match="the changes do not fit the preset `ieee`"):
        drawn(before, after, preset="ieee")


def test_the_command_draws_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["diff", str(MODELS / "vgg.yaml"), str(MODELS / "vgg-small.yaml"), "-o"]
    assert main([*call, str(tmp_path / "diff.svg")]) == 1
    assert "units 256 → 128" in (tmp_path / "diff.svg").read_text(encoding="utf-8")
    assert "450 px" in capsys.readouterr().out
    assert main([*call, str(tmp_path / "diff.txt")]) == 2
    assert main([*call, str(tmp_path / "diff.dot")]) == 2

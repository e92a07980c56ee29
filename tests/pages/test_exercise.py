"""An exercise in a page: fields, a key, and no answer anywhere else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import markdown
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

MODELS = Path(__file__).resolve().parent / "models"
FENCE = "```layertally\nmodel: vgg.yaml\ngroup: 第二组\nexercise: 6\n{}\n```"


@pytest.fixture
def convert(tmp_path: Path) -> Callable[..., str]:
    shutil.copy(MODELS / "vgg.yaml", tmp_path / "vgg.yaml")

    def run(text: str) -> str:
        settings = {"layertally": {"root": str(tmp_path), "css": "none"}}
        return markdown.markdown(text, extensions=["layertally"], extension_configs=settings)

    return run


def split(html: str) -> tuple[str, str]:
    """(all but the keys, the keys)."""
    keys = "".join(re.findall(r"<details class=\"lt-answers\".*?</details>", html, re.DOTALL))
    return re.sub(r"<details class=\"lt-answers\".*?</details>", "", html, flags=re.DOTALL), keys


def test_the_answers_are_in_the_key_and_nowhere_else(convert: Callable[..., str]) -> None:
    rest, key = split(convert(FENCE.format("")))
    for answer in ("18,496", "18496", "55,424", "55424", "(3·3·64 + 1)·64", "⌊(10 − 3)/1⌋ + 1", "(None, 10, 10, 64)"):
        assert answer in key
        assert answer not in rest
    assert re.findall(r'data-value="(\d+)"', key) == ["10", "18496", "8", "36928", "4", "55424"]
    assert "<details open" not in key
    assert "data-why" not in rest


def test_each_blank_has_a_field_with_its_label(convert: Callable[..., str]) -> None:
    html = convert(FENCE.format("id: drill"))
    fields = dict(re.findall(r'<label for="([^"]+)">(.*?)</label>', html))
    assert list(fields) == re.findall(r'<input type="text" id="([^"]+)"', html)
    assert [f"{name}-says" for name in fields] == re.findall(r'<output id="([^"]+)"', html)
    said = [re.sub(r"<[^>]+>", "", label) for label in fields.values()]
    assert said == [
        "① output height conv2d_2",
        "② parameters conv2d_2",
        "③ output height, the formula conv2d_3",
        "④ parameters, the formula conv2d_3",
        "⑤ output height max_pooling2d_1",
        "⑥ Σ of 第二组",
    ]
    assert html.startswith('<div class="layertally-fence" id="drill">')
    assert "Exercise: 第二组, blanks ① to ⑥." in html
    assert html.count("<svg") == 2  # wide and narrow


def test_in_chinese(convert: Callable[..., str]) -> None:
    html = convert(FENCE.format("lang: zh\ncaption: 第二组，六个空格。\npreset: page"))
    assert "④</b> 参数量的算式" in html
    assert 'data-wrong="不对"' in html
    assert "<summary>答案</summary>" in html
    assert "<figcaption>第二组，六个空格。</figcaption>" in html
    assert html.count("<svg") == 1


def test_without_a_group_each_group_is_one(convert: Callable[..., str]) -> None:
    html = convert("```layertally\nmodel: vgg.yaml\nexercise: true\n```")
    assert html.count('class="lt-answers"') == 3
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_two_of_the_same_do_not_share_ids(convert: Callable[..., str]) -> None:
    html = convert(f"{FENCE.format('')}\n\n{FENCE.format('')}")
    ids = re.findall(r'<input[^>]* id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 12


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("exercise: 0", "an exercise has 1 to 20 blanks, not 0"),
        ("exercise: {a: b}", "says nothing to ask for"),
        ("exercise: [conv2d_3.formul]", "write <code>conv2d_3.formula</code>"),
        ("exercise: true\ntable: open", "leave <code>table</code> out"),
        ("exercise: true\ndensity: compact", "not compact"),
        ("exercise: true\ngroup: overview", "nothing to ask in Overview"),
    ],
)
def test_what_cannot_be_is_a_note(convert: Callable[..., str], options: str, said: str) -> None:
    lines = ["model: vgg.yaml", *([] if "group:" in options else ["group: 2"]), options]
    html = convert("```layertally\n" + "\n".join(lines) + "\n```")
    assert "admonition-title" in html
    assert said in html


def test_names_from_a_model_are_escaped(convert: Callable[..., str]) -> None:
    text = (
        'framework: keras\ninput: [8]\nexercise: true\ngroups:\n  - title: "<b>&"\n    layers:\n'
        '      - Dense: {units: 4, name: "<i>x"}\n      - Dense: {units: 2}\n'
    )
    html = convert(f"```layertally\n{text}```")
    assert "Σ of &lt;b&gt;&amp;" in html
    assert "&lt;i&gt;x" in html
    assert "<i>" not in html
    assert "<b>&" not in html

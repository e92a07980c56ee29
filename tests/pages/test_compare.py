"""Models side by side in a page: the table, the reasons, the descriptions, what a fence may say."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import markdown
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

MODELS = Path(__file__).resolve().parent.parent / "cli" / "models"
NAMES = ("text-keras", "text-torch", "text-paddle")
THREE = f"compare: [{', '.join(f'{name}.yaml' for name in NAMES)}]"


@pytest.fixture
def convert(tmp_path: Path) -> Callable[..., str]:
    for name in NAMES:
        shutil.copy(MODELS / f"{name}.yaml", tmp_path)

    def run(body: str, **settings: object) -> str:
        ours = {"layertally": {"root": str(tmp_path), "css": "none", **settings}}
        return markdown.markdown(f"```layertally\n{body}\n```", extensions=["layertally"], extension_configs=ours)

    return run


def cells(html: str, row: str) -> list[list[str]]:
    """What stands in the cells of the rows with this head."""
    out = []
    for found in re.findall(r"<tr\b.*?</tr>", html, re.DOTALL):
        head = re.search(r"<th scope=\"row\">(.*?)</th>", found, re.DOTALL)
        if head and row in re.sub(r"<[^>]+>", "", head[1]):
            out.append(
                [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td\b.*?</td>", found)]
            )
    return out


def test_a_row_a_layer_a_column_a_model(convert: Callable[..., str]) -> None:
    html = convert(THREE)
    assert re.findall(r'<th scope="col">(.*?)</th>', html) == ["layer", "Keras", "PyTorch", "Paddle"]
    assert cells(html, "LSTM") == [
        [
            "LSTM(64) 4·64·(128 + 64 + 1) = 49,408",
            "LSTM(128, 64, batch_ first=True) 4·64·(128 + 64 + 2) = 49,664",
            "LSTM(128, 64) 4·64·(128 + 64 + 2) = 49,664",
        ]
    ]
    assert cells(html, "select") == [["not there", "Select(1, -1) no weights", "Select(1, -1) no weights"]]
    assert cells(html, "Σ parameters") == [["1,330,314", "1,330,442", "1,330,570"]]
    assert cells(html, "trainable") == [["1,330,186", "1,330,442", "1,330,442"]]
    assert html.count('<tr class="lt-is-differs">') == 2
    assert "Keras and Paddle count the moving mean and variance as parameters that are not trained" in html
    assert "2 of 5 layers differ." in html


def test_in_chinese(convert: Callable[..., str]) -> None:
    html = convert(f"{THREE}\nlang: zh")
    assert "PyTorch 与 Paddle 每个门有两个偏置,Keras 只有一个:少 4·64 = 256。" in html
    assert "5 层中有 2 层不同。" in html
    assert cells(html, "Σ 参数量") == [["1,330,314", "1,330,442", "1,330,570"]]


def test_the_descriptions_are_as_they_are_written(convert: Callable[..., str]) -> None:
    html = convert(THREE)
    shown = re.findall(r'<pre data-l="([^"]+)"><code>(.*?)</code></pre>', html, re.DOTALL)
    assert [title for title, _ in shown] == ["Keras", "PyTorch", "Paddle"]
    assert shown[1][1] == (MODELS / "text-torch.yaml").read_text(encoding="utf-8").strip()
    assert len(re.findall(r'<input type="radio"', html)) == 3
    assert html.count(" checked") == 1


INLINE = """compare:
  - framework: keras   # theirs
    input: [3]
    layers:
      - Dense: 4

  - {framework: torch, input: [3], layers: [{Linear: [3, 4]}]}
lang: en
caption: Two <b>words</b>"""


def test_descriptions_in_the_fence(convert: Callable[..., str]) -> None:
    html = convert(INLINE)
    assert cells(html, "dense") == [["Dense(4) (3 + 1)·4 = 16", "Linear(3, 4) (3 + 1)·4 = 16"]]
    assert "framework: keras   # theirs\ninput: [3]\nlayers:\n  - Dense: 4</code>" in html
    assert "framework: torch\ninput: [3]\nlayers:\n- Linear: [3, 4]</code>" in html
    assert "Two &lt;b&gt;words&lt;/b&gt;" in html


def test_what_a_model_says_is_escaped(convert: Callable[..., str]) -> None:
    html = convert(
        'compare:\n  - model: "<i>a"\n    framework: keras\n    input: [3]\n'
        '    layers: [Dense: {units: 4, name: "<u>"}]\n'
        '  - model: "<i>b"\n    framework: keras\n    input: [3]\n    layers: [Dense: 5]'
    )
    assert "&lt;i&gt;a" in html
    assert "<i>" not in html
    assert "<u>" not in html


def test_no_blank_line_ends_the_block(convert: Callable[..., str]) -> None:
    assert "\n\n" not in convert(INLINE.replace("input: [3]\n    layers", "input: [3]\n\n    layers"))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("compare: a.yaml", "<code>compare</code> is not a list of models"),
        ("compare: [1, 2]", "<code>compare</code> is not a list of models"),
        ("compare: [text-keras.yaml]", "side by side stand 2 to 6 models, not 1"),
        ("compare: [text-keras.yaml, text-pytorch.yaml]", "no file <code>text-pytorch.yaml</code>"),
        (f"{THREE}\ngroup: 1", "a comparison has no option <code>group</code>"),
        (f"{THREE}\ncaptoin: x", "write <code>caption</code>"),
        ("compare: [text-keras.yaml, ../../etc/passwd]", "no file"),
        (
            "compare:\n  - {framework: keras, input: [3], layers: [{Dens: 4}]}\n  - text-keras.yaml",
            "unknown layer <code>Dens</code>",
        ),
        ("compare: [text-keras.yaml, os:path]", "is Python, and a site build runs none"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_note(convert: Callable[..., str], body: str, said: str) -> None:
    html = convert(body)
    assert "admonition-title" in html
    assert said in html


def test_an_error_in_a_description_names_its_line(
    convert: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    convert(INLINE.replace("Dense: 4", "Dens: 4"))
    assert ":6: figure" in caplog.text


def test_a_cache_is_heeded_and_a_changed_model_is_seen(convert: Callable[..., str], tmp_path: Path) -> None:
    first = convert(THREE, cache_dir=str(tmp_path / "cache"))
    assert convert(THREE, cache_dir=str(tmp_path / "cache")) == first
    path = tmp_path / "text-keras.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Dense: 10", "Dense: 11"), encoding="utf-8")
    assert "1,330,379" in convert(THREE, cache_dir=str(tmp_path / "cache"))


def test_what_is_wrong_with_a_model_is_said_in_the_page_and_in_the_log(
    convert: Callable[..., str], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    body = INLINE.replace("input: [3]\n    layers", "input: [3]\n    expect: {params: 17}\n    layers")
    for _ in range(2):  # the second time from the cache
        assert "claims 17 params, the formulas give 16" in convert(body, cache_dir=str(tmp_path / "cache"))
        assert "claims 17 params, the formulas give 16" in caplog.text
        caplog.clear()

"""Figures for those who do not see them, or reach them by keyboard: words, names, focus; hue never says it alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from layertally.annotation import annotate
from layertally.figure import Figure, Options, figures
from layertally.figure.titles import MOST_WORDS
from layertally.group import group
from layertally.paint.canvas import Text
from layertally.paint.svg import svg
from layertally.readers import read

EXAMPLES = Path(__file__).parents[2] / "examples"


def drawn(name: str, **options: str) -> tuple[Figure, ...]:
    return figures(group(annotate(read(EXAMPLES / f"{name}.yaml")), options.get("lang", "en")), Options(**options))  # type: ignore[arg-type]


def test_title_and_description_are_named_and_read_the_figure() -> None:
    _, first, *_ = drawn("vgg")
    markup = svg(first.drawing)
    (root,) = re.findall(r"<svg[^>]*>", markup)
    for what, tag in (("labelledby", "title"), ("describedby", "desc")):
        (target,) = re.findall(rf'aria-{what}="([^"]+)"', root)
        assert f'<{tag} id="{target}">' in markup
    assert first.drawing.description == (
        "第一组 turns 28×28×1 into 12×12×32 with 9,568 parameters, 2.9 % of the model. "
        "Conv2D conv2d: out 26×26×32, (3·3·1 + 1)·32 = 320 params; "
        "Conv2D conv2d_1: out 24×24×32, (3·3·32 + 1)·32 = 9,248 params; "
        "MaxPooling2D max_pooling2d: out 12×12×32; Dropout dropout: out 12×12×32"
    )


def test_a_fold_says_how_often() -> None:
    *_, last = drawn("resnet-bottleneck")
    assert " 2 times Blocks 2–3, identity: Conv2d identity.0.conv1: out 64×56×56" in last.drawing.description


def test_alternative_text_is_chinese_where_labels_are() -> None:
    overview, first, *_ = drawn("vgg", lang="zh")
    assert first.drawing.description.startswith("第一组 把 28×28×1 变为 12×12×32，含 9,568 个参数，占全模型的 2.9 %。")
    assert "Conv2D conv2d：输出 26×26×32，(3·3·1 + 1)·32 = 320 个参数；" in first.drawing.description
    assert overview.drawing.description.startswith(
        "VGG-like CNN，12 层，分为 3 组，329,962 个参数。第一组：Conv2D × 2，"
    )
    assert "Dropout；输出 12×12×32，参数量 9,568 (2.9 %)。第二组：" in overview.drawing.description


def test_many_layers_are_not_read_out_for_ever() -> None:
    layers = ", ".join(f"{{Dense: {{units: 8, name: {'d' * 60}_{i}}}}}" for i in range(30))
    net = f"{{framework: keras, input: [8], layers: [{layers}]}}"
    (made,) = figures(group(annotate(read("net.yaml", text=net))), Options(density="compact"))
    assert len(made.drawing.description) < MOST_WORDS + 200
    assert re.search(r"; and \d+ more$", made.drawing.description)


@pytest.mark.parametrize("inline", [True, False])
def test_links_are_reached_by_keyboard_and_show_it(inline: bool) -> None:
    grouped = group(annotate(read(EXAMPLES / "vgg.yaml")))
    overview = figures(grouped, Options(link="#{}"))[0]
    markup = svg(overview.drawing, inline=inline)
    links = re.findall(r"<a [^>]*>", markup)
    assert len(links) == 3
    assert all('aria-label="' in link and 'href="#group-' in link and "tabindex" not in link for link in links)
    assert re.search(r"a:focus-visible\{outline:2px solid", markup)
    assert 'role="group"' in markup
    assert "focus-visible" not in svg(figures(grouped)[0].drawing)  # no link, no rule


def test_every_state_has_a_word() -> None:
    small = drawn("small")
    texts = [item.string for made in small for item in made.drawing.flat() if isinstance(item, Text)]
    assert "error" in texts
    assert any("not reached" in text for text in texts)

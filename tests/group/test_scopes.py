"""Groups by scope: what a reader of the framework's own source would call the parts, and how often they repeat."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from group.networks import encoder_decoder, language_model, mobilenet_v2, resnet50
from layertally.annotation import annotate
from layertally.errors import LayertallyError
from layertally.group import Cutting, Grouped, Item, Panel, cutting, every, group
from layertally.model import Model


def shown(items: tuple[Item, ...]) -> list[str]:
    """Panels of one level with their repeats: `layer1.1 ×2`."""
    return [f"{item.title} ×{item.repeat}" for item in items if isinstance(item, Panel)]


def grouped(model: Model, by: str = "auto", depth: int | None = None, lang: str = "en") -> Grouped:
    return group(annotate(model), lang, cutting(by, depth))


TITLES: list[tuple[Callable[[], Model], list[str]]] = [
    (
        resnet50,
        [
            "Stem",
            "layer1 · Bottleneck × 3",
            "layer2 · Bottleneck × 4",
            "layer3 · Bottleneck × 6",
            "layer4 · Bottleneck × 3",
            "Classifier",
        ],
    ),
    (
        mobilenet_v2,
        [
            "features.0–1",
            "features.2–3 · InvertedResidual × 2",
            "features.4–6 · InvertedResidual × 3",
            "features.7–13 · InvertedResidual × 7",
            "features.14–18",
            "Classifier",
        ],
    ),
    (language_model, ["Embedding", "layers · LlamaDecoderLayer × 12", "Head"]),
    (encoder_decoder, ["Embedding", "encoder", "decoder", "Head"]),
]


@pytest.mark.parametrize(("build", "titles"), TITLES, ids=[build.__name__ for build, _ in TITLES])
def test_titles(build: Callable[[], Model], titles: list[str]) -> None:
    assert [each.title for each in grouped(build()).groups] == titles


def test_the_models_are_those_of_torchvision() -> None:
    assert annotate(resnet50()).totals.params == 25_557_032
    assert annotate(mobilenet_v2()).totals.params == 3_504_872


@pytest.mark.parametrize("build", [resnet50, mobilenet_v2, language_model, encoder_decoder])
@pytest.mark.parametrize("by", ["auto", "scope", "name", "resolution", "none"])
def test_every_layer_is_in_one_group_and_in_one_item(build: Callable[[], Model], by: str) -> None:
    found = grouped(build(), by)
    names = [layer.name for layer in found.annotated.layers]
    assert sorted(layer.name for each in found.groups for layer in each.layers) == sorted(names)
    assert sorted(layer.name for each in found.groups for layer in every(each.items)) == sorted(names)
    assert sum(each.params or 0 for each in found.groups) == found.annotated.totals.params


def test_a_group_reads_only_what_stands_before_it() -> None:
    found = grouped(encoder_decoder())
    for place, each in enumerate(found.groups):
        homes = [found.group_of(ref.layer) for ref in each.inputs]
        assert all(home is None or found.groups.index(home) < place for home in homes)


def test_equal_blocks_fold_and_others_do_not() -> None:
    layer3 = grouped(resnet50()).groups[3]
    assert shown(layer3.items) == ["layer3.0 ×1", "layer3.1 ×5"]
    folded = layer3.items[1]
    assert isinstance(folded, Panel)
    assert (folded.type, folded.last_title) == ("Bottleneck", "layer3.5")
    assert folded.params == 1_117_184  # torchvision: sum of layer3.1


def test_layers_that_all_read_the_encoder_fold() -> None:
    decoder = grouped(encoder_decoder()).groups[2]
    assert shown(decoder.items) == ["block.0 ×6"]


def test_a_copy_that_something_else_reads_does_not_vanish_in_a_fold() -> None:
    from dataclasses import replace

    from layertally.model import Ref

    model = language_model(4)
    tapped = replace(model, outputs=(*model.outputs, Ref("model.layers.1.add_1")))
    assert shown(grouped(tapped).groups[1].items) == ["layers.0 ×1", "layers.1 ×1", "layers.2 ×1", "layers.3 ×1"]


def test_depth_closes_what_is_deeper() -> None:
    def closed(depth: int) -> list[str]:
        def walk(items: tuple[Item, ...]) -> list[str]:
            return [
                name
                for item in items
                if isinstance(item, Panel)
                for name in ([item.title] if item.closed else walk(item.items))
            ]

        return walk(grouped(language_model(), depth=depth).groups[1].items)

    assert closed(0) == ["layers.0"]
    assert closed(1) == ["attn", "mlp"]
    assert closed(2) == []


def test_one_group_for_none_and_for_scopes_that_are_not_there() -> None:
    assert [each.title for each in grouped(resnet50(), "none").groups] == ["resnet50"]


def test_titles_in_chinese() -> None:
    assert [each.title for each in grouped(language_model(), lang="zh").groups] == [
        "嵌入层",
        "layers · LlamaDecoderLayer × 12",
        "输出头",
    ]


@pytest.mark.parametrize(
    ("by", "depth", "said"),
    [
        ("scop", None, "`group-by: scop` is not one of auto, name, resolution, scope, none"),
        ("auto", -1, "`depth: -1` is not a whole number from 0 on"),
        ("auto", True, "`depth: True` is not a whole number from 0 on"),
    ],
)
def test_what_is_not_a_wish_is_said(by: str, depth: int, said: str) -> None:
    with pytest.raises(LayertallyError, match="is not") as raised:
        cutting(by, depth)
    assert raised.value.reason == said


def test_wishes_are_plain_values() -> None:
    assert cutting("scope", 2) == Cutting("scope", 2)

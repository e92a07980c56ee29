"""The page of examples: each file of `examples/` beside its figures.

In: the files of `examples/`; what there is to say about each. Out: docs/examples.md. A file without words here is a
KeyError: whoever adds an example writes its paragraph.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools.docs_pages import filled, row

from layertally import annotate, read
from layertally.report.rows import text_shape

ABOUT: dict[str, tuple[str, str]] = {
    "vgg.yaml": (
        "VGG-like CNN, in Keras",
        "80 % of its parameters sit in the third group. A [lesson in Chinese](zh/vgg.md) goes through it.",
    ),
    "article001-conv.yaml": (
        "Two convolutions, in Keras",
        "A window and a stride of its own for each direction. `valid` takes a floor, `same` a ceiling.",
    ),
    "article001-pool.yaml": (
        "Two poolings, in Keras",
        "The same windows without weights: the shapes come out the same, and there is nothing to train.",
    ),
    "vqa.yaml": (
        "Visual question answering, in Keras",
        "Two inputs, a model in the model, and 97 % of the parameters in the last layer: `(160,256 + 1)·1,000`.",
    ),
    "lenet-paddle.yaml": (
        "LeNet, in Paddle",
        "61,610 parameters, where LeNet-5 has 61,706. [MACs and FLOPs](conventions.md) counts it in six ways.",
    ),
    "paddle-pooling.yaml": (
        "Eight poolings, in Paddle",
        "What `padding` may be: a number, a pair, `SAME`, `VALID`. Eight groups, three inputs, no parameters.",
    ),
    "vgg11.yaml": ("VGG11, in PyTorch", "One input channel: 132,862,184 parameters. Three channels would add 1,152."),
    "conv-kinds.yaml": (
        "Three kinds of convolution, in Keras",
        "The same input through `Conv2D`, `DepthwiseConv2D` and `SeparableConv2D`: 2,912, 100 and 442 parameters.",
    ),
    "resnet-bottleneck.yaml": (
        "A stage of ResNet-50, in PyTorch",
        "Blocks are defined once and repeated; equal ones are drawn once, ×2. The skip runs beside what it skips.",
    ),
    "inception.yaml": (
        "Mixed_5b of Inception v3, in PyTorch",
        "Four branches side by side, concatenated.",
    ),
    "unet-small.yaml": (
        "A small U-Net, in PyTorch",
        "Each level of the decoder also reads its level of the encoder.",
    ),
    "small.yaml": (
        "A model that does not run",
        "Its first `Linear` expects the wrong number of features. [Trouble](trouble.md) explains it.",
    ),
}
LONG = {"vqa.yaml", "vgg11.yaml", "unet-small.yaml", "resnet-bottleneck.yaml", "inception.yaml"}
"""Wide figures, or many of them: below the text, not beside it."""


def files(root: Path) -> dict[Path, bytes]:
    """The page, the examples in the order of `ABOUT`."""
    names = [path.name for path in sorted((root / "examples").glob("*.yaml"))]
    ordered = sorted(names, key=list(ABOUT).index)
    path = root / "docs" / "examples.md"
    text = path.read_text(encoding="utf-8")
    text = filled(text, "list", _list(root, ordered))
    return {path: filled(text, "examples", "\n".join(_section(name) for name in ordered)).encode()}


def _list(root: Path, names: list[str]) -> str:
    """What there is on the page, with its size."""
    out = ["| | input | parameters |", "|---|---|--:|"]
    for name in names:
        model = annotate(read(root / "examples" / name))
        title = ABOUT[name][0]
        shapes = ", ".join(text_shape(given.shape) for given in model.model.inputs)
        out.append(row(f"[{title}](#{_anchor(title)})", shapes, f"{model.totals.params:,}"))
    return "\n".join(out)


def _anchor(title: str) -> str:
    """As Markdown makes it of a heading."""
    return re.sub(r"[^a-z0-9_]+", "-", title.lower()).strip("-")


def _section(name: str) -> str:
    title, about = ABOUT[name]
    note = "\non_error: note" if name == "small.yaml" else ""
    return f"""## {title}

{about}

<div class="pair{" wide" if name in LONG else ""}" markdown>

```yaml title="examples/{name}"
--8<-- "examples/{name}"
```

```layertally
model: examples/{name}{note}
```

</div>
"""

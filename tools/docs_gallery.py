"""The gallery of the docs: each description in `examples/gallery/` with its most telling figure.

In: the descriptions; their first line says what each is. Out: docs/gallery.md. A description without a place here is a
mistake that shows at once.
"""

from __future__ import annotations

import re
from pathlib import Path

from layertally.annotation import annotate
from layertally.readers import read

from .docs_pages import filled, row

SHELVES: dict[str, dict[str, str]] = {
    "Pictures": {
        "lenet-5": "overview", "alexnet": "1", "vgg-16": "1", "resnet-18": "3", "resnext-block": "", "googlenet":
        "overview", "mobilenet-v2": "overview", "squeezenet-fire": "", "shufflenet-unit": "", "mbconv-se": "",
        "densenet-block": "", "dense-connections": "", "convnext-block": "", "nas-cell": "", "unet": "", "fpn": "",
        "aspp": "",
    },
    "Sequences": {
        "lstm-classifier": "", "bilstm": "", "bilstm-tagger": "", "text-cnn": "", "seq2seq": "", "tcn-block": "",
        "wavenet-block": "", "conv-lstm": "", "highway": "",
    },
    "Attention": {
        "attention-opened": "", "transformer": "2", "bert-base": "overview", "gpt2-block": "", "llama-3-layer": "",
        "moe-layer": "", "vit-b-16": "2", "mixer-block": "",
    },
    "Several inputs and outputs": {
        "siamese": "overview", "shared-encoder": "", "two-tower": "overview", "wide-and-deep": "", "neural-cf": "",
        "multi-task": "", "soft-experts": "",
    },
    "Generating": {"autoencoder": "overview", "vae": "1", "dcgan": "overview"},
    "Frames in frames": {"nested-frames": ""},
}  # fmt: skip
"""What stands where, and which figure of it: of a model of one figure, that one."""
FOLDER = "examples/gallery"


def files(root: Path) -> dict[Path, bytes]:
    """The page of the gallery."""
    path = root / "docs" / "gallery.md"
    placed = [name for shelf in SHELVES.values() for name in shelf]
    found = {file.stem for file in (root / FOLDER).glob("*.yaml")}
    if found != set(placed):
        raise ValueError(f"not on a shelf, or not there: {sorted(found ^ set(placed))}")
    text = filled(
        path.read_text(encoding="utf-8"), "gallery", "\n".join(_shelf(root, *shelf) for shelf in SHELVES.items())
    )
    return {path: text.encode()}


def about(path: Path) -> str:
    """The first line of a description, without its mark."""
    return path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def _shelf(root: Path, title: str, shelf: dict[str, str]) -> str:
    parts = [f"## {title}\n", '<div class="gallery" markdown>\n']
    parts += ["| model | parameters | what it is |", "|---|--:|---|"]
    models = {name: annotate(read(root / FOLDER / f"{name}.yaml")) for name in shelf}
    for name, model in models.items():
        link = f"[{model.model.name}](#{_anchor(model.model.name)})"
        parts.append(row(link, f"{model.totals.params:,}", about(root / FOLDER / f"{name}.yaml")))
    parts += ["\n</div>\n", *(_section(root, name, models[name].model.name, figure) for name, figure in shelf.items())]
    return "\n".join(parts)


def _anchor(title: str) -> str:
    """As Markdown makes it of a heading."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip())


def _section(root: Path, name: str, title: str, figure: str) -> str:
    wanted = f"\ngroup: {figure}" if figure else ""
    return f"""### {title}

{about(root / FOLDER / f"{name}.yaml")}

```layertally
model: {FOLDER}/{name}.yaml{wanted}
table: false
```
"""

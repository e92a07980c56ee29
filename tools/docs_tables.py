"""Tables in the docs that follow code: options of the plugin, the fence and the extension; the conventions.

In: the classes and tables themselves. Out: the pages with their regions filled. An option without a word about it here
is a KeyError: whoever adds one writes its line.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.docs_pages import filled, row

PLUGIN = {
    "enabled": "`false` switches the plugin off, for a quick preview",
    "models": "model files: paths and patterns such as `models/*.yaml`, from the configuration file on",
    "pages": "where the pages stand in the site",
    "title": "title of the index page and of its entry in the nav; empty: *Models*",
    "theme": (
        "`auto` follows the reader's palette; `light`, `dark`, `mono`; [your own colours](figures.md#your-own-colours)"
    ),
    "lang": "of all labels: `en`, `zh`",
    "density": "`compact`, `worked`, `teaching`",
    "macs": "how multiply-adds are counted: a [convention](conventions.md)",
    "group_by": "what a model is [cut by](figures.md#groups): `auto`, `name`, `resolution`, `scope`, `none`",
    "depth": "how many levels of scopes are open in figures and tables, from 0 on; without it all that have room",
    "maths": "formulas beside figures: `mathml` needs nothing; `mathjax` where the site brings MathJax",
    "downloads": "what a page offers: any of `svg`, `png`, `pdf`, `csv`, `json`; `[]` for none",
    "on_error": "`warn`: a visible note and a line in the log; `raise`: the build ends",
    "cache": "whether finished figures are kept between builds",
    "cache_dir": "where; it may be deleted at any time",
    "fonts": "the fonts of figures lie in the site; `false`: figures take what the reader has",
    "concurrency": "models built at once",
    "templates": "a folder whose templates take the place of ours; empty: `layertally/` in the theme's `custom_dir`",
    "allow_python": "whether `package.module:name` may be imported, in a child process",
}
FENCE = {
    "model": "a path, from the configuration file or from the page on; or a description, indented below it",
    "group": "one group, by its number or its title; `overview` for the overview, `overview-2-4` for that of a stage; "
    "without it all figures",
    "density": "`compact`, `worked`, `teaching`",
    "lang": "`en`, `zh`",
    "preset": "a fixed width: `page`, `narrow`, or a [venue's](paper.md); without it the page chooses one of two",
    "split": "`true`: parts of what is higher than the preset allows, as in [a paper](paper.md#what-does-not-fit)",
    "theme": "`auto`, `light`, `dark`, `mono`, or [your own colours](figures.md#your-own-colours)",
    "on_error": "`warn`, `raise`, or `note`: this one is meant to fail, and the log says nothing",
    "macs": "a [convention](conventions.md)",
    "group_by": "`auto`, `name`, `resolution`, `scope`, `none`; also written `group-by`",
    "depth": "levels of scopes that are open; deeper ones are one card",
    "compare": "a list of models in place of `model`: see [side by side](#side-by-side)",
    "diff": "two models in place of `model`: see [what changed](#what-changed)",
    "exercise": "blanks in place of numbers: `true`, how many, or a list of names; see [exercises](#an-exercise)",
    "table": "the numbers below the figure: `true` closed, `open`, `false` none",
    "input": "the shape that a live model runs on, as `--input` takes it: `1,3,224,224`",
    "timeout": "seconds that a live model may take: 60",
    "memory": "gigabytes that a live model may use: 8",
    "caption": "a sentence in place of ours, below a single figure",
    "id": "an id of your own, to link to",
}
ALSO = {
    "root": "no file outside this folder is read; empty: the folder of the configuration",
    "css": "`inline`: the style sheet stands in each page with a figure; `none`: the site links to it",
}


def files(root: Path) -> dict[Path, bytes]:
    """Each page with its tables filled."""
    regions: dict[str, dict[str, Callable[[Path], str]]] = {
        "pages.md": {"plugin options": _plugin, "fence options": _fence, "extension options": _extension},
        "paper.md": {"venues": _venues},
        "conventions.md": {"conventions": _conventions},
        "formats.md": {"frameworks": _frameworks},
    }
    out = {}
    for name, parts in regions.items():
        path = root / "docs" / name
        text = path.read_text(encoding="utf-8")
        for region, make in parts.items():
            text = filled(text, region, make(root))
        out[path] = text.encode()
    return out


def _plugin(_root: Path) -> str:
    from layertally.mkdocs import LayertallyConfig

    options: list[tuple[str, Any]] = [(name, option.default) for name, option in LayertallyConfig._schema]  # noqa: SLF001
    return _options([(name, default, PLUGIN[name]) for name, default in options])


def _fence(_root: Path) -> str:
    from layertally.markdown.options import OF_REFERENCES, WORDS

    rows = (row(f"`{name}`", FENCE[name]) for name in (*WORDS, *OF_REFERENCES))
    return "\n".join(["| option | |", "|---|---|", *rows])


def _extension(_root: Path) -> str:
    from layertally.markdown import LayertallyExtension

    config = LayertallyExtension().config
    return _options([(name, value[0], (ALSO | PLUGIN)[name]) for name, value in config.items()])


def _options(rows: list[tuple[str, Any, str]]) -> str:
    out = ["| option | default | |", "|---|---|---|"]
    for name, default, about in rows:
        shown = "number of cores" if name == "concurrency" else _yaml(default)
        out.append(row(f"`{name}`", shown, about))
    return "\n".join(out)


def _yaml(value: Any) -> str:
    if value in ("", None):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`[{', '.join(value)}]`" if isinstance(value, (list, tuple)) else f"`{value}`"


def _conventions(root: Path) -> str:
    from layertally import annotate, read
    from layertally.conventions import CONVENTIONS, total

    lenet, vgg = (annotate(read(root / "examples" / name)) for name in ("lenet-paddle.yaml", "vgg.yaml"))
    out = ["| `--macs` | printed as | counts | LeNet | VGG-like |", "|---|---|---|--:|--:|"]
    for name, each in CONVENTIONS.items():
        counts = f"**{each.title[0]}**: {each.about[0]}"
        numbers = (f"{total(model, name):,}" for model in (lenet, vgg))
        out.append(row(f"`{name}`", each.label[0], counts, *numbers))
    return "\n".join(out)


def _venues(_root: Path) -> str:
    from layertally.paint.sheets import PRESETS, wider

    out = ["| one column | both columns | most height | what says so |", "|---|---|---|---|"]
    for name, preset in PRESETS.items():
        if preset.source and not preset.both and name != "column":
            both = PRESETS.get(wider(preset))
            cells = [f"`{each.name}` {_inches(each.inches)}" if each else "" for each in (preset, both)]
            out.append(row(*cells, _inches(preset.height), preset.source))
    return "\n".join(out)


def _inches(inches: float | None) -> str:
    """As the venue says it: Nature and Springer measure in millimetres."""
    mm = (inches or 0) * 25.4
    metric = abs(mm - round(mm)) < 1e-6 and abs((inches or 0) * 8 - round((inches or 0) * 8)) > 1e-6
    return f"{mm:.0f} mm" if metric else f"{inches:.4g} in"


def _frameworks(_root: Path) -> str:
    from layertally.frameworks import NAMES, load

    out = ["| `framework:` | | classes it knows | data format |", "|---|---|--:|---|"]
    for name in NAMES:
        table = load(name)
        order = "channels last" if table.channels_last else "channels first"
        out.append(row(f"`{name}`", table.title, str(len(table.types)), order))
    return "\n".join(out)

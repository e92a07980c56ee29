"""All figures of the gallery at a glance: `python -m tools.gallery [--accept] [NAME …]`.

Draws every description of `examples/gallery/` and writes to `build/gallery/` a page a theme (light, dark, print) with
all pictures, and `changes.html` with before and after of those that are not as they were accepted. `--accept` keeps
what is drawn now as the state to compare with.
"""

from __future__ import annotations

import argparse
import base64
import html
import sys
from collections.abc import Iterator
from pathlib import Path

from layertally.annotation import annotate
from layertally.figure import Figure, figures
from layertally.group import group
from layertally.paint.audit import audit
from layertally.paint.svg import svg
from layertally.readers import read

ROOT = Path(__file__).resolve().parent.parent
MODELS, BUILD = ROOT / "examples" / "gallery", ROOT / "build" / "gallery"
THEMES = {"light": ("light", "#fff", "#222"), "dark": ("dark", "#1e2129", "#eee"), "print": ("mono", "#fff", "#222")}
STYLE = """<!doctype html><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 14px sans-serif; margin: 2em; background: {back}; color: {ink} }}
main {{ display: flex; flex-wrap: wrap; gap: 2em; align-items: flex-start }}
figure {{ margin: 0 }} h2 {{ width: 100% }} img {{ max-width: 44vw }}
</style><h1>{title}</h1><main>
"""


def drawn(names: list[str]) -> Iterator[tuple[str, Figure]]:
    """Every figure with the name of its model."""
    for path in sorted(MODELS.glob("*.yaml")):
        if not names or path.stem in names:
            for figure in figures(group(annotate(read(path)))):
                yield path.stem, figure


def page(title: str, pictures: Iterator[tuple[str, str]], back: str = "#fff", ink: str = "#222") -> str:
    """All pictures on one page."""
    return STYLE.format(title=title, back=back, ink=ink) + "".join(
        f"<figure><figcaption>{html.escape(name)}</figcaption>{image(picture)}</figure>\n" for name, picture in pictures
    )


def image(picture: str) -> str:
    """A picture that needs no file of its own."""
    return f'<img src="data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}">' if picture else "none"


def changes(made: dict[str, str]) -> list[tuple[str, str, str]]:
    """Name, before and after of each picture that is not as it was accepted; '' where there was or is none."""
    kept = {path.stem: path.read_text(encoding="utf-8") for path in (BUILD / "accepted").glob("*.svg")}
    names = sorted({*made, *kept})
    return [(name, kept.get(name, ""), made.get(name, "")) for name in names if kept.get(name) != made.get(name)]


def main() -> int:
    """Draw, write the pages, name faults; the exit code is 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="models of examples/gallery, without .yaml")
    parser.add_argument("--accept", action="store_true", help="keep what is drawn now")
    options = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    every = [(f"{name}-{figure.id}", figure) for name, figure in drawn(options.names)]
    for title, (theme, back, ink) in THEMES.items():
        shown = ((name, svg(figure.drawing, theme)) for name, figure in every)
        (BUILD / f"{title}.html").write_text(page(f"Gallery, {title}", shown, back, ink), encoding="utf-8")
    made = {name: svg(figure.drawing) for name, figure in every}
    if options.accept:
        (BUILD / "accepted").mkdir(exist_ok=True)
        for name, picture in made.items():
            (BUILD / "accepted" / f"{name}.svg").write_text(picture, encoding="utf-8")
    elif (BUILD / "accepted").is_dir() and not options.names:
        pairs = [
            (f"{name}, {when}", one)
            for name, before, after in changes(made)
            for when, one in (("before", before), ("after", after))
        ]
        (BUILD / "changes.html").write_text(page("What changed", iter(pairs)), encoding="utf-8")
        print(f"{len(pairs) // 2} pictures changed: {BUILD / 'changes.html'}")
    faults = [f"{name}: {fault}" for name, figure in every for fault in audit(figure.drawing)]
    print(
        "\n".join([*faults, f"{len(every)} figures, {len(faults)} faults: {BUILD}/light.html, dark.html, print.html"])
    )
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())

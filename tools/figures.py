"""Every model drawn in every way it can be asked for, and each drawing audited: `python tools/figures.py [PATH …]`.

Without a path: all examples, the recorded Keras models and the recorded traces. `--quick` draws each in three ways.

Faults of geometry and letters without a glyph are listed; the exit code is 1 if there are any. A figure that a paper's
column cannot hold is refused with a reason, which is an answer and no fault.
"""

from __future__ import annotations

import gzip
import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from layertally.annotation import annotate
from layertally.errors import LayertallyError
from layertally.figure import DENSITIES, Options, figures
from layertally.group import group
from layertally.model import Model
from layertally.paint.audit import audit, unshown
from layertally.paint.sheets import LAYOUTS, PRESETS
from layertally.readers import read
from layertally.readers.traced import read_record

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("examples", "tests/data/corpus", "tests/data/traces")
MODELS = ("*.yaml", "*.config.json.gz", "traces/*.json.gz")
LANGUAGES = ("en", "zh")
ALL = tuple(itertools.product(LANGUAGES, DENSITIES, LAYOUTS))
QUICK = (("en", "worked", "page"), ("zh", "compact", "column"), ("en", "teaching", "wide"))


def faults(path: Path, ways: Sequence[tuple[str, str, str]] = ALL) -> Iterator[str]:
    """What is wrong in any figure of one model; the number of drawings goes to stdout."""
    model = annotate(opened(path))
    drawn = refused = 0
    for lang, density, preset in ways:
        options = Options(density=density, lang=lang, preset=preset)
        try:
            made = figures(group(model, lang), options)
        except LayertallyError as error:
            if not PRESETS[preset].short:
                yield f"{preset} {density} {lang}: {error.reason}"
            refused += 1
            continue
        for one in made:
            drawn += 1
            found = [*map(str, audit(one.drawing)), *(f"no glyph for {letter}" for letter in unshown(one.drawing))]
            if one.drawing.width > options.sheet.widest:
                found.append(f"{one.drawing.width:g} px wide, {options.sheet.widest:g} px is the most")
            yield from (f"{one.id} {preset} {density} {lang}: {fault}" for fault in found)
    print(f"{path.name}: {drawn} drawings" + (f", {refused} sheets refused" if refused else ""), flush=True)


def models(place: Path) -> list[Path]:
    """A file, or every model in a folder."""
    if place.is_file():
        return [place]
    inside = {path for ending in MODELS for path in (*place.glob(ending), *place.rglob(ending))}
    return sorted({*inside, *(place.glob("*.json.gz") if place.name == "traces" else ())})


def opened(path: Path) -> Model:
    """A model from a file, or from the record of a run."""
    if path.parent.name != "traces":
        return read(path)
    return read_record(json.loads(gzip.decompress(path.read_bytes())), path.name.partition(".")[0])


def main() -> int:
    """Audit the files named and those in the folders named, else all that there are."""
    names = [name for name in sys.argv[1:] if name != "--quick"]
    places = [Path(name) for name in names] or [ROOT / place for place in PLACES]
    paths = [path for place in places for path in models(place)]
    ways = QUICK if "--quick" in sys.argv else ALL
    found = [f"{path.name}: {fault}" for path in paths for fault in faults(path, ways)]
    print("\n".join(found) or f"no fault in the figures of {len(paths)} models")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

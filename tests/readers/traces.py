"""Recorded runs of torch models, read once for all tests."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from layertally.annotation import Annotated, annotate
from layertally.readers.traced import read_record

FOLDER = Path(__file__).resolve().parent.parent / "data" / "traces"
NAMES = sorted(path.name.removesuffix(".json.gz") for path in FOLDER.glob("*.json.gz"))


@cache
def record(name: str) -> dict[str, Any]:
    """A record as it was written."""
    with gzip.open(FOLDER / f"{name}.json.gz", "rt") as file:
        found: dict[str, Any] = json.load(file)
    return found


@cache
def annotated(name: str) -> Annotated:
    """The model behind a record, worked out."""
    return annotate(read_record(record(name), name))

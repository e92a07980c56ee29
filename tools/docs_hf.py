"""The page on Hugging Face: a transcript and a table, both from recorded runs of famous configurations.

In: `tests/data/hf/*.json.gz`, which `tools.record.hf` wrote. Out: docs/huggingface.md. No framework is needed.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from tools.docs_pages import filled, row

from layertally import annotate
from layertally.annotation import Annotated
from layertally.formula import text_value
from layertally.model import Cache
from layertally.readers.source import Source
from layertally.readers.traced import read_record
from layertally.report.calls import table
from layertally.report.memory import held, size
from layertally.report.verdict import judge
from layertally.report.verdict_lines import verdict_lines

COLUMNS = 80
SHOWN = "gpt2"
COUNTED = "counted at"
"""How a note begins that says of what length a number is."""
CALL = re.compile(r"(\$ layertally show gpt2\.json\n).*?(?=```)", re.DOTALL)


def files(root: Path) -> dict[Path, bytes]:
    """The page."""
    path = root / "docs" / "huggingface.md"
    text = path.read_text(encoding="utf-8")
    models = {file.name.split(".")[0]: _read(file) for file in sorted((root / "tests" / "data" / "hf").glob("*.gz"))}
    text = CALL.sub(lambda found: found[1] + _said(models[SHOWN]), text)
    return {path: filled(text, "hf", "\n".join(_rows(models))).encode()}


def _read(file: Path) -> Annotated:
    record: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes()))
    name = file.name.split(".")[0]
    model = read_record(record, Source(f"{name}.json"))
    return annotate(replace(model, name=name, cache=Cache(**record["cache"])))


def _said(model: Annotated) -> str:
    from layertally.report.lines import render

    said = f"{table(model, columns=COLUMNS)}\n{render(verdict_lines(judge(model, first='claims'), COLUMNS))}"
    return "".join(f"{line.rstrip()}\n" for line in said.splitlines())


def _rows(models: dict[str, Annotated]) -> list[str]:
    out = ["| | parameters | MACs | bfloat16 | KV cache a token |", "|---|--:|--:|--:|--:|"]
    for name, model in models.items():
        memory = held(model)
        assert memory is not None
        kept = size(memory.token.value) if memory.token is not None else ""
        macs, params = text_value(model.totals.macs), text_value(model.totals.params)
        macs += "".join(f" at {note.split()[2]} tokens" for note in model.model.notes if note.startswith(COUNTED))
        out.append(row(name, params, macs, size(dict(memory.weights)["bfloat16"]), kept))
    return out

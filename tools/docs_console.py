"""Transcripts in the docs: every ```console block that begins with `$ layertally` holds what the command says today.

In: the pages. Out: the same pages, each call run again in a folder with the models of `examples/` and `docs/assets/`,
80 columns wide, with no framework installed. A block after `<!-- not run here: … -->` stays as it is.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

from tools.docs_pages import texts

BLOCK = re.compile(
    r"(?P<before>(?:^<!-- not run here[^\n]*-->\n\n?)?)^```console\n(?P<body>\$ layertally.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SECONDS = re.compile(r"\bin \d+\.\d+ s\b")
FRAMEWORKS = ("keras", "tensorflow", "torch", "paddle")
COLUMNS = "80"


def files(root: Path) -> dict[Path, bytes]:
    """Each page that holds transcripts, with what the command says now."""
    out = {}
    for path in texts(root):
        text = path.read_text(encoding="utf-8")
        if BLOCK.search(text):
            out[path] = transcribed(text, root / "examples").encode()
    return out


def transcribed(text: str, examples: Path) -> str:
    """The text with each of its calls run again, in a copy of the folder `examples`."""

    def block(found: re.Match[str]) -> str:
        if found["before"]:
            return found[0]
        calls = [line for line in found["body"].splitlines() if line.startswith("$ ")]
        return "```console\n" + "\n".join(_said(call, examples) for call in calls) + "```"

    return BLOCK.sub(block, text)


def _said(call: str, examples: Path) -> str:
    words = shlex.split(call.removeprefix("$ ").partition("  #")[0])
    assert words[0] == "layertally", call
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "examples"
        shutil.copytree(examples, folder)
        for model in (examples.parent / "docs" / "assets").glob("*.yaml"):
            shutil.copy(model, folder)
        text = _run(words[1:], folder)
    return f"{call}\n{SECONDS.sub('in 0.31 s', text)}"


def _run(words: list[str], folder: Path) -> str:
    """What one call prints, errors where they come."""
    from layertally.cli import main

    stream = BytesIO()
    told = TextIOWrapper(stream, encoding="utf-8", write_through=True)
    with _surroundings(folder), redirect_stdout(told), redirect_stderr(told):
        code = main(words)
    if code not in (0, 1):
        raise SystemExit(f"layertally {' '.join(words)} ends with {code}: {stream.getvalue().decode()}")
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().decode().splitlines())


@contextmanager
def _surroundings(folder: Path) -> Iterator[None]:
    """A plain terminal in that folder, where no framework is installed."""
    here = Path.cwd()
    modules = {name: sys.modules.get(name) for name in FRAMEWORKS}
    plain = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "LAYERTALLY_DEBUG")}
    with patch.dict(os.environ, {**plain, "COLUMNS": COLUMNS, "NO_COLOR": "1"}, clear=True):
        os.chdir(folder)
        sys.modules.update(dict.fromkeys(FRAMEWORKS))  # type: ignore[arg-type]  # what is None cannot be imported
        try:
            yield
        finally:
            os.chdir(here)
            for name, module in modules.items():
                if module is None:
                    del sys.modules[name]
                else:
                    sys.modules[name] = module

"""Transcripts of the command: what is typed, what it says on stdout and stderr, its exit code.

A file holds calls, each `$ layertally … [columns=N]`, the lines of stdout, those of stderr marked `! `, and the exit
code where it is not 0. `python tests/cli/transcript.py --accept` writes down what is said now; look at the difference.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

HERE = Path(__file__).resolve().parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))
MODELS = HERE / "models"
_CALL = re.compile(r"^\$ layertally\b(?P<words>.*?)(?:\s+\[columns=(?P<columns>\d+)\])?$")
# What differs from run to run or from machine to machine.
_VARIES = (
    (re.compile(r"\bin \d+\.\d+ s\b"), "in 0.31 s"),
    (re.compile(r"^layertally \d+\.\d+\.\d+\S*$"), "layertally 0.1.0"),
    (re.compile(r"(svg|pdf|×\d{2,4})( +)[\d.]+ (B|KB|MB)"), r"\1\2… KB"),
)


def calls(text: str) -> Iterator[tuple[str, list[str], int | None]]:
    """(the line typed, its words, its columns) of each call."""
    for line in text.splitlines():
        found = _CALL.match(line)
        if found:
            yield line, shlex.split(found["words"]), int(found["columns"]) if found["columns"] else None


def said(words: list[str], columns: int | None = None) -> tuple[str, str, int]:
    """(stdout, stderr, exit code) of one call, run in this process."""
    from layertally.cli import main
    from layertally.report import ask

    streams = BytesIO(), BytesIO()
    out, err = (TextIOWrapper(stream, encoding="utf-8", write_through=True) for stream in streams)
    # What is installed here must not decide what is said.
    with (
        patch.object(ask, "find_spec", lambda _name: None),
        _environment(columns),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = main(words)
    return streams[0].getvalue().decode(), streams[1].getvalue().decode(), code


def transcript(text: str) -> str:
    """The same calls with what they say now."""
    blocks = []
    for line, words, columns in calls(text):
        out, err, code = said(words, columns)
        told = [
            *out.splitlines(),
            *(f"! {each}".rstrip() for each in err.splitlines()),
            *([f"[exit {code}]"] if code else []),
        ]
        blocks.append("\n".join([line, *(_settled(each) for each in told)]))
    return "\n\n".join(blocks) + "\n"


def _settled(line: str) -> str:
    for pattern, text in _VARIES:
        line = pattern.sub(text, line)
    return line


@contextmanager
def _environment(columns: int | None) -> Iterator[None]:
    kept = dict(os.environ)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LAYERTALLY_DEBUG"):
        os.environ.pop(name, None)
    if columns is not None:
        os.environ["COLUMNS"] = str(columns)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


if __name__ == "__main__":
    import shutil
    import tempfile

    if "--accept" not in sys.argv:
        sys.exit("usage: python tests/cli/transcript.py --accept")
    for path in TRANSCRIPTS:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(MODELS, folder, dirs_exist_ok=True)
            os.chdir(folder)
            path.write_text(transcript(path.read_text(encoding="utf-8")), encoding="utf-8")
            os.chdir(HERE)

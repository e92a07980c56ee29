from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import layertally
from layertally.fonts import FILES, folder, path
from layertally.paint.metrics import advances
from layertally.paint.pdf import pdf
from layertally.paint.png import png
from layertally.paint.svg import svg
from paint.sample import group

NEEDED = "→←↑↓·×−≠≤≥≈²³Σ√∏∑∞′″…–—‘’“”±∈αβγδθλμπσφωΩŁłőŐ"


@pytest.mark.parametrize("face", FILES, ids=str)
def test_the_table_is_the_font(face: tuple[str, int]) -> None:
    font = TTFont(path(*face))
    em, metrics = font["head"].unitsPerEm, font["hmtx"]
    table = advances(*face)
    assert table == {chr(code): metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


@pytest.mark.parametrize("face", FILES, ids=str)
def test_subsets_set_text_without_surprises(face: tuple[str, int]) -> None:
    assert not {"GPOS", "GSUB", "kern"} & set(TTFont(path(*face)).keys())
    assert path(*face).stat().st_size < 2 * 2**20


def test_what_the_fonts_must_have() -> None:
    for weight in (400, 700):
        assert set(NEEDED + "⌊⌋⌈⌉│┌┐└┘─├�") - set(advances("mono", weight)) <= set("∈")
        assert set(NEEDED) <= set(advances("sans", weight)) | set(advances("mono", weight))
        latin = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180)) if code != 0xAD}
        assert latin - {"ŉ"} <= set(advances("sans", weight))
        hanzi = {bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)
                 if not (row == 0xD7 and cell > 0xF9)}  # fmt: skip
        assert len(hanzi) == 6763
        assert hanzi | set("，。、；：？！（）《》「」") <= set(advances("cjk", weight))


def test_a_minus_is_no_hyphen() -> None:
    for weight in (400, 700):
        font = TTFont(path("mono", weight))
        names = font.getBestCmap()
        minus, plus, hyphen = (font["glyf"][names[ord(char)]] for char in "−+-")
        assert (minus.xMin, minus.xMax) == (plus.xMin, plus.xMax)
        assert hyphen.xMax - hyphen.xMin < minus.xMax - minus.xMin


def test_licences_lie_beside_the_fonts() -> None:
    for family in ("Inter", "JetBrainsMono", "NotoSansSC"):
        text = (folder() / f"OFL-{family}.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert text.startswith("Copyright")


PROGRAM = """
import hashlib, json, sys
from paint.sample import group
from layertally.paint.svg import svg
from layertally.paint.png import png
from layertally.paint.pdf import pdf
made = [svg(group("zh"), "auto").encode(), png(group("zh"))]
assert "PIL" not in sys.modules
made.append(pdf(group("zh")))
print(json.dumps([hashlib.sha256(data).hexdigest() for data in made]))
"""


def test_the_same_bytes_on_a_machine_without_fonts(tmp_path: Path) -> None:
    paths = [Path(layertally.__file__).parents[1], Path(__file__).parents[1]]
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "FONTCONFIG_FILE": os.devnull,
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
    }
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    here = [svg(group("zh"), "auto").encode(), png(group("zh")), pdf(group("zh"))]
    assert json.loads(done.stdout) == [hashlib.sha256(data).hexdigest() for data in here]


def test_measuring_loads_nothing_heavy() -> None:
    program = (
        "import sys; from layertally.paint.svg import svg; from layertally.paint.text import width; width('a', 't12');"
        "print(sorted({'fontTools', 'PIL', 'fpdf', 'resvg_py'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(layertally.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"

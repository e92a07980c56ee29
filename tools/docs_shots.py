"""Pictures of a built page for the README, light and dark: `python -m tools.docs_shots`. Needs Chromium.

These are photographs, not generated parts: no test compares them. Take them anew when pages look different.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image

from layertally import fonts
from layertally.cli import main as command

ROOT = Path(__file__).resolve().parent.parent
SIZE, SCALE = (1220, 860), 1.5
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{}</dir><cachedir>{}</cachedir></fontconfig>
"""


def main() -> int:
    """Build the site of one example and photograph its page."""
    sys.path.insert(0, str(ROOT / "tests"))
    from browser.chromium import Chromium, find_chromium
    from browser.serve import serve

    program = find_chromium()
    if program is None:
        print("no Chromium on PATH")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "fonts.conf"
        config.write_text(FONTS.format(fonts.folder(), folder / "cache"), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(config)
        command(["site", str(ROOT / "examples" / "vgg.yaml"), "-o", str(folder / "site")])
        with serve(folder / "site") as base, Chromium(program) as browser:
            for mode in ("light", "dark"):
                page = browser.page(SIZE)
                page.resize(*SIZE, scale=SCALE)
                page.media(prefers_color_scheme=mode)
                page.open(f"{base}vgg.html")
                _keep(page.screenshot(folder / "page.png"), ROOT / "docs" / "assets" / f"vgg-page-{mode}.png")
                page.close()
    return 0


def _keep(shot: Path, path: Path) -> None:
    """The picture with a palette of its own: a quarter of the bytes, the same to the eye."""
    packed = io.BytesIO()
    with Image.open(shot) as image:
        image.convert("RGB").quantize(192, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    path.write_bytes(packed.getvalue())
    print(f"wrote  {path.relative_to(ROOT)}  {len(packed.getvalue()) // 1024} KB")


if __name__ == "__main__":
    sys.exit(main())

"""Everything a change must pass, in one command: `python tools/check.py [PHASE …]`.

Without a name all phases run, cheapest first; all that fail are named at the end. Needs the extra `dev`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
SHIPPED = (
    "layertally/py.typed",
    "layertally/templates/",
    "layertally/fonts/OFL-Inter.txt",
    "layertally/fonts/OFL-JetBrainsMono.txt",
    "layertally/fonts/OFL-NotoSansSC.txt",
    "layertally/paint/metrics.json",
)
INSTALLED = """
import layertally
from layertally import _places, fonts
assert "site-packages" in layertally.__file__, layertally.__file__
assert any(_places.templates_dir().iterdir()), "no templates"
assert all((fonts.folder() / name).stat().st_size > 10_000 for name in fonts.FILES.values()), "no fonts"
"""


BROKEN = ("small",)


def run(*command: str | Path, cwd: Path = ROOT, code: int = 0) -> None:
    """Run one command and show what it prints; another code than this ends the phase."""
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=cwd, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    if done.returncode != code:
        raise subprocess.CalledProcessError(done.returncode, words)


def lint() -> None:
    """Ruff's rules over everything that is Python."""
    run(PYTHON, "-m", "ruff", "check", "src", "tests", "tools", "benchmarks")
    run(PYTHON, "-m", "ruff", "format", "--check", "src", "tests", "tools", "benchmarks")


def types() -> None:
    """Mypy, strict."""
    run(PYTHON, "-m", "mypy")


def order() -> None:
    """The order of imports, the public names, the tree."""
    run(PYTHON, "-m", "pytest", "-q", "-n0", "tests/test_layers.py", "tests/test_api.py", "tests/test_tree.py")


def tests() -> None:
    """The whole suite."""
    run(PYTHON, "-m", "pytest", "-q")


def docs() -> None:
    """Our own site, built by our own plugin, no warning allowed."""
    with tempfile.TemporaryDirectory() as folder:
        run(PYTHON, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder)
        pages = [page for page in Path(folder).rglob("*.html") if "<svg" in page.read_text(encoding="utf-8")]
        print(f"{len(pages)} pages with figures")


def figures() -> None:
    """Every model of the project drawn and audited, then every example painted by the command in every format."""
    run(PYTHON, "tools/figures.py", "--quick")
    examples = sorted((ROOT / "examples").rglob("*.yaml"))
    with tempfile.TemporaryDirectory() as folder:
        for example in examples:
            to = Path(folder) / example.stem
            # One example is wrong on purpose: it is drawn up to the layer that does not fit, and the answer is no.
            code = int(example.stem in BROKEN)
            run(PYTHON, "-m", "layertally", "draw", example, "-o", to, "--format", "svg,png,pdf,dot", code=code)
        for theme in ("dark", "mono", "auto"):
            run(PYTHON, "-m", "layertally", "draw", examples[-1], "-o", Path(folder) / theme, "--theme", theme)
        count = sum(path.is_file() for path in Path(folder).rglob("*"))
    print(f"{count} files from {len(examples)} examples")


def wheel() -> None:
    """Source archive, wheel from it, installed alone in an empty environment, used from another folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(PYTHON, "-m", "build", "--outdir", folder / "dist")
        (built,) = (folder / "dist").glob("*.whl")
        with zipfile.ZipFile(built) as archive:
            names = archive.namelist()
        missing = [wanted for wanted in SHIPPED if not any(name.startswith(wanted) for name in names)]
        if missing:
            raise SystemExit(f"the wheel lacks {', '.join(missing)}")
        run(PYTHON, "-m", "venv", folder / "venv")
        python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        run(python, "-m", "pip", "install", "--quiet", built)
        run(python, "-c", INSTALLED, cwd=folder)
        run(python, "-m", "layertally", "show", ROOT / "examples" / "vgg.yaml", cwd=folder)
        formats = ("--format", "svg,png,pdf")
        run(python, "-m", "layertally", "draw", ROOT / "examples" / "vgg.yaml", "-o", "figures", *formats, cwd=folder)
        run(python, "-m", "layertally", "pages", ROOT / "examples" / "vgg.yaml", "-o", "pages", cwd=folder)


PHASES: dict[str, Callable[[], None]] = {
    phase.__name__: phase for phase in (lint, types, order, tests, docs, figures, wheel)
}


def main() -> int:
    """Run the phases asked for; the code is the number of those that failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("phases", nargs="*", metavar="PHASE", help=", ".join(PHASES))
    parser.add_argument("--without", action="append", default=[], choices=PHASES, help="leave one phase out")
    options = parser.parse_args()
    if unknown := [name for name in options.phases if name not in PHASES]:
        parser.error(f"no phase {unknown[0]}; phases: {', '.join(PHASES)}")
    failed = []
    for name in options.phases or PHASES:
        if name in options.without:
            continue
        print(f"== {name}: {PHASES[name].__doc__}", flush=True)
        start = time.monotonic()
        try:
            PHASES[name]()
        except (subprocess.CalledProcessError, SystemExit) as error:
            failed.append(name)
            print(error, flush=True)
        print(f"== {name}: {'failed' if name in failed else 'passed'} in {time.monotonic() - start:.0f} s", flush=True)
    print(f"failed: {', '.join(failed)}" if failed else "all phases passed")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())

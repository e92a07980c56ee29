"""The command as a whole: exit codes, the two streams, colours, faults, start-up."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.transcript import said
from layertally.cli import console
from layertally.cli.root import BESIDE, ROOT, VERBS

ANSI = "\x1b["


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["show", "vgg.yaml"], 0),  # agrees, unchecked
        (["show", "vgg11.yaml"], 1),  # a claim differs
        (["show", "small.yaml"], 1),  # an input does not fit
        (["show", "unknown.yaml"], 1),  # unexplained
        (["check", "vgg.yaml"], 0),
        (["check", "vgg.yaml", "--require-framework"], 1),
        (["check", "vgg11.yaml"], 1),
        (["diff", "vgg.yaml", "vgg.yaml"], 0),
        (["diff", "vgg.yaml", "vgg-small.yaml"], 1),
        (["draw", "vgg.yaml", "-o", "out", "--group", "1"], 0),
        (["draw", "small.yaml", "-o", "out"], 1),
        (["draw", "vgg.yaml", "-o", "out", "--group-by", "none", "--depth", "0"], 0),
        (["show", "vgg.yaml", "--group-by", "resolution"], 0),
        (["show", "vgg.yaml", "--group-by", "colour"], 2),
        (["show", "vgg.yaml", "--depth", "-1"], 2),
        (["show", "errors.yaml"], 2),
        (["show", "nothing.yaml"], 2),
        (["show", "vgg.yaml", "--density", "huge"], 2),
        (["show"], 2),
        (["draw", "vgg.yaml"], 2),
        (["nothing"], 2),
        (["rules", "Conv2D"], 0),
        (["schema"], 0),
        ([], 0),
        (["--help"], 0),
    ],
)
def test_exit_codes(words: list[str], code: int) -> None:
    out, err, found = said(words)
    assert found == code, err
    if code == 2:
        assert out == ""
        assert err.startswith("error: ")
        assert "  help: " in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_explains_itself_with_a_real_example(verb: str) -> None:
    out, err, code = said([verb, "--help"], 80)
    assert (code, err) == (0, "")
    command = ROOT.get_command(click.Context(ROOT), verb)
    assert command is not None
    assert command.example.startswith(f"layertally {verb}")  # type: ignore[attr-defined]
    assert f"  {command.example}" in out  # type: ignore[attr-defined]
    assert all(len(line) <= 80 for line in out.splitlines())


def test_the_short_help_names_every_verb() -> None:
    assert {*BESIDE, *BESIDE.values()} - {""} == set(VERBS)
    out, _, _ = said([])
    assert all(f"  {verb} " in out for verb in VERBS)


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("format_", ["json", "md", "csv", "latex"])
def test_stdout_holds_the_result_and_nothing_else(format_: str) -> None:
    out, err, code = said(["show", "vgg11.yaml", "--format", format_])
    assert (err, code) == ("", 1)
    assert "differs" not in out
    assert ANSI not in out
    if format_ == "json":
        assert json.loads(out)["totals"]["params"] == 132862184


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "0"}, False),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colours_obey_the_environment(
    variables: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from layertally.cli import main

    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    main(["show", "vgg.yaml"])
    out = capsys.readouterr().out
    assert (ANSI in out) is coloured
    assert click.unstyle(out).splitlines()[0].startswith("VGG-like CNN · keras")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("term", "expected"), [("xterm", True), ("dumb", False)])
def test_a_terminal_has_colours_unless_it_is_dumb(term: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    assert console.coloured(_Terminal()) is expected


def test_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    assert console.columns(io.StringIO()) == console.PIPE_COLUMNS
    monkeypatch.setenv("COLUMNS", "73")
    assert console.columns(io.StringIO()) == 73
    monkeypatch.setenv("COLUMNS", "3")
    assert console.columns(io.StringIO()) == console.FEWEST_COLUMNS


@pytest.mark.parametrize(
    ("encoding", "plain"), [("utf-8", False), ("ascii", True), ("latin-1", True), ("gb18030", False)]
)
def test_an_old_terminal_gets_ascii(encoding: str, plain: bool) -> None:
    assert console.plain_alphabet(stream=io.TextIOWrapper(io.BytesIO(), encoding=encoding)) is plain
    assert console.plain_alphabet(True) is True


@pytest.mark.usefixtures("models")
def test_ascii_is_ascii() -> None:
    out, _, _ = said(["show", "vgg11.yaml", "--ascii"], 120)
    assert out.isascii()
    assert "floor((224 + 2*1 - 3)/1) + 1 = 224" in out
    assert "-1,152 = 3*3*(1 - 3)*64" in out


def test_a_fault_of_ours_is_one_line(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("layertally.report.terminal._columns", broken)
    out, err, code = said(["show", str(models / "vgg.yaml")])
    assert (out, code) == ("", 2)
    assert err.splitlines()[0].startswith(
        "error: a fault of layertally itself: ZeroDivisionError: division by zero (layertally."
    )
    assert "LAYERTALLY_DEBUG=1" in err
    monkeypatch.setenv("LAYERTALLY_DEBUG", "1")
    from layertally.cli import main

    with pytest.raises(ZeroDivisionError):
        main(["show", str(models / "vgg.yaml")])


@pytest.mark.usefixtures("models")
def test_a_description_on_stdin() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "layertally", "show", "-", "--format", "csv"],
        input="{framework: keras, input: [8], layers: [{Dense: 4}]}",
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )
    assert done.stdout.splitlines()[1].startswith("<stdin>,dense,Dense,4,")


def test_a_reader_that_stops_reading_is_no_error(models: Path) -> None:
    source = f"{sys.executable} -m layertally rules | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {source}"], cwd=models, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.stderr == ""
    assert done.stdout.startswith("Keras")


def test_a_name_cannot_steer_the_terminal() -> None:
    from layertally.cli.console import print_error

    err = _Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", err)
        patch.setenv("NO_COLOR", "1")
        print_error("error: no group `\x1b[2Jx`")
    assert err.getvalue() == "error: no group `\\x1b[2Jx`\n"


def test_version_imports_next_to_nothing() -> None:
    script = (
        "import sys; from layertally.cli import main; main(['--version']);"
        "print(*[name for name in sys.modules if name.startswith('layertally')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")
    assert set(done.stdout.splitlines()[1].split()) <= {
        "layertally",
        "layertally.cli",
        "layertally.cli.run",
        "layertally.cli.root",
        "layertally.cli.help",
        "layertally.errors",
        "layertally.words",
        "layertally.report",
        "layertally.report.cells",
    }


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("words", [["show", "vgg.yaml"], ["draw", "vgg.yaml", "-o", "out"]])
def test_the_common_path_stays_light(words: list[str]) -> None:
    heavy = "PIL fpdf graphviz jinja2 markdown mkdocs rich resvg_py"
    script = (
        f"import sys; from layertally.cli import main; main({words!r});"
        f"print('HEAVY', *sorted(set({heavy.split()!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.splitlines()[-1].split() == ["HEAVY"]


def test_the_call_stays_in_front_of_its_module() -> None:
    import layertally
    from layertally.annotation import Annotated

    model = layertally.read("n.yaml", text="{framework: keras, input: [8], layers: [{Dense: 4}]}")
    assert isinstance(layertally.annotate(model), Annotated)
    assert {"annotate", "check", "diff", "draw", "read", "table"} <= set(dir(layertally))
    with pytest.raises(AttributeError, match="has no attribute"):
        _ = layertally.nothing


@pytest.mark.usefixtures("models")
def test_a_named_cost_does_not_widen_the_table() -> None:
    Path("named.yaml").write_text("{framework: torch, input: [T, 64], layers: [{Linear: [64, 8]}, {Linear: [8, 64]}]}")
    out, _, _ = said(["show", "named.yaml"], 72)
    assert all(len(line) <= 72 for line in out.splitlines())
    assert "Σ MACs" in out
    assert out.count("1,024·T") == 1


@pytest.mark.hosts
def test_pages_and_a_site(models: Path) -> None:
    out, err, code = said(["pages", "vgg.yaml", "-o", "docs/models"])
    assert (err, code) == ("", 0)
    assert out.startswith(f"{Path('docs/models/index.md')}: 1 model, 4 figures, ")
    assert (models / "docs" / "models" / "vgg.md").is_file()
    out, err, code = said(["site", "vgg.yaml", "vgg11.yaml", "-o", "site"])
    assert (err, code) == ("", 0)
    assert "2 models" in out
    assert "1 agrees, 1 differs" in out
    assert (models / "site" / "index.html").is_file()
    out, err, code = said(["site", "vgg11.yaml", "-o", "strict", "--strict"])
    assert (out, code) == ("", 1)
    assert err.startswith("error: ")
    assert not (models / "strict").exists()


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize(
    "words", [["draw", "vgg.yaml", "-o", "vgg.yaml/x"], ["freeze", "vgg.yaml", "-o", "vgg.yaml/x"]]
)
def test_what_cannot_be_written_is_said(words: list[str]) -> None:
    out, err, code = said(words)
    assert (out, code) == ("", 2)
    assert err.startswith("error: cannot write ")


@pytest.mark.usefixtures("models")
def test_completion_knows_verbs_and_words() -> None:
    for words, index, expected in (
        ("layertally s", "1", {"show", "site", "schema"}),
        ("layertally show x --density ", "4", {"compact", "worked", "teaching"}),
    ):
        done = subprocess.run(
            [sys.executable, "-c", "from layertally.cli import main; main([])"],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env={**os.environ, "COMP_WORDS": words, "COMP_CWORD": index, "_LAYERTALLY_COMPLETE": "bash_complete"},
        )
        assert {line.split(",")[1] for line in done.stdout.splitlines()} == expected

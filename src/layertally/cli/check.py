"""`layertally check MODEL`: what the formulas give, held against what the framework reports and the author claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import options
from .help import Option, Verb

if TYPE_CHECKING:
    from ..report.verdict import Verdict


def _check(
    model: str,
    against: str | None,
    require_framework: bool,
    quiet: bool,
    format: str,  # noqa: A002
    lang: str,
    ascii: bool,  # noqa: A002
    **reading: Any,
) -> int:
    from ..report.ask import ask, silent, title, told
    from ..report.verdict import exit_code, judge
    from . import console
    from .source import grouped, load

    read = load(model, **({**reading, "inputs": ()} if against else reading))
    why = silent(read)
    if not why and not told(read):
        with console.waiting(f"building {read.name} in {title(read.framework)}"):
            read = ask(read)
    found = grouped(read, lang)
    verdicts = judge(found.annotated, lang=lang, why=why)
    if against is not None:
        from ..report.stale import staleness

        verdicts = (
            *staleness(found.annotated, grouped(load(against, **reading), lang).annotated, model, against, lang),
            *verdicts,
        )
    if format == "json":
        from ..report.json import contract, dump

        console.print_text(dump({**contract(found, lang=lang), "verdicts": [_json(verdict) for verdict in verdicts]}))
    else:
        _say(verdicts, quiet, ascii)
    code = exit_code(verdicts)
    if require_framework and code == 0 and any(verdict.word == "unchecked" for verdict in verdicts):
        from ..errors import LayertallyError

        error = LayertallyError(
            f"{model} was not held against its framework: {why or 'it was not asked'}",
            fix="install it here, or leave --require-framework out",
        )
        error.exit_code = 1
        raise error
    return code


def _say(verdicts: tuple[Verdict, ...], quiet: bool, ascii_only: bool) -> None:
    from ..report.verdict_lines import verdict_lines
    from . import console

    shown = [verdict for verdict in verdicts if not (quiet and verdict.word == "agrees")]
    console.print_lines(verdict_lines(shown, console.columns(), console.plain_alphabet(ascii_only)))


def _json(verdict: Verdict) -> dict[str, Any]:
    """A verdict for scripts: the word, the sentence, the help; the numbers stand in `claims` and `layers`."""
    out: dict[str, Any] = {"word": verdict.word, "text": verdict.text}
    if verdict.details:
        out["details"] = list(verdict.details)
    if verdict.help:
        out["help"] = verdict.help
    return out


COMMAND = Verb(
    "check",
    help="Hold the formulas against the framework's own numbers and against what is claimed.",
    example="layertally check vgg.yaml --require-framework",
    callback=_check,
    params=[
        options.model(),
        Option(["--against"], metavar="MODEL", help="tell whether MODEL still describes this one"),
        Option(["--require-framework"], is_flag=True, help="for CI: `unchecked` is an error"),
        Option(["-q", "--quiet"], is_flag=True, help="only what does not agree"),
        options.word("--format", ("text", "json"), "text, json", "text"),
        options.lang(),
        options.ascii_only(),
        *options.reading(),
    ],
    after="Exit code 0: agrees or unchecked. 1: a number differs, or a layer has no rule. 2: the model cannot be read.",
)

"""The verbs, and what bare `layertally` says.

In: a verb's name. Out: its click command, imported when it is called; a near spelling where there is none.
"""

from __future__ import annotations

from importlib import import_module

import click

from ..errors import LayertallyError, nearest
from .help import Verb

VERBS: dict[str, str] = {
    "show": "layer table with formulas",
    "draw": "figures",
    "check": "formulas against framework",
    "site": "a finished static site",
    "diff": "what changed between two models",
    "freeze": "any model as a plain description",
    "pages": "Markdown pages for your own site",
    "schema": "JSON Schema for editors",
    "rules": "every rule, with its formula",
}
BESIDE = {"show": "diff", "draw": "freeze", "check": "pages", "site": "schema", "": "rules"}
"""How the short help sets the verbs in two columns."""

SHORT_HELP = """\
Architecture figures whose every number is worked out, shown and checked.

  layertally show vgg.yaml              the layer table, in the terminal
  layertally draw vgg.yaml -o figures   one figure a group: SVG, PNG, PDF
  layertally site vgg.yaml -o site      a finished site

Usage: layertally VERB MODEL [options]

{verbs}
MODEL  a file (.yaml .json .keras .h5 .onnx, or .gz of these), package.module:name,
       or - for a description on stdin
More: layertally VERB --help
"""


def short_help() -> str:
    """What bare `layertally` prints."""
    lines = []
    for left, right in BESIDE.items():
        first = f"{left:<9}{VERBS.get(left, '')}"
        lines.append(f"  {first:<38}{right:<8}{VERBS[right]}".rstrip())
    return SHORT_HELP.format(verbs="\n".join(lines))


class Root(click.Group):
    """The verbs by name, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: Verb = import_module(f".{cmd_name}", __package__).COMMAND
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in VERBS and not ctx.resilient_parsing:
            raise LayertallyError(f"no verb `{name}`", fix=_meant(name))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(short_help())


def _meant(name: str) -> str:
    """What someone wanted who wrote a verb that there is not."""
    near = nearest(name, VERBS)
    if near:
        return f"a verb with a similar name exists: {near}"
    if "." in name or ":" in name or name == "-":
        return f"a verb comes first: layertally show {name}"
    return f"the verbs are {', '.join(VERBS)}"


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from .. import __version__

        click.echo(f"layertally {__version__}")
        ctx.exit()


def _bare() -> None:
    if click.get_current_context().invoked_subcommand is None:
        click.echo(short_help(), nl=False)


ROOT = Root(
    name="layertally",
    invoke_without_command=True,
    no_args_is_help=False,
    callback=_bare,
    params=[click.Option(["--version", "-V"], is_flag=True, expose_value=False, is_eager=True, callback=_version)],
    context_settings={"help_option_names": ["-h", "--help"]},
)

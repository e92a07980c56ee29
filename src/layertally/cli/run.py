"""One run of the command: from arguments to an exit code, with every error said in one voice.

In: arguments. Out: an exit code. Errors that a user can mend are printed as reason, place, fix; anything else is a
fault of layertally and says so in one line. `LAYERTALLY_DEBUG=1` shows the traceback of either.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from ..errors import LayertallyError

INTERRUPTED = 130


def run(argv: Sequence[str] | None = None) -> int:
    """The exit code of one call."""
    from .root import ROOT

    try:
        done = ROOT.main(None if argv is None else list(argv), prog_name="layertally", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of a pipe has seen enough; what is left must not fail again when Python closes the stream.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return 0
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("LAYERTALLY_DEBUG", "") not in ("", "0"):
            raise
        return _said(error)
    return done if isinstance(done, int) else 0


def _said(error: Exception) -> int:
    """Print an error; its exit code."""
    from .console import print_error

    if isinstance(error, LayertallyError):
        print_error(error.render())
        return error.exit_code
    if isinstance(error, click.ClickException):
        print_error(_usage(error))
        return 2
    if isinstance(error, OSError) and error.filename is not None:
        print_error(LayertallyError(f"{error.filename}: {(error.strerror or str(error)).lower()}").render())
        return 2
    print_error(fault(error))
    return 2


def fault(error: Exception) -> str:
    """One line for what should never happen, with the spot in layertally."""
    trace, spot = error.__traceback__, ""
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if str(module).startswith("layertally"):
            spot = f" ({module}, line {trace.tb_lineno})"
        trace = trace.tb_next
    words = " ".join(str(error).split())[:200]
    return LayertallyError(
        f"a fault of layertally itself: {type(error).__name__}: {words}{spot}",
        fix="LAYERTALLY_DEBUG=1 shows the traceback; please report it together with the model",
    ).render()


def _usage(error: click.ClickException) -> str:
    """Click's complaint in our voice."""
    from ..errors import nearest

    verb = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "layertally"
    help_ = f"{verb} --help"
    if isinstance(error, click.NoSuchOption):
        options = [name for param in error.ctx.command.params for name in param.opts] if error.ctx else []
        near = nearest(error.option_name, options)
        fix = f"write `{near}`" if near else f"see  {help_}"
        if error.option_name in ("-o", "--output"):
            fix = "what it prints can be kept with  > FILE"
        return LayertallyError(f"{verb} has no option `{error.option_name}`", fix=fix).render()
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = error.param.human_readable_name.upper()
        if error.param.param_type_name == "option":
            name = f"{error.param.opts[0]} {error.param.metavar or ''}".rstrip()
        return LayertallyError(f"{verb} needs {name}", fix=f"see  {help_}").render()
    reason = error.format_message().rstrip(".")
    if isinstance(error, click.BadParameter) and error.param is not None:
        reason = f"{error.param.opts[-1]}: {error.message.rstrip('.')}"
    return LayertallyError(
        reason[:1].lower() + reason[1:] if reason[1:2].islower() else reason, fix=f"see  {help_}"
    ).render()

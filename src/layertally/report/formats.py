"""Every form of the layer table under its name: `text`, `json`, `md`, `csv`, `latex`.

In: `Grouped`, a format, `View`. Out: text.
"""

from __future__ import annotations

from importlib import import_module

from ..errors import LayertallyError, nearest
from ..group import Group, Grouped
from .rows import View

FORMATS = ("text", "json", "md", "csv", "latex")
_WRITERS = {"md": "markdown", "csv": "csv", "latex": "latex"}
TEXT_COLUMNS = 100


def write(
    grouped: Grouped,
    format: str = "text",  # noqa: A002
    view: View | None = None,
    group: str | None = None,
    columns: int = TEXT_COLUMNS,
) -> str:
    """The table as text. Raises LayertallyError for a format or a group that there is not."""
    view = view or View()
    if format not in FORMATS:
        near = nearest(format, FORMATS)
        raise LayertallyError(
            f"`format: {format}` is not one of {', '.join(FORMATS)}", fix=f"write `{near}`" if near else ""
        )
    only = None
    if group is not None:
        only = grouped.find(group)
        if only is None:
            raise LayertallyError(
                f"no group `{group}`", fix=f"the groups are {', '.join(each.title for each in grouped.groups)}"
            )
    if format == "json":
        from .json import write as json

        return json(grouped, view.macs, view.lang)
    if format == "text":
        return _text(grouped, view, only, columns)
    written: str = import_module(f".{_WRITERS[format]}", __package__).write(grouped, view, only)
    return written


def _text(grouped: Grouped, view: View, only: Group | None, columns: int) -> str:
    from .lines import render
    from .teaching import teaching
    from .terminal import one_group, table

    if view.density == "teaching":
        return render(teaching(grouped, view, columns, only))
    return render(one_group(grouped, only, view, columns) if only is not None else table(grouped, view, columns))

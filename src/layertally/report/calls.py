"""The calls of the package, the same as the verbs of the command: `draw`, `table`, `check`, `diff`.

In: a model in any form (a reference, `Model`, `Annotated`, `Grouped`). Out: texts, files, verdicts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..annotation import Annotated, annotate
from ..errors import LayertallyError
from ..group import AUTO, Grouped, cutting, group as regroup
from ..model import Model

if TYPE_CHECKING:
    from .compare import Comparison
    from .verdict import Verdict

AnyModel = str | Path | Model | Annotated | Grouped


def table(
    model: AnyModel,
    format: str = "text",  # noqa: A002
    *,
    density: str = "worked",
    lang: str = "en",
    macs: str = "macs",
    group: str | None = None,
    group_by: str = "auto",
    depth: int | None = None,
    expand: bool = False,
    ascii: bool = False,  # noqa: A002
    columns: int = 100,
) -> str:
    """The layer table as `text`, `json`, `md`, `csv` or `latex`; `columns` is the width of `text` in cells.

    Raises LayertallyError for a format, a group or a reference that there is not.

    >>> from layertally import read
    >>> net = read("net.yaml", text="{framework: keras, input: [8], layers: [{Dense: 4}, {Dense: 2}]}")
    >>> print(table(net, "md", density="compact"))
    | layer    | type  | output | params |   MACs |
    | -------- | ----- | ------ | -----: | -----: |
    | dense    | Dense | 4      |     36 |     32 |
    | dense\\_1 | Dense | 2      |     10 |      8 |
    | **Σ**    |       |        | **46** | **40** |
    <BLANKLINE>
    """
    from .formats import write
    from .rows import View

    return write(
        _grouped(model, lang, group_by, depth), format, View(density, lang, macs, expand, ascii), group, columns
    )


def draw(
    model: AnyModel,
    path: str | Path,
    *,
    group: str | None = None,
    group_by: str = "auto",
    depth: int | None = None,
    formats: tuple[str, ...] = ("svg",),
    theme: object = "light",
    preset: str = "page",
    density: str = "worked",
    lang: str = "en",
    macs: str = "macs",
    dpi: float = 192,
    exercise: bool | int | str | list[str] = False,
    split: bool = False,
) -> list[Path]:
    """Write figures and return their paths: a folder gets the overview and one figure a group, in each of `formats`
    (`svg`, `png`, `pdf`, `dot`); a file gets one figure, in the format of its suffix. An `exercise` has blanks in place
    of numbers: one a card, so many, or those named (`["conv2d.params", "sum"]`); its DOT is not to be had. `split`
    makes parts of a group that the preset's paper cannot hold. A `theme` is a name, a table of colours or the path of
    one.

    Raises LayertallyError for a group that there is not, for a figure that its paper cannot hold, and where a file
    cannot be written.

    >>> import tempfile
    >>> from layertally import read
    >>> net = read("net.yaml", text="{framework: keras, input: [8], layers: [{Dense: 4}]}")
    >>> [path.name for path in draw(net, tempfile.mkdtemp())]
    ['1.svg']
    """
    from ..figure import Options, figures, figures_of
    from ..figure.options import exercise_of
    from ..paint.palette import theme_of
    from .painted import FORMATS, Look, paint, target

    asked = exercise_of(exercise)
    options = Options(density=density, lang=lang, preset=preset, macs=macs, exercise=asked, split=split)
    found = _grouped(model, lang, group_by, depth)
    made = figures_of(found, group, options) if group is not None else figures(found, options)
    for each in made:
        if each.misfit:
            from ..figure.refusal import refusal

            raise refusal(found, each, options)
    stem, single = target(path)
    if single and len(made) > 1:
        raise LayertallyError(f"{path} is one file, and there are {len(made)} figures", fix="name a group, or a folder")
    kinds = (single,) if single else formats
    for kind in kinds:
        if kind not in FORMATS:
            raise LayertallyError(f"`{kind}` is not one of {', '.join(FORMATS)}")
        if kind == "dot" and asked is not None:
            raise LayertallyError("DOT has no blanks: it says every number", fix="draw svg, png or pdf")
    look = Look(theme_of(theme, files=True), dpi, preset)
    return [paint(found, each, stem if single else stem / each.id, kind, look).path for each in made for kind in kinds]


def check(model: AnyModel, *, lang: str = "en", ask: bool = True) -> tuple[Verdict, ...]:
    """What the formulas give, against what the framework reports and the author claims: verdicts, what does not agree
    first. A description is built in its framework where that is installed, unless `ask` is False.

    >>> from layertally import read
    >>> net = read("net.yaml", text="{framework: keras, input: [8], expect: {params: 37}, layers: [{Dense: 4}]}")
    >>> [verdict.word for verdict in check(net, ask=False)]
    ['differs', 'unchecked']
    """
    from .ask import ask as asked, silent
    from .verdict import judge

    if isinstance(model, (str, Path)):
        from ..readers import read

        model = read(model)
    why = ""
    if isinstance(model, Model) and ask:
        why = silent(model)
        model = asked(model)
    return judge(_grouped(model, lang).annotated, lang=lang, why=why)


def diff(a: AnyModel, b: AnyModel) -> Comparison:
    """What changed from `a` to `b`, layer by layer.

    >>> from layertally import read
    >>> text = "{framework: keras, input: [8], layers: [{Dense: 4}]}"
    >>> one, other = read("a.yaml", text=text), read("b.yaml", text=text.replace("4", "5"))
    >>> [(change.name, change.what) for change in diff(one, other).changes]
    [('dense', 'units 4 → 5')]
    """
    from .compare import compare

    return compare(worked(a), worked(b))


def worked(model: AnyModel) -> Annotated:
    """A model in any form with its formulas and values."""
    return _grouped(model).annotated


def _grouped(model: AnyModel, lang: str = "en", group_by: str = "auto", depth: int | None = None) -> Grouped:
    wanted = cutting(group_by, depth)
    if isinstance(model, Grouped):
        return model if wanted == AUTO else regroup(model.annotated, lang, wanted)
    if isinstance(model, (str, Path)):
        from ..readers import read

        model = read(model)
    return regroup(model if isinstance(model, Annotated) else annotate(model), lang, wanted)

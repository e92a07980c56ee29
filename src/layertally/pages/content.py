"""Everything a model's page says.

In: a `Grouped` model and `PageOptions`. Out: `PageData`; see `data` for its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..annotation import Annotated
from ..errors import LayertallyError
from ..figure import Figure, figures as all_figures, figures_of
from ..figure.content import anchor, number
from ..formula import Poly, added
from ..group import Group, Grouped, opened
from ..model import str_shape
from ..report.costs import formula_of, sum_costs, unit
from ..report.coverage import coverage
from ..report.memory import KEPT_AS, held, size
from .costs import counted_how, strip_name
from .data import Download, Fact, FigureView, PageData, PageOptions, Section, StageView, SymbolUse
from .fused import fused
from .notes import notes
from .numbers import FLOAT32, elements
from .phrases import say
from .rows import Fused, rows, sum_row
from .rules import Rules, padded_rules
from .symbols import symbols_of
from .verdicts import batch_word, framework_title, truths, verdict
from .views import numbers as figure_numbers, view
from .whys import Whys


@dataclass(frozen=True, slots=True)
class Drawn:
    """The figures of a model in both layouts, each by its id."""

    wide: tuple[Figure, ...]
    narrow: tuple[Figure, ...]

    @staticmethod
    def of(grouped: Grouped, options: PageOptions, only: str = "", preset: str = "") -> Drawn:
        """All figures, or `only` that of one group (or `overview`); with a `preset` in that layout alone. Raises
        LayertallyError for a group that is not there."""
        narrow = () if preset else _figures(grouped, options, "narrow", only)
        return Drawn(_figures(grouped, options, preset or "page", only), narrow)


def _figures(grouped: Grouped, options: PageOptions, preset: str, only: str) -> tuple[Figure, ...]:
    wanted = options.figure(preset)
    try:
        return figures_of(grouped, only, wanted) if only else all_figures(grouped, wanted)
    except LayertallyError:
        if preset == "narrow":  # what does not fit a phone is shown as it is, in a frame that scrolls
            return ()
        raise


def page(
    grouped: Grouped,
    options: PageOptions | None = None,
    *,
    slug: str = "model",
    prefix: str = "",
    group: str = "",
    preset: str = "",
    caption: str | None = None,
    cards: bool = True,
    margin: bool = True,
) -> PageData:
    """What the page of a model says. `slug` names its files; `prefix` goes before every id; `group` shows one group
    only, `preset` one layout only; `caption` takes the place of ours; without `cards` figures do not link to
    derivations, without a `margin` derivations do not link to rules.

    Raises:
        LayertallyError: there is no such group.
    """
    options, grouped = options or PageOptions(), opened(grouped)
    annotated, lang = grouped.annotated, options.lang
    drawn = Drawn.of(grouped, options, group, preset)
    shown = _shown(grouped, drawn, group)
    ids = {f"group-{figure.id}": f"{prefix}fig-{figure.id}" for figure in drawn.wide}
    headed = [made.id for made, _ in _stages_of(drawn) if shown]
    ids |= {f"group-{id_}": f"{prefix}group-{id_}" for id_ in (*headed, *(part.id for part in shown))}
    if cards:
        ids |= {anchor(layer.name): prefix + anchor(layer.name) for part in shown for layer in part.layers}
    joined = (
        {name: layers for part in shown for name, layers in fused(drawn.wide, part.layers).items()} if cards else {}
    )
    ids |= {anchor(name): f"{prefix}{anchor(name)}--card" for name in joined}
    views = _views(drawn, prefix, ids, options, caption)
    whys = Whys(prefix, lang, framework_title(annotated.model), batch_word(annotated.model), options.macs)
    rules = Rules(lang, prefix, options.maths, margin, padded_rules(annotated.layers))
    stages = _stages(drawn, views, prefix)
    sections = tuple(_section(part, views, whys, rules, joined, stages) for part in shown)
    lines, conclusion = truths(annotated, lang)
    return PageData(
        annotated.model.name,
        slug,
        lang,
        prefix,
        options.theme,
        verdict(annotated, lang),
        strip(annotated, lang, options.macs),
        notes(annotated, lang),
        views.get("overview") or next((view for view in views.values() if not shown), None),
        sections,
        lines,
        conclusion,
        _symbols(shown, lang, options.macs),
        downloads(drawn, options, slug),
        _counted(annotated, options),
        f"layertally check {annotated.model.source}" if annotated.model.source else "",
        _footer(),
        f"{annotated.model.name}: {number(annotated.totals.known_params)} {say('params', lang)}",
        unit(options.macs, lang),
    )


def strip(annotated: Annotated, lang: str, macs: str) -> tuple[Fact, ...]:
    """The facts of the summary: five, and what a decoder keeps a token where the source says so."""
    totals, model = annotated.totals, annotated.model
    trained = totals.trainable == totals.params
    name = say("strip_params", lang) if trained else say("strip_params_some", lang, number(totals.trainable))
    if totals.params is None:
        name = say("strip_known", lang)
    outputs = added(elements(out.shape) for layer in annotated.layers for out in layer.outputs)
    weights = totals.known_params * FLOAT32
    shapes = " + ".join(str_shape(given.shape) for given in model.inputs)
    ends = " + ".join(str_shape(shape) if shape is not None else "?" for shape in annotated.output_shapes)
    kept = held(annotated)
    cache = (
        [] if kept is None or kept.token is None else [Fact(size(kept.token.value), say("strip_cache", lang, KEPT_AS))]
    )
    return (
        Fact(number(totals.known_params), name),
        Fact(number(sum_costs(annotated.layers, macs)), strip_name(macs, lang)),
        Fact(size(weights), say("strip_weights", lang)),
        Fact(size(outputs * FLOAT32 if outputs is not None else None), say("strip_outputs", lang)),
        *cache,
        Fact(f"{shapes} → {ends}", say("strip_shape", lang)),
    )


def downloads(drawn: Drawn, options: PageOptions, slug: str) -> tuple[Download, ...]:
    """The files beside the page, in the folder that bears its name."""
    images = [kind for kind in ("svg", "png", "pdf") if kind in options.downloads]
    tables = [kind for kind in ("csv", "json") if kind in options.downloads]
    names = figure_numbers(drawn.wide, options.lang)
    out = []
    for drawing in drawn.wide:
        name = names[drawing.id]
        title = name if drawing.id == "overview" else say("titled", options.lang, name, drawing.title)
        if images:
            out.append(
                Download(title, tuple((kind.upper(), f"{slug}/{file_name(drawing.id)}.{kind}") for kind in images))
            )
    if tables:
        out.append(
            Download(say("table", options.lang), tuple((kind.upper(), f"{slug}/layers.{kind}") for kind in tables))
        )
    return tuple(out)


def file_name(figure_id: str) -> str:
    """A figure's id as part of a file name."""
    return re.sub(r"[^\w.-]+", "-", figure_id).strip(".-") or "figure"


def _shown(grouped: Grouped, drawn: Drawn, only: str) -> tuple[Group, ...]:
    if not only:
        return grouped.groups
    found = grouped.find(only) or next((grouped.find(_home(figure)) for figure in drawn.wide), None)
    return (found,) if found is not None else ()


def _home(figure: Figure) -> str:
    """The group that a figure belongs to: 3 of 3b."""
    found = re.match(r"\d+", figure.id)
    return found[0] if found else figure.id


def _views(
    drawn: Drawn,
    prefix: str,
    ids: dict[str, str],
    options: PageOptions,
    caption: str | None,
) -> dict[str, FigureView]:
    narrow = {figure.id: figure for figure in drawn.narrow}
    names = figure_numbers(drawn.wide, options.lang)
    alone = len(drawn.wide) == 1
    opens = say("opens_stages" if _stages_of(drawn) else "opens", options.lang)
    out = {}
    for figure in drawn.wide:
        said = figure.caption if figure.id != "overview" else opens
        said = caption if caption is not None and alone else said.replace(" %", "\u00a0%")
        number_ = "" if alone and figure.id != "overview" else names[figure.id]
        out[figure.id] = view(
            Figure(figure.id, figure.title, said, figure.drawing),
            narrow.get(figure.id),
            number_,
            prefix,
            ids,
            options.theme,
        )
    return out


def _stages(drawn: Drawn, views: dict[str, FigureView], prefix: str) -> dict[str, StageView | None]:
    """By the id of each group that is part of a stage; with the stage's view the first of them."""
    out: dict[str, StageView | None] = {}
    for made, members in _stages_of(drawn):
        out |= dict.fromkeys(member.id for member in members)
        out[members[0].id] = StageView(f"{prefix}group-{made.id}", made.title, views[made.id])
    return out


def _stages_of(drawn: Drawn) -> list[tuple[Figure, tuple[Group, ...]]]:
    """The overviews of stages, each with its groups."""
    return [(made, made.group.members) for made in drawn.wide if made.group is not None and made.group.members]


def _section(
    group: Group,
    views: dict[str, FigureView],
    whys: Whys,
    rules: Rules,
    joined: Fused,
    stages: dict[str, StageView | None],
) -> Section:
    own = tuple(
        shown for id_, shown in views.items() if id_ != "overview" and (re.match(r"\d+", id_) or [id_])[0] == group.id
    )
    fresh, links = rules.of_group(group.layers, group.title)
    return Section(
        f"{whys.prefix}group-{group.id}",
        group.title,
        own,
        fresh,
        links,
        tuple(rows(group.items, whys, rules, joined)),
        sum_row(group, whys.convention),
        group.id in stages,
        stages.get(group.id),
    )


def _symbols(groups: Sequence[Group], lang: str, macs: str) -> tuple[SymbolUse, ...]:
    formulas = []
    for group in groups:
        for layer in group.layers:
            for out in layer.outputs[:1]:
                formulas += [part.formula for part in out.sizes]
            formulas += [formula for formula in (layer.count.formula, formula_of(layer, macs)) if formula is not None]
    return symbols_of(formulas, lang)


def _counted(annotated: Annotated, options: PageOptions) -> tuple[str, ...]:
    model, lang = annotated.model, options.lang
    framework = framework_title(model).split(" ")[0]
    counts = bool(annotated.totals.non_trainable)
    dims = [dim for given in model.inputs for dim in given.shape]
    named = sorted({name for dim in dims if isinstance(dim, Poly) for name in dim.names})
    outputs = sum(len(layer.outputs) for layer in annotated.layers)
    return (
        say("how_params_keras", lang, framework) if counts else say("how_params", lang),
        counted_how(options.macs, lang),
        say("how_shapes", lang, framework, batch_word(model)),
        say("how_outputs", lang, outputs),
        *([say("how_named", lang, ", ".join(named))] if named else []),
        *([say("how_folded", lang, folded)] if (folded := coverage(annotated, lang)) else []),
    )


def _footer() -> str:
    from .version import version

    return f"layertally {version()}"

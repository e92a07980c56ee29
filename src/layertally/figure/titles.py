"""What stands round a group's figure: its header, its sums, and the figure in words.

In: `Grouped`, a group, the options. Out: `Titles`, `Sum`s and a sentence, all plain strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import words
from ..annotation import AnnotatedLayer
from ..group import Group, Grouped, Item, Panel, every
from ..model import str_shape
from .blocks.panel import Sum, Titles
from .closing import name_of
from .exercise import Drill, marks
from .graph import Level
from .options import Options
from .split import part_number
from .sums import Term, node_terms, terms_texts, total_text
from .texts import number, percent

MOST_WORDS = 1800
"""Characters of a description: a screen reader reads them all."""


def titles_of(grouped: Grouped, group: Group, options: Options, drill: Drill | None = None) -> Titles:
    """The header of a group's figure, or of an exercise; of a group with an error, where the model stops."""
    lang = options.lang
    if drill is not None:
        return _drill_titles(grouped, drill, lang)
    broken = next((layer for layer in group.layers if layer.problem is not None), None)
    if broken is not None:
        return _stopped(grouped, group, broken, lang)._replace(up=options.up)
    count, known = len(grouped.groups), grouped.annotated.totals.known_params
    own = part_number(group)
    if own is not None:
        parts = [part_number(each) for each in (*grouped.groups, *grouped.inner)]
        many = sum(part is not None and part[0] == own[0] for part in parts)
        sub = words.label("part_of", lang, *own, many, grouped.annotated.model.name)
    elif count > 1:
        sub = words.label("group_of", lang, group.id, count, grouped.annotated.model.name)
    else:
        sub = words.label("one_layer" if len(group.layers) == 1 else "layers", lang, number(len(group.layers)))
    share = ""
    if count > 1 and group.params is not None and known != 0:
        share = words.label("share", lang, percent(grouped.share(group.params)), number(known))
    total = total_text([(1, layer.count.value) for layer in group.layers])
    title, badge = _badged(group)
    if group.turns > 1:
        sub += " · " + words.label("turns", lang, group.turns)
    if badge:
        one = total_text([(1, layer.count.value) for layer in every(group.items)])
        return Titles(title, sub, _times(group.repeat, one, total, lang), share, badge, up=options.up)
    return Titles(title, sub, words.label("n_params", lang, total), share, up=options.up)


def _badged(group: Group) -> tuple[str, str]:
    """The title of a group without how many blocks it has, and of a fold its badge, which says that."""
    badge = f"× {group.repeat}" if group.repeat > 1 else ""
    return (group.title.removesuffix(f" × {group.repeat * group.turns}") if badge else group.title), badge


def _drill_titles(grouped: Grouped, drill: Drill, lang: str) -> Titles:
    """The header of an exercise: no total where parameters are asked for, and which blanks there are."""
    first, last = marks(drill.blanks)
    sub = words.label("exercise", lang, grouped.annotated.model.name)
    total = "?" if drill.asks_params else total_text([(1, layer.count.value) for layer in drill.group.layers])
    share = words.label("fill_in", lang, first, last) if first != last else words.label("fill_in_one", lang, first)
    title, badge = _badged(drill.group)
    return Titles(title, sub, words.label("n_params", lang, total), share, badge)


def _stopped(grouped: Grouped, group: Group, broken: AnnotatedLayer, lang: str) -> Titles:
    position = [layer.name for layer in grouped.annotated.layers].index(broken.name) + 1
    sub = words.label("stops", lang, position, len(grouped.annotated.layers))
    if broken.problem is not None and broken.problem.place is not None:
        sub += f" · {broken.problem.place.path.rpartition('/')[2]}:{broken.problem.place.line}"
    return Titles(group.title, sub, words.label("errors", lang), f"{broken.layer.type} {broken.name}", error=True)


def panel_titles(panel: Panel, one: str, lang: str, beside: bool = False) -> Titles:
    """The header of a panel; `one` is what a single copy comes to, empty where an exercise asks for it; copies follow
    each other or stand `beside`."""
    title = name_of(panel)
    if not one:
        return Titles(title, badge=f"× {panel.repeat}" if panel.repeat > 1 else "")
    if panel.repeat == 1:
        return Titles(title, "", words.label("n_params", lang, one))
    times = None if panel.params is None else panel.repeat * panel.params
    total = _times(panel.repeat, one, number(times), lang)
    sub = words.label("side_by_side", lang) if beside else words.label("turns", lang, panel.turns)
    sub = sub if beside or panel.turns > 1 else ""
    return Titles(title, sub, total, badge=f"× {panel.repeat}")


def _times(repeat: int, one: str, total: str, lang: str) -> str:
    """`2 × 36,992 = 73,984 params`; what one comes to may be a sum."""
    one = f"({one})" if " " in one else one
    return words.label("n_params", lang, f"{repeat} × {one} = {total}")


def sums_of(tops: Level, group: Group, parts: tuple[Group, ...], lang: str, asked: str = "") -> tuple[Sum, ...]:
    """The footer of a figure: its cards' sum, of a part of a fold how often that counts, on the last of several `parts`
    also the sum of the parts; `asked` is the mark of its blank."""
    terms = node_terms(tops.nodes.values())
    if asked:
        label = words.label("sum_one" if group.repeat > 1 else "sum_params", lang)
        return (Sum(label, terms_texts(terms), asked, asked=True),)
    sums: tuple[Sum, ...] = (Sum(words.label("sum_params", lang), terms_texts(terms), total_text(terms)),)
    if group.repeat > 1:
        whole = [(group.repeat * count, value) for count, value in terms]
        times = f"{group.repeat}·{sums[0].total}"
        sums = (
            sums[0]._replace(label=words.label("sum_one", lang)),
            Sum(words.label("sum_params", lang), (times,), total_text(whole)),
        )
    if not parts:
        return sums
    every: list[Term] = [(1, part.params) for part in parts]
    return (*sums, Sum(words.label("sum_parts", lang), terms_texts(every), total_text(every)))


def describe(group: Group, options: Options) -> str:
    """The figure in words, for those who do not see it: layer by layer; of many the first, and how many follow."""
    lang = options.lang
    mark = words.label("semicolon", lang)
    said, used = list[str](), 0
    parts = list(_in_words(group.items, lang))
    for i, part in enumerate(parts):
        used += len(part) + len(mark)
        if used > MOST_WORDS:
            said.append(words.label("more_parts", lang, len(parts) - i))
            break
        said.append(part)
    told = mark.join(said)
    return words.label("times_of", lang, group.repeat, _badged(group)[0], told) if group.repeat > 1 else told


def _in_words(items: Sequence[Item], lang: str) -> Iterator[str]:
    for item in items:
        if not isinstance(item, Panel):
            yield _layer_in_words(item, lang)
        elif item.repeat > 1:
            inside = words.label("semicolon", lang).join(_in_words(item.items, lang))
            yield words.label("times_of", lang, item.repeat, name_of(item), inside)
        else:
            yield from _in_words(item.items, lang)


def _layer_in_words(layer: AnnotatedLayer, lang: str) -> str:
    """`Conv2D conv2d: out 26×26×32, (3·3·1 + 1)·32 = 320 params`."""
    said = [f"{words.label('out', lang)} {str_shape(layer.shape) if layer.shape is not None else '?'}"]
    formula = layer.count.formula
    if formula is not None:
        worked, value = formula.worked(), number(layer.count.value)
        said.append(words.label("n_params", lang, value if worked == value else f"{worked} = {value}"))
    return words.label("of_layer", lang, f"{layer.layer.type} {layer.name}", words.label("comma", lang).join(said))

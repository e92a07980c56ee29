"""What a page says, as plain frozen values: a template only sets them.

Strings are plain text unless their name ends in `html` or `svg`; those hold finished markup, everything in it escaped.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..figure.options import Options
from ..group.cutting import Cutting, cutting
from ..paint.theme import Theme

DOWNLOADS = ("svg", "png", "pdf", "csv", "json")
MATHS = ("mathml", "mathjax")
THEMES = ("auto", "light", "dark", "mono")


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How a page is made. `theme` `auto` follows the site's palette, a palette of one's own does not; `maths` `mathjax`
    prints `\\(…\\)` for a MathJax that the site itself brings; `downloads` names the files a page offers (or none);
    `split` makes parts of what a preset's paper cannot hold."""

    lang: str = "en"
    density: str = "worked"
    macs: str = "macs"
    theme: Theme = "auto"
    maths: str = "mathml"
    downloads: tuple[str, ...] = DOWNLOADS
    group_by: str = "auto"
    depth: int | None = None
    split: bool = False

    @property
    def cutting(self) -> Cutting:
        """The same wishes, for the groups."""
        return cutting(self.group_by, self.depth)

    def figure(self, preset: str = "page") -> Options:
        """The same wishes, for the figures."""
        return Options(self.density, self.lang, preset, self.macs, link="#{}", split=self.split)


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of the summary strip, above its name."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A chip (`agrees`, `differs`, `unchecked`, `unexplained`) and the rest of its sentence."""

    status: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure in two layouts; `narrow_svg` empty: there is only one. `turn` is the width in px below which the narrow
    one is shown; a `large` figure is wider than any page and gets a frame to pan and zoom in."""

    id: str
    number: str
    title: str
    caption: str
    wide_svg: str
    narrow_svg: str
    width: float
    turn: int
    large: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A formula in the margin with one sentence. `maths_html` is empty where the rule is that of `same_as`."""

    id: str
    title: str
    maths_html: str
    latex: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RuleLink:
    """Rules that an earlier group has set: their titles and where they stand."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class SymbolUse:
    """A symbol (or a pair that goes together), its meaning, the values it takes."""

    names: tuple[str, ...]
    meaning: str
    values: str


@dataclass(frozen=True, slots=True)
class Why:
    """A derivation card: symbols, then numbers, then the value; what each symbol is; where it comes from."""

    id: str
    name: str
    what: str
    lines: tuple[str, ...]
    value: str
    symbols: tuple[SymbolUse, ...] = ()
    weights: str = ""
    reported: str = ""
    status: str = "unchecked"
    rule: RuleLink | None = None
    place: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A layer in the table. A value with a derivation carries its `Why`. `level` is the depth of its panel. `fused`
    names what the figure draws on the same card, `fused_why` is their sum."""

    id: str
    name: str
    type: str
    family: str
    shape: str
    short_shape: str
    sizes: tuple[tuple[str, Why], ...]
    worked: str
    params: str
    params_why: Why | None
    macs: str
    macs_why: Why | None
    status: str
    note: str
    level: int = 0
    fused: str = ""
    fused_why: Why | None = None


@dataclass(frozen=True, slots=True)
class PanelRow:
    """The head of a panel: `title` and how often it stands there, with the parameters of one copy."""

    title: str
    repeat: str
    params: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class SumRow:
    """The last row of a group's table."""

    title: str
    worked: str
    params: str
    macs: str


@dataclass(frozen=True, slots=True)
class Note:
    """A visible note: `status` gives the colour (`differs`, `unexplained`, `note`), `line` is the source line it speaks
    of, `fix` stands bold at the end; `at` is the place as a log says it."""

    status: str
    place: str
    title: str
    body: tuple[str, ...] = ()
    fix: str = ""
    line: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class StageView:
    """The overview of a stage, which stands before the first of its groups."""

    id: str
    title: str
    figure: FigureView


@dataclass(frozen=True, slots=True)
class Section:
    """A group: its figures, the rules it is the first to use, links to those set before, its table. `staged`: it is
    part of a stage; the first of one has its `stage`."""

    id: str
    title: str
    figures: tuple[FigureView, ...]
    rules: tuple[Rule, ...]
    links: tuple[RuleLink, ...]
    rows: tuple[Row | PanelRow, ...]
    total: SumRow
    staged: bool = False
    stage: StageView | None = None

    @property
    def width(self) -> int:
        """Of the widest figure, in px."""
        return int(max((figure.width for figure in self.figures), default=0))

    @property
    def wide(self) -> bool:
        """Whether the figures leave no room for a margin beside them."""
        return self.width > 464


@dataclass(frozen=True, slots=True)
class Truth:
    """One of the three truths as a line of the total."""

    word: str
    value: str
    source: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    """A row of files: (label, path relative to the page's own folder)."""

    title: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageData:
    """Everything a model's page says, in the order in which it says it; `cost` heads its column of
    costs."""

    name: str
    slug: str
    lang: str
    prefix: str
    theme: Theme
    verdict: Verdict
    strip: tuple[Fact, ...]
    notes: tuple[Note, ...]
    overview: FigureView | None
    sections: tuple[Section, ...]
    truths: tuple[Truth, ...]
    conclusion: Verdict
    symbols: tuple[SymbolUse, ...]
    downloads: tuple[Download, ...]
    counted: tuple[str, ...]
    command: str
    footer: str
    description: str = ""
    cost: str = "MACs"

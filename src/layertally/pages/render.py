"""From values to Markdown and HTML: the Jinja templates of `templates/`, each of which a site may replace.

In: a template's name and its values. Out: text. HTML in a Markdown page stands between two comments and holds no blank
line, so every Markdown dialect leaves it alone; our own extension stashes it before any other can touch it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._places import templates_dir
from ..formula.mathml import inline_symbol
from ..formula.typeset import latex_symbol
from ..paint.theme import Palette, Theme, base_of, variable
from .phrases import say

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

OPEN, CLOSE = "<!-- layertally -->", "<!-- /layertally -->"
_BACKSLASHED = set("\\`*_{}[]()>#+-.!")
_SUBSCRIPT = re.compile(r"(?<![\w&#])([^\W\d_]'?)_([^\W_]{1,6})(?!\w)")


def render(template: str, folder: str | Path | None = None, **values: Any) -> str:
    """The text of a template; a file of the same name in `folder` takes the place of ours.

    Raises:
        jinja2.TemplateError: a site's own template is wrong.
    """
    return environment(str(folder) if folder else "").get_template(template).render(**values)


@lru_cache(maxsize=8)
def environment(folder: str) -> Environment:
    """Jinja with autoescaping everywhere and our filters: `sub`, `maths`, `markdown`, `block`, `look`."""
    from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    places = [FileSystemLoader(place) for place in (folder, str(templates_dir())) if place]
    made = SandboxedEnvironment(
        loader=ChoiceLoader(places),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters.update(
        sub=subscripts,
        maths=maths,
        markdown=markdown,
        block=block,
        one_line=one_line,
        ticks=ticks,
        soft=soft,
        plain_title=plain_title,
        look=look,
    )
    made.globals.update(say=say, id=heading_id)
    return made


def look(theme: Theme) -> Markup:
    """The attributes that give a figure its theme; none for `auto`, which follows the page.

    >>> str(look("dark")), str(look(Palette("light", (("conv", "#102030"),))))
    (' data-lt-theme="dark"', ' data-lt-theme="light" style="--lt-conv:#102030"')
    """
    from markupsafe import Markup

    if theme == "auto":
        return Markup()
    own = theme.tokens if isinstance(theme, Palette) else ()
    style = ";".join(f"{variable(token)}:{value}" for token, value in own)
    said = f' data-lt-theme="{base_of(theme)}"' + (f' style="{style}"' if style else "")
    return Markup(said)  # noqa: S704 - names and colours that were checked


def subscripts(text: str) -> Markup:
    """A formula's text as HTML, symbols with real subscripts.

    >>> str(subscripts("(k_h + 1)·c_out < 2"))
    '(<i>k</i><sub>h</sub> + 1)·<i>c</i><sub>out</sub> &lt; 2'
    """
    from markupsafe import Markup

    return Markup(_SUBSCRIPT.sub(r"<i>\1</i><sub>\2</sub>", escape(text, quote=True)))  # noqa: S704 - escaped one step before


def ticks(text: str) -> Markup:
    """A message's `words` in backticks as code.

    >>> str(ticks("no group `<4>`"))
    'no group <code>&lt;4&gt;</code>'
    """
    from markupsafe import Markup

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S704 - escaped one step before


def plain_title(text: str) -> str:
    """A title for places where hosts print it unescaped (nav, `<title>`): no angle brackets are left in it.

    >>> plain_title("A <b>")
    'A ‹b›'
    """
    return " ".join(text.replace("<", "‹").replace(">", "›").split())


def soft(text: str) -> Markup:
    """A name that may break after its dots, slashes and underscores.

    >>> str(soft("a/b<c"))
    'a/<wbr>b&lt;c'
    """
    from markupsafe import Markup

    return Markup(re.sub(r"([./_])(?=.)", r"\1<wbr>", escape(text)))  # noqa: S704 - escaped one step before


def heading_id(name: str) -> Markup:
    """The explicit id of a heading: that of a Chinese one would be `_1` otherwise."""
    from markupsafe import Markup

    return Markup("{#%s}") % name


def maths(name: str, how: str = "mathml") -> Markup:
    """A symbol alone."""
    from markupsafe import Markup

    return Markup(inline_symbol(name) if how == "mathml" else f"\\({escape(latex_symbol(name))}\\)")  # noqa: S704 - escaped inside


def markdown(text: str) -> Markup:
    """Any text as literal Markdown: nothing in it is markup, in any dialect.

    >>> str(markdown("a*b* <x> | 1"))
    'a\\\\*b\\\\* &lt;x&gt; &#124; 1'
    """
    from markupsafe import Markup

    return Markup("".join(_literal(char) for char in " ".join(text.split())))  # noqa: S704 - every mark is made literal


def _literal(char: str) -> str:
    if char in "<>&":
        return escape(char)
    if char in _BACKSLASHED:
        return f"\\{char}"
    return char if char.isalnum() or char in " ,;/" or ord(char) > 127 else f"&#{ord(char)};"


def block(text: str) -> Markup:
    """Finished HTML as a block of a Markdown page. No blank lines, no indentation, no template braces of other
    plugins."""
    from markupsafe import Markup

    lines = [line.strip() for line in str(text).splitlines()]
    body = "\n".join(line for line in lines if line)
    body = body.replace("{{", "&#123;&#123;").replace("{%", "&#123;%").replace("{#", "&#123;#")
    # An element that Markdown does not know would be inline at the top: the div makes it a block.
    return Markup(f'{OPEN}\n<div class="layertally-block">\n{body}\n</div>\n{CLOSE}')  # noqa: S704 - the template has escaped what it holds


def one_line(text: str) -> Markup:
    """HTML on one line, for a cell."""
    from markupsafe import Markup

    return Markup(re.sub(r"\s*\n\s*", "", str(text)))  # noqa: S704 - as above

"""The Markdown extension: where fences are found, what they may say, how they fail."""

from __future__ import annotations

import logging
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import markdown
import pytest

from layertally.markdown import FencePreprocessor, FigureError
from layertally.markdown.fences import find

if TYPE_CHECKING:
    from collections.abc import Callable

MODELS = Path(__file__).resolve().parent / "models"
FENCE = "```layertally\nmodel: vgg.yaml\ngroup: 第一组\n```"
INLINE = """```layertally
framework: keras
input: [28, 28, 1]
layers:
  - Conv2D: {filters: 32, kernel_size: 3}
```"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(MODELS / "vgg.yaml", tmp_path / "vgg.yaml")
    return tmp_path


@pytest.fixture
def convert(project: Path) -> Callable[..., str]:
    """Markdown to HTML with our extension; `extensions` come before it."""

    def run(text: str, *extensions: str, **settings: object) -> str:
        ours = {"root": str(project), "css": "none", **settings}
        return markdown.markdown(
            text, extensions=[*extensions, "layertally"], extension_configs={"layertally": ours}, tab_length=4
        )

    return run


def figures(html: str) -> int:
    return len(re.findall(r'<figure class="layertally', html))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("```layertally\nmodel: vgg.yaml\n```", 4),  # the overview and three groups
        (FENCE, 1),
        (FENCE.replace("```", "~~~~"), 1),
        ("   " + FENCE.replace("\n", "\n   "), 1),
        ("```{.layertally}\nmodel: vgg.yaml\ngroup: 2\n```", 1),
        ("```layertally\nvgg.yaml\n```", 4),
        (INLINE, 1),
        ("```layertally\nmodel:\n  framework: keras\n  input: [8]\n  layers:\n    - Dense: 4\ngroup: 1\n```", 1),
        ("````markdown\n" + FENCE + "\n````", 0),
        ("```layertally-like\nmodel: vgg.yaml\n```", 0),
        ("```yaml\nlayertally: 1\n```", 0),
        ("`` ```layertally ``", 0),
    ],
)
def test_fences_are_found(convert: Callable[..., str], text: str, count: int) -> None:
    assert figures(convert(text, "fenced_code")) == count
    assert figures(convert(text, "pymdownx.superfences")) == count


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('=== "Keras"\n\n    {}\n', "tabbed-set"),
        ("- item\n\n    {}\n", "<li>"),
        ("1. one\n2. two\n\n    {}\n", "<ol>"),
        ("!!! note\n\n    {}\n", "admonition"),
        ("??? note\n\n    {}\n", "<details"),
        ("- a\n    - b\n\n        {}\n", "<ul>"),
    ],
)
def test_fences_stand_anywhere(convert: Callable[..., str], text: str, inside: str) -> None:
    indent = re.findall(r"^( +)\{", text, re.MULTILINE)[0]
    html = convert(
        text.format(FENCE.replace("\n", "\n" + indent)),
        "pymdownx.superfences", "pymdownx.tabbed", "admonition", "pymdownx.details",
    )  # fmt: skip
    assert figures(html) == 1
    assert inside in html
    assert "```" not in html
    assert html.index(inside) < html.index("<figure")


def test_inline_markdown_does_not_touch_a_figure(convert: Callable[..., str]) -> None:
    html = convert(FENCE, "pymdownx.tilde", "pymdownx.caret", "pymdownx.smartsymbols", "smarty")
    assert "(3·3·1 + 1)·32" in html
    assert not re.search(r"<(em|strong|del|sup)\b", html)


def test_the_preprocessor_comes_before_superfences_and_raw_html() -> None:
    md = markdown.Markdown(extensions=["pymdownx.superfences", "layertally"])
    order = [type(one) for one in md.preprocessors]
    names = [kind.__name__ for kind in order]
    assert names.index("FencePreprocessor") < names.index("SuperFencesBlockPreprocessor")
    assert order.index(FencePreprocessor) < names.index("HtmlBlockPreprocessor")


def test_the_same_figure_twice_has_other_ids(convert: Callable[..., str]) -> None:
    html = convert(f"{FENCE}\n\n{FENCE}\n\n{INLINE}")
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert figures(html) == 3
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids


@pytest.mark.parametrize(
    ("options", "has", "lacks"),
    [
        ("table: false", "<figure", "<table"),
        ("table: open", '<details class="lt-numbers" open>', "xxx"),
        ("lang: zh", "全部数字(表格)", "All numbers"),
        ("caption: A *caption* <b>", "A *caption* &lt;b&gt;", "<em>"),
        ("theme: mono", 'data-lt-theme="mono"', "xxx"),
        ("id: first", '<div class="layertally-fence" id="first">', "xxx"),
        ("preset: column", "<figure", "lt-narrow"),
        ("density: teaching", "k_h", "xxx"),
    ],
)
def test_options(convert: Callable[..., str], options: str, has: str, lacks: str) -> None:
    html = convert(FENCE.replace("group:", f"{options}\ngroup:"))
    if has == "k_h":
        has = 'data-lang="en"'
        assert "k" in html
    assert has in html
    assert lacks not in html


def test_a_fence_makes_parts_of_what_its_paper_cannot_hold(root: Path) -> None:
    def drawn(options: str) -> list[str]:
        text = f"```layertally\nmodel: examples/unet-small.yaml\npreset: ieee\n{options}\n```"
        ours = {"layertally": {"root": str(root), "css": "none"}}
        html = markdown.markdown(text, extensions=["layertally"], extension_configs=ours)
        return re.findall(r"<figcaption><b>Figure (\w+)</b>", html)

    assert drawn("split: true") == ["1a", "1b", "1c", "2", "3"]
    assert drawn("split: true\ngroup: 1") == ["1a", "1b", "1c"]
    assert drawn("split: false") == ["1", "2", "3"]


DIFF = """```layertally
diff:
  - {framework: keras, input: [8], layers: [{Dense: 4}, {Dropout: 0.5}, {Dense: 2}]}
  - {framework: keras, input: [8], layers: [{Dense: 4}, {Dense: 3}]}
OPTIONS
```"""


def test_what_changed_is_a_figure_and_a_table(convert: Callable[..., str]) -> None:
    html = convert(DIFF.replace("OPTIONS", "table: open"))
    assert figures(html) == 1
    assert "≠ changed" in html
    assert "<figcaption>1 changed, 0 added, 1 removed, 1 the same.</figcaption>" in html
    assert '<details class="lt-numbers" open>' in html
    assert '<th scope="col">before</th><th scope="col">after</th>' in html
    assert "<span>(4 + 1)·3 =</span> <b>15</b>" in html
    assert "<title>(4 + 1)·2 = 10 → (4 + 1)·3 = 15</title>" in html
    assert "改动 1 处，新增 0 层，删除 1 层，1 层相同。" in convert(DIFF.replace("OPTIONS", "lang: zh"))
    assert "<table" not in convert(DIFF.replace("OPTIONS", "table: false"))
    assert 'data-lt-theme="mono"' in convert("```layertally\ndiff: [vgg.yaml, vgg.yaml]\ntheme: mono\n```")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("diff: [vgg.yaml]", "a difference is between two models, not 1"),
        ("diff: vgg.yaml", "<code>diff</code> is not a list of models"),
        ("diff: [vgg.yaml, vgg.yaml]\ngroup: 1", "a comparison has no option <code>group</code>"),
        ("diff: [vgg.yaml, vgg.yaml]\ntabel: open", "write <code>table</code>"),
    ],
)
def test_what_is_no_difference_is_said(convert: Callable[..., str], text: str, said: str) -> None:
    assert said in convert(f"```layertally\n{text}\n```")


BLOCKS = """```layertally
framework: torch
input: [8]
blocks: {block: [{Linear: [8, 8]}, ReLU, {Linear: [8, 8]}, ReLU, {Linear: [8, 8]}]}
layers: [{block: {name: body, repeat: 3}}, {Linear: [8, 2]}]
OPTIONS
```"""


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ("", 3),  # the overview, the blocks, the head
        ("group_by: none", 1),
        ("group-by: none", 1),
        ("group_by: none\ndepth: 0", 2),  # the block has a figure of its own
        ("depth: 1", 3),
    ],
)
def test_groups_and_depth(convert: Callable[..., str], options: str, count: int) -> None:
    assert figures(convert(BLOCKS.replace("OPTIONS", options))) == count


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("group-by: scop", "<code>group_by: scop</code> is not one of auto, name, resolution, scope, none"),
        ("depth: deep", "<code>depth: deep</code> is not a whole number from 0 on"),
        ("depth: -1", "<code>depth: -1</code> is not a whole number from 0 on"),
        ("split: 3", "<code>split: 3</code> is not one of true, false"),
        ("split: true", "<code>split</code> needs a preset with a height, and a page has none"),
        ("split: true\npreset: narrow", "<b>add preset: ieee</b>"),
    ],
)
def test_what_is_no_choice_is_said(convert: Callable[..., str], option: str, said: str) -> None:
    assert said in convert(f"```layertally\nmodel: vgg.yaml\n{option}\n```")


def test_without_a_table_no_link_leads_nowhere(convert: Callable[..., str]) -> None:
    assert "xlink:href" not in convert(FENCE.replace("group:", "table: false\ngroup:"))


def test_the_style_sheet_stands_once_in_a_page_that_links_to_none(project: Path) -> None:
    settings = {"layertally": {"root": str(project)}}
    html = markdown.markdown(f"{FENCE}\n\n{FENCE}", extensions=["layertally"], extension_configs=settings)
    assert html.count('<style class="layertally-css">') == 1
    assert "--lt-conv:" in html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FENCE.replace("第一组", "第4组"), 'unknown page:3: figure "vgg.yaml 第4组": no group `第4组`'),
        (FENCE.replace("vgg", "vga"), 'unknown page:3: figure "vga.yaml 第一组": no file `vga.yaml`, write `vgg.yaml`'),
        (FENCE.replace("group", "gruop"), 'unknown page:5: figure "?": a fence has no option `gruop`, write `group`'),
        (FENCE.replace("group:", "density: workd\ngroup:"), '`density: workd` is not one of compact'),
        (FENCE.replace("group: ", "group: ["), 'unknown page:'),
        (FENCE.replace("vgg.yaml", "../../../etc/passwd"), "no file"),
        (FENCE.replace("vgg.yaml", "zoo.vgg:build"), "is Python, and a site build runs none"),
        ("```layertally\n- a\n```", "the fence names no model"),
        ("```layertally\nmodel: vgg.yaml\n", "nothing closes this fence"),
        (INLINE.replace("Conv2D", "Conv2d"), "unknown page:7: figure \"inline\": unknown layer `Conv2d`"),
        (INLINE.replace("28, 28", "2, 2"), "the kernel is larger than the image"),
    ],
)  # fmt: skip
def test_a_failure_is_a_note_and_a_warning(
    convert: Callable[..., str], caplog: pytest.LogCaptureFixture, text: str, message: str
) -> None:
    with caplog.at_level(logging.WARNING):
        html = convert(f"# Title\n\n{text}\n\nafter")
    (record,) = caplog.records
    assert record.name == "mkdocs.plugins.layertally"
    assert message in record.getMessage()
    assert '<p class="admonition-title">' in html
    assert "<h1" in html
    with pytest.raises(FigureError, match=re.escape(message)):
        convert(f"# Title\n\n{text}", on_error="raise")


def test_a_model_that_stops_is_drawn_as_far_as_it_goes(
    convert: Callable[..., str], project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copy(MODELS / "small.yaml", project / "small.yaml")
    html = convert("```layertally\nmodel: small.yaml\n```", cache_dir=str(project / "cache"))
    assert figures(html) == 4
    assert "write in_features: 1568" in html
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    convert("```layertally\nmodel: small.yaml\n```", cache_dir=str(project / "cache"))
    assert len(caplog.records) == 2  # also when the figure comes from the cache


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("```layertally\nmodel: small.yaml\non_error: note\n```", "write in_features: 1568"),
        (INLINE.replace("Conv2D", "Conv2d").replace("\n```", "\non_error: note\n```"), "unknown layer"),
    ],
)
def test_a_fence_that_is_meant_to_fail_says_nothing_in_the_log(
    convert: Callable[..., str], project: Path, caplog: pytest.LogCaptureFixture, text: str, shown: str
) -> None:
    shutil.copy(MODELS / "small.yaml", project / "small.yaml")
    with caplog.at_level(logging.WARNING):
        assert shown in convert(text, on_error="raise")
    assert caplog.records == []


def test_a_symlink_does_not_lead_out_of_the_project(
    convert: Callable[..., str], project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.yaml"
    secret.write_text("framework: keras\ninput: [8]\nlayers: [{Dense: 4}]\n")
    (project / "link.yaml").symlink_to(secret)
    assert "lies outside the project" in convert("```layertally\nmodel: link.yaml\n```")
    assert "lies outside the project" in convert(f"```layertally\nmodel: {secret}\n```")


@pytest.mark.parametrize(
    "hostile",
    [
        "a: &a [*a]\nmodel: vgg.yaml",
        "model: !!python/object/apply:os.system [ls]",
        "x" * 300_000,
        "[" * 5000,
        "\x00\x01",
        "%",
    ],
)
def test_hostile_fences_are_notes(convert: Callable[..., str], hostile: str) -> None:
    html = convert(f"```layertally\n{hostile}\n```\n\nafter")
    assert "admonition-title" in html
    assert "after" in html


def test_a_live_model_only_where_it_is_allowed(convert: Callable[..., str], caplog: pytest.LogCaptureFixture) -> None:
    convert("```layertally\nmodel: no_such_module.zoo:build\n```", allow_python=True)
    assert "runs none" not in caplog.text


@pytest.mark.live("torch")
@pytest.mark.parametrize("shape", ["2,4", "[2, 4]", "['2,4']"])
def test_a_live_model_in_a_fence_says_its_input(convert: Callable[..., str], shape: str) -> None:
    html = convert(f"```layertally\nmodel: torch.nn:Linear(4, 3)\ninput: {shape}\n```", allow_python=True)
    assert "(4 + 1)·3" in html
    assert "admonition" not in html


@pytest.mark.parametrize(
    ("said", "fix"),
    [("timeout: 0", "write timeout: 60"), ("timeout: soon", "write timeout: 60"), ("memory: -1", "write memory: 8"),
     ("memory: true", "write memory: 8"), ("timeout: .nan", "write timeout: 60"), ("memory: .inf", "write memory: 8")],
)  # fmt: skip
def test_a_bound_that_is_none_is_said(convert: Callable[..., str], said: str, fix: str) -> None:
    html = convert(f"```layertally\nmodel: vgg.yaml\n{said}\n```")
    assert "is not a number above 0" in html
    assert fix in html


def test_a_shape_that_is_none_is_said(convert: Callable[..., str]) -> None:
    html = convert("```layertally\nmodel: vgg.yaml\ninput: {a: 1}\n```")
    assert "is no shape" in html


def test_a_brands_palette_in_a_fence_is_checked(convert: Callable[..., str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        html = convert(FENCE.replace("```layertally\n", '```layertally\ntheme: {base: dark, conv: "#003366"}\n'))
    assert 'data-lt-theme="dark" style="--lt-conv:#003366;--lt-conv-t:' in html
    assert "`conv` #003366 on" in caplog.text
    assert "graphics need 3:1" in caplog.text
    caplog.clear()
    html = convert(INLINE.replace("framework: keras", "theme:\n  conv: '#00703C'\nframework: keras"))
    assert "--lt-conv:#00703C" in html
    assert "admonition" not in html
    assert caplog.text == ""


def test_a_palette_with_a_mistake_is_a_note(convert: Callable[..., str]) -> None:
    html = convert(FENCE.replace("```layertally\n", "```layertally\ntheme: {conv: red}\n"))
    assert "<code>conv: red</code> is no colour" in html


def test_our_fences_are_told_from_others() -> None:
    lines = ["```", "```layertally", "```", "", "~~~layertally", "```", "~~~", "```layertally x", "```"]
    assert [(fence.start, fence.end) for fence in find(lines)] == [(4, 6), (7, 8)]

"""The plugin in MkDocs and ProperDocs, and the written pages in Zensical: pages, nav, index, edit links, failures."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml

from hosts.fixture import MODELS, project
from hosts.hosts import HOSTS, Host, build, write_project
from layertally.pages.write import write_pages

if TYPE_CHECKING:
    from pathlib import Path

    from hosts.hosts import Built

WITH_PLUGINS = [host for host in HOSTS if host.plugins]
ZENSICAL = next(host for host in HOSTS if not host.plugins)
NAV = [{"Home": "index.md"}, {"Zoo": [{"Models": "models/"}]}, {"Lesson": "lessons/one.md"}]
PLUGIN: dict[str, Any] = {"models": ["models/*.yaml"], "downloads": ["svg", "csv"]}


@pytest.fixture(scope="module", params=WITH_PLUGINS, ids=lambda host: host.name)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two models, a nav with a placeholder, an edit link; built twice, so that the second build finds a cache."""
    folder = tmp_path_factory.mktemp("plugin")
    settings: dict[str, Any] = {
        "nav": NAV, "repo_url": "https://example.org/acme/zoo", "edit_uri": "edit/main/docs/",
        "theme": {"name": "material", "features": ["navigation.instant", "content.action.edit"]},
    }  # fmt: skip
    project(folder, request.param, "# One\n", "vgg", "lenet", plugin=PLUGIN, **settings)
    build(request.param, folder)
    return build(request.param, folder)


def test_each_model_has_a_page_and_the_index_leads_there(site: Built) -> None:
    assert site.code == 0, site.output
    assert "329,962" in site.page("models/vgg/")
    assert "61,706" in site.page("models/lenet/")
    index = site.page("models/")
    assert 'href="vgg/"' in index
    assert "2 models · 2 agree" in index
    assert index.index("LeNet-5</a>") < index.index("VGG-like CNN</a>")  # smallest first


def test_the_nav_entry_is_filled(site: Built) -> None:
    nav = site.page().split('class="md-nav md-nav--primary', 1)[1]
    assert re.findall(r'href="(models/[^"]*)"', nav)[:3] == ["models/", "models/lenet/", "models/vgg/"]


def test_the_edit_link_is_the_model_file(site: Built) -> None:
    assert 'href="https://example.org/acme/zoo/edit/main/models/vgg.yaml"' in site.page("models/vgg/")


def test_downloads_and_assets_are_there(site: Built) -> None:
    page = site.page("models/vgg/")
    for name in ("overview.svg", "1.svg", "layers.csv"):
        assert (site.site / "models" / "vgg" / name).is_file()
        assert f'href="{name}"' in page
    assert 'href="../../assets/layertally/layertally.css"' in page
    assert re.search(r'<script src="../../assets/layertally/layertally.js" type="module"', page)
    assets = site.site / "assets" / "layertally"
    assert (assets / "layertally-math.woff2").is_file()
    for name in re.findall(r"url\(([^)]+)\)", (assets / "layertally.css").read_text("utf-8")):
        assert (assets / name).is_file()
    assert (assets / "fonts" / "NotoSansSC-Regular.ttf").is_file()


def test_headings_keep_their_ids_and_stand_in_the_contents(site: Built) -> None:
    page = site.page("models/vgg/")
    assert re.findall(r'<h2 id="(group-\d)">', page) == ["group-1", "group-2", "group-3"]
    assert 'href="#group-2"' in page


def test_the_search_index_knows_the_table_and_not_the_figures(site: Built) -> None:
    found = json.loads((site.site / "search" / "search_index.json").read_text(encoding="utf-8"))
    text = " ".join(doc["text"] for doc in found["docs"] if doc["location"].startswith("models/vgg/"))
    assert "conv2d_1" in text
    assert "conv2d_1conv2d" not in text


def test_docs_are_not_written_to(site: Built) -> None:
    docs = site.site.parent / "docs"
    assert sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*")) == [
        "index.md",
        "lessons",
        "lessons/one.md",
    ]
    assert (site.site.parent / ".cache" / "plugin" / "layertally").is_dir()


def test_nothing_is_printed_but_the_log(site: Built) -> None:
    assert not [
        line for line in site.output.splitlines() if line and not re.match(r"(INFO|WARNING|ERROR|DEBUG)\b", line)
    ]


@pytest.mark.parametrize("host", WITH_PLUGINS, ids=lambda host: host.name)
@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("small", "write in_features: 1568"),
        ("mlp", "claims 101,771 params, the formulas give 101,770"),
    ],
)
def test_a_bad_model_is_a_page_a_warning_and_a_strict_failure(
    host: Host, tmp_path: Path, model: str, said: str
) -> None:
    folder = project(tmp_path, host, "# One\n", model, plugin={**PLUGIN, "downloads": []})
    fine = build(host, folder, strict=False)
    assert fine.code == 0, fine.output
    assert said in fine.output
    assert f"models/{model}.yaml:" in fine.output
    assert "admonition-title" in fine.page(f"models/{model}/")
    strict = build(host, folder, strict=True)  # from the cache now
    assert strict.code == 1
    assert "Aborted with" in strict.output


@pytest.mark.parametrize("host", WITH_PLUGINS, ids=lambda host: host.name)
def test_a_broken_cache_does_no_harm(host: Host, tmp_path: Path) -> None:
    folder = project(tmp_path, host, "# One\n", "lenet", plugin=PLUGIN)
    build(host, folder)
    for entry in (folder / ".cache/plugin/layertally").iterdir():
        entry.write_bytes(entry.read_bytes()[:100])
    built = build(host, folder)
    assert built.code == 0, built.output
    assert "61,706" in built.page("models/lenet/")


@pytest.mark.parametrize("host", WITH_PLUGINS, ids=lambda host: host.name)
def test_options_of_the_plugin(host: Host, tmp_path: Path) -> None:
    folder = project(
        tmp_path, host, "# One\n\n```layertally\nmodel: models/lenet.yaml\ngroup: 1\n```\n", "lenet",
        plugin={**PLUGIN, "pages": "zoo/", "lang": "zh", "title": "模型库", "templates": "ours", "cache": False},
        use_directory_urls=False,
    )  # fmt: skip
    (folder / "ours").mkdir()
    (folder / "ours" / "total.html.j2").write_text("{% macro show(page) %}<p>ours</p>{% endmacro %}")
    built = build(host, folder)
    assert built.code == 0, built.output
    page = built.page("zoo/lenet.html")
    assert "<p>ours</p>" in page
    assert "如何计数" in page
    assert 'href="lenet.html"' in built.page("zoo/index.html")
    assert "模型库" in built.page("zoo/index.html")
    assert 'data-lang="zh"' in built.page("lessons/one.html")
    assert not (folder / ".cache").exists()


@pytest.mark.parametrize("host", WITH_PLUGINS, ids=lambda host: host.name)
def test_a_brands_palette_is_used_and_checked(host: Host, tmp_path: Path) -> None:
    brand = {"base": "light", "conv": "#FFC20E"}
    folder = project(tmp_path, host, "# One\n", "lenet", plugin={**PLUGIN, "theme": brand})
    built = build(host, folder, strict=False)
    assert built.code == 0, built.output
    assert "`conv` #FFC20E on `conv_t` #FFF9E7 has a contrast of 1.5:1" in " ".join(built.output.split())
    assert 'style="--lt-conv:#FFC20E' in built.page("models/lenet/")


@pytest.mark.parametrize("host", WITH_PLUGINS, ids=lambda host: host.name)
def test_a_page_written_by_hand_stays(host: Host, tmp_path: Path) -> None:
    folder = project(tmp_path, host, "# One\n", "lenet", plugin=PLUGIN)
    (folder / "docs" / "models").mkdir()
    (folder / "docs" / "models" / "lenet.md").write_text("# By hand\n")
    built = build(host, folder)
    assert built.code == 0, built.output
    assert "By hand" in built.page("models/lenet/")


@pytest.mark.parametrize("host", WITH_PLUGINS, ids=lambda host: host.name)
def test_switched_off_it_does_nothing(host: Host, tmp_path: Path) -> None:
    folder = project(tmp_path, host, "# One\n", "lenet", plugin={**PLUGIN, "enabled": False})
    built = build(host, folder)
    assert built.code == 0, built.output
    assert not (built.site / "models").exists()
    assert not (built.site / "assets" / "layertally").exists()


@pytest.mark.parametrize("host", WITH_PLUGINS, ids=lambda host: host.name)
@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_other_themes_show_the_pages(host: Host, tmp_path: Path, theme: str) -> None:
    if host.name == "properdocs":
        theme = "material"  # it brings no theme of its own
    folder = project(tmp_path, host, "# One\n", "lenet", plugin=PLUGIN, theme=theme)
    built = build(host, folder)
    assert built.code == 0, built.output
    assert len(built.figures("models/lenet/")) == 3


def test_zensical_shows_the_written_pages(tmp_path: Path) -> None:
    nav = ["index.md", {"Models": ["models/index.md", "models/vgg.md"]}]
    write_project(
        tmp_path, {"index.md": "# Home\n"}, markdown_extensions=["tables", "attr_list", "layertally"], nav=nav
    )
    written = write_pages([str(MODELS / "vgg.yaml")], tmp_path / "docs" / "models")
    assert len(written.changed) == len(written.files) > 10
    built = build(ZENSICAL, tmp_path)
    assert built.code == 0, built.output
    page = built.page("models/vgg/")
    assert len(built.figures("models/vgg/")) == 4
    assert re.findall(r'<h2 id="(group-\d)"', page) == ["group-1", "group-2", "group-3"]
    assert "&lt;div" not in page
    assert '@import url("../assets/layertally.css")' in page
    assert 'import "./../assets/layertally.js"' in page
    assert (built.site / "models" / "assets" / "layertally.js").is_file()
    assert (built.site / "models" / "vgg" / "overview.svg").is_file()
    again = write_pages([str(MODELS / "vgg.yaml")], tmp_path / "docs" / "models")
    assert again.changed == ()


def test_a_server_watches_the_models_and_never_its_own_output(tmp_path: Path) -> None:
    from mkdocs.config import load_config

    folder = project(tmp_path, WITH_PLUGINS[0], "# One\n", "lenet", plugin=PLUGIN)
    config = load_config(str(folder / "mkdocs.yml"))
    plugin = config.plugins["layertally"]
    config = config.plugins.on_config(config)
    from mkdocs.structure.files import get_files

    config.plugins.on_files(get_files(config), config=config)

    class Server:
        def __init__(self) -> None:
            self.folders: list[str] = []

        def watch(self, path: str) -> None:
            self.folders.append(path)

    server = Server()
    plugin.on_serve(cast("Any", server), config=config, builder=cast("Any", None))
    assert server.folders == [str(folder / "models")]


def test_a_server_watches_models_that_only_fences_name(tmp_path: Path) -> None:
    from mkdocs.commands.build import build as run
    from mkdocs.config import load_config

    fences = "# One\n\n```layertally\nmodel: own/lenet.yaml\ngroup: 1\n```\n\n```layertally\nmodel: none.yaml\n```\n"
    folder = project(tmp_path, WITH_PLUGINS[0], fences, "vgg", plugin={**PLUGIN, "downloads": []})
    for name in ("own", "other"):
        (folder / name).mkdir()
        shutil.copy(MODELS / "lenet.yaml", folder / name / "lenet.yaml")

    class Server:
        def __init__(self) -> None:
            self.watched: list[str] = []

        def watch(self, path: str) -> None:
            self.watched.append(path)

    config = load_config(str(folder / "mkdocs.yml"))
    plugin, server = config.plugins["layertally"], Server()
    run(config)
    plugin.on_serve(cast("Any", server), config=config, builder=cast("Any", None))
    assert server.watched == [str(folder / "models"), str(folder / "own" / "lenet.yaml")]

    page = folder / "docs" / "lessons" / "one.md"
    page.write_text("```layertally\ncompare: [own/lenet.yaml, other/lenet.yaml]\n```\n", encoding="utf-8")
    again = load_config(str(folder / "mkdocs.yml"))
    assert again.plugins["layertally"] is plugin  # one plugin for all builds of a server
    run(again)
    assert server.watched[2:] == [str(folder / "other" / "lenet.yaml")]


def test_the_projects_own_configuration_knows_the_plugin(root: Path) -> None:
    class Loader(yaml.SafeLoader):
        """Material's configuration names Python objects; they are not needed here."""

    Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", lambda *_: None)
    settings = yaml.load((root / "mkdocs.yml").read_text(encoding="utf-8"), Loader)  # noqa: S506 - a safe loader
    names = [name for plugin in settings["plugins"] for name in (plugin if isinstance(plugin, dict) else [plugin])]
    assert "layertally" in names


def test_a_nav_without_models_stays_without_them_while_a_server_runs(tmp_path: Path) -> None:
    from mkdocs.commands.build import build as run
    from mkdocs.config import load_config

    folder = project(tmp_path, WITH_PLUGINS[0], "# One\n", "vgg", plugin=PLUGIN)
    file = folder / "mkdocs.yml"
    plain = file.read_text(encoding="utf-8")
    pages = sorted(path.relative_to(folder / "docs").as_posix() for path in (folder / "docs").rglob("*.md"))
    for nav, shown in (([*pages, {"Models": "models/"}], True), (pages, False)):
        file.write_text(f"{plain}\nnav: {json.dumps(nav)}\n", encoding="utf-8")
        config = load_config(str(file))
        run(config)
        assert ("models/index.md" in json.dumps(config.nav)) is shown

"""One project for all hosts: a page with fences in every place, a folder of models, what each host needs to know."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hosts.hosts import write_project

if TYPE_CHECKING:
    from hosts.hosts import Host

MODELS = Path(__file__).resolve().parent.parent / "pages" / "models"
PAGE = """---
title: Fences
---

# 第一课

```layertally
model: models/vgg.yaml
group: 第一组
```

=== "Tab"

    ```layertally
    model: models/lenet.yaml
    group: Classifier
    lang: zh
    ```

- item

    ```layertally
    framework: keras
    input: [28, 28, 1]
    layers:
      - Conv2D: {filters: 32, kernel_size: 3}
    ```

````markdown
```layertally
model: models/vgg.yaml
```
````
"""
EXTENSIONS: list[Any] = ["tables", "attr_list", "pymdownx.superfences", {"pymdownx.tabbed": {"alternate_style": True}}]


def project(folder: Path, host: Host, page: str = PAGE, *names: str, **config: Any) -> Path:
    """Lay the project out; `names` are the models it holds, `plugin` the options of our plugin where the host runs
    it."""
    plugin = config.pop("plugin", None)
    extensions = [*EXTENSIONS, *([] if plugin is not None and host.plugins else ["layertally"])]
    if plugin is not None and host.plugins:
        config["plugins"] = ["search", {"layertally": plugin}]
    write_project(folder, {"index.md": "# Home\n", "lessons/one.md": page}, markdown_extensions=extensions, **config)
    (folder / "models").mkdir(exist_ok=True)
    for name in names or ("vgg", "lenet"):
        shutil.copy(MODELS / f"{name}.yaml", folder / "models" / f"{name}.yaml")
    return folder

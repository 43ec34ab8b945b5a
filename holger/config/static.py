"""Addresses of built files: the build gives them names with a hash of their content, and keeps a list of them."""

import json
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from django.contrib.staticfiles.storage import StaticFilesStorage

DIST = "ui/dist/"


class BundleStorage(StaticFilesStorage):
    """``{% static "ui/dist/app.js" %}`` → ``/static/ui/dist/app-3F5K2QXA.js``; other files keep their names."""

    manifest: ClassVar[Path] = Path(__file__).parent.parent / "ui" / "static" / DIST / "manifest.json"

    @cached_property
    def names(self) -> dict[str, str]:
        return json.loads(self.manifest.read_text())

    def url(self, name: str | None, force: bool = False) -> str:
        if name and name.startswith(DIST):
            name = DIST + self.names[name.removeprefix(DIST)]
        return super().url(name)

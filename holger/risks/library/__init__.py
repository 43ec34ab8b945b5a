"""Ready content: 42 threats and two methods, in Danish and English. Organisations copy it and make it their own."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def threats() -> list[dict[str, Any]]:
    return _read("threats.yaml")["threats"]


@cache
def presets() -> dict[str, dict[str, Any]]:
    """The ready methods by key, the one to start with first."""
    read = _read("method.yaml")
    found = {preset["key"]: preset for preset in read["presets"]}
    return {read["default"]: found[read["default"]], **found}


def definition(key: str) -> dict[str, Any]:
    """A ready method without its own title and description: what a Method row holds."""
    return {name: value for name, value in presets()[key].items() if name not in ("key", "title", "description")}


def _read(name: str) -> dict[str, Any]:
    return yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)

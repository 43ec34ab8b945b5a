"""What the categories and playbooks of the library are called: lists and forms need no more of them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from holger.core.words import Words


@cache
def category_titles() -> Mapping[str, Words]:
    """By key, in the order of the form; the last one is what fits nowhere."""
    told = files("holger.incidents.library").joinpath("categories.yaml").read_text(encoding="utf-8")
    return {each["key"]: each["title"] for each in yaml.load(told, yaml.CSafeLoader)["categories"]}


@cache
def playbook_titles() -> Mapping[str, Words]:
    """By key, as the files lie."""
    folder = files("holger.incidents.library").joinpath("playbooks")
    told = (
        yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".yaml")
    )
    return {each["key"]: each["title"] for each in told}

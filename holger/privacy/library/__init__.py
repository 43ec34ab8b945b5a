"""What holger brings along for privacy: files that people read. Read when they are asked for, and kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from holger.core import words
from holger.privacy.rules import dpia, templates
from holger.privacy.rules.dpia import Assessment
from holger.privacy.rules.templates import Area, Template

AREAS = ("staff", "customers", "premises", "administration", "processor")
"""In the order in which they are offered."""


@cache
def areas() -> Sequence[Area]:
    found = [templates.read(_told(f"templates/{area}"), words.LANGUAGES) for area in AREAS]
    counted = Counter(template.key for area in found for template in area.templates)
    if twice := [key for key, count in counted.items() if count > 1]:
        raise ValueError(f"in the templates twice: {', '.join(twice)}")
    return found


@cache
def by_key() -> Mapping[str, Template]:
    return {template.key: template for area in areas() for template in area.templates}


@cache
def assessment() -> Assessment:
    """The screening for an impact assessment (DPIA), and the questions of the assessment itself."""
    return dpia.read(_told("dpia"), words.LANGUAGES)


def _told(name: str) -> Any:
    """A file as it is written: nothing is made of a text."""
    return yaml.load(files(__name__).joinpath(f"{name}.yaml").read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506

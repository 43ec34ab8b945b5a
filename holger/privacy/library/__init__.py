"""What holger brings along for privacy: files that people read. Read when they are asked for, and kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from holger.core import words
from holger.core.told import library_file
from holger.privacy.rules import dpia, request_letters, templates
from holger.privacy.rules.dpia import Assessment
from holger.privacy.rules.request_letters import Letter
from holger.privacy.rules.templates import Area, Template

AREAS = ("staff", "customers", "premises", "administration", "processor")
"""In the order in which they are offered."""


@cache
def areas() -> Sequence[Area]:
    found = [templates.read(library_file(__name__, f"templates/{area}"), words.LANGUAGES) for area in AREAS]
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
    return dpia.read(library_file(__name__, "dpia"), words.LANGUAGES)


@cache
def letters() -> Mapping[str, Letter]:
    """The letters to data subjects, in the order in which they are usually sent."""
    found = request_letters.read(library_file(__name__, "request_letters"), words.LANGUAGES)
    return {letter.key: letter for letter in found}

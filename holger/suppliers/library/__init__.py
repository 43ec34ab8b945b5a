"""What holger brings along for suppliers: files that people read. Read when they are asked for, and kept."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from holger.core import words
from holger.core.told import library_file
from holger.suppliers.rules import checklist, points, question_reading
from holger.suppliers.rules.checklist import Checklist
from holger.suppliers.rules.points import Model
from holger.suppliers.rules.questions import Questionnaire


@cache
def questionnaire() -> Questionnaire:
    """The ready questionnaire about security, of 30 questions."""
    return question_reading.read(library_file(__name__, "questionnaire"), words.LANGUAGES)


@cache
def point_model() -> Model:
    """The authority's point model for supervision of processors; what it marks must be checked against the guide."""
    return points.read(point_model_told(), words.LANGUAGES)


@cache
def point_model_told() -> Mapping[str, Any]:
    """The same as it is written, for whoever makes a copy of it."""
    told: Mapping[str, Any] = library_file(__name__, "points")
    return told


@cache
def isae3000() -> Checklist:
    """What to look for in an ISAE 3000 report on data protection: control objectives A to I."""
    return checklist.read(library_file(__name__, "isae3000"), words.LANGUAGES)

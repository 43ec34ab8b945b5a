"""What the laws say, as files that people read: clocks, thresholds, sheets, recipients; and ready letters and methods for severity. Read when
asked for, and kept."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from holger.core import words
from holger.incidents.rules import categories as category_rules
from holger.incidents.rules import clock_rules, letter_rules, severity, sheet_rules, significance_rules
from holger.incidents.rules import exercises as exercise_rules
from holger.incidents.rules import playbooks as playbook_rules
from holger.incidents.rules import recipients as recipient_rules
from holger.incidents.rules.categories import Category
from holger.incidents.rules.clock_entry import Rule
from holger.incidents.rules.exercises import Exercise
from holger.incidents.rules.letters import Letter
from holger.incidents.rules.playbooks import Playbook
from holger.incidents.rules.recipients import Recipient
from holger.incidents.rules.severity import Method
from holger.incidents.rules.sheets import CaseField, Sheet
from holger.incidents.rules.significance import Thresholds
from holger.tasks.words import ROLES

LANGUAGES = frozenset(words.LANGUAGES)


@cache
def clocks() -> Sequence[Rule]:
    return tuple(clock_rules.read(_told("clocks"), LANGUAGES))


@cache
def significance() -> Thresholds:
    return significance_rules.read(_told("significance"), LANGUAGES)


@cache
def severities() -> Sequence[Method]:
    """The ready methods, the one to start with first."""
    return tuple(severity.read(_told("severity"), LANGUAGES))


@cache
def sheets() -> Mapping[str, Sheet]:
    found = sheet_rules.read(_told("sheets"), LANGUAGES, {rule.key for rule in clocks()})
    return {sheet.key: sheet for sheet in found}


@cache
def case_fields() -> Mapping[str, CaseField]:
    """Everything that a sheet asks a case for, by key."""
    return {asked.of.key: asked.of for sheet in sheets().values() for asked in sheet.fields}


@cache
def letters() -> Mapping[str, Letter]:
    found = letter_rules.read(_told("letters"), LANGUAGES, {rule.key for rule in clocks()}, case_fields())
    return {letter.key: letter for letter in found}


@cache
def recipients() -> Sequence[Recipient]:
    return tuple(recipient_rules.read(_told("recipients"), LANGUAGES))


@cache
def categories() -> Mapping[str, Category]:
    """What people may report, by key, in the order of the form."""
    found = category_rules.read(_told("categories"), LANGUAGES, set(playbook_keys()))
    return {each.key: each for each in found}


@cache
def exercises() -> Mapping[str, Exercise]:
    """The table-top exercises, by key."""
    found = exercise_rules.read(_told("exercises"), LANGUAGES, playbook_keys())
    return {exercise.key: exercise for exercise in found}


def playbook_keys() -> list[str]:
    return sorted(each.name.removesuffix(".yaml") for each in files(__name__).joinpath("playbooks").iterdir())


@cache
def playbooks() -> Mapping[str, Playbook]:
    """The ready checklists, by key."""
    told = sorted(files(__name__).joinpath("playbooks").iterdir(), key=lambda each: each.name)
    found = [playbook_rules.read(each.read_bytes(), LANGUAGES, ROLES) for each in told if each.name.endswith(".yaml")]
    return {each.key: each for each in found}


def sheet_of(rule: Rule) -> Sheet | None:
    """What is sent to stop this rule's clock; None for a rule of an organisation's own that has no sheet."""
    return next((sheet for sheet in sheets().values() if rule.key in sheet.clocks), None)


def _told(name: str) -> bytes:
    return files(__name__).joinpath(f"{name}.yaml").read_bytes()

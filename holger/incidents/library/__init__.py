"""What the laws say, as files that people read: clocks, thresholds and the sheets of the authorities. Read when asked for, and kept."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from holger.core import words
from holger.incidents.rules import clock_rules, significance_rules
from holger.incidents.rules.clock_entry import Rule
from holger.incidents.rules.significance import Thresholds

LANGUAGES = frozenset(words.LANGUAGES)


@cache
def clocks() -> Sequence[Rule]:
    return tuple(clock_rules.read(_told("clocks"), LANGUAGES))


@cache
def significance() -> Thresholds:
    return significance_rules.read(_told("significance"), LANGUAGES)


def _told(name: str) -> bytes:
    return files(__name__).joinpath(f"{name}.yaml").read_bytes()

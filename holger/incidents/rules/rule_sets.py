"""The clocks that an organisation goes by: the library's, some turned on or off, and its own in their place or beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from holger.incidents.rules.clock_entry import Rule


@dataclass(frozen=True)
class Own:
    """What an organisation says of a rule. Without ``rule`` the library's wording holds, and only ``enabled`` is its own."""

    key: str
    valid_from: date
    enabled: bool
    rule: Rule | None = None


def effective(ours: Sequence[Rule], own: Iterable[Own]) -> list[Rule]:
    """All rules, those turned off among them, in the order in which they may wait for each other.

    One of the same key and day stands in the library's place. One of the same key and another day is a version more: where
    several hold, the newest does, for ``clocks`` keeps the last of a key. New keys come last.
    """
    by_key: dict[str, dict[date, Rule]] = {}
    for rule in ours:
        by_key.setdefault(rule.key, {})[rule.valid_from] = rule
    for each in own:
        versions = by_key.setdefault(each.key, {})
        base = each.rule or versions.get(each.valid_from)
        if base is not None:
            versions[each.valid_from] = replace(base, enabled=each.enabled)
    return [rule for versions in by_key.values() for _day, rule in sorted(versions.items())]

"""A rule as it is written down: an organisation copies one of ours, changes it, and has it read again as ours are."""

from collections.abc import Iterable, Sequence
from typing import Any

from holger.incidents.rules.clock_entry import Limit, Rule, Variation
from holger.incidents.rules.periods import COUNTED


def told(rules: Iterable[Rule]) -> dict[str, Any]:
    """What ``clock_rules.read`` makes the same rules of, when it is written as JSON or YAML."""
    return {"clocks": [_rule(rule) for rule in rules]}


def _rule(rule: Rule) -> dict[str, Any]:
    return _there(
        key=rule.key,
        regime=rule.regime,
        title=rule.title,
        about=rule.about,
        to=rule.to,
        follows=rule.follows,
        entities=list(rule.entities),
        limits=_limits(rule.limits),
        slide=rule.slide and rule.slide.value,
        strict_for=list(rule.strict_for),
        spared_by=rule.spared_by and rule.spared_by.value,
        spared_by_sent=rule.spared_by_sent,
        source=rule.source,
        valid_from=rule.valid_from.isoformat(),
        valid_to=rule.valid_to and rule.valid_to.isoformat(),
        enabled=None if rule.enabled else "false",
        check="true" if rule.check else None,
        variations=[_variation(each) for each in rule.variations],
    )


def _variation(each: Variation) -> dict[str, Any]:
    return _there(
        countries=list(each.countries),
        entities=list(each.entities),
        limits=_limits(each.limits),
        to=each.to,
        source=each.source,
        valid_from=each.valid_from and each.valid_from.isoformat(),
    )


def _limits(limits: Sequence[Limit]) -> list[dict[str, Any]]:
    return [_limit(limit) for limit in limits]


def _limit(limit: Limit) -> dict[str, Any]:
    unit = limit.length.unit
    length = {unit.value: limit.length.count if unit in COUNTED else "true"}
    return _there(
        **{"from": limit.start.value},
        of=limit.of,
        **length,
        latest="true" if limit.latest else None,
        later=_limit(limit.later) if limit.later else None,
        unless_sent=limit.unless_sent,
    )


def _there(**told: Any) -> dict[str, Any]:
    """Without what is empty: a name that is not there says as much."""
    return {name: value for name, value in told.items() if value}

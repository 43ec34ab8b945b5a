"""A framework as a file of ours: what is read again is the same framework."""

from collections.abc import Mapping
from typing import Any

import yaml

from holger.frameworks.rules.document import FORMAT
from holger.frameworks.rules.framework import Activity, Framework, Group, Requirement


class _Plain(yaml.CSafeDumper):
    """No references, which the reader refuses: what is there twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write(framework: Framework) -> bytes:
    head = {
        "holger": FORMAT,
        "key": framework.key,
        "version": framework.version,
        "title": framework.title,
        "about": framework.about,
        "issuer": framework.issuer,
        "rights": framework.rights,
        "link": framework.link,
        "groups": [_group(group) for group in framework.groups],
    }
    told = {**_said(head), "requirements": [_requirement(requirement) for requirement in framework.requirements]}
    return yaml.dump(
        told, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120, default_flow_style=False, encoding="utf-8"
    )


def _group(group: Group) -> dict[str, Any]:
    return _said({"key": group.key, "title": group.title, "about": group.about})


def _requirement(requirement: Requirement) -> dict[str, Any]:
    told: dict[str, Any] = {"id": requirement.id, "parent": requirement.parent, "title": requirement.title}
    if requirement.assessable != bool(requirement.asks):
        told["assessable"] = requirement.assessable
    rest = {
        "asks": requirement.asks,
        "guidance": requirement.guidance,
        "small": requirement.small,
        "evidence": [dict(words) for words in requirement.evidence],
        "activity": _activity(requirement.activity),
        "roles": list(requirement.roles),
        "groups": list(requirement.groups),
        "facts": {name: _fact(list(values)) for name, values in requirement.facts.items()},
    }
    return _said({**told, **rest})


def _activity(activity: Activity | None) -> dict[str, str]:
    return {**activity.words, "every": activity.every} if activity else {}


def _fact(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else values


def _said(told: Mapping[str, Any]) -> dict[str, Any]:
    """What there is something to say about."""
    return {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in told.items()
        if value not in ("", {}, [])
    }

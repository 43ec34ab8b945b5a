"""The groups of a framework of one's own: requirements that are taken on together."""

from typing import Any

from django.db import transaction

from holger.core import dates, saving
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_, Words
from holger.frameworks.models import Framework, Requirement, Scope
from holger.frameworks.rules.document import MOST_GROUPS
from holger.frameworks.services.shared import must_be_changeable, standings_complete
from holger.history import services as history


@transaction.atomic
def group_add(*, actor: Actor, framework: Framework, key: str, title: Words, about: Words | None = None) -> Framework:
    """A group more, after those that are there."""
    actor.require("frameworks.edit", framework)
    must_be_changeable(framework)
    if len(framework.groups) >= MOST_GROUPS:
        raise RuleBroken(N_("A framework has %(most)s groups at most."), params={"most": MOST_GROUPS})
    group = _group(framework, key, title, about or {})
    write(framework, {"groups": [*framework.groups, group]})
    history.record(actor=actor, action="framework.group_added", target=framework, changes={"group": [None, key]})
    return framework


@transaction.atomic
def group_edit(*, actor: Actor, framework: Framework, group: str, key: str, title: Words, about: Words) -> Framework:
    """Call a group otherwise. Where its key changes, requirements and ambitions follow."""
    actor.require("frameworks.edit", framework)
    must_be_changeable(framework)
    old = _found(framework, group)
    new = _group(framework, key, title, about, instead=group)
    if new == old:
        return framework
    write(framework, {"groups": [new if each["key"] == group else each for each in framework.groups]})
    if key != group:
        _replace(framework, group, [key])
    history.record(
        actor=actor, action="framework.group_edited", target=framework, changes={"group": [_told(old), _told(new)]}
    )
    return framework


@transaction.atomic
def group_remove(*, actor: Actor, framework: Framework, group: str) -> Framework:
    """Take a group away, from its requirements and from ambitions too; the requirements stay."""
    actor.require("frameworks.edit", framework)
    must_be_changeable(framework)
    _found(framework, group)
    write(framework, {"groups": [each for each in framework.groups if each["key"] != group]})
    _replace(framework, group, [])
    standings_complete(framework)
    history.record(actor=actor, action="framework.group_removed", target=framework, changes={"group": [group, None]})
    return framework


def _found(framework: Framework, key: str) -> dict[str, Any]:
    found = next((group for group in framework.groups if group["key"] == key), None)
    if found is None:
        raise NotFound
    return dict(found)


def _group(framework: Framework, key: str, title: Words, about: Words, instead: str = "") -> dict[str, Any]:
    """The group as it is kept, of a key that no other group has."""
    if not key.strip():
        raise RuleBroken(N_("Give the group a key."), "key")
    if not any(title.values()):
        raise RuleBroken(N_("Give the group a title in at least one language."), "title_en")
    if any(group["key"] == key and key != instead for group in framework.groups):
        raise RuleBroken(N_("The framework has a group with this key already."), "key")
    return {"key": key, "title": _only(title), "about": _only(about)}


def _only(words: Words) -> dict[str, str]:
    return {language: text for language, text in words.items() if text}


def _told(group: dict[str, Any]) -> str:
    texts = [*group["title"].values(), *group["about"].values()]
    return f"{group['key']}: {' / '.join(texts)}"


def _replace(framework: Framework, group: str, keys: list[str]) -> None:
    """Put ``keys`` in the place of a group, wherever it is named."""
    rows = [row for row in Requirement.objects.filter(framework=framework).defer("guide") if group in row.groups]
    for row in rows:
        row.groups = _replaced(row.groups, group, keys)
        row.version, row.updated_at = row.version + 1, dates.now()
    saving.update_many(rows, ["groups", "version", "updated_at"])
    for scope in Scope.objects.filter(framework=framework):
        if group in scope.ambition:
            write(scope, {"ambition": _replaced(scope.ambition, group, keys)})


def _replaced(there: list[str], group: str, keys: list[str]) -> list[str]:
    return [new for each in there for new in (keys if each == group else [each])]

"""The requirements of a framework of one's own: added, changed, moved and taken away."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from holger.core import dates, saving
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.frameworks.models import Framework, Requirement
from holger.frameworks.rules.tree import DEEPEST
from holger.frameworks.services.shared import must_be_changeable, must_know_groups, standings_complete, tell_scopes
from holger.history import services as history

GUIDE = ("asks", "guidance", "small", "evidence", "activity", "roles", "facts")
(ONCE,) = (each for each in Requirement._meta.constraints if each.name == "frameworks_requirement_code")
TOLD = {
    "asks": "what_it_asks",
    "guidance": "guidance",
    "small": "how_a_small_organisation_meets_it",
    "evidence": "what_an_auditor_accepts",
    "activity": "comes_again",
    "roles": "usually_done_by",
    "facts": "marks",
}
"""What the history calls the parts of a guide."""


@transaction.atomic
def requirement_add(
    *,
    actor: Actor,
    framework: Framework,
    parent: Requirement | None = None,
    after: Requirement | None = None,
    **answers: Any,
) -> Requirement:
    """Put a requirement right after a part of ``parent``, else last below it; without a parent at the top."""
    actor.require("frameworks.edit", framework)
    must_be_changeable(framework)
    _must_belong(framework, parent)
    _must_belong(framework, after)
    must_know_groups(framework, answers.get("groups", ()), "groups")
    requirement = _put_away(framework, answers.get("code", "")) or Requirement(
        organisation_id=actor.organisation_id, framework=framework
    )
    _must_not_circle(requirement, parent)
    last = {"place": Requirement.objects.filter(framework=framework).count(), "archived_at": None}
    _must_be_free(framework, answers.get("code", ""))
    guide = requirement.guide
    changes = write(requirement, {"parent": parent, **last, **_with_guide(requirement, answers)})
    changes = _told(changes, guide, requirement)
    put_in_order(framework, requirement, _next_to(after, parent))
    standings_complete(framework)
    history.record(actor=actor, action="requirement.added", target=requirement, changes=changes)
    requirement.refresh_from_db()
    return requirement


@transaction.atomic
def requirement_edit(
    *, actor: Actor, requirement: Requirement, version: int | None = None, **answers: Any
) -> Requirement:
    """Change what it is called, what it says and where it belongs."""
    actor.require("frameworks.edit", requirement)
    must_be_changeable(requirement.framework)
    must_know_groups(requirement.framework, answers.get("groups", ()), "groups")
    if "parent" in answers:
        _must_belong(requirement.framework, answers["parent"])
        _must_not_circle(requirement, answers["parent"])
    if answers.get("code", requirement.code) != requirement.code:
        _must_be_free(requirement.framework, answers["code"])
    guide = requirement.guide
    if changes := write(requirement, _with_guide(requirement, answers), version=version):
        changes = _told(changes, guide, requirement)
        if "parent" in changes:
            put_in_order(requirement.framework, requirement)
        standings_complete(requirement.framework)
        history.record(actor=actor, action="requirement.edited", target=requirement, changes=changes)
    return requirement


@transaction.atomic
def requirement_move(
    *, actor: Actor, requirement: Requirement, parent: Requirement | None, before: Requirement | None
) -> Requirement:
    """Put a requirement, with all that is part of it, below ``parent`` and before a part of it, or last."""
    actor.require("frameworks.edit", requirement)
    must_be_changeable(requirement.framework)
    _must_belong(requirement.framework, parent)
    _must_belong(requirement.framework, before)
    _must_not_circle(requirement, parent)
    if before is not None and before.parent_id != (parent.pk if parent else None):
        raise RuleBroken(N_("The place is not there any more. Load the page again."))
    changes = write(requirement, {"parent": parent})
    put_in_order(requirement.framework, requirement, before)
    tell_scopes(requirement.framework)
    history.record(actor=actor, action="requirement.moved", target=requirement, changes=changes)
    requirement.refresh_from_db()
    return requirement


@transaction.atomic
def requirement_remove(*, actor: Actor, requirement: Requirement) -> Requirement:
    """Take it away. What was answered of it is kept, and so is its history."""
    actor.require("frameworks.edit", requirement)
    must_be_changeable(requirement.framework)
    if Requirement.objects.filter(parent=requirement, archived_at=None).exists():
        raise RuleBroken(N_("Other requirements are part of it. Move or remove those first."))
    if write(requirement, {"archived_at": requirement.archived_at or dates.now()}):
        tell_scopes(requirement.framework)
        history.record(actor=actor, action="requirement.removed", target=requirement)
    return requirement


@transaction.atomic
def requirement_restore(*, actor: Actor, requirement: Requirement) -> Requirement:
    """Bring back one that was taken away, where it was; at the top if what it was part of is gone as well."""
    actor.require("frameworks.edit", requirement)
    must_be_changeable(requirement.framework)
    parent = requirement.parent
    gone = parent is not None and parent.archived_at is not None
    if write(requirement, {"archived_at": None, **({"parent": None} if gone else {})}):
        put_in_order(requirement.framework)
        standings_complete(requirement.framework)
        history.record(actor=actor, action="requirement.restored", target=requirement)
        requirement.refresh_from_db()
    return requirement


def _must_belong(framework: Framework, requirement: Requirement | None) -> None:
    if requirement is None:
        return
    if requirement.organisation_id != framework.organisation_id:
        raise NotFound
    if requirement.framework_id != framework.pk or requirement.archived_at is not None:
        raise RuleBroken(N_("Choose a requirement of the same framework."), "parent")


def _must_be_free(framework: Framework, code: str) -> None:
    if Requirement.objects.filter(framework=framework, code=code, archived_at=None).exists():
        raise ValidationError({"code": ONCE.get_violation_error_message()})


def _must_not_circle(requirement: Requirement, parent: Requirement | None) -> None:
    depth, above = 0, parent
    while above is not None:
        if above.pk == requirement.pk:
            raise RuleBroken(N_("A requirement is not part of itself, nor of its own parts."), "parent")
        depth, above = depth + 1, above.parent
    if depth + _height(requirement) > DEEPEST:
        raise RuleBroken(N_("This is nested too deeply."), "parent")


def _height(requirement: Requirement) -> int:
    """How many levels it is, with all that is part of it: one for one without parts."""
    rows = Requirement.objects.filter(framework=requirement.framework_id, archived_at=None)
    height, level = 0, {requirement.pk}
    while level:
        height, level = height + 1, set(rows.filter(parent__in=level).values_list("pk", flat=True))
    return height


def _next_to(after: Requirement | None, parent: Requirement | None) -> Requirement | None:
    """The part of ``parent`` that follows ``after``; None where that is the last, or nothing was said."""
    if after is None or after.parent_id != (parent.pk if parent else None):
        return None
    rows = Requirement.objects.filter(framework=after.framework_id, parent=parent, archived_at=None)
    return rows.filter(place__gt=after.place).order_by("place").first()


def _put_away(framework: Framework, code: str) -> Requirement | None:
    """One that was taken away comes back with its answers and its history when its id is used again."""
    return Requirement.objects.filter(framework=framework, code=code, archived_at__isnull=False).first()


def _with_guide(requirement: Requirement, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers about the guide put together into it; an empty one takes its part away."""
    if not set(answers) & set(GUIDE):
        return answers
    rest = {name: value for name, value in answers.items() if name not in GUIDE}
    parts = {**requirement.guide, **{name: value for name, value in answers.items() if name in GUIDE}}
    return {**rest, "guide": {name: part for name, part in parts.items() if part}}


def _told(changes: Changes, before: dict[str, Any], requirement: Requirement) -> Changes:
    """What the history says: each part of the guide by itself, and no places."""
    left_out = ("guide", "place", "archived_at")
    plain = {name: change for name, change in changes.items() if name not in left_out}
    return {**plain, **told_of_guide(before, requirement.guide)}


def told_of_guide(before: dict[str, Any], after: dict[str, Any]) -> Changes:
    """What has changed in a guide, part by part."""
    parts = [(name, before.get(part), after.get(part)) for part, name in TOLD.items()]
    return {name: [_plain(old), _plain(new)] for name, old, new in parts if old != new}


def _plain(part: Any) -> Any:
    """A part of a guide in the history's own types: evidence and activities by language."""
    if isinstance(part, list) and part and isinstance(part[0], dict):
        languages = {language: None for words in part for language in words}
        return {language: "; ".join(words.get(language, "–") for words in part) for language in languages}
    if isinstance(part, dict) and "words" in part:
        return {**part["words"], "every": part["every"]}
    return part


def put_in_order(framework: Framework, moved: Requirement | None = None, before: Requirement | None = None) -> None:
    """Number all requirements as they are read: each whole before its parts, ``moved`` right before ``before``."""
    rows = list(hanging_on(Requirement, framework=framework).filter(archived_at=None).defer("guide"))
    rows.sort(key=lambda row: (row.place, row.created_at, row.pk))
    was = {row.pk: (row.place, row.depth, row.section_id) for row in rows}
    parts: dict[Any, list[Requirement]] = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)
    if moved is not None:
        _place(parts.get(moved.parent_id, []), moved, before)
    _walk(parts, None, None, [])
    changed = [row for row in rows if was[row.pk] != (row.place, row.depth, row.section_id)]
    saving.update_many(changed, ["place", "depth", "section"])


def _place(siblings: list[Requirement], moved: Requirement, before: Requirement | None) -> None:
    row = next(row for row in siblings if row.pk == moved.pk)
    siblings.remove(row)
    at = next((i for i, each in enumerate(siblings) if before is not None and each.pk == before.pk), len(siblings))
    siblings.insert(at, row)


def _walk(
    parts: dict[Any, list[Requirement]],
    parent: Requirement | None,
    section: Requirement | None,
    done: list[Requirement],
) -> None:
    for row in parts.get(parent.pk if parent else None, ()):
        row.place, row.depth, row.section = len(done), (parent.depth + 1 if parent else 0), section
        done.append(row)
        _walk(parts, row, section or row, done)

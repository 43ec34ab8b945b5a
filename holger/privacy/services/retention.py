"""Retention rules: made, changed, put away, and checked by the annual wheel."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.services import guards, next_numbers
from holger.privacy.models import Activity, RetentionRule
from holger.privacy.permissions import EDIT, MANAGE
from holger.privacy.rules import retention as rules
from holger.privacy.selectors.record import activities_for
from holger.privacy.selectors.retention import checks_of, rules_for
from holger.privacy.services.measuring import measure
from holger.tasks import services as tasks
from holger.tasks.models import Activity as Check
from holger.tasks.models import Category

FACTS = frozenset(
    (
        *("title", "owner", "unit", "activity", "information_type", "system", "count", "time_unit", "starts_from"),
        *("starts_note", "basis", "deed", "how", "next_review"),
    )
)
ABOUT = ("activity", "information_type", "system")
CHECK_MINUTES = 60


@transaction.atomic
def retention_create(*, actor: Actor, **answers: Any) -> RetentionRule:
    """A rule for an activity, an information type or a system. Whoever may write their own only makes nobody else's."""
    actor.require(EDIT)
    row = RetentionRule(organisation_id=actor.organisation_id)
    _check(actor, row, answers)
    made = RetentionRule(organisation_id=actor.organisation_id, owner=answers.get("owner"), unit=answers.get("unit"))
    if not actor.may(EDIT, made):
        raise RuleBroken(N_("Choose yourself. You may only write down what you answer for."), "owner")
    row.number = next_numbers(organisation_id=actor.organisation_id, prefix=RetentionRule.prefix)[0]
    row.reference = f"{RetentionRule.prefix}-{row.number}"
    changes = write(row, answers)
    history.record(actor=actor, action="retention.created", target=row, changes=changes)
    _measure(_covered(row))
    return row


@transaction.atomic
def retention_edit(*, actor: Actor, rule: RetentionRule, version: int | None = None, **answers: Any) -> RetentionRule:
    must_reach(actor, rule, EDIT)
    if rule.archived_at is not None:
        raise RuleBroken(N_("It is archived. Restore it first."))
    _check(actor, rule, answers)
    before = _covered(rule)
    if changes := write(rule, answers, version=version):
        history.record(actor=actor, action="retention.edited", target=rule, changes=changes)
        _measure(before | _covered(rule))
    return rule


@transaction.atomic
def retention_archive(*, actor: Actor, rule: RetentionRule) -> RetentionRule:
    """It holds no more. A check that is planned for it is put away by whoever plans."""
    return _put(actor, rule, "retention.archived", dates.now())


@transaction.atomic
def retention_restore(*, actor: Actor, rule: RetentionRule) -> RetentionRule:
    return _put(actor, rule, "retention.restored", None)


@transaction.atomic
def retention_check_plan(
    *, actor: Actor, rule: RetentionRule, rhythm: str, starts: date, performer: Any = None
) -> Check:
    """Plan that somebody looks at it again and again, with evidence that what was to be gone is gone.

    It is an activity of the annual wheel, and takes what planning there takes.
    """
    must_reach(actor, rule, EDIT)
    guards.own(actor, performer)
    planned = checks_of(rule).exists()
    today = dates.today(rule.organisation.zone)
    if refused := rules.why_not_plan(rhythm, starts, today, planned=planned):
        raise RuleBroken(refused)
    title = gettext("Check that it is gone: %(title)s") % {"title": rule.title}
    made = tasks.activity_create(
        actor=actor,
        title=title[:200],
        about=[rule],
        category=Category.SUPPLIERS,
        purpose=f"{rule.period}. {rule.counted_from}. {rule.basis}",
        checklist=[
            gettext("Find the oldest data, and see that nothing is older than it may be"),
            gettext("Look in copies, exports, mailboxes and at suppliers too"),
            gettext("Attach what shows it: a list, a log or a picture of the screen"),
        ],
        rule=rhythm,
        starts=starts,
        owner=rule.owner,
        performer=performer or rule.owner,
        unit=rule.unit,
        needs_evidence=True,
        minutes=CHECK_MINUTES,
    )
    history.record(actor=actor, action="retention.check_planned", target=rule, reason=made.reference)
    return made


def must_reach(actor: Actor, rule: RetentionRule, permission: str) -> None:
    guards.own(actor, rule)
    if not rules_for(actor).filter(pk=rule.pk).exists():
        raise NotFound
    actor.require(permission, rule)


def _put(actor: Actor, rule: RetentionRule, action: str, at: Any) -> RetentionRule:
    must_reach(actor, rule, MANAGE)
    if (rule.archived_at is None) != (at is None):
        history.record(actor=actor, action=action, target=rule, changes=write(rule, {"archived_at": at}))
        _measure(_covered(rule))
    return rule


def _covered(rule: RetentionRule) -> set[UUID]:
    """The activities that it is about, by themselves or by an information type of theirs."""
    about = Q(pk=rule.activity_id)
    if rule.information_type_id:
        about |= Q(information_types=rule.information_type_id)
    return set(Activity.objects.filter(about, organisation_id=rule.organisation_id).values_list("pk", flat=True))


def _measure(keys: set[UUID]) -> None:
    measure(list(Activity.objects.filter(pk__in=keys)))


def _check(actor: Actor, rule: RetentionRule, answers: Mapping[str, Any]) -> None:
    if unknown := answers.keys() - FACTS:
        raise ValueError(f"not told of a retention rule: {', '.join(sorted(unknown))}")
    guards.own(actor, *(answers.get(name) for name in (*ABOUT, "owner", "unit")))
    activity = answers.get("activity")
    if activity is not None and not activities_for(actor).filter(pk=activity.pk).exists():
        raise RuleBroken(N_("Choose one from the list."), "activity")
    now = {name: answers.get(name, getattr(rule, name)) for name in FACTS if name != "title"}
    refused = rules.why_not(
        about=any(now[name] is not None for name in ABOUT),
        count=now["count"] or 0,
        unit=now["time_unit"],
        starts_from=now["starts_from"],
        starts_note=now["starts_note"],
        basis=now["basis"],
    )
    if refused:
        raise RuleBroken(refused)

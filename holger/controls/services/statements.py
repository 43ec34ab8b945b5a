"""Statements of applicability: drafted, sent for approval, taken back. What was approved is never written again."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from holger.controls.models import Statement
from holger.controls.rules import statement_approval
from holger.controls.rules.statement_content import content_of, digest_of
from holger.controls.selectors.statement_lines import stated, statement_head
from holger.controls.selectors.statements import approvers_for
from holger.controls.services.telling import tell_approver
from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Scope
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import next_numbers

EDITABLE = ("introduction", "change_note", "approver")
Status = Statement.Status


@transaction.atomic
def statement_draft(*, actor: Actor, scope: Scope) -> Statement:
    """Begin the next version; introduction and approver are those of the last one. One is open at a time."""
    actor.require("controls.statement", scope)
    if scope.framework.archived_at is not None:
        raise RuleBroken(N_("The framework is archived. Restore it first."))
    made = Statement.objects.filter(scope=scope)
    if made.filter(status__in=(Status.DRAFT, Status.REQUESTED)).exists():
        raise RuleBroken(N_("There is already a draft of the next version."))
    last = made.order_by("-number").select_related("approver").defer("content").first()
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Statement.prefix)[0]
    statement = Statement(
        organisation_id=actor.organisation_id,
        scope=scope,
        reference=f"{Statement.prefix}-{number}",
        number=(made.aggregate(last=Max("number"))["last"] or 0) + 1,
    )
    kept = {"introduction": last.introduction, "approver": last.approver} if last else {}
    changes = write(statement, kept)
    history.record(actor=actor, action="statement.drafted", target=statement, changes=changes)
    return statement


@transaction.atomic
def statement_edit(*, actor: Actor, statement: Statement, version: int | None = None, **answers: Any) -> Statement:
    """Say what it covers, what has changed, and who is to approve it."""
    actor.require("controls.statement", statement)
    if unknown := set(answers) - set(EDITABLE):
        raise ValueError(f"not decided here: {unknown}")
    approver = answers.get("approver")
    if approver is not None and approver.organisation_id != actor.organisation_id:
        raise NotFound
    must_be(statement, Status.DRAFT)
    if changes := write(statement, answers, version=version):
        history.record(actor=actor, action="statement.edited", target=statement, changes=changes)
    return statement


@transaction.atomic
def statement_request(
    *, actor: Actor, statement: Statement, approver: Person, version: int | None = None, **answers: Any
) -> Statement:
    """Freeze how the scope stands now, and ask somebody to approve just that."""
    actor.require("controls.statement", statement)
    if approver.organisation_id != actor.organisation_id:
        raise NotFound
    statement_edit(actor=actor, statement=statement, version=version, approver=approver, **answers)
    able = set(approvers_for(actor, statement.scope).values_list("pk", flat=True))
    if refused := statement_approval.why_not_ask(approver.pk, approver.name, actor.person_id, able):
        raise RuleBroken(refused)
    statement.content = _frozen(actor, statement)
    statement.digest = digest_of(statement.content)
    asked = {"requester_id": actor.person_id, "requested_by": actor.label, "requested_at": dates.now()}
    _move(statement, Status.REQUESTED, declined_note="", **asked)
    told = {"approver": [None, approver.name], "digest": [None, statement.digest]}
    history.record(actor=actor, action="statement.requested", target=statement, changes=told)
    tell_approver(approver, statement, sender=actor.label)
    return statement


@transaction.atomic
def statement_withdraw(*, actor: Actor, statement: Statement) -> Statement:
    """Take back what was sent for approval, to work on it again."""
    actor.require("controls.statement", statement)
    must_be(statement, Status.REQUESTED)
    thaw(statement)
    history.record(actor=actor, action="statement.withdrawn", target=statement)
    return statement


@transaction.atomic
def statement_discard(*, actor: Actor, statement: Statement) -> None:
    """Give a draft up. How the scope stands is not touched, and the version in force stays."""
    actor.require("controls.statement", statement)
    must_be(statement, Status.DRAFT)
    history.record(actor=actor, action="statement.discarded", target=statement)
    statement.delete()


# Shared with the approval


def must_be(statement: Statement, status: str) -> None:
    """The row is held until the transaction ends, so that nobody decides on it meanwhile."""
    rows = Statement.objects.select_for_update().filter(pk=statement.pk)
    now = rows.values_list("status", flat=True).first()
    if now == status:
        return
    if now == Status.REQUESTED:
        raise RuleBroken(N_("It waits for approval. Take it back before you change it."))
    if now == Status.DRAFT:
        raise RuleBroken(N_("It is a draft: nobody is asked to approve it."))
    raise RuleBroken(N_("It was approved, and is never changed. Draft the next version."))


def thaw(statement: Statement, note: str = "") -> None:
    """Make it a draft again, which shows how the scope stands now."""
    statement.content, statement.digest = {}, ""
    _move(statement, Status.DRAFT, requester_id=None, requested_by="", requested_at=None, declined_note=note)


def _move(statement: Statement, status: str, **stamps: Any) -> None:
    for name, value in {"status": status, **stamps}.items():
        setattr(statement, name, value)
    statement.version, statement.updated_at = statement.version + 1, dates.now()
    names = ("content", "digest", "status", "version", "updated_at", *stamps)
    statement.save(update_fields=[name.removesuffix("_id") for name in names])


def _frozen(actor: Actor, statement: Statement) -> dict[str, Any]:
    told = stated(actor, [statement.scope], dates.today())[statement.scope_id]
    if not told.lines:
        raise RuleBroken(N_("The framework has no requirements to state anything about."))
    texts = {"introduction": statement.introduction, "change_note": statement.change_note}
    head = statement_head(actor, statement.scope, statement.number, follows=_before(statement), **texts)
    return content_of(head, told.themes, told.lines)


def _before(statement: Statement) -> tuple[int, str] | None:
    """The version in force, which this one is to follow."""
    rows = Statement.objects.filter(scope=statement.scope_id, status=Status.APPROVED)
    return rows.values_list("number", "digest").first()

"""The answer of whoever is asked to approve a statement: yes to exactly what was shown, or no with a reason."""

from django.db import transaction
from django.db.models import F

from holger.controls.models import Statement
from holger.controls.rules import statement_approval as rules
from holger.controls.rules.statement_content import digest_of
from holger.controls.selectors.statements import approvers_for
from holger.controls.services.statements import Status, must_be, thaw
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history


@transaction.atomic
def statement_approve(*, actor: Actor, statement: Statement, digest: str) -> Statement:
    """Put it in force as it was frozen. ``digest`` is that of what the approver has read; the version before is superseded."""
    actor.require("controls.approve", statement)
    must_be(statement, Status.REQUESTED)
    _must_be_asked(actor, statement)
    statement.refresh_from_db(fields=["content", "digest"])
    if digest != statement.digest:
        raise RuleBroken(N_("It is not what you have read. Read it again before you approve it."))
    if digest_of(statement.content) != statement.digest:
        raise RuleBroken(N_("What was frozen has been changed outside holger. Take it back and send it again."))
    before = Statement.objects.filter(scope=statement.scope_id, status=Status.APPROVED)
    before.update(status=Status.SUPERSEDED, version=F("version") + 1, updated_at=dates.now())
    statement.status, statement.approved_at, statement.approved_by = Status.APPROVED, dates.now(), actor.label
    statement.version, statement.updated_at = statement.version + 1, dates.now()
    statement.save(update_fields=["status", "approved_at", "approved_by", "version", "updated_at"])
    told = {"digest": [None, statement.digest]}
    history.record(actor=actor, action="statement.approved", target=statement, changes=told)
    return statement


@transaction.atomic
def statement_decline(*, actor: Actor, statement: Statement, note: str) -> Statement:
    """Say no, with what must be done first. It becomes a draft again."""
    actor.require("controls.approve", statement)
    must_be(statement, Status.REQUESTED)
    _must_be_asked(actor, statement)
    if not note.strip():
        raise RuleBroken(N_("Write what must be done before it can be approved."), "note")
    thaw(statement, note)
    history.record(actor=actor, action="statement.declined", target=statement, reason=note)
    return statement


def _must_be_asked(actor: Actor, statement: Statement) -> None:
    name = statement.approver.name if statement.approver else ""
    able = set(approvers_for(actor, statement.scope).values_list("pk", flat=True))
    asked = (statement.approver_id, name, statement.requester_id)
    if refused := rules.why_not_approve(actor.person_id, *asked, able):
        raise RuleBroken(refused)

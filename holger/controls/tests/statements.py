"""Controls and statements for the tests of statements, written without the services that the tests ask."""

from typing import Any

from holger.controls import services
from holger.controls.models import Control, Link, Statement
from holger.core.actor import Actor
from holger.frameworks.models import Framework, Scope
from holger.frameworks.tests.factories import requirement
from holger.organisation.services import next_numbers


def make_control(actor: Actor, title: str = "Doors are locked", **fields: Any) -> Control:
    number = next_numbers(organisation_id=actor.organisation_id, prefix=Control.prefix)[0]
    return Control.objects.create(
        organisation_id=actor.organisation_id,
        number=number,
        reference=f"{Control.prefix}-{number}",
        title=title,
        **{"status": "implemented", "owner_id": actor.person_id, **fields},
    )


def link(control: Control, framework: Framework, code: str, strength: str = "whole") -> Link:
    return Link.objects.create(
        organisation_id=control.organisation_id,
        control=control,
        requirement=requirement(framework, code),
        strength=strength,
    )


def again(statement: Statement) -> Statement:
    """The statement as it is in the database now."""
    return Statement.objects.select_related("scope__framework", "scope__unit", "approver").get(pk=statement.pk)


def make_approved(asker: Actor, scope: Scope, approver: Any) -> Statement:
    """The next version, sent and approved as it stands."""
    from tests.cast import actor_of

    statement = services.statement_draft(actor=asker, scope=scope)
    services.statement_request(actor=asker, statement=statement, approver=approver)
    services.statement_approve(actor=actor_of(approver), statement=statement, digest=statement.digest)
    return again(statement)

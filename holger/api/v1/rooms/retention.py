"""Retention rules: for how long data is kept, what is done then, and planning that somebody checks it."""

from datetime import date
from typing import Literal

from pydantic import Field

from holger.api.v1.references import pointer
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.schemas import Body, creates, edits, reads
from holger.organisation.models import Person
from holger.privacy import services
from holger.privacy.filters.retention import RetentionFilter
from holger.privacy.models import RetentionRule
from holger.privacy.permissions import EDIT, MANAGE, VIEW
from holger.privacy.rules.retention import RHYTHMS
from holger.privacy.selectors.retention import rules_for

ROOM = "privacy"
WRITTEN = (
    *("title", "owner", "unit", "activity", "information_type", "system", "count", "time_unit", "starts_from"),
    *("starts_note", "basis", "deed", "how", "next_review"),
)
FOLLOWS = ("created_at", "updated_at", "archived_at", "version")

retention = offer(
    Resource(
        kind="retention-rules",
        one="rule",
        called="retention rule",
        room=ROOM,
        model=RetentionRule,
        view=VIEW,
        rows=rules_for,
        filters=RetentionFilter,
        out=reads("RetentionRuleOut", RetentionRule, ("reference", *WRITTEN, *FOLLOWS)),
        searched=("reference", "title", "basis"),
        sorts=("number", "title", "next_review", "updated_at"),
        related=("owner", "unit", "activity", "information_type", "system"),
        body=creates("RetentionRuleCreate", RetentionRule, WRITTEN),
        create=(EDIT, services.retention_create),
        change=edits("RetentionRuleEdit", RetentionRule, WRITTEN),
        edit=(EDIT, services.retention_edit),
        delete=(MANAGE, services.retention_archive),
    )
)


class RetentionPlanBody(Body):
    rhythm: Literal[tuple(RHYTHMS)]  # type: ignore[valid-type]
    starts: date = Field(description="The first time.")
    performer: pointer(Person, null=True) = None  # type: ignore[valid-type]


verb(retention, "plan-check", EDIT, services.retention_check_plan, "Plan that somebody checks that a retention rule is kept", RetentionPlanBody)  # fmt: skip
verb(retention, "restore", MANAGE, services.retention_restore, "Take a retention rule back from the archive")

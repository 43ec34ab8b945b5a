"""How scopes stand now beside what was approved: what has changed, and what an auditor would ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from holger.controls.models import Statement
from holger.controls.rules import signs
from holger.controls.rules.statement import OUT, Counts, Line, Theme, by_status, counts
from holger.controls.rules.statement_changes import Change, changes
from holger.controls.rules.statement_content import frozen
from holger.controls.rules.statement_questions import Question, questions
from holger.controls.selectors.signs import InMap, signs_in_map
from holger.controls.selectors.statement_lines import Stated, stated
from holger.controls.selectors.statements import statements_for
from holger.core.actor import Actor
from holger.frameworks.models import Scope

SHOWN = (Statement.Status.DRAFT, Statement.Status.REQUESTED, Statement.Status.APPROVED)


@dataclass(frozen=True)
class Now:
    """``force`` is the version in force and ``open`` the one that is worked on. ``changes`` are those since it came into
    force, ``moved`` those since the open one was sent. ``against`` tells by sign what it speaks for, and ``seen`` what of
    it is in the map."""

    scope: Scope
    stated: Stated
    force: Statement | None = None
    open: Statement | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    moved: Mapping[str, Change] = field(default_factory=dict)
    questions: Sequence[Question] = ()
    against: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seen: Mapping[str, InMap] = field(default_factory=dict)

    @property
    def themes(self) -> Sequence[Theme]:
        return self.stated.themes

    @property
    def lines(self) -> Sequence[Line]:
        return self.stated.lines

    @cached_property
    def by_key(self) -> dict[Any, Line]:
        return {line.key: line for line in self.lines}

    @cached_property
    def counts(self) -> Counts:
        return counts(self.lines)

    @cached_property
    def by_status(self) -> dict[str, int]:
        return by_status(self.lines)

    @cached_property
    def asked(self) -> Sequence[Question]:
        """What an auditor would really ask: the questions that have no good answer yet."""
        return [question for question in self.questions if question.open]

    @property
    def next_number(self) -> int:
        """Of the version that comes next, or is on its way."""
        if self.open is not None:
            return self.open.number
        return self.force.number + 1 if self.force else 1


def statements_now(actor: Actor, scopes: Sequence[Scope], today: date) -> dict[UUID, Now]:
    """By scope, for as many scopes as there are, in one and the same number of questions to the database."""
    told = stated(actor, scopes, today)
    versions = _versions(actor, scopes)
    contents = _contents(actor, scopes)
    against = {scope.pk: _against(scope, told[scope.pk].lines) for scope in scopes}
    seen = signs_in_map(actor, {key for found in against.values() for key in found})
    return {
        scope.pk: _now(scope, told[scope.pk], versions.get(scope.pk, {}), contents, against[scope.pk], seen, today)
        for scope in scopes
    }


def frozen_of(actor: Actor, statement: Statement) -> Mapping[str, Any]:
    """What is frozen in a version that the actor sees; nothing where it is a draft, or gone."""
    row = statements_for(actor).filter(pk=statement.pk).values_list("content", flat=True).first()
    return row or {}


def _now(
    scope: Scope,
    told: Stated,
    versions: Mapping[str, Statement],
    contents: Mapping[tuple[UUID, str], Sequence[Line]],
    against: Mapping[str, Sequence[str]],
    seen: Mapping[str, InMap],
    today: date,
) -> Now:
    force, requested = versions.get("approved"), versions.get("requested")
    changed = changes(contents[scope.pk, "approved"], told.lines) if force else {}
    moved = changes(contents[scope.pk, "requested"], told.lines) if requested else {}
    contradicted = {code for key, codes in against.items() if key in seen for code in codes}
    approved = timezone.localtime(force.approved_at).date() if force and force.approved_at else None
    asked = questions(told.lines, contradicted, approved, changed, today)
    return Now(scope, told, force, requested or versions.get("draft"), changed, moved, asked, against, seen)


def _against(scope: Scope, lines: Sequence[Line]) -> dict[str, list[str]]:
    return signs.against(scope.framework.key, [line.code for line in lines if line.choice == OUT])


def _versions(actor: Actor, scopes: Sequence[Scope]) -> dict[UUID, dict[str, Statement]]:
    """By scope and status: one of each at most."""
    by_key = {scope.pk: scope for scope in scopes}
    rows = statements_for(actor).filter(scope__in=list(by_key), status__in=SHOWN).select_related(None)
    found: dict[UUID, dict[str, Statement]] = {}
    for row in rows.select_related("approver").defer("content"):
        row.scope = by_key[row.scope_id]
        found.setdefault(row.scope_id, {})[row.status] = row
    return found


def _contents(actor: Actor, scopes: Sequence[Scope]) -> dict[tuple[UUID, str], Sequence[Line]]:
    """The lines of what is frozen, by scope and status."""
    rows = statements_for(actor).filter(scope__in=[scope.pk for scope in scopes], status__in=SHOWN[1:])
    told = rows.values_list("scope_id", "status", "content")
    return {(scope, status): frozen(content).lines for scope, status, content in told}

"""The Statement of Applicability on paper: as it stands now, or a version from what was frozen in it and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from holger.controls import selectors
from holger.controls.models import Statement
from holger.controls.papers.statement_tables import left_out, lines_table, summary
from holger.controls.rules.statement_content import Frozen, frozen
from holger.controls.selectors import Now
from holger.controls.tables.statement_words import title
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.exchange.papers.paper import (
    Approval,
    Block,
    Cell,
    Note,
    Paper,
    Section,
    State,
    Text,
    Version,
)
from holger.exchange.papers.sending import front

STATES = {"draft": "mid", "requested": "mid", "approved": "ok", "superseded": "none"}


@dataclass(frozen=True)
class Document:
    """What is printed. ``row`` is the version, None where none is begun; ``before`` are the versions that it follows."""

    held: Frozen
    row: Statement | None
    before: Sequence[Statement] = ()

    @property
    def is_frozen(self) -> bool:
        return self.row is not None and bool(self.row.digest)


def paper_now(request: Request, language: str, now: Now) -> Paper:
    """How the scope stands now, as a draft of the version that comes next."""
    actor, scope = request.actor, now.scope
    row = now.open if now.open is not None and not now.open.digest else None
    texts = {"introduction": row.introduction, "change_note": row.change_note} if row else {}
    follows = (now.force.number, now.force.digest) if now.force else None
    head = selectors.statement_head(actor, scope, now.next_number, follows=follows, **texts)
    approved = selectors.statements_for(actor).filter(scope=scope, status__in=("approved", "superseded"))
    document = Document(Frozen(head, tuple(now.themes), tuple(now.lines)), row, list(approved.order_by("number")))
    return paper(document, front(request, language))


def paper_of(request: Request, language: str, row: Statement) -> Paper:
    """A version that is frozen, from its content alone; who approved it, and when, is kept beside."""
    held = _frozen_in(request.actor, row)
    moment = timezone.localtime(datetime.fromisoformat(held.head.as_of))
    about = front(request, language) | {"organisation": held.head.organisation, "as_of": moment.date()}
    return paper(Document(held, row), about)


def _frozen_in(actor: Actor, row: Statement) -> Frozen:
    return frozen(selectors.frozen_of(actor, row))


def paper(document: Document, about: dict[str, Any]) -> Paper:
    head = document.held.head
    sections = [
        Section(gettext("Scope and method"), _method(document)),
        Section(gettext("Summary"), summary(document.held), apart=True),
        Section(gettext("Requirement by requirement"), [lines_table(document.held)], apart=True),
        Section(gettext("Left out, and why"), [left_out(document.held)], apart=True),
    ]
    return Paper(
        "statement-of-applicability",
        gettext("Statement of Applicability"),
        subtitle=title(head.title),
        scope=head.unit or gettext("The whole organisation"),
        method=gettext("Requirement by requirement; the status is that of the controls that answer it."),
        status=_status(document),
        version=_version(document),
        facts=_facts(document),
        versions=_versions(document),
        approvals=_approvals(document),
        sections=sections,
        landscape=True,
        **about,
    )


def _status(document: Document) -> State:
    if document.row is None or not document.is_frozen:
        return State(gettext("Draft, not approved"), "mid")
    return State(document.row.get_status_display(), STATES[document.row.status])


def _version(document: Document) -> str:
    """It stands at the foot of every page, so that nobody takes a draft for more than it is."""
    number = f"v{document.held.head.version}"
    if document.row is not None and document.row.is_settled:
        return number
    return gettext("%(version)s, not approved") % {"version": number}


def _facts(document: Document) -> list[tuple[str, Cell]]:
    head, row = document.held.head, document.row
    wanted = ", ".join(title(words) for words in head.ambition)
    return [
        (gettext("Framework"), f"{head.framework} {title(head.title)}, {gettext('edition')} {head.edition}"),
        *([(gettext("Ambition"), wanted)] if wanted else []),
        (gettext("Follows"), f"v{head.follows[0]}, SHA-256 {head.follows[1]}" if head.follows else None),
        ("SHA-256", row.digest if row and row.digest else None),
    ]


def _versions(document: Document) -> list[Version]:
    """Those before it, and itself; what was frozen knows no other than itself."""
    found = [
        Version(f"v{row.number}", _day(row.approved_at), row.approved_by, row.change_note) for row in document.before
    ]
    head, row = document.held.head, document.row
    by = row.approved_by if row else ""
    return [*found, Version(f"v{head.version}", _day(row.approved_at) if row else None, by, head.change_note)]


def _approvals(document: Document) -> list[Approval]:
    row, what = document.row, f"v{document.held.head.version}"
    if row is None or not row.digest:
        return []
    name = row.approver.name if row.approver else "–"
    told = gettext("Sent by %(name)s") % {"name": row.requested_by}
    return [Approval(what, row.approved_by or name, _day(row.approved_at), told)]


def _day(moment: datetime | None) -> Any:
    return timezone.localtime(moment).date() if moment else None


def _method(document: Document) -> list[Block]:
    head = document.held.head
    blocks: list[Block] = []
    if not document.is_frozen:
        told = gettext("This is a draft. It shows how it stands on the day it was made, and nobody has approved it.")
        blocks.append(Note(told, "mid"))
    blocks += [Text(text) for text in (head.introduction, head.change_note) if text]
    return [*blocks, Text("\n\n".join(_rules()))]


def _rules() -> list[str]:
    return [
        gettext(
            "Each requirement of the framework is either chosen, with the reason and what drives it, or left out, with the"
            " justification (ISO/IEC 27001:2022, 6.1.3 d). What is beyond the ambition is told as such."
        ),
        gettext(
            "In place: a control that answers all of it is in place; or all that contribute are, and it is answered as met."
        ),
        gettext("Partly in place: one of its controls is in place, wholly or partly."),
        gettext("Planned: it has controls, and none is in place yet."),
        gettext("Without a control, the answer tells. What is claimed through a mapping counts nothing."),
        gettext("Evidence is counted over the last 12 months, on the requirement and on its controls."),
    ]

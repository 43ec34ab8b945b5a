"""What was sent to suppliers: sent, reminded of, withdrawn, judged and concluded; its answers, findings and links."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import get_language
from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer as Reply
from holger.api.v1.operation import operation
from holger.api.v1.references import Ref, answers_of, pointer, shown
from holger.api.v1.resource import Resource, hold, offer, verb
from holger.api.v1.schemas import Body, Change, Out, creates, reads
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.words import say
from holger.organisation.models import Person
from holger.suppliers import services
from holger.suppliers.filters.questionnaires import SendingFilter
from holger.suppliers.models.questionnaires import Questionnaire
from holger.suppliers.models.sendings import AnswerFinding, PortalLink, Sending, Verdict
from holger.suppliers.models.supplier import Supplier
from holger.suppliers.permissions import QUESTIONNAIRE_JUDGE, QUESTIONNAIRE_SEND, QUESTIONNAIRE_VIEW
from holger.suppliers.rules.scoring import worth
from holger.suppliers.selectors import questionnaires as selectors

ROOM = "suppliers"
Long = Annotated[str, Field(max_length=4000)]
Wanted = Annotated[str, Field(min_length=1, max_length=4000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Mail = Annotated[str, Field(min_length=3, max_length=254)]
TOLD = ("supplier", "contact", "email", "language", "due", "message", "owner")
FOLLOWS = (
    *("state", "sent_on", "before", "criticality", "points", "progress", "knock_outs", "to_judge", "reminded"),
    *("submitted_at", "submitted_by", "submitted_title", "verdict", "conclusion", "concluded_at", "concluded_by"),
    *("created_at", "updated_at", "archived_at", "version"),
)


class SentQuestionnaireEdit(Change):
    owner: pointer(Person)  # type: ignore[valid-type]


def _give(*, actor: Actor, sending: Sending, version: int | None = None, **answers: Any) -> Sending:
    """Who reads the answers; there is nothing in it that could be overwritten."""
    return services.sending_give(actor=actor, sending=sending, **answers)


def _fill(request: Call, rows: Sequence[Any]) -> None:
    """Put on each row which questionnaire it is, in which version."""
    for row in rows:
        row.questionnaire, row.edition = row.version_sent.questionnaire, row.version_sent.number


sendings = offer(
    Resource(
        kind="sent-questionnaires",
        one="sending",
        called="sent questionnaire",
        room=ROOM,
        model=Sending,
        view=QUESTIONNAIRE_VIEW,
        rows=selectors.sendings_for,
        filters=SendingFilter,
        out=reads(
            "SentQuestionnaireOut",
            Sending,
            ("reference", "title", *TOLD, *FOLLOWS),
            questionnaire=(shown(Questionnaire), ...),
            edition=(int, Field(description="Which version of it was sent.")),
        ),
        searched=("reference", "title", "supplier__title"),
        sorts=("number", "title", "due", "points", "progress", "updated_at"),
        related=("supplier", "owner", "before", "version_sent__questionnaire"),
        fill=_fill,
        body=creates(
            "SentQuestionnaireCreate",
            Sending,
            TOLD,
            supplier=(pointer(Supplier), ...),
            questionnaire=(pointer(Questionnaire), ...),
        ),
        create=(QUESTIONNAIRE_SEND, services.questionnaire_send),
        change=SentQuestionnaireEdit,
        edit=(QUESTIONNAIRE_SEND, _give),
    )
)

# Its steps


class PostponeBody(Body):
    due: date


class SendOnBody(Body):
    contact: Name
    email: Mail


class WithdrawBody(Body):
    reason: Long = ""


class HandInBody(Body):
    name: Name = Field(description="Whose word it is that the answers are right.")
    title: Annotated[str, Field(max_length=200)] = ""


class JudgeBody(Body):
    question: Annotated[str, Field(min_length=1, max_length=60, description="Its key.")]
    points: Annotated[int, Field(ge=0, le=100, strict=True)] | None = Field(
        None, description="Without points the answer's own worth counts."
    )
    judgement: Long = Field("", description="Why: wanted with points.")


class ConcludeBody(Body):
    verdict: Literal[tuple(Verdict.values)]  # type: ignore[valid-type]
    conclusion: Long = Field("", description="Wanted unless it is approved without remarks.")


class TakeUpBody(Body):
    reason: Wanted


verb(sendings, "remind", QUESTIONNAIRE_SEND, services.sending_remind, "Remind a supplier of a questionnaire, with a new link")  # fmt: skip
verb(sendings, "postpone", QUESTIONNAIRE_SEND, services.sending_postpone, "Give a supplier more time to answer", PostponeBody)  # fmt: skip
verb(sendings, "send-on", QUESTIONNAIRE_SEND, services.sending_send_on, "Send a questionnaire to somebody else at a supplier", SendOnBody)  # fmt: skip
verb(sendings, "withdraw", QUESTIONNAIRE_SEND, services.sending_withdraw, "Withdraw a questionnaire; its links open nothing", WithdrawBody)  # fmt: skip
verb(sendings, "hand-in", QUESTIONNAIRE_SEND, services.sending_hand_in, "Hand in what a supplier answered in a file", HandInBody)  # fmt: skip
verb(sendings, "judge", QUESTIONNAIRE_JUDGE, services.answer_judge, "Judge an answer of a supplier", JudgeBody)
verb(sendings, "conclude", QUESTIONNAIRE_JUDGE, services.sending_conclude, "Conclude a questionnaire", ConcludeBody)
verb(sendings, "reopen", QUESTIONNAIRE_JUDGE, services.sending_reopen, "Take a concluded questionnaire up again", TakeUpBody)  # fmt: skip

ONE = "/sent-questionnaires/{reference}"

# Answers


class SupplierAnswerOut(Out):
    question: str = Field(description="Its key.")
    number: int
    text: str = Field(description="The question, in your language.")
    value: str = Field(description="The key of a choice, yes, partly, no, na, a number or a text; empty: not answered.")
    comment: str
    unchanged: bool = Field(description="The supplier says that it is as last time.")
    answered_by: str
    answered_at: datetime | None
    points: int | None = Field(description="What it is worth, judged or by itself; none where it does not count.")
    judged: int | None
    judgement: str
    judged_by: str
    stops: bool = Field(description="It stops the approval.")
    files: list[Ref]


class SupplierAnswersOut(Out):
    items: list[SupplierAnswerOut]


@operation("GET", f"{ONE}/answers", room=ROOM, permission=QUESTIONNAIRE_VIEW, gives=SupplierAnswersOut)
def sent_questionnaires_answers(request: Call, reference: str) -> Any:
    """Read what a supplier was asked and has answered, with what it is worth"""
    return _answers(sendings.find(request.actor, reference))


def _answers(row: Sending) -> SupplierAnswersOut:
    answers, files, language = selectors.answers_of(row), selectors.files_of(row), get_language()
    found, given = selectors.score_of(row, answers), selectors.given(answers)
    by_key = row.version_sent.read.by_key
    items = []
    for key in found.asked:
        question, said = by_key[key], answers.get(key)
        items.append(
            SupplierAnswerOut(
                question=key,
                number=question.number,
                text=say(question.text, language),
                value=said.value if said else "",
                comment=said.comment if said else "",
                unchanged=bool(said and said.unchanged),
                answered_by=said.saved_by if said else "",
                answered_at=said.saved_at if said else None,
                points=worth(question, given[key]) if key in given else None,
                judged=said.judged if said else None,
                judgement=said.judgement if said else "",
                judged_by=said.judged_by if said else "",
                stops=key in found.knock_outs,
                files=[Ref(reference=f.evidence.reference, title=f.evidence.title) for f in files.get(key, ())],
            )
        )
    return SupplierAnswersOut(items=items)


# Findings

FOUND = (
    "id",
    "question",
    "text",
    "ours",
    "due",
    "state",
    "reply",
    "replied_at",
    "replied_by",
    "closed_note",
    "created_at",
)
AnswerFindingOut = reads("AnswerFindingOut", AnswerFinding, FOUND)


class AnswerFindingsOut(Out):
    items: list[AnswerFindingOut]  # type: ignore[valid-type]


class AnswerFindingBody(Body):
    text: Wanted
    question: Annotated[str, Field(max_length=60)] = Field("", description="Its key; empty: about all of it.")
    ours: bool = Field(
        False, strict=True, description="It becomes a task here; else the supplier is told, and replies."
    )
    due: date | None = None
    owner: pointer(Person, null=True) = None  # type: ignore[valid-type]


class FindingNoteBody(Body):
    note: Wanted


@operation("GET", f"{ONE}/findings", room=ROOM, permission=QUESTIONNAIRE_VIEW, gives=AnswerFindingsOut)
def sent_questionnaires_findings(request: Call, reference: str) -> Any:
    """Read what was found in a supplier's answers, and what they replied"""
    return _findings(request, sendings.find(request.actor, reference))


@operation("POST", f"{ONE}/findings", room=ROOM, permission=QUESTIONNAIRE_JUDGE, gives=AnswerFindingOut, status=201,
           body=AnswerFindingBody)  # fmt: skip
def sent_questionnaires_findings_add(request: Call, reference: str, body: AnswerFindingBody) -> Any:
    """Write a finding about a supplier's answers"""
    row = sendings.find(request.actor, reference)
    made = services.answer_finding_raise(actor=request.actor, sending=row, **answers_of(request.actor, body))
    return Reply(AnswerFindingOut.model_validate(made), 201)


@operation("POST", f"{ONE}/findings/{{id}}/close", room=ROOM, permission=QUESTIONNAIRE_JUDGE, gives=AnswerFindingOut,
           body=FindingNoteBody)  # fmt: skip
def sent_questionnaires_findings_close(request: Call, reference: str, body: FindingNoteBody, **path: str) -> Any:
    """Close a finding about a supplier's answers"""
    finding = _finding(request, reference, path["id"])
    return services.answer_finding_close(actor=request.actor, finding=finding, note=body.note)


@operation("POST", f"{ONE}/findings/{{id}}/reopen", room=ROOM, permission=QUESTIONNAIRE_JUDGE, gives=AnswerFindingOut,
           body=FindingNoteBody)  # fmt: skip
def sent_questionnaires_findings_reopen(request: Call, reference: str, body: FindingNoteBody, **path: str) -> Any:
    """Ask a supplier once more about a finding"""
    finding = _finding(request, reference, path["id"])
    return services.answer_finding_reopen(actor=request.actor, finding=finding, note=body.note)


def _findings(request: Call, row: Sending) -> Any:
    return {"items": list(selectors.findings_of(request.actor, row))}


def _finding(request: Call, reference: str, key: str) -> AnswerFinding:
    row = sendings.find(request.actor, reference)
    with suppress(ValueError):
        return selectors.finding_of(request.actor, row, UUID(key))
    raise NotFound


# Links

PortalLinkOut = reads(
    "PortalLinkOut",
    PortalLink,
    ("id", "name", "email", "language", "invited_by", "created_at", "expires_at", "used_at", "revoked_at"),
)


class PortalLinksOut(Out):
    items: list[PortalLinkOut]  # type: ignore[valid-type]


@operation("GET", f"{ONE}/links", room=ROOM, permission=QUESTIONNAIRE_VIEW, gives=PortalLinksOut)
def sent_questionnaires_links(request: Call, reference: str) -> Any:
    """Read who at a supplier was let in; the links themselves are in the mails alone"""
    return _links(request, sendings.find(request.actor, reference))


@operation("POST", f"{ONE}/links/{{id}}/revoke", room=ROOM, permission=QUESTIONNAIRE_SEND, gives=PortalLinksOut)
def sent_questionnaires_links_revoke(request: Call, reference: str, **path: str) -> Any:
    """Shut somebody at a supplier out"""
    row = sendings.find(request.actor, reference)
    hold(request, row)
    services.link_revoke(actor=request.actor, link=_link(request, row, path["id"]))
    return _links(request, row)


def _link(request: Call, row: Sending, key: str) -> PortalLink:
    with suppress(ValueError):
        found = selectors.links_of(request.actor, row).select_related("sending").filter(pk=UUID(key)).first()
        if found is not None:
            return found
    raise NotFound


def _links(request: Call, row: Sending) -> Any:
    return {"items": list(selectors.links_of(request.actor, row))}

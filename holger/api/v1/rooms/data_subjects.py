"""Requests of data subjects: their way from receipt to answer. Who asked can be written, and is read on the pages alone."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.schemas import Body, creates, edits, reads
from holger.core.words import LANGUAGES
from holger.privacy import library, services
from holger.privacy.filters.requests import RequestFilter
from holger.privacy.models import Outcome, SubjectRequest
from holger.privacy.permissions import ANSWER, DELETE, REQUESTS
from holger.privacy.rules.requests import KEPT_MONTHS, LONGEST_KEPT, RIGHTS
from holger.privacy.selectors.requests import requests_for

ROOM = "privacy"
Reason = Annotated[str, Field(max_length=4000)]
How = Annotated[str, Field(min_length=1, max_length=500, description="How one makes sure who it is.")]
Right = Literal[tuple(RIGHTS)]  # type: ignore[valid-type]
Rights = Annotated[list[Right], Field(min_length=1, max_length=len(RIGHTS), description="What they ask for.")]
TOLD = ("title", "received", "channel", "asker", "owner", "unit", "keep_months", "activities")
ASKER = ("asker_name", "asker_contact", "message")
FOLLOWS = (
    *("status", "identity", "identity_asked", "identified", "extended", "due", "outcome", "decided_at", "answered"),
    *("late_reason", "kept_until", "erased_at"),
)

RequestOut = reads("DataSubjectRequestOut", SubjectRequest, ("reference", *TOLD, *FOLLOWS), rights=(list[str], Field()))
requests = offer(
    Resource(
        kind="data-subject-requests",
        one="request",
        called="data subject request",
        room=ROOM,
        model=SubjectRequest,
        view=REQUESTS,
        rows=requests_for,
        filters=RequestFilter,
        out=RequestOut,
        searched=("reference", "title"),
        sorts=("number", "title", "status", "received", "due"),
        related=("owner", "unit", "activities"),
        body=creates("DataSubjectRequestCreate", SubjectRequest, (*TOLD, *ASKER), rights=(Rights, Field())),
        create=(ANSWER, services.request_create),
        change=edits(
            "DataSubjectRequestEdit",
            SubjectRequest,
            (*TOLD, *ASKER),
            rights=(Rights, Field(None)),
            reason=(Reason, Field("", description="Wanted where the day of receipt changes.")),
        ),
        edit=(ANSWER, services.request_edit),
        delete=(DELETE, services.request_archive),
    )
)


class IdentityAskBody(Body):
    on: date
    how: How


class IdentitySettleBody(Body):
    confirmed: bool
    on: date
    how: How


class ExtendBody(Body):
    on: date = Field(description="When the person was told: within the first month.")
    reason: Annotated[str, Field(min_length=1, max_length=4000)]


class DecideBody(Body):
    outcome: Literal[tuple(Outcome.values)]  # type: ignore[valid-type]
    decision: Annotated[str, Field(max_length=10_000)] = ""


class CloseRequestBody(Body):
    answered: date = Field(description="When the answer was sent.")
    late_reason: Reason = ""
    keep_months: Annotated[int, Field(ge=0, le=LONGEST_KEPT)] = KEPT_MONTHS


class ReopenRequestBody(Body):
    reason: Annotated[str, Field(min_length=1, max_length=4000)]


class RequestNoteBody(Body):
    text: Annotated[str, Field(min_length=1, max_length=10_000)]


class LetterSentBody(Body):
    letter: Literal[tuple(library.letters())]  # type: ignore[valid-type]
    language: Literal[LANGUAGES]


verb(requests, "ask-identity", ANSWER, services.identity_ask, "Ask a data subject who they are", IdentityAskBody)
verb(requests, "settle-identity", ANSWER, services.identity_settle, "Say if it is clear who asks", IdentitySettleBody)
verb(requests, "extend", ANSWER, services.request_extend, "Take more time for a request", ExtendBody)
verb(requests, "decide", ANSWER, services.request_decide, "Decide what to answer a data subject", DecideBody)
verb(requests, "close", ANSWER, services.request_close, "Close a request that is answered", CloseRequestBody)
verb(requests, "reopen", ANSWER, services.request_reopen, "Open a request again", ReopenRequestBody)
verb(requests, "propose-places", ANSWER, services.inquiries_propose, "Add where the activities of a request keep data")
verb(requests, "letter-sent", ANSWER, services.request_letter_sent, "Note that a letter was sent", LetterSentBody)
verb(requests, "note", ANSWER, services.request_note, "Write into the log of a request", RequestNoteBody)
verb(requests, "erase-asker", ANSWER, services.asker_erase, "Erase who asked, before its day")
verb(requests, "restore", DELETE, services.request_restore, "Take a request back from the archive")

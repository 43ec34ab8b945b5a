"""Campaigns, who is to read what, and confirming what one has read oneself."""

import datetime
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.references import answers_of, pointer, shown
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.audience.services import Chosen
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.organisation.models import Organisation, Person, Unit
from holger.policies.filters.reading import CampaignFilter, ReadingFilter
from holger.policies.models import Campaign, Policy, Reading, Whom
from holger.policies.permissions import ASK, READ, VIEW
from holger.policies.selectors.campaigns import campaigns_for, with_counts
from holger.policies.selectors.passages import search_rules
from holger.policies.selectors.reading import in_force, my_readings, readings_for, text_shown
from holger.policies.services import campaigns as services
from holger.policies.services.confirming import policy_confirm
from holger.policies.services.nudging import campaign_nudge, reading_nudge
from holger.tasks.rules.roles import HELD

ROOM = "policies"
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="The SHA-256 of the text that was shown.")]
Days = Annotated[
    list[Annotated[int, Field(ge=-90, le=90)]],
    Field(max_length=10, description="Days from the deadline on which those who are missing are reminded: -3, 1, 7."),
]

# Campaigns


class AsksBody(Body):
    """Whoever fits any of it belongs to it."""

    everybody: bool = False
    managers: bool = Field(False, description="Everybody who leads others.")
    job_titles: list[Annotated[str, Field(max_length=100)]] = Field([], max_length=50)
    units: pointer(Unit, many=True) = []  # type: ignore[valid-type]
    roles: list[Literal[HELD]] = Field([], max_length=20)  # type: ignore[valid-type]
    people: pointer(Person, many=True) = []  # type: ignore[valid-type]


WRITTEN = ("title_da", "title_en", "message_da", "message_en", "whom", "starts", "deadline", "owner")
CampaignOut = reads(
    "CampaignOut",
    Campaign,
    ("reference", *WRITTEN, "remind", "status", "started_at", "closed_at", "before", "version"),
    policies=(shown(Policy, many=True), Field(description="What is to be read.")),
    remind=(list[int], Field(description="Days from the deadline on which those who are missing are reminded.")),
    asked=(int, Field(validation_alias="told_asked", description="How many readings it has asked for.")),
    confirmed=(int, Field(validation_alias="told_confirmed", description="How many of them are confirmed.")),
)


def _fill(request: Call, rows: Sequence[Any]) -> None:
    for row in rows:
        closed = row.closed_at is not None
        row.told_asked = row.asked if closed else row.all_now
        row.told_confirmed = row.confirmed if closed else row.confirmed_now


MORE: dict[str, Any] = {"remind": (Days, [-3, 1, 7])}


CampaignCreate = creates(
    "CampaignCreate",
    Campaign,
    WRITTEN,
    policies=(pointer(Policy, many=True), ...),
    **MORE,
)


def _rows(actor: Actor) -> Any:
    return with_counts(campaigns_for(actor))


def _create(*, actor: Actor, **answers: Any) -> Campaign:
    return services.campaign_create(actor=actor, **answers)


campaigns = offer(
    Resource(
        kind="campaigns",
        one="campaign",
        room=ROOM,
        model=Campaign,
        view=VIEW,
        rows=_rows,
        filters=CampaignFilter,
        out=CampaignOut,
        searched=("reference", "title_da", "title_en"),
        sorts=("number", "deadline", "starts"),
        order="-number",
        related=("policies", "owner"),
        fill=_fill,
        body=CampaignCreate,
        create=(ASK, _create),
        change=edits("CampaignEdit", Campaign, WRITTEN),
        edit=(ASK, services.campaign_edit),
        delete=(ASK, services.campaign_discard),
        deletes="discard",
    )
)


class CampaignWhomBody(Body):
    whom: Literal[tuple(Whom.values)]  # type: ignore[valid-type]
    audience: AsksBody | None = None


def _whom(*, actor: Actor, campaign: Campaign, whom: str, audience: AsksBody | None = None) -> Campaign:
    chosen = Chosen(**answers_of(actor, audience)) if audience else None
    return services.campaign_edit(actor=actor, campaign=campaign, whom=whom, audience=chosen)


verb(campaigns, "whom", ASK, _whom, "Say whom a planned campaign asks", CampaignWhomBody)
verb(campaigns, "start", ASK, services.campaign_start, "Begin a campaign")
verb(campaigns, "close", ASK, services.campaign_close, "Close a campaign")
verb(campaigns, "nudge", ASK, campaign_nudge, "Remind all who are missing, once a day")

# Readings

ReadingOut = reads(
    "ReadingOut",
    Reading,
    ("id", "major", "how", "asked_at", "due", "confirmed_at"),
    policy=(shown(Policy), Field(description="What is to be read.")),
    person=(shown(Person), Field(description="By whom.")),
    campaign=(str, Field(validation_alias="campaign_reference", description="The campaign that asked; else empty.")),
    major=(int, Field(description="The major version: minor ones ask nobody again.")),
)


def _fill_readings(request: Call, rows: Sequence[Any]) -> None:
    for row in rows:
        row.campaign_reference = row.campaign.reference if row.campaign else ""


readings = offer(
    Resource(
        kind="readings",
        one="reading",
        room=ROOM,
        model=Reading,
        view=VIEW,
        rows=readings_for,
        filters=ReadingFilter,
        out=ReadingOut,
        searched=("person__name", "policy__reference", "policy__title_da", "policy__title_en"),
        sorts=("due", "asked_at", "confirmed_at"),
        order="due",
        fill=_fill_readings,
    )
)
verb(readings, "nudge", ASK, reading_nudge, "Remind one person, once a day")


# One's own


class MyReadingOut(Out):
    """Something that the caller is asked to read, with the text that they are to be shown."""

    policy: str = Field(description="The policy's reference.")
    version: str
    due: datetime.date
    language: str
    languages: list[str] = Field(description="The languages that it is written in.")
    title: str
    for_you: str
    body: str = Field(description="Markdown.")
    digest: str = Field(description="Send it back to confirm just this text.")


class MyReadingsOut(Out):
    items: list[MyReadingOut]
    count: int


class LanguageQuery(Body):
    language: Literal["", "da", "en"] = Field("", description="Of the texts; yours without one.")


@operation("GET", "/my-readings", room=ROOM, permission=READ, gives=MyReadingsOut, query=LanguageQuery)
def my_readings_list(request: Call, query: LanguageQuery) -> MyReadingsOut:
    """List what you are to read and confirm"""
    rows = {row.policy_id: row for row in my_readings(request.actor).filter(confirmed_at=None)}
    held = in_force(request.actor.organisation_id).filter(policy__in=rows).prefetch_related("texts")
    items = []
    for version in held:
        found = text_shown(version, query.language)
        if found is not None:
            items.append(_mine(rows[version.policy_id], found))
    items.sort(key=lambda item: (item.due, item.policy))
    return MyReadingsOut(items=items, count=len(items))


def _mine(row: Reading, found: Any) -> MyReadingOut:
    text = found.text
    return MyReadingOut(
        policy=row.policy.reference,
        version=found.version.label,
        due=row.due,
        language=text.language,
        languages=list(found.languages),
        title=text.title,
        for_you=text.for_you,
        body=text.body,
        digest=found.digest,
    )


class ConfirmBody(Body):
    language: Literal[tuple(Organisation.Language.values)]  # type: ignore[valid-type]
    digest: Digest


class ConfirmedOut(Out):
    id: UUID
    policy: str
    version: str
    language: str
    digest: str
    at: datetime.datetime


@operation(
    "POST",
    "/my-readings/{reference}/confirm",
    room=ROOM,
    permission=READ,
    gives=ConfirmedOut,
    body=ConfirmBody,
    name="my_readings_confirm",
)
def my_readings_confirm(request: Call, reference: str, body: ConfirmBody) -> ConfirmedOut:
    """Say that you have read and understood a policy

    ``reference`` is the policy's. The digest is that of the text that was shown; 409 when it has changed since.
    """
    policy = Policy.objects.filter(organisation_id=request.actor.organisation_id, reference=reference.upper()).first()
    if policy is None:
        raise NotFound
    done = policy_confirm(actor=request.actor, policy=policy, language=body.language, digest=body.digest)
    return ConfirmedOut(
        id=done.pk,
        policy=policy.reference,
        version=done.version.label,
        language=done.language,
        digest=done.digest,
        at=done.at,
    )


# Finding rules


class FoundOut(Out):
    policy: str
    title: str
    heading: str
    excerpt: str
    path: str = Field(description="Where it stands, below /o/{organisation}/.")


class FoundListOut(Out):
    items: list[FoundOut]
    count: int


class WordsQuery(Body):
    q: str = Field(max_length=200, description="Words, or how they begin.")


@operation("GET", "/rules", room=ROOM, permission=READ, gives=FoundListOut, query=WordsQuery)
def rules_find(request: Call, query: WordsQuery) -> FoundListOut:
    """Find words in the policies that apply to you"""
    found = [
        FoundOut(
            policy=hit.reference,
            title="".join(piece.text for piece in hit.title),
            heading="".join(piece.text for piece in hit.heading),
            excerpt="".join(piece.text for piece in hit.excerpt),
            path=hit.path,
        )
        for hit in search_rules(request.actor, query.q)
    ]
    return FoundListOut(items=found, count=len(found))

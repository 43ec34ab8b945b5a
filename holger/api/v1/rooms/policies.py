"""Policies: what holds across their versions, what each version says, and the way from a draft into force."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import prefetch_related_objects
from django.http import HttpResponse, HttpResponseBase
from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.references import Named, Ref, answers_of, pointer, refs_to, shown
from holger.api.v1.resource import Paging, Resource, offer, page_at, page_of, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.audience.services import Chosen
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.prose import LONGEST
from holger.organisation.models import Person, Unit
from holger.policies import selectors, services
from holger.policies.filters.policies import PolicyFilter
from holger.policies.models import OPEN, Change, Policy, PolicyText, PolicyVersion, Review, Status, Verdict
from holger.policies.permissions import APPROVE, DELETE, VIEW, WRITE
from holger.policies.rules.content import Said, canonical
from holger.policies.rules.numbers import number_in
from holger.tasks.rules.roles import HELD

ROOM = "policies"
ONE = "/policies/{reference}"
Language = Literal["da", "en"]
Note = Annotated[str, Field(max_length=4000)]
Digest = Annotated[
    str, Field(pattern=r"^[0-9a-f]{64}$", description="The SHA-256 of the frozen content that was read.")
]

# Whom it is for


class AudienceBody(Body):
    """Whoever any part fits belongs to it. It takes the place of what was said before."""

    everybody: bool = False
    managers: bool = Field(False, description="Everybody who leads others.")
    job_titles: list[Annotated[str, Field(max_length=100)]] = Field(
        [], max_length=50, description="Words of the job title."
    )
    roles: list[Literal[HELD]] = Field([], description="Roles of the field.")  # type: ignore[valid-type]
    units: pointer(Unit, many=True) = []  # type: ignore[valid-type]
    people: pointer(Person, many=True) = []  # type: ignore[valid-type]


class AudienceOut(Out):
    everybody: bool
    managers: bool
    job_titles: list[str]
    roles: list[str]
    units: list[Named]
    people: list[Ref]


def _chosen(actor: Actor, body: AudienceBody) -> Chosen:
    return Chosen(**answers_of(actor, body))


def _audience_out(policy: Policy) -> AudienceOut | None:
    audience = policy.audience
    if audience is None:
        return None
    return AudienceOut(
        everybody=audience.everybody,
        managers=audience.managers,
        job_titles=audience.job_titles,
        roles=sorted(row.role for row in audience.roles.all()),
        units=refs_to(audience.units),
        people=refs_to(audience.people),
    )


# Policies


class PolicyTextBody(Body):
    title: Annotated[str, Field(min_length=1, max_length=200)]
    for_you: Annotated[str, Field(max_length=2000, description="A few short sentences above the text.")] = ""
    body: Annotated[str, Field(max_length=LONGEST, description="Markdown.")] = ""


WRITTEN = ("title_da", "title_en", "type", "language", "owner", "unit", "review_months", "confirm", "next_review")
NEW = tuple(name for name in WRITTEN if name != "next_review")
AUDIENCE: Any = (AudienceBody | None, Field(None, description="Whom it is for."))
TEXTS: Any = (
    dict[Language, PolicyTextBody],
    Field({}, description="What the draft of the first version says, by language."),
)
PolicyOut = reads(
    "PolicyOut",
    Policy,
    ("reference", *WRITTEN, "created_at", "updated_at", "archived_at", "version"),
    title=(str, Field(description="In your language.")),
    audience=(AudienceOut | None, Field(validation_alias="audience_told", description="Whom it is for.")),
    in_force=(str, Field(description="The number of the version in force; empty where there is none.")),
    draft=(str, Field(description="The number of the version that is worked on; empty where there is none.")),
    draft_status=(str, Field(description="How far that is: draft, review or requested.")),
)


def _fill(request: Call, rows: Sequence[Any]) -> None:
    prefetch_related_objects(rows, "audience__units", "audience__people", "audience__roles")
    versions = PolicyVersion.objects.filter(policy__in=[row.pk for row in rows], status__in=(*OPEN, Status.IN_FORCE))
    known = {
        (policy, "in_force" if status == Status.IN_FORCE else "draft"): (f"{major}.{minor}", status)
        for policy, status, major, minor in versions.values_list("policy_id", "status", "major", "minor")
    }
    for row in rows:
        row.audience_told = _audience_out(row)
        row.in_force = known.get((row.pk, "in_force"), ("", ""))[0]
        row.draft, row.draft_status = known.get((row.pk, "draft"), ("", ""))


def _create(*, actor: Actor, audience: Any = None, texts: Any = None, **answers: Any) -> Policy:
    said = {language: Said(text.title, text.for_you, text.body) for language, text in (texts or {}).items()}
    chosen = _chosen(actor, audience) if audience else Chosen()
    return services.policy_create(actor=actor, audience=chosen, texts=said, **answers)


def _edit(*, actor: Actor, policy: Policy, version: int | None = None, audience: Any = None, **answers: Any) -> Policy:
    chosen = _chosen(actor, audience) if audience else None
    return services.policy_edit(actor=actor, policy=policy, version=version, audience=chosen, **answers)


policies = offer(
    Resource(
        kind="policies",
        one="policy",
        called="policy",
        room=ROOM,
        model=Policy,
        view=VIEW,
        rows=selectors.policies_for,
        filters=PolicyFilter,
        out=PolicyOut,
        searched=("reference", "title_da", "title_en"),
        sorts=("number", "title_da", "title_en", "next_review", "updated_at"),
        related=("owner", "unit", "audience"),
        fill=_fill,
        body=creates("PolicyCreate", Policy, NEW, audience=AUDIENCE, texts=TEXTS),
        create=(WRITE, _create),
        change=edits("PolicyEdit", Policy, WRITTEN, audience=AUDIENCE),
        edit=(WRITE, _edit),
        delete=(DELETE, services.policy_archive),
    )
)
verb(policies, "restore", DELETE, services.policy_restore, "Take a policy back from the archive")

# What a version says

TextOut = reads("PolicyTextOut", PolicyText, ("language", "title", "for_you", "body", "behind_since", "revision"))
VersionOut = reads(
    "PolicyVersionOut",
    PolicyVersion,
    (
        *("status", "change", "changes_da", "changes_en", "effective_from", "approver", "digest"),
        *("requested_by", "requested_at", "approved_by", "approved_at", "declined_note", "in_force_at", "ended_at"),
    ),
    number=(str, Field(validation_alias="label", description="Such as 2.1.")),
)


class WholeVersionOut(VersionOut):  # type: ignore[valid-type, misc]
    texts: list[TextOut] = Field(validation_alias="told_texts")  # type: ignore[valid-type]


@operation("GET", ONE + "/versions", room=ROOM, permission=VIEW, gives=page_of(VersionOut), query=Paging)
def policies_versions(request: Call, reference: str, query: Paging) -> Any:
    """List the versions of a policy, newest first"""
    policy = policies.find(request.actor, reference)
    return page_at(request, selectors.versions_of(request.actor, policy), query, VersionOut)


@operation("GET", ONE + "/versions/{label}", room=ROOM, permission=VIEW, gives=WholeVersionOut)
def policies_version(request: Call, reference: str, **path: str) -> Any:
    """Read what a version of a policy says"""
    return _whole(request, _version(request, reference, path["label"]))


@operation(
    "GET", ONE + "/versions/{label}/content", room=ROOM, permission=VIEW, gives=None, media=("application/json",)
)
def policies_version_content(request: Call, reference: str, **path: str) -> HttpResponseBase:
    """Read what was frozen of a version, letter for letter

    The SHA-256 of the answer is the version's ``digest``. 404 for a draft.
    """
    version = _version(request, reference, path["label"])
    if not version.digest:
        raise NotFound
    return HttpResponse(
        canonical(selectors.frozen_of(request.actor, version)).encode(), content_type="application/json"
    )


def _version(request: Call, reference: str, label: str) -> PolicyVersion:
    policy, number = policies.find(request.actor, reference), number_in(label)
    rows = selectors.versions_of(request.actor, policy)
    found = rows.filter(major=number[0], minor=number[1]).first() if number else None
    if found is None:
        raise NotFound
    return found


def _whole(request: Call, version: PolicyVersion) -> Any:
    version.told_texts = list(selectors.texts_of(request.actor, version).values())  # type: ignore[attr-defined]
    return version


# The draft


class PolicyBeginBody(Body):
    change: Literal[tuple(Change.values)] = Change.MAJOR.value  # type: ignore[valid-type]


DraftBody = edits("PolicyDraftEdit", PolicyVersion, ("change", "changes_da", "changes_en", "effective_from"))


class PolicyTextSave(PolicyTextBody):
    revision: int | None = Field(
        None,
        ge=0,
        le=2_000_000_000,
        description="What was read; 409 where it has been saved since. 0: it said nothing.",
    )


verb(policies, "begin-draft", WRITE, services.draft_begin, "Begin the next version", PolicyBeginBody)
verb(policies, "discard-draft", WRITE, services.draft_discard, "Give the draft up")


@operation("PATCH", ONE + "/draft", room=ROOM, permission=WRITE, gives=VersionOut, body=DraftBody)
def policies_draft_edit(request: Call, reference: str, body: Any) -> Any:
    """Say what kind of change a draft is, what has changed, and from when it is to hold"""
    policy = policies.find(request.actor, reference)
    return services.draft_edit(actor=request.actor, policy=policy, **answers_of(request.actor, body))


@operation("PUT", ONE + "/draft/texts/{language}", room=ROOM, permission=WRITE, gives=TextOut, body=PolicyTextSave)
def policies_text_save(request: Call, reference: str, body: Any, **path: str) -> Any:
    """Save what the draft says in a language"""
    policy = policies.find(request.actor, reference)
    return services.text_save(
        actor=request.actor, policy=policy, language=path["language"], **answers_of(request.actor, body)
    )


@operation("POST", ONE + "/draft/texts/{language}/same", room=ROOM, permission=WRITE, gives=TextOut)
def policies_text_same(request: Call, reference: str, **path: str) -> Any:
    """Say that a translation says the same now"""
    policy = policies.find(request.actor, reference)
    return services.text_same_now(actor=request.actor, policy=policy, language=path["language"])


# Review and approval


class PolicyAskBody(Body):
    people: pointer(Person, many=True)  # type: ignore[valid-type]
    question: Note = ""
    due: date | None = None


class PolicyAnswerBody(Body):
    verdict: Literal[tuple(Verdict.values)]  # type: ignore[valid-type]
    note: Note = ""


ReviewOut = reads(
    "PolicyReviewOut",
    Review,
    ("id", "number", "question", "asked_by", "asked_at", "due", "verdict", "note", "answered_at"),
    person=(shown(Person), Field(description="Who is asked.")),
)


@operation("GET", ONE + "/reviews", room=ROOM, permission=VIEW, gives=page_of(ReviewOut), query=Paging)
def policies_reviews(request: Call, reference: str, query: Paging) -> Any:
    """List who was asked what they think of the draft, and what they said"""
    policy = policies.find(request.actor, reference)
    rows = selectors.reviews_about(request.actor, policy).select_related("person").order_by("asked_at")
    return page_at(request, rows, query, ReviewOut)


@operation("POST", ONE + "/answer-review", room=ROOM, permission=APPROVE, gives=ReviewOut, body=PolicyAnswerBody)
def policies_answer_review(request: Call, reference: str, body: Any) -> Any:
    """Say what you think of a draft that you are asked about"""
    policy = policies.find(request.actor, reference)
    rows = selectors.reviews_about(request.actor, policy).filter(person=request.actor.person_id, answered_at=None)
    review = rows.select_related("person").first() if request.actor.person_id else None
    if review is None:
        raise NotFound
    return services.review_answer(actor=request.actor, review=review, **answers_of(request.actor, body))


class PolicySendBody(Body):
    approver: pointer(Person)  # type: ignore[valid-type]


class PolicyApproveBody(Body):
    digest: Digest


class PolicyDeclineBody(Body):
    note: Annotated[str, Field(min_length=1, max_length=4000, description="What must be done first.")]


verb(policies, "ask-review", WRITE, services.review_ask, "Ask people what they think of the draft", PolicyAskBody)
verb(policies, "request", WRITE, services.approval_request, "Freeze the draft and ask for approval", PolicySendBody)
verb(policies, "withdraw", WRITE, services.approval_withdraw, "Take back what was sent for approval")
verb(policies, "approve", APPROVE, services.policy_approve, "Approve exactly what was read", PolicyApproveBody)
verb(policies, "decline", APPROVE, services.policy_decline, "Decline to approve", PolicyDeclineBody)
verb(policies, "call-off", APPROVE, services.coming_call_off, "Call off what was approved for a later day")

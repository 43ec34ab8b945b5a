"""Exceptions from policies, what policies are linked to, and the ready policies."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.references import Ref, answers_of, pointer, ref_to
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.rooms.policies import ONE, ROOM, policies
from holger.api.v1.schemas import Body, creates, reads
from holger.api.v1.shape import Shape
from holger.assets.models import Asset
from holger.controls.models import Control
from holger.core.errors import NotFound
from holger.core.linking import Linked
from holger.core.words import say
from holger.frameworks.models import Requirement
from holger.organisation.models import Person, Unit
from holger.policies import selectors, services
from holger.policies.filters.exceptions import ExceptionFilter
from holger.policies.models import Policy, PolicyException, PolicyLink
from holger.policies.permissions import APPROVE, EXCEPT, VIEW, WRITE
from holger.policies.rules.ready import Proposal
from holger.policies.selectors import Offered
from holger.risks.models import Risk
from holger.ui.days import language

Note = Annotated[str, Field(max_length=4000)]
WRITTEN = ("policy", "title", "why", "measure", "risk", "owner", "approver", "starts", "ends")

# Exceptions

ExceptionOut = reads(
    "PolicyExceptionOut",
    PolicyException,
    ("reference", *WRITTEN, "status", "asked_by", "asked_at", "answer", "decided_by", "decided_at", "ended_at"),
)
exceptions = offer(
    Resource(
        kind="policy-exceptions",
        one="exception",
        called="exception",
        room=ROOM,
        model=PolicyException,
        view=VIEW,
        rows=selectors.exceptions_for,
        filters=ExceptionFilter,
        out=ExceptionOut,
        searched=("reference", "title"),
        sorts=("number", "title", "status", "starts", "ends"),
        related=("policy", "risk", "owner", "approver"),
        body=creates("PolicyExceptionAsk", PolicyException, WRITTEN, approver=(pointer(Person), ...)),
        create=(EXCEPT, services.exception_ask),
    )
)


class ExceptionApproveBody(Body):
    answer: Note = ""


class ExceptionDeclineBody(Body):
    answer: Annotated[str, Field(min_length=1, max_length=4000, description="Why it cannot be.")]


class ExceptionRenewBody(Body):
    approver: pointer(Person)  # type: ignore[valid-type]
    ends: date


verb(exceptions, "approve", APPROVE, services.exception_approve, "Approve an exception", ExceptionApproveBody)
verb(exceptions, "decline", APPROVE, services.exception_decline, "Decline an exception", ExceptionDeclineBody)
verb(exceptions, "withdraw", EXCEPT, services.exception_withdraw, "Withdraw an exception")
verb(exceptions, "renew", EXCEPT, services.exception_renew, "Ask for an exception again", ExceptionRenewBody)

# Links


class PolicyLinkOut(Shape):
    id: UUID
    kind: str = Field(description="The kind of object, such as controls.control.")
    reference: str = Field(description="Its reference, or a requirement's id in its framework.")
    title: str
    path: str = Field(description="Its page, below the organisation's address.")


class PolicyLinksOut(Shape):
    items: list[PolicyLinkOut]
    count: int


class PolicyLinksBody(Body):
    """What is linked already stays as it is."""

    requirements: pointer(Requirement, many=True) = []  # type: ignore[valid-type]
    controls: pointer(Control, many=True) = []  # type: ignore[valid-type]
    assets: pointer(Asset, many=True) = []  # type: ignore[valid-type]
    risks: pointer(Risk, many=True) = []  # type: ignore[valid-type]


@operation("GET", ONE + "/links", room=ROOM, permission=VIEW, gives=PolicyLinksOut)
def policies_links(request: Call, reference: str) -> PolicyLinksOut:
    """List what a policy answers and is about"""
    return _links(request, policies.find(request.actor, reference))


@operation("POST", ONE + "/links", room=ROOM, permission=WRITE, gives=PolicyLinksOut, body=PolicyLinksBody)
def policies_links_add(request: Call, reference: str, body: PolicyLinksBody) -> PolicyLinksOut:
    """Link a policy to what it answers and is about"""
    policy = policies.find(request.actor, reference)
    about = [row for rows in answers_of(request.actor, body).values() for row in rows]
    services.policy_links_add(actor=request.actor, policy=policy, about=about)
    return _links(request, policy)


@operation("POST", ONE + "/links/{id}/remove", room=ROOM, permission=WRITE, gives=PolicyLinksOut)
def policies_link_remove(request: Call, reference: str, **path: str) -> PolicyLinksOut:
    """Link a policy to something no longer"""
    policy = policies.find(request.actor, reference)
    try:
        link = selectors.link_for(request.actor, policy, UUID(path["id"]))
    except ValueError as e:
        raise NotFound from e
    if link is None:
        raise NotFound
    services.policy_link_remove(actor=request.actor, link=link)
    return _links(request, policy)


def _links(request: Call, policy: Policy) -> PolicyLinksOut:
    found = [_link(each) for each in selectors.links_of(request.actor, policy)]
    return PolicyLinksOut(items=found, count=len(found))


def _link(each: Linked[PolicyLink]) -> PolicyLinkOut:
    called = getattr(each.obj, "code", "") or each.obj.reference
    return PolicyLinkOut(
        id=each.link.pk, kind=each.kind.type, reference=called, title=str(each.obj.title), path=each.obj.path
    )


# Ready policies


class ReadyPolicyOut(Shape):
    """A ready policy. Texts are in your language."""

    key: str
    number: int
    type: str
    title: str
    purpose: str
    owner_role: str = Field(description="The role that answers for it.")
    audience: list[str] = Field(description="everybody, managers, or roles.")
    review_months: int
    confirm: bool
    serves: int = Field(description="How many requirements of what you live up to it helps with.")
    policy: Ref | None = Field(description="The policy that this already is.")


class ReadyPoliciesOut(Shape):
    items: list[ReadyPolicyOut]
    count: int


class TakeReadyBody(Body):
    keys: list[Annotated[str, Field(max_length=60)]] = Field(min_length=1, max_length=100)
    owner: pointer(Person, null=True) = None  # type: ignore[valid-type]
    unit: pointer(Unit, null=True) = None  # type: ignore[valid-type]


class TakenOut(Shape):
    made: list[Ref]


@operation("GET", "/ready-policies", room=ROOM, permission=WRITE, gives=ReadyPoliciesOut)
def ready_policies(request: Call) -> ReadyPoliciesOut:
    """List the ready policies, with what each helps with here"""
    offered = selectors.ready_offered(request.actor)
    found = [_ready(each, offered) for each in offered.proposals]
    return ReadyPoliciesOut(items=found, count=len(found))


def _ready(each: Proposal[UUID], offered: Offered) -> ReadyPolicyOut:
    entry = each.entry
    return ReadyPolicyOut(
        key=entry.key,
        number=entry.number,
        type=entry.kind,
        title=say(entry.title, language()),
        purpose=say(entry.purpose, language()),
        owner_role=entry.owner,
        audience=list(entry.audience),
        review_months=entry.review_months,
        confirm=entry.confirm,
        serves=len(each.asked),
        policy=ref_to(offered.there[each.there]) if each.there is not None else None,
    )


@operation("POST", "/ready-policies/take", room=ROOM, permission=WRITE, gives=TakenOut, body=TakeReadyBody)
def ready_policies_take(request: Call, body: TakeReadyBody) -> TakenOut:
    """Take ready policies as drafts

    What is there already is made no second time, so taking once more changes nothing.
    """
    answers = answers_of(request.actor, body)
    made = services.ready_take(actor=request.actor, **answers)
    return TakenOut(made=[Ref(reference=policy.reference, title=policy.title) for policy in made])

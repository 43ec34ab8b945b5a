"""Controls that are proposed for a framework, and accepting them."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext
from pydantic import Field

from holger.api.v1.call import Call
from holger.api.v1.errors import Invalid
from holger.api.v1.operation import operation
from holger.api.v1.references import Ref, answers_of, pointer, refs_to
from holger.api.v1.resource import Paging, page_in, page_of
from holger.api.v1.rooms.frameworks import frameworks
from holger.api.v1.schemas import Body, Out
from holger.controls import library, selectors, services
from holger.controls.permissions import EDIT
from holger.controls.rules.catalogue import STRENGTHS
from holger.controls.rules.proposing import Answer, Proposal, Why
from holger.controls.selectors import Proposed
from holger.core.errors import NotFound
from holger.frameworks.models import Framework, Scope
from holger.frameworks.selectors import scopes_for
from holger.organisation.models import Person

ROOM = "controls"
HERE = "/controls/proposals"
Number = Annotated[int, Field(ge=1, le=1_000_000)]
Key = Annotated[str, Field(min_length=1, max_length=100)]
Whys = Literal[tuple(Why)]  # type: ignore[valid-type]


class AnswersOut(Out):
    """A requirement that the control answers."""

    framework: str = Field(description="The framework's reference.")
    code: str
    title: str
    strength: Literal[STRENGTHS]  # type: ignore[valid-type]
    here: bool = Field(description="It is of the framework that was asked about.")
    through: bool = Field(description="Only through a mapping that calls it equal to what the catalogue names.")
    missing: bool = Field(description="The control that is there is not said to answer it yet.")


class ControlProposalOut(Out):
    """A control that answers something of the framework. Texts are in your language."""

    key: str = Field(description="To accept it by.")
    title: str
    about: str = Field(description="What is done.")
    area: str = Field(description="Empty: it is not of the catalogue, but made of a requirement.")
    kind: str
    function: str
    every: str = Field(description="How often it is carried out, as an ISO 8601 duration; empty: all the time.")
    role: str = Field(description="Whose work it usually is.")
    assets: list[str] = Field(description="The types of asset that it usually protects.")
    starter: bool = Field(description="Among the essentials of a small organisation.")
    likelihood: int = Field(description="By how many levels the likelihood of a risk usually falls …")
    consequence: int = Field(description="… and its consequence.")
    why: Whys = Field(
        description="open: it answers what nothing answers yet; adds: others answer that; links: it is there, and answers "
        "more than is written down; have: it is there."
    )
    open: int = Field(description="How many of the framework's requirements nothing else answers.")
    control: Ref | None = Field(description="The control that does this already.")
    answers: list[AnswersOut]


class ProposalQuery(Paging):
    framework: str = Field("", max_length=300, description="A framework's reference; without it, the first you see.")
    scope: Number | None = Field(None, description="A scope's number; without it, the first you see.")
    area: Literal[("", *library.AREAS)] = Field("", description="Of the catalogue.")  # type: ignore[valid-type]
    starter: bool | None = Field(None, description="Only the essentials, or only the others.")
    why: list[Whys] = Field([], max_length=len(Why), description="Any of these.")


@operation("GET", HERE, room=ROOM, permission=EDIT, gives=page_of(ControlProposalOut), query=ProposalQuery)
def controls_proposals(request: Call, query: ProposalQuery) -> Any:
    """List the controls that answer what applies and is wanted of a framework"""
    framework = frameworks.find(request.actor, query.framework) if query.framework else None
    scope = _scope(request, framework, query.scope)
    if scope is None:
        if query.framework or query.scope:
            raise NotFound
        return page_in(request, [], query, ControlProposalOut)
    found = selectors.proposed(request.actor, scope)
    shown = [_told(each, found) for each in found.proposals if _fits(each, query)]
    return page_in(request, shown, query, ControlProposalOut)


class ProposalsAcceptBody(Body):
    framework: pointer(Framework, null=True) = None  # type: ignore[valid-type]
    scope: Number | None = Field(None, description="A scope's number; without it, the first you see.")
    keys: list[Key] = Field([], max_length=500, description="Of the proposals to accept.")
    starters: bool = Field(False, description="Accept all the essentials of a small organisation instead.")
    owner: pointer(Person, null=True) = None  # type: ignore[valid-type]


class ProposalsAcceptedOut(Out):
    made: list[Ref] = Field(description="Controls that are new.")
    completed: list[Ref] = Field(description="Controls that were there and answer more now.")
    links: int = Field(description="How many requirements are answered that were not.")


@operation("POST", HERE, room=ROOM, permission=EDIT, gives=ProposalsAcceptedOut, body=ProposalsAcceptBody)
def controls_proposals_accept(request: Call, body: ProposalsAcceptBody) -> ProposalsAcceptedOut:
    """Accept proposed controls

    Those that are new are made, in your language; those that are there only answer more. Accepting once more changes
    nothing.
    """
    answers = answers_of(request.actor, body)
    scope = _scope(request, answers.get("framework"), body.scope)
    if scope is None:
        field = "scope" if body.scope else "framework"
        raise Invalid({field: [gettext("The framework does not hold where you could make controls for it.")]})
    owner = answers.get("owner")
    if body.starters:
        done = services.starters_accept(actor=request.actor, scope=scope, owner=owner)
    else:
        done = services.proposals_accept(actor=request.actor, scope=scope, keys=body.keys, owner=owner)
    return ProposalsAcceptedOut(made=refs_to(done.made), completed=refs_to(done.completed), links=done.links)


def _scope(request: Call, framework: Framework | None, number: int | None) -> Scope | None:
    rows = scopes_for(request.actor).select_related("framework", "unit").order_by("framework__number", "number")
    if framework is not None:
        rows = rows.filter(framework=framework)
    return rows.filter(number=number).first() if number else rows.first()


def _fits(proposal: Proposal[UUID], query: ProposalQuery) -> bool:
    area = proposal.entry.area if proposal.entry else ""
    return (
        query.area in ("", area)
        and (query.starter is None or query.starter == proposal.starter)
        and (not query.why or proposal.why in query.why)
    )


def _told(proposal: Proposal[UUID], found: Proposed) -> ControlProposalOut:
    entry = proposal.entry
    plain = ("area", "kind", "function", "every", "role")
    there = found.controls[proposal.there] if proposal.there is not None else None
    missing = {answer.key for answer in proposal.missing}
    return ControlProposalOut(
        key=proposal.key,
        title=found.title(proposal),
        about=found.about(proposal),
        **{name: getattr(entry, name) if entry else "" for name in plain},
        assets=list(entry.assets) if entry else [],
        starter=proposal.starter,
        likelihood=entry.effect.likelihood if entry else 0,
        consequence=entry.effect.consequence if entry else 0,
        why=proposal.why,  # type: ignore[arg-type]
        open=proposal.open,
        control=Ref(reference=there.reference, title=there.title) if there else None,
        answers=_answers(proposal.answers, missing, found),
    )


def _answers(answers: Sequence[Answer[UUID]], missing: set[UUID], found: Proposed) -> list[AnswersOut]:
    told = []
    for answer in answers:
        row = found.requirements[answer.key]
        told.append(
            AnswersOut(
                framework=row.framework.reference,
                code=row.code,
                title=row.title,
                strength=answer.strength,  # type: ignore[arg-type]
                here=answer.here,
                through=answer.through,
                missing=answer.key in missing,
            )
        )
    return told

"""Frameworks with their requirements, how it stands with them, where they hold, and how they answer each other."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import Field, create_model

from holger.api.v1.call import Call
from holger.api.v1.errors import Invalid
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import answers_of, pointer
from holger.api.v1.resource import (
    PAPERS,
    Paging,
    Resource,
    asked_paper,
    hold,
    narrowed,
    offer,
    order_of,
    page_at,
    page_of,
    parameters_of,
    verb,
    with_words,
)
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_, say
from holger.exchange.papers.paper import Paper
from holger.exchange.papers.sending import paper_response
from holger.frameworks import library, selectors, services, tables
from holger.frameworks.filters import FrameworkFilter, StandingFilter
from holger.frameworks.models import Answer as Answers
from holger.frameworks.models import Driver, Framework, Relation, Requirement, Scope, Standing
from holger.frameworks.models import Mapping as Said
from holger.frameworks.models import State as States
from holger.frameworks.papers import paper_of
from holger.frameworks.permissions import ANSWER, EDIT, SCOPE, VIEW
from holger.frameworks.rules.editions import difference
from holger.frameworks.rules.framework import CADENCES
from holger.frameworks.rules.mapping import INVERSE, of_part
from holger.frameworks.rules.standing import Sums, state
from holger.frameworks.selectors import Claims
from holger.tasks.rules.roles import ROLES

ROOM = "frameworks"
ONE = "/frameworks/{reference}"
LINE = ONE + "/requirements/{path:code}"
Code = Annotated[str, Field(min_length=1, max_length=60)]
Level = Literal[0, 1, 2, 3, 4, 5]
State = Literal[tuple(States.values)]  # type: ignore[valid-type]
Given = Literal[("", *Answers.values)]  # type: ignore[valid-type]
Relations = Literal[tuple(Relation.values)]  # type: ignore[valid-type]
Drivers = Annotated[list[Literal[tuple(Driver.values)]], Field(max_length=len(Driver.values))]  # type: ignore[valid-type]
Words = dict[Literal["da", "en"], Annotated[str, Field(min_length=1, max_length=10_000)]]

# Where a framework holds


class StandingSumsOut(Out):
    """Each requirement that applies and is wanted, counted once."""

    met: int
    partly: int
    not_met: int
    through: int = Field(
        description="Unanswered, but claimed through a mapping from another framework. Counts nothing."
    )
    unanswered: int
    total: int
    percent: int = Field(description="Met, and half of what is partly met.")


AMBITION: Any = (
    list[Annotated[str, Field(max_length=100)]],
    Field([], max_length=50, description="The groups whose requirements are wanted; none: all of them."),
)
SCOPE_FIELDS = ("unit", "owner", "target", "ambition")
ScopeOut = reads(
    "ScopeOut",
    Scope,
    ("number", *SCOPE_FIELDS, "version"),
    ambition=AMBITION,
    sums=(StandingSumsOut, Field(description="How far it is.")),
)


class SectionOut(Out):
    """A topmost requirement with what lies below it."""

    code: str
    title: str
    sums: StandingSumsOut
    out: int = Field(description="How many of it do not apply, or are beyond the ambition.")


class ScopeDetail(ScopeOut):  # type: ignore[misc,valid-type]
    sections: list[SectionOut] = Field(description="How far each part of the framework is.")


def _scopes(request: Call, frameworks: Sequence[Framework]) -> dict[Any, list[Scope]]:
    """The scopes that the caller sees, by framework, each with its sums."""
    found: dict[Any, list[Scope]] = {framework.pk: [] for framework in frameworks}
    rows = selectors.scopes_for(request.actor).filter(framework__in=list(found)).select_related("unit", "owner")
    counted = tables.sums_at(request)
    for scope in rows.order_by("number"):
        scope.sums = counted.get(scope.pk, Sums())  # type: ignore[attr-defined]
        found[scope.framework_id].append(scope)
    return found


# Frameworks


class GroupOut(Out):
    """Requirements that are taken on together, such as the essentials of a small organisation."""

    key: str
    title: Words
    about: Words


def _fill(request: Call, rows: Sequence[Any]) -> None:
    scopes = _scopes(request, rows)
    for row in rows:
        newer = selectors.newer(row)
        row.scopes_seen, row.newer = scopes[row.pk], newer.version if newer else None


WRITTEN = ("title_da", "title_en", "about_da", "about_en", "issuer", "link", "rights_da", "rights_en")
FrameworkOut = reads(
    "FrameworkOut",
    Framework,
    (
        *("reference", "key", "edition", "origin"),
        *(*WRITTEN, "created_at", "updated_at", "archived_at", "version"),
    ),
    title=(str, Field(description="In your language.")),
    groups=(list[GroupOut], Field(description="What an ambition can be made of.")),
    requirements=(int, Field(validation_alias="count", description="How many can be answered.")),
    scopes=(
        list[ScopeOut],  # type: ignore[valid-type]
        Field(
            validation_alias="scopes_seen", description="Where it holds, as far as you see, and how far it is there."
        ),
    ),
    newer=(int | None, Field(description="The library's newer edition, where there is one.")),
)


class BookOut(Out):
    """A framework of the library."""

    key: str
    edition: int
    title: str
    about: str
    issuer: str
    requirements: int = Field(description="How many can be answered.")
    taken: str | None = Field(description="What it is here, where it is adopted: FW-1.")


class Shelf(Out):
    items: list[BookOut]
    count: int


@operation("GET", "/frameworks/library", room=ROOM, permission=EDIT, gives=Shelf)
def frameworks_library(request: Call) -> Shelf:
    """List the frameworks that holger brings along"""
    taken = {row.key: row.reference for row in selectors.frameworks_for(request.actor)}
    items = [_book(key, taken.get(key)) for key in library.KEYS]
    return Shelf(items=items, count=len(items))


def _book(key: str, taken: str | None) -> BookOut:
    found, language = library.framework(key), get_language()
    return BookOut(
        key=key,
        edition=found.version,
        title=say(found.title, language),
        about=say(found.about, language),
        issuer=found.issuer,
        requirements=len(found.assessable),
        taken=taken,
    )


@operation("POST", "/frameworks/library/{key}", room=ROOM, permission=EDIT, gives=FrameworkOut, status=201)
def frameworks_adopt(request: Call, key: str) -> Answer:
    """Take on a framework of the library

    It holds in the whole organisation at first. What the library says about frameworks that were adopted before
    comes with it.
    """
    made = services.framework_adopt(actor=request.actor, key=key)
    address = f"{request.path.rpartition('/library/')[0]}/{made.reference}"
    return Answer(frameworks.shown(request, made.reference), 201, {"Location": address})


frameworks = offer(
    Resource(
        kind="frameworks",
        one="framework",
        room=ROOM,
        model=Framework,
        view=VIEW,
        rows=selectors.frameworks_counted,
        filters=FrameworkFilter,
        out=FrameworkOut,
        searched=("reference", "key", "title_da", "title_en", "issuer"),
        sorts=("number", "key", "origin", "updated_at"),
        fill=_fill,
        body=creates("FrameworkCreate", Framework, WRITTEN),
        create=(EDIT, services.framework_create),
        change=edits("FrameworkEdit", Framework, WRITTEN),
        edit=(EDIT, services.framework_edit),
        delete=(EDIT, services.framework_archive),
    )
)
verb(frameworks, "restore", EDIT, services.framework_restore, "Take a framework back from the archive")


# A newer edition


class Piece(Out):
    code: str
    title: str


class PieceChangedOut(Piece):
    parts: list[str] = Field(description="What differs: title, asks, parent …")


class DifferenceOut(Out):
    """What putting the newer edition in place would change. No answer is lost."""

    edition: int
    added: list[Piece]
    left_out: list[Piece] = Field(description="They are archived with their answers.")
    changed: list[PieceChangedOut]


@operation("GET", ONE + "/newer", room=ROOM, permission=EDIT, gives=DifferenceOut)
def frameworks_newer(request: Call, reference: str) -> DifferenceOut:
    """Read what the library's newer edition changes

    404 where there is none.
    """
    framework, language = frameworks.find(request.actor, reference), get_language()
    newer = selectors.newer(framework)
    if newer is None:
        raise NotFound
    found = difference(selectors.written(request.actor, framework), newer)
    return DifferenceOut(
        edition=newer.version,
        added=[Piece(code=each.id, title=say(each.title, language)) for each in found.added],
        left_out=[Piece(code=each.id, title=say(each.title, language)) for each in found.left_out],
        changed=[
            PieceChangedOut(code=each.after.id, title=say(each.after.title, language), parts=list(each.parts))
            for each in found.changed
        ],
    )


def _update(*, actor: Actor, framework: Framework) -> Framework:
    newer = selectors.newer(framework)
    if newer is None:
        raise RuleBroken(N_("The library has no newer version of it."))
    return services.framework_update(actor=actor, framework=framework, written=newer)


verb(frameworks, "update", EDIT, _update, "Put the library's newer edition in place")


# Scopes


def _scope(request: Call, framework: Framework, number: int | None) -> Scope | None:
    """The scope with that number, or 404; without a number the first that the caller sees, if any."""
    rows = selectors.scopes_for(request.actor).filter(framework=framework).select_related("framework", "unit", "owner")
    if number is None:
        return rows.order_by("number").first()
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def _scope_at(request: Call, reference: str, number: int) -> Scope:
    found = _scope(request, frameworks.find(request.actor, reference), number)
    assert found is not None
    return found


def _counted(request: Call, scope: Scope) -> Scope:
    """With its sums, and those of each part of the framework."""
    parts = selectors.by_section(request.actor, scope, tables.claims_at(request).get(scope.pk, {}))
    scope.sums = sum((part.sums for part in parts), Sums())  # type: ignore[attr-defined]
    scope.sections = [  # type: ignore[attr-defined]
        SectionOut(
            code=part.requirement.code,
            title=part.requirement.title,
            sums=StandingSumsOut.model_validate(part.sums),
            out=part.out,
        )
        for part in parts
    ]
    return scope


@operation(
    "POST", ONE + "/scopes", room=ROOM, permission=SCOPE, gives=ScopeDetail, status=201,
    body=creates("ScopeCreate", Scope, SCOPE_FIELDS, ambition=AMBITION),
)  # fmt: skip
def scopes_create(request: Call, reference: str, body: Any) -> Answer:
    """Let a framework hold in a unit as well, with answers of its own"""
    framework = frameworks.find(request.actor, reference)
    made = services.scope_add(actor=request.actor, framework=framework, **answers_of(request.actor, body))
    return Answer(_counted(request, made), 201, {"Location": f"{request.path}/{made.number}"})


PaperQuery = create_model("PaperQuery", **asked_paper())  # type: ignore[call-overload]


@operation(
    "GET", ONE + "/scopes/{int:number}/report", room=ROOM, permission=VIEW, gives=None, query=PaperQuery, media=PAPERS
)
def scopes_report(request: Call, reference: str, number: int, query: Any) -> HttpResponseBase:
    """Put on paper how a framework stands in a scope: the gap report"""
    scope = _scope_at(request, reference, number)
    claims = tables.claims_at(request).get(scope.pk, {})

    def make(language: str) -> Paper:
        return paper_of(request, language, scope, claims)

    return paper_response(request, make, query.format, query.language or "", about=str(scope))


@operation("GET", ONE + "/scopes/{int:number}", room=ROOM, permission=VIEW, gives=ScopeDetail)
def scopes_get(request: Call, reference: str, number: int) -> Any:
    """Read how far a framework is in a scope, part by part"""
    return _counted(request, _scope_at(request, reference, number))


@operation(
    "PATCH", ONE + "/scopes/{int:number}", room=ROOM, permission=SCOPE, gives=ScopeDetail,
    body=edits("ScopeEdit", Scope, SCOPE_FIELDS, ambition=AMBITION),
)  # fmt: skip
def scopes_edit(request: Call, reference: str, number: int, body: Any) -> Any:
    """Change where a framework holds, who answers for it there, and how much of it is wanted"""
    scope = _scope_at(request, reference, number)
    version, answers = hold(request, scope), answers_of(request.actor, body)
    return _counted(request, services.scope_edit(actor=request.actor, scope=scope, version=version, **answers))


@operation("DELETE", ONE + "/scopes/{int:number}", room=ROOM, permission=SCOPE, gives=None, status=204)
def scopes_remove(request: Call, reference: str, number: int) -> None:
    """Remove a scope in which nothing is answered"""
    scope = _scope_at(request, reference, number)
    hold(request, scope)
    services.scope_remove(actor=request.actor, scope=scope)


# How it stands with a requirement


class StandingOut(Out):
    """How it stands with a requirement in a scope."""

    scope: int = Field(description="The scope's number.")
    state: State = Field(
        description="The answer; open: unanswered; through: claimed through a mapping; out: does not apply; "
        "beyond: the ambition does not reach it."
    )
    applicable: bool
    reason: str
    drivers: list[str]
    wanted: bool = Field(description="The scope's ambition reaches it.")
    target: Level = Field(description="The maturity that is aimed at.")
    own_target: Level | None = Field(description="Where it is not the scope's.")
    answer: Given
    maturity: Level | None
    remark: str
    answered_at: datetime | None
    answered_by: str
    claim: Literal["", "strong", "part"] = Field(
        description="What answers to other frameworks let one claim about it. It counts nothing."
    )
    version: int


def _standing(standing: Standing, scope: Scope, claims: Claims) -> StandingOut:
    claim = claims.get(standing.requirement_id)
    plain = ("applicable", "reason", "drivers", "wanted", "answer", "maturity", "remark", "answered_at", "answered_by")
    return StandingOut(
        **{name: getattr(standing, name) for name in plain},
        scope=scope.number,
        state=state(standing.answer, applicable=standing.applicable, wanted=standing.wanted, claimed=claim is not None),  # type: ignore[arg-type]
        target=scope.target if standing.target is None else standing.target,  # type: ignore[arg-type]
        own_target=standing.target,  # type: ignore[arg-type]
        claim=claim.strength if claim else "",  # type: ignore[arg-type]
        version=standing.version,
    )


class InScope(Body):
    scope: int | None = Field(None, ge=1, le=1_000_000, description="A scope's number; without it, the first you see.")


def _requirement(request: Call, reference: str, code: str) -> Requirement:
    framework = frameworks.find(request.actor, reference)
    rows = selectors.requirements_for(request.actor).filter(framework=framework, code=code)
    found = rows.select_related("parent", "section").first()
    if found is None:
        raise NotFound
    found.framework = framework
    return found


def _standing_row(request: Call, requirement: Requirement, scope: Scope | None) -> Standing | None:
    rows = selectors.standings_for(request.actor).filter(scope=scope, requirement=requirement)
    found = rows.first() if scope else None
    if found is not None and scope is not None:
        found.scope, found.requirement = scope, requirement
    return found


def _standing_at(request: Call, reference: str, code: str, query: InScope) -> Standing:
    requirement = _requirement(request, reference, code)
    found = _standing_row(request, requirement, _scope(request, requirement.framework, query.scope))
    if found is None:
        raise NotFound
    return found


def _told(request: Call, standing: Standing) -> StandingOut:
    return _standing(standing, standing.scope, tables.claims_at(request).get(standing.scope_id, {}))


@operation("GET", LINE + "/standing", room=ROOM, permission=VIEW, gives=StandingOut, query=InScope)
def standings_get(request: Call, reference: str, code: str, query: InScope) -> StandingOut:
    """Read how it stands with a requirement"""
    return _told(request, _standing_at(request, reference, code, query))


@operation(
    "PATCH", LINE + "/answer", room=ROOM, permission=ANSWER, gives=StandingOut, query=InScope,
    body=edits("AnswerBody", Standing, ("answer", "maturity", "remark")),
)  # fmt: skip
def standings_answer(request: Call, reference: str, code: str, query: InScope, body: Any) -> StandingOut:
    """Say how far a requirement is met, at what maturity, and what there is to remark

    `If-Match` takes the ETag of its standing. An empty answer takes the answer back.
    """
    standing = _standing_at(request, reference, code, query)
    version, answers = hold(request, standing), answers_of(request.actor, body)
    services.standing_answer(actor=request.actor, standing=standing, version=version, **answers)
    return _told(request, standing)


@operation(
    "PATCH", LINE + "/choice", room=ROOM, permission=SCOPE, gives=StandingOut, query=InScope,
    body=edits("ChoiceBody", Standing, ("applicable", "reason", "drivers", "target"), drivers=(Drivers, [])),
)  # fmt: skip
def standings_choose(request: Call, reference: str, code: str, query: InScope, body: Any) -> StandingOut:
    """Decide whether a requirement applies and why, what drives it, and the maturity that is aimed at

    `If-Match` takes the ETag of its standing. A requirement is only left out with a reason.
    """
    standing = _standing_at(request, reference, code, query)
    version, answers = hold(request, standing), answers_of(request.actor, body)
    services.standing_choose(actor=request.actor, standing=standing, version=version, **answers)
    return _told(request, standing)


# Requirements as a list


class RequirementLineOut(Out):
    """A requirement that can be answered, and how it stands."""

    code: str
    title: str
    parent: str = Field(description="The id of what it is part of.")
    section: str = Field(description="The id of the topmost requirement above it.")
    depth: int
    groups: list[str]
    standing: StandingOut


SORTS = {"place": "requirement__place", "maturity": "maturity", "answered_at": "answered_at"}
SEARCHED = ("requirement__code", "requirement__title_da", "requirement__title_en", "remark", "reason")
LinesQuery = create_model(
    "LinesQuery",
    __base__=Paging,
    __module__=__name__,
    scope=(InScope.model_fields["scope"].annotation, InScope.model_fields["scope"]),
    q=(str, Field("", max_length=200, description="Words that must all be found in it.")),
    sort=(
        Literal[tuple(sign + name for name in SORTS for sign in ("", "-"))],
        Field("place", description="What to order by; - turns it around."),
    ),
    **parameters_of(StandingFilter),
)


@operation(
    "GET", ONE + "/requirements", room=ROOM, permission=VIEW, gives=page_of(RequirementLineOut), query=LinesQuery
)
def requirements_list(request: Call, reference: str, query: Any) -> Any:
    """List the requirements of a framework, and how it stands with them in a scope

    Without `state`, those that apply and that the ambition reaches. Headings are left out.
    """
    framework = frameworks.find(request.actor, reference)
    scope = _scope(request, framework, query.scope)
    claims = tables.claims_at(request).get(scope.pk, {}) if scope else {}
    if query.group and not framework.groups:
        raise Invalid({"group": [_("The framework has no groups.")]})
    rows = selectors.standings_for(request.actor).filter(scope=scope) if scope else Standing.objects.none()
    rows = rows.select_related("requirement").defer("requirement__guide")
    rows = narrowed(StandingFilter, request, rows, framework=framework, claimed=list(claims))
    sign, name = ("-", query.sort[1:]) if query.sort.startswith("-") else ("", query.sort)
    rows = with_words(rows, query.q, SEARCHED).order_by(order_of(sign + SORTS[name]), "requirement__place")

    def fill(request: Call, shown: Sequence[Any]) -> None:
        assert scope is not None or not shown
        codes = _codes(request, [standing.requirement for standing in shown])
        for row in shown:
            _line(row, row.requirement, codes)
            row.standing = _standing(row, scope, claims)  # type: ignore[arg-type]

    return page_at(request, rows, query, RequirementLineOut, fill=fill)


def _codes(request: Call, requirements: Sequence[Requirement]) -> Mapping[Any, str]:
    """The ids in their framework of what these belong to."""
    keys = {key for each in requirements for key in (each.parent_id, each.section_id) if key}
    return dict(selectors.requirements_for(request.actor).filter(pk__in=keys).values_list("pk", "code"))


def _line(row: Any, requirement: Requirement, codes: Mapping[Any, str]) -> None:
    row.code, row.title = requirement.code, requirement.title
    row.depth, row.groups = requirement.depth, requirement.groups
    row.parent = codes.get(requirement.parent_id, "")
    row.section = codes.get(requirement.section_id, "")


# One requirement, with its guide


class Activity(Body):
    """What one does again and again, and how often (an ISO 8601 duration)."""

    words: Words
    every: Literal[CADENCES]  # type: ignore[valid-type]


class MappingEndOut(Out):
    """A requirement of another framework."""

    framework: str = Field(description="The framework's reference.")
    code: str
    title: str


class MappingOut(Out):
    """What is said about a requirement and another framework's, seen from this one."""

    id: UUID
    relation: Relations = Field(description="equal; subset: this is a part of the other; superset; intersects")
    other: MappingEndOut
    origin: str = Field(description="Who says so.")
    rationale: str
    own: bool = Field(description="Said by the organisation, not by a table that came with a framework.")
    said_of: str = Field(description="The id of the heading above it that this is said of; empty: of itself.")
    answer: Given = Field(description="The answer to the other one, where it lets one claim something about this one.")


class RequirementOut(Out):
    """A requirement with what helps to meet it, what is said about it elsewhere, and how it stands."""

    code: str
    title: str = Field(description="In your language.")
    title_da: str
    title_en: str
    parent: str
    section: str
    depth: int
    place: int
    assessable: bool = Field(description="It can be answered; what cannot is a heading.")
    groups: list[str]
    asks: str = Field(description="What it asks, in your language.")
    guidance: str = Field(description="What the framework itself says about how it is meant.")
    small: str = Field(description="How a small organisation meets it.")
    evidence: list[str] = Field(description="What an auditor accepts as proof.")
    activity: str = Field(description="What to do again and again …")
    every: str = Field(description="… and how often, as an ISO 8601 duration.")
    roles: list[str]
    facts: dict[str, list[str]] = Field(description="The framework's own marks.")
    parts: list[Piece] = Field(description="What is directly below it.")
    mappings: list[MappingOut]
    standing: StandingOut | None = Field(description="Null for a heading, and where you see no scope.")
    version: int = Field(description="Of the requirement itself; its standing has one of its own.")


def _mapping(said: Said, here: Requirement, answers: Mapping[Any, str], part: bool = False) -> MappingOut:
    """As it reads from ``here``; with ``part`` from something below it."""
    forwards = said.source_id == here.pk
    other = said.target if forwards else said.source
    relation = said.relation if forwards else INVERSE[said.relation]
    return MappingOut(
        id=said.pk,
        relation=of_part(relation) if part else relation,
        other=MappingEndOut(framework=other.framework.reference, code=other.code, title=other.title),
        origin=said.origin,
        rationale=said.rationale,
        own=said.own,
        said_of=here.code if part else "",
        answer=answers.get(other.pk, ""),
    )


def _mappings(request: Call, requirement: Requirement, answers: Mapping[Any, str]) -> Iterator[MappingOut]:
    """What is said of a requirement, and then of the headings that it lies under."""
    for said in selectors.mappings_of(request.actor, requirement):
        yield _mapping(said, requirement, answers)
    for heading in selectors.headings_above(request.actor, requirement):
        for said in selectors.mappings_of(request.actor, heading):
            yield _mapping(said, heading, answers, part=True)


def _shown(request: Call, requirement: Requirement, number: int | None = None) -> RequirementOut:
    scope = _scope(request, requirement.framework, number)
    standing = _standing_row(request, requirement, scope)
    claim = tables.claims_at(request).get(scope.pk, {}).get(requirement.pk) if scope else None
    answers = {step.other: step.answer for step in claim.steps} if claim else {}
    parts = selectors.requirements_for(request.actor).filter(parent=requirement).order_by("place").defer("guide")
    plain = (
        *("code", "title", "title_da", "title_en", "depth", "place", "assessable", "groups", "asks", "guidance"),
        *("small", "evidence", "roles", "facts", "version"),
    )
    return RequirementOut(
        **{name: getattr(requirement, name) for name in plain},
        activity=requirement.activity[0],
        every=requirement.activity[1],
        parent=requirement.parent.code if requirement.parent else "",
        section=requirement.section.code if requirement.section else "",
        parts=[Piece(code=part.code, title=part.title) for part in parts],
        mappings=[*_mappings(request, requirement, answers)],
        standing=_told(request, standing) if standing else None,
    )


# Mappings


class MappingBody(Body):
    requirement: pointer(Requirement)  # type: ignore[valid-type]
    relation: Relations = Field(description="How this one relates to the other: subset: it is a part of it.")
    origin: str = Field("", max_length=500, description="Who says so.")
    rationale: str = Field("", max_length=4000)


@operation("POST", LINE + "/mappings", room=ROOM, permission=EDIT, gives=MappingOut, status=201, body=MappingBody)
def mappings_create(request: Call, reference: str, code: str, body: MappingBody) -> Answer:
    """Say how a requirement relates to one of another framework"""
    source = _requirement(request, reference, code)
    answers = answers_of(request.actor, body)
    target = answers.pop("requirement")
    made = services.mapping_add(actor=request.actor, source=source, target=target, **answers)
    return Answer(_mapping(made, source, {}), 201)


@operation("DELETE", LINE + "/mappings/{id}", room=ROOM, permission=EDIT, gives=None, status=204)
def mappings_remove(request: Call, reference: str, code: str, **path: str) -> None:
    """Take back what is said about a requirement, from either end"""
    requirement = _requirement(request, reference, code)
    try:
        said = selectors.mappings_of(request.actor, requirement).get(pk=UUID(path["id"]))
    except (ValueError, Said.DoesNotExist) as e:
        raise NotFound from e
    services.mapping_remove(actor=request.actor, mapping=said)


class PairOut(Out):
    """A requirement of one framework, and how it relates to one of the other."""

    id: UUID
    code: str
    title: str
    relation: Relations
    other_code: str
    other_title: str
    origin: str
    own: bool


@operation("GET", ONE + "/compare/{other}", room=ROOM, permission=VIEW, gives=page_of(PairOut), query=Paging)
def frameworks_compare(request: Call, reference: str, other: str, query: Paging) -> Any:
    """Read what the requirements of two frameworks say about each other"""
    here, there = (frameworks.find(request.actor, name) for name in (reference, other))

    def fill(request: Call, shown: Sequence[Any]) -> None:
        for row in shown:
            forwards = row.source.framework_id == here.pk
            one, another = (row.source, row.target) if forwards else (row.target, row.source)
            row.code, row.title, row.other_code, row.other_title = one.code, one.title, another.code, another.title
            row.relation = row.relation if forwards else INVERSE[row.relation]

    return page_at(request, selectors.mappings_between(request.actor, here, there), query, PairOut, fill=fill)


# Requirements of a framework of one's own

PARENT = Field("", max_length=60, description="The id of what it is part of; empty: it stands at the top.")
GUIDE: dict[str, Any] = {
    "groups": (list[Annotated[str, Field(max_length=100)]], Field([], max_length=50)),
    "parent": (str, PARENT),
    "asks": (Words, Field({}, description="What it asks, by language.")),
    "guidance": (Words, Field({}, description="What the framework itself says about how it is meant.")),
    "small": (Words, Field({}, description="How a small organisation meets it.")),
    "evidence": (list[Words], Field([], max_length=200, description="What an auditor accepts as proof.")),
    "activity": (Activity | None, Field(None)),
    "roles": (list[Literal[ROLES]], Field([], max_length=len(ROLES), description="Whose work it usually is.")),
}
OWN = ("code", "title_da", "title_en", "assessable")


def _answers(request: Call, framework: Framework, body: Any) -> dict[str, Any]:
    """What was sent, as the services want it: rows in place of ids in the framework, the activity as it is kept."""
    answers = answers_of(request.actor, body)
    for name in {"parent", "before"} & answers.keys():
        answers[name] = _named(request, framework, name, answers[name])
    if answers.get("activity"):
        answers["activity"] = answers["activity"].model_dump()
    return answers


def _named(request: Call, framework: Framework, name: str, code: str) -> Requirement | None:
    if not code:
        return None
    found = selectors.requirements_for(request.actor).filter(framework=framework, code=code).first()
    if found is None:
        raise Invalid({name: [_("There is no “%(text)s” here.") % {"text": code[:80]}]})
    return found


@operation(
    "POST", ONE + "/requirements", room=ROOM, permission=EDIT, gives=RequirementOut, status=201,
    body=creates("RequirementCreate", Requirement, OWN, **GUIDE),
)  # fmt: skip
def requirements_create(request: Call, reference: str, body: Any) -> Answer:
    """Add a requirement to a framework of your own"""
    framework = frameworks.find(request.actor, reference)
    answers = _answers(request, framework, body)
    made = services.requirement_add(actor=request.actor, framework=framework, **answers)
    address = f"{request.path}/{made.path.rstrip('/').rpartition('/')[2]}"
    return Answer(_shown(request, _requirement(request, reference, made.code)), 201, {"Location": address})


class RequirementMoveBody(Body):
    parent: str = PARENT
    before: str = Field("", max_length=60, description="The id of the part that it comes before; empty: it comes last.")


@operation("POST", LINE + "/move", room=ROOM, permission=EDIT, gives=RequirementOut, body=RequirementMoveBody)
def requirements_move(request: Call, reference: str, code: str, body: RequirementMoveBody) -> RequirementOut:
    """Put a requirement, with all that is part of it, somewhere else in a framework of your own"""
    requirement = _requirement(request, reference, code)
    ends = {"parent": None, "before": None, **_answers(request, requirement.framework, body)}
    services.requirement_move(actor=request.actor, requirement=requirement, **ends)
    return _shown(request, _requirement(request, reference, code))


@operation("GET", LINE, room=ROOM, permission=VIEW, gives=RequirementOut, query=InScope)
def requirements_get(request: Call, reference: str, code: str, query: InScope) -> RequirementOut:
    """Read a requirement: its guide, what is said about it in other frameworks, and how it stands"""
    return _shown(request, _requirement(request, reference, code), query.scope)


@operation(
    "PATCH", LINE, room=ROOM, permission=EDIT, gives=RequirementOut,
    body=create_model(
        "RequirementEdit", __base__=edits("_RequirementEdit", Requirement, OWN), __module__=__name__, **GUIDE
    ),
)  # fmt: skip
def requirements_edit(request: Call, reference: str, code: str, body: Any) -> RequirementOut:
    """Change a requirement of a framework of your own"""
    requirement = _requirement(request, reference, code)
    version, answers = hold(request, requirement), _answers(request, requirement.framework, body)
    services.requirement_edit(actor=request.actor, requirement=requirement, version=version, **answers)
    return _shown(request, _requirement(request, reference, requirement.code))


@operation("DELETE", LINE, room=ROOM, permission=EDIT, gives=None, status=204)
def requirements_remove(request: Call, reference: str, code: str) -> None:
    """Remove a requirement of a framework of your own

    Its answers and its history are kept, and come back with it should its id be used again.
    """
    requirement = _requirement(request, reference, code)
    hold(request, requirement)
    services.requirement_remove(actor=request.actor, requirement=requirement)

"""Risks with their scores, controls, actions and acceptances; threats, methods, rounds and the heat map."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import F, Model
from django.utils.translation import get_language
from pydantic import BaseModel, BeforeValidator, Field

from holger.api.v1.call import Call
from holger.api.v1.operation import Answer, operation
from holger.api.v1.references import answers_of, lookup, pointer
from holger.api.v1.resource import Paging, Resource, offer, page_at, page_of, verb
from holger.api.v1.rooms.assets import AssetType
from holger.api.v1.schemas import Body, Change, Out, creates, edits, reads
from holger.assets.models import Asset
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.words import say
from holger.organisation.models import Person
from holger.risks import library, selectors, services
from holger.risks.filters import RiskFilter, ThreatFilter
from holger.risks.models import Acceptance, Effect, Method, Risk, Round, Snapshot, Threat, TreatmentAction
from holger.risks.papers import REPORTS, paper_of
from holger.risks.permissions import ACCEPT, ASSESS, ASSESS_SUBJECTS, DELETE, EDIT, METHOD, ROUNDS, VIEW
from holger.risks.rules import acceptance
from holger.risks.rules.method import BANDS, MOST_LEVELS
from holger.risks.rules.scoring import STAGES

ROOM = "risks"
PRESETS = tuple(library.presets())
Band = Literal[("", *BANDS)]  # type: ignore[valid-type]
Hits = Annotated[str, Field(pattern=r"^[cia]{1,3}$", description="Letters of what it strikes: cia.")]
Text = Annotated[str, Field(max_length=4000)]


# Levels and scores

Consequence = Annotated[int, Field(ge=0, le=MOST_LEVELS, strict=True)] | None
Likelihood = Annotated[int, Field(ge=1, le=MOST_LEVELS, strict=True)] | None


class Stage(Out):
    """Levels at one stage and what follows from them. c, i, a: for the organisation; dc, di, da: for data subjects."""

    c: int | None
    i: int | None
    a: int | None
    dc: int | None
    di: int | None
    da: int | None
    likelihood: int | None
    consequence: int | None = Field(description="The worst consequence of all.")
    subjects: int | None = Field(description="The worst consequence for the data subjects.")
    score: int | None = Field(description="What the method's matrix says.")
    band: Band = Field(description="The band the score lies in; empty while not assessed.")


class StageBody(Change):
    """Levels to set at one stage; 0: does not hit; null: not answered."""

    c: Consequence = None
    i: Consequence = None
    a: Consequence = None
    dc: Consequence = None
    di: Consequence = None
    da: Consequence = None
    likelihood: Likelihood = None


def _put_stages(request: Call, rows: Sequence[Any]) -> None:
    for row in rows:
        for stage in STAGES:
            setattr(row, stage, Stage(**{name: getattr(row, f"{stage}_{name}") for name in Stage.model_fields}))


def _flat(answers: dict[str, Any]) -> dict[str, Any]:
    """``{"current": {"c": 3}}`` as services take it: ``current_c``."""
    flat = {name: value for name, value in answers.items() if name not in STAGES}
    for stage in STAGES:
        levels = answers.get(stage)
        if levels is not None:
            flat |= {f"{stage}_{name}": getattr(levels, name) for name in levels.model_fields_set}
    return flat


# Risks

EFFECT = ("likelihood", "consequence", "note", "counted")
EffectOut = reads(
    "EffectOut",
    Effect,
    ("id", "control", *EFFECT, "points"),
    points=(int, Field(description="What the score loses by this control alone: from without controls to now where it "
                                   "is counted, else from now to the target.")),
    outdated=(bool, Field(validation_alias="is_outdated", description="It has come into place, or fallen away, since "
                                                                      "the current levels were set.")),
)  # fmt: skip
ActionOut = reads("ActionOut", TreatmentAction, ("id", "title", "owner", "due", "done_at", "done_by", "created_at"))
AcceptanceOut = reads(
    "AcceptanceOut",
    Acceptance,
    (
        *("id", "status", "approver", "requested_by", "reason", "expires_on", "score", "band", "requested_at"),
        *("decided_at", "decided_by", "answer"),
    ),
)


def _all(rows: Any) -> list[Any]:
    return list(rows.all()) if hasattr(rows, "all") else rows


def _many(kind: Any) -> Any:
    return Annotated[list[kind], BeforeValidator(_all)]


Standing = Literal["to_assess", "untreated", "treating", "waiting", "accepted", "within", "closed"]
WRITTEN = (
    *("title", "threat", "asset", "activities", "hits", "weakness", "reason", "owner", "unit"),
    *("treatment", "treatment_note", "next_review"),
)
STAMPS = (
    *("over_appetite", "assessed_at", "assessed_by", "method_number", "accepted_until", "closed_at", "closed_reason"),
    *("created_at", "updated_at", "archived_at", "version"),
)
RiskOut = reads(
    "RiskOut",
    Risk,
    ("reference", *WRITTEN, *STAMPS),
    title=(str, Field(validation_alias="name", description="Where it is the threat's own, in your language.")),
    status=(Standing, Field(description="Where it stands, told by scores, actions and acceptance.")),
    inherent=(Stage, Field(description="Without controls.")),
    current=(Stage, Field(description="As it is now.")),
    target=(Stage, Field(description="As it will be.")),
    controls=(_many(EffectOut), Field(validation_alias="effects", description="The controls that work on it.")),
    actions=(_many(ActionOut), Field(description="What somebody will do about it.")),
    acceptances=(_many(AcceptanceOut), Field(description="Decisions to live with it, the latest first.")),
)


def _stand(request: Call, rows: Sequence[Any]) -> None:
    """Put on each risk where it stands, and its levels by stage."""
    today = dates.today(request.organisation.zone)
    for row in rows:
        row.status = acceptance.status(row, today)
    _put_stages(request, rows)


STAGED: dict[str, Any] = {stage: (StageBody | None, Field(None)) for stage in STAGES}
ASSET: Any = (pointer(Asset), Field(title="Process or asset"))
RiskCreate = creates(
    "RiskCreate",
    Risk,
    WRITTEN,
    title=(str, Field("", max_length=200, description="Without one, it is called after its threat.")),
    asset=ASSET,
    hits=(Hits | None, Field(None, description="Without one, as the threat says.")),
    **STAGED,
)


def _create(*, actor: Actor, **answers: Any) -> Risk:
    return services.risk_create(actor=actor, **{k: v for k, v in _flat(answers).items() if v is not None})


risks = offer(
    Resource(
        kind="risks",
        one="risk",
        room=ROOM,
        model=Risk,
        view=VIEW,
        rows=selectors.risks_for,
        filters=RiskFilter,
        out=RiskOut,
        searched=("reference", "title", "asset__reference", "asset__title", "weakness"),
        sorts=("number", "title", "current_score", "inherent_score", "target_score", "next_review", "updated_at"),
        related=("effects__control", "actions__owner", "acceptances__approver", "activities"),
        fill=_stand,
        reports=REPORTS,
        paper=paper_of,
        body=RiskCreate,
        create=(EDIT, _create),
        change=edits("RiskEdit", Risk, WRITTEN, hits=(Hits, None)),
        edit=(EDIT, services.risk_edit),
        delete=(DELETE, services.risk_archive),
    )
)


class AssessBody(Change):
    """Levels by stage, with the reason for them. What is left out stays; scores follow."""

    inherent: StageBody | None = None
    current: StageBody | None = None
    target: StageBody | None = None
    reason: Text = ""
    weakness: Text = ""


class RiskReasonBody(Body):
    reason: Text = ""


class RiskAcceptBody(Body):
    reason: Annotated[str, Field(min_length=1, max_length=4000)]
    expires_on: date = Field(description="Until when; the method says how long at most.")
    answer: Text = ""


class AcceptanceAskBody(Body):
    approver: pointer(Person)  # type: ignore[valid-type]
    reason: Annotated[str, Field(min_length=1, max_length=4000)]
    expires_on: date


class DeclineBody(Body):
    answer: Annotated[str, Field(min_length=1, max_length=4000, description="Why not.")]


class RiskCloseBody(Body):
    reason: Annotated[str, Field(min_length=1, max_length=1000)]


def _assess(*, actor: Actor, risk: Risk, version: int | None, **answers: Any) -> None:
    services.risk_assess(actor=actor, risk=risk, version=version, **_flat(answers))


def _confirm(*, actor: Actor, risk: Risk) -> None:
    services.risk_confirm(actor=actor, risks=[risk])


verb(risks, "assess", ASSESS_SUBJECTS, _assess, "Score a risk", AssessBody)
verb(risks, "confirm", ASSESS, _confirm, "Say that the levels still hold")
verb(risks, "use-controls", ASSESS, services.risk_use_controls, "Let the target be what the controls explain")
verb(risks, "accept", ACCEPT, services.risk_accept, "Accept a risk as it stands", RiskAcceptBody)
verb(
    risks,
    "request-acceptance",
    EDIT,
    services.risk_request_acceptance,
    "Ask somebody to accept a risk",
    AcceptanceAskBody,
)
verb(risks, "decline", ACCEPT, services.acceptance_decline, "Decline to accept a risk", DeclineBody)
verb(
    risks,
    "withdraw",
    EDIT,
    services.acceptance_withdraw,
    "Take back an acceptance, or the wish for one",
    RiskReasonBody,
)
verb(risks, "close", DELETE, services.risk_close, "Close a risk that is no more", RiskCloseBody)
verb(risks, "reopen", DELETE, services.risk_reopen, "Open a closed risk again")
verb(risks, "restore", DELETE, services.risk_restore, "Take a risk back from the archive")


# Controls and actions: lines below a risk


@dataclass(frozen=True)
class Lines:
    """Lines of one kind: where they lie on a risk, what services call one, its fields and its services.

    ``path`` and ``called`` are what people know them by; ``fixed`` are fields that a line is made with and keeps.
    """

    name: str
    one: str
    model: type[Model]
    out: type[BaseModel]
    fields: Sequence[str]
    add: Callable[..., Any]
    edit: Callable[..., Any]
    remove: Callable[..., None]
    path: str = ""
    called: str = ""
    fixed: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    """What a body says of a field otherwise than the model does."""

    @property
    def words(self) -> str:
        called = self.called or self.one
        return f"{'an' if called[0] in 'aeio' else 'a'} {called}"

    def find(self, request: Call, reference: str, key: str) -> dict[str, Any]:
        """The line, as services call it."""
        risk = risks.find(request.actor, reference)
        try:
            row = getattr(risk, self.name).get(pk=UUID(key))
        except (ValueError, self.model.DoesNotExist) as e:  # type: ignore[attr-defined]
            raise NotFound from e
        row.risk = risk
        return {self.one: row}


def _offer_lines(lines: Lines) -> None:
    path, title = f"/risks/{{reference}}/{lines.path or lines.name}", lines.one.capitalize()
    line = partial(operation, room=ROOM, permission=EDIT)

    def added(request: Call, reference: str, body: Any) -> Answer:
        risk = risks.find(request.actor, reference)
        row = lines.add(actor=request.actor, risk=risk, **answers_of(request.actor, body))
        return Answer(row, 201, {"Location": f"{request.path}/{row.pk}"})

    def edited(request: Call, reference: str, body: Any, **path: str) -> Any:
        row = lines.find(request, reference, path["id"])
        return lines.edit(actor=request.actor, **row, **answers_of(request.actor, body))

    def removed(request: Call, reference: str, **path: str) -> None:
        lines.remove(actor=request.actor, **lines.find(request, reference, path["id"]))

    create = creates(f"{title}Create", lines.model, (*lines.fixed, *lines.fields), **lines.more)
    change = edits(f"{title}Edit", lines.model, lines.fields)
    line("POST", path, gives=lines.out, status=201, body=create, name=f"{lines.name}_create",
         summary=f"Add {lines.words} to a risk")(added)  # fmt: skip
    line("PATCH", path + "/{id}", gives=lines.out, body=change, name=f"{lines.name}_edit",
         summary=f"Change {lines.words}")(edited)  # fmt: skip
    line("DELETE", path + "/{id}", gives=None, status=204, name=f"{lines.name}_remove",
         summary=f"Remove {lines.words}")(removed)  # fmt: skip


COUNTED: Any = (bool | None, Field(None, title="Counted in the current levels",
                                  description="Null: it is when the control is in place."))  # fmt: skip
effects = Lines(
    "effects", "effect", Effect, EffectOut, EFFECT,
    services.effect_add, services.effect_edit, services.effect_remove,
    path="controls", called="control", fixed=("control",), more={"counted": COUNTED},
)  # fmt: skip
actions = Lines(
    "actions", "action", TreatmentAction, ActionOut, ("title", "owner", "due"),
    services.action_add, services.action_edit, services.action_remove,
)  # fmt: skip
_offer_lines(effects)
_offer_lines(actions)


@operation("POST", "/risks/{reference}/actions/{id}/done", room=ROOM, permission=EDIT, gives=ActionOut)
def actions_done(request: Call, reference: str, **path: str) -> Any:
    """Say that an action is done"""
    return services.action_done(actor=request.actor, **actions.find(request, reference, path["id"]))


@operation("POST", "/risks/{reference}/actions/{id}/reopen", room=ROOM, permission=EDIT, gives=ActionOut)
def actions_reopen(request: Call, reference: str, **path: str) -> Any:
    """Say that an action is not done after all"""
    return services.action_reopen(actor=request.actor, **actions.find(request, reference, path["id"]))


# Threats

THREAT = (
    *("title_da", "title_en", "description_da", "description_en", "group", "hits", "rights"),
    *("asset_types", "controls"),
)
LISTS: dict[str, Any] = {
    "asset_types": (list[AssetType], Field([], max_length=50, description="Types of asset that it is proposed for.")),
    "controls": (list[Annotated[str, Field(max_length=20)]], Field([], max_length=100, description="ISO/IEC 27002.")),
}
ThreatOut = reads(
    "ThreatOut",
    Threat,
    ("reference", *THREAT, "hidden", "version"),
    title=(str, Field(description="In your language.")),
    own=(bool, Field(description="The organisation's own, not the library's.")),
    **LISTS,
)
THREAT_EDIT: dict[str, Any] = {**LISTS, "hits": (Hits, "")}

threats = offer(
    Resource(
        kind="threats",
        one="threat",
        room=ROOM,
        model=Threat,
        view=VIEW,
        rows=selectors.threats_for,
        filters=ThreatFilter,
        out=ThreatOut,
        searched=("reference", "title_da", "title_en"),
        sorts=("number", "group"),
        body=creates("ThreatCreate", Threat, THREAT, **{**LISTS, "hits": (Hits, "cia")}),
        create=(METHOD, services.threat_create),
        change=edits("ThreatEdit", Threat, THREAT, **THREAT_EDIT),
        edit=(METHOD, services.threat_edit),
        delete=(METHOD, services.threat_hide),
        deletes="hide",
    )
)
verb(threats, "show", METHOD, services.threat_show, "Propose a hidden threat again")


class ProposedQuery(Body):
    asset: str = Field(max_length=50, description="A process or an asset, by reference.")
    new: Literal["yes", "no"] = Field("yes", description="Only those that it has no risk for yet.")


class ThreatList(Out):
    items: list[ThreatOut]  # type: ignore[valid-type]
    count: int


@operation("GET", "/proposed-threats", room=ROOM, permission=VIEW, gives=ThreatList, query=ProposedQuery)
def threats_proposed(request: Call, query: ProposedQuery) -> Any:
    """Which threats fit an asset?"""
    asset = lookup(Asset).get(request.actor, query.asset)
    find = selectors.threats_missing if query.new == "yes" else selectors.threats_proposed
    found = find(request.actor, asset)
    return ThreatList(items=[ThreatOut.model_validate(each) for each in found], count=len(found))


class FromThreats(Body):
    asset: pointer(Asset)  # type: ignore[valid-type]
    threats: Annotated[pointer(Threat, many=True), Field(description="None: all that are proposed and new.")] = []  # type: ignore[valid-type]


class RiskList(Out):
    items: list[RiskOut]  # type: ignore[valid-type]
    count: int


@operation("POST", "/risks-from-threats", room=ROOM, permission=EDIT, gives=RiskList, status=201, body=FromThreats)
def risks_from_threats(request: Call, body: FromThreats) -> Any:
    """Begin a risk for each of some threats to an asset"""
    answers = answers_of(request.actor, body)
    chosen = answers.get("threats") or selectors.threats_missing(request.actor, answers["asset"])
    made = services.risks_add_from_threats(actor=request.actor, asset=answers["asset"], threats=chosen)
    _stand(request, made)
    return RiskList(items=[RiskOut.model_validate(risk) for risk in made], count=len(made))


# Methods

MethodOut = reads(
    "MethodOut",
    Method,
    ("number", "title", "status", "in_force_at", "retired_at", "decided_by", "version"),
    definition=(dict[str, Any], Field(description="Levels, matrix, bands, appetite and who may accept what.")),
)


class MethodDraft(Body):
    preset: Literal[("", *PRESETS)] = Field(  # type: ignore[valid-type]
        "", description="A ready method to begin with; empty: the one in force."
    )
    language: Literal["da", "en"] = Field("en", description="Of the title that a ready method comes with.")


class MethodChange(Change):
    title: Annotated[str, Field(max_length=200)] = ""
    definition: Annotated[dict[str, Any], Field(description="The whole of it, in the shape it is read in.")] = {}


methods = offer(
    Resource(
        kind="methods",
        one="method",
        room=ROOM,
        model=Method,
        view=VIEW,
        rows=selectors.methods_for,
        out=MethodOut,
        sorts=("number",),
        order="-number",
        body=MethodDraft,
        create=(METHOD, services.method_draft),
        change=MethodChange,
        edit=(METHOD, services.method_change),
        delete=(METHOD, services.method_discard),
        deletes="discard",
    )
)
verb(
    methods,
    "put-in-force",
    METHOD,
    services.method_put_in_force,
    "Let a draft take the place of the method in force, and score every risk anew",
)


# Rounds

ROUND = ("title", "purpose", "participants")
RoundOut = reads(
    "RoundOut",
    Round,
    ("reference", *ROUND, "opened_at", "frozen_at", "frozen_by", "version"),
    reference=(str, Field(description="RU-3.")),
    bands=(dict[str, int], Field(description="How many risks it froze in each band.")),
    over=(int, Field(description="How many of them were over the appetite.")),
)


def _count(request: Call, rows: Sequence[Any]) -> None:
    counted = selectors.round_counts(request.actor, list(rows))
    for row in rows:
        row.bands, row.over = counted[row.pk].counts, counted[row.pk].over


rounds = offer(
    Resource(
        kind="rounds",
        one="held",
        called="assessment round",
        room=ROOM,
        model=Round,
        view=VIEW,
        rows=selectors.rounds_for,
        out=RoundOut,
        searched=("title",),
        sorts=("number", "frozen_at"),
        order="-number",
        related=("participants",),
        fill=_count,
        body=creates("RoundOpen", Round, ROUND),
        create=(ROUNDS, services.round_open),
        change=edits("RoundEdit", Round, ROUND),
        edit=(ROUNDS, services.round_edit),
    )
)
verb(rounds, "freeze", ROUNDS, services.round_freeze, "End a round: every assessed risk is frozen as it stands")

SnapshotOut = reads(
    "SnapshotOut",
    Snapshot,
    ("risk", "asset", "title", "treatment", "reason", "over_appetite", "method_number", "taken_at"),
    status=(Standing, Field()),
    inherent=(Stage, Field()),
    current=(Stage, Field()),
    target=(Stage, Field()),
)


@operation(
    "GET", "/rounds/{reference}/risks", room=ROOM, permission=VIEW, gives=page_of(SnapshotOut), query=Paging
)  # fmt: skip
def rounds_risks(request: Call, reference: str, query: Paging) -> Any:
    """Read what a round froze"""
    held = rounds.find(request.actor, reference)
    rows = selectors.snapshots_of(request.actor, held).order_by(F("current_score").desc(nulls_last=True), "pk")
    return page_at(request, rows, query, SnapshotOut, fill=_put_stages)


# The heat map


class HeatQuery(Body):
    stage: Literal["inherent", "current", "target"] = "current"
    dimension: Literal["", "c", "i", "a", "s"] = Field(
        "", description="One dimension, s for data subjects; empty: the worst."
    )
    round: str = Field("", max_length=20, description="A frozen round, by reference; empty: as it is now.")


class CellOut(Out):
    consequence: int
    likelihood: int
    score: int
    band: Band
    count: int


class BandOut(Out):
    band: Band
    name: str
    count: int


class HeatOut(Out):
    method: int = Field(description="The number of the method whose matrix it is.")
    cells: list[CellOut]
    bands: list[BandOut] = Field(description="The worst first.")
    total: int
    unplaced: int = Field(description="Risks that are not assessed far enough to have a place.")


@operation("GET", "/heat-map", room=ROOM, permission=VIEW, gives=HeatOut, query=HeatQuery)
def heat_map(request: Call, query: HeatQuery) -> HeatOut:
    """Count risks per cell of the matrix"""
    actor, method, rows = request.actor, selectors.method_for(request.actor), selectors.open_risks(request.actor)
    if query.round:
        held = rounds.find(actor, query.round)
        rows, method = selectors.snapshots_of(actor, held), held.method or method
    found = selectors.heat(method.rules, rows, query.stage, query.dimension)
    language = "da" if (get_language() or "").startswith("da") else "en"
    return HeatOut(
        method=method.number,
        cells=[_cell(cell) for _level, cells in found.rows for cell in cells],
        bands=[BandOut(band=band.key, name=say(band.name, language), count=count) for band, count in found.bands],
        total=found.total,
        unplaced=found.unplaced,
    )


def _cell(cell: Any) -> CellOut:
    told = {name: getattr(cell, name) for name in ("consequence", "likelihood", "score", "count")}
    return CellOut(**told, band=cell.band.key)

"""What controls do to risks, seen by an actor: what works where, what asks for a new look, what might help."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from django.db.models import Q, QuerySet

from holger.controls.models import Control, Reading, Status
from holger.controls.selectors import controls_for, links_for, pickable
from holger.core.actor import Actor
from holger.core.models import visible
from holger.risks.models import Effect, Risk
from holger.risks.selectors.risks import mine

ANNEX_A = "iso27001-2022"
"""The framework whose Annex A has the controls that threats name: 8.13 is A.8.13 there."""
PROPOSED = 5
TOLD = (
    *("organisation", "risk", "control", "likelihood", "consequence", "note", "counted", "points"),
    *(f"control__{name}" for name in ("reference", "number", "title", "status", "due", "archived_at")),
)
"""What a risk's page tells of a control."""


def effects_for(actor: Actor) -> QuerySet[Effect]:
    """What controls do to the risks that the actor may see."""
    return visible(Effect.objects.all(), actor, "risks.view", own=mine(actor.person_id, "risk__"), unit="risk__unit_id")


def effects_on(actor: Actor, risk: Risk) -> list[Effect]:
    """The controls of one risk, those that are counted first."""
    rows = effects_for(actor).filter(risk=risk).select_related("control").only(*TOLD)
    return list(rows.order_by("-counted", "control__number"))


def effects_of_control(actor: Actor, control: Control) -> QuerySet[Effect]:
    """The open risks that a control works on, those first that lose most by it."""
    rows = effects_for(actor).filter(control=control, risk__archived_at=None, risk__closed_at=None)
    return rows.select_related("risk__threat", "risk__asset").order_by("-points", "risk__number")


def outdated() -> Q:
    """The same as ``Effect.is_outdated``, asked of the database. A test holds the two together."""
    works = Q(control__status=Status.IMPLEMENTED, control__archived_at__isnull=True)
    takes = Q(likelihood__gt=0) | Q(consequence__gt=0)
    return takes & (Q(counted=False) & works | Q(counted=True) & ~works)


def effects_outdated(organisation_id: UUID) -> QuerySet[Effect]:
    """What has changed under the levels of open risks."""
    live = {"risk__assessed_at__isnull": False, "risk__archived_at": None, "risk__closed_at": None}
    return Effect.objects.filter(outdated(), organisation_id=organisation_id, **live).order_by()


def effects_told(ids: Collection[UUID]) -> list[Effect]:
    """These with what is told of risk and control, by risk."""
    named = ("reference", "number", "title", "owner_id", "unit_id", "threat__title_da", "threat__title_en", "threat")
    rows = Effect.objects.filter(pk__in=ids).select_related("control", "risk__threat")
    told = rows.only(*TOLD, *(f"risk__{name}" for name in named))
    return list(told.order_by("risk__number", "control__number"))


def to_look_at_again(actor: Actor) -> Q:
    """Is it a risk whose controls stand otherwise than its current levels count on?"""
    return _with_effects(actor, outdated())


def with_controls(actor: Actor, control_ids: Collection[UUID] | None = None) -> Q:
    """Is it a risk that one of these controls works on, or any control that is not archived?"""
    return _with_effects(actor, Q(control__archived_at=None) if control_ids is None else Q(control__in=control_ids))


def _with_effects(actor: Actor, chosen: Q) -> Q:
    """Asked once, not of each risk."""
    rows = Effect.objects.filter(chosen, organisation_id=actor.organisation_id)
    return Q(pk__in=rows.values("risk_id"))


def controls_by_risk(actor: Actor, risk_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Control]]:
    """The controls of some risks, for lists of risks."""
    found: defaultdict[UUID, list[Control]] = defaultdict(list)
    rows = effects_for(actor).filter(risk_id__in=risk_ids).select_related("control").order_by("control__number")
    for effect in rows.only("risk", "control__reference", "control__number", "control__title"):
        found[effect.risk_id].append(effect.control)
    return found


def control_ids(actor: Actor, risks: QuerySet[Risk]) -> Mapping[UUID, tuple[UUID, ...]]:
    """The controls of risks that the actor may choose, by risk: what a spreadsheet tells of them."""
    found: defaultdict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    rows = effects_for(actor).filter(risk__in=risks.order_by().values("pk"), control__in=pickable(actor).values("pk"))
    for risk_id, control_id in rows.order_by("control__number").values_list("risk_id", "control_id"):
        found[risk_id] += (control_id,)
    return found


def control_named(actor: Actor, text: str) -> Control | None:
    """The one control that people mean when they write its reference, its title or both."""
    reference, _space, _title = text.partition(" ")
    found = list(pickable(actor).filter(Q(title__iexact=text) | Q(reference__iexact=reference)))
    exact = [row for row in found if text.casefold() in (row.reference.casefold(), str(row).casefold())]
    return next(iter(exact or [row for row in found if row.title.casefold() == text.casefold()]), None)


def visible_controls(actor: Actor, effects: Iterable[Effect]) -> frozenset[UUID]:
    """Those of the controls whose own page the actor may open."""
    ids = {effect.control_id for effect in effects}
    if not ids or actor.reach("controls.view").everything:
        return frozenset(ids)
    return frozenset(controls_for(actor).filter(pk__in=ids).values_list("pk", flat=True))


def controls_changed(organisation_id: UUID, effects: Iterable[Effect]) -> Mapping[UUID, datetime]:
    """Control → when it came into place, or fell away: the beginning of its latest readings that agree on that."""
    chosen = {effect.control_id: effect.control for effect in effects}
    rows = Reading.objects.filter(organisation_id=organisation_id, control_id__in=chosen).order_by("-at", "-id")
    courses: defaultdict[UUID, list[Reading]] = defaultdict(list)
    for reading in rows:
        courses[reading.control_id].append(reading)
    found = {pk: control.archived_at or _since(control, courses[pk]) for pk, control in chosen.items()}
    return {pk: since for pk, since in found.items() if since is not None}


def changed_since(actor: Actor, effects: Iterable[Effect]) -> Mapping[UUID, datetime]:
    """The same of the actor's organisation."""
    return controls_changed(actor.organisation_id, effects)


def _since(control: Control, course: Iterable[Reading]) -> datetime | None:
    """Since when it has been in place, or not, as it is now; ``course`` tells the latest first."""
    same = takewhile(lambda reading: (reading.status == Status.IMPLEMENTED) == control.in_place, course)
    return min((reading.at for reading in same), default=None)


@dataclass(frozen=True)
class Proposal:
    """A control that may help, and the ids of what it answers that the threat calls for."""

    control: Control
    answers: Sequence[str]


def proposals(actor: Actor, risk: Risk) -> list[Proposal]:
    """The organisation's own controls that answer what the risk's threat calls for, and do not work on it yet."""
    if risk.threat is None or not risk.threat.controls:
        return []
    codes = [f"A.{code}" for code in risk.threat.controls]
    links = links_for(actor).filter(requirement__framework__key=ANNEX_A, requirement__code__in=codes)
    links = links.exclude(control__in=Effect.objects.filter(risk=risk).values("control_id"))
    found: dict[Control, list[str]] = {}
    told = links.select_related("control", "requirement").only(
        *("organisation", "requirement", "control", "requirement__code"),
        *("control__reference", "control__number", "control__title", "control__status"),
    )
    for link in told.order_by("control__number", "requirement__place"):
        found.setdefault(link.control, []).append(link.requirement.code)
    return [Proposal(control, answers) for control, answers in [*found.items()][:PROPOSED]]

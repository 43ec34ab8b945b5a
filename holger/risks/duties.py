"""What risks ask of people: to decide, to do what was planned, to look again. And what is handed over when somebody leaves."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.actor import Actor
from holger.core.handing import all_at_once, one_by_one, rows_naming
from holger.core.models import naming
from holger.core.registry import AHEAD, Click, Duty, DutySource, Holding
from holger.core.words import say
from holger.organisation.models import Person
from holger.risks import permissions, selectors, services
from holger.risks.models import Acceptance, Effect, Risk, Round, TreatmentAction
from holger.risks.tables import effects as told

DECIDE_MINUTES, REVIEW_MINUTES, ASSESS_MINUTES = 15, 10, 5
"""What it usually takes to decide on a risk, to look through one, and to score one."""
LIVE = {"archived_at": None, "closed_at": None}
OF_LIVE = {f"risk__{name}": value for name, value in LIVE.items()}
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    asked = (_actions, _decisions, _looks, _unassessed, _reviews)
    return [duty for ask in asked for duty in ask(organisation_id, people)]


NAMED = ("reference", "title", "unit_id", "threat__title_da", "threat__title_en")
"""What a risk is called by, and where it lies. Read without making models, which have a hundred fields."""
OF_NAMED = tuple(f"risk__{name}" for name in NAMED)


class Named(NamedTuple):
    reference: str
    title: str
    unit_id: UUID | None
    danish: str | None
    english: str | None

    @property
    def name(self) -> str:
        """As ``Risk.name``: the threat's own title in the reader's language."""
        if self.title not in (self.danish, self.english):
            return self.title
        return say({"da": self.danish or "", "en": self.english or ""}, get_language())

    @property
    def path(self) -> str:
        return f"risks/{self.reference}/"


def _actions(organisation_id: UUID, people: People) -> list[Duty]:
    rows = TreatmentAction.objects.filter(organisation_id=organisation_id, done_at=None, **OF_LIVE)
    told = naming(rows, people).order_by().values_list("pk", "owner_id", "title", "due", *OF_NAMED)
    return [_action(pk, owner, title, due, Named(*risk)) for pk, owner, title, due, *risk in told]


def _action(pk: UUID, owner: UUID, title: str, due: date | None, risk: Named) -> Duty:
    return Duty(
        key=f"risks.action:{pk}",
        person_id=owner,
        title=title,
        reason=gettext("It is to bring down %(name)s.") % {"name": risk.name},
        verb=pgettext("verb", "Open"),
        path=f"{risk.path}#actions",
        icon="alert-triangle",
        permission=permissions.VIEW,
        unit_id=risk.unit_id,
        due=due,
        click=Click(f"{risk.path}actions/{pk}/do/", gettext("Mark as done"), permissions.EDIT),
    )


def _requested(organisation_id: UUID) -> QuerySet[Acceptance]:
    return Acceptance.objects.filter(organisation_id=organisation_id, status=Acceptance.Status.REQUESTED, **OF_LIVE)


OWNERS = ("risk__owner_id", "risk__asset__owner_id", "risk__asset__deputy_id")
ASKED = ("pk", "approver_id", "approver__name", "requested_by", "score", "risk__asset__title")


def _decisions(organisation_id: UUID, people: People) -> list[Duty]:
    return [_decision(row) for row in _asked(naming(_requested(organisation_id), people, "approver"))]


def _asked(rows: QuerySet[Acceptance]) -> Iterable[tuple[Any, ...]]:
    return rows.order_by("requested_at").values_list(*ASKED, *OWNERS, *OF_NAMED)


def _decision(row: tuple[Any, ...], *, waits: bool = False) -> Duty:
    pk, approver, name, requested_by, score, asset = row[: len(ASKED)]
    owners, risk = row[len(ASKED) : -len(NAMED)], Named(*row[-len(NAMED) :])
    asked = gettext("%(who)s asks you to accept it: %(asset)s, score %(score)s.")
    waiting = gettext("The risk is to be accepted: %(asset)s, score %(score)s.")
    return Duty(
        key=f"risks.acceptance:{pk}",
        person_id=approver,
        title=gettext("Decide on %(name)s") % {"name": risk.name},
        reason=(waiting if waits else asked) % {"who": requested_by, "asset": asset, "score": score},
        verb=gettext("Decide"),
        path=f"{risk.path}#acceptance",
        icon="gavel",
        permission=permissions.VIEW,
        unit_id=risk.unit_id,
        own=waits or approver in owners,
        minutes=DECIDE_MINUTES,
        awaited=True,
        waits_for=name if waits else "",
    )


def _looks(organisation_id: UUID, people: People) -> list[Duty]:
    """Risks whose levels were set before a control came into place or fell away: one duty for each risk."""
    rows = naming(selectors.effects_outdated(organisation_id), people, "risk__owner")
    found = list(rows.values_list("pk", flat=True))
    effects = selectors.effects_told(found) if found else []
    since = selectors.controls_changed(organisation_id, effects) if effects else {}
    by_risk: dict[UUID, list[Effect]] = defaultdict(list)
    for effect in effects:
        by_risk[effect.risk_id].append(effect)
    return [_look(found, since) for found in by_risk.values()]


def _look(effects: Sequence[Effect], since: Mapping[UUID, datetime]) -> Duty:
    risk = effects[0].risk
    assert risk.owner_id is not None
    return Duty(
        key=f"risks.risk:{risk.pk}:look",
        person_id=risk.owner_id,
        title=gettext("Assess %(name)s again") % {"name": risk.name},
        reason=" ".join(told.look_again(effect, since) for effect in effects),
        verb=gettext("Assess"),
        path=f"{risk.path}#controls",
        icon="refresh",
        permission=permissions.VIEW,
        unit_id=risk.unit_id,
        minutes=ASSESS_MINUTES,
        awaited=True,
    )


def _unassessed(organisation_id: UUID, people: People) -> list[Duty]:
    """In an open round: one duty for all that somebody has to assess, as owner of the risk or of what it hits."""
    held = Round.objects.filter(organisation_id=organisation_id, frozen_at=None).first()
    if held is None:
        return []
    rows = Risk.objects.filter(organisation_id=organisation_id, **LIVE)
    left = rows.exclude(assessed_at__isnull=False, confirmed_at__gte=held.opened_at)
    if people is not None:
        left = left.filter(Q(owner__in=people) | Q(asset__owner__in=people))
    counts: Counter[UUID] = Counter()
    units: dict[UUID, UUID | None] = {}
    groups = left.order_by().values_list("owner", "asset__owner", "unit").annotate(number=Count("pk"))
    for owner, asset_owner, unit, number in groups:
        for person in {owner, asset_owner} - {None}:
            counts[person] += number
            units.setdefault(person, unit)
    return [
        _round(held, person, n, units[person]) for person, n in counts.items() if people is None or person in people
    ]


def _round(held: Round, person: UUID, left: int, unit: UUID | None) -> Duty:
    text = ngettext(
        "%(count)s of your risks is not assessed yet.", "%(count)s of your risks are not assessed yet.", left
    )
    return Duty(
        key=f"risks.round:{held.pk}:{person}",
        person_id=person,
        title=gettext("Assess your risks in %(title)s") % {"title": held.title},
        reason=text % {"count": left},
        verb=gettext("Assess"),
        path="risks/assess/?owner=me",
        icon="bolt",
        permission=permissions.ASSESS_SUBJECTS,
        unit_id=unit,
        minutes=left * ASSESS_MINUTES,
        awaited=True,
    )


def _reviews(organisation_id: UUID, people: People) -> list[Duty]:
    rows = Risk.objects.filter(organisation_id=organisation_id, next_review__lte=dates.today() + AHEAD, **LIVE)
    told = naming(rows, people).order_by().values_list("pk", "owner_id", "next_review", *NAMED)
    return [_review(pk, owner, due, Named(*risk)) for pk, owner, due, *risk in told]


def _review(pk: UUID, owner: UUID, due: date, risk: Named) -> Duty:
    return Duty(
        key=f"risks.risk:{pk}:review",
        person_id=owner,
        title=gettext("Review %(name)s") % {"name": risk.name},
        reason=gettext("You own the risk. Do the levels still hold?"),
        verb=pgettext("verb", "Review"),
        path=risk.path,
        icon="alert-triangle",
        permission=permissions.VIEW,
        unit_id=risk.unit_id,
        due=due,
        minutes=REVIEW_MINUTES,
    )


def waiting(organisation_id: UUID, person_id: UUID) -> Sequence[Duty]:
    """The decisions of others that the owner of a risk waits for."""
    rows = _requested(organisation_id).filter(risk__owner=person_id, approver__isnull=False)
    return [_decision(row, waits=True) for row in _asked(rows.exclude(approver=person_id))]


SOURCE = DutySource(
    "risks",
    _("Risks"),
    "alert-triangle",
    open_duties,
    waiting,
    done=("risk.action_done", "risk.accepted", "risk.acceptance_declined", "risk.assessed", "risk.confirmed"),
)


# Handing over


def _ask(*, actor: Actor, rows: Iterable[Acceptance], giver: Person, taker: Person) -> None:
    """Somebody else is asked, if they may accept such a risk."""
    for one in rows:
        wanted: dict[str, Any] = {"reason": one.reason, "expires_on": one.expires_on}
        services.risk_request_acceptance(actor=actor, risk=one.risk, approver=taker, **wanted)


def _acceptances(actor: Actor) -> QuerySet[Acceptance]:
    rows = _requested(actor.organisation_id).select_related("risk__asset").prefetch_related("risk__actions")
    return rows.filter(risk__in=selectors.risks_for(actor).values("pk"))


def _open_actions(actor: Actor) -> QuerySet[TreatmentAction]:
    return selectors.actions_for(actor).filter(done_at=None, **OF_LIVE).select_related("risk__asset")


def _risk(row: Any) -> Risk:
    """What may be done to an action or an acceptance is what may be done to its risk."""
    risk: Risk = row.risk
    return risk


SEE, EDIT = permissions.VIEW, permissions.EDIT
_owns = rows_naming(lambda actor: selectors.risks_for(actor).select_related("asset"), "owner", **LIVE)
_does, _decides = rows_naming(_open_actions, "owner"), rows_naming(_acceptances, "approver")
_give_risks = all_at_once(services.risks_edit_many, "risks", "owner")
_give_actions = one_by_one(services.action_edit, "action", "owner")

HOLDINGS = (
    Holding("risks.risk", _("Risks"), "alert-triangle", _owns, SEE, EDIT, _give_risks, 20, owner_of="risks.risk"),
    Holding("risks.action", _("Treatment actions"), "list-check", _does, SEE, EDIT, _give_actions, 21, over=_risk),
    Holding(
        "risks.acceptance",
        _("Risks to decide on"),
        "gavel",
        _decides,
        permissions.ACCEPT,
        EDIT,
        _ask,
        22,
        own=False,
        over=_risk,
    ),
)

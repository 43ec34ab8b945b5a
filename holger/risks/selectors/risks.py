"""Risks, their treatment and the scores of assets."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from holger.assets.models import Asset
from holger.core import dates
from holger.core.actor import Actor
from holger.core.models import visible
from holger.risks.models import Acceptance, AssetScore, Risk, Round, Snapshot, TreatmentAction

STATUSES = ("to_assess", "untreated", "treating", "waiting", "accepted", "within", "closed")


def mine(person_id: UUID | None, risk: str = "") -> Q:
    """What a contributor answers for: own risks, those of own assets, those with own actions. ``risk``: the way there."""
    works = TreatmentAction.objects.filter(risk=OuterRef(f"{risk}pk"), owner_id=person_id)
    owned = (f"{risk}owner_id", f"{risk}asset__owner_id", f"{risk}asset__deputy_id")
    return reduce(or_, [*(Q(**{name: person_id}) for name in owned), Q(Exists(works))])


def risks_for(actor: Actor) -> QuerySet[Risk]:
    """Every risk the actor may see, also closed and archived ones."""
    return visible(Risk.objects.all(), actor, "risks.view", own=mine(actor.person_id))


def open_risks(actor: Actor) -> QuerySet[Risk]:
    """The risks that count: neither closed nor archived."""
    return risks_for(actor).filter(archived_at__isnull=True, closed_at__isnull=True)


WORST_FIRST = (F("current_score").desc(nulls_last=True), "number")
"""The order in which risks are told where people do not choose one; what has no score comes last in any database."""

LISTED = (
    *("organisation_id", "reference", "number", "title", "hits", "treatment", "next_review", "version"),
    *("inherent_score", "current_score", "current_band", "target_score", "target_band", "over_appetite"),
    "current_subjects",
    *("assessed_at", "updated_at", "accepted_until", "acceptance_asked", "actions_open", "closed_at", "archived_at"),
    *("threat__reference", "threat__title_da", "threat__title_en"),
    *("asset__reference", "asset__title", "asset__type"),
    *("owner__name", "owner__initials", "unit__name"),
)
"""What a line about a risk shows. Texts and levels stay in the database: a list draws many lines."""


def lines(rows: QuerySet[Risk]) -> QuerySet[Risk]:
    """The same rows with what lists draw of them, and nothing else."""
    return rows.select_related("threat", "asset", "owner", "unit").only(*LISTED)


TOLD = (
    *(*LISTED, "weakness", "reason", "treatment_note", "assessed_by", "inherent_band"),
    *("current_c", "current_i", "current_a", "current_subjects", "current_likelihood", "current_consequence"),
)
"""What a report tells of a risk, texts and levels too."""


def told_whole(rows: QuerySet[Risk]) -> QuerySet[Risk]:
    """The same rows with all that a report tells of them: controls, actions and acceptances too."""
    rows = rows.select_related("threat", "asset", "owner", "unit").only(*TOLD)
    held = Acceptance.objects.filter(status=Acceptance.Status.ACCEPTED).select_related("approver")
    actions = TreatmentAction.objects.select_related("owner")
    return rows.prefetch_related(
        "effects__control", Prefetch("actions", actions), Prefetch("acceptances", held, to_attr="held")
    )


def risks_of(actor: Actor, asset: Asset) -> QuerySet[Risk]:
    """The open risks of one asset, in the order of the threats."""
    rows = open_risks(actor).filter(asset=asset)
    return rows.select_related("threat", "owner", "asset").order_by("threat__number", "number")


def risks_under(actor: Actor, threat_id: UUID) -> QuerySet[Risk]:
    return open_risks(actor).filter(threat_id=threat_id).select_related("asset", "owner", "threat")


def in_status(status: str, today: date | None = None) -> Q:
    """The same as ``rules.acceptance.status``, asked of the database. A test holds the two together."""
    today = today or dates.today()
    is_open = Q(closed_at__isnull=True)
    assessed = is_open & Q(assessed_at__isnull=False)
    accepted = Q(accepted_until__isnull=False, accepted_until__gte=today)
    deciding = assessed & ~accepted & Q(acceptance_asked=False)
    return {
        "closed": Q(closed_at__isnull=False),
        "to_assess": is_open & Q(assessed_at__isnull=True),
        "accepted": assessed & accepted,
        "waiting": assessed & ~accepted & Q(acceptance_asked=True),
        "within": deciding & Q(over_appetite=False),
        "treating": deciding & Q(over_appetite=True, actions_open__gt=0),
        "untreated": deciding & Q(over_appetite=True, actions_open=0),
    }[status]


def without_plan() -> Q:
    """Over the appetite with neither an accepted decision nor an action under way."""
    return in_status("untreated") | in_status("waiting") & Q(over_appetite=True)


def awaiting(actor: Actor) -> QuerySet[Acceptance]:
    """The acceptances that wait for this person."""
    if actor.person_id is None or not actor.may("risks.accept"):
        return Acceptance.objects.none()
    rows = Acceptance.objects.filter(
        organisation_id=actor.organisation_id, status=Acceptance.Status.REQUESTED, approver_id=actor.person_id
    )
    return rows.filter(risk__archived_at__isnull=True, risk__closed_at__isnull=True)


def actions_for(actor: Actor) -> QuerySet[TreatmentAction]:
    return TreatmentAction.objects.filter(organisation_id=actor.organisation_id, risk__in=risks_for(actor).values("pk"))


def previous_scores(actor: Actor, frozen: Round | None, risk_ids: Iterable[UUID]) -> dict[UUID, int | None]:
    """What these risks scored when a round was frozen."""
    if frozen is None:
        return {}
    rows = Snapshot.objects.filter(organisation_id=actor.organisation_id, round=frozen, risk_id__in=list(risk_ids))
    return dict(rows.values_list("risk_id", "current_score"))


def asset_scores(actor: Actor, asset_ids: Collection[UUID]) -> dict[UUID, AssetScore]:
    """The scores of some assets, for lists of assets."""
    rows = AssetScore.objects.filter(organisation_id=actor.organisation_id, asset_id__in=asset_ids)
    return {row.asset_id: row for row in rows.select_related("driven_by")}


def score_of(actor: Actor, asset: Asset) -> AssetScore | None:
    """The asset's score with what its page says of it; the wide rows it comes from are read no further than that."""
    rows = AssetScore.objects.filter(organisation_id=actor.organisation_id, asset=asset)
    named = ("reference", "title")
    told = [*(f"driven_by__{name}" for name in (*named, "type")), *(f"own_risk__{name}" for name in (*named, "threat"))]
    threat = ("own_risk__threat__title_da", "own_risk__threat__title_en")
    own = ("organisation", "asset", "score", "own_score", "own_risk", "driven_by")
    return rows.select_related("driven_by", "own_risk__threat").only(*own, *told, *threat).first()


def assessable_assets(actor: Actor) -> QuerySet[Asset]:
    """The assets this actor may assess risks of."""
    own = Q(owner_id=actor.person_id) | Q(deputy_id=actor.person_id)
    return visible(Asset.objects.filter(archived_at__isnull=True), actor, "risks.assess_subjects", own=own)

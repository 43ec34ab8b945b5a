"""What processes and assets ask of people: to look through what they own. And what is handed over when somebody leaves."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.assets import permissions, selectors, services
from holger.assets.models import Asset
from holger.core import dates
from holger.core.handing import one_by_one, rows_naming
from holger.core.models import naming
from holger.core.registry import AHEAD, Duty, DutySource, Holding

REVIEW_MINUTES = 10
"""What it usually takes to see whether the facts about one object still hold."""
NAMED = ("organisation_id", "reference", "title", "type", "owner_id", "deputy_id", "unit_id", "next_review")


def reviews(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    """The reviews that are due, or will be soon."""
    rows = Asset.objects.filter(selectors.LIVE, organisation_id=organisation_id)
    rows = naming(rows.filter(next_review__lte=dates.today() + AHEAD), people)
    return [_review(asset) for asset in rows.only(*NAMED)]


def _review(asset: Asset) -> Duty:
    assert asset.owner_id is not None
    return Duty(
        key=f"assets.asset:{asset.pk}:review",
        person_id=asset.owner_id,
        title=gettext("Review %(name)s") % {"name": asset.title},
        reason=gettext("You own it. Is what is written about it still true?"),
        verb=pgettext("verb", "Review"),
        path=f"map/{asset.reference}/review/",
        icon=asset.icon,
        permission=permissions.EDIT,
        unit_id=asset.unit_id,
        due=asset.next_review,
        minutes=REVIEW_MINUTES,
        deputy_id=asset.deputy_id,
    )


def deputy_of(organisation_id: UUID, person_id: UUID) -> Collection[UUID]:
    """The owners of what a person is deputy for."""
    rows = Asset.objects.filter(selectors.LIVE, organisation_id=organisation_id, deputy=person_id, owner__isnull=False)
    return set(rows.order_by().values_list("owner", flat=True))


SOURCE = DutySource(
    "assets", pgettext_lazy("menu", "Map"), "server-2", reviews, deputy_of=deputy_of, done=("asset.reviewed",)
)


# Handing over


SEE, EDIT = permissions.VIEW, permissions.EDIT
_owns, _stands_in = (rows_naming(selectors.assets_for, field, archived_at=None) for field in ("owner", "deputy"))
_give_owner, _give_deputy = (one_by_one(services.asset_edit, "asset", field) for field in ("owner", "deputy"))

HOLDINGS = (
    Holding(
        "assets.owner",
        _("Processes and assets"),
        "server-2",
        _owns,
        SEE,
        EDIT,
        _give_owner,
        10,
        owner_of="assets.asset",
    ),
    Holding("assets.deputy", _("Deputy for assets"), "server-2", _stands_in, SEE, EDIT, _give_deputy, 11),
)

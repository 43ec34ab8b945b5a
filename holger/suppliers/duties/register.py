"""What the register asks of people: to look through suppliers, and to get the next certificate or report."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.handing import one_by_one, rows_naming
from holger.core.models import naming
from holger.core.registry import AHEAD, Duty, DutySource, Holding
from holger.suppliers import permissions, services
from holger.suppliers.models import Assurance, Supplier
from holger.suppliers.selectors.register import LIVE, suppliers_for

ICON = "building-store"
REVIEW_MINUTES, REPORT_MINUTES = 15, 20
NAMED = ("organisation_id", "reference", "title", "owner_id", "deputy_id", "unit_id", "next_review")


def open_duties(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    return [*_reviews(organisation_id, people), *_reports(organisation_id, people)]


def _reviews(organisation_id: UUID, people: Collection[UUID] | None) -> Iterator[Duty]:
    rows = Supplier.objects.filter(LIVE, organisation_id=organisation_id, next_review__lte=dates.today() + AHEAD)
    for supplier in naming(rows, people).only(*NAMED):
        yield _duty(
            supplier,
            key=f"suppliers.supplier:{supplier.pk}:review",
            title=gettext("Review %(name)s") % {"name": supplier.title},
            reason=gettext("You own it. Is what is written about it still true?"),
            verb=pgettext("verb", "Review"),
            path=f"{supplier.path}review/",
            due=supplier.next_review,
            minutes=REVIEW_MINUTES,
        )


def _reports(organisation_id: UUID, people: Collection[UUID] | None) -> Iterator[Duty]:
    """Only the newest of a kind: the older ones have been followed already."""
    rows = Assurance.objects.filter(
        organisation_id=organisation_id, expires__isnull=False, supplier__archived_at=None
    ).exclude(supplier__status="ended")
    newest: dict[tuple[UUID, str], Assurance] = {}
    for row in naming(rows, people, "supplier__owner").select_related("supplier").order_by("expires", "id"):
        newest[row.supplier_id, row.kind] = row
    for row in newest.values():
        assert row.expires is not None
        if row.expires <= dates.today() + AHEAD:
            yield _duty(
                row.supplier,
                key=f"suppliers.assurance:{row.pk}:renew",
                title=gettext("Get the next %(kind)s from %(supplier)s")
                % {"kind": row.get_kind_display(), "supplier": row.supplier.title},
                reason=gettext("What you have tells of a time that ends."),
                verb=gettext("Get it"),
                path=row.path,
                due=row.expires,
                minutes=REPORT_MINUTES,
            )


def _duty(supplier: Supplier, **told: object) -> Duty:
    assert supplier.owner_id is not None
    return Duty(
        person_id=supplier.owner_id,
        icon=ICON,
        permission=permissions.EDIT,
        unit_id=supplier.unit_id,
        deputy_id=supplier.deputy_id,
        **told,  # type: ignore[arg-type]
    )


def deputy_of(organisation_id: UUID, person_id: UUID) -> Collection[UUID]:
    """The owners of what a person is deputy for."""
    rows = Supplier.objects.filter(LIVE, organisation_id=organisation_id, deputy=person_id, owner__isnull=False)
    return set(rows.order_by().values_list("owner", flat=True))


SOURCE = DutySource(
    "suppliers",
    _("Suppliers"),
    ICON,
    open_duties,
    deputy_of=deputy_of,
    done=("supplier.reviewed", "supplier.assurance_added"),
)


# Handing over


SEE, EDIT = permissions.VIEW, permissions.EDIT
_owns, _stands_in = (rows_naming(suppliers_for, field, archived_at=None) for field in ("owner", "deputy"))
_give_owner, _give_deputy = (one_by_one(services.supplier_edit, "supplier", field) for field in ("owner", "deputy"))
HOLDINGS = (
    Holding("suppliers.owner", _("Suppliers"), ICON, _owns, SEE, EDIT, _give_owner, 29, owner_of="suppliers.supplier"),
    Holding("suppliers.deputy", _("Deputy for suppliers"), ICON, _stands_in, SEE, EDIT, _give_deputy, 30),
)

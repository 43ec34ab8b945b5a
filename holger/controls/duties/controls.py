"""Controls that are to be put in place, and those to look through again."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.controls import permissions, selectors, services
from holger.controls.models import Control, Status
from holger.core import dates
from holger.core.handing import all_at_once, rows_naming
from holger.core.models import naming
from holger.core.registry import AHEAD, Duty, DutySource, Holding

REVIEW_MINUTES = 10
"""What it usually takes to see whether a control still works as it is described."""
NAMED = ("organisation_id", "reference", "title", "status", "due", "next_review", "owner_id", "unit_id")


def open_duties(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    soon = dates.today() + AHEAD
    late = ~Q(status=Status.IMPLEMENTED) & Q(due__lte=soon)
    rows = Control.objects.filter(late | Q(next_review__lte=soon), organisation_id=organisation_id, archived_at=None)
    found = []
    for control in naming(rows, people).only(*NAMED):
        if not control.in_place and control.due is not None and control.due <= soon:
            found.append(_to_put_in_place(control))
        if control.next_review is not None and control.next_review <= soon:
            found.append(_to_review(control))
    return found


def _to_put_in_place(control: Control) -> Duty:
    assert control.owner_id is not None
    status = control.get_status_display().lower()
    return Duty(
        key=f"controls.control:{control.pk}:place",
        person_id=control.owner_id,
        title=gettext("Put in place: %(name)s") % {"name": control.title},
        reason=gettext("You own the control. It is %(status)s.") % {"status": status},
        verb=pgettext("verb", "Open"),
        path=control.path,
        icon="shield-check",
        permission=permissions.VIEW,
        unit_id=control.unit_id,
        due=control.due,
    )


def _to_review(control: Control) -> Duty:
    assert control.owner_id is not None
    return Duty(
        key=f"controls.control:{control.pk}:review",
        person_id=control.owner_id,
        title=gettext("Review %(name)s") % {"name": control.title},
        reason=gettext("You own the control. Does it still work as it is described?"),
        verb=pgettext("verb", "Review"),
        path=control.path,
        icon="shield-check",
        permission=permissions.VIEW,
        unit_id=control.unit_id,
        due=control.next_review,
        minutes=REVIEW_MINUTES,
    )


SOURCE = DutySource("controls", _("Controls"), "shield-check", open_duties)

_owns = rows_naming(selectors.controls_for, "owner", archived_at=None)
_give = all_at_once(services.controls_edit_many, "controls", "owner")
HOLDINGS = (
    Holding(
        "controls.control",
        _("Controls"),
        "shield-check",
        _owns,
        permissions.VIEW,
        permissions.EDIT,
        _give,
        30,
        owner_of="controls.control",
    ),
)

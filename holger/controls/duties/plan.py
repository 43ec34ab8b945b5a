"""Work of the implementation plan that is somebody's."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.controls import permissions, selectors, services
from holger.controls.models import PlanItem
from holger.controls.rules.plan import OPEN
from holger.core import dates
from holger.core.handing import all_at_once, rows_naming
from holger.core.models import naming
from holger.core.registry import AHEAD, Click, Duty, DutySource, Holding

NAMED = ("organisation_id", "reference", "title", "status", "due", "owner_id", "unit_id")


def open_duties(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    """What is planned to begin later is left for later."""
    begins = Q(starts=None) | Q(starts__lte=dates.today() + AHEAD)
    rows = PlanItem.objects.filter(begins, organisation_id=organisation_id, status__in=OPEN, archived_at=None)
    return [_duty(item) for item in naming(rows, people).annotate(blocked=selectors.is_blocked()).only(*NAMED)]


def _duty(item: PlanItem) -> Duty:
    assert item.owner_id is not None
    blocked: bool = item.blocked  # type: ignore[attr-defined]
    waits = gettext("It waits for something that is not finished.")
    return Duty(
        key=f"controls.planitem:{item.pk}",
        person_id=item.owner_id,
        title=item.title,
        reason=waits if blocked else gettext("It is yours in the implementation plan."),
        verb=pgettext("verb", "Open"),
        path=item.path,
        icon="lock" if blocked else selectors.PLAN_ICON,
        permission=permissions.VIEW,
        unit_id=item.unit_id,
        due=item.due,
        click=None if blocked else Click(f"{item.path}done/", gettext("Mark as done"), permissions.PLAN),
    )


SOURCE = DutySource(
    "plan", _("Implementation plan"), selectors.PLAN_ICON, open_duties, done=("plan_item.done", "plan_item.dropped")
)

ICON, SEE, PLAN = selectors.PLAN_ICON, permissions.VIEW, permissions.PLAN
_owns = rows_naming(selectors.plan_items_for, "owner", archived_at=None, status__in=OPEN)
_give = all_at_once(services.plan_items_edit_many, "items", "owner")
HOLDINGS = (
    Holding("controls.planitem", _("Plan items"), ICON, _owns, SEE, PLAN, _give, 31, owner_of="controls.planitem"),
)

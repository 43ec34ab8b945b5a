"""Impact assessments to write, to decide on, and to look at again."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.handing import one_by_one, rows_naming
from holger.core.models import naming
from holger.core.registry import AHEAD, Duty, DutySource, Holding
from holger.privacy import permissions, services
from holger.privacy.models import Dpia, DpiaStatus
from holger.privacy.selectors.dpia import ICON, dpias_for

WRITE_MINUTES, REVIEW_MINUTES = 240, 60


def open_duties(organisation_id: UUID, people: Collection[UUID] | None) -> Sequence[Duty]:
    """Drafts of whoever writes them, and approved ones whose review is near."""
    rows = Dpia.objects.filter(organisation_id=organisation_id, archived_at=None)
    soon = dates.today() + AHEAD
    found = naming(rows, people).order_by("number")
    drafts = [_writing(row) for row in found.filter(status=DpiaStatus.DRAFT)]
    reviews = found.filter(status=DpiaStatus.APPROVED, next_review__lte=soon)
    return [*drafts, *(_reviewing(row) for row in reviews)]


def _writing(row: Dpia) -> Duty:
    return Duty(
        key=f"privacy.dpia:{row.pk.hex}:write",
        person_id=row.owner_id,  # type: ignore[arg-type]  # ``naming`` leaves out those of nobody
        title=gettext("Write the impact assessment: %(title)s (%(reference)s)") % {"title": row.title, "reference": row.reference},
        reason=row.sent_back or gettext("The processing waits for it."),
        verb=pgettext("verb", "Write"),
        path=row.path,
        icon=ICON,
        permission=permissions.VIEW,
        unit_id=row.unit_id,
        minutes=WRITE_MINUTES,
    )  # fmt: skip


def _reviewing(row: Dpia) -> Duty:
    return Duty(
        key=f"privacy.dpia:{row.pk.hex}:review",
        person_id=row.owner_id,  # type: ignore[arg-type]  # likewise
        title=gettext("Look at the impact assessment again: %(title)s (%(reference)s)") % {"title": row.title, "reference": row.reference},
        reason=gettext("Processing changes, and so do its risks."),
        verb=pgettext("verb", "Review"),
        path=row.path,
        icon=ICON,
        permission=permissions.VIEW,
        unit_id=row.unit_id,
        due=row.next_review,
        minutes=REVIEW_MINUTES,
    )  # fmt: skip


SOURCE = DutySource(
    "impact-assessments",
    _("Impact assessments"),
    ICON,
    open_duties,
    done=("assessment.sent", "assessment.approved", "assessment.revised"),
)
HOLDINGS = (
    Holding(
        "privacy.dpia",
        _("Impact assessments that they write"),
        ICON,
        rows_naming(dpias_for, "owner", archived_at=None),
        permissions.VIEW,
        permissions.EDIT,
        one_by_one(services.dpia_edit, "dpia", "owner"),
        15,
        owner_of=Dpia._meta.label_lower,
    ),
)

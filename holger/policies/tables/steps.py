"""What comes next for a policy, told to whoever reads its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from holger.policies.models import PolicyVersion, Review
from holger.ui import days


@dataclass(frozen=True, slots=True)
class Stage:
    """A step on the way of a version: over, at hand, or still to come."""

    title: str
    state: str  # done, now, later


def stages(version: PolicyVersion) -> Sequence[Stage]:
    """Draft, review, approval, in force."""
    at = {"draft": 0, "review": 1, "requested": 2, "approved": 3}.get(version.status, 4)
    names = (gettext("Written"), gettext("Reviewed"), gettext("Approved"), gettext("In force"))
    return [
        Stage(name, "done" if number < at else "now" if number == at else "later") for number, name in enumerate(names)
    ]


def story(version: PolicyVersion, waiting: Sequence[Review]) -> str:
    """How it stands with what is on its way, in a sentence."""
    if version.status == "review":
        names = ", ".join(review.person_name for review in waiting)
        return gettext("Waits for what %(names)s thinks.") % {"names": names}
    if version.status == "requested":
        name = version.approver.name if version.approver else "–"
        return gettext("Waits for the approval of %(name)s since %(day)s.") % {
            "name": name,
            "day": days.day(version.requested_at),
        }
    if version.status == "approved":
        return gettext("Approved. It comes into force on %(day)s.") % {"day": days.day(version.effective_from)}
    return gettext("It is being written.")


def changed(version: PolicyVersion) -> dict[str, Any]:
    return {"label": version.label, "text": version.said("changes")}

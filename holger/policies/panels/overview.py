"""What policies show on the overview: the card, and the journey's step about people."""

from typing import Any

from django.utils.translation import gettext, ngettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.registry import Progress
from holger.core.requests import Request
from holger.policies import selectors
from holger.policies.models import OPEN, Status
from holger.policies.selectors.reading import readings_for


def card(request: Request) -> dict[str, Any] | None:
    """How many policies are in force and on their way, and which are to be looked at again."""
    policies = selectors.policies_for(request.actor).filter(archived_at=None)
    versions = selectors.versions_for(request.actor).filter(policy__archived_at=None).order_by()
    counts = {
        "in_force": versions.filter(status=Status.IN_FORCE).count(),
        "drafts": versions.filter(status__in=OPEN).count(),
        "due": policies.filter(selectors.review_due(dates.today(request.organisation.zone))).count(),
    }
    return counts if counts["in_force"] or counts["drafts"] else None


def progress(actor: Actor) -> Progress:
    """How many of those who must have confirmed the policies in force."""
    count = selectors.versions_for(actor).filter(policy__archived_at=None, status=Status.IN_FORCE).count()
    if not count:
        text = gettext("No policy is in force yet.")
        return Progress(0, 1, text, gettext("Begin with the ready policies"), "policies/ready/")
    rows = readings_for(actor).select_related(None).filter(policy__archived_at=None).order_by()
    asked, done = rows.count(), rows.exclude(confirmed_at=None).count()
    if not asked:
        text = ngettext(
            "%(count)s policy in force, and nobody is asked to confirm it.",
            "%(count)s policies in force, and nobody is asked to confirm them.",
            count,
        ) % {"count": count}
        return Progress(0, 1, text, gettext("Have policies read"), "campaigns/new/")
    text = gettext("%(done)s of %(asked)s readings confirmed") % {"done": done, "asked": asked}
    return Progress(done, asked, text, gettext("See who is missing"), "readings/?state=missing")

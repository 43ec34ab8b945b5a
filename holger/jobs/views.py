"""What runs by itself, how it went, and one job on its way."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from holger.core.registry import Recurring, registry
from holger.jobs import permissions, selectors, services
from holger.jobs.models import Job, Mail, Recurrence, State
from holger.ui import cells, http
from holger.ui.http import MEMBER, act, needs
from holger.ui.pages import Page

LOOKS = {
    State.WAITING: ("none", "clock"),
    State.RUNNING: ("accent", "refresh"),
    State.DONE: ("ok", "check"),
    State.FAILED: ("crit", "alert-triangle"),
    State.REFUSED: ("mid", "circle-off"),
}
SHOWN = 50


def state(row: Job | Mail | Recurrence) -> SafeString:
    level, icon = LOOKS[State(row.state)]
    return cells.badge(row.get_state_display(), level, icon)


@dataclass(frozen=True)
class Again:
    """Something that comes again by itself, as the page tells of it."""

    known: Recurring
    row: Recurrence | None

    @property
    def often(self) -> str:
        minutes = int(self.known.every.total_seconds() // 60)
        if minutes % 1440 == 0:
            return ngettext("every day", "every %(count)s days", minutes // 1440) % {"count": minutes // 1440}
        if minutes % 60 == 0:
            return ngettext("every hour", "every %(count)s hours", minutes // 60) % {"count": minutes // 60}
        return ngettext("every minute", "every %(count)s minutes", minutes) % {"count": minutes}

    @property
    def state(self) -> SafeString:
        return state(self.row) if self.row and self.row.slot else cells.badge(_("Not yet"))


class Work(Page):
    permission = permissions.VIEW
    template = "jobs/work.html"
    title = gettext_lazy("Background work")
    lead = gettext_lazy("What comes again by itself, what somebody has asked for, and mail on its way out.")
    menu = "organisation:settings"

    def context(self) -> dict[str, Any]:
        rows = {row.name: row for row in selectors.recurrences_for(self.actor)}
        return {
            "workers": len(selectors.living()),
            "recurring": [Again(known, rows.get(known.name)) for known in registry.recurring if not known.installation],
            "jobs": [(job, state(job)) for job in selectors.jobs_for(self.actor)[:SHOWN]],
            "unsent": [(mail, state(mail)) for mail in selectors.unsent(self.actor).order_by("-created_at")[:SHOWN]],
            "waiting": selectors.mail_for(self.actor).filter(state=State.WAITING).count(),
            "sent": selectors.mail_for(self.actor).filter(state=State.DONE).count(),
            "may_retry": self.actor.may(permissions.RETRY),
        }


class JobDetail(Page):
    """How a job goes; the part that tells asks again by itself until the job is over."""

    permission = MEMBER
    template = "jobs/job_detail.html"
    menu = "organisation:settings"
    job: Job

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seen = selectors.own_jobs(self.actor) | selectors.jobs_for(self.actor)
        self.job = get_object_or_404(seen, pk=kwargs["pk"])
        part = http.is_partial(request)
        return self.render("jobs/job_detail.html#progress" if part else "")

    def heading(self) -> Any:
        return self.job.title

    def context(self) -> dict[str, Any]:
        return {"job": self.job, "state": state(self.job)}


@needs(permissions.RETRY)
@require_POST
def job_retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = get_object_or_404(selectors.jobs_for(request.actor), pk=pk)
    return tried(request, lambda: services.job_retry(actor=request.actor, job=job))


@needs(permissions.RETRY)
@require_POST
def mail_retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    mail = get_object_or_404(selectors.mail_for(request.actor), pk=pk)
    return tried(request, lambda: services.mail_retry(actor=request.actor, mail=mail))


def tried(request: Any, run: Any) -> HttpResponse:
    return act(request, _("It is tried again now."), request.url("jobs:work"), run)

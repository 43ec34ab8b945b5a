"""What I am told, and how I want to be told."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from holger.core import tenancy
from holger.organisation.models import Organisation
from holger.tasks import services
from holger.tasks.filters.notices import NoticeFilter
from holger.tasks.forms.notices import RemindingForm
from holger.tasks.models import NoticeKind
from holger.tasks.permissions import NOTICES
from holger.tasks.selectors import notices as selectors
from holger.tasks.services import stopping
from holger.tasks.tables import notices as tables
from holger.ui.http import OPEN, act, needs
from holger.ui.pages import Bulk, Button, Empty, FormPage, ListPage, Tab

MENU = "tasks:my-work"


def _of(run: Any) -> Any:
    return lambda actor, rows, answers: run(actor=actor, notices=rows)


class NoticeList(ListPage):
    permission, menu = NOTICES, MENU
    title = _("Notices")
    name = "notices"
    filters, columns, default_sort = NoticeFilter, tables.COLUMNS, "-created"
    searched = ("title", "who", "text")
    tabs = (Tab(_("Not read"), "read=no"),)
    bulk = (
        Bulk("read", _("Mark as read"), "check", NOTICES, _of(services.notices_read)),
        Bulk("unread", _("Mark as not read"), "bell", NOTICES, _of(services.notices_unread)),
    )
    empty = Empty(
        _("Nothing to tell you"),
        _("When something is given to you, falls due or waits for you, it is told here and by mail."),
        ((_("How I am reminded"), "tasks:reminding", False),),
    )

    def rows(self) -> Any:
        return selectors.notices_for(self.actor)

    def summary(self) -> str:
        return tables.summary(selectors.unread_count(self.actor))

    def actions(self) -> Sequence[Button]:
        return (
            Button(_("Mark all as read"), self.url("tasks:notices-read-all"), "checks", post=True),
            Button(_("How I am reminded"), self.url("tasks:reminding"), "settings"),
        )


@needs(NOTICES)
@require_POST
def notice_read(request: HttpRequest, pk: Any) -> HttpResponse:
    """Said by a script while the reader goes where the notice leads, so there is nothing to answer."""
    notice = get_object_or_404(selectors.notices_for(request.actor), pk=pk)
    services.notices_read(actor=request.actor, notices=[notice])
    return HttpResponse(status=204)


@needs(NOTICES)
@require_POST
def notices_read_all(request: HttpRequest) -> HttpResponse:
    def told(count: int) -> str:
        return ngettext("%(count)s is marked as read.", "%(count)s are marked as read.", count) % {"count": count}

    return act(request, told, request.url("tasks:notice-list"), lambda: services.notices_read_all(actor=request.actor))


class Reminding(FormPage):
    """How I am reminded: how often, when not, and of what by mail."""

    permission, menu = NOTICES, MENU
    title, form, done = _("How I am reminded"), RemindingForm, _("Saved. It holds from the next mail on.")
    lead = _("Everything is in your inbox under the bell. Here you choose what comes by mail, and when.")

    def initial(self) -> dict[str, Any]:
        reminding = selectors.reminding_for(self.actor)
        wanted = [kind for kind in NoticeKind.values if kind not in reminding.muted]
        names = ("rhythm", "weekday", "hour", "quiet_from", "quiet_to")
        return {**{name: getattr(reminding, name) for name in names}, "kinds": wanted}

    def save(self, answers: dict[str, Any]) -> None:
        kinds = answers.pop("kinds")
        muted = [kind for kind in NoticeKind.values if kind not in kinds]
        services.reminding_set(actor=self.actor, muted=muted, **answers)

    def back(self) -> str:
        return self.url("tasks:notice-list")

    def next(self, obj: Any) -> str:
        return self.url("tasks:reminding")

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(NoticeList.title, self.back()), (self.title, None)]


@needs(OPEN)
@never_cache
@csrf_exempt  # a mail program presses this button by itself (RFC 8058); whoever has the link may do no more than this
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """By the link in a mail. Opening it changes nothing, so that mail scanners may; sending the form does."""
    whose = stopping.read(token)
    organisation = Organisation.objects.filter(pk=whose[0]).first() if whose else None
    if whose is None or organisation is None:
        return render(request, "tasks/stop_gone.html", status=404)
    stopped = False
    if request.method == "POST":
        with tenancy.inside(organisation.pk):
            stopped = services.reminding_stop(organisation_id=organisation.pk, person_id=whose[1])
    return render(
        request,
        "tasks/stop.html",
        {"organisation_name": organisation.name, "slug": organisation.slug, "stopped": stopped},
    )

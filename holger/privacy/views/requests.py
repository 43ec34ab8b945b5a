"""Requests of data subjects: the list, one of them, and its way from receipt to answer."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.core.requests import Request
from holger.privacy import services
from holger.privacy.filters.requests import RequestFilter
from holger.privacy.forms import requests as forms
from holger.privacy.models import RequestStatus, SubjectRequest
from holger.privacy.permissions import ANSWER, DELETE, REQUESTS
from holger.privacy.rules.requests import WAYS, Clock
from holger.privacy.selectors import requests as selectors
from holger.privacy.tables.requests import COLUMNS, clock_badge, status_badge
from holger.privacy.words.requests import outcome_words, right_words
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage, Page, Tab

MENU = "privacy:request-list"
TITLE = _("Data subject requests")
Way = Sequence[tuple[Any, str | None]]


class RequestList(ListPage):
    permission, title, menu = REQUESTS, TITLE, MENU
    lead = _("Somebody asks to see, correct, erase or move data about them. The law gives you a month.")
    name = "data-subject-requests"
    filters, columns = RequestFilter, COLUMNS
    default_sort = "due"
    counted_once = True
    searched = ("reference", "title")
    create = ("privacy:request-create", ANSWER, _("New request"))
    tabs = (
        Tab(_("Not answered"), "status=open&status=decided"),
        Tab(_("Mine"), "owner=me&status=open&status=decided"),
        Tab(_("Overdue"), "overdue=yes"),
        Tab(_("Answered"), "status=closed"),
        Tab(_("Archived"), "archived=yes"),
    )
    empty = Empty(
        _("No requests yet"),
        _(
            "When somebody asks what you know of them, wants something corrected or erased, or objects, write it down here: "
            "however it came in. holger counts the month, lays out the steps and has the letters ready."
        ),
        [(_("New request"), "privacy:request-create", True)],
    )

    def empty_actions(self) -> list[Button]:
        return super().empty_actions() if self.actor.may(ANSWER) else []

    def rows(self) -> QuerySet[SubjectRequest]:
        return selectors.requests_for(self.actor).select_related("owner", "unit")

    def actions(self) -> Sequence[Button]:
        return [Button(_("Numbers"), self.url("privacy:request-numbers"), "chart-line")]

    def summary(self) -> str:
        count = selectors.unanswered_for(self.actor).order_by().count()
        return ngettext("%(count)s request is not answered.", "%(count)s requests are not answered.", count) % {
            "count": count
        }


class OfRequest:
    """A page about one request. Whoever may not see it finds nothing; whoever sees it may still not be let do everything."""

    actor: Actor
    request: Request
    kwargs: dict[str, Any]
    permission: str
    title: Any
    menu = MENU

    @cached_property
    def row(self) -> SubjectRequest:
        rows = selectors.requests_for(self.actor).select_related("owner", "unit", "organisation")
        return get_object_or_404(rows, reference=self.kwargs["reference"])

    def permission_on(self) -> Any:
        return self.row

    def at(self, name: str, **more: Any) -> str:
        return http.link(self.request, f"privacy:{name}", reference=self.row.reference, **more)

    def way(self) -> Way:
        return [(TITLE, http.link(self.request, MENU)), (self.row.reference, self.request.base + self.row.path)]

    def crumbs(self) -> Way:
        return [*self.way(), (self.title, None)]

    def back(self) -> str:
        return self.request.base + self.row.path

    def next(self, obj: Any) -> str:
        return self.back()


class RequestDetail(DetailPage):
    permission, menu, icon, template = REQUESTS, MENU, selectors.ICON, "privacy/requests/request_detail.html"

    def find(self) -> SubjectRequest:
        rows = selectors.requests_for(self.actor).select_related("owner", "unit", "organisation")
        return get_object_or_404(rows, reference=self.kwargs["reference"])

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.object.reference, None)]

    @cached_property
    def clock(self) -> Clock:
        return self.object.clock(self.today)

    @cached_property
    def may(self) -> bool:
        return self.actor.may(ANSWER, self.object) and self.object.archived_at is None

    @property
    def may_read_asker(self) -> bool:
        return selectors.may_read_asker(self.actor, self.object)

    def badges(self) -> list[SafeString]:
        return [status_badge(self.object), clock_badge(self.clock)]

    def here(self, name: str, **more: Any) -> str:
        return self.url(f"privacy:{name}", reference=self.object.reference, **more)

    def actions(self) -> list[Button]:
        row, found = self.object, []
        if self.may and row.status == RequestStatus.OPEN:
            found.append(Button(_("Decide"), self.here("request-decide"), "gavel", primary=True))
        if self.may and row.status == RequestStatus.DECIDED:
            found.append(Button(_("Answer sent, close"), self.here("request-close"), "circle-check", primary=True))
        if self.may and row.status != RequestStatus.CLOSED:
            found.append(Button(_("Edit"), self.here("request-edit"), "pencil"))
            if row.extended is None:
                found.append(Button(_("Take more time"), self.here("request-extend"), "calendar-event"))
        if self.may and row.status != RequestStatus.OPEN:
            found.append(Button(_("Open again"), self.here("request-reopen"), "restore"))
        return [*found, *self._closed()]

    def _closed(self) -> list[Button]:
        """What may be done to a request that is answered."""
        row, found = self.object, []
        if row.status != RequestStatus.CLOSED:
            return []
        if self.may and row.erased_at is None:
            question = _("Erase name, address, letters and notes now? It cannot be taken back.")
            found.append(Button(_("Erase who asked"), self.here("request-erase"), "trash", post=True, confirm=question))
        if row.archived_at is None:
            found.append(Button(_("Archive"), self.here("request-archive"), "archive", permission=DELETE, post=True))
        else:
            found.append(Button(_("Restore"), self.here("request-restore"), "restore", permission=DELETE, post=True))
        return found

    def facts(self) -> list[Fact]:
        row, clock = self.object, self.clock
        found = [
            Fact(_("What they ask for"), row.rights_said),
            Fact(pgettext_lazy("data subject request", "Received"), cells.date(row.received)),
            Fact(_("Last day"), cells.date(row.due, None if row.answered else self.today)),
            Fact(
                _("At the very latest"),
                cells.date(clock.at_the_latest),
                _("Counted from when it was clear who asks, and to a working day. Do not plan by it."),
            ),
            Fact(_("How it came in"), row.get_channel_display()),
            Fact(_("Who it is"), row.get_identity_display()),
            Fact(pgettext_lazy("data subject request", "Answered by"), cells.person(row.owner)),
            Fact(_("Unit"), row.unit or ""),
        ]
        if row.answered:
            found.append(Fact(pgettext_lazy("data subject request", "Answered"), cells.date(row.answered)))
            found.append(Fact(_("Who asked is erased on"), cells.date(row.erased_at or row.kept_until)))
        return found

    def context(self) -> dict[str, Any]:
        return {"clock": self.clock, "row": self.object}


class RequestCreate(FormPage):
    """``?activity=PA-3``: where data about the person may be."""

    permission, title, menu = ANSWER, _("New request"), MENU
    form, done = forms.NewForm, _("It is written down, and the month counts. Send a receipt, and follow the steps.")
    lead = _("Write down as little about the person as you need to answer.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        told: dict[str, Any] = {"owner": self.actor.person_id, "received": self.today}
        asked = self.request.GET.get("activity", "")
        found = selectors.activity_named(self.actor, asked) if asked else None
        return told | ({"activities": [found.pk]} if found else {})

    def save(self, answers: dict[str, Any]) -> SubjectRequest:
        return services.request_create(actor=self.actor, **answers)


class RequestEdit(OfRequest, FormPage):
    permission, title, form = ANSWER, _("Edit"), forms.EditForm

    def find(self) -> SubjectRequest:
        return self.row

    def heading(self) -> str:
        return gettext("Edit %(name)s") % {"name": self.row}

    def save(self, answers: dict[str, Any]) -> SubjectRequest:
        return services.request_edit(actor=self.actor, request=self.row, version=self.version, **answers)


class RequestIdentity(OfRequest, FormPage):
    permission, title, form = ANSWER, _("Ask who it is"), forms.IdentityForm
    lead = _("Only where there is real doubt. The month runs on meanwhile, so ask at once.")
    done = _("Written down. Nothing is handed over until it is clear who it is.")

    def initial(self) -> dict[str, Any]:
        return {"on": self.today, "how": self.row.identity_how}  # type: ignore[attr-defined]

    def save(self, answers: dict[str, Any]) -> SubjectRequest:
        return services.identity_ask(actor=self.actor, request=self.row, **answers)


class RequestSettle(OfRequest, FormPage):
    permission, title, form = ANSWER, _("Is it clear who it is?"), forms.SettleForm

    def initial(self) -> dict[str, Any]:
        return {"on": self.today, "confirmed": "yes"}  # type: ignore[attr-defined]

    def save(self, answers: dict[str, Any]) -> SubjectRequest:
        return services.identity_settle(actor=self.actor, request=self.row, **answers)


class RequestExtend(OfRequest, FormPage):
    permission, title, form = ANSWER, _("Take more time"), forms.ExtendForm
    lead = _("Up to two months more, if the person is told within the first month, and why.")
    done = _("The last day is moved. It cannot be moved again.")

    def initial(self) -> dict[str, Any]:
        return {"on": self.today}  # type: ignore[attr-defined]

    def save(self, answers: dict[str, Any]) -> SubjectRequest:
        return services.request_extend(actor=self.actor, request=self.row, **answers)


class RequestStepPage(OfRequest, FormPage):
    """A step of the request's way; 404 where it cannot be taken as the request stands."""

    permission = ANSWER
    step = ""

    def admit(self) -> None:
        super().admit()
        if self.row.status not in WAYS[self.step].starts:
            raise Http404


class RequestDecide(RequestStepPage):
    title, form, step, button = _("Decide"), forms.DecideForm, "decide", _("Decide")
    done = _("Decided. Send the answer, and close the request with the day it went out.")

    def save(self, answers: dict[str, Any]) -> SubjectRequest:
        return services.request_decide(actor=self.actor, request=self.row, **answers)


class RequestClose(RequestStepPage):
    title, form, step, button = _("Close the request"), forms.CloseForm, "close", _("Close")
    template, done = "privacy/requests/request_close.html", _("The request is answered and closed.")

    def initial(self) -> dict[str, Any]:
        return {"answered": self.today, "keep_months": self.row.keep_months}

    def context(self) -> dict[str, Any]:
        steps = [step for step in selectors.steps_of(self.row) if step.is_open]
        return {"open_steps": steps, "clock": self.row.clock(self.today)}

    def save(self, answers: dict[str, Any]) -> SubjectRequest:
        return services.request_close(actor=self.actor, request=self.row, **answers)


class RequestReopen(RequestStepPage):
    title, form, step, button = _("Open again"), forms.WhyForm, "reopen", _("Open again")
    lead = _("The month counts from the day of receipt, as before.")
    done = _("The request is open again.")

    def save(self, answers: dict[str, Any]) -> SubjectRequest:
        return services.request_reopen(actor=self.actor, request=self.row, **answers)


def _found(request: HttpRequest, reference: str) -> SubjectRequest:
    return get_object_or_404(selectors.requests_for(request.actor), reference=reference)


@http.needs(ANSWER)
@require_POST
def request_erase(request: HttpRequest, reference: str) -> HttpResponseBase:
    row = _found(request, reference)

    def run() -> None:
        services.asker_erase(actor=request.actor, request=row)

    return http.act(request, gettext("Who asked is erased."), request.base + row.path, run)


@http.needs(DELETE)
@require_POST
def request_archive(request: HttpRequest, reference: str) -> HttpResponseBase:
    row = _found(request, reference)

    def run() -> None:
        services.request_archive(actor=request.actor, request=row)

    return http.act(request, gettext("The request is archived."), request.base + row.path, run)


@http.needs(DELETE)
@require_POST
def request_restore(request: HttpRequest, reference: str) -> HttpResponseBase:
    row = _found(request, reference)

    def run() -> None:
        services.request_restore(actor=request.actor, request=row)

    return http.act(request, gettext("The request is restored."), request.base + row.path, run)


class RequestNumbers(Page):
    """``?year=2026``: of the requests received in a year."""

    permission, title, menu, template = REQUESTS, _("Numbers"), MENU, "privacy/requests/numbers.html"

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    @cached_property
    def years(self) -> list[int]:
        return selectors.years_of(self.actor) or [self.today.year]

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("year", "")
        known = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
        return known if known in self.years else self.years[0]

    def context(self) -> dict[str, Any]:
        numbers = selectors.numbers_of(self.actor, self.year, self.today)
        return {
            "numbers": numbers,
            "years": [(year, f"?year={year}", year == self.year) for year in self.years],
            "rights": [(right_words(key), count) for key, count in numbers.by_right],
            "outcomes": [(outcome_words(key), count) for key, count in numbers.by_outcome],
        }

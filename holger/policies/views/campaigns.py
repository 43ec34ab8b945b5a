"""Campaigns: the list, one with how far it is, and what is done to it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.audience.forms import initial_of
from holger.core.actor import Actor
from holger.core.kept import Kept
from holger.policies.filters.reading import CampaignFilter
from holger.policies.forms.campaigns import CampaignForm, ReadingSettingsForm, shown_days
from holger.policies.models import Campaign, CampaignStatus, Policy
from holger.policies.models.campaign import usual_days
from holger.policies.permissions import ASK, VIEW
from holger.policies.selectors import campaigns as selectors
from holger.policies.selectors.campaigns import Standing
from holger.policies.selectors.reading import in_force, reading_days
from holger.policies.services import campaigns as services
from holger.policies.services.nudging import campaign_nudge
from holger.policies.services.reading_settings import reading_settings_set
from holger.policies.tables.readings import CAMPAIGN_COLUMNS, status_badge
from holger.ui import cells, days, http
from holger.ui.pages import Button, DetailPage, Empty, FormPage, ListPage
from holger.ui.pages.parts import Fact, Tab

MENU = "policies:campaign-list"
TITLE = pgettext_lazy("policies", "Campaigns")
WEEKS = timedelta(days=14)


def campaign_or_404(actor: Actor, reference: str) -> Campaign:
    return get_object_or_404(selectors.campaigns_for(actor), reference=reference)


STANDINGS: Kept[Standing] = Kept(64)
"""Of a campaign that asks thousands, counted once for all who look, until anything is written."""


class CampaignList(ListPage):
    permission, title, menu = VIEW, _("Read and confirmed"), MENU
    lead = _("Rounds in which people are asked to read and confirm policies by a day.")
    name, filters, columns, default_sort = "campaigns", CampaignFilter, CAMPAIGN_COLUMNS, "-reference"
    searched = ("reference", "title_da", "title_en")
    create = ("policies:campaign-create", ASK, _("New campaign"))
    tabs = (Tab(_("Running"), "status=running"), Tab(_("Mine"), "owner=me"))
    empty = Empty(
        _("No campaigns yet"),
        _("Whoever a policy applies to is asked by itself. A campaign asks many at once, by a day, and follows up."),
        [(_("New campaign"), "policies:campaign-create", True)],
    )

    def rows(self) -> QuerySet[Campaign]:
        return selectors.with_counts(selectors.campaigns_for(self.actor))

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("Who is missing"), f"{self.url('policies:reading-list')}?state=missing", "users"),
            Button(_("People and policies"), self.url("policies:reading-matrix"), "columns-3"),
            Button(_("Days to read"), self.url("policies:reading-settings"), "settings", permission=ASK),
        ]


class OfCampaign:
    actor: Actor
    kwargs: dict[str, Any]
    url: Callable[..., str]
    title: Any

    @cached_property
    def campaign(self) -> Campaign:
        return campaign_or_404(self.actor, self.kwargs["reference"])

    def find(self) -> Campaign:
        return self.campaign


class CampaignDetail(OfCampaign, DetailPage):
    permission, menu, icon = VIEW, MENU, selectors.ICON
    template = "policies/campaign_detail.html"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.campaign.reference, None)]

    def badges(self) -> Sequence[SafeString]:
        return [status_badge(self.campaign)]

    def actions(self) -> Sequence[Button]:
        here = {"reference": self.campaign.reference}

        def to(name: str) -> str:
            return self.url(f"policies:campaign-{name}", **here)

        edit = Button(_("Edit"), to("edit"), "pencil", permission=ASK)
        if self.campaign.status == CampaignStatus.PLANNED:
            sure = _("Take the campaign away? Nobody has been asked yet.")
            return [
                Button(_("Begin now"), to("start"), "player-play", primary=True, permission=ASK, post=True),
                edit,
                Button(_("Discard"), to("discard"), "trash", permission=ASK, post=True, danger=True, confirm=sure),
            ]
        if self.campaign.status == CampaignStatus.RUNNING:
            sure = _("Close it? Those who are missing are asked as before, but not reminded by the campaign.")
            return [
                Button(_("Remind all who are missing"), to("nudge"), "bell", primary=True, permission=ASK, post=True),
                edit,
                Button(_("Close"), to("close"), "lock", permission=ASK, post=True, confirm=sure),
            ]
        return []

    def facts(self) -> Sequence[Fact]:
        row = self.campaign
        return [
            Fact(_("Begins"), cells.date(row.starts)),
            Fact(_("Deadline"), cells.date(row.deadline, self.today if row.status == "running" else None)),
            Fact(_("Who is asked"), row.get_whom_display()),
            Fact(_("Reminders"), reminded(row.remind)),
            Fact(_("Owner"), cells.person(row.owner)),
            Fact(_("Closed"), days.moment(row.closed_at)),
            Fact(_("Had confirmed before"), row.before or ""),
        ]

    def context(self) -> dict[str, Any]:
        row = self.campaign
        found = STANDINGS.get((http.moment(self.request), row.pk), lambda: selectors.standing(self.actor, row))
        return {
            "campaign": row,
            "whole": found.whole,
            "units": found.units,
            "policies": found.policies,
            "listed": f"{self.url('policies:reading-list')}?campaign={row.reference}",
            "left": (row.deadline - self.today).days,
        }


class CampaignForming(FormPage):
    permission, menu, form = ASK, MENU, CampaignForm

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    @cached_property
    def offered(self) -> Sequence[Policy]:
        """Policies with a version in force; of these, those that must be confirmed first."""
        rows = Policy.objects.filter(pk__in=in_force(self.actor.organisation_id).values("policy"))
        return list(rows.order_by("-confirm", "number"))

    def given(self) -> dict[str, Any]:
        return {"offered": self.offered}


class CampaignCreate(CampaignForming):
    title, done = _("New campaign"), _("The campaign is planned.")

    def initial(self) -> dict[str, Any]:
        return {
            "owner": self.actor.person_id,
            "starts": self.today,
            "deadline": self.today + WEEKS,
            "remind": shown_days(usual_days()),
            "policies": self.request.GET.getlist("policy"),
        }

    def save(self, answers: dict[str, Any]) -> Campaign:
        return services.campaign_create(actor=self.actor, **answers)


class CampaignEdit(OfCampaign, CampaignForming):
    title, done = _("Edit the campaign"), _("The campaign is saved.")

    def given(self) -> dict[str, Any]:
        return {**super().given(), "running": self.campaign.status == CampaignStatus.RUNNING}

    def initial(self) -> dict[str, Any]:
        row = self.campaign
        chosen = list(row.policies.values_list("reference", flat=True))
        return {"policies": chosen, "remind": shown_days(row.remind), **initial_of(row.audience)}

    def save(self, answers: dict[str, Any]) -> Campaign:
        return services.campaign_edit(actor=self.actor, campaign=self.campaign, version=self.version, **answers)


def reminded(around: Sequence[int]) -> str:
    """When people are reminded, seen from the deadline: 3 days before, on the day, 7 days after."""
    return ", ".join(_from_deadline(number) for number in sorted(around))


def _from_deadline(number: int) -> str:
    if number < 0:
        return ngettext("%(count)s day before", "%(count)s days before", -number) % {"count": -number}
    if number > 0:
        return ngettext("%(count)s day after", "%(count)s days after", number) % {"count": number}
    return gettext("on the day of the deadline")


class ReadingSettingsEdit(FormPage):
    permission, title, menu, form = ASK, _("Days to read"), MENU, ReadingSettingsForm

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        return {"days": reading_days(self.actor.organisation_id)}

    def save(self, answers: dict[str, Any]) -> Any:
        return reading_settings_set(actor=self.actor, **answers)


def _verb(service: Any, done: Any, *, away: bool = False) -> Any:
    @http.needs(ASK)
    @require_POST
    def view(request: HttpRequest, reference: str) -> HttpResponseBase:
        campaign = campaign_or_404(request.actor, reference)
        to = request.url(MENU) if away else request.base + campaign.path

        def run() -> Any:
            return service(actor=request.actor, campaign=campaign)

        return http.act(request, done, to, run)

    return view


def _told(count: int) -> str:
    return ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", count) % {"count": count}


campaign_start = _verb(
    services.campaign_start, lambda _row: gettext("It has begun. Those who are asked are told in a moment.")
)
campaign_close = _verb(services.campaign_close, lambda _row: gettext("The campaign is closed."))
campaign_discard = _verb(services.campaign_discard, lambda _row: gettext("The campaign is discarded."), away=True)
campaign_nudged = _verb(campaign_nudge, _told)

"""Retention rules: the list, one of them, what has none, and planning a check."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from holger.privacy import services
from holger.privacy.filters.retention import RetentionFilter
from holger.privacy.forms.retention import CheckForm, RetentionForm
from holger.privacy.models import RetentionRule
from holger.privacy.permissions import EDIT, MANAGE, VIEW
from holger.privacy.selectors import record
from holger.privacy.selectors import retention as selectors
from holger.privacy.tables.retention import COLUMNS, check_badge
from holger.tasks.permissions import PLAN
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage, Page, Tab

MENU = "privacy:retention-list"
TITLE = _("Retention rules")
A_MONTH = timedelta(days=30)
MOST = 500
Way = Sequence[tuple[Any, str | None]]


class RetentionList(ListPage):
    permission, title, menu, name = VIEW, TITLE, MENU, "retention-rules"
    lead = _("For how long data is kept, what is done then, and that somebody looks whether it was.")
    filters, columns, default_sort = RetentionFilter, COLUMNS, "reference"
    searched = ("reference", "title", "basis")
    create = ("privacy:retention-create", EDIT, _("New retention rule"))
    tabs = (
        Tab(_("Mine"), "owner=me"),
        Tab(_("No check planned"), "planned=no"),
        Tab(_("Archived"), "archived=yes"),
    )
    empty = Empty(
        _("No retention rules yet"),
        _(
            "Begin with the data that you have most of or that hurts most: applicants, former employees, customers. Say how long, "
            "from when and why, and let the annual wheel check that it is really gone."
        ),
        ((_("New retention rule"), "privacy:retention-create", True),),
    )

    def rows(self) -> QuerySet[RetentionRule]:
        return selectors.rules_for(self.actor).select_related("activity", "information_type", "system", "owner")

    @cached_property
    def planned(self) -> set[UUID]:
        """Those on this page for which a check is planned."""
        return selectors.planned_among([row.pk for row in self.page])

    def empty_actions(self) -> list[Button]:
        return super().empty_actions() if self.actor.may(EDIT) else []

    def actions(self) -> Sequence[Button]:
        return [Button(_("Activities without a rule"), self.url("privacy:retention-missing"), "alert-triangle")]


class RetentionMissing(Page):
    """Activities in the record for which there is no rule."""

    permission, title, menu = VIEW, _("Activities without a rule"), MENU
    template = "privacy/retention/missing.html"

    @property
    def lead(self) -> str:  # type: ignore[override]
        count = selectors.without_rule(self.actor).order_by().count()
        text = ngettext(
            "%(count)s activity in the record has no retention rule.",
            "%(count)s activities in the record have no retention rule.",
            count,
        )
        return text % {"count": count}

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def context(self) -> dict[str, Any]:
        rows = selectors.without_rule(self.actor)[:MOST]
        create = self.url("privacy:retention-create") if self.actor.may(EDIT) else ""
        return {"rows": [(row, f"{create}?activity={row.reference}" if create else "") for row in rows]}


class OfRule:
    actor: Any
    request: Any
    kwargs: dict[str, Any]
    title: Any
    menu = MENU

    def find(self) -> RetentionRule:
        named = ("activity", "information_type", "system", "owner", "unit", "organisation")
        rows = selectors.rules_for(self.actor).select_related(*named)
        return get_object_or_404(rows, reference=self.kwargs["reference"])

    def at(self, name: str) -> str:
        return http.link(self.request, f"privacy:{name}", reference=self.kwargs["reference"])

    def crumbs(self) -> Way:
        row: RetentionRule = self.object  # type: ignore[attr-defined]  # every page has one
        here = (row.reference, self.request.base + row.path)
        return [(TITLE, http.link(self.request, MENU)), here, (self.title, None)]


class RetentionDetail(OfRule, DetailPage):
    permission, icon, template = VIEW, selectors.ICON, "privacy/retention/retention_detail.html"

    def permission_on(self) -> None:
        """Who sees it is told by its selector: through the activity that one answers for, too."""
        self.object  # noqa: B018 - found, or 404

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.object.reference, None)]

    @cached_property
    def is_planned(self) -> bool:
        return bool(selectors.planned_among([self.object.pk]))

    def badges(self) -> list[SafeString]:
        return [check_badge(self.is_planned)]

    def actions(self) -> Sequence[Button]:
        row = self.object
        if row.archived_at is not None:
            return [Button(_("Restore"), self.at("retention-restore"), "archive-off", permission=MANAGE, post=True)]
        found = [Button(_("Edit"), self.at("retention-edit"), "pencil", permission=EDIT)]
        if not self.is_planned and self.actor.may(PLAN):
            url = self.at("retention-check")
            found.append(Button(_("Plan a check"), url, "calendar-event", primary=True, permission=EDIT))
        return [*found, Button(_("Archive"), self.at("retention-archive"), "archive", permission=MANAGE, post=True)]

    def facts(self) -> list[Fact]:
        row = self.object
        seen = row.activity_id and record.activities_for(self.actor).filter(pk=row.activity_id).exists()
        return [
            Fact(_("How long"), row.period),
            Fact(_("Counted from"), row.counted_from),
            Fact(_("What is done then"), row.get_deed_display()),
            Fact(_("Processing activity"), cells.link(row.activity, self.base + row.activity.path) if seen else ""),
            Fact(_("Information type"), row.information_type or ""),
            Fact(_("System"), cells.link(row.system, self.base + row.system.path) if row.system else ""),
            Fact(_("Owner"), cells.person(row.owner)),
            Fact(_("Unit"), row.unit or ""),
        ]

    def context(self) -> dict[str, Any]:
        return {"row": self.object, "checks": selectors.checked(self.actor, self.object)}


class RetentionCreate(FormPage):
    """``?activity=PA-3``: which activity it is about."""

    permission, title, menu, form = EDIT, _("New retention rule"), MENU, RetentionForm

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("activity", "")
        found = record.activities_for(self.actor).filter(reference=asked, archived_at=None).first() if asked else None
        about = {"activity": found.pk, "title": found.title} if found else {}
        return {"owner": self.actor.person_id, **about}

    def save(self, answers: dict[str, Any]) -> RetentionRule:
        return services.retention_create(actor=self.actor, **answers)


class RetentionEdit(OfRule, FormPage):
    permission, title, form = EDIT, _("Edit"), RetentionForm

    def save(self, answers: dict[str, Any]) -> RetentionRule:
        return services.retention_edit(actor=self.actor, rule=self.object, version=self.version, **answers)


class RetentionCheck(OfRule, FormPage):
    permission, title, form = EDIT, _("Plan a check"), CheckForm
    lead = _("It becomes an activity of the annual wheel. Whoever looks attaches what shows that the data is gone.")
    button, done = _("Plan"), _("The check is planned.")

    def initial(self) -> dict[str, Any]:
        return {"starts": self.today + A_MONTH}  # type: ignore[attr-defined]

    def save(self, answers: dict[str, Any]) -> RetentionRule:
        services.retention_check_plan(actor=self.actor, rule=self.object, **answers)
        return self.object


def one_click(service: Any, done: Any) -> Any:
    """A page that acts on a rule by one click."""

    @http.needs(MANAGE)
    @require_POST
    def act(request: HttpRequest, reference: str) -> HttpResponseBase:
        row = get_object_or_404(selectors.rules_for(request.actor), reference=reference)

        def run() -> None:
            service(actor=request.actor, rule=row)

        return http.act(request, str(done), request.base + row.path, run)

    return act


retention_archive = one_click(services.retention_archive, _("The rule is archived."))
retention_restore = one_click(services.retention_restore, _("The rule is restored."))

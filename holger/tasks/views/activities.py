"""The activities as a list, and making, changing, pausing and putting away one."""

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.kept import Kept
from holger.core.registry import registry
from holger.tasks import selectors, services
from holger.tasks.filters.activities import ActivityFilter
from holger.tasks.forms import activities as forms
from holger.tasks.models import Activity, Task
from holger.tasks.permissions import DELETE, PLAN, VIEW
from holger.tasks.tables.activities import ACTIVITY_COLUMNS, ALWAYS
from holger.tasks.views.shared import ACTIVITIES, OfActivity, activity_or_404, click
from holger.ui import cells, http
from holger.ui.pages import Bulk, Empty, FormPage, ListPage, Tab


def _whole(actor: Actor, rows: QuerySet[Activity]) -> list[Activity]:
    """The selected rows with all their fields: a list reads only what it shows."""
    keys = list(rows.order_by().values_list("pk", flat=True))
    found = selectors.activities_for(actor).filter(pk__in=keys).order_by("number")
    return list(found.select_related("owner", "unit", "performer", "deputy", "approver"))


def _edit(actor: Actor, rows: QuerySet[Activity], answers: dict[str, Any]) -> int:
    return services.activities_edit_many(actor=actor, activities=_whole(actor, rows), **answers)


def _edit_given(actor: Actor, rows: QuerySet[Activity], answers: dict[str, Any]) -> int:
    """What was left empty stays as it is."""
    return _edit(actor, rows, {name: value for name, value in answers.items() if value not in (None, "")})


def _archive(actor: Actor, rows: QuerySet[Activity], answers: dict[str, Any]) -> int:
    activities = [activity for activity in _whole(actor, rows) if activity.archived_at is None]
    return services.activities_archive_many(actor=actor, activities=activities)


EMPTY = Empty(
    _("No activities yet"),
    _(
        "An activity is something that you do again and again: test a backup, review who has access, ask the management. "
        "Say how often and who does it, and the task is there in time, every time."
    ),
    [(_("Ready activities"), "tasks:ready", True), (_("New activity"), "tasks:activity-create", False)],
)


COUNTS: Kept[dict[str, int]] = Kept()


class ActivityList(ListPage):
    permission, title, menu = VIEW, _("Activities"), ACTIVITIES
    name, register = "activities", "activities"
    filters = ActivityFilter
    columns = ACTIVITY_COLUMNS
    reads = ALWAYS
    default_sort = "reference"
    counted_once = True
    searched = ("reference", "title", "purpose")
    create = ("tasks:activity-create", PLAN, _("New activity"))
    tabs = (
        Tab(_("Mine"), "owner=me"),
        Tab(_("Done by me"), "performer=me"),
        Tab(_("Late or missed"), "late=yes"),
        Tab(_("Without anybody"), "nobody=yes"),
        Tab(pgettext_lazy("activity", "Paused"), "paused=yes"),
    )
    empty = EMPTY
    bulk = (
        Bulk("owner", _("Set owner"), "user", PLAN, _edit, forms.BulkOwnerForm),
        Bulk("performer", _("Set who does it"), "user-check", PLAN, _edit, forms.BulkPerformerForm),
        Bulk("approver", _("Set who signs off"), "eye", PLAN, _edit, forms.BulkApproverForm),
        Bulk("other", _("Set the rest"), "pencil", PLAN, _edit_given, forms.BulkOtherForm),
        Bulk("archive", _("Archive"), "archive", DELETE, _archive),
    )

    def rows(self) -> QuerySet[Activity]:
        """In the order of what comes next only where that is asked for: it costs."""
        rows = selectors.activities_for(self.actor).select_related("owner", "unit", "performer", "approver", "deputy")
        return selectors.with_next(self.actor, rows) if self.order[0].removeprefix("-") == "next" else rows

    def lean(self, rows: QuerySet[Activity]) -> QuerySet[Activity]:
        joined = {name.partition("__")[0] for column in self.shown_columns for name in column.reads if "__" in name}
        bare = rows.select_related(None)
        return super().lean(bare.select_related(*joined) if joined else bare)

    def summary(self) -> SafeString | str:
        """How many there are, and what is wrong with them; each number with its rows."""
        found = COUNTS.get(http.moment(self.request), lambda: selectors.activities_counted(self.actor, self.today))
        if not found["total"]:
            return ""
        here = self.url(ACTIVITIES)
        told = [ngettext("%(count)s activity", "%(count)s activities", found["total"]) % {"count": found["total"]}]
        for name, text in (
            ("late", gettext("%(count)s late or missed")),
            ("nobody", gettext("%(count)s without anybody")),
        ):
            if found[name]:
                told.append(cells.link(text % {"count": found[name]}, f"{here}?{name}=yes"))
        return format_html("{}.", format_html_join(", ", "{}", ((each,) for each in told)))

    @cached_property
    def next_due(self) -> dict[UUID, date]:
        """Activity → when its next task is due, for those on the page."""
        return selectors.next_due(self.actor, [row.pk for row in self.page])

    @cached_property
    def last(self) -> dict[UUID, Task]:
        """Activity → its last run that is over, for those on the page."""
        return selectors.last_runs(self.actor, [row.pk for row in self.page])


class ActivityCreate(FormPage):
    """``?about=controls.control:<id>``: what it is to be about. ``?each_of=assets&each_filter=…``: what there is one for each of."""

    permission, title, menu = PLAN, _("New activity"), ACTIVITIES
    form, done = forms.ActivityForm, _("The activity is saved, and its first tasks are planned.")

    def crumbs(self) -> list[Any]:
        return [(_("Activities"), self.url(ACTIVITIES)), (self.title, None)]

    @cached_property
    def about(self) -> Any:
        """The object that it is made for, if it is made for one."""
        asked = self.request.GET.get("about", "")
        return subject_or_404(self.actor, asked) if asked else None

    def admit(self) -> None:
        super().admit()
        self.about  # noqa: B018 - found, or 404

    def initial(self) -> dict[str, Any]:
        told = {
            name: self.request.GET[name] for name in ("each_of", "each_filter", "title") if name in self.request.GET
        }
        return {"owner": self.actor.person_id, "starts": self.today, **told}

    def back(self) -> str:
        return f"{self.base}{self.about.path}#panel-tasks" if self.about else super().back()

    def save(self, answers: dict[str, Any]) -> Activity:
        about = [self.about] if self.about else []
        return services.activity_create(actor=self.actor, about=about, **answers)


class ActivityEdit(OfActivity, FormPage):
    permission, title, menu = PLAN, _("Edit the activity"), ACTIVITIES
    form, done = forms.ActivityForm, _("The activity is saved. Tasks that nobody has touched follow.")

    def find(self) -> Activity:
        return self.activity

    def save(self, answers: dict[str, Any]) -> Activity:
        return services.activity_edit(actor=self.actor, activity=self.object, version=self.version, **answers)


class LinkAdd(OfActivity, FormPage):
    """Let the activity be about something more."""

    permission, title, menu = PLAN, _("What it is about"), ACTIVITIES
    form, done, button = forms.LinksForm, _("It is linked."), _("Add")
    lead = _("What does it serve or look after? Its runs are then shown there, as evidence that it is done.")

    def permission_on(self) -> Any:
        return self.activity

    def back(self) -> str:
        return f"{self.base}{self.activity.path}#about"

    def save(self, answers: dict[str, Any]) -> Activity:
        services.activity_links_add(actor=self.actor, activity=self.activity, about=self.bound.subjects)
        return self.activity

    def next(self, obj: Any) -> str:
        return self.back()


def subject_or_404(actor: Actor, asked: str) -> Any:
    """The object of any kind that an address names: controls.control:<id>."""
    kind, _colon, key = asked.partition(":")
    subject = registry.subjects.get(kind)
    try:
        found = subject.visible(actor).filter(pk=UUID(key)).first() if subject else None
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


# By a click


def _verb(service: Any) -> Any:
    return lambda actor, activity: service(actor=actor, activity=activity)


activity_pause = click(
    PLAN, _("The activity is paused. Nothing of it falls due."), activity_or_404, _verb(services.activity_pause)
)
activity_resume = click(PLAN, _("The activity goes on from today."), activity_or_404, _verb(services.activity_resume))
activity_archive = click(DELETE, _("The activity is archived."), activity_or_404, _verb(services.activity_archive))
activity_restore = click(DELETE, _("The activity is back."), activity_or_404, _verb(services.activity_restore))

"""The controls as a list, and making, changing and putting away one."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.controls import selectors, services
from holger.controls.filters.controls import ControlFilter
from holger.controls.forms import controls as forms
from holger.controls.models import Control
from holger.controls.permissions import DELETE, EDIT, VIEW
from holger.controls.tables.controls import ALWAYS, COLUMNS
from holger.controls.tables.worked import totals_at
from holger.controls.views.common import MENU, OfControl, WithAnswers, control_or_404, requirement_or_404
from holger.core.actor import Actor
from holger.ui import cells, http
from holger.ui.pages import Bulk, Button, Empty, FormPage, ListPage, Tab


def _whole(actor: Actor, rows: QuerySet[Control]) -> list[Control]:
    """The selected rows with all their fields: a list reads only what it shows."""
    keys = list(rows.order_by().values_list("pk", flat=True))
    return list(selectors.controls_for(actor).filter(pk__in=keys).select_related("owner", "unit").order_by("number"))


def _edit(actor: Actor, rows: QuerySet[Control], answers: dict[str, Any]) -> int:
    return services.controls_edit_many(actor=actor, controls=_whole(actor, rows), **answers)


def _edit_given(actor: Actor, rows: QuerySet[Control], answers: dict[str, Any]) -> int:
    """What was left empty stays as it is."""
    return _edit(actor, rows, {name: value for name, value in answers.items() if value not in (None, "")})


def _archive(actor: Actor, rows: QuerySet[Control], answers: dict[str, Any]) -> int:
    controls = [control for control in _whole(actor, rows) if control.archived_at is None]
    return services.controls_archive_many(actor=actor, controls=controls)


EMPTY = Empty(
    _("No controls yet"),
    _(
        "A control is something that you do so that things go well: backup every night, two factors at sign-in, a locked "
        "server room. Write down each once, and say which requirements it answers in all your frameworks."
    ),
    [(_("New control"), "controls:control-create", True), (_("Frameworks"), "frameworks:framework-list", False)],
)


class ControlList(WithAnswers, ListPage):
    permission, title, menu = VIEW, _("Controls"), MENU
    name, register = "controls", "controls"
    filters = ControlFilter
    columns = COLUMNS
    reads = ALWAYS
    default_sort = "reference"
    counted_once = True
    searched = ("reference", "title", "description")
    create = ("controls:control-create", EDIT, _("New control"))
    tabs = (
        Tab(_("Mine"), "owner=me"),
        Tab(_("Overdue"), "overdue=yes"),
        Tab(_("Below the target"), "below=yes"),
        Tab(_("Without owner"), "owner=none"),
        Tab(_("Without requirements"), "answers=no"),
        Tab(_("Without new evidence"), "status=implemented&proven=no"),
    )
    empty = EMPTY
    bulk = (
        Bulk("owner", _("Set owner"), "user", EDIT, _edit, forms.BulkOwnerForm),
        Bulk("status", _("Set status"), "circle-half-2", EDIT, _edit, forms.BulkStatusForm),
        Bulk("maturity", _("Set maturity"), "arrow-up", EDIT, _edit_given, forms.BulkMaturityForm),
        Bulk("dates", _("Set dates"), "calendar", EDIT, _edit_given, forms.BulkDatesForm),
        Bulk("other", _("Set the rest"), "pencil", EDIT, _edit_given, forms.BulkOtherForm),
        Bulk("archive", _("Archive"), "archive", DELETE, _archive),
    )

    def rows(self) -> QuerySet[Control]:
        """In the order of the work, or of what is answered, only where that is asked for: both cost."""
        rows = selectors.controls_for(self.actor).select_related("owner", "unit")
        key = self.order[0].removeprefix("-")
        if key == "status":
            return selectors.with_place(rows)
        return selectors.with_answers(self.actor, rows) if key == "answers" else rows

    def lean(self, rows: QuerySet[Control]) -> QuerySet[Control]:
        joined = {"owner", "unit"} & {column.key for column in self.shown_columns}
        bare = rows.select_related(None)
        return super().lean(bare.select_related(*joined) if joined else bare)

    def shown(self) -> list[Control]:
        return list(self.page)

    def empty_actions(self) -> list[Button]:
        return [button for button in super().empty_actions() if self.actor.may(EDIT) or not button.primary]

    def actions(self) -> Sequence[Button]:
        return [Button(_("Board"), self.url("controls:control-board"), "columns-3")]

    def summary(self) -> SafeString | str:
        """How far they are, each number with its rows."""
        found = totals_at(self.request)
        if not found.total:
            return ""
        counted = ngettext("%(count)s control", "%(count)s controls", found.total) % {"count": found.total}
        here = self.url(MENU)
        told = [format_html("{}", counted)]
        if done := found.by_status["implemented"]:
            told.append(cells.link(gettext("%(count)s in place") % {"count": done}, f"{here}?status=implemented"))
        if found.overdue:
            told.append(cells.link(gettext("%(count)s overdue") % {"count": found.overdue}, f"{here}?overdue=yes"))
        return format_html("{}.", format_html_join(", ", "{}", ((each,) for each in told)))


class ControlCreate(FormPage):
    """``?requirement=``: the one that it is to answer; ``?asset=``: what it is to protect."""

    permission, title, menu = EDIT, _("New control"), MENU
    form, done = forms.NewControlForm, _("The control is saved.")

    def crumbs(self) -> list[Any]:
        return [(_("Controls"), self.url(MENU)), (self.title, None)]

    @cached_property
    def asked(self) -> Any:
        """The requirement that it is made for, if it is made for one."""
        asked = self.request.GET.get("requirement", "")
        return requirement_or_404(self.actor, asked) if asked else None

    def admit(self) -> None:
        super().admit()
        self.asked  # noqa: B018 - found, or 404

    def initial(self) -> dict[str, Any]:
        about = {"requirements": [self.asked.pk]} if self.asked else {}
        if asset := self.request.GET.get("asset", ""):
            about["assets"] = [asset]
        return {"owner": self.actor.person_id, **about}

    def back(self) -> str:
        return self.base + self.asked.path if self.asked else super().back()

    def save(self, answers: dict[str, Any]) -> Control:
        return services.control_create(actor=self.actor, **answers)


class ControlEdit(OfControl, FormPage):
    permission, title, menu = EDIT, _("Edit the control"), MENU
    form, done = forms.ControlForm, _("The control is saved.")

    def find(self) -> Control:
        return self.control

    def save(self, answers: dict[str, Any]) -> Control:
        return services.control_edit(actor=self.actor, control=self.object, version=self.version, **answers)


def _verb(service: Any, done: Any) -> Any:
    @http.needs(DELETE)
    @require_POST
    def view(request: HttpRequest, reference: str) -> HttpResponseBase:
        control = control_or_404(request.actor, reference)

        def run() -> None:
            service(actor=request.actor, control=control)

        return http.act(request, str(done), request.base + control.path, run)

    return view


control_archive = _verb(services.control_archive, _("The control is archived."))
control_restore = _verb(services.control_restore, _("The control is back."))

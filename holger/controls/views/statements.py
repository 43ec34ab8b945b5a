"""All statements of applicability, and the page that shows how one scope stands now."""

from collections.abc import Sequence
from functools import cached_property, partial
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.controls.filters.statement import StatementFilter
from holger.controls.forms.statement import BulkAskForm, BulkInForm, BulkOutForm
from holger.controls.rules.statement import Line, by_theme, counts
from holger.controls.tables import statement as tables
from holger.controls.tables.statement_cells import version_badge
from holger.controls.tables.statement_questions import asked
from holger.controls.tables.statement_rows import theme_row
from holger.controls.tables.statement_words import BARS, STATUSES, counted
from holger.controls.views.statement_common import MENU, STATEMENT, OfScope, Way, where
from holger.core.actor import Actor
from holger.frameworks import services as frameworks
from holger.frameworks.models import Standing
from holger.frameworks.selectors import standings_for
from holger.ui import cells
from holger.ui.columns import draw_rows
from holger.ui.pages import Bulk, Button, ListPage, Tab


def _standings(rows: QuerySet[Standing]) -> list[Standing]:
    return list(rows.defer(None).select_related("scope__framework", "scope__unit", "requirement__framework"))


def _in(actor: Actor, rows: QuerySet[Standing], answers: dict[str, Any]) -> int:
    return frameworks.standings_include(actor=actor, standings=_standings(rows), **answers)


def _out(actor: Actor, rows: QuerySet[Standing], answers: dict[str, Any]) -> int:
    return frameworks.standings_exclude(actor=actor, standings=_standings(rows), **answers)


def _ask(actor: Actor, rows: QuerySet[Standing], answers: dict[str, Any]) -> int:
    return frameworks.standings_ask(actor=actor, standings=_standings(rows), **answers)


class StatementDetail(OfScope, ListPage):
    """How the scope stands now, line by line, with what differs from the version in force."""

    permission, title, menu = "controls.view", STATEMENT, MENU
    template = "controls/statement.html"
    name = "statement"
    usual = 200
    filters = StatementFilter
    columns = tables.LINE_COLUMNS
    default_sort = "code"
    searched = ("requirement__code", "requirement__title_da", "requirement__title_en", "reason")
    bulk = (
        Bulk("in", _("It applies"), "check", "frameworks.scope", _in, BulkInForm),
        Bulk("out", _("Leave out"), "minus", "frameworks.scope", _out, BulkOutForm),
        Bulk("ask", _("Ask somebody"), "user-question", "frameworks.scope", _ask, BulkAskForm),
    )
    tabs = (Tab(_("Chosen"), "choice=in"), Tab(pgettext_lazy("requirement", "Left out"), "choice=out"))

    def crumbs(self) -> Way:
        return [(STATEMENT, self.url(MENU)), (where(self.scope), None)]

    def summary(self) -> SafeString:
        found = self.now.counts
        told = gettext("%(chosen)s of %(total)s requirements are chosen.")
        chosen = f'<a href="{self.at("detail")}?choice=in">{found.chosen}</a>'
        return SafeString(f"{escape(where(self.scope))}. {told % {'chosen': chosen, 'total': found.total}}")

    def rows(self) -> QuerySet[Standing]:
        rows = standings_for(self.actor).filter(scope=self.scope).select_related("requirement")
        names = ("code", "title_da", "title_en", "place")
        return rows.only("organisation_id", "scope_id", "version", *(f"requirement__{name}" for name in names))

    def narrow(self, data: Any) -> StatementFilter:
        return StatementFilter(data, self.rows(), actor=self.actor, now=self.now)

    # What the cells ask

    def line(self, standing: Standing) -> Line:
        return self.now.by_key[standing.pk]

    def before(self, line: Line) -> Line | None:
        change = self.now.changes.get(line.code)
        return change.before if change else None

    @cached_property
    def may_choose(self) -> bool:
        return self.actor.may("frameworks.scope", self.scope)

    @cached_property
    def _requirements(self) -> str:
        return f"{self.base}{self.scope.framework.path}r/"

    @cached_property
    def _in_scope(self) -> str:
        return f"?scope={self.scope.number}" if self.scope.number > 1 else ""

    @cached_property
    def _way_back(self) -> str:
        return f"{self._in_scope or '?'}{'&' if self._in_scope else ''}{urlencode({'back': self.here})}"

    def requirement_url(self, line: Line) -> str:
        return f"{self._requirements}{quote(line.code, safe='')}/{self._in_scope}"

    def choose_url(self, line: Line) -> str:
        return f"{self._requirements}{quote(line.code, safe='')}/choose/{self._way_back}"

    def body(self) -> SafeString:
        """Lines below the heading of their theme, as long as they stand in the framework's order."""
        rows = [row for row in self.page if row.pk in self.now.by_key]
        selected = frozenset(self.request.POST.getlist("row")) if self.shown_bulk else None
        draw = partial(draw_rows, columns=self.shown_columns, page=self, selected=selected)
        if self.order[0].removeprefix("-") != "code" or not self.now.themes:
            return draw(rows)
        themes, whole = {theme.code: theme for theme in self.now.themes}, by_theme(self.now.lines)
        below: dict[str, list[Standing]] = {}
        for row in rows:
            below.setdefault(self.line(row).theme, []).append(row)
        span = len(self.shown_columns) + (selected is not None)
        return SafeString(
            "".join(
                theme_row(themes.get(key), counts(whole[key]), span) + draw(several) for key, several in below.items()
            )
        )

    # Around the table

    def actions(self) -> Sequence[Button]:
        edit, version = "controls.statement", self.now.next_number
        if self.open is None:
            return [
                Button(_("Draft v%(number)s") % {"number": version}, self.at("draft"), "plus", True, edit, post=True)
            ]
        if self.open.status == "draft":
            send = _("Send v%(number)s for approval") % {"number": version}
            question = _("Give the draft up? What is decided about the requirements is not touched.")
            return [
                Button(_("Discard"), self.at("discard"), "trash", permission=edit, post=True, confirm=question),
                Button(_("Edit"), self.at("edit"), "pencil", permission=edit),
                Button(send, self.at("send"), "writing-sign", True, edit),
            ]
        buttons = [Button(_("Take it back"), self.at("withdraw"), "arrow-back-up", permission=edit, post=True)]
        if self.open.approver_id == self.actor.person_id:
            approve = _("Approve v%(number)s") % {"number": version}
            buttons.append(Button(approve, self.at("approve"), "writing-sign", True, "controls.approve"))
        return buttons

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions(), self.scope)

    def context(self) -> dict[str, Any]:
        now, here = self.now, self.at("detail")
        return {
            **super().context(),
            "now": now,
            "force": now.force,
            "open": now.open,
            "force_badge": version_badge(now.force) if now.force else "",
            "open_badge": version_badge(now.open) if now.open else "",
            "compare": self.at("compare"),
            "versions": self.at("versions"),
            "report_at": self.at("report"),
            "asked": asked(now, here, self.at("compare"), self.base),
            "counted": counted(now.counts),
            "bar": cells.stacked([(count, BARS[key], str(STATUSES[key])) for key, count in now.by_status.items()]),
            "statuses": [
                (count, BARS[key], STATUSES[key], f"{here}?status={key}")
                for key, count in now.by_status.items()
                if count
            ],
        }

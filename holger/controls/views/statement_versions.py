"""The versions of a statement: all of them, one as it was frozen, and any two side by side."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.controls import selectors
from holger.controls.models import Statement
from holger.controls.rules.statement import Line, Theme, by_status, counts
from holger.controls.rules.statement_changes import changes
from holger.controls.rules.statement_content import Frozen, digest_of, frozen
from holger.controls.tables.statement_cells import version_badge
from holger.controls.tables.statement_rows import changed_rows, frozen_rows
from holger.controls.tables.statement_words import BARS, STATUSES, counted, title
from holger.controls.views.statement_common import MENU, OfScope, Way, where
from holger.ui import cells
from holger.ui.pages import Button, DetailPage, Fact, Page

NOW = "now"
"""How it stands, in the address of a comparison."""


class StatementVersions(OfScope, Page):
    permission, title, menu = "controls.view", _("Versions"), MENU
    lead = _("What was approved is never changed. Each version holds the digest of the one before it.")
    template = "controls/statement_versions.html"

    def crumbs(self) -> Way:
        return self.way((self.title, None))

    def context(self) -> dict[str, Any]:
        rows = selectors.statements_for(self.actor).filter(scope=self.scope).select_related("approver")
        versions = list(rows.order_by("-number"))
        frozen = [row.number for row in versions if row.digest]
        told = [self.told(row, frozen) for row in versions]
        return {"scope": self.scope, "rows": told, "detail": self.at("detail")}

    def told(self, row: Statement, frozen: Sequence[int]) -> dict[str, Any]:
        row.scope = self.scope
        before = next((number for number in frozen if number < row.number), None)
        end = row.number if row.digest else NOW
        return {
            "row": row,
            "badge": version_badge(row),
            "url": self.base + row.path,
            "compare": f"{self.at('compare')}?from={before}&to={end}" if before else "",
            "before": before,
        }


class StatementVersion(OfScope, DetailPage):
    """A version as it was frozen, drawn from that alone."""

    permission, menu, icon = "controls.view", MENU, "file-certificate"
    template = "controls/statement_version.html"

    def find(self) -> Statement:
        return self.frozen(self.kwargs["version"])

    def permission_on(self) -> Any:
        """The version: whoever is asked to approve it need not see all of the scope."""
        return self.object

    @cached_property
    def content(self) -> Mapping[str, Any]:
        return selectors.frozen_of(self.actor, self.object)

    @cached_property
    def held(self) -> Frozen:
        return frozen(self.content)

    def heading(self) -> str:
        return f"{title(self.held.head.title)} v{self.object.number}"

    def crumbs(self) -> Way:
        return self.way((_("Versions"), self.at("versions")), (f"v{self.object.number}", None))

    @property
    def alone(self) -> bool:
        """Was it approved by whoever asked?"""
        row = self.object
        return row.is_settled and row.approver_id is not None and row.approver_id == row.requester_id

    def badges(self) -> Sequence[SafeString]:
        if digest_of(self.content) == self.object.digest:
            whole = cells.badge(_("Unchanged since it was frozen"), "ok", "shield-check")
        else:
            whole = cells.badge(_("Changed since it was frozen"), "crit", "alert-triangle")
        return [version_badge(self.object), whole]

    def actions(self) -> Sequence[Button]:
        follows = self.held.head.follows
        buttons = []
        if follows:
            told = _("What v%(number)s changed") % {"number": self.object.number}
            ends = f"?from={follows[0]}&to={self.object.number}"
            buttons.append(Button(told, self.at("compare") + ends, "arrows-diff"))
        report = self.at("version-report", version=self.object.number)
        buttons.append(Button(_("Report"), report, "report-analytics"))
        if self.object.is_open and self.object.approver_id == self.actor.person_id:
            buttons.append(Button(_("Approve"), self.at("approve"), "writing-sign", True, "controls.approve"))
        return buttons

    def facts(self) -> Sequence[Fact]:
        row, head = self.object, self.held.head
        before = f"v{head.follows[0]}" if head.follows else ""
        return [
            Fact(_("Approved by"), row.approved_by),
            Fact(pgettext("statement", "Approved"), cells.moment(row.approved_at) if row.approved_at else ""),
            Fact(_("Approver"), cells.person(row.approver)),
            Fact(_("Sent by"), row.requested_by),
            Fact(_("Sent for approval"), cells.moment(row.requested_at)),
            Fact(_("Framework"), f"{title(head.title)}, {gettext('edition')} {head.edition}"),
            Fact(_("Holds in"), head.unit or _("The whole organisation")),
            Fact(_("Follows"), cells.link(before, self.at("version", version=head.follows[0])) if head.follows else ""),
        ]  # fmt: skip

    def context(self) -> dict[str, Any]:
        held = self.held
        found = by_status(held.lines)
        return {
            "head": held.head,
            "organisation_then": held.head.organisation,
            "rows": frozen_rows(held.themes, held.lines),
            "counted": counted(counts(held.lines)),
            "bar": cells.stacked([(count, BARS[key], str(STATUSES[key])) for key, count in found.items()]),
            "statuses": [(count, BARS[key], STATUSES[key]) for key, count in found.items() if count],
        }


class StatementCompare(OfScope, Page):
    """Two versions, or one and how it stands now, line by line."""

    permission, title, menu = "controls.view", _("What has changed"), MENU
    template = "controls/statement_compare.html"

    def crumbs(self) -> Way:
        return self.way((self.title, None))

    @cached_property
    def numbers(self) -> list[int]:
        """The frozen versions, the newest first."""
        rows = selectors.statements_for(self.actor).filter(scope=self.scope).exclude(digest="")
        return list(rows.order_by("-number").values_list("number", flat=True))

    @cached_property
    def ends(self) -> tuple[str, str]:
        """From what to what: as asked, else from the version in force to what waits, or to how it stands now."""
        force, waits = self.now.force, self.open is not None and bool(self.open.digest)
        end = self.request.GET.get("to") or (str(self.open.number) if waits and self.open else NOW)
        start = self.request.GET.get("from") or (str(force.number) if force else end)
        return start, end

    def side(self, end: str) -> tuple[Sequence[Theme], Sequence[Line]]:
        if end == NOW:
            return self.now.themes, self.now.lines
        if not end.isdecimal() or int(end) not in self.numbers:
            raise Http404
        held = frozen(selectors.frozen_of(self.actor, self.frozen(int(end))))
        return held.themes, held.lines

    def name(self, end: str) -> str:
        if end != NOW:
            return f"v{end}"
        draft = self.open is not None and not self.open.digest
        return gettext("v%(number)s, draft") % {"number": self.now.next_number} if draft else gettext("Now")

    def context(self) -> dict[str, Any]:
        start, end = self.ends
        (old_themes, old), (themes, new) = self.side(start), self.side(end)
        found = changes(old, new)
        known = {theme.code: theme for theme in (*old_themes, *themes)}
        return {
            "where": where(self.scope),
            "start": start,
            "end": end,
            "start_name": self.name(start),
            "end_name": self.name(end),
            "choices": [(str(number), f"v{number}") for number in self.numbers],
            "now_choice": (NOW, self.name(NOW)),
            "count": len(found),
            "rows": changed_rows(list(known.values()), found),
        }

"""The list that processes and assets share."""

from collections.abc import Sequence
from functools import cached_property
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.assets import forms, selectors, services, tables
from holger.assets.extras import Extra, extras_for
from holger.assets.models import Asset
from holger.assets.rules.flags import Flag
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.kept import Kept
from holger.core.words import N_
from holger.ui import http
from holger.ui.columns import Column
from holger.ui.pages import Bulk, ListPage

REVIEWS: Kept[dict[str, int]] = Kept()


def permitted(actor: Actor, rows: QuerySet[Asset], permission: str) -> list[Asset]:
    """The selected rows, if all of them may be changed; else a word about how many may not."""
    assets = list(rows.select_related("owner", "unit"))
    if others := sum(not actor.may(permission, asset) for asset in assets):
        raise RuleBroken(N_("%(count)s of the selected are not yours to change."), params={"count": others})
    return assets


def _edit(actor: Actor, rows: QuerySet[Asset], answers: dict[str, Any]) -> int:
    return services.assets_bulk_edit(actor=actor, assets=permitted(actor, rows, "assets.edit"), **answers)


def _tag(actor: Actor, rows: QuerySet[Asset], answers: dict[str, Any]) -> int:
    assets = permitted(actor, rows, "assets.edit")
    return services.assets_bulk_tag(actor=actor, assets=assets, tags=list(answers["tags"]))


def _archive(actor: Actor, rows: QuerySet[Asset], answers: dict[str, Any]) -> int:
    return services.assets_bulk_archive(actor=actor, assets=permitted(actor, rows, "assets.delete"))


class MapList(ListPage):
    permission = "assets.view"
    searched = ("reference", "title", "purpose", "supplier__title")
    default_sort = "-criticality"
    usual_columns: Sequence[Column]
    reads = ("organisation_id", "reference", "type", "title")
    counted_once = True
    bulk = (
        Bulk("owner", _("Change owner"), "user", "assets.edit", _edit, forms.BulkOwnerForm),
        Bulk("review", _("Set review"), "calendar", "assets.edit", _edit, forms.BulkReviewForm),
        Bulk("status", _("Set status"), "circle-half-2", "assets.edit", _edit, forms.BulkStatusForm),
        Bulk("tags", _("Add tags"), "tag", "assets.edit", _tag, forms.BulkTagForm),
        Bulk("archive", _("Archive"), "archive", "assets.delete", _archive),
    )

    def seen(self) -> QuerySet[Asset]:
        """The register's rows that the actor may see."""
        raise NotImplementedError

    def counted(self, count: int) -> str:
        """How many rows there are, in words."""
        raise NotImplementedError

    def plain(self) -> QuerySet[Asset]:
        """The rows without what other rooms add to them: enough to count."""
        return self.seen().select_related("owner", "deputy", "unit", "supplier")

    def lean(self, rows: QuerySet[Asset]) -> QuerySet[Asset]:
        joined = {"owner", "deputy", "unit", "supplier"} & {column.key for column in self.shown_columns}
        return super().lean(rows.select_related(None).select_related(*joined) if joined else rows.select_related(None))

    def rows(self) -> QuerySet[Asset]:
        rows = self.plain()
        if self.request.GET.get("part") != "tabs":
            for extra in self.extras:
                rows = extra.annotate(rows, self.actor)
        return rows

    def count(self) -> int:
        """Counted without the other rooms' joins, which would have the database read every row."""
        counted = self.filters(self.request.GET, self.plain(), actor=self.actor).qs
        return self.look_for(counted, self.search).order_by().count()

    @cached_property
    def extras(self) -> list[Extra]:
        return extras_for(self.actor)

    @cached_property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """The usual columns, with what other rooms add after the criticality."""
        usual = list(self.usual_columns)
        place = 1 + next(i for i, column in enumerate(usual) if column.key == "criticality")
        return [*usual[:place], *(extra.column for extra in self.extras), *usual[place:]]

    @cached_property
    def carried(self) -> dict[Any, Any]:
        return selectors.carried_by(list(self.page))

    def flags_of(self, asset: Asset) -> list[Flag]:
        return selectors.flags_of(asset, self.carried, self.today)

    @property
    def key(self) -> SafeString:  # type: ignore[override]
        letter, text = tables.need_letters()[2], escape(gettext("inherited from what depends on it"))
        sample = f'<span class="h-fit" aria-hidden="true"><span class="is-inh"><i>{letter}</i><b>4</b></span></span>'
        return SafeString(f"{sample} {text}")

    def reviews(self) -> dict[str, int]:
        """Counted once until anything is written: it reads the whole register."""
        key = (http.moment(self.request), self.name)
        return REVIEWS.get(key, lambda: selectors.review_counts(self.seen(), self.today))

    def summary(self) -> SafeString:
        """How many there are, and the two numbers that want something done; each leads to its rows."""
        counts = self.reviews()
        without, late = counts["no_owner"], counts["review_overdue"]
        wanted = []
        if without:
            wanted.append(
                ("no_owner", ngettext("%(count)s lacks an owner", "%(count)s lack an owner", without), without)
            )
        if late:
            text = ngettext("%(count)s review is overdue", "%(count)s reviews are overdue", late)
            wanted.append(("review_overdue", text, late))
        links = [f'<a href="?flag={key}">{escape(text % {"count": count})}</a>' for key, text, count in wanted]
        told = f" {', '.join(links)}." if links else ""
        return SafeString(f"{escape(self.counted(counts['total']))}.{told}")

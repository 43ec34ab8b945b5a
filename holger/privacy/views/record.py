"""The record: the list, one activity, and writing it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.assets.models import Asset
from holger.assets.selectors import assets_for
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.privacy import selectors, services
from holger.privacy.extras import badges_of
from holger.privacy.filters.record import ActivityFilter
from holger.privacy.forms import record as forms
from holger.privacy.models import Activity, Status
from holger.privacy.permissions import EDIT, MANAGE, VIEW
from holger.privacy.rules.record import Flag, Gauge
from holger.privacy.selectors.beside import Beside, beside, beside_one
from holger.privacy.tables import flow
from holger.privacy.tables.hands import hands_on, sent_badge
from holger.privacy.tables.record import COLUMNS, groups_of, status_badge
from holger.privacy.views.common import MENU, TITLE, OfActivity, Way, verb
from holger.privacy.words.record import stands_said, transfers_of
from holger.ui import cells
from holger.ui.pages import Bulk, Button, DetailPage, Empty, Fact, FormPage, ListPage, Tab


def permitted(actor: Actor, rows: QuerySet[Activity], permission: str) -> list[Activity]:
    """The selected rows, if all of them may be changed; else a word about how many may not."""
    found = list(rows.select_related("owner", "unit", "entity"))
    if others := sum(not actor.may(permission, row) for row in found):
        raise RuleBroken(N_("%(count)s of the selected are not yours to change."), params={"count": others})
    return found


def _edit(actor: Actor, rows: QuerySet[Activity], answers: dict[str, Any]) -> int:
    return services.activities_edit(actor=actor, activities=permitted(actor, rows, EDIT), **answers)


def _accept(actor: Actor, rows: QuerySet[Activity], answers: dict[str, Any]) -> int:
    return services.activities_accept(actor=actor, activities=permitted(actor, rows, MANAGE))


def _archive(actor: Actor, rows: QuerySet[Activity], answers: dict[str, Any]) -> int:
    return services.activities_archive(actor=actor, activities=permitted(actor, rows, MANAGE))


class ActivityList(ListPage):
    permission, title, menu = VIEW, TITLE, MENU
    lead = _("What is done with personal data here, why, and who gets it: the record of article 30.")
    name, register = "processing-activities", "processing-activities"
    filters, columns = ActivityFilter, COLUMNS
    default_sort = "reference"
    searched = ("reference", "title", "purpose")
    create = ("privacy:activity-create", EDIT, _("New processing activity"))
    report = "privacy:record-report"
    counted_once = True
    tabs = (
        Tab(_("In the record"), "status=current"),
        Tab(_("Has remarks"), "flagged=yes"),
        Tab(_("Sent in"), "offered=yes"),
        Tab(_("Drafts"), "status=draft"),
        Tab(_("Mine"), "owner=me"),
        Tab(_("Archived"), "archived=yes"),
    )
    bulk = (
        Bulk("accept", _("Take into the record"), "check", MANAGE, _accept),
        Bulk("owner", _("Change owner"), "user", EDIT, _edit, forms.BulkOwnerForm),
        Bulk("review", _("Set review"), "calendar", EDIT, _edit, forms.BulkReviewForm),
        Bulk("entity", _("Set company"), "building", EDIT, _edit, forms.BulkEntityForm),
        Bulk("archive", _("Archive"), "archive", MANAGE, _archive),
    )
    empty = Empty(
        _("No processing activities yet"),
        _(
            "Begin with the ready ones: pay, recruitment, customers. Most organisations need about ten, and change little in them."
        ),
        (
            (_("Ready activities"), "privacy:ready", True),
            (_("New processing activity"), "privacy:activity-create", False),
        ),
    )

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("Companies"), self.url("privacy:entities"), "building", permission=MANAGE),
            Button(_("Guide me"), self.url("privacy:guide-begin"), "route", permission=EDIT),
            Button(_("Ready activities"), self.url("privacy:ready"), "wand", permission=EDIT),
        ]

    def empty_actions(self) -> list[Button]:
        return super().empty_actions() if self.actor.may(EDIT) else []

    def rows(self) -> QuerySet[Activity]:
        return selectors.plain_activities_for(self.actor).select_related("owner", "unit", "entity")

    @cached_property
    def flags(self) -> Mapping[UUID, Sequence[Flag]]:
        """What is flagged in those on this page."""
        keys = [row.pk for row in self.page]
        whole = list(selectors.with_rules(selectors.activities_for(self.actor)).filter(pk__in=keys))
        return selectors.flags_of(self.actor, whole, self.today)

    @cached_property
    def beside(self) -> Beside:
        """The suppliers and retention rules of those on this page, for the columns that show them."""
        return beside(self.actor, list(self.page))


class ActivityDetail(OfActivity, DetailPage):
    permission, icon = VIEW, selectors.ICON
    template = "privacy/record/activity_detail.html"

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.object.reference, None)]

    def badges(self) -> Sequence[SafeString]:
        row, found = self.object, [status_badge(self.object)]
        if row.is_processor or row.role == "joint":
            found.append(cells.badge(row.get_role_display(), "line"))
        if row.special:
            found.append(cells.badge(_("Special categories"), "mid", "shield-lock"))
        return [*found, *badges_of(self.request, row)]

    def actions(self) -> Sequence[Button]:
        row = self.object
        if row.archived_at is not None:
            return [Button(_("Restore"), self.at("activity-restore"), "archive-off", True, MANAGE, post=True)]
        question = _("Archive it? It leaves lists and the record. It can be restored.")
        return [
            Button(_("Edit"), self.at("activity-edit"), "pencil", permission=EDIT),
            *self.steps(row),
            Button(_("On paper"), self.at("activity-report"), "file-type-pdf"),
            Button(
                _("Archive"), self.at("activity-archive"), "archive", permission=MANAGE, post=True, confirm=question
            ),
        ]

    def steps(self, row: Activity) -> list[Button]:
        """What may be done about its state."""
        if row.status == Status.ENDED:
            return [Button(_("It is done again"), self.at("activity-resume"), "refresh", permission=MANAGE, post=True)]
        if row.status == Status.CURRENT:
            question = _("Has it ended? The record keeps what was done.")
            return [
                Button(pgettext_lazy("verb", "Review"), self.at("activity-review"), "checkbox", permission=EDIT),
                Button(
                    _("It has ended"),
                    self.at("activity-end"),
                    "history",
                    permission=MANAGE,
                    post=True,
                    confirm=question,
                ),
            ]
        take = Button(_("Take into the record"), self.at("activity-accept"), "check", True, MANAGE, post=True)
        if row.offered_at is not None:
            return [Button(_("Send back"), self.at("activity-send-back"), "arrow-back-up", permission=MANAGE), take]
        guide = Button(_("Guide me"), self.at("guide", screen="what"), "route", permission=EDIT)
        return [guide, *([take] if self.actor.may(MANAGE, row) else [self.offer])]

    @property
    def offer(self) -> Button:
        return Button(_("Send it in"), self.at("activity-offer"), "send", True, EDIT, post=True)

    def facts(self) -> Sequence[Fact]:
        row = self.object
        return [
            Fact(pgettext_lazy("privacy", "Role"), row.get_role_display()),
            Fact(_("Company"), row.entity or self.request.organisation.name),
            Fact(_("Owner"), cells.person(row.owner)),
            Fact(_("Unit"), row.unit or ""),
            Fact(_("Number of people"), row.people if row.people is not None else ""),
            Fact(_("Processes"), self.linked(self.seen_of(row.processes))),
            Fact(_("Systems"), self.linked(self.systems)),
            Fact(_("Information types"), ", ".join(each.name for each in row.information_types.all())),
            Fact(_("Impact assessment"), stands_said(row, self.judged[2]), row.dpia_note),
            Fact(_("Last reviewed"), cells.date(row.last_reviewed)),
            Fact(_("Next review"), cells.date(row.next_review, self.today)),
            *(
                [Fact(pgettext_lazy("processing activity", "Ended on"), cells.date(row.ended_on))]
                if row.ended_on
                else []
            ),
        ]

    @cached_property
    def systems(self) -> Sequence[Asset]:
        return self.seen_of(self.object.systems)

    def seen_of(self, many: Any) -> Sequence[Asset]:
        """Those of them that the reader sees."""
        return list(assets_for(self.actor).filter(pk__in=many.values("pk")).order_by("title"))

    def linked(self, rows: Sequence[Asset]) -> SafeString | str:
        return cells.several(cells.link(each.title, self.base + each.path) for each in rows) if rows else ""

    @cached_property
    def judged(self) -> tuple[Gauge, Sequence[Flag], str]:
        return selectors.judged(self.actor, self.object, self.today, hands_on(self.request, self.object))

    def context(self) -> dict[str, Any]:
        row = self.object
        prefetch_related_objects([row], "transfers")
        transfers = list(row.transfers.all())
        hands = hands_on(self.request, row)
        around = beside_one(self.actor, row, hands)
        sent = selectors.sent_on(row, hands)
        found = flow.flow_of(row, self.systems, hands, transfers, sent)
        gauge, flags, _stands = self.judged
        return {
            "row": row,
            "groups": groups_of(row, transfers_of(row, transfers, sent), around),
            "gauge": gauge,
            "missing": [(gettext(each.title), each.article) for each in gauge.missing],
            "flags": [(flag, *(gettext(text) for text in (flag.title, flag.why, flag.todo))) for flag in flags],
            "transfers": transfers,
            "sent": [(hand.supplier, each, sent_badge(each)) for hand, each in sent],
            "picture": flow.drawn(found),
            "table": flow.told(found),
            "may_edit": row.archived_at is None and self.actor.may(EDIT, row),
        }


class ActivityCreate(FormPage):
    permission, title, menu = EDIT, _("New processing activity"), MENU
    form, done = forms.ActivityForm, _("It is saved as a draft.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        return {"owner": self.actor.person_id}

    def save(self, answers: dict[str, Any]) -> Activity:
        return services.activity_create(actor=self.actor, **answers)


class ActivityEdit(OfActivity, FormPage):
    permission, title = EDIT, _("Edit")
    form = forms.ActivityForm

    def save(self, answers: dict[str, Any]) -> Activity:
        return services.activity_edit(actor=self.actor, activity=self.object, version=self.version, **answers)


class ActivityReview(OfActivity, FormPage):
    permission, title = EDIT, pgettext_lazy("verb", "Review")
    lead = _("Go through it with those who do the work. Correct what is wrong first, then say when to look again.")
    form, button, done = forms.ReviewForm, _("It holds"), _("The review is recorded.")

    def initial(self) -> dict[str, Any]:
        return {"next_review": in_a_year(self.today)}

    def save(self, answers: dict[str, Any]) -> Activity:
        return services.activity_review(actor=self.actor, activity=self.object, **answers)


def in_a_year(today: date) -> date:
    """The same day next year; 29 February becomes the 28th."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today.replace(year=today.year + 1, day=28)


class ActivitySendBack(OfActivity, FormPage):
    permission, title = MANAGE, _("Send back")
    lead = _("Whoever described it goes on with it, and finds it in their work.")
    form, button, done = forms.SendBackForm, _("Send back"), _("It is sent back.")

    def save(self, answers: dict[str, Any]) -> Activity:
        return services.activity_send_back(actor=self.actor, activity=self.object, **answers)


activity_accept = verb(MANAGE, services.activity_accept, _("It is in the record."))
activity_end = verb(MANAGE, services.activity_end, _("It has ended."))
activity_resume = verb(MANAGE, services.activity_resume, _("It is done again."))
activity_archive = verb(MANAGE, services.activity_archive, _("It is archived."))
activity_restore = verb(MANAGE, services.activity_restore, _("It is back."))
activity_offer = verb(EDIT, services.activity_offer, _("It is sent to whoever keeps the record. Thank you."))

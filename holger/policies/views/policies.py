"""The policies as a list, and making, changing and putting away one."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.audience.forms import initial_of
from holger.audience.words import told
from holger.core.actor import Actor
from holger.policies import selectors, services
from holger.policies.filters.policies import PolicyFilter
from holger.policies.forms.policies import BeginForm, OwnerForm, PolicyEditForm, PolicyForm
from holger.policies.models import Policy, PolicyVersion
from holger.policies.permissions import APPROVE, DELETE, IMPORT, WRITE
from holger.policies.permissions import VIEW as SEE
from holger.policies.selectors import Standing
from holger.policies.tables.policies import COLUMNS
from holger.policies.views.common import MENU, POLICIES, OfPolicy, Way, verb
from holger.ui.pages import Bulk, Button, Empty, FormPage, ListPage, Tab


def _whole(actor: Actor, rows: QuerySet[Policy]) -> list[Policy]:
    keys = list(rows.order_by().values_list("pk", flat=True))
    return list(selectors.policies_for(actor).filter(pk__in=keys).order_by("number"))


def _give(actor: Actor, rows: QuerySet[Policy], answers: dict[str, Any]) -> int:
    return services.policies_give(actor=actor, policies=_whole(actor, rows), **answers)


def _archive(actor: Actor, rows: QuerySet[Policy], answers: dict[str, Any]) -> int:
    return services.policies_archive(actor=actor, policies=_whole(actor, rows))


class PolicyList(ListPage):
    permission, title, menu = SEE, POLICIES, MENU
    lead = _("How things are done here: written, reviewed, approved, and found by those it is for.")
    name, register = "policies", "policies"
    filters = PolicyFilter
    columns = COLUMNS
    default_sort = "reference"
    searched = ("reference", "title_da", "title_en")
    create = ("policies:policy-create", WRITE, _("New policy"))
    tabs = (
        Tab(_("In force"), "status=in_force"),
        Tab(_("Being written"), "status=draft&status=review&status=requested"),
        Tab(_("Review due"), "due=yes"),
        Tab(_("Mine"), "owner=me"),
        Tab(_("Translation out of date"), "behind=yes"),
    )
    bulk = (
        Bulk("owner", _("Set owner"), "user", WRITE, _give, OwnerForm),
        Bulk("archive", _("Archive"), "archive", DELETE, _archive),
    )
    empty = Empty(
        _("No policies yet"),
        _("Write down how things are done here. A few short ones that people know are worth more than many."),
        ((_("Ready policies"), "policies:ready", True), (_("New policy"), "policies:policy-create", False)),
    )

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("Exceptions"), self.url("policies:exception-list"), "file-alert"),
            Button(_("Handbook"), self.url("policies:handbook"), "file-export"),
            Button(_("From files"), self.url("policies:files"), "upload", permission=IMPORT),
            Button(_("Ready policies"), self.url("policies:ready"), "wand", permission=WRITE),
        ]

    def rows(self) -> QuerySet[Policy]:
        """To be ordered by the title that the reader sees."""
        rows = selectors.policies_for(self.actor).select_related("owner", "unit", "audience")
        return selectors.with_title(rows, get_language() or "")

    @cached_property
    def standings(self) -> dict[UUID, list[Standing]]:
        """How the versions of those on this page stand."""
        return selectors.standings_of(self.actor, [row.pk for row in self.page])

    @cached_property
    def audiences(self) -> dict[UUID, str]:
        """Whom those on this page are for, in words; most are for everybody, and then there is nothing to ask."""
        named = [row.audience for row in self.page if row.audience and not row.audience.everybody]
        prefetch_related_objects(named, "units", "people", "roles")
        return {row.pk: told(row.audience) for row in self.page}


class PolicyCreate(FormPage):
    permission, title, menu = WRITE, _("New policy"), MENU
    form, done = PolicyForm, _("It is made. Now write what it says.")
    button = _("Make it and write")

    def crumbs(self) -> Way:
        return [(POLICIES, self.url(MENU)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        language = self.request.organisation.language
        return {"owner": self.actor.person_id, "language": language, "for_everybody": True}

    def save(self, answers: dict[str, Any]) -> Policy:
        return services.policy_create(actor=self.actor, **answers)

    def next(self, obj: Policy) -> str:
        return self.url("policies:draft-write", reference=obj.reference, language=obj.language)


class PolicyEdit(OfPolicy, FormPage):
    permission, title = WRITE, _("Edit")
    form = PolicyEditForm

    def find(self) -> Policy:
        return self.policy

    def initial(self) -> dict[str, Any]:
        return initial_of(self.policy.audience)

    def save(self, answers: dict[str, Any]) -> Policy:
        return services.policy_edit(actor=self.actor, policy=self.policy, version=self.version, **answers)


class DraftBegin(OfPolicy, FormPage):
    permission, title = WRITE, _("Write the next version")
    lead = _("It begins with what is in force now.")
    form, done, button = BeginForm, "", _("Begin")

    def permission_on(self) -> Any:
        return self.policy

    def save(self, answers: dict[str, Any]) -> PolicyVersion:
        return services.draft_begin(actor=self.actor, policy=self.policy, **answers)

    def next(self, obj: PolicyVersion) -> str:
        return self.at("draft-write", language=self.policy.language)


policy_archive = verb(DELETE, services.policy_archive, _("It is archived, and in force no longer."))
policy_restore = verb(DELETE, services.policy_restore, _("It is back."))
draft_discard = verb(WRITE, services.draft_discard, _("The draft is given up."))
approval_withdraw = verb(WRITE, services.approval_withdraw, _("It is taken back, and a draft again."))
coming_call_off = verb(APPROVE, services.coming_call_off, _("It does not come into force."))

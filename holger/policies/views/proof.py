"""Proof of who has confirmed what, as a file: by version, by person, and as a list is filtered."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.organisation.models import Person
from holger.organisation.selectors import people_for
from holger.policies.models import PolicyVersion
from holger.policies.models.version import SETTLED
from holger.policies.papers.reading import list_paper, person_paper, version_paper
from holger.policies.permissions import VIEW
from holger.policies.selectors.reading import acknowledgements_for, readings_for
from holger.policies.views.campaigns import MENU, TITLE
from holger.policies.views.readings import ReadingList

Way = Sequence[tuple[Any, str | None]]


class Proof(ReportPage):
    permission, title, menu = VIEW, _("Proof"), MENU
    lead = _("Who has confirmed, when and in which language, and who is missing.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]


class VersionProof(Proof):
    """Of one version: minor versions have their own, for they say which text was shown."""

    @cached_property
    def version(self) -> PolicyVersion:
        seen = readings_for(self.actor).select_related(None).values("policy")
        rows = PolicyVersion.objects.filter(organisation_id=self.actor.organisation_id, status__in=SETTLED)
        rows = rows.filter(policy__in=seen).select_related("policy")
        number = {"major": self.kwargs["major"], "minor": self.kwargs["minor"]}
        return get_object_or_404(rows, policy__reference=self.kwargs["reference"], **number)

    def admit(self) -> None:
        super().admit()
        self.version  # noqa: B018 - found, or 404

    def about(self) -> str:
        return f"{self.version.policy.reference} v{self.version.label}"

    def told(self) -> list[Any]:
        return [str(self.version), _count(len(self.done))]

    @cached_property
    def done(self) -> Sequence[Any]:
        return list(acknowledgements_for(self.actor).filter(version=self.version).order_by("person_name", "at"))

    def paper(self, language: str) -> Paper:
        rows = readings_for(self.actor).filter(policy=self.version.policy, major=self.version.major, confirmed_at=None)
        return version_paper(self.request, language, self.version, self.done, list(rows.order_by("person__name")))


class PersonProof(Proof):
    """Of one person, whoever they are to the reader: anybody may have their own."""

    @cached_property
    def person(self) -> Person:
        people = people_for(self.actor).filter(pk__in=readings_for(self.actor).select_related(None).values("person"))
        return get_object_or_404(people.select_related("unit"), reference=self.kwargs["reference"])

    def admit(self) -> None:
        super().admit()
        self.person  # noqa: B018 - found, or 404

    def about(self) -> str:
        return self.person.reference

    def told(self) -> list[Any]:
        return [self.person.name, _count(len(self.done))]

    @cached_property
    def done(self) -> Sequence[Any]:
        return list(acknowledgements_for(self.actor).filter(person=self.person).order_by("-at"))

    def paper(self, language: str) -> Paper:
        rows = readings_for(self.actor).filter(person=self.person, confirmed_at=None).order_by("due")
        return person_paper(self.request, language, self.person, self.done, list(rows))


class ReadingReport(Proof):
    """The list as it is filtered."""

    title = _("Report")
    lead = _("The list as it is filtered.")

    @cached_property
    def listed(self) -> ReadingList:
        page = ReadingList()
        page.setup(self.request)
        return page

    def told(self) -> list[Any]:
        count = self.listed.count()
        rows = ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}
        return [rows, *(f"{label}: {value}" for label, value in self.listed.narrowing())]

    def paper(self, language: str) -> Paper:
        return list_paper(self.request, language, self.listed.found, self.listed.narrowing(), self.today)


def _count(count: int) -> str:
    return ngettext("%(count)s confirmation", "%(count)s confirmations", count) % {"count": count}

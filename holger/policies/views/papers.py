"""Policies on paper: one of them, one of its versions, all that is in force, and the exceptions."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.policies import selectors
from holger.policies.models import PolicyText, PolicyVersion, Status
from holger.policies.papers.exceptions import exceptions_paper
from holger.policies.papers.policies import FORMS, handbook_paper, policy_paper
from holger.policies.permissions import VIEW
from holger.policies.tables.policies import status_badge
from holger.policies.views.common import MENU, POLICIES, OfPolicy, Way, choose, version_or_404
from holger.policies.views.exceptions import LIST, TITLE, ExceptionList


class PolicyReport(OfPolicy, ReportPage):
    """What is in force, else what is being written."""

    permission, title = VIEW, _("On paper")
    lead = _("With its owner, who approved it, its fingerprint and its versions on the front.")
    offers = FORMS

    def permission_on(self) -> None:
        self.version  # noqa: B018 - found, or 404

    @cached_property
    def version(self) -> PolicyVersion:
        found = self.force or self.coming or self.open or next(iter(self.versions), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def texts(self) -> dict[str, PolicyText]:
        return selectors.texts_of(self.actor, self.version)

    def about(self) -> str:
        return f"{self.policy.reference} v{self.version.label}"

    def told(self) -> list[Any]:
        return [str(self.policy), status_badge(self.version)]

    def paper(self, language: str) -> Paper:
        text = self.texts.get(choose(self.texts, language, self.policy))
        if text is None:
            raise Http404
        return policy_paper(self.request, language, self.version, text, list(reversed(self.versions)))


class VersionReport(PolicyReport):
    lead = _("The version as it stands, with who approved it and its fingerprint.")

    @cached_property
    def version(self) -> PolicyVersion:
        return version_or_404(self.actor, self.policy, self.kwargs["version"])


class HandbookReport(ReportPage):
    """All that is in force, in one file."""

    permission, title, menu = VIEW, _("Handbook"), MENU
    lead = _("All policies in force in one file, each in the language that you choose, or in the one that it has.")
    offers = FORMS

    def crumbs(self) -> Way:
        return [(POLICIES, self.url(MENU)), (self.title, None)]

    @cached_property
    def versions(self) -> list[PolicyVersion]:
        rows = selectors.versions_for(self.actor).filter(status=Status.IN_FORCE, policy__archived_at=None)
        return list(rows.prefetch_related("texts").order_by("policy__number"))

    def told(self) -> list[Any]:
        count = len(self.versions)
        return [ngettext("%(count)s policy in force", "%(count)s policies in force", count) % {"count": count}]

    def paper(self, language: str) -> Paper:
        rows = []
        for version in self.versions:
            texts = {text.language: text for text in version.texts.all()}
            if text := texts.get(choose(texts, language, version.policy)):
                rows.append((version, text))
        return handbook_paper(self.request, language, rows, whole=self.actor.reach(VIEW).everything)


class ExceptionReport(ReportPage):
    """The exceptions, as the list was filtered."""

    permission, title, menu = VIEW, _("Report"), MENU
    lead = _("The exceptions as they are filtered in the list.")

    def crumbs(self) -> Way:
        return [(POLICIES, self.url(MENU)), (TITLE, self.url(LIST)), (self.title, None)]

    @cached_property
    def listed(self) -> ExceptionList:
        page = ExceptionList()
        page.setup(self.request)
        return page

    def told(self) -> list[Any]:
        count = self.listed.count()
        counted = ngettext("%(count)s exception", "%(count)s exceptions", count) % {"count": count}
        return [counted, *self.narrowed]

    @property
    def narrowed(self) -> list[str]:
        return [f"{what}: {which}" for what, which in self.listed.narrowing()]

    def paper(self, language: str) -> Paper:
        return exceptions_paper(self.request, language, self.listed.found, ", ".join(self.narrowed) or gettext("All"))

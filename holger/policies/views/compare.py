"""How one version of a policy differs from another, as it is read, word by word."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.policies import selectors
from holger.policies.models import PolicyText, PolicyVersion
from holger.policies.permissions import VIEW
from holger.policies.rules.diff import words
from holger.policies.tables.reading import pieces
from holger.policies.views.common import OfPolicy, choose, version_or_404
from holger.policies.words import OWN_NAMES
from holger.ui.pages import Page


class PolicyCompare(OfPolicy, Page):
    """``?from=1.0&to=2.0&language=da``; without them, the newest version and the one it follows. ``all=1``: with what is the same."""

    permission, title = VIEW, _("What has changed")
    template = "policies/compare.html"

    def admit(self) -> None:
        super().admit()
        self.policy  # noqa: B018 - found, or 404

    @cached_property
    def after(self) -> PolicyVersion | None:
        asked = self.request.GET.get("to", "")
        return version_or_404(self.actor, self.policy, asked) if asked else next(iter(self.versions), None)

    @cached_property
    def before(self) -> PolicyVersion | None:
        asked = self.request.GET.get("from", "")
        if asked:
            return version_or_404(self.actor, self.policy, asked)
        if self.after is None:
            return None
        number = (self.after.major, self.after.minor)
        return next((row for row in self.versions if (row.major, row.minor) < number), None)

    def texts(self, version: PolicyVersion | None) -> dict[str, PolicyText]:
        return selectors.texts_of(self.actor, version) if version else {}

    def context(self) -> dict[str, Any]:
        old, new = self.texts(self.before), self.texts(self.after)
        language = choose(new or old, self.request.GET.get("language", ""), self.policy)
        one, other = (found.get(language) or PolicyText() for found in (old, new))
        whole = self.request.GET.get("all") == "1"
        return {
            "policy": self.policy,
            "before": self.before,
            "after": self.after,
            "versions": self.versions,
            "language": language,
            "languages": [(key, name, key == language) for key, name in OWN_NAMES.items() if key in {*old, *new}],
            "whole": whole,
            "title_words": words(one.title, other.title),
            "for_you": pieces(one.for_you, other.for_you, self.picture(), whole=whole),
            "pieces": pieces(one.body, other.body, self.picture(), whole=whole),
        }

"""A newer edition of a framework: what it changes, and putting it in place."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.frameworks import selectors, services
from holger.frameworks.models import Framework
from holger.frameworks.rules.editions import Changed, difference
from holger.frameworks.views.common import MENU, InFramework
from holger.ui import http
from holger.ui.pages import Page

PARTS = {
    "parent": _("its place"),
    "title": _("title"),
    "asks": _("what it asks"),
    "guidance": _("guidance"),
    "small": _("how a small organisation meets it"),
    "evidence": _("evidence"),
    "activity": _("activity"),
    "roles": _("roles"),
    "groups": _("groups"),
    "facts": _("marks"),
    "assessable": _("whether it can be answered"),
}


class Edition(InFramework, Page):
    permission, title, menu = "frameworks.edit", _("What is new"), MENU
    template = "frameworks/edition.html"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.title, None))

    def context(self) -> dict[str, Any]:
        newer = selectors.newer(self.framework)
        if newer is None:
            raise Http404
        found, language = difference(selectors.written(self.actor, self.framework), newer), get_language()
        return {
            "framework": self.framework,
            "version": newer.version,
            "added": [(each.id, say(each.title, language)) for each in found.added],
            "left_out": [(each.id, say(each.title, language)) for each in found.left_out],
            "changed": [self.told(change, language) for change in found.changed],
        }

    def told(self, change: Changed, language: str | None) -> dict[str, Any]:
        before, after = (say(end.title, language) for end in (change.before, change.after))
        return {
            "code": change.after.id,
            "title": after,
            "before": before if before != after else "",
            "parts": ", ".join(str(PARTS[part]) for part in change.parts),
            "asks": (say(change.before.asks, language), say(change.after.asks, language))
            if "asks" in change.parts
            else None,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        newer = selectors.newer(self.framework)
        if newer is None:
            raise Http404

        def run() -> Framework:
            return services.framework_update(actor=self.actor, framework=self.framework, written=newer)

        def told(framework: Framework) -> str:
            return gettext("%(name)s is now at version %(version)s.") % {
                "name": framework.title,
                "version": framework.edition,
            }

        return http.act(request, told, self.base + self.framework.path, run)

"""The frameworks that were taken on, the library to choose from, and the page of one."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.kept import Kept
from holger.core.words import say
from holger.frameworks import library, selectors, services, tables
from holger.frameworks.filters import FrameworkFilter
from holger.frameworks.forms import FrameworkForm
from holger.frameworks.models import Framework, Scope
from holger.frameworks.rules.standing import Sums
from holger.frameworks.views.common import MENU, InFramework, changeable, framework_or_404
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage, Page

SECTIONS: Kept[Sequence[selectors.Section]] = Kept(256)
OTHERS: Kept[Sequence[Framework]] = Kept(256)
"""What has been worked out, until anything is written."""


class FrameworkList(ListPage):
    permission, title, menu = "frameworks.view", _("Frameworks"), MENU
    lead = _("What you have chosen to live up to, and how far you are.")
    name = "frameworks"
    filters = FrameworkFilter
    columns = tables.FRAMEWORK_COLUMNS
    default_sort = "reference"
    searched = ("reference", "key", "title_da", "title_en", "issuer")
    empty = Empty(
        _("Nothing chosen yet"),
        _("Choose what you must live up to, by law or by contract, or want to. Begin with one."),
        [(_("Choose a framework"), "frameworks:library", True)],
    )

    def rows(self) -> QuerySet[Framework]:
        return selectors.frameworks_counted(self.actor)

    def actions(self) -> Sequence[Button]:
        edit = "frameworks.edit"
        return [
            Button(_("Import a file"), self.url("frameworks:import"), "upload", permission=edit),
            Button(_("New of your own"), self.url("frameworks:framework-create"), "plus", permission=edit),
            Button(
                _("Choose from the library"), self.url("frameworks:library"), "books", primary=True, permission=edit
            ),
        ]

    @cached_property
    def scopes(self) -> dict[Any, list[Scope]]:
        """The scopes that the reader sees, by framework."""
        found: dict[Any, list[Scope]] = {}
        for scope in selectors.scopes_for(self.actor).select_related("unit").order_by("number"):
            found.setdefault(scope.framework_id, []).append(scope)
        return found

    def sums_of(self, framework: Framework) -> Sums | None:
        """Of the first scope that the reader sees."""
        scopes = self.scopes.get(framework.pk)
        return tables.sums_at(self.request).get(scopes[0].pk, Sums()) if scopes else None

    def where(self, framework: Framework) -> SafeString | str:
        whole = gettext("The whole organisation")
        names = [scope.unit.name if scope.unit else whole for scope in self.scopes.get(framework.pk, ())]
        return ", ".join(names)

    def count_of(self, framework: Any) -> SafeString:
        if framework.pk not in self.scopes:
            return SafeString(str(framework.count))
        return cells.link(framework.count, f"{self.base}{framework.path}requirements/")


class Library(Page):
    permission, title, menu = "frameworks.edit", _("Choose a framework"), MENU
    lead = _("Each with what it asks in plain words, how a small organisation meets it, and what an auditor accepts.")
    template = "frameworks/library.html"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Frameworks"), self.url(MENU)), (self.title, None)]

    def actions(self) -> Sequence[Button]:
        return [Button(_("Import a file"), self.url("frameworks:import"), "upload")]

    def context(self) -> dict[str, Any]:
        taken = {row.key: row for row in selectors.frameworks_for(self.actor)}
        return {"shelf": [self.book(key, taken.get(key)) for key in library.KEYS]}

    def book(self, key: str, taken: Framework | None) -> dict[str, Any]:
        found, language = library.framework(key), get_language()
        count = len(found.assessable)
        return {
            "key": key,
            "title": say(found.title, language),
            "about": say(found.about, language),
            "issuer": found.issuer,
            "count": ngettext("%(count)s requirement", "%(count)s requirements", count) % {"count": count},
            "groups": [say(group.title, language) for group in found.groups],
            "taken": taken,
            "newer": selectors.newer(taken) if taken else None,
        }


@http.needs("frameworks.edit")
@require_POST
def adopt(request: HttpRequest, key: str) -> HttpResponseBase:
    def run() -> Framework:
        return services.framework_adopt(actor=request.actor, key=key)

    def told(framework: Framework) -> str:
        return gettext("%(name)s is chosen. Say how far each requirement is met.") % {"name": framework.title}

    return http.act(request, told, request.url(MENU), run)


class FrameworkDetail(InFramework, DetailPage):
    permission, menu, icon = "frameworks.view", MENU, "books"
    template = "frameworks/framework_detail.html"

    def find(self) -> Framework:
        return self.framework

    def permission_on(self) -> None:
        """What a framework asks is no secret to those who work with it; how it is met is narrowed by scope."""
        return

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Frameworks"), self.url(MENU)), (self.object.reference, None)]

    def badges(self) -> Sequence[SafeString]:
        framework = self.object
        found = [tables.origin_badge(framework)]
        if framework.archived_at:
            return [*found, cells.badge(_("Archived"), "none", "archive")]
        if selectors.newer(framework):
            found.append(cells.badge(_("A newer version is there"), "accent", "refresh"))
        return found

    def actions(self) -> Sequence[Button]:
        framework, here = self.object, {"reference": self.object.reference}
        edit, scope = "frameworks.edit", "frameworks.scope"
        if framework.archived_at:
            return [Button(_("Restore"), self.url("frameworks:restore", **here), "archive-off", True, edit, post=True)]
        question = _("Archive it? It no longer shows or counts. Its answers are kept, and it can be restored.")
        buttons = [
            Button(
                _("Archive"),
                self.url("frameworks:archive", **here),
                "archive",
                permission=edit,
                post=True,
                confirm=question,
            ),
            Button(_("Add a scope"), self.url("frameworks:scope-add", **here), "plus", permission=scope),
        ]
        if changeable(framework):
            buttons.append(
                Button(_("Edit requirements"), self.url("frameworks:build", **here), "pencil", permission=edit)
            )
        if selectors.newer(framework):
            buttons.append(
                Button(_("See what is new"), self.url("frameworks:edition", **here), "refresh", permission=edit)
            )
        if self.scope:
            report = self.url("frameworks:report", **here) + self.in_scope
            buttons.append(Button(_("Report"), report, "file-text"))
            listed = self.url("frameworks:requirement-list", **here) + self.in_scope
            buttons.append(Button(_("Go through it"), listed, "list-check", primary=True))
        return buttons

    def facts(self) -> Sequence[Fact]:
        framework = self.object
        link = (
            cells.link(framework.link.removeprefix("https://").split("/")[0], framework.link) if framework.link else ""
        )
        return [
            Fact(_("Issuer"), framework.issuer),
            Fact(_("Version"), framework.edition),
            Fact(_("Read more"), link),
            Fact(_("Terms of use"), framework.rights),
            *([Fact(_("As a file"), self.download())] if not framework.archived_at else []),
        ]

    @property
    def may_change(self) -> bool:
        """May the reader change the framework itself, rather than how it stands with it?"""
        return changeable(self.object) and self.actor.may("frameworks.edit")

    def download(self) -> SafeString:
        here = {"reference": self.object.reference}
        ways = {
            "YAML": self.url("frameworks:download", **here),
            "Excel": self.url("frameworks:sheet", form="xlsx", **here),
            "CSV": self.url("frameworks:sheet", form="csv", **here),
        }
        return SafeString(" · ".join(cells.link(name, url) for name, url in ways.items()))

    def scope_facts(self) -> Sequence[Fact]:
        scope = self.scope
        if scope is None:
            return []
        titles = self.object.group_titles()
        wanted = ", ".join(titles.get(key, key) for key in scope.ambition) or _("All of it")
        return [
            Fact(_("Holds in"), scope.unit or _("The whole organisation")),
            Fact(_("Owner"), cells.person(scope.owner)),
            *([Fact(_("Ambition"), wanted)] if titles else []),
            Fact(_("Target maturity"), f"{scope.target} {tables.MATURITY_WORDS[scope.target]}"),
        ]

    def context(self) -> dict[str, Any]:
        scope = self.scope
        if scope is None:
            tops = selectors.requirements_for(self.actor).filter(framework=self.object, section=None)
            return {"framework": self.object, "tops": tops.defer("guide").order_by("place")}
        kept = (http.moment(self.request), scope.pk)
        sections = SECTIONS.get(kept, lambda: selectors.by_section(self.actor, scope, self.claims))
        whole = sum((section.sums for section in sections), Sums())
        return {
            "framework": self.object,
            "scope": scope,
            "sections": sections,
            "rows": self.rows(sections),
            "whole": whole,
            "bar": tables.sums_bar(whole, "thick"),
            "parts": [(getattr(whole, name), look, tables.STATES[state], state) for name, look, state in tables.PARTS],
            "out": sum(section.out for section in sections),
            "others": self.others(),
            "may_scope": self.actor.may("frameworks.scope", scope),
        }

    def rows(self, sections: Sequence[selectors.Section]) -> SafeString:
        told = ((each.requirement, each.sums, self.listed(section=each.requirement.code)) for each in sections)
        return tables.section_rows(told)

    def listed(self, **narrow: str) -> str:
        """The requirements as a list, narrowed."""
        glue = "&" if self.in_scope else "?"
        return f"{self.list_url}{self.in_scope}{glue}{urlencode(narrow)}"

    @cached_property
    def list_url(self) -> str:
        return self.url("frameworks:requirement-list", reference=self.object.reference)

    def others(self) -> Sequence[Any]:
        """The frameworks that say something about this one, with the address of the comparison."""
        kept = (http.moment(self.request), self.object.pk)
        others = OTHERS.get(kept, lambda: list(selectors.compared_with(self.actor, self.object)))
        here = self.object.reference
        return [(o, self.url("frameworks:compare", reference=here, other=o.reference)) for o in others]


def _verb(service: Any, done: Any) -> Any:
    @http.needs("frameworks.edit")
    @require_POST
    def view(request: HttpRequest, reference: str) -> HttpResponseBase:
        framework = framework_or_404(request.actor, reference)

        def run() -> None:
            service(actor=request.actor, framework=framework)

        return http.act(request, str(done), request.base + framework.path, run)

    return view


archive = _verb(services.framework_archive, _("The framework is archived."))
restore = _verb(services.framework_restore, _("The framework is restored."))


class FrameworkCreate(FormPage):
    permission, title, menu = "frameworks.edit", _("A framework of your own"), MENU
    lead = _("Rules that you set for yourselves, or that a customer sets for you. Requirements are added afterwards.")
    form, done = FrameworkForm, _("The framework is there. Add its requirements.")

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Frameworks"), self.url(MENU)), (self.title, None)]

    def save(self, answers: dict[str, Any]) -> Framework:
        return services.framework_create(actor=self.actor, **answers)


class FrameworkEdit(InFramework, FormPage):
    permission, title, menu = "frameworks.edit", _("Edit the framework"), MENU
    form = FrameworkForm

    def permission_on(self) -> None:
        return None

    def find(self) -> Framework:
        return self.framework

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.title, None))

    def save(self, answers: dict[str, Any]) -> Framework:
        return services.framework_edit(actor=self.actor, framework=self.object, version=self.version, **answers)

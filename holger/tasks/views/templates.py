"""Own templates: sets of activities that an organisation keeps for another year, or hands on to another organisation."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.core.registry import registry
from holger.core.words import say
from holger.tasks import services
from holger.tasks.forms.ready import NothingForm, TemplateFileForm, TemplateSetForm
from holger.tasks.models import TemplateSet
from holger.tasks.permissions import IMPORT
from holger.tasks.rules import templates as rules
from holger.tasks.selectors.activities import activities_pickable
from holger.tasks.selectors.ready import template_entries, template_sets_for
from holger.tasks.tables.cadence import cadence
from holger.tasks.views.year import MENU, TITLE
from holger.ui.pages import Button, FormPage, Page

LIST = "tasks:template-list"
NAME = _("Your own templates")


def way(page: Page, *more: Any) -> list[tuple[Any, str | None]]:
    found = [(TITLE, page.url(MENU)), (_("Ready activities"), page.url("tasks:ready")), (NAME, page.url(LIST)), *more]
    return [*found[:-1], (found[-1][0], None)]


class TemplateList(Page):
    permission, title, menu = IMPORT, NAME, MENU
    lead = _("A set holds what is done, how and how often, with roles and months instead of people and dates. Offer it again next year, or hand it on.")  # fmt: skip
    template = "tasks/templates.html"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return way(self)

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("Bring a file"), self.url("tasks:template-bring"), "upload"),
            Button(_("New set"), self.url("tasks:template-create"), "plus", primary=True),
        ]

    def context(self) -> dict[str, Any]:
        return {"sets": [(each, len(each.activities)) for each in template_sets_for(self.actor)]}


class TemplateCreate(FormPage):
    permission, menu = IMPORT, MENU
    title, button, done = _("New set of templates"), _("Keep"), _("The set is kept.")
    form = TemplateSetForm

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return way(self, (self.title, None))

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.getlist("activity")
        rows = activities_pickable(self.actor)
        return {"activities": rows.filter(reference__in=asked) if asked else rows}

    def save(self, answers: dict[str, Any]) -> TemplateSet:
        return services.template_set_create(actor=self.actor, **answers)

    def back(self) -> str:
        return self.url(LIST)


class TemplateBring(FormPage):
    """From a file, or from another organisation's page, which sends what a file would hold."""

    permission, menu = IMPORT, MENU
    title, button, done = _("Bring templates"), _("Keep"), _("The set is kept. Choose from it what you want.")
    lead = _("They are kept as a set of yours. Nothing is on the wheel until you accept it.")
    form = TemplateFileForm
    takes_files = rules.LARGEST

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return way(self, (self.title, None))

    def save(self, answers: dict[str, Any]) -> TemplateSet:
        file = answers["file"]
        data = file.read() if file else answers["content"].encode()
        return services.template_set_bring(actor=self.actor, data=data, title=answers["title"])

    def back(self) -> str:
        return self.url(LIST)

    def next(self, obj: TemplateSet) -> str:
        return f"{self.url('tasks:ready')}?set={obj.pk}"


class OfSet:
    """A page about one set."""

    actor: Any
    kwargs: Any

    @cached_property
    def chosen(self) -> TemplateSet:
        return get_object_or_404(template_sets_for(self.actor), pk=self.kwargs["pk"])


class TemplateDetail(OfSet, Page):
    """What is in it, and where it can go: to the ready activities here, to a file, to another organisation."""

    permission, menu = IMPORT, MENU
    template = "tasks/template_set.html"

    def admit(self) -> None:
        super().admit()
        self.chosen  # noqa: B018 - found, or 404

    def heading(self) -> str:
        return self.chosen.title

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return way(self, (self.chosen.title, None))

    def actions(self) -> Sequence[Button]:
        pk = self.chosen.pk
        return [
            Button(_("Download"), self.url("tasks:template-file", pk=pk), "download"),
            Button(_("Remove"), self.url("tasks:template-remove", pk=pk), "trash"),
            Button(_("Choose from it"), f"{self.url('tasks:ready')}?set={pk}", "wand", primary=True),
        ]

    def context(self) -> dict[str, Any]:
        entries = template_entries(self.chosen)
        return {
            "rows": [(say(each.title, get_language()), each.category, cadence(each.rule)) for each in entries],
            "content": rules.written(self.chosen.title, entries),
            "others": self.others(),
        }

    def others(self) -> list[tuple[str, str]]:
        """The reader's other organisations, with where templates are brought there. Whether they may, is asked there."""
        found = registry.memberships(self.request) if registry.memberships else []
        here = self.request.organisation
        bring = self.url("tasks:template-bring").removeprefix(self.base)
        return [(each.name, f"/o/{each.slug}/{bring}") for each in found if each != here]


class TemplateRemove(OfSet, FormPage):
    permission, menu = IMPORT, MENU
    title, button, done, danger = _("Remove the set?"), _("Remove"), _("The set is removed."), True
    lead = _("What has been made of it stays on the wheel.")
    form = NothingForm

    def find(self) -> TemplateSet:
        return self.chosen

    def permission_on(self) -> None:
        self.chosen  # noqa: B018 - found, or 404; it is nobody's own

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return way(self, (self.chosen.title, self.base + self.chosen.path), (self.title, None))

    def save(self, answers: dict[str, Any]) -> None:
        services.template_set_remove(actor=self.actor, chosen=self.chosen)

    def next(self, obj: Any) -> str:
        return self.url(LIST)


class TemplateFile(OfSet, Page):
    permission, menu = IMPORT, MENU

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        content = rules.written(self.chosen.title, template_entries(self.chosen))
        answer = HttpResponse(content, content_type="application/yaml; charset=utf-8")
        name = slugify(self.chosen.title) or "activities"
        answer["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
        return answer

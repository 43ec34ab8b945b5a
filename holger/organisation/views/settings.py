"""The organisation itself, who may do what, and tags."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holger.core.permissions import PERMISSIONS, RANK, ROLE_LABELS, Permission, Role
from holger.organisation import permissions, selectors, services
from holger.organisation.forms import OrganisationForm, SavedViewForm, SecurityForm, TagForm
from holger.organisation.models import Organisation, Tag
from holger.organisation.views.acts import way_back
from holger.organisation.views.people import role_words
from holger.ui import cells, http
from holger.ui.http import act, needs
from holger.ui.pages import Button, Fact, FormPage, Page


class Settings(Page):
    permission = permissions.VIEW_PEOPLE
    template = "organisation/settings.html"
    title = gettext_lazy("Settings")
    menu = "organisation:settings"

    def actions(self) -> list[Button]:
        url = self.url("organisation:organisation-edit")
        return [Button(_("Edit"), url, "pencil", permission=permissions.SETTINGS)]

    def context(self) -> dict[str, Any]:
        organisation = self.request.organisation
        return {
            "facts": [
                Fact(_("Name"), organisation.name),
                Fact(_("Address"), f"/o/{organisation.slug}/", _("Part of every link; it never changes.")),
                Fact(_("Language"), organisation.get_language_display()),
                Fact(_("Time zone"), organisation.zone),
                Fact(_("Sector"), organisation.sector),
                Fact(_("Here since"), cells.date(organisation.created_at)),
            ],
            "people": selectors.people_for(self.actor).count(),
            "units": selectors.units_for(self.actor).count(),
        }


class OrganisationEdit(FormPage):
    permission = permissions.SETTINGS
    title = gettext_lazy("Settings of the organisation")
    menu = "organisation:settings"
    form = OrganisationForm

    def find(self) -> Organisation:
        return self.request.organisation

    def save(self, answers: dict[str, Any]) -> Organisation:
        return services.organisation_edit(actor=self.actor, organisation=self.object, **answers)


class Security(FormPage):
    """Who must sign in with more than a password, and how long a session lasts."""

    permission = permissions.SETTINGS
    sudo = True
    title = gettext_lazy("Security")
    lead = gettext_lazy("What is asked of whoever signs in here. It holds from everybody's next click.")
    template = "organisation/security.html"
    menu = "organisation:settings"
    form = SecurityForm
    done = gettext_lazy("Saved. It holds from now on.")

    def initial(self) -> dict[str, Any]:
        organisation = self.request.organisation
        return {name: getattr(organisation, name) for name in SecurityForm.base_fields}

    def save(self, answers: dict[str, Any]) -> Organisation:
        return services.security_edit(actor=self.actor, organisation=self.request.organisation, **answers)

    def next(self, obj: Any) -> str:
        return self.url("organisation:security")

    def context(self) -> dict[str, Any]:
        return {"without": selectors.without_factor(self.actor)}


class Access(Page):
    """The one vocabulary of permissions as a table: the same that the services ask and the tests hold pages against."""

    permission = permissions.VIEW_PEOPLE
    template = "organisation/access.html"
    title = gettext_lazy("Who may do what")
    lead = gettext_lazy("What each role allows. A role given in one unit allows it there and in the units below.")
    menu = "organisation:settings"

    def context(self) -> dict[str, Any]:
        roles = sorted(Role, key=lambda role: -RANK[role])
        rows: list[tuple[Permission, list[str]]] = []
        for name in sorted(PERMISSIONS):
            known = PERMISSIONS[name]
            rows.append((known, ["yes" if r in known.everywhere else "own" if r in known.own else "" for r in roles]))
        return {"heads": [(ROLE_LABELS[role], role_words(role)) for role in roles], "rows": rows}


class Tags(FormPage):
    """All tags, and a line to add one."""

    permission = permissions.USE_TAGS
    template = "organisation/tags.html"
    title = gettext_lazy("Tags")
    lead = gettext_lazy("Your own words to group things by, across registers.")
    menu = "organisation:settings"
    form = TagForm
    button = gettext_lazy("Add")
    done = gettext_lazy("The tag is there.")

    def save(self, answers: dict[str, Any]) -> None:
        services.tag_create(actor=self.actor, **answers)

    def next(self, obj: Any) -> str:
        return self.url("organisation:tag-list")

    def context(self) -> dict[str, Any]:
        return {
            "tags": selectors.tags_used(self.actor),
            "may_create": self.actor.may(permissions.TAGS),
            "may_edit": self.actor.reach(permissions.TAGS).everything,
        }


class TagEdit(FormPage):
    permission = permissions.TAGS
    title = gettext_lazy("Rename tag")
    menu = "organisation:settings"
    form = TagForm

    def find(self) -> Tag:
        tag: Tag = get_object_or_404(selectors.tags_for(self.actor), pk=self.kwargs["pk"])
        self.actor.require(permissions.TAGS, tag)  # it is everybody's
        return tag

    def save(self, answers: dict[str, Any]) -> None:
        services.tag_edit(actor=self.actor, tag=self.object, **answers)

    def back(self) -> str:
        return self.url("organisation:tag-list")


@needs(permissions.TAGS)
@require_POST
def tag_remove(request: HttpRequest, pk: Any) -> HttpResponse:
    tag = get_object_or_404(selectors.tags_for(request.actor), pk=pk)
    to = request.url("organisation:tag-list")
    done = _("The tag “%(name)s” is removed.") % {"name": tag}
    return act(request, done, to, lambda: services.tag_remove(actor=request.actor, tag=tag))


@needs(permissions.SAVE_VIEWS)
@require_POST
def view_create(request: HttpRequest) -> HttpResponse:
    """Keep the list that one came from under a name."""
    form = SavedViewForm(request.POST, actor=request.actor)
    to = way_back(request, request.base)
    if not form.is_valid():
        http.tell(request, _("Give the view a name of at most 80 letters."), level=messages.ERROR)
        return redirect(to)
    return act(request, _("The view is saved."), to, lambda: services.view_save(actor=request.actor, **form.answers))


@needs(permissions.SAVE_VIEWS)
@require_POST
def view_delete(request: HttpRequest, pk: Any) -> HttpResponse:
    view = get_object_or_404(selectors.views_seen(request.actor), pk=pk)
    to = way_back(request, request.base)
    return act(request, _("The view is removed."), to, lambda: services.view_delete(actor=request.actor, view=view))

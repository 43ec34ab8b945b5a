"""People: the list, one person, and what is done to them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from holger.core.permissions import ROLE_LABELS, Role
from holger.organisation import permissions, selectors, services
from holger.organisation.filters import PersonFilter
from holger.organisation.forms import EraseForm, PersonForm, PersonUnitForm, RoleForm
from holger.organisation.models import Person
from holger.organisation.selectors import State
from holger.ui import cells
from holger.ui.columns import Column
from holger.ui.http import act, needs, sudo
from holger.ui.pages import Bulk, Button, DetailPage, Empty, Fact, FormPage, ListPage

LOOKS = {
    State.ACTIVE: ("ok", "check"),
    State.INVITED: ("accent", "mail"),
    State.NONE: ("none", ""),
    State.SUSPENDED: ("mid", "lock"),
    State.ENDED: ("none", "logout"),
}


def state_badge(person: Person) -> SafeString:
    state = State(person.state)
    return cells.badge(state.label, *LOOKS[state])


def name_cell(person: Person, page: Any) -> SafeString:
    return format_html('<span class="h-row h-person">{}{}</span>', cells.avatar(person), cells.name(person, page.base))


def roles_cell(person: Person, page: Any) -> SafeString:
    return cells.several(cells.badge(str(grant)) for grant in person.grants.all())


class PersonList(ListPage):
    permission = permissions.VIEW_PEOPLE
    title = gettext_lazy("People")
    template = "organisation/person_list.html"
    menu = "organisation:settings"
    name = "people"
    register = "people"
    filters = PersonFilter
    searched = ("name", "email", "initials", "job_title", "reference")
    default_sort = "name"
    create = ("organisation:person-create", permissions.EDIT_PEOPLE, gettext_lazy("New person"))
    columns = (
        Column("reference", gettext_lazy("Ref."), lambda row, page: cells.ref(row), sort="number", shown=False),
        Column("name", gettext_lazy("Name"), name_cell, sort="name"),
        Column("job_title", gettext_lazy("Job title"), sort="job_title"),
        Column("unit", gettext_lazy("Unit"), sort="unit__name"),
        Column("manager", gettext_lazy("Manager"), sort="manager__name"),
        Column("email", gettext_lazy("E-mail"), sort="email", shown=False),
        Column("roles", gettext_lazy("Roles"), roles_cell),
        Column("state", gettext_lazy("Sign-in"), lambda row, page: state_badge(row), sort="state"),
    )
    bulk = (
        Bulk(
            "unit",
            gettext_lazy("Move to unit"),
            "sitemap",
            permissions.EDIT_PEOPLE,
            lambda actor, rows, answers: services.people_set_unit(actor=actor, people=rows, **answers),
            PersonUnitForm,
        ),
    )
    empty = Empty(
        gettext_lazy("Nobody here yet"),
        gettext_lazy("Register whoever owns systems, risks or tasks. They need not be able to sign in."),
        ((gettext_lazy("New person"), "organisation:person-create", True),),
    )

    def rows(self) -> Any:
        return selectors.people_listed(self.actor)

    def summary(self) -> SafeString:
        total, waiting = selectors.people_counted(self.actor)
        said = ngettext("%(n)s person.", "%(n)s people.", total) % {"n": total}
        if not waiting:
            return format_html("{}", said)
        invited = ngettext("%(n)s has not answered the invitation", "%(n)s have not answered the invitation", waiting)
        return format_html('{} <a href="?state=invited">{}</a>.', said, invited % {"n": waiting})


class AboutPerson:
    """Pages below one person's address."""

    menu = "organisation:settings"
    request: HttpRequest
    kwargs: dict[str, Any]

    def find(self) -> Person:
        people = selectors.people_listed(self.request.actor)
        return get_object_or_404(people, reference=self.kwargs["reference"])

    def crumbs(self) -> list[tuple[Any, str | None]]:
        person: Person = self.object  # type: ignore[attr-defined]
        return [(_("People"), self.request.url("organisation:person-list")), (person, self.request.base + person.path)]


class PersonDetail(AboutPerson, DetailPage):
    permission = permissions.VIEW_PEOPLE
    template = "organisation/person_detail.html"
    icon = "user"
    object: Person

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("People"), self.url("organisation:person-list"))]

    def badges(self) -> list[SafeString]:
        return [state_badge(self.object), *(cells.badge(str(grant), "accent") for grant in self.object.grants.all())]

    def actions(self) -> list[Button]:
        person, state = self.object, self.object.state
        here = {"reference": person.reference}
        edit = Button(
            _("Edit"), self.url("organisation:person-edit", **here), "pencil", permission=permissions.EDIT_PEOPLE
        )
        found = [edit]
        if state in (State.NONE, State.INVITED) and person.email:
            text = _("Invite again") if state == State.INVITED else _("Invite")
            found.append(self._post("invite", text, "mail", permissions.INVITE, primary=True))
        return found

    def quiet_actions(self) -> list[Button]:
        """What is rarely done, below the facts."""
        state, found = self.object.state, []
        if state == State.INVITED:
            found.append(self._post("uninvite", _("Take the invitation back"), "x", permissions.INVITE))
        if state == State.ACTIVE:
            ask = _("Sign %(name)s out of all browsers?") % {"name": self.object}
            words = _("Sign out everywhere")
            found.append(self._post("sessions-end", words, "logout", permissions.EDIT_PEOPLE, confirm=ask))
        if state == State.SUSPENDED and not self.object.is_erased:
            found.append(self._post("resume", _("Let back in"), "lock-open", permissions.EDIT_PEOPLE))
        elif state != State.SUSPENDED and self.object.id != self.actor.person_id:
            ask = _("Suspend %(name)s? They cannot sign in until somebody lets them back in.") % {"name": self.object}
            found.append(self._post("suspend", _("Suspend"), "lock", permissions.EDIT_PEOPLE, confirm=ask))
            ask = _("Remove %(name)s from the register? Suspending keeps them.") % {"name": self.object}
            found.append(self._post("remove", _("Remove"), "trash", permissions.EDIT_PEOPLE, confirm=ask))
        if self.object.id != self.actor.person_id and not self.object.is_erased:
            url = self.url("organisation:person-erase", reference=self.object.reference)
            found.append(Button(_("Erase …"), url, "eye-off", permission=permissions.ERASE))
        return self.allowed(found, self.object)

    def _post(self, what: str, text: str, icon: str, permission: str, **more: Any) -> Button:
        url = self.url(f"organisation:person-{what}", reference=self.object.reference)
        return Button(text, url, icon, permission=permission, post=True, **more)

    def facts(self) -> list[Fact]:
        person = self.object
        return [
            Fact(_("Job title"), person.job_title),
            Fact(_("Unit"), cells.link(person.unit, self.base + person.unit.path) if person.unit else ""),
            Fact(_("Manager"), cells.person(person.manager) if person.manager else ""),
            Fact(_("E-mail"), cells.link(person.email, f"mailto:{person.email}") if person.email else ""),
            Fact(_("Initials"), person.initials),
            Fact(_("Starts"), cells.date(person.starts_on) if person.starts_on else ""),
            Fact(_("Ends"), cells.date(person.ends_on) if person.ends_on else ""),
        ]

    def context(self) -> dict[str, Any]:
        return {
            "grants": self.object.grants.all(),
            "may_give": self.actor.may(permissions.INVITE, self.object),
            "owned": selectors.owned_by(self.actor, self.object),
            "invitation": selectors.invitations_of(self.actor, self.object).first(),
        }


class PersonCreate(FormPage):
    permission = permissions.EDIT_PEOPLE
    title = gettext_lazy("New person")
    menu = "organisation:settings"
    form = PersonForm
    done = gettext_lazy("The person is registered.")

    def save(self, answers: dict[str, Any]) -> Person:
        return services.person_create(actor=self.actor, **answers)

    def back(self) -> str:
        return self.url("organisation:person-list")


class PersonEdit(AboutPerson, FormPage):
    permission = permissions.EDIT_PEOPLE
    title = gettext_lazy("Edit person")
    form = PersonForm

    def initial(self) -> dict[str, Any]:
        return {"unit": self.object.unit_id, "manager": self.object.manager_id}

    def save(self, answers: dict[str, Any]) -> Person:
        return services.person_edit(actor=self.actor, person=self.object, version=self.version, **answers)


class PersonErase(AboutPerson, FormPage):
    """What erasing takes and what it leaves, and the name as the answer to "do you mean it?"."""

    permission = permissions.ERASE
    sudo = True
    form = EraseForm
    template = "organisation/person_erase.html"
    button = gettext_lazy("Erase for good")
    done = gettext_lazy("The person is erased. What is left is a pseudonym.")
    danger = True

    def heading(self) -> str:
        return _("Erase %(name)s") % {"name": self.object}

    def save(self, answers: dict[str, Any]) -> Person:
        return services.person_erase(actor=self.actor, person=self.object, **answers)

    def context(self) -> dict[str, Any]:
        return {"trace": selectors.trace_of(self.actor, self.object), "pseudonym": self.object.left_over}


class RoleGive(AboutPerson, FormPage):
    permission = permissions.INVITE
    sudo = True
    form = RoleForm
    button = gettext_lazy("Give the role")
    done = gettext_lazy("The role is given.")
    template = "organisation/role_give.html"

    def heading(self) -> str:
        return _("Give %(name)s a role") % {"name": self.object}

    def save(self, answers: dict[str, Any]) -> Person:
        services.role_give(actor=self.actor, person=self.object, **answers)
        return self.object

    def context(self) -> dict[str, Any]:
        return {"roles": [(ROLE_LABELS[role], role_words(role)) for role in permissions.roles_to_give(self.actor)]}


def role_words(role: Role) -> str:
    """What a role is for, in a sentence."""
    return {
        Role.OWNER: _("Answers for the organisation here: settings, people, and everything else."),
        Role.SECURITY_OFFICER: _("Runs the work: maps, assesses, decides within the limits, invites people."),
        Role.DPO: _("Looks after personal data: reads everything, writes what concerns processing."),
        Role.CONTRIBUTOR: _("Keeps their own systems, risks and tasks up to date."),
        Role.AUDITOR: _("Reads everything, changes nothing."),
        Role.EMPLOYEE: _("Sees their own page: what to read, what to do."),
    }[role]


def found(request: HttpRequest, reference: str) -> Person:
    return get_object_or_404(selectors.people_for(request.actor), reference=reference)


@sudo
@needs(permissions.INVITE)
@require_POST
def role_take(request: HttpRequest, reference: str, pk: Any) -> HttpResponse:
    person = found(request, reference)
    grant = get_object_or_404(selectors.held_by(person).select_related("unit"), pk=pk)
    to = request.base + person.path
    return act(request, _("The role is taken back."), to, lambda: services.role_take(actor=request.actor, grant=grant))


@needs(permissions.INVITE)
@require_POST
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    done = _("An invitation is on its way to %(email)s. It is good for seven days.") % {"email": person.email}
    send = services.invitation_send
    return act(request, done, request.base + person.path, lambda: send(actor=request.actor, person=person))


@needs(permissions.INVITE)
@require_POST
def uninvite(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    revoke = services.invitation_revoke
    done = _("The invitation no longer works.")
    return act(request, done, request.base + person.path, lambda: revoke(actor=request.actor, person=person))


@sudo
@needs(permissions.EDIT_PEOPLE)
@require_POST
def suspend(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    done = _("%(name)s is suspended.") % {"name": person}
    shut = services.person_suspend
    return act(request, done, request.base + person.path, lambda: shut(actor=request.actor, person=person))


@needs(permissions.EDIT_PEOPLE)
@require_POST
def resume(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    done = _("%(name)s can come back in.") % {"name": person}
    let_in = services.person_resume
    return act(request, done, request.base + person.path, lambda: let_in(actor=request.actor, person=person))


@sudo
@needs(permissions.EDIT_PEOPLE)
@require_POST
def sessions_end(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    done = _("%(name)s is signed out everywhere.") % {"name": person}
    end = services.person_end_sessions
    return act(request, done, request.base + person.path, lambda: end(actor=request.actor, person=person))


@sudo
@needs(permissions.EDIT_PEOPLE)
@require_POST
def remove(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    done = _("%(name)s is removed from the register.") % {"name": person}
    to = request.url("organisation:person-list")
    return act(request, done, to, lambda: services.person_remove(actor=request.actor, person=person))

"""The team of a case, and whom to call."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.requests import Request
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.incidents.forms.working import MemberForm, TelephoneForm
from holger.incidents.models import Member
from holger.incidents.papers.working import contacts_paper
from holger.incidents.permissions import VIEW, WORK
from holger.incidents.selectors.team import member_of, telephones
from holger.incidents.services import team as services
from holger.incidents.tables import working as shown
from holger.incidents.views.common import found
from holger.incidents.views.of_case import OfCase
from holger.organisation.models import Person
from holger.organisation.selectors import people_for
from holger.ui import http
from holger.ui.pages import Button, FormPage, Page


class Contacts(OfCase, Page):
    permission, title, template = VIEW, _("Contact list"), "incidents/contacts.html"

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.incident.reference} {self.incident.title}"

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("On paper"), self.at("contacts-report"), "file-type-pdf"),
            Button(_("Add somebody"), self.at("member-add"), "user-plus", primary=True, permission=WORK),
        ]

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions(), self.incident)

    def context(self) -> dict[str, Any]:
        return shown.contacts(self.request, self.incident)


class ContactsReport(OfCase, ReportPage):
    permission, title, offers = VIEW, _("Contact list"), ("pdf", "docx")
    lead = _("Print it while the printer works, and keep it where the systems cannot take it from you.")

    def about(self) -> str:
        return self.incident.reference

    def paper(self, language: str) -> Paper:
        return contacts_paper(self.request, language, self.incident, shown.contacts(self.request, self.incident))


class MemberAdd(OfCase, FormPage):
    """``?person=<id>``: somebody who is proposed."""

    permission, title, form = WORK, _("Add to the team"), MemberForm
    button, done = _("Add"), _("They are on the team, and told.")

    @property
    def lead(self) -> str:  # type: ignore[override]
        if self.incident.restricted:
            return gettext(
                "Only those who need to know see this case. Whoever you add sees all of it from now on, also what was written before."
            )
        return gettext("Whoever you add sees this case, and is told at once.")

    @cached_property
    def proposed(self) -> Person | None:
        asked = self.request.GET.get("person", "")
        key = key_in(asked)
        return people_for(self.actor).filter(pk=key).first() if key else None

    def initial(self) -> dict[str, Any]:
        person = self.proposed
        if person is None:
            return {}
        known = telephones(self.actor.organisation_id, [person.pk])
        return {"person": person.pk, "telephone": known.get(person.pk, "")}

    def save(self, answers: dict[str, Any]) -> Member:
        return services.member_add(actor=self.actor, incident=self.incident, **answers)

    def back(self) -> str:
        return f"{super().back()}#panel-team"


class MemberEdit(OfCase, FormPage):
    permission, title, form = WORK, _("Telephone"), TelephoneForm

    @cached_property
    def member(self) -> Member:
        return found(member_of(self.actor, self.incident, self.kwargs["pk"]))

    def admit(self) -> None:
        super().admit()
        self.member  # noqa: B018 - found, or 404

    @property
    def lead(self) -> str:  # type: ignore[override]
        return self.member.person.name

    def initial(self) -> dict[str, Any]:
        return {"telephone": self.member.telephone}

    def save(self, answers: dict[str, Any]) -> Member:
        return services.member_edit(actor=self.actor, member=self.member, **answers)

    def back(self) -> str:
        return self.at("contacts")


@http.needs(WORK)
@require_POST
def member_drop(request: Request, reference: str, pk: Any) -> HttpResponseBase:
    page = Contacts()
    page.setup(request, reference=reference)
    member = found(member_of(page.actor, page.incident, pk))
    away = member.person_id == page.actor.person_id and page.incident.restricted
    to = page.url(page.menu) if away else f"{page.back()}#panel-team"
    return http.act(
        request,
        gettext("They are no longer on the team."),
        to,
        lambda: services.member_drop(actor=page.actor, member=member),
    )


def key_in(text: str) -> UUID | None:
    """The key that a text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None

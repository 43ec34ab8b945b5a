"""What a case hit."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.core.requests import Request
from holger.core.words import N_
from holger.incidents.forms.working import AffectedEditForm, AffectedForm
from holger.incidents.models import Affected
from holger.incidents.permissions import WORK
from holger.incidents.selectors.affected import KINDS, kinds_here, row_of
from holger.incidents.services import affected as services
from holger.incidents.views.common import found
from holger.incidents.views.of_case import OfCase
from holger.incidents.views.team import key_in
from holger.ui import http
from holger.ui.pages import FormPage, Page


class AffectedAdd(OfCase, FormPage):
    """``?kind=assets``: the kind of object to look for, by the search that finds it."""

    permission, title, form, template = WORK, _("What was hit?"), AffectedForm, "incidents/affected_add.html"
    lead = _("Add what you suspect, too: being examined is a state of its own.")
    button, done = _("Add"), _("It stands among what is affected.")

    @cached_property
    def kind(self) -> Any:
        offered = {search: subject for subject, search in kinds_here()}
        asked = self.request.GET.get("kind") or next(iter(offered), "")
        if asked not in offered:
            raise Http404
        return offered[asked], asked

    def admit(self) -> None:
        super().admit()
        self.kind  # noqa: B018 - found, or 404

    def given(self) -> dict[str, Any]:
        return {"search": self.kind[1], "kind": self.kind[0].title}

    def context(self) -> dict[str, Any]:
        return {"kinds": [(subject.title, search, search == self.kind[1]) for subject, search in kinds_here()]}

    def save(self, answers: dict[str, Any]) -> Any:
        return services.affected_add_all(actor=self.actor, incident=self.incident, **answers)

    def back(self) -> str:
        return f"{super().back()}#panel-affected"

    def next(self, obj: Any) -> str:
        return self.back()


class AffectedEdit(OfCase, FormPage):
    permission, title, form = WORK, _("How does it stand with it?"), AffectedEditForm

    @cached_property
    def row(self) -> Affected:
        return found(row_of(self.actor, self.incident, self.kwargs["pk"]))

    def admit(self) -> None:
        super().admit()
        self.row  # noqa: B018 - found, or 404

    @property
    def lead(self) -> str:  # type: ignore[override]
        return services.name_of(self.actor, self.row)

    def initial(self) -> dict[str, Any]:
        row = self.row
        return {
            "condition": row.condition,
            "people_count": row.people_count,
            "note": row.note,
            "version": row.version,
        }

    def save(self, answers: dict[str, Any]) -> Affected:
        return services.affected_set(actor=self.actor, affected=self.row, version=self.version, **answers)

    def back(self) -> str:
        return f"{super().back()}#panel-affected"


class OfAffected(OfCase, Page):
    permission, title = WORK, _("What was hit?")


@http.needs(WORK)
@require_POST
def affected_drop(request: Request, reference: str, pk: Any) -> HttpResponseBase:
    page = AffectedEdit()
    page.setup(request, reference=reference, pk=pk)
    row = page.row
    return http.act(
        request,
        gettext("It is taken out."),
        page.back(),
        lambda: services.affected_drop(actor=page.actor, affected=row),
    )


def chosen(subject: Any) -> Any:
    if subject is None:
        raise RuleBroken(N_("Choose something that is there."))
    return subject


@http.needs(WORK)
@require_POST
def affected_also(request: Request, reference: str) -> HttpResponseBase:
    """One click on something that is proposed."""
    page = OfAffected()
    page.setup(request, reference=reference)
    incident, kind, key = page.incident, request.POST.get("kind", ""), key_in(request.POST.get("key", ""))
    known = kind in KINDS and kind in registry.subjects and key is not None
    subject = registry.subjects[kind].visible(page.actor).filter(pk=key).first() if known else None
    return http.act(
        request,
        gettext("It stands among what is affected."),
        f"{page.back()}#panel-affected",
        lambda: services.affected_add(actor=page.actor, incident=incident, subject=chosen(subject)),
    )


@http.needs(WORK)
@require_POST
def people_take(request: Request, reference: str) -> HttpResponseBase:
    page = OfAffected()
    page.setup(request, reference=reference)
    incident = page.incident
    return http.act(
        request,
        gettext("The case has the number of people of what was hit."),
        f"{page.back()}#panel-affected",
        lambda: services.people_count_take(actor=page.actor, incident=incident),
    )

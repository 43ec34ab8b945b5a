"""Tying cases to each other, and making a case of its own of a part."""

from functools import cached_property
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.errors import RuleBroken
from holger.core.requests import Request
from holger.core.words import N_
from holger.incidents.forms.working import RelationForm, SplitForm
from holger.incidents.models import Entry, Incident, Relation
from holger.incidents.permissions import WORK
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.relations import relation_of
from holger.incidents.selectors.timeline import entries_of, names_in
from holger.incidents.services import relations as services
from holger.incidents.views.common import found
from holger.incidents.views.of_case import OfCase
from holger.incidents.words import timeline_words
from holger.ui import days, http
from holger.ui.pages import FormPage

OFFERED = 50
LINES = 200


class RelationAdd(OfCase, FormPage):
    permission, title, form, template = WORK, _("Tie to another case"), RelationForm, "incidents/relation_add.html"
    button, done = _("Tie"), _("The two cases are tied.")

    def save(self, answers: dict[str, Any]) -> Relation:
        reference = answers.pop("reference").strip().upper()
        other = incidents_for(self.actor).filter(reference=reference).first()
        if other is None:
            raise RuleBroken(N_("There is no case called that here."), "reference")
        try:
            return services.relation_add(actor=self.actor, incident=self.incident, other=other, **answers)
        except RuleBroken as broken:
            raise RuleBroken(broken.text, "reference", broken.params) from broken

    def context(self) -> dict[str, Any]:
        rows = incidents_for(self.actor).exclude(pk=self.incident.pk).order_by("-detected_at", "-number")
        return {"cases": rows.values_list("reference", "title")[:OFFERED]}

    def back(self) -> str:
        return f"{super().back()}#panel-relations"


@http.needs(WORK)
@require_POST
def relation_drop(request: Request, reference: str, pk: Any) -> HttpResponseBase:
    page = RelationAdd()
    page.setup(request, reference=reference)
    row = found(relation_of(page.actor, page.incident, pk))
    return http.act(
        request,
        gettext("The two cases are no longer tied."),
        page.back(),
        lambda: services.relation_drop(actor=page.actor, relation=row),
    )


class Split(OfCase, FormPage):
    permission, title, form = WORK, _("Make a part a case of its own"), SplitForm
    lead = _(
        "For what turns out to be something else. It gets the same leader and team, and is kept from the same people."
    )
    button, done = _("Make the case"), _("The new case is here. It tells where it came from.")

    @cached_property
    def entries(self) -> dict[str, Entry]:
        rows = entries_of(self.actor, self.incident).filter(incident=self.incident)[:LINES]
        return {str(row.pk): row for row in rows}

    def given(self) -> dict[str, Any]:
        names = names_in(self.actor, list(self.entries.values()))
        return {"lines": [(key, self._words(row, names)) for key, row in self.entries.items()]}

    def _words(self, row: Entry, names: dict[str, str]) -> str:
        head, text, _reason = timeline_words(row.told, names) if row.told else ("", row.text, "")
        return f"{days.moment(row.at)} {head} {text}"[:200]

    def save(self, answers: dict[str, Any]) -> Incident:
        chosen = [self.entries[key] for key in answers.pop("entries")]
        return services.incident_split(actor=self.actor, incident=self.incident, entries=chosen, **answers)

    def next(self, obj: Any) -> str:
        return self.request.base + obj.path

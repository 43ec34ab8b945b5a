"""How reports are taken in, and how severity is said: chosen from the ready methods, or made one's own."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.incidents import services
from holger.incidents.forms.settings import CaseSettingsForm, MethodForm
from holger.incidents.models import CaseSettings
from holger.incidents.permissions import SETTINGS
from holger.incidents.rules.severity import Method
from holger.incidents.selectors.severity import case_settings_of, method_of
from holger.incidents.views.common import Way
from holger.ui.pages import Button, FormPage

HERE = "incidents:case-settings"
TITLE = _("Reports and severity")
LOOKS = ("ok", "mid", "high", "crit")


class CaseSettingsEdit(FormPage):
    permission, title, menu = SETTINGS, TITLE, "organisation:settings"
    lead = _("Who takes reports in, whom to call, and by which method you say how severe an incident is.")
    form, template = CaseSettingsForm, "incidents/case_settings.html"

    def find(self) -> CaseSettings:
        return case_settings_of(self.actor.organisation_id)

    def initial(self) -> dict[str, Any]:
        row = self.object
        chosen = [] if row._state.adding else list(row.intake.values_list("pk", flat=True))
        return {"intake": chosen, "method": row.method}

    def actions(self) -> Sequence[Button]:
        return [Button(_("Make the method your own"), self.url("incidents:case-method"), "pencil")]

    def context(self) -> dict[str, Any]:
        method = method_of(self.actor.organisation_id)
        return {
            "grid": grid(method),
            "columns": titles(method.urgencies),
            "levels": levels(method),
            "own": bool(self.object.own),
        }

    def back(self) -> str:
        return self.url("organisation:settings")

    def next(self, obj: Any) -> str:
        return self.url(HERE)

    def save(self, answers: dict[str, Any]) -> CaseSettings:
        return services.case_settings_set(actor=self.actor, version=self.version, **answers)


class MethodEdit(FormPage):
    """What the levels are called, and which severity each pair of impact and urgency has."""

    permission, title, menu = SETTINGS, _("Your own method of severity"), "organisation:settings"
    lead = _("Call the levels what you call them, and set the grid. Every incident is weighed anew when you save.")
    form, template = MethodForm, "incidents/case_method.html"

    def find(self) -> CaseSettings:
        return case_settings_of(self.actor.organisation_id)

    def crumbs(self) -> Way:
        return [(TITLE, self.url(HERE)), (self.title, None)]

    def given(self) -> dict[str, Any]:
        return {"method": method_of(self.actor.organisation_id)}

    def initial(self) -> dict[str, Any]:
        return {} if self.object._state.adding else {"version": self.object.version}

    def back(self) -> str:
        return self.url(HERE)

    def next(self, obj: Any) -> str:
        return self.url(HERE)

    def save(self, answers: dict[str, Any]) -> CaseSettings:
        return services.case_settings_set(actor=self.actor, version=self.version, own=self.bound.own)


def titles(found: Sequence[Any]) -> list[str]:
    return [say(each.title, get_language()) for each in found]


def grid(method: Method) -> list[tuple[str, list[tuple[str, str]]]]:
    """A row for each impact: its title, and of each cell the severity's title and colour."""
    names = dict(zip((each.key for each in method.severities), titles(method.severities), strict=True))
    rows = zip(titles(method.impacts), method.grid, strict=True)
    return [(title, [(names[key], look(method, key)) for key in cells]) for title, cells in rows]


def levels(method: Method) -> list[tuple[str, str, str, int]]:
    """Of each severity: title, colour, what it means, and within how many hours somebody is at work on it."""
    language = get_language()
    return [
        (say(each.title, language), look(method, each.key), say(each.about, language), each.hours)
        for each in method.severities
    ]


def look(method: Method, key: str) -> str:
    """The worst is red and the least green, however many there are."""
    last = max(len(method.severities) - 1, 1)
    return LOOKS[round(method.ranks[key] * (len(LOOKS) - 1) / last)]

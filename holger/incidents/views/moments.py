"""Telling when something happened, and putting it right, with the deadlines that would move shown before anything is saved."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.words import N_
from holger.incidents.forms.cases import CorrectForm, TellForm
from holger.incidents.models.moments import Moment, Point
from holger.incidents.permissions import DECIDE
from holger.incidents.rules.assessing import QUESTIONS
from holger.incidents.rules.clock_entry import Start
from holger.incidents.rules.facts import Moment as Said
from holger.incidents.rules.supposing import shifts, supposing_aware_of
from holger.incidents.selectors.clocks import supposed
from holger.incidents.services import moments as services
from holger.incidents.tables.clocks import moved
from holger.incidents.views.of_case import OfCase
from holger.ui.pages import FormPage


class MomentEnter(OfCase, FormPage):
    """``?of=question``: when one became aware of just that, where it was at another time than of the incident."""

    permission, template = DECIDE, "incidents/moment.html"
    done = _("Saved. All deadlines that hang on it are worked out anew.")

    def admit(self) -> None:
        super().admit()
        if self.kwargs["point"] not in Point.values or (self.question and self.question not in QUESTIONS):
            raise Http404
        if self.question and self.kwargs["point"] != Point.AWARE:
            raise Http404

    @property
    def question(self) -> str:
        return self.request.GET.get("of", "")

    @property
    def start(self) -> Start:
        return Start(self.kwargs["point"])

    @cached_property
    def before(self) -> list[Said]:
        return services.entered(self.case.facts, self.start, self.question)

    @property
    def form(self) -> Any:  # type: ignore[override]
        return CorrectForm if self.before else TellForm

    @property
    def title(self) -> Any:  # type: ignore[override]
        word = Point(self.kwargs["point"]).label
        return gettext("Correct: %(what)s") % {"what": word} if self.before else word

    @property
    def lead(self) -> str:  # type: ignore[override]
        if self.question:
            return gettext("When did you become aware of this? %(question)s") % {
                "question": gettext(QUESTIONS[self.question].text)
            }
        return gettext(LEADS[self.start])

    def initial(self) -> dict[str, Any]:
        return {"at": self.before[-1].at, "basis": self.before[-1].basis} if self.before else {"at": dates.now()}

    def save(self, answers: dict[str, Any]) -> Moment:
        told = {"point": self.kwargs["point"], "question": self.question, **answers}
        write = services.moment_correct if self.before else services.moment_tell
        return write(actor=self.actor, incident=self.incident, **told)

    def context(self) -> dict[str, Any]:
        """Worked out only when it is asked for: with a time that can be read."""
        asked = self.request.method == "POST" and self.bound.is_valid()
        at = self.bound.cleaned_data["at"] if asked else None
        return {"before": self.before, "asked": asked, "moved": self.moved(at) if at else [], "heads": HEADS}

    def moved(self, at: Any) -> Any:
        case, now = self.case, dates.now()
        facts = (
            supposing_aware_of(case.facts, self.question, at) if self.question else case.facts.supposing(self.start, at)
        )
        return moved([shifts(case.clocks, supposed(case.law, facts, now))], case.organisation.zone, HEADS)


HEADS = (_("Now"), _("Then"))
LEADS = {
    Start.FIRST_SIGN: N_("When was something first seen that turned out to be this?"),
    Start.AWARE: N_(
        "When were you reasonably certain? A presumption is not yet awareness, but must be looked into at once."
    ),
    Start.FIX_AVAILABLE: N_("When was a fix or another remedy available to users?"),
    Start.HANDLED: N_("When was the incident over: stopped, and normal running back?"),
}

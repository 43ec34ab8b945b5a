"""Exercises: choosing one, leading it, and ending it with a report."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core import dates
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.words import say
from holger.exchange.papers.setting import paper_file
from holger.incidents import library, services
from holger.incidents.forms.drills import FinishForm, StartForm
from holger.incidents.models import Incident, Status
from holger.incidents.papers.drills import drill_paper
from holger.incidents.permissions import WORK
from holger.incidents.rules.exercises import Exercise
from holger.incidents.selectors.drills import began, drills_for, exercise_of, told_in, word
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.views.common import MENU, TITLE, Way, found
from holger.incidents.views.of_case import OfCase
from holger.ui import http
from holger.ui.pages import Button, FormPage, Page

EXERCISES = _("Exercises")
SHOWN = 50


class ExerciseList(Page):
    """The exercises of the library, and those that were played."""

    permission, title, menu, template = WORK, EXERCISES, MENU, "incidents/exercises.html"
    lead = _("Sit together for an hour and play an incident. What you find out costs nothing yet.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def context(self) -> dict[str, Any]:
        language = get_language()
        played = list(drills_for(self.actor).select_related("owner").order_by("-detected_at")[:SHOWN])
        counts: dict[str, int] = {}
        for row in played:
            counts[row.exercise] = counts.get(row.exercise, 0) + 1
        ready = [
            {
                "title": say(each.title, language),
                "setting": say(each.setting, language),
                "minutes": each.minutes,
                "injects": len(each.injects),
                "played": counts.get(each.key, 0),
                "url": self.url("incidents:exercise-start", key=each.key),
            }
            for each in library.exercises().values()
        ]
        return {"ready": ready, "played": played}


class ExerciseStart(FormPage):
    permission, menu, form = WORK, MENU, StartForm
    template = "incidents/exercise_start.html"
    button, done = _("Begin the exercise"), _("The exercise has begun. Read the setting aloud.")

    @cached_property
    def exercise(self) -> Exercise:
        return found(library.exercises().get(self.kwargs["key"]))

    def admit(self) -> None:
        super().admit()
        self.exercise  # noqa: B018 - found, or 404

    @property
    def title(self) -> Any:  # type: ignore[override]
        return say(self.exercise.title, get_language())

    def crumbs(self) -> Way:
        return [
            (TITLE, self.url(MENU)),
            (EXERCISES, self.url("incidents:exercises")),
            (self.title, None),
        ]

    def initial(self) -> dict[str, Any]:
        return {"leader": self.actor.person_id}

    def context(self) -> dict[str, Any]:
        return {"exercise": self.exercise, "setting": say(self.exercise.setting, get_language())}

    def save(self, answers: dict[str, Any]) -> Incident:
        return services.drill_start(actor=self.actor, exercise=self.exercise.key, **answers)

    def back(self) -> str:
        return self.url("incidents:exercises")

    def next(self, obj: Any) -> str:
        """Whoever leads it goes on to lead it; the others see the case."""
        if obj.owner_id == self.actor.person_id:
            return self.url("incidents:drill", reference=obj.reference)
        return self.base + obj.path


class OfDrill(OfCase):
    """Only whoever leads it sees what comes, and what a good answer has."""

    @cached_property
    def exercise(self) -> Exercise:
        return found(exercise_of(self.incident))

    def admit(self) -> None:
        super().admit()
        self.exercise  # noqa: B018 - found, or 404
        if self.incident.owner_id is None or self.incident.owner_id != self.actor.person_id:
            raise NotAllowed(WORK)


class DrillLead(OfDrill, Page):
    permission, title, template = WORK, _("Lead the exercise"), "incidents/drill.html"

    def heading(self) -> str:
        return say(self.exercise.title, get_language())

    def actions(self) -> Sequence[Button]:
        if self.incident.status == Status.CLOSED:
            return []
        return [Button(_("End the exercise"), self.at("drill-finish"), "check", primary=True)]

    def context(self) -> dict[str, Any]:
        language, now = get_language(), dates.now()
        injects = [
            {
                "told": each,
                "text": say(each.inject.text, language),
                "due": each.is_due(now),
                "url": self.at("drill-inject", number=each.number),
            }
            for each in told_in(self.incident, self.exercise)
        ]
        return {
            "setting": say(self.exercise.setting, language),
            "injects": injects,
            "questions": [(say(each.ask, language), say(each.good, language)) for each in self.exercise.questions],
            "minute": max(0, int((now - began(self.incident)).total_seconds() // 60)),
            "minutes": self.exercise.minutes,
            "open": self.incident.status != Status.CLOSED,
            "case_url": self.back(),
        }


class DrillFinish(OfDrill, FormPage):
    permission, title, form = WORK, _("End the exercise"), FinishForm
    lead = _("Go round the table: what surprised us, what was missing, what will we change?")
    button, done = _("End the exercise"), _("The exercise is over. Its report is kept as evidence.")

    def save(self, answers: dict[str, Any]) -> Any:
        return services.drill_finish(
            actor=self.actor, incident=self.incident, report=self.report(answers["lessons"]), **answers
        )

    def report(self, lessons: str) -> SimpleUploadedFile:
        language = self.case.organisation.language
        with override(language):
            paper = drill_paper(self.actor, self.case, self.exercise, lessons, language)
            name = slugify(f"{word(language)} {self.incident.reference}")
        return SimpleUploadedFile(f"{name}.pdf", paper_file(paper, "pdf"), content_type="application/pdf")

    def next(self, obj: Any) -> str:
        return self.back()


@http.needs(WORK)
@require_POST
def inject_tell(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    incident = get_object_or_404(incidents_for(request.actor), reference=reference)
    try:
        services.inject_tell(actor=request.actor, incident=incident, number=number)
        http.tell(request, gettext("The table has been told."))
    except RuleBroken as broken:
        http.tell(request, broken.message, level=40)
    return HttpResponseRedirect(http.link(request, "incidents:drill", reference=reference))

"""Answering the questions of an incident, and what the thresholds of the law say of it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.words import say
from holger.incidents import library
from holger.incidents.forms.cases import WORDS, DecisionForm, MeasuresForm, TouchedForm, measured
from holger.incidents.models.decisions import CaseMeasures, Decision
from holger.incidents.models.law import Agreement, CaseAgreements
from holger.incidents.permissions import DECIDE
from holger.incidents.rules.assessing import QUESTIONS, Answer
from holger.incidents.rules.significance import Held, Measure
from holger.incidents.rules.supposing import shifts, supposing_answer
from holger.incidents.selectors.clocks import supposed
from holger.incidents.selectors.decisions import Assessed, Weighing, assessments_of, measures_of, weighing_of
from holger.incidents.selectors.law import agreements_in
from holger.incidents.services import decisions as services
from holger.incidents.services import law
from holger.incidents.tables.clocks import moved
from holger.incidents.views.of_case import OfCase
from holger.incidents.words import HELD_LOOKS, HELD_WORDS, source_words
from holger.ui import cells
from holger.ui.pages import FormPage


class DecisionMake(OfCase, FormPage):
    """One question: what follows from each answer stands above it, and what was decided before below."""

    permission, form, template = DECIDE, DecisionForm, "incidents/decide.html"
    done = _("It is decided. The deadlines follow.")

    def admit(self) -> None:
        super().admit()
        self.assessed  # noqa: B018 - found, or 404

    @cached_property
    def assessed(self) -> Assessed:
        found = {each.question.key: each for each in assessments_of(self.case)}
        if self.kwargs["question"] not in found:
            raise Http404
        return found[self.kwargs["question"]]

    @property
    def title(self) -> str:  # type: ignore[override]
        return gettext(self.assessed.question.text)

    @property
    def lead(self) -> str:  # type: ignore[override]
        return gettext("Undecided is not neutral: until you have answered no, the deadlines count.")

    def initial(self) -> dict[str, Any]:
        decision = self.assessed.decision
        return {"answer": decision.answer if decision else None}

    def save(self, answers: dict[str, Any]) -> Decision:
        question = self.assessed.question.key
        return services.decision_make(actor=self.actor, incident=self.incident, question=question, **answers)

    def context(self) -> dict[str, Any]:
        key, case, now = self.assessed.question.key, self.case, dates.now()
        cases = [
            shifts(case.clocks, supposed(case.law, supposing_answer(case.facts, key, answer, now), now))
            for answer in (Answer.YES, Answer.NO)
        ]
        heads = [gettext("Now"), gettext("If yes"), gettext("If no")]
        return {
            "assessed": self.assessed,
            "moved": moved(cases, case.organisation.zone, heads),
            "heads": heads,
            "ground": QUESTIONS[QUESTIONS[key].after] if QUESTIONS[key].after else None,
            "weighing": told(weighing_of(self.actor, case)) if key == "significant" else None,
        }


def told(weighing: Weighing) -> dict[str, Any]:
    """What the thresholds say, in words."""
    language = get_language()
    rows = [
        (say(each.text, language), source_words(each.source), held_badge(held))
        for held in Held
        for each in weighing.outcome.criteria[held]
    ]
    return {
        "held": weighing.held,
        "badge": held_badge(weighing.held),
        "rows": rows,
        "excepted": [say(each.text, language) for each in weighing.outcome.excepted],
        "missing": len(weighing.outcome.missing),
        "others": weighing.others,
        "together": held_badge(weighing.together) if weighing.others else "",
    }


def held_badge(held: Held) -> Any:
    level, icon = HELD_LOOKS[held]
    return cells.badge(HELD_WORDS[held], level, icon)


class MeasuresEdit(OfCase, FormPage):
    """The helper: what was measured, held against the thresholds that concern the organisation. It decides nothing."""

    permission, title, form = DECIDE, _("Is it significant? Measure it"), MeasuresForm
    template = "incidents/measures.html"
    lead = _("Answer what you know. What you leave open is not known, and may still be so.")
    done = _("Saved. Now answer the question itself.")

    @cached_property
    def row(self) -> CaseMeasures:
        return measures_of(self.incident)

    @cached_property
    def measures(self) -> Sequence[Measure]:
        """Those that the criteria for this organisation ask of, in their order."""
        thresholds, kinds = library.significance(), self.case.law.place.kinds
        concerned = [
            *(each for each in thresholds.criteria if each.concerns(kinds)),
            *thresholds.exceptions,
            thresholds.loss,
        ]
        names = dict.fromkeys(name for each in concerned for name in each.measures)
        return [thresholds.measures[name] for name in thresholds.measures if name in names]

    def given(self) -> dict[str, Any]:
        return {"measures": self.measures}

    def initial(self) -> dict[str, Any]:
        facts = {key: WORDS[value] if isinstance(value, bool) else value for key, value in self.row.facts.items()}
        return facts | {"cause": self.row.cause, "version": self.row.version}

    def save(self, answers: dict[str, Any]) -> CaseMeasures:
        kept = {key: value for key, value in self.row.facts.items() if key not in {each.key for each in self.measures}}
        return services.measures_set(
            actor=self.actor,
            incident=self.incident,
            facts=kept | measured(self.measures, answers),
            cause=answers["cause"],
            version=None if self.row._state.adding else self.version,
        )

    def next(self, obj: Any) -> str:
        return self.at("decide", question="significant")

    def context(self) -> dict[str, Any]:
        return {"weighing": told(weighing_of(self.actor, self.case))}


class TouchedEdit(OfCase, FormPage):
    permission, title, form = DECIDE, _("Agreements that it touches"), TouchedForm
    lead = _("Each of them has its own deadline while the question about contracts is not answered no.")

    @cached_property
    def agreements(self) -> list[Agreement]:
        return list(agreements_in(self.actor.organisation_id))

    def given(self) -> dict[str, Any]:
        return {"agreements": self.agreements}

    def initial(self) -> dict[str, Any]:
        return {"agreements": [each.key for each in self.case.facts.agreements]}

    def save(self, answers: dict[str, Any]) -> CaseAgreements:
        chosen = [row for row in self.agreements if str(row.pk) in answers["agreements"]]
        return law.case_agreements_set(actor=self.actor, incident=self.incident, agreements=chosen)

"""The deadlines of incidents: all that run, and one of them with everything that there is to say of it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.words import say
from holger.incidents.forms.cases import SentForm, WhyForm
from holger.incidents.models.decisions import Decision
from holger.incidents.models.notices import SentNotice
from holger.incidents.permissions import DECIDE, NOTIFY, VIEW
from holger.incidents.rules.clocks import Clock, State, dismissible
from holger.incidents.rules.reminders import following
from holger.incidents.rules.why import why
from holger.incidents.selectors.drills import real
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.law import recipients_under
from holger.incidents.services import decisions
from holger.incidents.services import notices as services
from holger.incidents.tables.clocks import Line, line, running_lines
from holger.incidents.views.common import MENU, TITLE, Way
from holger.incidents.views.of_case import OfCase, clock_or_404
from holger.incidents.words import rule_words
from holger.ui.pages import Button, FormPage, Page


class ClockList(Page):
    """Every deadline that is open in any incident that the reader sees."""

    permission, title, menu, template = VIEW, _("Running deadlines"), MENU, "incidents/clocks.html"
    lead = _("Of all incidents that you may see, the ones that press most first.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def context(self) -> dict[str, Any]:
        return {"lines": running_lines(self.request, real(incidents_for(self.actor)))[0]}


class OfClock(OfCase):
    @cached_property
    def clock(self) -> Clock:
        return clock_or_404(self.case, self.kwargs["clock"])

    def admit(self) -> None:
        super().admit()
        self.clock  # noqa: B018 - found, or 404

    def way(self) -> Way:
        return [
            *super().way(),
            (say(self.clock.rule.title, get_language()), self.at("clock-detail", clock=self.clock.key)),
        ]

    def back(self) -> str:
        return self.at("clock-detail", clock=self.clock.key)


class ClockDetail(OfClock, Page):
    permission, title, template = VIEW, _("Deadline"), "incidents/clock.html"

    def heading(self) -> str:
        return say(self.clock.rule.title, get_language())

    def crumbs(self) -> Way:
        return [*super().way()[:-1], (self.heading(), None)]

    def actions(self) -> Sequence[Button]:
        clock, found = self.clock, []
        if clock.is_open and clock.limit is not None and dismissible(clock.limit):
            found.append(
                Button(_("Not relevant"), self.at("clock-dismiss", clock=clock.key), "circle-off", permission=DECIDE)
            )
        if self.put_aside:
            found.append(
                Button(_("Relevant after all"), self.at("clock-take-up", clock=clock.key), "restore", permission=DECIDE)
            )
        if (step := self.line.action) is not None:
            found.append(Button(step[0], step[1], "file-description", primary=True, permission=NOTIFY))
        return found

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions(), self.incident)

    @property
    def put_aside(self) -> bool:
        dismissed = self.case.facts.dismissed.get(self.clock.key)
        return self.clock.state == State.NOT_RELEVANT and dismissed is not None and self.clock.decision is dismissed

    @cached_property
    def line(self) -> Line:
        return line(self.request, self.desk, self.clock)

    def context(self) -> dict[str, Any]:
        clock, facts = self.clock, self.case.facts
        coming = following(clock, dates.now())
        return {
            "clock": clock,
            "line": self.line,
            "about": say(clock.rule.about, get_language()),
            "why": [gettext(each.text) % each.params for each in why(clock)],
            "limits": rule_words(clock.rule),
            "decision": clock.decision,
            "notices": [row for row in self.case.entered.notices if row.clock == clock.key],
            "dismissed": facts.dismissed.get(clock.key),
            "coming": coming,
            "recipients": recipients_under(self.actor, clock.rule.regime, self.case.law.place.country),
            "rule_url": self.url("incidents:rule-detail", key=clock.rule.key, valid_from=self.rule_from),
        }

    @property
    def rule_from(self) -> str:
        """The day of the rule itself: where the rule reads otherwise in a country, that has a day of its own."""
        ours = {rule.key: rule.valid_from for rule in self.case.law.whole if rule.enabled}
        return ours.get(self.clock.rule.key, self.clock.rule.valid_from).isoformat()


class ClockDismiss(OfClock, FormPage):
    permission, title, form = DECIDE, _("Not relevant"), WhyForm
    lead = _("The law gives this deadline no hours. Say why it is not relevant here; you may be asked.")
    button, done = _("Put it aside"), _("It is put aside, with your reason.")

    def save(self, answers: dict[str, Any]) -> Decision:
        return decisions.clock_dismiss(actor=self.actor, incident=self.incident, clock=self.clock.key, **answers)


class ClockTakeUp(OfClock, FormPage):
    permission, title, form = DECIDE, _("Relevant after all"), WhyForm
    button, done = _("Take it up"), _("It counts again.")

    def save(self, answers: dict[str, Any]) -> Decision:
        return decisions.clock_take_up(actor=self.actor, incident=self.incident, clock=self.clock.key, **answers)


class ClockSent(OfClock, FormPage):
    """Writing down that something was sent, where there is no form of ours to fill in."""

    permission, title, form = NOTIFY, _("Write down that it is sent"), SentForm
    done = _("It is written down, for good.")

    def initial(self) -> dict[str, Any]:
        return {"at": dates.now(), "recipient": say(self.clock.to, get_language())}

    def save(self, answers: dict[str, Any]) -> SentNotice:
        language = (get_language() or "en")[:2]
        return services.notice_record(
            actor=self.actor, incident=self.incident, clock=self.clock.key, language=language, **answers
        )

"""One risk: its page, its levels, its decisions."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.controls.models import Status
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import say
from holger.risks import selectors, services
from holger.risks.forms import AcceptForm, CloseForm, DeclineForm, LevelsForm, RequestForm, RiskForm
from holger.risks.models import Acceptance, Risk, Treatment
from holger.risks.models.risk import LEVEL_NAMES, STAGE_NAMES
from holger.risks.rules import acceptance, scoring
from holger.risks.rules.method import SHORT
from holger.risks.rules.scoring import CONSEQUENCES, FIELDS, ORGANISATION, STAGES, SUBJECTS
from holger.risks.tables import band_name, letters, number, score, status_badge, status_of, trend
from holger.risks.tables import effects as told
from holger.risks.views.common import MENU, WithMethod, about_activity, asset_or_404, crumbs, risk_or_404
from holger.ui import cells, days, http
from holger.ui.pages import Button, DetailPage, Fact, FormPage


class RiskDetail(WithMethod, DetailPage):
    permission, menu, icon = "risks.view", MENU, "alert-triangle"
    template = "risks/risk_detail.html"

    def find(self) -> Risk:
        return risk_or_404(self.actor, self.kwargs["reference"])

    def heading(self) -> str:
        return self.object.name

    def crumbs(self) -> list[Any]:
        return crumbs(self, (_("Register"), self.url("risks:risk-list")), (self.object.reference, None))

    def badges(self) -> list[SafeString]:
        risk = self.object
        found = [score(self.method, risk.current_score, risk.current_band)] if risk.current_score else []
        if risk.over_appetite:
            found.append(cells.badge(gettext("Over the appetite"), "crit", "alert-triangle"))
        return [*found, status_badge(status_of(risk, self))]

    def actions(self) -> list[Button]:
        risk = self.object
        here = {"reference": risk.reference}
        if risk.archived_at:
            return [
                Button(
                    _("Restore"),
                    self.url("risks:risk-restore", **here),
                    "restore",
                    post=True,
                    permission="risks.delete",
                )
            ]
        if risk.closed_at:
            return [
                Button(
                    _("Reopen"), self.url("risks:risk-reopen", **here), "restore", post=True, permission="risks.delete"
                ),
                Button(
                    _("Archive"),
                    self.url("risks:risk-archive", **here),
                    "archive",
                    post=True,
                    permission="risks.delete",
                    confirm=_("Archive this risk? What rounds have frozen of it stays."),
                ),
            ]
        return [
            Button(pgettext_lazy("risk", "Close"), self.url("risks:risk-close", **here), "archive", permission="risks.delete"),
            Button(_("Edit"), self.url("risks:risk-edit", **here), "pencil", permission="risks.edit"),
            Button(
                pgettext_lazy("verb", "Score"),
                self.url("risks:risk-levels", **here),
                "bolt",
                primary=True,
                permission="risks.assess_subjects",
            ),
        ]  # fmt: skip

    def facts(self) -> list[Fact]:
        risk = self.object
        return [
            Fact(_("Process or asset"), cells.link(risk.asset, self.base + risk.asset.path)),
            Fact(_("Threat"), cells.link(risk.threat, self.base + risk.threat.path) if risk.threat else ""),
            Fact(_("Hits"), letters(risk.hits)),
            Fact(_("Processing activities"), self._activities()),
            Fact(_("Owner"), cells.person(risk.owner)),
            Fact(_("Unit"), risk.unit or ""),
            Fact(_("Treatment"), risk.get_treatment_display() if risk.treatment != Treatment.UNDECIDED else ""),
            Fact(_("Next review"), cells.date(risk.next_review, self.today)),
            Fact(_("Assessed"), self._assessed()),
            Fact(_("Method"), risk.method_number or ""),
        ]

    def _activities(self) -> Any:
        """Those whose data subjects it may hit, as far as the reader sees them."""
        found = list(selectors.activities_of(self.actor, self.object))
        return cells.several(cells.link(each.title, self.base + each.path) for each in found) if found else ""

    def _assessed(self) -> Any:
        risk = self.object
        if risk.assessed_at is None:
            return ""
        return format_html("{} {}", cells.moment(risk.assessed_at), risk.assessed_by)

    def context(self) -> dict[str, Any]:
        risk = self.object
        open_here = risk.closed_at is None and risk.archived_at is None
        return {
            "risk": risk,
            "levels": [self._level_row(name) for name in self._asked()],
            "stage_names": [STAGE_NAMES[stage] for stage in STAGES],
            "scores": [self._score_cell(stage) for stage in STAGES],
            "apart": self._apart(),
            "over": [gettext(str(LEVEL_NAMES_LONG[name])) for name in self._over()],
            **self._controls(open_here),
            "actions_planned": risk.actions.select_related("owner"),
            "may_edit": open_here and self.actor.may("risks.edit", risk),
            "history": self.history,
            **self._acceptance(),
        }

    def _controls(self, open_here: bool) -> dict[str, Any]:
        """What works on the risk, what that explains, and what might help."""
        risk, actor = self.object, self.actor
        effects = selectors.effects_on(actor, risk)
        stale = [effect for effect in effects if effect.is_outdated] if open_here and risk.assessed_at else []
        since = selectors.changed_since(actor, stale) if stale else {}
        seen = selectors.visible_controls(actor, effects)
        may_edit = open_here and actor.may("risks.edit", risk)
        return {
            "controls": len(effects),
            "control_lines": told.lines(effects, risk, self.base, seen, may_edit=may_edit),
            "way": told.way(self.method, risk, effects),
            "by_hand": told.by_hand(self.method, risk, effects) if open_here else None,
            "look_again": [told.look_again(effect, since) for effect in stale],
            "proposals": selectors.proposals(actor, risk) if may_edit and not effects else (),
            "takes_off": range(1, self.method.size) if may_edit else (),
            "may_make": may_edit and actor.may("controls.edit"),
            "may_assess": open_here and actor.may("risks.assess", risk),
            "statuses": Status.choices,
        }

    def _asked(self) -> list[str]:
        """The dimensions that the threat hits, and whatever else has been answered."""
        answered = {n for n in CONSEQUENCES for stage in STAGES if getattr(self.object, f"{stage}_{n}") is not None}
        return [
            n for n in FIELDS if n == "likelihood" or n in answered or (n in ORGANISATION and n in self.object.hits)
        ]

    def _level_row(self, name: str) -> tuple[Any, list[tuple[int | None, str, str]]]:
        """A dimension with the level at each stage: number, word, wording."""
        return LEVEL_NAMES[name], [self._level(name, getattr(self.object, f"{stage}_{name}")) for stage in STAGES]

    def _level(self, name: str, value: int | None) -> tuple[int | None, str, str]:
        if value is None:
            return None, "", ""
        if value == 0:
            return 0, gettext("Does not hit"), ""
        scale = self.method.likelihood if name == "likelihood" else self.method.consequence
        if value > len(scale):
            return value, "", ""
        dimension = "" if name == "likelihood" else "data_subjects" if name in SUBJECTS else SHORT[name]
        level = scale[value - 1]
        return value, say(level.name, days.language()), level.says(days.language(), dimension)

    def _score_cell(self, stage: str) -> SafeString:
        risk = self.object
        return score(self.method, getattr(risk, f"{stage}_score"), getattr(risk, f"{stage}_band"))

    def _apart(self) -> list[tuple[Any, SafeString]]:
        """Both scores, when there are two."""
        scored = scoring.score(self.method, self.object.levels("current"))
        if not (scored.organisation and scored.subjects):
            return []
        both = ((_("For the organisation"), scored.organisation), (_("For the data subjects"), scored.subjects))
        return [(label, score(self.method, cell.score, cell.band)) for label, cell in both]

    def _over(self) -> list[str]:
        return scoring.beyond_appetite(self.method, self.object.levels("current"))

    @cached_property
    def history(self) -> list[tuple[Any, SafeString, SafeString]]:
        """The score in each frozen round, and how it moved from one to the next."""
        found, before = [], None
        for row in selectors.snapshots_of_risk(self.actor, self.object):
            shown = number(row.current_score, row.current_band, self.method)
            found.append((row.round, shown, trend(before, row.current_score)))
            before = row.current_score
        if found:
            now = number(self.object.current_score, self.object.current_band, self.method)
            found.append((None, now, trend(before, self.object.current_score)))
        return found

    def _acceptance(self) -> dict[str, Any]:
        risk, method = self.object, self.method
        live = risk.acceptances.select_related("approver").filter(status__in=["requested", "accepted"]).first()
        past = risk.acceptances.select_related("approver").exclude(status__in=["requested", "accepted"])[:5]
        refused = selectors.refusal(self.actor, method, risk)
        band = method.band_of(risk.current_score)
        acceptors = list(selectors.acceptors_of(self.actor, method, risk)[:12])
        waiting = live is not None and live.status == Acceptance.Status.REQUESTED
        open_here = risk.closed_at is None and risk.archived_at is None
        return {
            "acceptance": live,
            "expired": live.expired(self.today) if live else False,
            "past": past,
            "waiting": waiting,
            "refused": RuleBroken(refused).message if refused else "",
            "acceptors": acceptors,
            "band_name": band_name(method, band.key) if band else "",
            "may_accept": open_here and refused is None,
            "may_ask": open_here and bool(acceptors) and live is None and self.actor.may("risks.edit", risk),
            "may_withdraw": open_here and live is not None and self.actor.may("risks.edit", risk),
        }


LEVEL_NAMES_LONG = {
    "confidentiality": LEVEL_NAMES["c"],
    "integrity": LEVEL_NAMES["i"],
    "availability": LEVEL_NAMES["a"],
    "data_subjects": _("Data subjects"),
}


class RiskCreate(FormPage):
    permission, title, menu = "risks.edit", _("New risk"), MENU
    form, done = RiskForm, _("The risk is created. Now score it.")

    def crumbs(self) -> list[Any]:
        return crumbs(self, (self.title, None))

    def initial(self) -> dict[str, Any]:
        """``?asset=A-7``, or ``?activity=PA-3``: about what, or about whose data."""
        asset, activity = self.request.GET.get("asset", ""), self.request.GET.get("activity", "")
        found: dict[str, Any] = {"hits": ""}
        if activity:
            found |= about_activity(self.actor, activity)
        return {**found, "asset": asset_or_404(self.actor, asset)} if asset else found

    def save(self, answers: dict[str, Any]) -> Risk:
        return services.risk_create(actor=self.actor, **answers)


class RiskPage(WithMethod, FormPage):
    """A form about one risk."""

    menu = MENU

    def find(self) -> Risk:
        return risk_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> list[Any]:
        return crumbs(self, (self.object, self.base + self.object.path), (self.title, None))


class RiskEdit(RiskPage):
    permission, title = "risks.edit", _("Edit the risk")
    form, done = RiskForm, _("The risk is saved.")

    def save(self, answers: dict[str, Any]) -> Risk:
        if not answers["title"]:
            answers["title"] = answers["threat"].title if answers["threat"] else self.object.title
        if not answers["hits"]:
            answers["hits"] = answers["threat"].hits if answers["threat"] else self.object.hits
        return services.risk_edit(actor=self.actor, risk=self.object, version=self.version, **answers)


class RiskLevels(RiskPage):
    """Every level of a risk in one form, for those who want the whole picture of one risk."""

    permission, title = "risks.assess_subjects", _("Score the risk")
    form, done, template = LevelsForm, _("The levels are saved."), "risks/risk_levels.html"

    @cached_property
    def bound(self) -> Any:
        sent = {"data": self.request.POST} if self.request.method == "POST" else {}
        return self._made(self.object, **sent)

    def _form_of(self, current: Any) -> Any:
        return self._made(current)

    def _made(self, risk: Risk, **sent: Any) -> Any:
        form = LevelsForm(actor=self.actor, instance=risk, method=self.method, initial=self._proposed(), **sent)
        if not self.actor.may("risks.assess", risk):
            for name, field in form.fields.items():
                field.disabled = name.rpartition("_")[2] not in SUBJECTS and name != "version"
        return form

    def _proposed(self) -> dict[str, Any]:
        """``?likelihood=4&because=INC-7``: what somebody proposes elsewhere, to be looked at and saved, or not."""
        asked, because = self.request.GET.get("likelihood", ""), self.request.GET.get("because", "")
        if not asked.isdecimal() or len(asked) > 1 or int(asked) not in self.method.levels:
            return {}
        reason = self.object.reason
        told = f"{reason}\n\n{because[:200]}: ".lstrip() if because and because not in reason else reason
        return {"current_likelihood": int(asked), "reason": told}

    def save(self, answers: dict[str, Any]) -> Risk:
        again = self.object.effects.filter(selectors.outdated()).exists()
        changed = {
            name: value
            for name, value in answers.items()
            if value != getattr(self.object, name) or (again and name.startswith("current_"))
        }
        return services.risk_assess(actor=self.actor, risk=self.object, version=self.version, **changed)

    def context(self) -> dict[str, Any]:
        language = days.language()
        return {
            "stage_names": [(stage, STAGE_NAMES[stage]) for stage in STAGES],
            "table": [(LEVEL_NAMES[n], [self.bound[f"{stage}_{n}"] for stage in STAGES]) for n in self._asked()],
            "likelihoods": [
                (level.level, say(level.name, language), level.says(language)) for level in self.method.likelihood
            ],
            "consequences": [self._wordings(level) for level in self.method.consequence],
            "dimensions": [LEVEL_NAMES_LONG[name] for name in LEVEL_NAMES_LONG],
        }

    def _asked(self) -> list[str]:
        return [n for n in FIELDS if n == "likelihood" or n.removeprefix("d") in self.object.hits]

    def _wordings(self, level: Any) -> tuple[int, str, list[str]]:
        language = days.language()
        return level.level, say(level.name, language), [level.says(language, name) for name in LEVEL_NAMES_LONG]


class Decision(RiskPage):
    """A form about living with the risk; on top stands what it is about."""

    template = "risks/risk_accept.html"

    @property
    def band(self) -> str:
        return band_name(self.method, self.object.current_band)

    @property
    def refused(self) -> str:
        """Why nobody may accept the risk as it stands."""
        reason = acceptance.why_not_band(self.method, self.object.current_score)
        return RuleBroken(reason).message if reason else ""


class RiskAccept(Decision):
    permission, title = "risks.accept", _("Accept the risk")
    form, done, button = AcceptForm, _("The risk is accepted."), _("Accept the risk")

    def initial(self) -> dict[str, Any]:
        asked = self.object.acceptances.filter(status=Acceptance.Status.REQUESTED).first()
        return {"reason": asked.reason, "expires_on": asked.expires_on} if asked else {}

    def save(self, answers: dict[str, Any]) -> Risk:
        services.risk_accept(actor=self.actor, risk=self.object, **answers)
        return self.object


class RiskRequest(Decision):
    permission, title = "risks.edit", _("Ask for acceptance")
    form, done, button = RequestForm, _("The question is sent."), _("Ask")

    @cached_property
    def approvers(self) -> dict[str, Any]:
        return {str(p.pk): p for p in selectors.acceptors_of(self.actor, self.method, self.object)}

    @cached_property
    def bound(self) -> Any:
        form = RequestForm(self.request.POST or None, actor=self.actor)
        form.fields["approver"].choices = [
            (key, f"{p.name}, {p.job_title}".strip(", ")) for key, p in self.approvers.items()
        ]
        return form

    def save(self, answers: dict[str, Any]) -> Risk:
        approver = self.approvers[answers.pop("approver")]
        services.risk_request_acceptance(actor=self.actor, risk=self.object, approver=approver, **answers)
        return self.object


class RiskDecline(Decision):
    permission, title = "risks.accept", _("Decline the acceptance")
    form, done, button = DeclineForm, _("The acceptance is declined."), _("Decline")

    def save(self, answers: dict[str, Any]) -> Risk:
        services.acceptance_decline(actor=self.actor, risk=self.object, **answers)
        return self.object


class RiskClose(RiskPage):
    permission, title = "risks.delete", _("Close the risk")
    form, done, button = CloseForm, _("The risk is closed."), _("Close the risk")

    def save(self, answers: dict[str, Any]) -> Risk:
        return services.risk_close(actor=self.actor, risk=self.object, **answers)


def _verb(permission: str, service: Any, done: Any) -> Any:
    """A button that does one thing to a risk and comes back to it."""

    @http.needs(permission)
    @require_POST
    def view(request: HttpRequest, reference: str) -> HttpResponseBase:
        risk = risk_or_404(request.actor, reference)
        try:
            service(actor=request.actor, risk=risk)
            http.tell(request, done)
        except RuleBroken as broken:
            http.tell(request, broken.message, level=40)
        return HttpResponseRedirect(request.base + risk.path)

    return view


def _confirm(*, actor: Actor, risk: Risk) -> None:
    services.risk_confirm(actor=actor, risks=[risk])


risk_confirm = _verb("risks.assess", _confirm, _("The levels still hold."))
risk_use_controls = _verb("risks.assess", services.risk_use_controls, _("The target is what the controls explain."))
risk_withdraw = _verb("risks.edit", services.acceptance_withdraw, _("The acceptance is withdrawn."))
risk_reopen = _verb("risks.delete", services.risk_reopen, _("The risk is open again."))
risk_archive = _verb("risks.delete", services.risk_archive, _("The risk is archived."))
risk_restore = _verb("risks.delete", services.risk_restore, _("The risk is back in the register."))

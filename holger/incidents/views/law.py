"""The room's settings: what the organisation is before the law, the rules of its clocks, whom it tells, what it has agreed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import yaml
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core import dates
from holger.core.words import say
from holger.incidents.forms.law import AgreementForm, ProfileForm, ReasonForm, RecipientForm, RuleForm
from holger.incidents.models.law import Agreement, LegalProfile, OwnRecipient, OwnRule
from holger.incidents.permissions import LAW, VIEW
from holger.incidents.rules.assessing import QUESTIONS
from holger.incidents.rules.clock_entry import Rule, applying
from holger.incidents.rules.clock_writing import told
from holger.incidents.rules.entities import ENTITIES, concerns
from holger.incidents.rules.periods import Place
from holger.incidents.selectors import law as selectors
from holger.incidents.services import law as services
from holger.incidents.views.common import MENU, TITLE, Way
from holger.incidents.words import REGIME_WORDS, limit_words
from holger.ui import http
from holger.ui.pages import Button, FormPage, Page

SETTINGS = _("Settings of incidents")
RULES = _("Rules of the deadlines")
RECIPIENTS = _("Whom to tell")
AGREEMENTS = _("Agreed deadlines")


class LawPage(Page):
    """One of the pages of settings, with the tabs that lead to the others."""

    permission, menu = VIEW, MENU

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def tabs(self) -> list[tuple[Any, str, bool]]:
        """(title, address, is it this one)"""
        return tabs(self)


def tabs(page: Page) -> list[tuple[Any, str, bool]]:
    lines = (
        (_("What you are"), "settings", LAW),
        (RULES, "rules", VIEW),
        (RECIPIENTS, "recipients", VIEW),
        (AGREEMENTS, "agreements", VIEW),
    )
    here = page.request.path
    found = [(title, page.url(f"incidents:{name}"), permission) for title, name, permission in lines]
    return [(title, url, here == url) for title, url, permission in found if page.actor.may(permission)]


class ProfileEdit(FormPage):
    permission, title, menu = LAW, SETTINGS, MENU
    lead = _(
        "What the laws make of you, and what stands on every notification. Have it right before the night that you need it."
    )
    form, template = ProfileForm, "incidents/profile.html"

    def find(self) -> LegalProfile:
        return selectors.profile_of(self.actor.organisation_id)

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def tabs(self) -> list[tuple[Any, str, bool]]:
        return tabs(self)

    def back(self) -> str:
        return self.url(MENU)

    def next(self, obj: Any) -> str:
        return self.url("incidents:settings")

    def save(self, answers: dict[str, Any]) -> LegalProfile:
        return services.profile_set(actor=self.actor, version=self.version, **answers)


# Rules


class RuleList(LawPage):
    title, template = RULES, "incidents/rules.html"
    lead = _("What the laws say of deadlines, with source and validity. Copy a rule to change it, or add your own.")

    def actions(self) -> Sequence[Button]:
        return [Button(_("New rule"), self.url("incidents:rule-create"), "plus", permission=LAW)]

    def context(self) -> dict[str, Any]:
        place = own_place(self)
        lines = [shown(self, each, place) for each in selectors.listed_rules(self.actor)]
        groups = [(REGIME_WORDS[key], [line for line in lines if line["rule"].regime == key]) for key in REGIME_WORDS]
        return {
            "groups": [(name, rows) for name, rows in groups if rows],
            "kinds": [gettext(ENTITIES[k]) for k in sorted(place.kinds)],
            "may_say": self.actor.may(LAW),
        }


def own_place(page: Page) -> Place:
    return selectors.place_of(page.request.organisation, selectors.profile_of(page.actor.organisation_id))


def shown(page: Page, listed: selectors.Listed, place: Place) -> dict[str, Any]:
    """What is told of a rule, in the reader's language and as it reads where the organisation is."""
    rule, language, today = listed.rule, get_language(), dates.today(page.request.organisation.zone)
    kinds = place.kinds
    here = next(iter(applying([replace(rule, enabled=True)], place)), rule)
    return {
        "listed": listed,
        "rule": rule,
        "title": say(rule.title, language),
        "about": say(rule.about, language),
        "to": say(here.to, language),
        "source": here.source,
        "limits": [limit_words(limit) for limit in here.limits],
        "question": gettext(QUESTIONS[rule.follows].text),
        "concerns": concerns(rule.entities, kinds),
        "entities": [gettext(ENTITIES[key]) for key in rule.entities],
        "holds": rule.holds(today),
        "coming": rule.valid_from > today,
        "url": page.url("incidents:rule-detail", key=rule.key, valid_from=rule.valid_from.isoformat()),
    }


class OfRule:
    """A page about one rule, by its key and the day from which it holds."""

    actor: Any
    request: Any
    kwargs: dict[str, Any]
    title: Any
    menu = MENU

    @cached_property
    def listed(self) -> selectors.Listed:
        found = selectors.listed_rule(self.actor, self.kwargs["key"], self.kwargs["valid_from"])
        if found is None:
            raise Http404
        return found

    @property
    def own(self) -> OwnRule:
        if self.listed.row is None:
            raise Http404
        return self.listed.row

    def at(self, name: str) -> str:
        return http.link(self.request, f"incidents:{name}", **self.kwargs_of)

    @property
    def kwargs_of(self) -> dict[str, str]:
        return {name: self.kwargs[name] for name in ("key", "valid_from")}

    def crumbs(self) -> Way:
        rules = http.link(self.request, "incidents:rules")
        here = (say(self.listed.rule.title, get_language()), self.at("rule-detail"))
        return [(TITLE, http.link(self.request, MENU)), (RULES, rules), here, (self.title, None)]

    def back(self) -> str:
        return self.at("rule-detail")


class RuleDetail(OfRule, Page):
    permission, title, template = VIEW, RULES, "incidents/rule.html"

    def permission_on(self) -> None:
        self.listed  # noqa: B018 - found, or 404

    def heading(self) -> str:
        return say(self.listed.rule.title, get_language())

    def crumbs(self) -> Way:
        return [*super().crumbs()[:-2], (self.heading(), None)]

    def actions(self) -> Sequence[Button]:
        listed, found = self.listed, []
        if listed.row is not None:
            text = _("Use the library’s") if listed.ours else _("Remove")
            found.append(Button(text, self.at("rule-drop"), "trash", permission=LAW))
        if listed.rule.enabled:
            found.append(Button(_("Turn off"), self.at("rule-switch"), "circle-off", permission=LAW))
        else:
            found.append(Button(_("Turn on"), self.at("rule-switch"), "circle-check", permission=LAW))
        if listed.row is not None and listed.row.told:
            found.append(Button(_("Edit"), self.at("rule-edit"), "pencil", primary=True, permission=LAW))
        else:
            found.append(Button(_("Copy and change"), self.at("rule-copy"), "copy", permission=LAW, post=True))
        return found

    def context(self) -> dict[str, Any]:
        return {"line": shown(self, self.listed, own_place(self)), "wording": written([self.listed.rule])}


def written(rules: Sequence[Rule]) -> str:
    """As our own files are written."""
    return yaml.safe_dump(told(rules), allow_unicode=True, sort_keys=False, width=100)


@http.needs(LAW)
@require_POST
def rule_copy(request: HttpRequest, key: str, valid_from: str) -> HttpResponseBase:
    found = selectors.listed_rule(request.actor, key, valid_from)
    if found is None:
        raise Http404

    def run() -> None:
        services.rule_copy(actor=request.actor, key=key, valid_from=valid_from)

    to = http.link(request, "incidents:rule-detail", key=key, valid_from=valid_from)
    return http.act(request, gettext("It is your own now. Change what is otherwise with you."), to, run)


class WritesRule(FormPage):
    """A rule as text, and where it cannot be read each fault by its line."""

    form, template = RuleForm, "incidents/rule_edit.html"

    def refuse(self) -> HttpResponse:
        return self.render(form=self.bound, faults=self.faults, status=422 if self.bound.errors else 200)

    @cached_property
    def faults(self) -> list[tuple[int, str]]:
        return []

    def save(self, answers: dict[str, Any]) -> OwnRule:
        try:
            return self.keep(answers)
        except services.RuleUnreadable as unreadable:
            self.faults = [(fault.line, gettext(fault.text) % fault.params) for fault in unreadable.faults]
            raise

    def keep(self, answers: dict[str, Any]) -> OwnRule:
        raise NotImplementedError

    def next(self, obj: Any) -> str:
        return self.url("incidents:rule-detail", key=obj.key, valid_from=obj.valid_from.isoformat())


class RuleEdit(OfRule, WritesRule):
    permission, title = LAW, _("Edit the rule")

    def permission_on(self) -> None:
        """Only what the organisation has written itself is edited."""
        if not self.own.told:
            raise Http404

    def initial(self) -> dict[str, Any]:
        return {"text": written([self.listed.rule]), "reason": self.own.reason, "version": self.own.version}

    def keep(self, answers: dict[str, Any]) -> OwnRule:
        return services.rule_edit(actor=self.actor, rule=self.own, version=self.version, **answers)


class RuleCreate(WritesRule):
    """``?of=key&from=day``: a further version of that rule, which is what a change of law most often is."""

    permission, title, menu = LAW, _("New rule"), MENU
    lead = _(
        "A change of law is a new version: the same key and another day. Old incidents keep the rule of their day."
    )

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (RULES, self.back()), (self.title, None)]

    def back(self) -> str:
        return self.url("incidents:rules")

    def initial(self) -> dict[str, Any]:
        asked = (self.request.GET.get("of", ""), self.request.GET.get("from", ""))
        pattern = selectors.listed_rule(self.actor, *asked) or selectors.listed_rules(self.actor)[0]
        return {"text": written([pattern.rule])}

    def keep(self, answers: dict[str, Any]) -> OwnRule:
        answers.pop("version", None)
        return services.rule_add(actor=self.actor, **answers)


class RuleSwitch(OfRule, FormPage):
    permission, form, done = LAW, ReasonForm, _("Saved. Running deadlines follow at once.")

    def permission_on(self) -> None:
        self.listed  # noqa: B018 - found, or 404

    @property
    def title(self) -> Any:  # type: ignore[override]
        return _("Turn the rule off") if self.listed.rule.enabled else _("Turn the rule on")

    @property
    def button(self) -> Any:  # type: ignore[override]
        return _("Turn off") if self.listed.rule.enabled else _("Turn on")

    def save(self, answers: dict[str, Any]) -> OwnRule:
        on = not self.listed.rule.enabled
        return services.rule_switch(actor=self.actor, enabled=on, **self.kwargs_of, **answers)

    def next(self, obj: Any) -> str:
        return self.back()


class RuleDrop(OfRule, FormPage):
    permission, title, form, danger = LAW, _("Let go of your own rule"), ReasonForm, True
    lead = _("Where the library has the rule, its wording holds again. The history keeps yours.")
    button, done = _("Let go of it"), _("It is gone.")

    def permission_on(self) -> None:
        self.own  # noqa: B018 - found, or 404

    def save(self, answers: dict[str, Any]) -> None:
        services.rule_drop(actor=self.actor, rule=self.own, **answers)

    def next(self, obj: Any) -> str:
        return self.url("incidents:rules")


# Whom to tell


class RecipientList(LawPage):
    title, template = RECIPIENTS, "incidents/recipients.html"
    lead = _("Authorities are moved and renamed. Check those that you would tell, and correct them here.")

    def actions(self) -> Sequence[Button]:
        return [Button(_("New recipient"), self.url("incidents:recipient-create"), "plus", permission=LAW)]

    def context(self) -> dict[str, Any]:
        language = get_language()
        rows = [
            (each, say(each.sector, language), [REGIME_WORDS[key] for key in each.regimes])
            for each in selectors.recipients_for(self.actor)
        ]
        return {"rows": rows, "may": self.actor.may(LAW)}


class RecipientPage(FormPage):
    permission, menu, form = LAW, MENU, RecipientForm

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (RECIPIENTS, self.back()), (self.title, None)]

    def back(self) -> str:
        return self.url("incidents:recipients")

    def next(self, obj: Any) -> str:
        return self.back()


class RecipientCreate(RecipientPage):
    title, done = _("New recipient"), _("It is there.")

    def save(self, answers: dict[str, Any]) -> OwnRecipient:
        return services.recipient_set(actor=self.actor, **answers)


class RecipientEdit(RecipientPage):
    """One of its own, or one of the library's, which becomes its own when it is saved."""

    title = _("Correct a recipient")

    @cached_property
    def address_of(self) -> selectors.Address:
        found = {each.key: each for each in selectors.recipients_for(self.actor)}
        if self.kwargs["key"] not in found:
            raise Http404
        return found[self.kwargs["key"]]

    def find(self) -> OwnRecipient | None:
        return self.address_of.row

    def initial(self) -> dict[str, Any]:
        each = self.address_of
        if each.row is not None:
            return {"regimes": each.row.regimes}
        told = {name: getattr(each, name) for name in ("name", "country", "channel", "regimes")}
        return told | {"title_da": each.sector.get("da", ""), "title_en": each.sector.get("en", "")}

    def save(self, answers: dict[str, Any]) -> OwnRecipient:
        known = {"recipient": self.object} if self.object is not None else {"key": self.address_of.key}
        return services.recipient_set(actor=self.actor, version=self.version, **known, **answers)


@http.needs(LAW)
@require_POST
def recipient_drop(request: HttpRequest, key: str) -> HttpResponseBase:
    rows = OwnRecipient.objects.filter(organisation_id=request.actor.organisation_id)
    row = get_object_or_404(rows, key=key)

    def run() -> None:
        services.recipient_drop(actor=request.actor, recipient=row)

    return http.act(request, gettext("Yours is gone."), http.link(request, "incidents:recipients"), run)


# What contracts ask


class AgreementList(LawPage):
    title, template = AGREEMENTS, "incidents/agreements.html"
    lead = _(
        "Customers and controllers whom you have agreed to tell within a time. Each has its own deadline in an incident."
    )

    def actions(self) -> Sequence[Button]:
        return [Button(_("New agreement"), self.url("incidents:agreement-create"), "plus", permission=LAW)]

    def context(self) -> dict[str, Any]:
        return {"rows": selectors.agreements_for(self.actor).order_by("-active", "party"), "may": self.actor.may(LAW)}


class AgreementPage(FormPage):
    permission, menu, form = LAW, MENU, AgreementForm

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (AGREEMENTS, self.back()), (self.title, None)]

    def back(self) -> str:
        return self.url("incidents:agreements")

    def next(self, obj: Any) -> str:
        return self.back()


class AgreementCreate(AgreementPage):
    title, done = _("New agreement"), _("It is there. Incidents from now on have its deadline.")

    def save(self, answers: dict[str, Any]) -> Agreement:
        return services.agreement_create(actor=self.actor, **answers)


class AgreementEdit(AgreementPage):
    title = _("Edit the agreement")

    def find(self) -> Agreement:
        return get_object_or_404(selectors.agreements_for(self.actor), pk=self.kwargs["pk"])

    def save(self, answers: dict[str, Any]) -> Agreement:
        return services.agreement_edit(actor=self.actor, agreement=self.object, version=self.version, **answers)

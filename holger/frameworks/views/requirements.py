"""The requirements of a framework as a list, the page of one, and answering and choosing."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.frameworks import forms, library, selectors, services, tables, words
from holger.frameworks.filters import StandingFilter
from holger.frameworks.models import Mapping, Requirement, Standing
from holger.frameworks.views.common import (
    MENU,
    InFramework,
    requirement_or_404,
    standing_or_404,
)
from holger.ui import cells, http
from holger.ui.pages import Bulk, Button, DetailPage, Fact, FormPage, ListPage

JOINED = ("scope__framework", "scope__unit", "requirement__framework")


def _standings(rows: QuerySet[Standing]) -> list[Standing]:
    return list(rows.select_related(*JOINED))


def _answer(actor: Actor, rows: QuerySet[Standing], answers: dict[str, Any]) -> int:
    if answers["maturity"] is None:  # nothing was said about it, and each has its own
        answers = {"answer": answers["answer"]}
    return services.standings_answer(actor=actor, standings=_standings(rows), **answers)


def _ask(actor: Actor, rows: QuerySet[Standing], answers: dict[str, Any]) -> int:
    return services.standings_ask(actor=actor, standings=_standings(rows), **answers)


def _exclude(actor: Actor, rows: QuerySet[Standing], answers: dict[str, Any]) -> int:
    return services.standings_exclude(actor=actor, standings=_standings(rows), reason=answers["reason"])


def _include(actor: Actor, rows: QuerySet[Standing], answers: dict[str, Any]) -> int:
    return services.standings_include(actor=actor, standings=_standings(rows), **answers)


def _target(actor: Actor, rows: QuerySet[Standing], answers: dict[str, Any]) -> int:
    return services.standings_target(actor=actor, standings=_standings(rows), target=answers["target"])


class RequirementList(InFramework, ListPage):
    permission, menu = "frameworks.view", MENU
    title = _("Requirements")
    name = "requirements"
    filters = StandingFilter
    columns = tables.REQUIREMENT_COLUMNS
    default_sort = "code"
    searched = ("requirement__code", "requirement__title_da", "requirement__title_en", "remark", "reason")
    bulk = (
        Bulk("ask", _("Ask somebody"), "user-question", "frameworks.scope", _ask, forms.BulkAskForm),
        Bulk("answer", _("Answer"), "checkbox", "frameworks.answer", _answer, forms.BulkAnswerForm),
        Bulk("include", _("It applies"), "check", "frameworks.scope", _include, forms.BulkIncludeForm),
        Bulk("exclude", _("Leave out"), "minus", "frameworks.scope", _exclude, forms.BulkExcludeForm),
        Bulk("target", _("Target maturity"), "arrow-up", "frameworks.scope", _target, forms.BulkTargetForm),
    )

    def admit(self) -> None:
        """A framework that is elsewhere is missing, whatever is asked of its requirements."""
        super().admit()
        self.framework  # noqa: B018 - found, or 404

    def heading(self) -> str:
        return self.framework.title

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.title, None))

    def rows(self) -> QuerySet[Standing]:
        rows = selectors.standings_for(self.actor).filter(scope=self.scope) if self.scope else Standing.objects.none()
        return rows.select_related("requirement", "asked").defer("requirement__guide")

    def narrow(self, data: Any) -> StandingFilter:
        told = {"framework": self.framework, "claimed": list(self.claims)}
        return StandingFilter(data, self.rows(), actor=self.actor, **told)

    @cached_property
    def page(self) -> Any:
        page = super().page
        for standing in page:
            standing.scope = self.scope
            standing.requirement.framework = self.framework
        return page

    def badge_of(self, standing: Standing) -> SafeString:
        claim = self.claims.get(standing.requirement_id)
        return tables.state_badge(tables.state_of(standing, claim), claim)


class OfRequirement(InFramework):
    """A page about a requirement, as it stands in a scope."""

    @cached_property
    def requirement(self) -> Requirement:
        found = requirement_or_404(self.actor, self.kwargs["reference"], self.kwargs["code"])
        found.framework = self.framework
        if found.parent is not None:
            found.parent.framework = self.framework
        return found

    @cached_property
    def standing(self) -> Standing | None:
        if self.scope is None or not self.requirement.assessable:
            return None
        rows = selectors.standings_for(self.actor).select_related("asked")
        found = rows.filter(scope=self.scope, requirement=self.requirement).first()
        if found is not None:
            found.scope, found.requirement = self.scope, self.requirement
        return found

    @property
    def requirement_url(self) -> str:
        return f"{self.request.base}{self.requirement.path}{self.in_scope}"


class RequirementDetail(OfRequirement, DetailPage):
    permission, menu, icon = "frameworks.view", MENU, "list-check"
    template = "frameworks/requirement_detail.html"

    def find(self) -> Requirement:
        return self.requirement

    def permission_on(self) -> None:
        return None

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        parent = self.object.parent
        above = [(str(parent), f"{self.base}{parent.path}{self.in_scope}")] if parent else []
        return self.way(*above, (self.object.code, None))

    @property
    def cadence(self) -> Any:
        return words.CADENCES.get(self.object.activity[1], "")

    @cached_property
    def claim(self) -> Any:
        return self.claims.get(self.object.pk)

    def badges(self) -> Sequence[SafeString]:
        if self.standing is None:
            return [] if self.object.assessable else [cells.badge(_("Heading"), "line")]
        return [tables.state_badge(tables.state_of(self.standing, self.claim), self.claim)]

    def actions(self) -> Sequence[Button]:
        if self.standing is None:
            return []
        here = {"reference": self.framework.reference, "code": self.object.code}
        choose = self.url("frameworks:requirement-choose", **here) + self.in_scope
        answer = self.url("frameworks:requirement-answer", **here) + self.in_scope
        buttons = []
        if self.actor.may("frameworks.scope", self.standing):
            buttons.append(Button(_("Does it apply?"), choose, "gavel"))
        if self.standing.applicable and self.actor.may("frameworks.answer", self.standing):
            buttons.append(Button(_("Answer"), answer, "checkbox", primary=True))
        return buttons

    def shown_actions(self) -> list[Button]:
        return list(self.actions())

    def facts(self) -> Sequence[Fact]:
        requirement = self.object
        titles = self.framework.group_titles()
        facts = [
            Fact(_("Usually done by"), ", ".join(str(words.ROLES.get(role, role)) for role in requirement.roles)),
            Fact(_("Comes again"), self.cadence),
        ]
        if requirement.groups:
            facts.append(Fact(_("Groups"), ", ".join(titles.get(key, key) for key in requirement.groups)))
        return [*facts, *(self.mark(name, values) for name, values in requirement.facts.items())]

    def mark(self, name: str, values: Sequence[str]) -> Fact:
        """A mark of the framework's own, in the reader's words where the library has them."""
        return Fact(words.FACTS.get(name, name), ", ".join(str(words.VALUES.get(value, value)) for value in values))

    def context(self) -> dict[str, Any]:
        requirement, standing = self.object, self.standing
        before, after = self.neighbours()
        parts = selectors.requirements_for(self.actor).filter(parent=requirement).order_by("place").defer("guide")
        return {
            "requirement": requirement,
            "standing": standing,
            "state": tables.state_of(standing, self.claim) if standing else "",
            "maturity": tables.maturity(standing) if standing else "",
            "drivers": tables.drivers(standing) if standing else "",
            "scope": self.scope,
            "claim": self.ways(),
            "mapped": self.mapped(),
            "parts": [self.part(part) for part in parts],
            "before": before,
            "after": after,
            "may_map": self.actor.may("frameworks.edit"),
        }

    def part(self, part: Requirement) -> tuple[Requirement, str]:
        part.framework = self.framework
        return part, f"{self.base}{part.path}{self.in_scope}"

    def neighbours(self) -> tuple[Any, Any]:
        """The requirement that is read before it and the one after."""
        rows = selectors.requirements_for(self.actor).filter(framework=self.framework).defer("guide")
        place = self.object.place
        before = rows.filter(place__lt=place).order_by("-place").first()
        after = rows.filter(place__gt=place).order_by("place").first()
        return (self.part(before) if before else None), (self.part(after) if after else None)

    def mapped(self) -> list[dict[str, Any]]:
        """What is said about it and about others, as seen from here."""
        may = self.actor.may("frameworks.edit")
        found = [self.seen(mapping, may) for mapping in selectors.mappings_of(self.actor, self.object)]
        for heading in selectors.headings_above(self.actor, self.object):
            found += [self.seen(mapping, False, heading) for mapping in selectors.mappings_of(self.actor, heading)]
        return found

    def seen(self, mapping: Mapping, may: bool, heading: Requirement | None = None) -> dict[str, Any]:
        """A mapping as it reads from here, also where it is said of a heading above."""
        forwards = mapping.source_id == (heading or self.object).pk
        other = mapping.target if forwards else mapping.source
        return {
            "other": other,
            "relation": tables.relation(mapping.relation, forwards, part=heading is not None),
            "heading": heading,
            "origin": library.told(mapping.origin, get_language()),
            "rationale": library.told(mapping.rationale, get_language()),
            "own": mapping.own,
            "answer": self.answers_elsewhere.get(other.pk, ""),
            "remove": self.url("frameworks:mapping-remove", pk=mapping.pk) if may else "",
        }

    @cached_property
    def answers_elsewhere(self) -> dict[Any, SafeString]:
        """What is answered of the requirements that claim something about this one."""
        steps = self.claim.steps if self.claim else ()
        return {step.other: tables.state_badge(step.answer) for step in steps}

    def ways(self) -> str:
        return tables.strength(self.claim) if self.claim else ""


class Answer(OfRequirement, FormPage):
    permission, title, menu = "frameworks.answer", _("Answer"), MENU
    template = "frameworks/requirement_form.html"
    form, done = forms.AnswerForm, _("The answer is saved.")

    def find(self) -> Standing:
        return standing_or_404(self.actor, self.scope, self.requirement)

    def heading(self) -> str:
        return str(self.requirement)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.requirement.code, self.requirement_url), (self.title, None))

    def context(self) -> dict[str, Any]:
        return {"requirement": self.requirement}

    def back(self) -> str:
        """The requirement, or the page that led here: ``?back=/o/kronborg/…``."""
        return http.way_back(self.request, self.request.GET.get("back", ""), self.requirement_url)

    def next(self, obj: Any) -> str:
        return self.back()

    def save(self, answers: dict[str, Any]) -> Standing:
        return services.standing_answer(actor=self.actor, standing=self.object, version=self.version, **answers)


class Choose(Answer):
    permission, title = "frameworks.scope", _("Does it apply?")
    form, done = forms.ChoiceForm, _("The decision is saved.")

    def save(self, answers: dict[str, Any]) -> Standing:
        return services.standing_choose(actor=self.actor, standing=self.object, version=self.version, **answers)

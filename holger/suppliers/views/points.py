"""The point model: how it reads here, correcting it, and letting go of one's own copy."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.suppliers.forms.supervision import PointsForm, WhyForm
from holger.suppliers.models.supervision import OwnPoints
from holger.suppliers.permissions import POINTS, VIEW
from holger.suppliers.selectors.supervision import Used, points_of
from holger.suppliers.services import assessing
from holger.suppliers.views.supervision import MENU, TITLE, Way
from holger.ui.pages import Button, FormPage, Page


class OfPoints:
    actor: Any
    request: Any
    title: Any
    menu = MENU

    @cached_property
    def used(self) -> Used:
        return points_of(self.actor.organisation_id)


class PointModel(OfPoints, Page):
    permission, title, template = VIEW, _("Point model"), "suppliers/supervision/points.html"
    lead = _("How much a processor holds becomes points; the points say how closely you must look, and how often.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def actions(self) -> Sequence[Button]:
        found = [Button(_("Correct it"), self.url("suppliers:points-edit"), "pencil", permission=POINTS)]
        if self.used.row is not None:
            found.append(
                Button(_("Let go of your own"), self.url("suppliers:points-drop"), "restore", permission=POINTS)
            )
        return found

    def context(self) -> dict[str, Any]:
        language, model = get_language(), self.used.model
        parts = [
            {
                "part": part,
                "title": say(part.title, language),
                "help": say(part.help, language),
                "note": say(part.note, language),
                "levels": [(say(level.title, language), level.upto, level.points) for level in part.levels],
            }
            for part in model.parts
        ]
        concepts = [
            (each.number, say(each.title, language), say(each.done, language), say(each.evidence, language))
            for each in model.concepts
        ]
        return {
            "used": self.used,
            "source": say(model.source, language),
            "parts": parts,
            "bands": model.bands,
            "concepts": concepts,
        }


class PointsEdit(OfPoints, FormPage):
    permission, title, form = POINTS, _("Correct the point model"), PointsForm
    lead = _(
        "It becomes a copy of your own. Every assessment is worked out anew by it; which concept is used stays your decision."
    )
    done = _("The point model is saved, and the assessments follow it.")

    def given(self) -> dict[str, Any]:
        return {"model": self.used.model}

    def initial(self) -> dict[str, Any]:
        return {"version": self.used.row.version if self.used.row else None}

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (_("Point model"), self.back()), (self.title, None)]

    def back(self) -> str:
        return self.url("suppliers:points")

    def save(self, answers: dict[str, Any]) -> OwnPoints:
        return assessing.points_set(
            actor=self.actor, corrections=self.bound.corrections, reason=answers["reason"], version=self.version
        )


class PointsDrop(OfPoints, FormPage):
    permission, title, form, danger = POINTS, _("Let go of your own point model"), WhyForm, True
    lead = _("holger’s holds again, with what is not checked in it.")
    button, done = _("Let go of it"), _("holger’s point model holds again.")

    def admit(self) -> None:
        super().admit()
        if self.used.row is None and self.request.method == "GET":
            raise Http404

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (_("Point model"), self.back()), (self.title, None)]

    def back(self) -> str:
        return self.url("suppliers:points")

    def save(self, answers: dict[str, Any]) -> None:
        assessing.points_drop(actor=self.actor, **answers)

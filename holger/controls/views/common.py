"""What the pages about controls share."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from holger.controls import selectors
from holger.controls.models import Control, Link
from holger.controls.selectors.controls import FRAMEWORK
from holger.controls.tables.shelf import Shelf
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.frameworks.models import Requirement
from holger.frameworks.selectors import frameworks_for, requirements_for

MENU = "controls:control-list"


def control_or_404(actor: Actor, reference: str) -> Control:
    return get_object_or_404(selectors.controls_for(actor).select_related("owner", "unit"), reference=reference)


def link_or_404(actor: Actor, control: Control, key: UUID) -> Link:
    link = get_object_or_404(selectors.links_of(actor, control), pk=key)
    link.control = control
    return link


def requirement_or_404(actor: Actor, asked: str | UUID) -> Requirement:
    """A requirement that an address names by its key."""
    try:
        key = UUID(str(asked))
    except ValueError:
        raise Http404 from None
    return get_object_or_404(requirements_for(actor).select_related("framework").defer("guide"), pk=key)


class OfControl:
    """A page about one control."""

    actor: Actor
    request: Request
    kwargs: dict[str, Any]
    title: Any

    @cached_property
    def control(self) -> Control:
        return control_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> list[Any]:
        control = self.control
        return [
            (_("Controls"), self.request.url(MENU)),
            (control.reference, self.request.base + control.path),
            (self.title, None),
        ]


class WithAnswers:
    """A page of several controls, which shows what each answers and protects; asked once for all of them."""

    actor: Actor

    def shown(self) -> list[Control]:
        raise NotImplementedError

    @cached_property
    def answers(self) -> dict[UUID, dict[UUID, int]]:
        """How many requirements each control answers in each framework."""
        return selectors.answers_by_framework(self.actor, [control.pk for control in self.shown()])

    @cached_property
    def protected(self) -> dict[UUID, int]:
        return selectors.assets_protected(self.actor, [control.pk for control in self.shown()])

    @cached_property
    def shelf(self) -> Shelf:
        """The badges of the frameworks, each drawn once."""
        return Shelf(frameworks_for(self.actor).filter(archived_at=None).only(*FRAMEWORK))

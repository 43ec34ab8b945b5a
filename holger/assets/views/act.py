"""What is done to one object besides editing it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.assets import forms, services
from holger.assets.models import Asset
from holger.assets.views.reach import asset_or_404
from holger.core.requests import Request
from holger.ui.http import needs, tell
from holger.ui.pages import FormPage


class ObjectForm(FormPage):
    """A form about an object that leads back to it."""

    def find(self) -> Asset:
        return asset_or_404(self.actor, self.kwargs["reference"])

    @property
    def menu(self) -> str:  # type: ignore[override]
        return "assets:process-list" if self.object.is_process else "assets:asset-list"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        register = _("Processes") if self.object.is_process else _("Assets")
        return [(register, self.url(self.menu)), (str(self.object), self.back())]


class Review(ObjectForm):
    permission = "assets.edit"
    template = "assets/review_form.html"
    title = _("Review")
    lead = _("Go through facts, need and dependencies. Correct what is wrong first, then say when to look again.")
    form = forms.ReviewForm
    button = _("It holds")
    done = _("The review is recorded.")

    def initial(self) -> dict[str, Any]:
        return {"next_review": _in_a_year(self.today)}

    def save(self, answers: dict[str, Any]) -> Asset:
        return services.asset_review(actor=self.actor, asset=self.object, today=self.today, **answers)


def _in_a_year(today: date) -> date:
    """The same day next year; 29 February becomes the 28th."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today.replace(year=today.year + 1, day=28)


class Override(ObjectForm):
    permission = "assets.override"
    title = _("Override the need")
    lead = _("The map says how well this must be protected. Override it only where you know better, and say why.")
    form = forms.OverrideForm
    done = _("The override is saved, and what depends on it has been computed anew.")

    def initial(self) -> dict[str, Any]:
        names = ("override_c", "override_i", "override_a", "override_reason", "version")
        return {name: getattr(self.object, name) for name in names}

    def save(self, answers: dict[str, Any]) -> Asset:
        reason = answers.pop("override_reason")
        return services.asset_override_need(
            actor=self.actor, asset=self.object, reason=reason, version=self.version, **answers
        )


@require_POST
@needs("assets.override")
def override_clear(request: Request, reference: str) -> HttpResponse:
    asset = services.asset_override_clear(actor=request.actor, asset=asset_or_404(request.actor, reference))
    tell(request, _("The need follows the map again."))
    return HttpResponseRedirect(request.base + asset.path)


@require_POST
@needs("assets.delete")
def archive(request: Request, reference: str) -> HttpResponse:
    asset = services.asset_archive(actor=request.actor, asset=asset_or_404(request.actor, reference))
    tell(request, _("Archived."), undo=request.url("assets:restore", reference=reference))
    return HttpResponseRedirect(request.base + asset.path)


@require_POST
@needs("assets.delete")
def restore(request: Request, reference: str) -> HttpResponse:
    asset = services.asset_restore(actor=request.actor, asset=asset_or_404(request.actor, reference))
    tell(request, _("Restored."))
    return HttpResponseRedirect(request.base + asset.path)

"""What the pages of the room share."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from holger.assets.selectors import assets_for
from holger.privacy.models import Activity
from holger.privacy.selectors import activities_for
from holger.risks import selectors
from holger.risks.models import Method as StoredMethod
from holger.risks.models import Risk
from holger.risks.rules.method import Method

MENU = "risks:risk-picture"


class WithMethod:
    """A page that shows scores: the method in force is read once."""

    actor: Any

    @cached_property
    def stored_method(self) -> StoredMethod:
        return selectors.method_for(self.actor)

    @property
    def method(self) -> Method:
        return self.stored_method.rules


def risk_or_404(actor: Any, reference: str) -> Risk:
    rows = selectors.risks_for(actor).select_related("threat", "asset", "asset__owner", "owner", "unit")
    return get_object_or_404(rows, reference=reference)


def crumbs(page: Any, *more: Any) -> list[Any]:
    return [(_("Risks"), page.url("risks:risk-picture")), *more]


def asset_or_404(actor: Any, reference: str) -> Any:
    """An asset whose risks this actor may assess or at least see."""
    asset = assets_for(actor).select_related("owner").filter(reference=reference, archived_at__isnull=True).first()
    if asset is None:
        raise Http404
    return asset


def activity_or_404(actor: Any, reference: str) -> Activity:
    """A processing activity that this actor sees."""
    return get_object_or_404(activities_for(actor).filter(archived_at=None), reference=reference)


def about_activity(actor: Any, reference: str) -> dict[str, Any]:
    """Where a risk for the people of an activity begins: with the activity, and the one system or process that it is done in, if there is
    only one."""
    activity = activity_or_404(actor, reference)
    used = assets_for(actor).filter(archived_at=None)
    for many in (activity.systems, activity.processes):
        found = list(used.filter(pk__in=many.order_by().values("pk"))[:2])
        if len(found) == 1:
            return {"activities": [activity], "asset": found[0]}
    return {"activities": [activity]}

"""The processing activities whose data subjects a risk may hit."""

from collections.abc import Iterable

from django.db import transaction

from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.privacy.models import Activity
from holger.privacy.selectors import activities_for
from holger.risks.models import Risk
from holger.risks.selectors import risks_for
from holger.risks.services.risks import risk_edit


@transaction.atomic
def risks_link(*, actor: Actor, activity: Activity, risks: Iterable[Risk]) -> int:
    """Say of risks that are there that they may hit the data subjects of an activity; answers of how many that is new."""
    if not activities_for(actor).filter(pk=activity.pk).exists():
        raise NotFound
    if activity.archived_at is not None:
        raise RuleBroken(N_("It is archived. Restore it first."))
    chosen = {risk.pk for risk in risks}
    rows = list(risks_for(actor).filter(pk__in=chosen).select_related("asset"))
    if not rows or len(rows) != len(chosen):
        raise RuleBroken(N_("Choose one from the list."), "risks")
    linked = 0
    for risk in rows:
        before = list(risk.activities.all())
        if activity not in before:
            risk_edit(actor=actor, risk=risk, activities=[*before, activity])
            linked += 1
    return linked

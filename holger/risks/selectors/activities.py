"""The risks that may hit the data subjects of processing activities."""

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.privacy.models import Activity
from holger.privacy.selectors import activities_for
from holger.risks.models import Risk
from holger.risks.selectors.risks import open_risks


def risks_of_activity(actor: Actor, activity: Activity) -> QuerySet[Risk]:
    """The open ones of an activity that the actor has found."""
    links = Risk.activities.through.objects.filter(activity=activity)
    return open_risks(actor).filter(pk__in=links.values("risk"))


def activities_of(actor: Actor, risk: Risk) -> QuerySet[Activity]:
    """The activities that a risk may hit the people of, as far as the actor sees them."""
    return activities_for(actor).filter(pk__in=risk.activities.order_by().values("pk")).order_by("number")

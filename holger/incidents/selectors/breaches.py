"""The record of personal data breaches (GDPR art. 33(5)): every one, also those that were not notified, with the reason."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from holger.core.actor import Actor
from holger.incidents.models import Incident
from holger.incidents.models.decisions import Answered, Decision
from holger.incidents.models.moments import Moment, Point
from holger.incidents.models.notices import Sending, SentNotice
from holger.incidents.selectors.decisions import with_answer
from holger.incidents.selectors.drills import real
from holger.incidents.selectors.incidents import incidents_for

NOTIFIED_BY = ("gdpr-33", "gdpr-33-omnibus")
TOLD_BY = ("gdpr-34",)


def breaches_for(actor: Actor) -> QuerySet[Incident]:
    """The incidents that are decided to be breaches, and those where it is not decided whether they are. Exercises are none. Each with what the record says
    of it: ``is_breach``, ``risk``, ``why_not``, ``aware_at``, ``notified_at``, ``notified_receipt``, ``people_told_at``."""
    rows = with_answer(with_answer(real(incidents_for(actor)), "personal_data", "is_breach"), "risk_to_people", "risk")
    rows = rows.filter(Q(is_breach=Answered.YES) | Q(is_breach=Answered.UNDECIDED))
    aware = Moment.objects.filter(incident=OuterRef("pk"), point=Point.AWARE).order_by("-entered_at", "-id")
    return rows.annotate(
        why_not=Subquery(_risk().filter(answer=Answered.NO).values("reason")[:1]),
        aware_at=Coalesce(
            Subquery(aware.filter(question="personal_data").values("at")[:1]),
            Subquery(aware.filter(question="").values("at")[:1]),
        ),
        notified_at=Subquery(_sent(NOTIFIED_BY).values("at")[:1]),
        notified_receipt=Subquery(_sent(NOTIFIED_BY).values("receipt")[:1]),
        people_told_at=Subquery(_sent(TOLD_BY).values("at")[:1]),
    )


def _risk() -> QuerySet[Decision]:
    return Decision.objects.filter(incident=OuterRef("pk"), question="risk_to_people").order_by("-entered_at", "-id")


def _sent(clocks: tuple[str, ...]) -> QuerySet[SentNotice]:
    """The first notice that was not taken back since."""
    later = SentNotice.objects.filter(
        incident=OuterRef("incident"),
        clock=OuterRef("clock"),
        kind=Sending.WITHDRAWAL,
        entered_at__gte=OuterRef("entered_at"),
    )
    rows = SentNotice.objects.filter(incident=OuterRef("pk"), clock__in=clocks).exclude(kind=Sending.WITHDRAWAL)
    return rows.filter(~Exists(later)).order_by("entered_at", "id")

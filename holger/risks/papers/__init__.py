"""What the room has put on paper: the risk register and the treatment plan."""

from collections.abc import Sequence

from django.db.models import QuerySet

from holger.core import dates
from holger.core.requests import Request
from holger.exchange.papers.paper import Paper
from holger.exchange.papers.sending import front
from holger.risks import selectors
from holger.risks.models import Risk
from holger.risks.papers.common import Told
from holger.risks.papers.plan import treatment_plan
from holger.risks.papers.register import risk_register

REPORTS = ("register", "plan")


def paper_of(
    report: str,
    request: Request,
    language: str,
    rows: QuerySet[Risk],
    narrowed: Sequence[tuple[str, str]],
    *,
    worst_first: bool = False,
) -> Paper:
    """One of ``REPORTS`` of ``rows``, which whoever asks may see. ``worst_first`` says that they come in that order."""
    today, method = dates.today(request.organisation.zone), selectors.method_for(request.actor)
    told = Told(request.actor, method, list(selectors.told_whole(rows)), today, narrowed)
    about = front(request, language)
    if report == "plan":
        return treatment_plan(told, about)
    return risk_register(told, selectors.heat(method.rules, rows), about, by_band=worst_first)

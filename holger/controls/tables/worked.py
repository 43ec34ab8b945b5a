"""What pages count: worked out once until anything is written."""

from typing import Any
from uuid import UUID

from holger.controls import selectors
from holger.controls.rules.coverage import Sums
from holger.core import dates
from holger.core.kept import Kept
from holger.core.requests import Request
from holger.ui import http

COVERED: Kept[selectors.Covered] = Kept(64)
COVERAGE: Kept[dict[UUID, Sums]] = Kept(64)
TOTALS: Kept[selectors.Totals] = Kept()


def totals_at(request: Request) -> selectors.Totals:
    today = dates.today(request.organisation.zone)
    return _kept(request, TOTALS, lambda: selectors.totals(request.actor, today))


def covered_at(request: Request) -> selectors.Covered:
    return _kept(request, COVERED, lambda: selectors.covered(request.actor))


def coverage_at(request: Request) -> dict[UUID, Sums]:
    """By scope."""
    return _kept(request, COVERAGE, lambda: selectors.coverage(request.actor, covered_at(request)))


def _kept(request: Request, answers: Kept[Any], find: Any) -> Any:
    """What is written here may yet be undone, and nobody is to be told of it."""
    return answers.get(http.moment(request), find) if request.method == "GET" else find()

"""Conditions are read as the database reads them, or left to it."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Exists, F, Model, Q

from holger.controls.models import Control, PlanItem
from holger.core.conditions import surely_holds

DAYS = (None, date(2026, 1, 1), date(2026, 6, 1))
CONDITIONS = (
    Q(status="planned"),
    ~Q(status="planned"),
    Q(status__in=["planned", "done"]),
    Q(number__range=(1, 5)),
    Q(number__gte=3) & Q(number__lt=9),
    Q(number__gt=3) | Q(number__lte=1),
    Q(due=None),
    ~Q(due=None),
    Q(due__isnull=True) | Q(due__gte=F("starts")),
    ~(Q(due__gte=F("starts")) & Q(status="done")),
    ~Q(due=F("starts")) | Q(number=7),
    Q(~Q(status="done"), number=7) | Q(starts__isnull=False, due__isnull=False),
)


def says_the_database(obj: Model, condition: Q) -> bool:
    try:
        CheckConstraint(condition=condition, name="asked").validate(type(obj), obj)
    except ValidationError:
        return False
    return True


@pytest.mark.django_db
@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_it_holds_when_the_database_says_so(condition: Q) -> None:
    for status, number, starts, due in product(("planned", "done"), (1, 3, 7), DAYS, DAYS):
        item = PlanItem(status=status, number=number, starts=starts, due=due)
        assert surely_holds(item, condition) == says_the_database(item, condition), (status, number, starts, due)


@pytest.mark.parametrize(
    ("condition", "answers"),
    [
        (Q(number__gte=3), {"number": "4"}),
        (Q(title__gt="A"), {"title": "B"}),
        (Q(title__startswith="B"), {"title": "B"}),
        (Q(owner__name="Anna"), {}),
        (Q(assets=None), {}),
        (Q(status="planned") ^ Q(number=1), {"number": 2}),
        (Q(Exists(PlanItem.objects.all())), {}),
    ],
    ids=["number", "order", "beginning", "related", "many", "either", "subquery"],
)
def test_what_the_database_may_read_otherwise_is_left_to_it(condition: Q, answers: dict[str, Any]) -> None:
    assert not surely_holds(Control(**answers), condition)
    assert not surely_holds(Control(**answers), ~condition)

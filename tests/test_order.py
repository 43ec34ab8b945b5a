"""A test that counts on an order which it did not ask for fails here, whatever it was written in."""

import pytest
from django.db import connection

from holger.organisation.models import Unit
from tests.cast import Cast, make_unit

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL cannot be told to")


@pytest.mark.django_db
def test_what_nobody_has_ordered_is_turned_around(cast: Cast) -> None:
    made = [make_unit(cast.kronborg, name).pk for name in ("Painting", "Sales")]
    found = Unit.objects.filter(pk__in=made).order_by()
    assert list(found.values_list("pk", flat=True)) == made[::-1]

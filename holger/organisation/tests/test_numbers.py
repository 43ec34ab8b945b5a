"""Numbers are given out once, whoever asks at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from holger.core import tenancy
from holger.organisation.models import Counter
from holger.organisation.services import next_numbers
from tests.cast import make_cast


def test_numbers_follow_each_other_and_prefixes_count_apart(cast):
    asked = {"organisation_id": cast.kronborg.id}
    assert list(next_numbers(**asked, prefix="ZZ")) == [1]
    assert list(next_numbers(**asked, prefix="ZZ", count=3)) == [2, 3, 4]
    assert list(next_numbers(**asked, prefix="ZZ", count=0)) == []
    assert list(next_numbers(**asked, prefix="ZY")) == [1]
    assert list(next_numbers(organisation_id=cast.rosenborg.id, prefix="ZZ")) == [1]
    assert Counter.objects.get(**asked, prefix="ZZ").last == 4


@pytest.mark.django_db(transaction=True)
def test_nobody_else_gets_a_number_that_is_taken():
    organisation = make_cast().kronborg

    def one(count):
        try:
            with tenancy.inside(organisation.id), transaction.atomic():
                return list(next_numbers(organisation_id=organisation.id, prefix="ZZ", count=count))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        taken = [number for numbers in pool.map(one, [1, 2, 3] * 6) for number in numbers]
    assert sorted(taken) == list(range(1, 37))

"""Rows by the words that they hold."""

import pytest

from holger.core.searching import words_in
from holger.organisation.models import Person
from tests.cast import make_person


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["dam"], {"Ulla Dam", "Adam Bak"}),
        (["DAM", "ulla"], {"Ulla Dam"}),
        (["dam", "driver"], {"Adam Bak"}),
        (["dam", "nobody"], set()),
        ([], {"Ulla Dam", "Adam Bak", "Ole Friis"}),
    ],
)
def test_every_word_stands_in_some_field(cast, words, found):
    made = [make_person(cast.kronborg, name) for name in ("Ulla Dam", "Adam Bak", "Ole Friis")]
    Person.objects.filter(name="Adam Bak").update(job_title="Driver")
    rows = Person.objects.filter(words_in(words, ("name", "job_title")), pk__in=[each.pk for each in made])
    assert {row.name for row in rows} == found

"""Who has found a case is remembered on the very row, for the very actor: nothing else is let through unasked."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.core.errors import NotFound
from holger.incidents.models import Incident
from holger.incidents.selectors.clocks import case_of
from holger.incidents.selectors.incidents import find, has_found, kept_from, knows_of, only
from holger.incidents.selectors.relations import related_to
from holger.incidents.selectors.team import team_of_case
from holger.incidents.selectors.timeline import cases_told, timeline_of
from holger.incidents.tests.factories import make_incident
from tests.cast import Cast, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(cast: Cast) -> Incident:
    incident = make_incident(cast.kronborg, title="Who sold the plans")
    Incident.objects.filter(pk=incident.pk).update(restricted=True, owner=cast.carl)
    return Incident.objects.get(pk=incident.pk)


def shown(actor, incident) -> list:
    """All that a case gives to whoever may not know of it."""
    case = case_of(actor, incident)
    return [
        *([case] if case else []),
        *Incident.objects.filter(pk__in=only(actor, incident)),
        *cases_told(actor, incident),
        *timeline_of(actor, incident).lines,
        *team_of_case(actor, incident),
        *related_to(actor, incident),
    ]


def test_what_was_found_is_not_asked_again(cast: Cast, hidden: Incident) -> None:
    carl = actor_of(cast.carl)
    row = find(carl, hidden.reference)
    with CaptureQueriesContext(connection) as asked:
        assert has_found(carl, row) and knows_of(carl, row) and list(only(carl, row)) == [row.pk]
    assert len(asked) == 0
    assert shown(carl, row)


def test_a_row_that_another_has_found_is_refused(cast: Cast, hidden: Incident) -> None:
    row = find(actor_of(cast.carl), hidden.reference)
    anna = actor_of(cast.anna)
    assert not has_found(anna, row) and not knows_of(anna, row)
    assert shown(anna, row) == []


def test_a_row_that_nobody_has_found_is_refused(cast: Cast, hidden: Incident) -> None:
    anna = actor_of(cast.anna)
    assert not has_found(anna, hidden)
    assert shown(anna, hidden) == []
    with pytest.raises(NotFound):
        find(anna, hidden.reference)


def test_another_organisations_row_is_refused(cast: Cast, hidden: Incident) -> None:
    stranger = actor_of(cast.dorte)
    row = find(actor_of(cast.carl), hidden.reference)
    assert shown(stranger, row) == []
    with pytest.raises(NotFound):
        find(stranger, hidden.reference)


def test_an_equal_actor_or_an_equal_row_asks_anew(cast: Cast, hidden: Incident) -> None:
    carl = actor_of(cast.carl)
    row = find(carl, hidden.reference)
    again = replace(carl)
    assert again == carl and not has_found(again, row)
    assert not has_found(carl, Incident.objects.get(pk=row.pk))
    assert knows_of(again, row), "he may, but is asked"


def test_what_is_kept_from_one_is_of_ones_own_organisation(cast, hidden):
    elsewhere = make_incident(cast.rosenborg, "Theirs", restricted=True)
    assert list(kept_from(actor_of(cast.karen))) == [hidden]
    assert list(kept_from(actor_of(cast.dorte))) == [elsewhere]
    assert not kept_from(actor_of(cast.carl)).exists()

"""The demo's processors: one for each way in which it can stand."""

import pytest

from holger.core import dates, tenancy
from holger.demo.filling import people, supervision
from holger.demo.filling.story import Story, load
from holger.organisation import selectors
from holger.suppliers.models import Finding, ProcessorAssessment, Supervision
from holger.suppliers.rules.supervising import Standing
from holger.suppliers.selectors.year import lines_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_conclusion_is_there_and_one_is_late(language):
    story = Story(load("kronborg"), language)
    people.plan(story, "")
    supervision.plan(story)
    story.tell()
    with tenancy.inside(story.organisation.pk):
        assert ProcessorAssessment.objects.count() == 5
        conclusions = set(Supervision.objects.values_list("conclusion", flat=True))
        assert conclusions == {"", "sufficient", "remarks", "insufficient"}
        actor = selectors.actor_of(story.people["karen"])
        lines = {line.supplier.title: line for line in lines_of(actor, dates.today().year, dates.today())}
        assert lines["Jobbroen"].standing == Standing.LATE
        assert lines["Salgslinjen ApS"].standing == Standing.INSUFFICIENT
        assert lines["Lærbart AB"].standing == Standing.GOOD
        assert lines["Jobbroen"].assessment.deviation
        assert Finding.objects.exclude(done_on=None).count() == 1
        assert Finding.objects.filter(done_on=None, due__lt=dates.today()).count() == 1

"""Whoever is forgotten stands in nobody's notices any more, and a backup brings no reminder twice."""

from datetime import date

from holger.organisation import services as organisation
from holger.tasks import services
from holger.tasks.models import Notice, Reminding
from holger.tasks.services.telling import Draft, slot_of, tell
from holger.tasks.tests.factories import make_task
from tests.cast import actor_of


def test_whoever_is_forgotten_stands_in_nobodys_notices(cast):
    make_task(actor_of(cast.anna), owner=cast.bo)
    draft = Draft(
        cast.anna.pk,
        "escalated",
        "x",
        slot_of("escalated", "x", cast.anna.pk),
        "Order tapes",
        "x/",
        date(2026, 11, 24),
        who="Bo Lind",
    )
    tell(cast.kronborg.pk, [draft])
    services.reminding_set(actor=actor_of(cast.bo), rhythm="weekly")
    organisation.person_erase(actor=actor_of(cast.olga), person=cast.bo, name="Bo Lind")
    assert not Reminding.objects.exists()
    (left,) = Notice.objects.all()
    assert left.person == cast.anna and left.who and "Bo" not in left.said


def test_whoever_asked_is_forgotten_too(cast):
    make_task(actor_of(cast.karen), owner=cast.karen)
    task = make_task(actor_of(cast.anna), owner=cast.bo)
    assert Notice.objects.get().said == "Anna Holm has given it to you."
    organisation.person_erase(actor=actor_of(cast.olga), person=cast.anna, name="Anna Holm")
    assert "Anna" not in Notice.objects.get(person=cast.bo).said and task.pk

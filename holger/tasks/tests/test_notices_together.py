"""Several at once: each reminder is written once, told in one mail and sent once, whoever is quicker."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from holger.core import dates, tenancy
from holger.jobs.models import Mail
from holger.jobs.services import deliver_due
from holger.jobs.tests.test_together import at_once
from holger.tasks import services
from holger.tasks.models import Notice, Rhythm
from holger.tasks.services.mailing import mail_out, mail_to
from holger.tasks.services.reminding import remind
from holger.tasks.tests.factories import make_task
from tests.cast import actor_of, make_cast, make_person

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 12


@pytest.fixture
def cast(settings):
    settings.MAIL_AT_ONCE = False
    return make_cast()


def owe(cast) -> None:
    """Something overdue for each of a dozen people, who want to be told at once, whatever time it is."""
    anna = actor_of(cast.anna)
    for number in range(PEOPLE):
        person = make_person(cast.kronborg, f"P{number} Holm", "employee")
        wish = {"rhythm": Rhythm.AT_ONCE, "quiet_from": None, "quiet_to": None, "muted": ["given"]}
        services.reminding_set(actor=actor_of(person), **wish)
        make_task(anna, f"Task {number}", due=dates.today() - timedelta(days=5), owner=person)


def test_several_that_look_at_everything_write_each_reminder_once(cast):
    owe(cast)
    found = at_once(4, lambda: remind(cast.kronborg.pk))
    overdue = Notice.objects.filter(kind="overdue")
    assert sum(found) == Notice.objects.exclude(kind="given").count()
    assert overdue.count() == PEOPLE == overdue.values("slot").distinct().count()


def test_several_that_write_mail_write_one_for_each_person(cast):
    owe(cast)
    remind(cast.kronborg.pk)
    at_once(4, lambda: mail_out(cast.kronborg.pk))
    own = Mail.objects.filter(recipient__startswith="p")
    assert own.count() == PEOPLE == own.values("recipient").distinct().count()
    at_once(4, lambda: deliver_due(100))
    sent = [message.to[0] for message in mail.outbox if message.to[0].startswith("p")]
    assert len(sent) == len(set(sent)) == PEOPLE


def test_whoever_gives_something_while_the_worker_writes_tells_of_it_once(cast):
    """A page and the worker write to the same person at once: what is locked waits, and is then found told."""
    wish = {"rhythm": Rhythm.AT_ONCE, "quiet_from": None, "quiet_to": None}
    services.reminding_set(actor=actor_of(cast.bo), **wish)
    anna = actor_of(cast.anna)

    def give() -> None:
        with tenancy.inside(cast.kronborg.pk):
            make_task(anna, owner=cast.bo)

    at_once(3, give)
    at_once(3, lambda: mail_out(cast.kronborg.pk))
    assert Notice.objects.filter(person=cast.bo, kind="given").count() == 3
    assert not Notice.objects.filter(mailed_at=None).exists()
    assert Mail.objects.filter(recipient=cast.bo.email).count() == 3


def test_a_mail_is_undone_together_with_what_it_tells_of(cast):
    owe(cast)
    remind(cast.kronborg.pk)
    people = list(Notice.objects.values_list("person", flat=True))
    with transaction.atomic():
        assert mail_to(cast.kronborg.pk, people) >= PEOPLE
        transaction.set_rollback(True)
    assert not Mail.objects.exists() and Notice.objects.filter(kind="overdue", mailed_at=None).count() == PEOPLE

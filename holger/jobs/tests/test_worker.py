"""The command: it does not work on tables that are not its own, and once is once."""

import pytest
from django.core.management import CommandError, call_command

from holger.jobs import services
from holger.jobs.management.commands import worker as command
from holger.jobs.models import Job, State, Worker
from holger.jobs.tests import kit
from tests.cast import actor_of


@pytest.mark.django_db
def test_it_waits_for_the_tables(monkeypatch):
    monkeypatch.setattr(command, "migrations_waiting", lambda: 2)
    with pytest.raises(CommandError, match="holger migrate"):
        call_command("worker", "--once")


def test_once_does_what_waits_and_says_farewell(cast, capsys):
    services.enqueue(actor=actor_of(cast.anna), job=kit.note, text="hello")
    call_command("worker", "--once")
    assert Job.objects.get().state == State.DONE
    assert not Worker.objects.exists()

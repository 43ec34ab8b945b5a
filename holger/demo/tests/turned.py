"""That a year of the annual wheel lies behind a filled organisation, and that each of its people has something to do."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from holger.core import dates
from holger.core.actor import Channel
from holger.core.permissions import Role
from holger.demo.filling import Filled
from holger.evidence.models import EvidenceLink
from holger.history.models import Event
from holger.jobs.models import Mail
from holger.organisation.models import Person
from holger.organisation.selectors import actor_of
from holger.tasks import jobs
from holger.tasks.models import Notice, Result, Task, TaskStatus
from holger.tasks.selectors.work import work_of

FEW = 80
"""So many notices at most are unread by all together."""
SOME = 6
"""So many runs at most are done on one day."""


def a_year_has_turned(filled: Filled) -> None:
    runs = Task.objects.filter(activity__isnull=False)
    done = runs.filter(done_at__isnull=False)
    assert done.earliest("done_at").done_at < dates.now() - timedelta(days=330)
    assert set(done.values_list("result", flat=True)) == set(Result)
    assert max(Counter(task.done_at.date() for task in done).values()) <= SOME
    for task in done:
        assert task.started_at <= task.done_at <= (task.signed_at or task.done_at) <= dates.now()
        assert task.period_from <= task.period_to
        assert task.status != TaskStatus.MISSED or task.missed_at < task.done_at
    assert all(task.born.count() == 1 for task in done.filter(result=Result.DEVIATION))
    wanting = done.filter(needs_evidence=True).exclude(result=Result.NOT_APPLICABLE)
    proven = EvidenceLink.objects.filter(subject_type="tasks.task").values("subject_id")
    assert wanting and not wanting.exclude(pk__in=proven)
    looked_at = [row["result"] for task in done for row in task.sample.get("rows", ())]
    assert looked_at.count(Result.DEVIATION) == 1
    assert len(looked_at) > 5 and all(looked_at)


def all_is_told_in_order(filled: Filled) -> None:
    told = Event.objects.filter(organisation_id=filled.organisation.pk).order_by("seq").values_list("at", flat=True)
    assert all(one <= other for one, other in pairwise(told))


def nothing_is_left_lying(filled: Filled) -> None:
    """No mail of days long gone, and nothing that holger would do by itself as soon as it starts."""
    assert not Mail.objects.filter(concerns=filled.organisation.pk)
    assert not Notice.objects.filter(mailed_at=None)
    assert 0 < Notice.objects.filter(read_at=None).count() < FEW
    assert jobs.hourly(filled.organisation.pk) == ""


def everybody_has_work(filled: Filled) -> None:
    """But auditors, who do no tasks."""
    people = Person.objects.filter(user__isnull=False, email__in=filled.logins.values())
    for person in people:
        work = work_of(actor_of(person, Channel.PAGE), dates.today())
        assert work or filled.logins[Role.AUDITOR] == person.email, person.name

"""What people are told: how they want it, what they have read, and what lies in their inbox today."""

from collections.abc import Mapping
from typing import Any

from holger.demo.filling.story import Story
from holger.organisation.selectors import actors_in
from holger.tasks import jobs, services
from holger.tasks.models import Notice, Task, TaskStatus
from holger.tasks.services.telling import key_of

Words = Mapping[str, Any]

LOOKED = (2.5, 0.03)
"""Days ago, when reminders were written: those of the last weeks in time to be read, and those since the last working day."""
READ = 0.6
"""Days ago, when everybody last looked into their inbox."""


def plan(story: Story) -> None:
    for words in story.content["wheel"]["reminded"]:
        story.at(words["days_ago"], choose, words)
    for days in LOOKED:
        story.at(days, look)
    story.at(READ, read_all)
    for words in story.content["wheel"]["nudges"]:
        story.at(words["days_ago"], nudge, words)


def choose(story: Story, words: Words) -> None:
    answers = {name: words[name] for name in ("rhythm", "weekday", "hour") if name in words}
    services.reminding_set(actor=story.actor(words["person"]), **answers)


def look(story: Story) -> None:
    jobs.reminders(story.organisation.pk)


def read_all(story: Story) -> None:
    """Everybody has read what they were told until then."""
    actors = actors_in(story.organisation.pk)
    unread = (
        Notice.objects.filter(organisation=story.organisation, read_at=None)
        .order_by("person")
        .values_list("person", flat=True)
        .distinct()
    )
    for person in unread:
        if person in actors:
            services.notices_read_all(actor=actors[person])


def nudge(story: Story, words: Words) -> None:
    task = Task.objects.get(organisation=story.organisation, title=story.text(words["title"]), status=TaskStatus.OPEN)
    services.nudge(actor=story.officer, person=task.owner, key=key_of(task.reference))

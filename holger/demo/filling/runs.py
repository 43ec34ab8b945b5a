"""The runs of the year: most are done some days before they are due, by whoever has them; the content tells of the others."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from holger.core import dates
from holger.demo.filling import doing
from holger.demo.filling.dice import DAY, back, hour, thrown
from holger.demo.filling.story import Story
from holger.tasks import services
from holger.tasks.models import Task, TaskStatus
from holger.tasks.rules.workdays import DENMARK

Words = Mapping[str, Any]

ROUND, AHEAD = 75, 10
"""So many days between one look at what is coming and the next, and so many more does each look ahead."""
EARLY = (0, 0, 1, 1, 2, 2, 3, 4, 5)
"""Working days before it is due."""
END = 0.05
"""Days ago."""


def plan(story: Story) -> None:
    day = story.content["wheel"]["accepted"]["days_ago"] - 0.1
    while day > 0:
        story.at(day, look, ROUND + AHEAD)
        day -= ROUND
    story.at(END, settle)


def look(story: Story, days: int) -> None:
    """See what falls due in the days to come, and plan what becomes of it."""
    last = dates.today() + days * DAY
    services.tasks_plan(organisation_id=story.organisation.pk, until=last)
    expect_all(story, Task.objects.filter(organisation=story.organisation, activity__isnull=False, due__lte=last))


def expect_all(story: Story, tasks: QuerySet[Task]) -> None:
    """What was looked at before is planned for."""
    keys = {activity.pk: key for key, activity in story.activities.items()}
    for task in tasks.filter(status=TaskStatus.OPEN).select_related("activity").order_by("due", "number"):
        if task.pk not in story.expected:
            story.expected.add(task.pk)
            expect(story, task, keys[task.activity_id])


def settle(story: Story) -> None:
    """What holger does by itself every hour, so that it finds nothing to do when the demo starts."""
    services.tasks_miss(organisation_id=story.organisation.pk)
    services.tasks_plan(organisation_id=story.organisation.pk)


def expect(story: Story, task: Task, key: str) -> None:
    words = said_of(story, task, key)
    due = DENMARK.shown(task.due)
    day: date | None = DENMARK.added(due, -words.get("early", EARLY[thrown(task) % len(EARLY)]))
    if "missed" in words:
        story.on(due + timedelta(days=task.activity.grace_days + 1), 0.2, miss)
        day = None if words["missed"] is None else DENMARK.added(due, words["missed"])
    elif "late" in words:
        day = DENMARK.added(due, words["late"])
    elif words.get("left"):
        day = None
    if day is not None and day < story.today:
        opens = DENMARK.shown(task.opens or task.due)
        story.on(max(day, opens), hour(task), doing.do, task.pk, key, words)


def said_of(story: Story, task: Task, key: str) -> Words:
    """What the content tells of this run; an activity's runs are counted from the latest one."""
    told = [each for each in story.content["wheel"]["runs"] if each["activity"] == key]
    if not told:
        return {}
    behind = back(task.activity.rule, task.activity.starts, task.slot, story.today)
    told = [each for each in told if each["back"] == behind and is_about(story, task, each)]
    return told[0] if told else {}


def is_about(story: Story, task: Task, words: Words) -> bool:
    """Where an activity has a run for each of several assets."""
    return "asset" not in words or task.about_id == story.assets[words["asset"]].pk


def miss(story: Story) -> None:
    services.tasks_miss(organisation_id=story.organisation.pk)

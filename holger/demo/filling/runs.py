"""The runs of the year: most are done some days before they are due, by whoever has them; the content tells of the others."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.formats import date_format

from holger.core import dates
from holger.core.actor import Actor
from holger.demo.filling.story import Story
from holger.evidence.services import evidence_add
from holger.tasks import services
from holger.tasks.models import Task, TaskStatus
from holger.tasks.permissions import WORK
from holger.tasks.rules.recurrence import occurrences, parse
from holger.tasks.rules.workdays import DENMARK

Words = Mapping[str, Any]

ROUND = 75
"""So many days between one look at what is coming and the next."""
AHEAD = 10
"""A look goes past what is due so soon: it was looked at the last time."""
DAY = timedelta(days=1)
EARLY = (0, 0, 1, 1, 2, 2, 3, 4, 5)
"""Working days before it is due."""
LOOKED_AT = (1, 1, 2, 3)
"""Working days until somebody signs it off."""
FIRST_HOUR, HOURS = 8, 8


def plan(story: Story) -> None:
    begin = story.content["wheel"]["accepted"]["days_ago"]
    first, day = AHEAD - begin, begin - 0.1
    while day > 0:
        last = first + ROUND
        story.at(day, look, story.day(first), story.day(last))
        first, day = last, day - ROUND
    story.at(0.05, services_plan)


def services_plan(story: Story) -> None:
    services.tasks_miss(organisation_id=story.organisation.pk)
    services.tasks_plan(organisation_id=story.organisation.pk)


def look(story: Story, first: date, last: date) -> None:
    """See what falls due from one day until before another, and plan what becomes of it."""
    services.tasks_plan(organisation_id=story.organisation.pk, until=last)
    rows = Task.objects.filter(organisation=story.organisation, slot__gte=first, slot__lt=last, status=TaskStatus.OPEN)
    keys = {activity.pk: key for key, activity in story.activities.items()}
    for task in rows.select_related("activity").order_by("due", "number"):
        expect(story, task, keys[task.activity_id])


def expect(story: Story, task: Task, key: str) -> None:
    words = said_of(story, task, key)
    if words.get("left"):
        return
    if "missed" in words:
        grace = timedelta(days=task.activity.grace_days + 1)
        story.on(DENMARK.shown(task.due) + grace, 0.2, miss)
        day = None if words["missed"] is None else DENMARK.added(task.due, words["missed"])
    elif "late" in words:
        day = DENMARK.added(DENMARK.shown(task.due), words["late"])
    else:
        day = DENMARK.added(DENMARK.shown(task.due), -EARLY[dice(task) % len(EARLY)])
    if day is not None and day < story.today:
        story.on(day, hour(task), do, task.pk, key, words)


def said_of(story: Story, task: Task, key: str) -> Words:
    """What the content tells of this run; an activity's runs are counted from the latest one."""
    told = [each for each in story.content["wheel"]["runs"] if each["activity"] == key]
    if not told:
        return {}
    behind = back(task.activity.rule, task.activity.starts, task.slot, story.today)
    title = getattr(task, "title", "")
    return next(
        (
            each
            for each in told
            if each["back"] == behind and ("asset" not in each or title.endswith(named(story, each)))
        ),
        {},
    )


def named(story: Story, words: Words) -> str:
    return story.assets[words["asset"]].title


@cache
def back(rule: str, starts: date, slot: date, today: date) -> int:
    """1 for the latest of the runs that were due before today, 2 for the one before it."""
    return len(occurrences(parse(rule), starts, slot, today - DAY))


def dice(task: Task) -> int:
    """A number that is the same whenever the demo is filled on the same day."""
    return crc32(f"{task.reference}/{task.slot}".encode())


def hour(task: Task) -> float:
    return FIRST_HOUR + dice(task) // 16 % (HOURS * 6) / 6


def miss(story: Story) -> None:
    services.tasks_miss(organisation_id=story.organisation.pk)


# Doing one


def do(story: Story, pk: Any, key: str, words: Words) -> None:
    task = again(story, pk)
    if task is None:
        return  # its activity was paused or archived meanwhile
    actor = doer(story, task)
    period = covered(task)
    if task.needs_evidence and words.get("result") != "not_applicable" and not words.get("again"):
        prove(story, actor, task, key, words, period)
    answers: dict[str, Any] = {}
    if task.activity.sample_of:
        services.task_start(actor=actor, task=task)
        answers["rows"] = seen(story, task, words)
    result = words.get("result", "ok")
    if result == "ok":
        answers["ticks"] = range(len(task.checklist))
    elif result == "deviation":
        answers["ticks"] = range(1, len(task.checklist))
        if "follow" in words:
            answers["follow_title"] = story.text(words["follow"]["title"])
            answers["follow_owner"] = story.person(words["follow"].get("owner"))
    services.task_done(
        actor=actor,
        task=task,
        result=result,
        reason=story.text(words.get("reason")),
        comment=comment(story, task, key, words),
        period_from=period[0],
        period_to=period[1],
        **answers,
    )
    if "done" in words.get("follow", ()):
        story.at(story.told - words["follow"]["done"], follow, task.pk, words["follow"])
    if task.awaits_sign_off and not words.get("waits"):
        day = DENMARK.added(dates.today(), LOOKED_AT[dice(task) % len(LOOKED_AT)])
        if day < story.today:
            story.on(day, hour(task), sign, task.pk, key, words)


def again(story: Story, pk: Any) -> Task | None:
    """As it is now. Its activity is at hand; reading it along for each would cost more than all else."""
    task = Task.objects.filter(pk=pk).first()
    if task is not None:
        task.activity = next((each for each in story.activities.values() if each.pk == task.activity_id), None)
    return task


def doer(story: Story, task: Task) -> Actor:
    """Whoever has it, where they may, and the security officer otherwise."""
    actor = story.acting(task.owner_id)
    return actor if actor is not None and actor.may(WORK, task) else story.officer


def covered(task: Task) -> tuple[date, date]:
    """From the last time it was due to now."""
    today = dates.today()
    found = occurrences(parse(task.activity.rule), task.activity.starts, date.min, task.slot - DAY)
    begin = found[-1] if found else today - 30 * DAY
    return min(begin, today), today


def comment(story: Story, task: Task, key: str, words: Words) -> str:
    """What whoever did it wrote; mostly they find other words than the last time, and often none."""
    if "comment" in words:
        return story.text(words["comment"])
    found = story.content["wheel_comments"].get(key, ())
    number = back(task.activity.rule, task.activity.starts, task.slot, story.today) + dice(task) % 2
    return story.text(found[number]) if (number := number % (len(found) + 1)) < len(found) else ""


def prove(story: Story, actor: Actor, task: Task, key: str, words: Words, period: tuple[date, date]) -> None:
    told = story.content["wheel_evidence"][key]
    evidence_add(
        actor=actor,
        subject=task,
        owner=story.named(actor.person_id),
        title=f"{story.text(told['title'])}, {date_format(period[1], 'F Y').lower() if story.language == 'da' else date_format(period[1], 'F Y')}",
        period_from=period[0],
        period_to=period[1],
        **content(story, task, told),
    )


def content(story: Story, task: Task, told: Words) -> dict[str, Any]:
    if "url" in told:
        return {"url": told["url"]}
    day = date_format(dates.today(), "DATE_FORMAT")
    text = told["content"][story.language].replace("{date}", day)
    table = told["filename"].endswith(".csv")
    heading = f"{task.title};{day}\n" if table else f"# {task.title}\n\n{day}\n\n"
    return {"file": SimpleUploadedFile(told["filename"], (heading + text).encode())}


def seen(story: Story, task: Task, words: Words) -> dict[str, tuple[str, str]]:
    """What was seen of the sample: all in order, but what is told of."""
    found = {row["id"]: ("ok", "") for row in task.sample["rows"]}
    if "finding" in words and found:
        found[next(iter(found))] = ("deviation", story.text(words["finding"]))
    return found


# What follows


def sign(story: Story, pk: Any, key: str, words: Words) -> None:
    task = again(story, pk)
    actor = story.acting(task.approver_id) or story.officer
    if "sent_back" in words:
        services.task_sign(actor=actor, task=task, accept=False, reason=story.text(words["sent_back"]["why"]))
        later = {**words, **words["sent_back"], "again": True}
        del later["sent_back"]
        story.at(story.told - words["sent_back"]["after"], do, pk, key, later)
    else:
        services.task_sign(actor=actor, task=task, reason=story.text(words.get("signed")))


def follow(story: Story, pk: Any, words: Words) -> None:
    """What a deviation led to is done."""
    task = Task.objects.get(born_of=pk)
    services.task_done(actor=doer(story, task), task=task, comment=story.text(words.get("comment")))

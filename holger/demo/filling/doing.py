"""One run done: begun, proven, said how it went, signed off or sent back, and what it led to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.formats import date_format

from holger.core import dates
from holger.core.actor import Actor
from holger.demo.filling.dice import DAY, back, hour, thrown
from holger.demo.filling.story import Story
from holger.evidence.services import evidence_add
from holger.tasks import services
from holger.tasks.models import Task
from holger.tasks.permissions import WORK
from holger.tasks.rules import tasks as rules
from holger.tasks.rules.recurrence import occurrences, parse
from holger.tasks.rules.workdays import DENMARK

Words = Mapping[str, Any]

LOOKED_AT = (1, 1, 2, 3)
"""Working days until somebody signs it off; never after it was due."""
A_WHILE = 0.75
"""Hours."""


def do(story: Story, pk: Any, key: str, words: Words) -> None:
    """``words``: what is told of this run."""
    task = again(story, pk)
    if task is None:
        return  # its activity was paused or archived meanwhile
    actor, (begin, end) = doer(story, task), covered(task)
    result = words.get("result", rules.OK)
    if task.needs_evidence and result != rules.NOT_APPLICABLE and not words.get("again"):
        prove(story, actor, task, key, (begin, end))
    answers = said(story, task, result, words)
    if task.activity.sample_of:
        services.task_start(actor=actor, task=task)
        answers["rows"] = seen(story, task, words)
    text = story.text(words["comment"]) if "comment" in words else comment(story, task, key)
    services.task_done(actor=actor, task=task, result=result, comment=text, period_from=begin, period_to=end, **answers)
    follow = words.get("follow", {})
    if "done" in follow:
        story.at(story.told - follow["done"], put_right, task.pk, follow)
    if task.awaits_sign_off and not words.get("waits"):
        wait(story, task, key, words)


def said(story: Story, task: Task, result: str, words: Words) -> dict[str, Any]:
    """What is not as it should be is said with the first line unticked, and becomes somebody's task."""
    if result == rules.OK:
        return {"ticks": range(len(task.checklist))}
    found: dict[str, Any] = {"reason": story.text(words["reason"])}
    if result == rules.DEVIATION:
        found["ticks"] = range(1, len(task.checklist))
        found["follow_title"] = story.text(words["follow"]["title"])
        found["follow_owner"] = story.people[words["follow"]["owner"]]
    return found


def wait(story: Story, task: Task, key: str, words: Words) -> None:
    today = dates.today()
    day = min(DENMARK.added(today, LOOKED_AT[thrown(task) % len(LOOKED_AT)]), max(task.due, today))
    if day < story.today:
        story.on(day, hour(task) + A_WHILE, sign, task.pk, key, words)


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


def comment(story: Story, task: Task, key: str) -> str:
    """What whoever did it wrote; mostly they find other words than the last time, and now and then none."""
    found = ["", *map(story.text, story.content["wheel_comments"].get(key, ()))]
    number = back(task.activity.rule, task.activity.starts, task.slot, story.today)
    return found[(number + thrown(task) % 2) % len(found)]


def prove(story: Story, actor: Actor, task: Task, key: str, period: tuple[date, date]) -> None:
    told = story.content["wheel_evidence"][key]
    evidence_add(
        actor=actor,
        subject=task,
        owner=story.named(actor.person_id),
        title=f"{story.text(told['title'])}, {date_format(period[1], 'F Y')}",
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


def put_right(story: Story, pk: Any, words: Words) -> None:
    """What a deviation led to is done."""
    task = Task.objects.get(born_of=pk)
    services.task_done(actor=doer(story, task), task=task, comment=story.text(words["comment"]))

"""Tasks that come once: given, put off, done or dropped."""

from collections.abc import Mapping
from typing import Any

from holger.demo.filling import doing
from holger.demo.filling.story import Story
from holger.tasks import services
from holger.tasks.permissions import PLAN

Words = Mapping[str, Any]


def plan(story: Story) -> None:
    for words in story.content["wheel"]["given"]:
        story.at(words["days_ago"], give, words)


def give(story: Story, words: Words) -> None:
    by = story.actor(words["by"])
    task = services.task_create(
        actor=by if by.may(PLAN) else story.officer,
        title=story.text(words["title"]),
        description=story.text(words.get("description")),
        due=story.workday(words["due_in_workdays"]),
        owner=story.people[words["to"]],
        approver=story.person(words.get("approver")),
        minutes=words.get("minutes"),
        checklist=[story.text(line) for line in words.get("checklist", ())],
        subject=subject(story, words),
    )
    for name, verb in (("done", finish), ("dropped", drop), ("moved", move)):
        if name in words:
            story.at(words[name]["days_ago"], verb, task.pk, words[name])


def subject(story: Story, words: Words) -> Any:
    if "control" in words:
        return story.controls[words["control"]]
    return story.assets[words["asset"]] if "asset" in words else None


def finish(story: Story, pk: Any, words: Words) -> None:
    task = doing.again(story, pk)
    services.task_done(
        actor=doing.doer(story, task),
        task=task,
        ticks=range(len(task.checklist)),
        comment=story.text(words.get("comment")),
    )


def drop(story: Story, pk: Any, words: Words) -> None:
    services.task_drop(actor=story.officer, task=doing.again(story, pk), reason=story.text(words["reason"]))


def move(story: Story, pk: Any, words: Words) -> None:
    due = story.workday(words["due_in_workdays"])
    services.task_move(actor=story.officer, task=doing.again(story, pk), due=due, reason=story.text(words["reason"]))

"""Exceptions from policies are asked for, decided on, and end."""

from collections.abc import Mapping
from typing import Any

from holger.demo.filling.story import Story
from holger.policies import services
from holger.policies.models import PolicyException

Words = Mapping[str, Any]

WORDED = ("title", "why", "measure")


def plan(story: Story) -> None:
    for words in story.content["policy_exceptions"]:
        story.at(words["asked_days_ago"], ask, words)
        if "answered_days_ago" in words:
            story.at(words["answered_days_ago"], decide, words)
        if words["ends_in_days"] < 0:
            story.at(-words["ends_in_days"] - 1, end)


def ask(story: Story, words: Words) -> None:
    story.exceptions[words["key"]] = services.exception_ask(
        actor=story.actor(words["by"]),
        policy=story.policies[words["policy"]],
        approver=story.people[words["to"]],
        risk=story.risks[words["risk"]] if "risk" in words else None,
        starts=story.day(words.get("starts_in_days", -words["asked_days_ago"])),
        ends=story.day(words["ends_in_days"]),
        **{name: story.text(words[name]) for name in WORDED},
    )


def decide(story: Story, words: Words) -> None:
    exception = PolicyException.objects.get(pk=story.exceptions[words["key"]].pk)
    decided = services.exception_decline if words.get("declined") else services.exception_approve
    decided(actor=story.actor(words["to"]), exception=exception, answer=story.text(words.get("answer")))


def end(story: Story) -> None:
    services.exceptions_end(story.organisation.pk)

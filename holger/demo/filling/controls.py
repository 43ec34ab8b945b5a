"""Controls are written down, and most of them come into place on the way."""

from collections.abc import Mapping
from typing import Any

from holger.controls import services
from holger.controls.models import Status
from holger.demo.filling.story import Story

Words = Mapping[str, Any]

MADE = 560
"""Days ago, before the first round."""


def plan(story: Story) -> None:
    for words in story.content["controls"]:
        made = words.get("made_days_ago", MADE)
        story.at(made, make, words)
        if since(words) < made:
            story.at(since(words), put_in_place, words)


def since(words: Words) -> int:
    """Days that it has been in place; one that has no day came that way, or is not there yet."""
    return words.get("in_place_days_ago", MADE)


def make(story: Story, words: Words) -> None:
    comes = since(words) < words.get("made_days_ago", MADE)
    story.controls[words["key"]] = services.control_create(
        actor=story.officer,
        title=story.text(words["title"]),
        description=story.text(words.get("description")),
        kind=words["kind"],
        function=words["function"],
        owner=story.person(words["owner"]),
        status=Status.STARTED if comes else words["status"],
        maturity=None if comes else words.get("maturity"),
        due=story.day(words.get("due_in_days")),
        every=words.get("every", ""),
    )


def put_in_place(story: Story, words: Words) -> None:
    services.control_edit(
        actor=story.officer,
        control=story.controls[words["key"]],
        status=words["status"],
        maturity=words.get("maturity"),
    )

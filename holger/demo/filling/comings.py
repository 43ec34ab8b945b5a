"""Some are to begin in the weeks to come, one has just begun, and somebody is to leave."""

from collections.abc import Mapping
from typing import Any

from holger.core.permissions import Role
from holger.demo.filling.story import Story
from holger.organisation import services
from holger.organisation.services.comings import comings_hourly

Words = Mapping[str, Any]


def plan(story: Story) -> None:
    for words in story.content["comings"]:
        story.at(words["told_days_ago"], expect, words)
        if words["starts_in_days"] <= 0:
            story.at(-words["starts_in_days"] - 0.1, look)
    for words in story.content["goings"]:
        story.at(words["told_days_ago"], end, words)


def expect(story: Story, words: Words) -> None:
    person = services.person_create(
        actor=story.officer,
        name=words["name"],
        email=words["email"],
        job_title=story.text(words["job_title"]),
        unit=story.units[words["unit"]],
        manager=story.people[words["manager"]],
        starts_on=story.day(words["starts_in_days"]),
    )
    services.role_give(actor=story.officer, person=person, role=Role.EMPLOYEE)
    story.people[words["key"]] = person


def look(story: Story) -> None:
    """What holger does by itself every hour."""
    comings_hourly(story.organisation.pk)


def end(story: Story, words: Words) -> None:
    person = story.people[words["person"]]
    services.person_edit(actor=story.officer, person=person, ends_on=story.day(words["ends_in_days"]))

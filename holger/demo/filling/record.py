"""The record is begun from the ready activities, made the organisation's own, and taken in by the data protection officer."""

from collections.abc import Mapping
from typing import Any

from holger.core.actor import Actor
from holger.demo.filling.story import Story
from holger.privacy import services
from holger.privacy.models import Activity
from holger.suppliers.models import Supplier
from holger.suppliers.services import supplier_create

NAMED = 312
"""Days ago it was said whose record it is."""
READ = 3
"""So many days later what was described is read, and taken in."""
Words = Mapping[str, Any]


def plan(story: Story) -> None:
    story.at(NAMED, name)
    for words in story.content["record"]:
        story.at(words["days_ago"], describe, words)
        if words["state"] == "current":
            story.at(words["days_ago"] - READ, take_in, words)


def officer(story: Story) -> Actor:
    """Whoever keeps the record."""
    return story.actor(next(each["key"] for each in story.content["people"] if "dpo" in each.get("roles", ())))


def name(story: Story) -> None:
    services.entity_set(actor=officer(story), **story.content["record_entity"])


def describe(story: Story, words: Words) -> None:
    actor, owner = officer(story), story.people[words["owner"]]
    (made,) = services.ready_take(actor=actor, keys=[words["ready"]], owner=owner, unit=story.units[words["unit"]])
    answers: dict[str, Any] = {field: story.text(text) for field, text in words.get("edit", {}).items()}
    answers |= {
        "people": words.get("people"),
        "systems": [story.assets[key] for key in words.get("systems", ())],
        "processes": [story.assets[key] for key in words.get("processes", ())],
        "information_types": [story.information[key] for key in words.get("information", ())],
        "interests_weighed": story.text(words.get("weighed")),
        "no_transfers": not words.get("transfers") and words["state"] == "current",
    }
    services.activity_edit(actor=actor, activity=made, **answers)
    for each in words.get("transfers", ()):
        told = {**each, "note": story.text(each.get("note"))}
        services.transfer_add(actor=actor, activity=made, **told)
    for each in words.get("suppliers", ()):
        told = {"supplier": _supplier(story, each["name"]), "part": each["part"], "does": story.text(each.get("does"))}
        services.hand_add(actor=actor, activity=_now(made), **told)
    if words["state"] == "offered":
        services.activity_offer(actor=actor, activity=_now(made))
    story.processing[words["ready"]] = made


def _supplier(story: Story, name: str) -> Supplier:
    """The one of this name; one that nobody has added is."""
    here = Supplier.objects.filter(organisation=story.organisation, merged_into=None, archived_at=None)
    return here.filter(title__iexact=name).first() or supplier_create(actor=story.officer, title=name)


def take_in(story: Story, words: Words) -> None:
    row = _now(story.processing[words["ready"]])
    services.activities_edit(actor=officer(story), activities=[row], next_review=story.day(words["review_in_days"]))
    services.activity_accept(actor=officer(story), activity=_now(row))


def _now(row: Activity) -> Activity:
    """As it stands in the database: others have written since it was made."""
    return Activity.objects.get(pk=row.pk)

"""Processors are assessed and supervised: one for each conclusion, one that is late, one that is planned."""

from collections.abc import Mapping
from typing import Any

from holger.demo.filling.story import JUST_NOW, Story
from holger.suppliers import services
from holger.suppliers.models import Finding, Supervision, Supplier

Words = Mapping[str, Any]


def plan(story: Story) -> None:
    for words in story.content.get("supervision", ()):
        story.at(words["assessed"], assess, words)
        for held in words.get("held", ()):
            plan_one(story, words, held)


def plan_one(story: Story, words: Words, held: Words) -> None:
    """What happens to it, in order. What is still to come was planned a little while ago."""
    made: dict[str, Supervision] = {}
    begun = held.get("requested", held.get("planned_late", held.get("planned", 10)))
    story.at(begun + 5, begin, words, held, made)
    for step in ("requested", "received", "concluded"):
        if step in held:
            story.at(held[step], STEPS[step], words, held, made)
    for found in held.get("findings", ()):
        story.at(held["received"] - 1, find, words, found, made)


def _supplier(story: Story, words: Words) -> Supplier:
    """The one of this name; one that nobody has added is."""
    here = Supplier.objects.filter(organisation=story.organisation, merged_into=None, archived_at=None)
    found = here.filter(title__iexact=words["supplier"]).first()
    told = {"title": words["supplier"], "processor": True, "owner": story.people[words["by"]]}
    return found or services.supplier_create(actor=story.officer, **told)


def assess(story: Story, words: Words) -> None:
    services.assessment_set(
        actor=story.actor(words["by"]),
        supplier=_supplier(story, words),
        responsible=story.people[words["by"]],
        since=story.day(-words["since_days"]),
        agreed_concept=words.get("agreed"),
        used_concept=words.get("used"),
        deviation=story.text(words.get("deviation")),
        note=story.text(words.get("note")),
        **{name: words[name] for name in ("people", "special", "protected", "kinds")},
    )


def begin(story: Story, words: Words, held: Words, made: dict[str, Supervision]) -> None:
    """``planned_late``: it was to be done so many days ago, and nobody has begun."""
    days = held.get("planned_in", -held.get("planned_late", held.get("planned", 0)))
    told = {"supplier": _supplier(story, words), "planned_on": story.day(days)}
    made["row"] = services.supervision_plan(actor=story.actor(words["by"]), **told)


def request(story: Story, words: Words, held: Words, made: dict[str, Supervision]) -> None:
    asked = story.text(held["request"])
    services.supervision_request(actor=story.actor(words["by"]), supervision=made["row"], request=asked)


def receive(story: Story, words: Words, held: Words, made: dict[str, Supervision]) -> None:
    actor, row = story.actor(words["by"]), made["row"]
    services.supervision_receive(actor=actor, supervision=row, material=story.text(held["material"]))
    services.supervision_read(actor=actor, supervision=row, reading=story.text(held["reading"]))
    if read := held.get("objectives"):
        note = story.text(held["reading"])
        told = {
            key: {"outcome": outcome, "note": note if outcome == "exception" else ""} for key, outcome in read.items()
        }
        services.objectives_set(actor=actor, supervision=row, objectives=told)


def find(story: Story, words: Words, found: Words, made: dict[str, Supervision]) -> None:
    row = services.finding_add(
        actor=story.actor(words["by"]),
        supervision=made["row"],
        title=story.text(found["title"]),
        severity=found["severity"],
        owner=story.people[found["owner"]],
        due=story.day(found.get("due_in", -found.get("done", 0))),
    )
    if "done" in found:
        story.at(max(found["done"], JUST_NOW), put_right, words, found, row)


def put_right(story: Story, words: Words, found: Words, row: Finding) -> None:
    services.finding_done(actor=story.actor(words["by"]), finding=row, effect=story.text(found["effect"]))


def conclude(story: Story, words: Words, held: Words, made: dict[str, Supervision]) -> None:
    services.supervision_conclude(
        actor=story.actor(words["by"]),
        supervision=Supervision.objects.get(pk=made["row"].pk),
        conclusion=held["conclude"],
        reading=story.text(held["reading"]),
        note=story.text(held.get("remarks")),
    )


STEPS = {"requested": request, "received": receive, "concluded": conclude}

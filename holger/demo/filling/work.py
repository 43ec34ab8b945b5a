"""The implementation plan is made, and its work begun, finished or dropped."""

from collections.abc import Mapping
from typing import Any

from holger.controls import services
from holger.controls.models import PlanItem
from holger.core.actor import Actor
from holger.demo.filling.frameworks import taken_on
from holger.demo.filling.story import Story
from holger.frameworks.models import Requirement

Words = Mapping[str, Any]

PLAIN = ("days", "budget")
WORDED = ("title", "description", "competence", "external")


def plan(story: Story) -> None:
    made = {words["key"]: words["made"] for words in story.content["plan_items"]}
    for words in story.content["plan_items"]:
        story.at(words["made"], make, words)
        for days in {taken_on(story, key) for key in words["closes"]}:
            if days <= words["made"]:
                story.at(days - 1, widen, words)
        if "waits_for" in words:
            story.at(min(made[key] for key in (words["key"], *words["waits_for"])), wait, words)
        for name, verb in (("started", start), ("done", finish), ("dropped", drop)):
            if name in words:
                story.at(words[name], verb, words)
        if "spent" in words and "dropped" not in words:
            story.at(words.get("done", 1), pay, words)


def make(story: Story, words: Words) -> None:
    story.plan_items[words["key"]] = services.plan_item_create(
        actor=story.officer,
        owner=story.person(words["owner"]),
        control=story.controls[words["control"]] if "control" in words else None,
        requirements=closed_by(story, words),
        starts=story.day(words["starts"]),
        due=story.day(words["due"]),
        **{name: words.get(name) for name in PLAIN},
        **{name: story.text(words.get(name)) for name in WORDED},
    )


def widen(story: Story, words: Words) -> None:
    """It closes requirements of a framework as well that was taken on meanwhile."""
    item = story.plan_items[words["key"]]
    services.plan_item_edit(actor=story.officer, item=item, requirements=closed_by(story, words))


def closed_by(story: Story, words: Words) -> list[Requirement]:
    """What it closes of the frameworks that are known by then."""
    return [
        requirement
        for framework, codes in words["closes"].items()
        if framework in story.frameworks
        for requirement in Requirement.objects.filter(
            framework=story.frameworks[framework], code__in=[str(code) for code in codes]
        ).defer("guide")
    ]


def wait(story: Story, words: Words) -> None:
    others = [story.plan_items[key] for key in words["waits_for"]]
    services.plan_item_edit(actor=story.officer, item=story.plan_items[words["key"]], depends_on=others)


def start(story: Story, words: Words) -> None:
    item = story.plan_items[words["key"]]
    services.plan_item_start(actor=doer(story, words, item), item=item)


def finish(story: Story, words: Words) -> None:
    item = story.plan_items[words["key"]]
    services.plan_item_done(actor=doer(story, words, item), item=item)


def drop(story: Story, words: Words) -> None:
    item = story.plan_items[words["key"]]
    if "spent" in words:
        services.plan_item_edit(actor=story.officer, item=item, spent=words["spent"])
    services.plan_item_drop(actor=story.officer, item=item, reason=story.text(words["dropped_reason"]))


def pay(story: Story, words: Words) -> None:
    services.plan_item_edit(actor=story.officer, item=story.plan_items[words["key"]], spent=words["spent"])


def doer(story: Story, words: Words, item: PlanItem) -> Actor:
    """Its owner, where they may, and the security officer otherwise."""
    owner = story.actor(words["owner"])
    return owner if owner.may("controls.plan", item) else story.officer

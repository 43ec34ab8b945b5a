"""Controls get better with time, answer requirements, cost money and leave evidence."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from holger.controls import services
from holger.controls.models import Control, Strength
from holger.core.actor import Actor
from holger.demo.filling.proof import days_since
from holger.demo.filling.story import Story
from holger.evidence.services import evidence_attach
from holger.frameworks.models import Requirement

Words = Mapping[str, Any]

PLAIN = ("kind", "function", "every", "drivers")
LATER = 5
"""Days from the deciding of a framework to the first links to it."""


def plan(story: Story) -> None:
    proofs = {words["key"]: days_since(words) for words in story.content["evidence"]}
    for words in story.content["control_work"]:
        (made, *first), *steps = course(words)
        story.at(made, make if "title" in words else describe, words, first)
        for days, *step in steps:
            story.at(days, go_on, words["key"], step)
        for key in words.get("evidence", ()):
            story.at(min(made, proofs[key]), prove, words["key"], key)
    for days, lines in by_day(story).items():
        story.at(days, tie, lines)

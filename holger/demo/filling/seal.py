"""The history is sealed now and then, as it would be every hour."""

from holger.demo.filling.story import Story
from holger.history import services as history

SEALED = (365, 90, 30, 0.05)
"""Days ago."""


def plan(story: Story) -> None:
    for days in SEALED:
        story.at(days, make)


def make(story: Story) -> None:
    history.checkpoint_make(actor=story.officer)

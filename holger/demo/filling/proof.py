"""Evidence is put beside what it proves, and people talk about it."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from holger.comments.services import comment_add
from holger.core.actor import Actor
from holger.demo.filling.story import Story
from holger.evidence.services import evidence_add

Words = Mapping[str, Any]


def plan(story: Story) -> None:
    for words in all_of(story):
        story.at(days_since(words), add, words)
    for words in story.content["comments"]:
        story.at(words["days_ago"], speak, words)


def all_of(story: Story) -> list[Words]:
    return [*story.content["evidence"], *story.content["control_evidence"]]


def days_since(words: Words) -> int:
    """Days ago: a piece of evidence is put there the day after its period."""
    return max(0, words["period_to_days_ago"] - 1)


def speak(story: Story, words: Words) -> None:
    comment_add(actor=speaker(story, words), subject=subject(story, words), text=story.text(words["text"]))


def add(story: Story, words: Words) -> None:
    content: dict[str, Any] = {"url": words["url"]} if words["kind"] == "link" else {"file": file(story, words)}
    story.evidence[words["key"]] = evidence_add(
        actor=story.officer,
        subject=subject(story, words),
        title=story.text(words["title"]),
        period_from=story.day(-words["period_from_days_ago"]),
        period_to=story.day(-words["period_to_days_ago"]),
        **content,
    )


def file(story: Story, words: Words) -> SimpleUploadedFile:
    return SimpleUploadedFile(words["filename"], words["content"][story.language].encode())


def subject(story: Story, words: Words) -> Any:
    if "control" in words:
        return story.controls[words["control"]]
    return story.risks.get(words["subject"]) or story.assets[words["subject"]]


def speaker(story: Story, words: Words) -> Actor:
    """The author, where they may speak here, and the security officer otherwise."""
    author = story.actor(words["author"])
    return author if author.may("comments.add", subject(story, words)) else story.officer

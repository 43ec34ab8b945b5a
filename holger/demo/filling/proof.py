"""Evidence is put beside what it proves, and people talk about it."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from holger.comments.services import comment_add
from holger.core.actor import Actor
from holger.demo.filling.story import Story, told
from holger.evidence.services import evidence_add

Words = Mapping[str, Any]


def attach(story: Story) -> None:
    for words in sorted(story.content["evidence"], key=lambda words: -words["period_to_days_ago"]):
        with told(story, max(0, words["period_to_days_ago"] - 1)):
            add(story, words)
    for words in sorted(story.content["comments"], key=lambda words: -words["days_ago"]):
        with told(story, words["days_ago"]):
            comment_add(actor=speaker(story, words), subject=subject(story, words), text=story.text(words["text"]))


def add(story: Story, words: Words) -> None:
    content: dict[str, Any] = {"url": words["url"]} if words["kind"] == "link" else {"file": file(story, words)}
    evidence_add(
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
    return story.risks.get(words["subject"]) or story.assets[words["subject"]]


def speaker(story: Story, words: Words) -> Actor:
    """The author, where they may speak here, and the security officer otherwise."""
    author = story.actor(words["author"])
    return author if author.may("comments.add", subject(story, words)) else story.officer

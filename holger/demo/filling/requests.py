"""People ask what the house knows of them, and are answered, most in time."""

from collections.abc import Callable, Mapping
from typing import Any

from holger.core import dates
from holger.core.actor import Actor
from holger.demo.filling.record import officer
from holger.demo.filling.story import JUST_NOW, Story
from holger.privacy import services
from holger.privacy.models import Inquiry, RequestStep, SubjectRequest

Words = Mapping[str, Any]


def plan(story: Story) -> None:
    for words in story.content["data_requests"]:
        story.at(words["asked_days_ago"], ask, words)
        for step in words["course"]:
            story.at(max(words["asked_days_ago"] - step["after"], JUST_NOW), go, words, step)


def by(story: Story, words: Words) -> Actor:
    """Whoever answers it."""
    return story.actor(words["owner"])


def ask(story: Story, words: Words) -> None:
    """Taken in by whoever keeps the record, and given to whoever answers."""
    story.data_requests[words["key"]] = services.request_create(
        actor=officer(story),
        title=story.text(words["title"]),
        received=dates.today(),
        rights=words["rights"],
        channel=words["channel"],
        asker=words.get("asker", "self"),
        asker_name=story.text(words["name"]),
        asker_contact=words["contact"],
        message=story.text(words["message"]),
        owner=story.people[words["owner"]],
        unit=story.units[words["unit"]],
        activities=[story.processing[key] for key in words["processing"]],
    )


def go(story: Story, words: Words, step: Words) -> None:
    row = SubjectRequest.objects.get(pk=story.data_requests[words["key"]].pk)
    STEPS[step["do"]](story, {"actor": by(story, words), "request": row}, step)


def letter(story: Story, told: dict[str, Any], step: Words) -> None:
    services.request_letter_sent(letter=step["letter"], language=story.language, **told)


def tick(story: Story, told: dict[str, Any], step: Words) -> None:
    row = RequestStep.objects.get(request=told["request"], key=step["step"])
    services.request_step_tick(actor=told["actor"], step=row)


def places(story: Story, told: dict[str, Any], step: Words) -> None:
    services.inquiries_propose(**told)


def found(story: Story, told: dict[str, Any], step: Words) -> None:
    """In the first place that was searched."""
    row = Inquiry.objects.filter(request=told["request"]).order_by("name")[0]
    services.inquiry_answer(actor=told["actor"], inquiry=row, result=step["result"], note=story.text(step["note"]))


def note(story: Story, told: dict[str, Any], step: Words) -> None:
    services.request_note(text=story.text(step["text"]), **told)


def doubt(story: Story, told: dict[str, Any], step: Words) -> None:
    services.identity_ask(on=dates.today(), how=story.text(step["how"]), **told)


def known(story: Story, told: dict[str, Any], step: Words) -> None:
    services.identity_settle(confirmed=True, on=dates.today(), how=story.text(step["how"]), **told)


def extend(story: Story, told: dict[str, Any], step: Words) -> None:
    services.request_extend(on=dates.today(), reason=story.text(step["reason"]), **told)


def decide(story: Story, told: dict[str, Any], step: Words) -> None:
    services.request_decide(outcome=step["outcome"], decision=story.text(step["decision"]), **told)


def close(story: Story, told: dict[str, Any], step: Words) -> None:
    services.request_close(answered=dates.today(), keep_months=step["months"], **told)


STEPS: Mapping[str, Callable[[Story, dict[str, Any], Words], None]] = {
    "letter": letter,
    "step": tick,
    "places": places,
    "found": found,
    "note": note,
    "doubt": doubt,
    "known": known,
    "extend": extend,
    "decide": decide,
    "close": close,
}

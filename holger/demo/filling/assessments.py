"""What processing does to people is looked at before it goes on; and it is said for how long data is kept."""

from collections.abc import Mapping
from typing import Any

from holger.demo.filling.record import officer
from holger.demo.filling.story import Story
from holger.privacy import library, services
from holger.privacy.models import Dpia, RetentionRule

Words = Mapping[str, Any]


def plan(story: Story) -> None:
    for words in story.content["data_assessments"]:
        for what, act in (
            ("screened", screen),
            ("written", write),
            ("advised", advise),
            ("sent", send),
            ("decided", decide),
        ):
            story.at(words[f"{what}_days_ago"], act, words)
    for words in story.content["data_retention"]:
        story.at(words["made_days_ago"], keep, words)


def screen(story: Story, words: Words) -> None:
    answers = {criterion.key: "no" for _group, criterion in library.assessment().criteria}
    answers |= dict.fromkeys(words["yes"], "yes")
    activity = story.processing[words["processing"]]
    services.screening_make(actor=officer(story), activity=activity, answers=answers, needed=True)


def write(story: Story, words: Words) -> None:
    told = {"title": story.text(words["title"]), "owner": story.people[words["owner"]]}
    made = services.dpia_create(actor=officer(story), activity=story.processing[words["processing"]], **told)
    answers = {key: story.text(text) for key, text in words["answers"].items()}
    story.data_assessments[words["processing"]] = services.dpia_answer(actor=officer(story), dpia=made, answers=answers)


def advise(story: Story, words: Words) -> None:
    services.dpia_advise(actor=officer(story), dpia=_now(story, words), opinion=story.text(words["opinion"]))


def send(story: Story, words: Words) -> None:
    services.dpia_send(actor=officer(story), dpia=_now(story, words))


def decide(story: Story, words: Words) -> None:
    day = story.day(words["review_in_days"])
    assert day is not None
    services.dpia_approve(
        actor=story.officer, dpia=_now(story, words), next_review=day, reason=story.text(words["conditions"])
    )


def keep(story: Story, words: Words) -> None:
    made: RetentionRule = services.retention_create(
        actor=story.officer,
        title=story.text(words["title"]),
        activity=story.processing[words["processing"]],
        owner=story.people[words["owner"]],
        unit=story.units[words["unit"]],
        basis=story.text(words["basis"]),
        how=story.text(words.get("how")),
        **{name: words[name] for name in ("count", "time_unit", "starts_from", "deed")},
    )
    if "check" in words:
        starts = story.day(words["check"]["in_days"])
        assert starts is not None
        rhythm = words["check"]["rhythm"]
        check = services.retention_check_plan(actor=story.officer, rule=made, rhythm=rhythm, starts=starts)
        story.activities[f"retention-{words['processing']}"] = check


def _now(story: Story, words: Words) -> Dpia:
    return Dpia.objects.get(pk=story.data_assessments[words["processing"]].pk)

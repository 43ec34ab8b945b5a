"""Gap rounds are opened, worked through in workshops and by those who are asked, and some of them closed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from holger.controls import services
from holger.controls.models import GapAnswer
from holger.core.actor import Actor
from holger.demo.filling.frameworks import answerer, learn
from holger.demo.filling.story import Story
from holger.frameworks.models import Scope
from holger.frameworks.services import standing_answer, standings_answer

Words = Mapping[str, Any]


def plan(story: Story) -> None:
    for words in story.content["gap_rounds"]:
        story.at(words["opened_days_ago"], begin, words)
        for day in words.get("workshops", ()):
            story.at(day["days_ago"], meet, words["scope"], day)
        for asked in words.get("asked", ()):
            story.at(asked["days_ago"], ask, words, asked)
        for said in words.get("answers", ()):
            story.at(said["days_ago"], answer, words, said)
        for held in words.get("confirmed", ()):
            story.at(held["days_ago"], confirm, words, held)
        if "closed_days_ago" in words:
            story.at(words["closed_days_ago"], close, words)
        elif "skipped" in words:
            story.at(1, skip, words)


def begin(story: Story, words: Words) -> None:
    due = -words["due_days_ago"] if "due_days_ago" in words else words["due_in_days"]
    story.gap_rounds[words["key"]] = services.gap_round_open(
        actor=story.officer,
        scope=scope_of(story, words["scope"]),
        title=story.text(words["title"]),
        purpose=story.text(words["purpose"]),
        participants=[story.people[key] for key in words["participants"]],
        due=story.day(due),
    )


def meet(story: Story, scope: str, day: Words) -> None:
    """What the people around the table say of many requirements alike; the round hears it."""
    standings = story.standings[scope]
    for said, by_level in day["said"].items():
        for level, codes in by_level.items():
            chosen = [standings[code] for code in codes]
            standings_answer(actor=story.officer, standings=chosen, answer=said, maturity=level)
    for code, remark in day.get("remarks", {}).items():
        standing_answer(actor=story.officer, standing=standings[code], remark=story.text(remark))


def ask(story: Story, words: Words, asked: Words) -> None:
    rows = rows_of(story, words, asked["ids"])
    services.gap_ask(
        actor=story.officer, rows=rows, person=story.people[asked["person"]], note=story.text(asked["note"])
    )
    look_again(story, words)


def answer(story: Story, words: Words, said: Words) -> None:
    (row,) = rows_of(story, words, [said["id"]])
    services.gap_answer(
        actor=answerer(story, said["by"], story.standings[words["scope"]][said["id"]]),
        row=row,
        answer=said["answer"],
        maturity=said["maturity"],
        remark=story.text(said["remark"]),
    )
    look_again(story, words)


def confirm(story: Story, words: Words, held: Words) -> None:
    """Each by whoever is named, where they may, and the rest by the security officer."""
    standings = story.standings[words["scope"]]
    by_actor: dict[Actor, list[GapAnswer]] = defaultdict(list)
    for row in rows_of(story, words, held.get("ids") or between(list(standings), held)):
        by_actor[answerer(story, held["by"], standings[row.requirement.code])].append(row)
    for actor, rows in by_actor.items():
        services.gap_confirm_many(actor=actor, rows=rows)
    look_again(story, words)


def between(codes: Sequence[str], held: Words) -> list[str]:
    """The codes from one to another, but some."""
    chosen = codes[codes.index(held["from"]) : codes.index(held["to"]) + 1]
    return [code for code in chosen if code not in held.get("but", ())]


def skip(story: Story, words: Words) -> None:
    for row in rows_of(story, words, words["skipped"]):
        services.gap_skip(actor=story.officer, row=row)


def close(story: Story, words: Words) -> None:
    services.gap_round_close(
        actor=story.officer, gap_round=story.gap_rounds[words["key"]], conclusion=story.text(words["conclusion"])
    )


def rows_of(story: Story, words: Words, codes: Iterable[str]) -> list[GapAnswer]:
    """What the round says of these requirements now."""
    found = GapAnswer.objects.filter(round=story.gap_rounds[words["key"]], requirement__code__in=list(codes))
    return list(found.select_related("requirement", "round__scope__framework"))


def look_again(story: Story, words: Words) -> None:
    """What stands was written by the round, and is to be known by those who answer next."""
    learn(story, words["scope"], scope_of(story, words["scope"]))


def scope_of(story: Story, key: str) -> Scope:
    return next(iter(story.standings[key].values())).scope

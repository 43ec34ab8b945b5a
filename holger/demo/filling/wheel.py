"""The annual wheel is taken on: who holds which role, the ready activities and some of one's own, who is away when."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from holger.core.words import LANGUAGES
from holger.demo.filling import asked, controls, runs, told
from holger.demo.filling.story import Story
from holger.tasks import library, services
from holger.tasks.models import Activity
from holger.tasks.rules.workdays import DENMARK

Words = Mapping[str, Any]

PEOPLE = ("performer", "deputy", "approver")
PLAIN = (
    "category",
    "rule",
    "minutes",
    "needs_evidence",
    "performer_role",
    "approver_role",
    "sample_of",
    "sample_filter",
)
DAYS = ("lead_days", "grace_days", "escalate_days")
ALL, ESSENTIAL = "all", "essential"
"""Every ready activity that recurs, and those of them that nobody should do without."""
DISTANT = 1_000
"""Days ago."""
EVERY_MONTH = 28
DAY = timedelta(days=1)


def plan(story: Story) -> None:
    words = story.content["wheel"]
    story.at(words["accepted"]["days_ago"] + 1, name_holders)
    story.at(words["accepted"]["days_ago"], accept, words["accepted"])
    for own in words["own"]:
        story.at(own["made_days_ago"], make, own)
        story.at(min(own["made_days_ago"], *made_of(story, own)), link, own)
        for name, verb in (("paused", pause), ("archived", archive)):
            if f"{name}_days_ago" in own:
                story.at(own[f"{name}_days_ago"], verb, own["key"])
    for away in words["absences"]:
        story.at(away["told_days_ago"], leave, away)
    for kept in words["templates"]:
        story.at(kept["days_ago"], keep, kept)
    runs.plan(story)
    asked.plan(story)
    told.plan(story)


def name_holders(story: Story) -> None:
    for words in story.content["wheel"]["holders"]:
        services.role_holder_set(
            actor=story.officer,
            role=words["role"],
            person=story.people[words["person"]],
            deputy=story.person(words.get("deputy")),
            unit=story.units.get(words.get("unit", "")),
        )


def accept(story: Story, words: Words) -> None:
    """Accept the ready ones; what the organisation wants otherwise is changed at once."""
    whole = words["keys"] == ALL
    keys = [entry.key for entry in library.entries() if entry.rule and (whole or entry.essential)]
    first = {key: begin(story, **told) for key, told in words.get("first", {}).items()}
    made = services.ready_accept(actor=story.officer, keys=keys, days=first, owner=story.people[words["owner"]])
    story.activities |= {activity.library_id: activity for activity in made}
    for person, chosen in words.get("performers", {}).items():
        several = [story.activities[key] for key in chosen]
        services.activities_edit_many(actor=story.officer, activities=several, performer=story.people[person])
    without = [story.activities[key] for key in words.get("without_evidence", ())]
    services.activities_edit_many(actor=story.officer, activities=without, needs_evidence=False)
    for key, answers in words.get("changed", {}).items():
        services.activity_edit(actor=story.officer, activity=story.activities[key], **answers)


def make(story: Story, words: Words) -> None:
    activity = story.activities[words["key"]] = services.activity_create(
        actor=story.officer,
        title=story.text(words["title"]),
        purpose=story.text(words["purpose"]),
        checklist=[story.text(line) for line in words.get("checklist", ())],
        starts=begin(story, **words["starts"]),
        owner=story.person(words.get("owner")) or story.people["mette"],
        unit=story.units.get(words.get("unit", "")),
        sample_size=words.get("sample_size"),
        **{f"instructions_{language}": words["instructions"][language] for language in LANGUAGES},
        **{name: story.person(words.get(name)) for name in PEOPLE},
        **{name: words[name] for name in (*PLAIN, *DAYS) if name in words},
    )
    runs.expect_all(story, activity.tasks.all())


def begin(story: Story, due_in_workdays: int, weeks: int = 0, months: int = 0) -> date:
    """When it was due first, so that it is due next about so many working days from today, on a day that every month has."""
    day = story.workday(due_in_workdays) - timedelta(weeks=weeks)
    if months and day.day > EVERY_MONTH:
        end = day.replace(day=EVERY_MONTH)
        day = DENMARK.shown(day_after_month(end)) if due_in_workdays >= 0 else DENMARK.added(end + DAY, -1)
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(years, month + 1)


def day_after_month(day: date) -> date:
    return (day + timedelta(days=4)).replace(day=1)


def made_of(story: Story, words: Words) -> list[int]:
    """When each of the controls that it serves was written down: days ago."""
    wanted = words.get("controls", ())
    return [controls.steps(each)[0][0] for each in controls.all_of(story) if each["key"] in wanted] or [DISTANT]


def link(story: Story, words: Words) -> None:
    about = [story.controls[key] for key in words.get("controls", ())]
    about += [story.assets[key] for key in words.get("assets", ())]
    services.activity_links_add(actor=story.officer, activity=latest(story, words["key"]), about=about)


def pause(story: Story, key: str) -> None:
    services.activity_pause(actor=story.officer, activity=latest(story, key))


def archive(story: Story, key: str) -> None:
    services.activity_archive(actor=story.officer, activity=latest(story, key))


def latest(story: Story, key: str) -> Activity:
    return Activity.objects.get(pk=story.activities[key].pk)


def leave(story: Story, words: Words) -> None:
    """Somebody tells when they will be away; on the first of those days their deputies are named."""
    person = story.people[words["person"]]
    first, last = (story.day(words[name]) for name in ("from_in_days", "to_in_days"))
    deputy = story.person(words.get("deputy"))
    actor = story.actor(words["person"])
    services.absence_set(actor=actor, person=person, first=first, last=last, deputy=deputy)
    story.at(-words["from_in_days"], begin_absences)


def begin_absences(story: Story) -> None:
    services.absences_begin(organisation_id=story.organisation.pk)


def keep(story: Story, words: Words) -> None:
    activities = [latest(story, key) for key in words["activities"]]
    services.template_set_create(actor=story.officer, title=story.text(words["title"]), activities=activities)

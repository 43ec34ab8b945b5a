"""People read what is asked of them and confirm it, most of them in time; campaigns ask, remind and are closed."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

from holger.core import dates
from holger.core.words import LANGUAGES
from holger.demo.filling.story import Story
from holger.policies.models import Campaign, Policy, PolicyVersion, Reading
from holger.policies.selectors.reading import text_shown
from holger.policies.services.asking import readings_settle_all
from holger.policies.services.campaigns import campaign_close, campaign_create, campaign_start
from holger.policies.services.confirming import policy_confirm
from holger.policies.services.nudging import campaign_nudge, campaign_tell, campaigns_remind
from holger.tasks.rules.workdays import DENMARK

Words = Mapping[str, Any]

MOST, WITHIN = 97, 9
"""So many of a hundred confirm where nothing else is told, within so many working days."""
FIRST_HOUR, HOURS = 7, 9
END = 0.05
"""Days ago."""


def plan(story: Story) -> None:
    for words in story.content["campaigns"]:
        story.at(words["planned_days_ago"], create, words)
        if "begins_days_ago" in words:
            story.at(words["begins_days_ago"], start, words)
        for days in words.get("nudged_days_ago", ()):
            story.at(days, nudge, words)
        for days in words.get("reminded_days_ago", ()):
            story.at(days, remind)
        if "closed_days_ago" in words:
            story.at(words["closed_days_ago"], close, words)
    story.at(END, settle)


def expect(story: Story, policy: Policy, version: PolicyVersion, read: Words) -> None:
    """Plan who confirms a version that has come into force, and when."""
    shown = [text_shown(version, language) for language in LANGUAGES]
    story.shown |= {(policy.pk, each.text.language): each.digest for each in shown if each}
    if read.get("percent", MOST):
        for row in Reading.objects.filter(policy=policy, major=version.major, confirmed_at=None):
            expect_one(story, policy, row, read)


def expect_one(story: Story, policy: Policy, row: Reading, read: Words) -> None:
    key = next((key for key, person in story.people.items() if person.pk == row.person_id), None)
    if key is None or key in story.doors or key in read.get("not", ()):
        return
    number = thrown(policy, story, key)
    share = read.get("less", {}).get(unit_of(story, key), read.get("percent", MOST))
    day = DENMARK.added(dates.today(), number // 100 % read.get("within", WITHIN))
    if number % 100 < share and day < story.today:
        story.on(day, FIRST_HOUR + number % (HOURS * 7) / 7, confirm, policy, key)


def thrown(policy: Policy, story: Story, key: str) -> int:
    """A number of one's own for each policy."""
    return crc32(f"{policy.template}/{story.people[key].email}".encode())


def unit_of(story: Story, key: str) -> str:
    unit = story.people[key].unit_id
    return next((name for name, each in story.units.items() if each.pk == unit), "")


def confirm(story: Story, policy: Policy, key: str) -> None:
    """In the language that they read in."""
    language = "en" if key in story.content["policies"]["read_in_english"] else story.language
    digest = story.shown[policy.pk, language]
    policy_confirm(actor=story.actor(key), policy=policy, language=language, digest=digest)


def create(story: Story, words: Words) -> None:
    begins = words["begins_in_days"] if "begins_in_days" in words else -words["begins_days_ago"]
    story.campaigns[words["key"]] = campaign_create(
        actor=story.officer,
        policies=[story.policies[key] for key in words["policies"]],
        owner=story.people[words["owner"]],
        starts=story.day(begins),
        deadline=story.day(words["deadline_in_days"]),
        **{f"title_{language}": words["title"][language] for language in LANGUAGES},
        **{f"message_{language}": " ".join(words["message"][language].split()) for language in LANGUAGES},
    )


def start(story: Story, words: Words) -> None:
    campaign = campaign_start(actor=story.officer, campaign=story.campaigns[words["key"]])
    campaign_tell(campaign)
    keys = {policy.pk: policy for policy in story.policies.values()}
    for row in Reading.objects.filter(campaign=campaign, confirmed_at=None):
        expect_one(story, keys[row.policy_id], row, words["read"])


def nudge(story: Story, words: Words) -> None:
    campaign_nudge(actor=story.officer, campaign=latest(story, words))


def remind(story: Story) -> None:
    campaigns_remind(story.organisation.pk, dates.today())


def close(story: Story, words: Words) -> None:
    campaign_close(actor=story.officer, campaign=latest(story, words))


def latest(story: Story, words: Words) -> Campaign:
    return Campaign.objects.get(pk=story.campaigns[words["key"]].pk)


def settle(story: Story) -> None:
    """What holger does by itself every day, so that it finds nothing to do when the demo starts."""
    readings_settle_all(story.organisation.pk)
    campaigns_remind(story.organisation.pk, dates.today())

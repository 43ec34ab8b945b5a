"""The organisation is founded, its units are drawn, and people get in with their roles."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from holger.accounts.models import User
from holger.core import tenancy
from holger.core.permissions import Role
from holger.demo.filling.story import Story
from holger.organisation import selectors, services

FOUNDED = 730
"""Days ago."""


def plan(story: Story, password_hash: str) -> None:
    story.at(FOUNDED, found)
    story.at(FOUNDED - 1, hire, password_hash)


def found(story: Story) -> None:
    words = story.content["organisation"]
    story.organisation = services.organisation_create(
        by="holger demo",
        slug=words["slug"],
        name=words["name"],
        language=story.language,
        zone=words["zone"],
        sector=story.text(words["sector"])[:100],
    )
    story.stay.enter_context(tenancy.inside(story.organisation.id, savepoint=False))


def hire(story: Story, password_hash: str) -> None:
    founder = selectors.system_actor(story.organisation, "holger demo")
    for words in story.content["units"]:
        parent = story.units.get(words.get("parent", ""))
        story.units[words["key"]] = services.unit_create(actor=founder, name=story.text(words["name"]), parent=parent)
    for words in managers_first(story.content["people"]):
        person = services.person_create(
            actor=founder,
            name=words["name"],
            email=words["email"],
            job_title=story.text(words.get("job_title")),
            unit=story.units[words["unit"]],
            manager=story.person(words.get("manager")),
        )
        story.people[words["key"]] = person
        for role in words.get("roles", ()):
            unit = story.units[words["unit_scope"]] if words.get("unit_scope") else None
            services.role_give(actor=founder, person=person, role=role, unit=unit)
    for role in Role:
        let_in(story, role, password_hash)
    for name, purpose, role in PROGRAMS:
        program = services.service_account_create(
            actor=founder,
            name=story.text(name),
            job_title=story.text(purpose),
            responsible=next(iter(story.people.values())),
        )
        services.role_give(actor=founder, person=program, role=role)


PROGRAMS = (
    (
        {"da": "Backuprobot", "en": "Backup robot"},
        {"da": "Melder nattens backup", "en": "Reports the night's backup"},
        Role.CONTRIBUTOR,
    ),
    (
        {"da": "Logovervågning", "en": "Log monitoring"},
        {"da": "Læser systemer og risici", "en": "Reads systems and risks"},
        Role.AUDITOR,
    ),
    (
        {"da": "HR-synkronisering", "en": "HR sync"},
        {"da": "Holder personer og enheder ajour", "en": "Keeps people and units up to date"},
        Role.SECURITY_OFFICER,
    ),
)
"""Service accounts: name, what for, role."""


def let_in(story: Story, role: Role, password_hash: str) -> None:
    """Give one person of the role a user to sign in with, as an accepted invitation would have."""
    holders = [words for words in story.content["people"] if role in words.get("roles", ())]
    words = next((words for words in holders if words.get("demo_login") == role), holders[0])
    person = story.people[words["key"]]
    person.user, _new = User.objects.get_or_create(
        email=words["email"], defaults={"name": words["name"], "password": password_hash}
    )
    person.save(update_fields=["user"])
    story.logins[role.value] = words["email"]


def managers_first(people: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    waiting, hired = list(people), set()
    while waiting:
        ready = [words for words in waiting if words.get("manager") in (None, *hired)]
        if not ready:
            raise ValueError(f"these people manage each other in a ring: {[words['key'] for words in waiting]}")
        for words in ready:
            waiting.remove(words)
            hired.add(words["key"])
            yield words

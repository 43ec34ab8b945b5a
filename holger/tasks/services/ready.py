"""Accepting ready activities: those that are there already are made no second time, so accepting twice changes nothing."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.core.words import LANGUAGES, N_, say
from holger.organisation.models import Person
from holger.tasks.models import Activity, TemplateSet
from holger.tasks.permissions import PLAN
from holger.tasks.rules import ready
from holger.tasks.rules.ready import Proposal
from holger.tasks.rules.ready_dates import Place, begun
from holger.tasks.rules.ready_entry import Entry
from holger.tasks.selectors.ready import Offered, ready_offered
from holger.tasks.services.activities import activities_begin, activity_put
from holger.tasks.services.making import MOST_EACH
from holger.tasks.services.shared import hold, must_be_ours
from holger.ui import populations

TITLE = 200


@transaction.atomic
def ready_accept(
    *,
    actor: Actor,
    keys: Collection[str],
    days: Mapping[str, date] | None = None,
    owner: Person | None = None,
    chosen: TemplateSet | None = None,
) -> list[Activity]:
    """Make activities of the ready ones with these keys, or of those in a set of templates (``chosen``).

    ``days``: the first due date of some, instead of the one that is proposed. ``owner`` answers for them; roles do them.
    """
    must_be_ours(actor, owner, chosen)
    actor.require(PLAN)
    today = dates.today(hold(actor.organisation_id).zone)
    offered = ready_offered(actor, today, chosen)
    try:
        entries = [entry for entry in ready.to_make(offered.proposals, keys) if entry.rule]
    except LookupError as unknown:
        raise RuleBroken(N_("“%(name)s” is not proposed here."), "take", {"name": str(unknown)[:80]}) from unknown
    placed = {entry.key: _place(entry, offered, days or {}, today) for entry in entries}
    about = _about(actor, offered, entries)
    made = []
    for entry in entries:
        answers = {"owner": owner, **_written(entry, placed[entry.key]), **_objects(actor, entry)}
        title = answers.pop("title")
        made.append(activity_put(actor, title, entry.key, about[entry.key], answers))
    activities_begin(actor, made)
    return made


def _place(entry: Entry, offered: Offered, days: Mapping[str, date], today: date) -> Place:
    place = offered.places[entry.key]
    first = days.get(entry.key)
    if first is None:
        return place
    if first < today:
        told = {"name": say(entry.title, get_language())}
        raise RuleBroken(N_("“%(name)s” cannot begin on a day that has passed."), f"date-{entry.key}", told)
    return begun(entry, place, first)


def _written(entry: Entry, place: Place) -> dict[str, Any]:
    """What the ready activity says, in the language of whoever accepts it: from now on it is the organisation's own text."""
    language = get_language()
    return {
        "title": say(entry.title, language)[:TITLE],
        "category": entry.category,
        "purpose": say(entry.why, language),
        **{f"instructions_{each}": instructions(entry, each) for each in LANGUAGES},
        "checklist": [say(line, language) for line in entry.checklist],
        "rule": place.rule,
        "starts": place.first,
        "lead_days": entry.lead,
        "grace_days": entry.grace,
        "performer_role": entry.role,
        "approver_role": entry.sign_off,
        "needs_evidence": entry.evidence_required,
        "minutes": entry.minutes or None,
    }


def instructions(entry: Entry, language: str) -> str:
    """The steps, one after the other, and what good evidence is."""
    steps = [text for each in entry.steps if (text := each.get(language, ""))]
    lines = steps if len(steps) < 2 else [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    proof = [text for each in entry.evidence if (text := each.get(language, ""))]
    if proof:
        heading = {"da": "Godt bevis:", "en": "Good evidence:"}[language]
        lines += ["", heading, *(f"- {text}" for text in proof)]
    return "\n".join(lines)


def _about(actor: Actor, offered: Offered, entries: Iterable[Entry]) -> dict[str, list[Any]]:
    """The requirements that each serves and the controls that it keeps alive, among those that the actor sees."""
    by_key = {each.entry.key: each for each in offered.proposals}
    wanted = {ask.key for entry in entries for ask in by_key[entry.key].asked}
    rows = _requirements(actor, wanted)
    found = {entry.key: _served(by_key[entry.key], rows) for entry in entries}
    if registry.measures is not None:
        keys = {key for entry in entries for key in entry.controls}
        controls = registry.measures(actor, keys)
        for entry in entries:
            found[entry.key] += [row for row in controls if row.library_id in entry.controls]
    return found


def _requirements(actor: Actor, keys: Collection[UUID]) -> Mapping[UUID, Any]:
    kind = registry.subjects.get(registry.demands.kind) if registry.demands else None
    return kind.visible(actor).in_bulk(list(keys)) if kind is not None and keys else {}


def _served(proposal: Proposal[UUID], rows: Mapping[UUID, Any]) -> list[Any]:
    return [rows[each.key] for each in proposal.asked if each.key in rows]


def _objects(actor: Actor, entry: Entry) -> dict[str, Any]:
    """Samples, and a task for each object, where there is a register for it here that has something."""
    found: dict[str, Any] = {}
    if entry.sample is not None and _known(actor, entry.sample.of):
        found |= {"sample_of": entry.sample.of, "sample_size": entry.sample.size}
    if entry.each is not None and _fits(actor, entry.each.of, entry.each.filter):
        found |= {"each_of": entry.each.of, "each_filter": entry.each.filter}
    return found


def _known(actor: Actor, key: str) -> bool:
    population = registry.populations.get(key)
    return population is not None and actor.may(population.permission)


def _fits(actor: Actor, key: str, narrowing: str) -> bool:
    """A list that can be narrowed like that, and holds neither nothing nor more than anybody could do."""
    if not _known(actor, key):
        return False
    population = registry.populations[key]
    if populations.problems(population, narrowing, actor.organisation_id):
        return False
    return 0 < population.rows(actor.organisation_id, narrowing)[: MOST_EACH + 1].count() <= MOST_EACH

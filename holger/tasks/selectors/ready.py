"""The ready activities as they are proposed to an organisation: why, where they would go in the year, and which are there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import slugify

from holger.core.actor import Actor
from holger.core.registry import Asked as Demand
from holger.core.registry import registry
from holger.core.words import LANGUAGES
from holger.tasks import library
from holger.tasks.models import Activity, TemplateSet
from holger.tasks.permissions import PLAN, VIEW
from holger.tasks.rules import ready, templates
from holger.tasks.rules.ready import Asked, Proposal, There
from holger.tasks.rules.ready_dates import Place, places
from holger.tasks.rules.ready_entry import Each, Entry, Sample, Served
from holger.tasks.rules.recurrence import parse
from holger.tasks.rules.workdays import DENMARK, Workdays
from holger.tasks.selectors.activities import activities_for, links_of_many
from holger.tasks.selectors.runs import Period, runs_between

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Offered:
    """What is proposed, what the keys in it stand for, and where what is not there yet would go."""

    proposals: Sequence[Proposal[UUID]]
    demands: Mapping[UUID, Demand]
    there: Mapping[UUID, Activity]
    places: Mapping[str, Place]

    @property
    def to_choose(self) -> list[Proposal[UUID]]:
        return [each for each in self.proposals if each.there is None and each.entry.rule]


def ready_offered(
    actor: Actor, today: date, chosen: TemplateSet | None = None, workdays: Workdays = DENMARK
) -> Offered:
    """The ready wheel, or an organisation's own set of templates; the essentials first."""
    actor.require(PLAN)
    entries = library.entries() if chosen is None else templates.read(chosen.activities)
    demands = {each.id: each for each in (registry.demands.asked(actor) if registry.demands else ())}
    asked = [Asked(each.id, each.framework, each.code, each.met) for each in demands.values()]
    rows = activities_for(actor).filter(archived_at=None).only("organisation", "reference", "title", "library_id")
    there = {row.pk: row for row in rows.order_by("number")}
    known = [There(row.pk, row.library_id, (row.title,)) for row in there.values()]
    found = ready.proposals(entries, asked, known, small=True)
    missing = [each.entry for each in found if each.there is None]
    return Offered(found, demands, there, _places(actor, missing, today, workdays))


def _places(actor: Actor, entries: Iterable[Entry], today: date, workdays: Workdays) -> Mapping[str, Place]:
    """Beside what is planned already, so that no month gets more than it can hold."""
    due = [run.day for run in runs_between(actor, Period(today, today + YEAR), today)]
    even: list[Entry] = []
    other: list[Entry] = []
    for entry in entries:
        if entry.rule:
            (even if templates.is_even(entry) else other).append(entry)
    found = dict(places(even, since=today, works=workdays.is_open, planned=due))
    return found | {each.key: templates.place_of(each, today, workdays.is_open) for each in other}


# An organisation's own templates


def template_sets_for(actor: Actor) -> QuerySet[TemplateSet]:
    """The sets that an organisation keeps: for those who plan."""
    rows = TemplateSet.objects.filter(organisation_id=actor.organisation_id)
    return rows if actor.may(PLAN) else rows.none()


def entries_of(actor: Actor, activities: Sequence[Activity], language: str) -> list[Entry]:
    """Activities that the actor has found, as templates: with roles instead of people, and a month and a day instead of a date."""
    if not actor.may(VIEW):
        return []
    kind = registry.demands.kind if registry.demands else ""
    links = links_of_many(actor, [each.pk for each in activities])
    found: list[Entry] = []
    for activity in activities:
        about = [each.obj for each in links.get(activity.pk, ()) if each.kind.type == kind]
        served = [Served(obj.framework.key, obj.code) for obj in about]
        found.append(_entry_of(activity, served, language))
    return found


def _entry_of(activity: Activity, served: Sequence[Served], language: str) -> Entry:
    said = {"da": activity.instructions_da, "en": activity.instructions_en}
    steps = {name: said[name] for name in LANGUAGES if said[name]}
    return Entry(
        key=activity.library_id or templates.OWN + (slugify(activity.title)[:50] or activity.reference.lower()),
        number=None,
        category=activity.category,
        title={language: activity.title},
        short={language: activity.title[: templates.LENGTHS["short"]]},
        why={language: activity.purpose} if activity.purpose else {},
        steps=[steps] if steps else [],
        checklist=[{language: line} for line in activity.checklist],
        evidence=[],
        rule=parse(activity.rule).text,
        month=activity.starts.month,
        day=activity.starts.day,
        after=None,
        occasion={},
        lead=activity.lead_days,
        grace=activity.grace_days,
        minutes=activity.minutes or 0,
        role=activity.performer_role,
        along=(),
        sign_off=activity.approver_role,
        evidence_required=activity.needs_evidence,
        sample=Sample(activity.sample_of, activity.sample_size or 1, {}) if activity.sample_of else None,
        each=Each(activity.each_of, _without_rows(activity.each_filter), {}) if activity.each_of else None,
        essential=False,
        extra=False,
        controls=(),
        serves=served,
    )


def _without_rows(narrowing: str) -> str:
    """What narrows a list by the organisation's own people, units or tags means nothing elsewhere."""
    kept = [part for part in narrowing.split("&") if part and not _names_a_row(part.partition("=")[2])]
    return "&".join(kept)


def _names_a_row(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def template_entries(chosen: TemplateSet) -> Sequence[Entry]:
    """A set as entries. It was told by us, so it can be read."""
    return templates.read(chosen.activities)

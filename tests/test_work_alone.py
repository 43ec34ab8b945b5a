"""Work that comes again by itself, erasure and proof: done for one organisation, they neither touch nor count another's.

Two organisations are filled alike, long ago, so that there is as much to do in the one as in the other.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, models, transaction

from holger.api import services as api
from holger.assets import services as assets
from holger.core import dates
from holger.core.registry import DutySource, Recurring, registry
from holger.evidence.models import Reading
from holger.exchange import services as exchange
from holger.exchange.models import ImportRun
from holger.history import exports, verification
from holger.history import services as history
from holger.history.models import Checkpoint, Event
from holger.jobs.models import Job
from holger.organisation import services as organisation
from holger.organisation.models import Organisation, Person, Unit
from holger.policies import services as policies
from holger.policies.models import PolicyException, Status
from holger.policies.tests.factories import make_policy, make_version
from holger.privacy import services as privacy
from holger.privacy.models import SubjectRequest
from holger.risks import services as risks
from holger.risks.models import Method, Risk, Round
from tests.canary import elsewhere, scope, tenant_models, walked
from tests.cast import Cast, actor_of, make_cast, make_person
from tests.furnished import Furnished, House
from tests.history import sql
from tests.shares import ask_acceptance, make_share
from tests.strays import RELATED, alarm, stray
from tests.walled import walls_down
from tests.world import make_world

pytestmark = pytest.mark.usefixtures("says_where")
YEARS = 3


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def casts(cast: Cast) -> list[Cast]:
    return fill(cast)


def fill(cast: Cast) -> list[Cast]:
    """Kronborg and Rosenborg, both filled three years ago, with a history that is kept for one year."""
    both = [cast, elsewhere(cast)]
    with dates.days_ago(YEARS * 366):
        for each in both:
            make_world(each)
            Job.objects.filter(organisation=each.kronborg).update(state="done", finished_at=dates.now())
            auditors = f"auditor@{each.kronborg.slug}.example"
            history.keeping_set(actor=actor_of(each.olga), years=1, auditors=auditors)
            wait_for_a_day(each)
            answer_a_request(each)
            history.checkpoint_make(actor=actor_of(each.anna), mail=True)
    for each in both:
        come_and_go(each)
    return both


def wait_for_a_day(cast: Cast) -> None:
    """A policy that holds from tomorrow on, and an exception from another that holds until some day."""
    later = make_policy(cast.kronborg, "Later", status=Status.DRAFT, confirm=True)
    tomorrow = dates.today() + timedelta(days=1)
    later.versions.all().delete()
    make_version(later, status=Status.APPROVED, effective_from=tomorrow, approved_at=dates.now())
    asked = PolicyException.objects.select_related("approver").get(organisation=cast.kronborg, status="asked")
    assert asked.approver is not None
    policies.exception_approve(actor=actor_of(asked.approver), exception=asked)


def answer_a_request(cast: Cast) -> None:
    """Somebody asked what is known of them, and has an answer: who it was is forgotten some day."""
    decided = SubjectRequest.objects.get(organisation=cast.kronborg, status="decided")
    privacy.request_close(actor=actor_of(cast.anna), request=decided, answered=dates.today(), keep_months=6)


def come_and_go(cast: Cast) -> None:
    """Somebody's first day is today, and somebody's last in ten days."""
    make_person(cast.kronborg, "Nina Holst", starts_on=dates.today(), manager=cast.bo)
    make_person(cast.kronborg, "Lone Riis", ends_on=dates.today() + timedelta(days=10), manager=cast.bo)


def rows(whose: Organisation) -> dict[str, list[Any]]:
    """Everything that the organisation has, as it stands."""
    found = {}
    for model in walked():
        kept: Any = model._base_manager.filter(**{scope(model): whose.pk}).distinct()
        found[model._meta.label] = list(kept.order_by("pk").values())
    return found


def comes_again() -> Iterator[Recurring]:
    return (work for work in registry.recurring if not work.installation)


def test_what_comes_again_is_done_in_one_organisation(casts: list[Cast]) -> None:
    for one, other in (casts, casts[::-1]):
        before = rows(other.kronborg)
        said = [work.run(one.kronborg.pk) for work in comes_again()]
        assert rows(other.kronborg) == before, said


OTHERWISE = {
    "give_courses": "the database has what somebody is to take once, whosever it is",
    "history.checkpoint": "the key that signs lies where the house was furnished",
}
"""Work that is not tried with something astray, with the reason."""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the walls keep away what strays")
@pytest.mark.parametrize(
    "work", [work for work in comes_again() if work.name not in OTHERWISE], ids=lambda work: work.name
)
def test_what_comes_again_leaves_alone_what_strays_below(
    work: Recurring, house: list[Cast], db: None, furnished: Furnished
) -> None:
    """Rows that the database refuses: they are neither changed nor removed, though they hang on what is."""
    kronborg = house[0].kronborg.pk
    with transaction.atomic():
        before = work.run(kronborg)
        transaction.set_rollback(True)
    furnished.then(STRAYS)
    alarm(house[0])
    assert work.run(kronborg) == before


FINDS_NOTHING = {"evidence-sweep", "tasks.deputies", "prove_management"}
"""No file has lain there for long, nobody is away, and nothing is asked of the management."""


def test_it_counts_what_is_there_and_no_more(casts: list[Cast]) -> None:
    for work in comes_again():
        said = [work.run(each.kronborg.pk) for each in casts]
        assert said[0] == said[1], work.name
        assert any(letter in "123456789" for letter in said[0]) or work.name in FINDS_NOTHING, work.name
    a_year_ago = dates.now() - timedelta(days=366)
    for each in casts:
        old = Event.objects.filter(organisation_id=each.kronborg.pk, at__lt=a_year_ago)
        assert [event.action for event in old] == ["history.checkpoint"]  # which it begins after
        assert Reading.objects.get(organisation=each.kronborg).files == 4


def with_much_to_do() -> list[Cast]:
    casts = fill(make_cast())
    for each in casts:
        token_end(each)
    return casts


HOUSE = House("much to do in two", with_much_to_do)
STRAYS = House("much to do in two, and what strays below", lambda casts: stray(casts[0], RELATED), HOUSE)


@pytest.fixture
def house(furnished: Furnished) -> list[Cast]:
    return furnished(HOUSE)


@pytest.mark.parametrize("source", registry.duties, ids=lambda source: source.key)
def test_duties_are_those_of_people_here(source: DutySource, house: list[Cast], db: None) -> None:
    """All there are, and none where somebody of another organisation is asked about."""
    for one, other in (house, house[::-1]):
        here = set(Person.objects.filter(organisation=one.kronborg).values_list("pk", flat=True))
        there = set(Person.objects.filter(organisation=other.kronborg).values_list("pk", flat=True))
        assert {duty.person_id for duty in source.open(one.kronborg.pk, None)} <= here
        assert not source.open(one.kronborg.pk, there)
        for asked in (source.waiting, source.deputy_of):
            assert not any(asked(one.kronborg.pk, stranger) for stranger in there) if asked else True


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the walls hide what a source forgets")
def test_what_strays_below_is_nobodys_duty(house: list[Cast], db: None, furnished: Furnished) -> None:
    """Rows that the database refuses: a source of duties names its organisation, whatever keeps them away besides."""
    kronborg = house[0].kronborg.pk
    before = {source.key: duties_of(source, kronborg) for source in registry.duties}
    furnished.then(STRAYS)
    after = {source.key: duties_of(source, kronborg) for source in registry.duties}
    assert {key for key, duties in after.items() if duties != before[key]} == set()
    assert sum(map(len, before.values())) > 25


def duties_of(source: DutySource, organisation_id: UUID) -> set[tuple[str, UUID]]:
    return {(duty.key, duty.person_id) for duty in source.open(organisation_id, None)}


def token_end(cast: Cast) -> None:
    """A token that ends soon, and a program that nobody answers for any longer."""
    anna = actor_of(cast.anna)
    api.token_create(actor=anna, person=cast.anna, name="Soon", scope={"*": "read"}, days=3)
    lone = make_person(cast.kronborg, "Lasse Juhl")
    organisation.service_account_create(actor=anna, name="Left robot", responsible=lone)
    organisation.person_suspend(actor=anna, person=lone)


def test_whoever_is_forgotten_in_one_is_known_in_the_other(casts: list[Cast]) -> None:
    """A namesake, of whom both histories tell."""
    for one, other in (casts, casts[::-1]):
        before = rows(other.kronborg)
        person = Person.objects.get(organisation=one.kronborg, name="Grete Hansen")
        organisation.person_erase(actor=actor_of(one.olga), person=person, name="Grete Hansen")
        assert rows(other.kronborg) == before


def test_each_chain_is_proved_by_itself(casts: list[Cast]) -> None:
    """One is longer than the other, and both begin where old entries were let go of."""
    other = casts[1]
    for each in casts:
        history.nightly(each.kronborg.pk)
    for number in range(9):
        organisation.tag_create(actor=actor_of(other.anna), name=f"Later {number}")
    history.checkpoint_make(actor=actor_of(other.anna))
    for each in casts:
        verdict = verification.verify(each.kronborg.pk)
        kept = Event.objects.filter(organisation_id=each.kronborg.pk)
        assert verdict.broken is None, each.kronborg
        assert verdict.entries == kept.order_by("-seq")[0].seq
        assert verdict.start == kept.order_by("seq")[0].seq - 1 > 0


def test_where_a_chain_breaks_is_told_of_its_own(casts: list[Cast]) -> None:
    with walls_down("wall_history_*"):
        for each in casts:
            sql("UPDATE history_event SET action = 'x.y' WHERE organisation_id = %s AND seq = 3", each.kronborg.pk)
    for each in casts:
        verdict = verification.verify(each.kronborg.pk)
        assert verdict.broken is not None and verdict.broken.seq == 3
        assert verdict.event is not None and verdict.event.organisation_id == each.kronborg.pk


def a_years_work(cast: Cast) -> None:
    """What people do all year: new rows, rounds and methods, files in and back out, and everything counted anew."""
    anna, olga, whose = actor_of(cast.anna), actor_of(cast.olga), cast.kronborg
    asset = make_share(cast, cast.production, cast.bo, "Bo")
    ask_acceptance(cast, Risk.objects.get(asset=asset, closed_at=None), cast.olga)
    risks.round_freeze(actor=anna, held=Round.objects.get(organisation=whose))
    risks.round_open(actor=anna, title="Spring")
    risks.threat_create(actor=anna, title_en="Ghosts", hits="cia")
    risks.method_put_in_force(actor=anna, method=Method.objects.get(organisation=whose, status="draft"))
    risks.method_draft(actor=anna)
    for kind, sheet in SHEETS.items():
        run = exchange.run_start(actor=olga, kind=kind, filename=f"{kind}.csv", content=sheet.encode())
        exchange.run_apply(actor=olga, run=run)
        if kind != "people":
            exchange.run_undo(actor=olga, run=run)
    assets.recompute(actor=anna)
    risks.scores_rebuild(organisation_id=whose.pk)
    organisation.unit_move(
        actor=anna, unit=Unit.objects.get(organisation=whose, name="Finance"), parent=cast.production
    )


SHEETS = {
    "assets": "Name;Tags\nWebshop;New\nBusiness Central;New\n",
    "processes": "Name;Availability\nPayroll;3\nOrder to delivery;4\n",
    "dependencies": "From;To\nBo payroll;Business Central\n",
    "people": "Name;Email\nNew one;new@example.test\nGrete Hansen;grete@elsewhere.example\n",
    "risks": "Asset;Risk;Consequence;Likelihood\nBusiness Central;Flood;3;3\n",
}
"""What is new and what is known, in each register."""


CHANCE = ("seed", "place")
"""Numbers that are drawn."""


def numbers(whose: Organisation) -> dict[str, list[Any]]:
    """What can be compared between two organisations: numbers, references and states."""
    found = {}
    for model in tenant_models():
        fields = [each for each in model._meta.local_concrete_fields if not each.is_relation]
        told = [each.name for each in fields if isinstance(each, models.IntegerField) and each.name not in CHANCE]
        told += [each.name for each in fields if each.name in ("reference", "status")]
        if told and model is not ImportRun:
            kept: Any = model._base_manager.filter(organisation_id=whose.pk)
            found[model._meta.label] = sorted(map(repr, kept.values_list(*told)))
    return found


def test_whatever_is_done_in_one_leaves_the_other_as_it_stood(casts: list[Cast]) -> None:
    for one, other in (casts, casts[::-1]):
        before = rows(other.kronborg)
        a_years_work(one)
        after = rows(other.kronborg)
        assert [label for label, kept in after.items() if kept != before[label]] == []
    first, second = (numbers(each.kronborg) for each in casts)
    assert {label: (first[label], second[label]) for label in first if first[label] != second[label]} == {}


@pytest.mark.parametrize("pruned", [0, 1])
def test_each_history_is_exported_by_itself(casts: list[Cast], pruned: int) -> None:
    """Also where one of them has let go of what is old."""
    history.nightly(casts[pruned].kronborg.pk)
    for each in casts:
        here = str(each.kronborg.pk)
        lines = [json.loads(line) for line in "".join(exports.whole_chain(each.kronborg.pk)).splitlines()]
        assert {line["organisation_id"] for line in lines if "seq" in line} == {here}
        notes = [line["checkpoint"] for line in lines if "checkpoint" in line]
        kept = Checkpoint.objects.filter(
            organisation_id=each.kronborg.pk, size__gte=verification.verify(each.kronborg.pk).start
        )
        assert len(notes) == kept.count() > 0
        assert all(here in note for note in notes)
        assert ("seq" not in lines[0]) is (each is casts[pruned])

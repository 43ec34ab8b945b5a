"""Every question by itself: what lies in another organisation, or out of reach, changes nothing of what it says.

The pages ask through middleware, permissions and walls as well; here a selector stands alone, and so does what registers,
panels and filters ask for somebody. A new one joins by itself.
"""

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from importlib import import_module
from typing import Any, get_type_hints

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models
from django.http import Http404
from django.utils.functional import Promise

import holger
from holger.assets.models import Asset
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.permissions import Role
from holger.evidence.models import Evidence
from holger.organisation import services as organisation
from holger.organisation.models import Organisation, Person
from holger.risks import services as risks
from holger.risks.models import Method, Risk, Round, Threat
from tests.canary import Planted, plant
from tests.cast import Cast, actor_of, make_cast, make_person
from tests.furnished import Furnished, House
from tests.parts import parts
from tests.shares import ask_acceptance, earlier, fill_outside, make_share, plant_and_point
from tests.strays import RELATED, stray
from tests.tally import Tally
from tests.world import make_world

pytestmark = [
    pytest.mark.once,
    pytest.mark.usefixtures("says_where"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the walls hide what a selector forgets"),
]
PLAIN = (str, bytes, int, float, type(None), Promise)
REFUSALS = (Http404, PermissionDenied, RuleBroken)
APART = {"__main__", "config", "tests", "services", "demo", "management", "migrations"}
"""Parts of the house that ask nothing, or do more than ask."""

Selector = Callable[..., Any]
Rows = Callable[[type[models.Model]], Any]
"""A row of the table, of one organisation."""


@cache
def selectors() -> dict[str, Selector]:
    """All that rooms ask of the database, by name: selectors, and whatever else begins with who asks."""
    found = {}
    for name in sorted(_modules("holger", holger.__path__)):
        for word, each in vars(import_module(name)).items():
            asks = inspect.isfunction(each) and not word.startswith("_") and each.__module__ == name
            if asks and ("selectors" in name.split(".") or _begins_with_actor(each)):
                found[f"{name.removeprefix('holger.')}.{word}"] = each
    return found


def _modules(package: str, path: Iterable[str]) -> Iterator[str]:
    for each in pkgutil.iter_modules(path):
        if each.name in APART:
            continue
        name = f"{package}.{each.name}"
        yield name
        if each.ispkg:
            yield from _modules(name, import_module(name).__path__)


def _begins_with_actor(function: Selector) -> bool:
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.name == "actor" and first.kind is first.POSITIONAL_OR_KEYWORD


def wanted(selector: Selector) -> list[inspect.Parameter]:
    parameters = inspect.signature(selector).parameters.values()
    return [each for each in parameters if each.default is each.empty]


def at_home(cast: Cast, actor: Actor) -> dict[str, Any]:
    """What a selector may be asked with that is Kronborg's, or nobody's."""
    told = {"actor": actor, "organisation_id": cast.kronborg.pk, "organisation": cast.kronborg, "slug": "kronborg"}
    return told | {
        "today": dates.today(),
        "limit": 50,
        "words": "e",
        "text": "e",
        "kind": "assets",
        "list_name": "assets",
    }


def about(row: Rows) -> dict[str, Any]:
    """One organisation's own, where a selector asks by something else than a kind of row."""
    asset, risk, person = row(Asset), row(Risk), row(Person)
    told = {"subject": asset, "obj": asset, "subject_type": Asset._meta.label_lower, "subject_id": asset.pk}
    told |= {"asset_ids": [asset.pk], "risk_ids": [risk.pk], "threat_id": row(Threat).pk, "frozen": row(Round)}
    told |= {"rows": [row(Evidence)], "rounds": [row(Round)], "method": row(Method).rules}
    return told | {"user": person.user, "person_id": person.pk}


def rows_of(whose: Organisation) -> Rows:
    def row(model: type[models.Model]) -> Any:
        rows: Any = model._base_manager.filter(organisation_id=whose.pk)
        return rows.exclude(user=None).first() if model is Person else rows.order_by("pk").first()

    return row


def given(selector: Selector, known: Mapping[str, Any], row: Rows) -> dict[str, Any] | None:
    """An answer to all that the selector wants to know; None where there is none for something."""
    try:
        hints = get_type_hints(selector)
    except NameError:
        hints = {}
    told = {}
    for each in wanted(selector):
        hint = hints.get(each.name)
        if "QuerySet" in str(hint):  # what has been narrowed already
            return None
        if each.name in known:
            told[each.name] = known[each.name]
        elif inspect.isclass(hint) and issubclass(hint, models.Model) and hasattr(hint, "organisation_id"):
            told[each.name] = row(hint)
            if told[each.name] is None:
                return None
        else:
            return None
    return told


def said(value: Any) -> Any:
    """What an answer says, so that two of them can be compared."""
    if isinstance(value, models.Model):
        known = {each.attname for each in value._meta.concrete_fields}
        counted = {name: each for name, each in vars(value).items() if name[0] != "_" and name not in known}
        return [f"{value._meta.label} {value.pk}", *(each for each in counted.items() if isinstance(each[1], PLAIN))]
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, models.Q):
        return "a condition"
    if isinstance(value, PLAIN):
        return value
    if is_dataclass(value):
        return {each.name: said(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return sorted((repr(said(key)), repr(said(each))) for key, each in value.items())
    if isinstance(value, set | frozenset):
        return sorted(repr(said(each)) for each in value)
    if hasattr(value, "__iter__") and not isinstance(value, type):  # a class among functions is one of them
        return [said(each) for each in value]
    return repr(value)


def asked(selector: Selector, told: Mapping[str, Any]) -> Any:
    """What it says, or that it refuses."""
    try:
        return said(selector(**told))
    except REFUSALS as refusal:
        return type(refusal).__name__


@dataclass
class Kronborg:
    """A little of everything: also what is frozen, what waits, and what Bo and Production have."""

    cast: Cast
    ulla: Person
    """Is let into one unit only."""

    @property
    def askers(self) -> Iterator[Actor]:
        """Everybody at Kronborg."""
        return map(actor_of, (*self.cast.by_role().values(), self.ulla))


def furnish() -> Kronborg:
    cast = make_cast()
    anna = actor_of(cast.anna)
    make_world(cast)
    for owner in (cast.bo, cast.emil):
        asset = make_share(cast, cast.production, owner, owner.name)
        ask_acceptance(cast, Risk.objects.get(asset=asset, closed_at=None), cast.olga)
    risks.round_freeze(actor=anna, held=Round.objects.get(organisation=cast.kronborg))
    risks.round_open(actor=anna, title="Spring")
    organisation.invitation_send(actor=anna, person=Person.objects.get(name="Grete Hansen"))
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    return Kronborg(cast, ulla)


def with_members_elsewhere(house: Kronborg) -> None:
    """Everybody is a member there as well, and owns the place."""
    with earlier():
        plant_and_point(house.cast)
    for person in house.cast.by_role().values():
        there = make_person(house.cast.rosenborg, person.name, Role.OWNER, signs_in=False)
        Person.objects.filter(pk=there.pk).update(user=person.user)


HOUSE = House("selectors", furnish)
ELSEWHERE = House("selectors, and members elsewhere", with_members_elsewhere, HOUSE)
OUT_OF_REACH = House("selectors, and what is out of reach", lambda held: fill_outside(held.cast), HOUSE)
PLANTED = House("selectors, and what may be named elsewhere", lambda held: plant(held.cast), HOUSE)
STRAYS = House("selectors, and what strays below", lambda held: stray(held.cast, RELATED), HOUSE)
PARTS = parts(selectors(), lambda name: name.partition(".")[0], most=30)


@pytest.fixture
def house(furnished: Furnished) -> Kronborg:
    return furnished(HOUSE)


def all_answers(cast: Cast, actors: Iterable[Actor], names: Iterable[str]) -> dict[str, Any]:
    """What these questions say to each of them about what is Kronborg's."""
    row = rows_of(cast.kronborg)
    found = {}
    for actor in actors:
        known = about(row) | at_home(cast, actor)
        for name in names:
            selector = selectors()[name]
            if wanted(selector) and (told := given(selector, known, row)) is not None:
                found[f"{name} as {actor.label}"] = asked(selector, told)
    return found


def changed(before: Mapping[str, Any], after: Mapping[str, Any], explained: Mapping[str, str]) -> list[str]:
    """The questions that are answered in another way than before."""
    names = [name for name, answer in before.items() if after[name] != answer]
    return [name for name in names if name.partition(" as ")[0] not in explained]


def knows_who_asks(answer: str) -> bool:
    return "actor" in inspect.signature(selectors()[answer.partition(" as ")[0]]).parameters


ACROSS = {
    "organisation.selectors.organisations_of": "in which organisations is somebody a member?",
    "organisation.selectors.organisations_knowing": "likewise",
    "organisation.selectors.belongs_somewhere": "likewise",
}
"""Questions about all organisations, asked outside of them."""
SPOKEN_FOR = {
    "suppliers.selectors.agreements.agreements_in_force": "the question that it stands in names the suppliers",
    "privacy.selectors.hands.without_agreement": "the question that it stands in names the activities",
}
"""Parts of other questions, which say whose rows they are about."""


@pytest.mark.parametrize("part", PARTS)
def test_what_lies_elsewhere_changes_no_answer(
    part: str, house: Kronborg, db: None, furnished: Furnished, tally: Tally
) -> None:
    actors = list(house.askers)
    before = all_answers(house.cast, actors, PARTS[part])
    furnished.then(ELSEWHERE)
    after = all_answers(house.cast, actors, PARTS[part])
    assert not (wrong := changed(before, after, ACROSS | SPOKEN_FOR)), "\n".join(wrong)
    tally("selectors, the same however much lies elsewhere", answers=len(before))


@pytest.mark.parametrize("part", PARTS)
def test_what_strays_below_ones_own_changes_no_answer(
    part: str, house: Kronborg, db: None, furnished: Furnished, tally: Tally
) -> None:
    """Rows that the database refuses: a selector names its organisation, whatever keeps them away besides."""
    actors = [actor_of(house.cast.anna)]
    before = all_answers(house.cast, actors, PARTS[part])
    furnished.then(STRAYS)
    after = all_answers(house.cast, actors, PARTS[part])
    assert not (wrong := changed(before, after, ACROSS)), "\n".join(wrong)
    tally("selectors, the same whatever strays below", answers=len(before))


OPEN_TO_ALL = {
    "assets.register.taken_by_assets": "a reference is taken whether or not one sees by what",
    "assets.register.taken_by_processes": "likewise",
    "controls.register.controls.taken": "likewise",
    "incidents.register.taken": "likewise",
    "privacy.register.record.taken": "likewise",
    "suppliers.register.contracts.taken": "likewise",
    "controls.register.plan.taken": "likewise",
    "organisation.register.taken": "likewise",
    "organisation.selectors.references_unseen": "likewise",
    "suppliers.register.suppliers.taken": "likewise",
    "risks.register.taken": "likewise",
    "tasks.register.activities.taken": "likewise",
    "tasks.register.tasks.taken": "likewise",
    "policies.selectors.approvers.reviewers_for": "whoever may review can be asked, wherever they belong",
    "history.selectors.written": "a number, which tells when to count anew",
    "organisation.selectors.trace_of": "numbers, for the page on which owners erase somebody",
}
"""Questions whose answer changes with what is out of reach, with the reason. Those that know nobody who asks go without
saying."""


@pytest.mark.parametrize("part", PARTS)
def test_what_is_out_of_reach_changes_no_answer(
    part: str, house: Kronborg, db: None, furnished: Furnished, tally: Tally
) -> None:
    actors, names = [actor_of(house.ulla), actor_of(house.cast.emil)], list(filter(knows_who_asks, PARTS[part]))
    before = all_answers(house.cast, actors, names)
    furnished.then(OUT_OF_REACH)
    after = all_answers(house.cast, actors, names)
    assert not (wrong := changed(before, after, OPEN_TO_ALL)), "\n".join(wrong)
    tally("selectors, the same however much is out of reach", answers=len(before))


SEES_ANYWAY = {
    **dict.fromkeys(
        (
            *("tasks.register.activities.rows", "tasks.register.tasks.rows"),
            *(
                f"tasks.selectors.activities.{name}"
                for name in ("activities_for", "activities_pickable", "search_activities")
            ),
            *(
                f"tasks.selectors.tasks.{name}"
                for name in ("tasks_for", "tasks_listed", "tasks_pickable", "search_tasks")
            ),
        ),
        "what Emil himself is to do, and the activities that he has a part in",
    ),
    "evidence.selectors.evidence_for": "evidence of his own, and what he has attached to his tasks",
    "evidence.selectors.find_evidence": "likewise",
    "ui.views.groups": "the same, by search",
    "evidence.selectors.earlier_files": "the evidence was found by its own selector",
    "organisation.register.rows": "Emil himself, with his unit",
    "organisation.selectors.views_seen": "a view that is shared with everybody",
    "organisation.selectors.views_for": "likewise",
    "risks.selectors.methods.method_for": "the method in force is no secret inside; nothing is scored by it here",
    "tasks.selectors.notices.notices_for": "what Emil himself was told",
    "tasks.selectors.notices.reminding_for": "how he himself wants it",
    "tasks.selectors.work.work_of": "what Emil has to do himself",
    "tasks.selectors.work.work_now": "likewise",
    "tasks.selectors.team.deputies_for": "those whom Emil works with, to name one who stands in",
    "tasks.selectors.team.find_deputies": "likewise",
    "desk.selectors.settings_of": "what the employee's page says to everybody",
    "desk.selectors.whom_to_ask": "those whom Emil asks when he is in doubt",
    "desk.selectors.tasks_waiting": "what Emil has to do himself",
    "policies.selectors.reading.my_readings": "what Emil himself is to read",
    "policies.selectors.reading.applying_to": "what applies to Emil himself",
    "training.selectors.courses.pictures_of": "the course was found by its own selector",
    "training.selectors.learning.mine": "Emil's own courses",
}
"""Questions that tell also somebody who may nothing of what is there, with the reason."""


SEES_WITHOUT_A_ROLE = {
    "evidence.selectors.earlier_files": "the evidence was found by its own selector",
    "training.selectors.courses.pictures_of": "the course was found by its own selector",
    "risks.selectors.methods.method_for": "the method in force is no secret inside",
    "organisation.selectors.views_for": "a view that is shared with everybody, of a list that says itself what it shows",
    "organisation.selectors.views_seen": "likewise",
    "tasks.selectors.team.deputies_for": "those whom one works with, to name one who stands in",
    "tasks.selectors.team.find_deputies": "likewise",
    "tasks.selectors.notices.notices_for": "what one was told oneself",
    "jobs.selectors.own_jobs": "what one has asked for oneself",
    "sso.selectors.identities_of": "how one signs in oneself",
    "training.selectors.learning.mine": "one's own courses",
    "training.selectors.learning.certificates": "what one has passed oneself",
    "training.selectors.learning.tries_of": "one's own attempts",
}
"""Questions that tell a member without any role of something, with the reason."""


@pytest.mark.parametrize("part", PARTS)
def test_whoever_may_nothing_is_told_of_nothing(part: str, house: Kronborg, db: None, tally: Tally) -> None:
    """Emil asks about what is others' in his own organisation."""
    asked_by_emil = dict(told_of(house, actor_of(house.cast.emil), PARTS[part]))
    tally("selectors, to whoever may nothing", answers=len(asked_by_emil))
    assert {name for name, rows in asked_by_emil.items() if rows} <= SEES_ANYWAY.keys()


@pytest.mark.parametrize("part", PARTS)
def test_whoever_has_no_role_is_told_of_nothing(part: str, house: Kronborg, db: None, tally: Tally) -> None:
    """Not of their own either: what every role may is still a permission."""
    for person in (house.cast.anna, house.cast.bo):
        answers = dict(told_of(house, replace(actor_of(person), grants=()), PARTS[part]))
        tally("selectors, to whoever has no role", answers=len(answers))
        assert {name for name, rows in answers.items() if rows} <= SEES_WITHOUT_A_ROLE.keys()


def told_of(house: Kronborg, asker: Actor, names: Iterable[str]) -> Iterator[tuple[str, set[str]]]:
    """Of which rows each tells, but for those that it is asked about and whoever asks."""
    row = rows_of(house.cast.kronborg)
    known = about(row) | at_home(house.cast, asker)
    for name in names:
        told = given(selectors()[name], known, row)
        if told is None or "actor" not in told:
            continue
        handed = {str(getattr(each, "pk", each)) for value in told.values() for each in _each(value)}
        yield name, set(ROW.findall(repr(asked(selectors()[name], told)))) - handed - {str(asker.person_id)}


ROW = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def _each(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("part", PARTS)
def test_what_is_elsewhere_is_never_given(
    part: str, house: Kronborg, db: None, furnished: Furnished, tally: Tally
) -> None:
    planted: Planted = furnished.then(PLANTED)
    leaks = []
    for actor in house.askers:
        here = at_home(house.cast, actor)
        known = here | about(planted.row)
        for name in PARTS[part]:
            told = given(selectors()[name], known, planted.row)
            if told is None or "actor" not in told or told.keys() <= here.keys():
                continue
            tally("selectors, asked about what is elsewhere", answers=1)
            answer = repr(asked(selectors()[name], told))
            handed = {str(getattr(each, "pk", each)) for value in told.values() for each in _each(value)}
            if any(key in answer for key in planted.ids - handed):
                leaks.append(f"{name} as {actor.label}: {answer[:200]}")
    assert leaks == []


def test_there_is_much_to_ask() -> None:
    """Or nothing would be found where nothing is asked."""
    assert len(selectors()) > 900
    assert len(LOOKUPS) > 6


LOOKUPS = [name for name, each in selectors().items() if name.endswith("_or_404") and len(wanted(each)) == 2]


@pytest.mark.parametrize("name", LOOKUPS)
def test_no_lookup_finds_what_is_elsewhere(name: str, house: Kronborg, db: None, furnished: Furnished) -> None:
    """Pages find what their address names; whichever way it is called elsewhere, it is missing here."""
    anna, olga = actor_of(house.cast.anna), actor_of(house.cast.olga)
    theirs = furnished.then(PLANTED).rows().values()
    keys = {row.pk for row in theirs} | {row.reference for row in theirs if hasattr(row, "reference")}
    assert [key for key in keys for who in (anna, olga) if _strays(selectors()[name], who, key)] == []


def _strays(lookup: Selector, actor: Actor, key: Any) -> bool:
    try:
        return bool(lookup(actor, str(key)).organisation_id != actor.organisation_id)  # rounds are numbered alike
    except (Http404, ValueError, ValidationError):  # a key of another shape names nothing
        return False

"""Every selector and every service on its own: another layer that refuses the same does not count.

They are found by walking the rooms, and called as Kronborg's people with Rosenborg's rows, and as Emil, who may do nothing,
with Kronborg's. A new one is held to it from the day it is written.
"""

import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.db.models import QuerySet
from django.http import Http404

import holger
from holger.assets.models import Asset
from holger.core.actor import Actor
from holger.core.models import TenantModel
from holger.core.permissions import Role
from holger.core.registry import registry
from holger.exchange.fields import ChangedRow
from holger.history.models import Event
from tests.canary import elsewhere
from tests.cast import Cast, actor_of, make_cast, make_person, make_unit
from tests.furnished import Furnished, House
from tests.parts import parts
from tests.strays import TOUCHED, set_astray
from tests.tally import Tally
from tests.world import make_world

pytestmark = pytest.mark.usefixtures("says_where")
REFUSED = (Http404, PermissionDenied, ObjectDoesNotExist)


def rooms(kind: str) -> Iterator[ModuleType]:
    for room in pkgutil.iter_modules(holger.__path__):
        if not room.ispkg:
            continue
        try:
            module = import_module(f"holger.{room.name}.{kind}")
        except ModuleNotFoundError:
            continue
        yield module


def functions(kind: str) -> list[tuple[str, Callable[..., Any]]]:
    """All of a layer that are given an actor, by "room.name"."""
    found = {}
    for module in rooms(kind):
        for name, each in inspect.getmembers(module, inspect.isfunction):
            here = each.__module__.startswith(module.__name__)
            if here and "actor" in inspect.signature(each).parameters and not name.startswith("_"):
                found[f"{module.__name__.split('.')[1]}.{name}"] = each
    return sorted(found.items())


class Rows:
    """Something for every parameter: one organisation's rows, and plain answers."""

    def __init__(self, organisation_id: UUID):
        self.organisation_id = organisation_id
        self.asset = self.of(Asset)

    def of(self, model: type[models.Model]) -> Any:
        if model is models.Model or model._meta.abstract:
            return self.asset  # any object of a register will do
        if not issubclass(model, TenantModel):
            return model._base_manager.filter(pk=self.organisation_id).first()
        return model._default_manager.filter(organisation_id=self.organisation_id).order_by("pk").first()

    def arguments(self, function: Callable[..., Any]) -> tuple[dict[str, Any], int] | None:
        """The arguments that it needs, and how many of them are rows; None where a row is wanted that is not there."""
        hints = get_type_hints(function)
        given, rows = {}, 0
        for name, parameter in inspect.signature(function).parameters.items():
            if name == "actor" or parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
                continue
            kind = hints.get(name, Any)
            value = self.value(name, kind)
            if isinstance(value, models.Model) or (isinstance(value, list) and value):
                rows += 1
            elif parameter.default is not parameter.empty:
                continue
            if value is None and parameter.default is parameter.empty and model_in(kind):
                return None
            given[name] = value
        return given, rows

    def value(self, name: str, kind: Any) -> Any:
        model = model_in(kind)
        if model is not None:
            row = self.of(model)
            many = get_origin(kind) in (Collection, Iterable, Sequence, QuerySet, list) or "Iterable" in str(kind)
            return [row] if many and row is not None else row
        if name in ("subject", "subjects", "obj", "target") and int not in get_args(kind):
            return self.asset
        if name == "subject_type":
            return "assets.asset"
        if name in ("pk", "subject_id"):
            return self.asset.pk
        return plain(name, kind)


def model_in(kind: Any) -> Any:
    """The table that an annotation speaks of, also among others."""
    if isinstance(kind, type) and issubclass(kind, models.Model):
        return kind
    return next((found for each in get_args(kind) if (found := model_in(each))), None)


def plain(name: str, kind: Any) -> Any:
    origin = get_origin(kind) or kind
    known = {str: "x", int: 1, bool: True, float: 1.0, date: date(2026, 11, 24), UUID: uuid4(), bytes: b"Name\nX\n"}
    if name == "kind":
        return "assets"
    if isinstance(origin, type):
        if origin in known:
            return known[origin]
        if issubclass(origin, Mapping):
            return {}
        if issubclass(origin, Iterable):
            return []
    return None


def furnish() -> Cast:
    cast = make_cast()
    for each in (cast, elsewhere(cast)):
        make_world(each)
    return cast


def room(named: tuple[str, Callable[..., Any]]) -> str:
    return named[0].partition(".")[0]


HOUSE = House("a little of everything, here and there", furnish)
ASTRAY = House("a little of everything, and what strays", set_astray, after=HOUSE)
SELECTORS = parts(functions("selectors"), room, most=30)
SERVICES = parts(functions("services"), room, most=30)


@pytest.fixture
def house(furnished: Furnished) -> Cast:
    return furnished(HOUSE)


@pytest.fixture
def cast(house: Cast, db: None) -> Cast:
    return house


@pytest.fixture
def here(cast: Cast) -> Rows:
    return Rows(cast.kronborg.pk)


@pytest.fixture
def there(cast: Cast) -> Rows:
    return Rows(cast.rosenborg.pk)


def told(answer: Any, depth: int = 3) -> Iterator[models.Model]:
    """Every row in an answer, whatever it is packed in."""
    if isinstance(answer, models.Model):
        yield answer
    elif isinstance(answer, QuerySet):
        yield from (row for row in answer[:500] if isinstance(row, models.Model))
    elif depth and isinstance(answer, Mapping):
        yield from (row for each in (*answer.keys(), *answer.values()) for row in told(each, depth - 1))
    elif depth and isinstance(answer, Iterable) and not isinstance(answer, str | bytes):
        yield from (row for each in answer for row in told(each, depth - 1))
    elif depth and hasattr(answer, "__dict__"):
        yield from (row for each in vars(answer).values() for row in told(each, depth - 1))


def ask(function: Callable[..., Any], actor: Actor, given: Mapping[str, Any]) -> Any:
    """The answer, or the exception; whatever was done is undone."""
    try:
        with transaction.atomic():
            answer = function(actor=actor, **given)
            found = list(told(answer))
            transaction.set_rollback(True)
            return found
    except Exception as problem:
        return problem


def foreign(row: models.Model, cast: Cast) -> bool:
    return getattr(row, "organisation_id", None) == cast.rosenborg.pk


def test_there_is_much_to_ask() -> None:
    """Or nothing would be found where nothing is asked."""
    assert len(functions("selectors")) > 200
    assert len(functions("services")) > 300


@pytest.mark.parametrize("part", SELECTORS)
def test_no_selector_gives_a_row_of_another_organisations(
    part: str, cast: Cast, here: Rows, there: Rows, tally: Tally
) -> None:
    wrong = []
    actors = [actor_of(person) for person in cast.by_role().values()]
    for name, function in SELECTORS[part]:
        for rows in (here, there):
            given = rows.arguments(function)
            if given is None:
                continue
            for actor in actors:
                answer = ask(function, actor, given[0])
                tally("layers, selectors asked", answers=1)
                known = {row.pk for row in told(given[0])}
                if isinstance(answer, list) and any(foreign(row, cast) and row.pk not in known for row in answer):
                    wrong.append(name)
    assert sorted(set(wrong)) == []


@pytest.mark.parametrize("part", SERVICES)
def test_no_service_touches_a_row_of_another_organisations(
    part: str, cast: Cast, here: Rows, there: Rows, tally: Tally
) -> None:
    wrong = []
    olga = actor_of(cast.olga)
    for name, function in SERVICES[part]:
        for given in mixed(function, here, there):
            answer = ask(function, olga, given)
            tally("layers, services given foreign rows", answers=1)
            if not isinstance(answer, REFUSED):
                wrong.append(f"{name}: {answer!r:.200}")
    left = [each for each in wrong if each.partition(":")[0] not in FREE]
    assert not left, "\n".join(left)


def mixed(function: Callable[..., Any], here: Rows, there: Rows) -> Iterator[dict[str, Any]]:
    """All rows foreign, and each of them alone among the organisation's own."""
    own, theirs = here.arguments(function), there.arguments(function)
    if own is None or theirs is None:
        return
    rows = [name for name, value in theirs[0].items() if list(told(value))]
    if rows:
        yield theirs[0]
    for name in rows if len(rows) > 1 else ():
        yield own[0] | {name: theirs[0][name]}


@pytest.mark.parametrize("part", SERVICES)
def test_no_service_takes_an_answer_from_another_organisation(
    part: str, cast: Cast, here: Rows, there: Rows, tally: Tally
) -> None:
    """Such as an owner or a unit, among the answers that it writes: it is refused before the database has to."""
    wrong = []
    olga = actor_of(cast.olga)
    for name, function in SERVICES[part]:
        for field, given in with_answers(function, here, there):
            answer = ask(function, olga, given)
            tally("layers, services given foreign answers", answers=1)
            if isinstance(answer, IntegrityError):
                wrong.append(f"{name}({field}=…): {answer}")
    assert not wrong, "\n".join(wrong)


def with_answers(function: Callable[..., Any], here: Rows, there: Rows) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each reference that may be among its answers, the organisation's own rows and another's there."""
    kinds = [parameter.kind for parameter in inspect.signature(function).parameters.values()]
    own = here.arguments(function)
    if inspect.Parameter.VAR_KEYWORD not in kinds or own is None:
        return
    hints = get_type_hints(function)
    model = next((found for each in hints.values() if (found := model_in(each))), None)
    needed = {"title": "x"} if model and not own[1] and "title" in {each.name for each in model._meta.fields} else {}
    for field in [*model._meta.fields, *model._meta.many_to_many] if model else ():
        theirs = there.of(field.related_model) if isinstance(field.related_model, type) and field.editable else None
        if theirs is not None and field.name not in own[0]:
            yield field.name, own[0] | needed | {field.name: [theirs] if field.many_to_many else theirs}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the walls keep away what strays")
@pytest.mark.parametrize("part", SERVICES)
def test_no_service_touches_what_strays_below_its_rows(
    part: str, cast: Cast, here: Rows, furnished: Furnished, tally: Tally
) -> None:
    """With one's own rows, of which others' hang that the database would have refused."""
    furnished.then(ASTRAY)
    wrong = []
    for name, function in SERVICES[part]:
        given = here.arguments(function)
        if given is None:
            continue
        for person in (cast.olga, cast.anna):
            answer = ask(function, actor_of(person), given[0])
            tally("layers, services with something astray below", answers=1)
            if TOUCHED in str(answer) and not str(answer).endswith(GOES_WITH.get(name, TOUCHED)):
                wrong.append(f"{name}: {answer}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", SERVICES)
def test_whoever_may_nothing_does_nothing(part: str, cast: Cast, here: Rows, tally: Tally) -> None:
    """Neither Emil nor somebody who has no role at all any more."""
    wrong = []
    for name, function in SERVICES[part]:
        given = here.arguments(function)
        if given is None:
            continue
        for actor, lets in ((actor_of(cast.emil), EVERYBODYS), (replace(actor_of(cast.olga), grants=()), ANYBODYS)):
            answer = ask(function, actor, given[0])
            tally("layers, services asked by whoever may nothing", answers=1)
            if not isinstance(answer, REFUSED) and name not in lets:
                wrong.append(f"{name}: {answer!r:.200}")
    left = [each for each in wrong if each.partition(":")[0] not in FREE]
    assert not left, "\n".join(left)


def test_a_file_speaks_of_what_is_elsewhere_as_of_what_is_missing(cast: Cast) -> None:
    """Whoever imports, or takes an import back, with ids that are not of the organisation."""
    anna = actor_of(cast.anna)
    for register in registry.registers.values():
        row = next(iter(register.rows(actor_of(cast.dorte))))
        said = [
            [
                outcome(register.write, key, actor=anna, creates=[], updates=[ChangedRow(2, key, row.version, {}, {})]),
                outcome(register.undo, key, actor=anna, payload={"created": [str(key)], "updated": []}),
                outcome(register.undo, key, actor=anna, payload={"created": [], "updated": [kept(key, row.version)]}),
            ]
            for key in (row.id, uuid4())
        ]
        assert said[0] == said[1], register.kind


def kept(key: UUID, version: int) -> dict[str, Any]:
    return {"id": str(key), "version": version, "values": {}, "many": {}}


def outcome(act: Callable[..., Any], key: UUID, **told: Any) -> str:
    """What comes of it, whichever id it was about; whatever was done is undone."""
    try:
        with transaction.atomic():
            answer = f"{act(**told)} {Event.objects.count()}"
            transaction.set_rollback(True)
    except Exception as problem:
        answer = f"{type(problem).__name__}: {getattr(problem, 'message', problem)}"
    return answer.replace(str(key), "…")


def test_a_file_changes_nothing_out_of_reach(cast: Cast) -> None:
    """Neither an import does, nor taking back what somebody else has imported."""
    unit = make_unit(cast.kronborg, "Elsewhere")
    ulla = actor_of(make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=unit))
    for register in registry.registers.values():
        row = next(iter(register.rows(actor_of(cast.anna))))
        changes = {"creates": [], "updates": [ChangedRow(2, row.id, row.version, {}, {})]}
        said = [outcome(register.write, row.id, actor=ulla, **changes)]
        written = register.write(actor=actor_of(cast.anna), **changes)
        said.append(outcome(register.undo, row.id, actor=ulla, payload=written))
        assert all(each.startswith(REFUSES) for each in said), (register.kind, said)


REFUSES = ("RuleBroken: Row 2: you may not change", "NotAllowed", "RuleBroken: You may not change")


GOES_WITH = {
    "organisation.role_take": "DELETE scim_feedgrant",
    "scim.group_remove": "DELETE scim_feedrole",
    "sso.provider_remove": "DELETE sso_grouprole",
}
"""Services that remove a row, and the rows that Django removes with it by its own relation, which asks for no organisation."""
EVERYBODYS = {
    "incidents.incident_report": "everybody may tell that something has happened; it is given no row",
    "evidence.evidence_hand_in": "called by services that have asked whether it may be handed in",
    "policies.policy_confirm": "everybody may confirm what applies to them; of anything else it says that it is not there",
    "audience.audience_set": "called by services that have asked; is given no answers here",
    "exchange.report_ask": "everybody may have set what their pages show; it is given no paper here",
}
"""What asks for a permission that every role has; rows of other organisations are refused all the same."""
ANYBODYS = {name: EVERYBODYS[name] for name in ("evidence.evidence_hand_in", "audience.audience_set")}
"""What a member without any role may do, with the reason."""
FREE = {
    "tasks.notices_read_all": "marks the actor's own, of which there is none here",
    "tasks.notices_read": "is given none of the actor's own here; asks whose each is",
    "tasks.notices_unread": "likewise",
    "tasks.reminding_set": "says how the actor is told, and nobody else",
    "api.tokens_end": "asked by whoever may shut the person out; ends tokens of the actor's organisation only",
    "api.tokens_let_go": "likewise",
    "assets.assets_bulk_tag": "says to choose one from the list",
    "assets.dependency_add": "likewise; and that nothing depends on itself",
    "assets.dependencies_add": "is given none here; asks about both ends of each",
    "incidents.letter_write": "its subject is a line of text and no row; asks whose the incident is",
    "evidence.evidence_downloaded": "asks before it tells; the file it is given here is no file",
    "exchange.run_fix_all": "wants a plan, which is made for the actor; the rest is run_fix",
    "tasks.feed_create": "everybody may subscribe to what they do themselves",
    "tasks.feeds_end": "asked by whoever may shut the person out; ends calendars of the actor's organisation only",
    "history.record": "tells what a service has done, which has asked",
    "history.record_many": "likewise",
    "history.exported": "likewise",
    "history.erasure_note": "likewise; keeps ids in the ledger",
    "history.redact": "called by the service that erases, which has asked",
    "privacy.request_letter_write": "its subject is a line of text and no row; asks whose the request is",
    "suppliers.amendment_add": "says to choose one of the contract’s own documents",
    "suppliers.link_add": "says to choose one from the list",
    "suppliers.suppliers_named": "is given no name here; asks before it adds one that is not known",
    "privacy.hand_add": "says to choose one from the list",
    "risks.risks_link": "likewise",
    "jobs.enqueue": "is given no job here; asks for the job's own permission",
    "organisation.refusal_note": "tells that the actor was refused",
    "sso.identity_link": "is asked for somebody who is linked already; foreign rows are refused in its room's tests",
    "risks.risk_confirm": "leaves alone what is not assessed, as here; its room tests the rest",
}
"""Services that need no permission or are given no row to be careful with, with the reason."""

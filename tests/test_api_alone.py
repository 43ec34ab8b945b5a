"""Every operation by itself: what lies in another organisation, or out of reach, changes no byte of what it answers.

The canary searches answers for another organisation's words; here a number that counts too much is found as well. A new
operation joins by itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction

from holger.api.tests.programs import Program
from holger.api.v1.operation import OPERATIONS, Operation
from holger.assets.models import Asset
from holger.core import dates
from holger.core.permissions import PERMISSIONS, Role
from holger.evidence.models import Evidence
from holger.history import services as history
from holger.risks import services as risks
from holger.risks.models import Risk, Round
from tests.answers import archive, content_of
from tests.api_world import World, kind_of, make_world, operations
from tests.cast import Cast, actor_of, make_cast, make_person
from tests.furnished import Furnished, House
from tests.parts import parts
from tests.shares import fuller, make_share
from tests.tally import Tally
from tests.test_api_references import EXAMPLES, EXAMPLES_OF

pytestmark = [
    pytest.mark.once,
    pytest.mark.usefixtures("says_where"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the walls hide what a selector forgets"),
]
PARTS = parts(operations(), kind_of)
OUTSIDE = "3"
"""The scope of a framework that comes to lie out of reach, by its number there."""
ASKED = {"around": "A-1", "asset": "A-1", "round": "RU-1", "scope": OUTSIDE}
"""What a question may be narrowed by."""
ALWAYS = {"format": "", "page_size": "200", "q": "e"}
"""What is asked with where it can be, or must be."""
SAID: dict[str, Any] = EXAMPLES | {
    "next_review": "2027-01-01",
    "about": "assets/A-1",
    "text": "x",
    "note": "x",
    "quarter": "2026-Q4",
    "quarters": 1,
    "answer": "x",
}
SAID |= {"by": 1, "options": [{"en": "x", "right": True}, {"en": "y"}]}
SAID |= {"form": "slack", "address": "https://192.0.2.1/hook"}
SAID |= {"verdict": "good", "whom": "theirs", "language": "en", "change": "major", "assets": ["asset"]}
SAID |= {"title_en": "x", "current": {"c": 1}, "mapping": {}, "suggestions": True}
SAID |= {"question": "q1", "opinion": "x", "needed": True, "answers": {}, "level": 1, "title_da": "x"}
"""What a body may say."""
SAID_OF: dict[str, dict[str, Any]] = {
    "scopes_create": {"target": 3},
    "scopes_edit": {"target": 3},
    "standings_answer": {"answer": "met"},
    "requirements_move": {"before": ""},
    "gap_rounds_close": {"conclusion": "x"},
    "gap_answers_edit": {"remark": "x"},
    "gap_answers_skip": {"skipped": True},
    "incidents_decide": {"question": "significant", "answer": "yes", "reason": "x"},
    "processor_assessments_edit": {"note": "x"},
    "sent_questionnaires_judge": {"question": "q1", "judgement": "x"},
    "sent_questionnaires_edit": {"owner": "grete"},
    "suppliers_sub_suppliers_edit": {"service": "x"},
    "questionnaires_edit": {"owner": "grete"},
    "contracts_agreement_set": {"supervision_note": "x"},
    "contracts_register_set": {"function_name": "x"},
    "incidents_moment_tell": {"point": "aware", "at": "2026-01-01T10:00:00Z", "basis": "x"},
}
"""The same for one operation, where a word means something else than elsewhere."""
BY_CHANCE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[\w-]{30,}|\d{4}-\d\d-\d\dT[\d:.]+Z|own-[0-9a-f]{8}"
)
"""Keys, secrets, and when it was."""
NUMBERED = {"rounds": "RU-2", "methods": "2"}
"""What is numbered alike everywhere: Rosenborg has two, Kronborg one."""
STOPPED = {
    "gap_rounds_remove": "Django removes answers with their round, by its own relation",
    "processing_supplier_add": "the database has each supplier's part in an activity once, whosever it is",
    "processing_supplier_edit": "likewise",
}
"""Deeds that something in their way stops, which cannot be there but for the test, with the reason."""
SEES_ALL = {"evidence_list": "a contributor sees what is attached to any asset"}
"""Operations whose answer changes with what is out of reach, with the reason."""


@dataclass
class Kronborg:
    cast: Cast
    world: World
    programs: dict[str, Program]
    """Of somebody who reaches everything, somebody who reaches their own, one unit, and nothing."""
    made_at: datetime


def furnish() -> Kronborg:
    """Its own, named by what lies in Production and is Bo's; a round is frozen, and a checkpoint made."""
    cast = make_cast()
    anna = actor_of(cast.anna)
    world = make_world(cast)
    asset = make_share(cast, cast.production, cast.bo, "Bo")
    risk = Risk.objects.get(asset=asset, closed_at=None)
    risks.round_freeze(actor=anna, held=Round.objects.get(organisation=cast.kronborg))
    history.checkpoint_make(actor=anna)
    process = Asset.objects.get(title="Bo payroll")
    proof = Evidence.objects.filter(title="Bo proof")[0]
    told = {"assets": asset, "processes": process, "risks": risk, "evidence": proof}
    for kind, row in told.items():
        world.names[kind].insert(0, row.reference)
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    people = {"owner": cast.olga, "contributor": cast.bo, "unit": ulla, "employee": cast.emil}
    return Kronborg(cast, world, {name: Program(person) for name, person in people.items()}, dates.now())


HOUSE = House("interface", furnish)
ELSEWHERE, OUT_OF_REACH, STRAYS, PLANTED, ASTRAY = fuller(HOUSE)


@pytest.fixture
def house(furnished: Furnished, settings: Any) -> Kronborg:
    settings.API_RATE = 1_000_000
    return furnished(HOUSE)


def questions(world: World, asked: Iterable[Operation]) -> Iterator[tuple[Operation, str]]:
    """Every address that can be read, as it is and narrowed by each thing that it can be narrowed by."""
    for operation in asked:
        if operation.method != "GET":
            continue
        path, fields = world.path(operation), operation.query.model_fields
        known = {name: value for name, value in ALWAYS.items() if name in fields}
        if "q" in known and not fields["q"].is_required():
            known.pop("q")
        if "format" in known:
            known["format"] = next(kind for kind in ("csv", "xlsx") if kind in get_args(fields["format"].annotation))
        for name in ("", *(name for name in ASKED if name in fields)):
            told = known | ({name: ASKED[name]} if name else {})
            yield operation, f"{path}?{urlencode(told)}"
        if "/scopes/2" in path:
            yield operation, path.replace("/scopes/2", f"/scopes/{OUTSIDE}")


def ask(program: Program, path: str) -> tuple[int, bytes]:
    """What is answered; whatever it did is undone."""
    with transaction.atomic():
        answer = program.get(path)
        status, content = answer.status_code, content_of(answer)
        transaction.set_rollback(True)
    return status, b"\n".join(archive(content)) if content[:2] == b"PK" else content


def all_answers(
    kronborg: Kronborg, asked: Iterable[Operation], *who: str
) -> dict[tuple[str, str, str], tuple[int, bytes]]:
    return {
        (operation.name, path, name): ask(kronborg.programs[name], path)
        for operation, path in questions(kronborg.world, asked)
        for name in who
    }


def changed(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> list[str]:
    return [
        f"{name} {path} as {who}: {before[name, path, who]} -> {answer}"
        for (name, path, who), answer in after.items()
        if before[name, path, who] != answer
    ]


@pytest.mark.parametrize("part", PARTS)
def test_what_lies_elsewhere_or_out_of_reach_changes_no_answer(
    part: str, house: Kronborg, db: None, furnished: Furnished, still: Any, tally: Tally
) -> None:
    still(house.made_at)
    before = all_answers(house, PARTS[part], *house.programs)
    answered = {name for (name, _path, _who), (status, _body) in before.items() if status == 200}
    assert answered == {operation.name for operation, _path in questions(house.world, PARTS[part])}
    furnished.then(ELSEWHERE)
    assert not (wrong := changed(before, all_answers(house, PARTS[part], "owner", "unit"))), "\n".join(wrong)
    furnished.then(OUT_OF_REACH)
    narrow = all_answers(house, PARTS[part], "contributor", "unit", "employee")
    after = {key: answer for key, answer in narrow.items() if is_narrow(key[0], key[2])}
    assert not (wrong := changed(before, after)), "\n".join(wrong)
    furnished.then(STRAYS)
    assert not (wrong := changed(before, all_answers(house, PARTS[part], "owner"))), "\n".join(wrong)
    tally("interface, the same however much lies elsewhere or out of reach", answers=len(before))


@pytest.mark.parametrize("part", PARTS)
def test_what_lies_elsewhere_or_out_of_reach_changes_no_narrowed_list(
    part: str, house: Kronborg, db: None, furnished: Furnished, still: Any, tally: Tally
) -> None:
    still(house.made_at)
    asked = list(narrowed(house.world, PARTS[part]))
    before = {(path, who): ask(house.programs[who], path) for path in asked for who in ("owner", "unit")}
    for more, who in ((ELSEWHERE, "owner"), (OUT_OF_REACH, "unit"), (STRAYS, "owner")):
        furnished.then(more)
        wrong = [path for path in asked if ask(house.programs[who], path) != before[path, who]]
        assert not wrong, f"{more.name}, as {who}:\n" + "\n".join(wrong)
    tally("interface, lists narrowed by each of their filters", answers=len(before))


def narrowed(world: World, asked: Iterable[Operation]) -> Iterator[str]:
    """Every list, narrowed by each of its filters in each way."""
    for operation in asked:
        fields = operation.query.model_fields if operation.method == "GET" and operation.gives else {}
        for name, each in fields.items():
            yield from (f"{world.path(operation)}?{name}={value}" for value in ways_to_choose(each.annotation))


def ways_to_choose(annotation: Any) -> tuple[Any, ...]:
    """What a filter may be: each of its choices, or nobody's and one's own."""
    for inner in get_args(annotation):
        if get_origin(inner) is Literal:
            return get_args(inner)
        if get_origin(annotation) is list and (get_args(inner) or (inner,))[0] is str:
            return "none", "me"
    return ()


@pytest.mark.parametrize("part", PARTS)
def test_what_lies_elsewhere_changes_nothing_of_what_is_done(
    part: str, house: Kronborg, db: None, furnished: Furnished, still: Any, tally: Tally
) -> None:
    """Whatever is looked for by a name that both have is found in one's own, and what strays below is left as it is."""
    still(house.made_at)
    deeds = [operation for operation in PARTS[part] if operation.method != "GET"]
    before = [do(house, operation) for operation in deeds]
    for more in (ELSEWHERE, STRAYS):
        furnished.then(more)
        rows = zip(deeds, before, [do(house, operation) for operation in deeds], strict=True)
        wrong = [
            f"{operation.name}: {was} -> {now}"
            for operation, was, now in rows
            if was != now and not (more is STRAYS and operation.name in STOPPED)
        ]
        assert not wrong, f"{more.name}:\n" + "\n".join(wrong)
    tally("interface, deeds that are the same whatever lies elsewhere", deeds=len(deeds))


def do(house: Kronborg, operation: Operation) -> tuple[int, str]:
    """What is answered, without what is made up by chance; what it did is undone."""
    with transaction.atomic():
        path, body = house.world.path(operation), house.world.filled(body_of(operation), 0)
        program = house.programs["owner"]
        answer = program.upload(path, body) if operation.upload else program.call(operation.method, path, body or None)
        transaction.set_rollback(True)
    return answer.status_code, BY_CHANCE.sub("", content_of(answer).decode())


def is_narrow(name: str, who: str) -> bool:
    """Does the caller reach only some of what the operation is about?"""
    permission = PERMISSIONS[OPERATIONS[name].permission]
    if who == "contributor" and Role.CONTRIBUTOR in permission.everywhere:
        return False
    return name not in SEES_ALL


def scoped() -> list[Operation]:
    """Operations that do something in a scope of a framework, which they name by its number."""
    return [each for each in operations() if each.body and "scope" in each.body.model_fields and not each.upload]


@pytest.mark.parametrize("operation", scoped(), ids=lambda operation: operation.name)
def test_a_scope_out_of_reach_is_as_one_that_is_missing(
    operation: Operation, house: Kronborg, db: None, furnished: Furnished, still: Any
) -> None:
    still(house.made_at)
    said = body_of(operation) | {"framework": house.world.names["frameworks"][0], "scope": int(OUTSIDE)}

    def answered() -> tuple[int, bytes]:
        with transaction.atomic():
            answer = house.programs["unit"].call(
                operation.method, house.world.path(operation), house.world.filled(said, 0)
            )
            transaction.set_rollback(True)
        return answer.status_code, answer.content

    missing = answered()
    assert missing[0] in (404, 409, 422)
    furnished.then(OUT_OF_REACH)
    assert answered() == missing


@pytest.mark.parametrize("part", PARTS)
def test_addresses_of_what_is_elsewhere_lead_nowhere(
    part: str, house: Kronborg, db: None, furnished: Furnished, tally: Tally
) -> None:
    """Whatever is done to it, and also below an object of one's own."""
    there = furnished.then(PLANTED).named
    assert there is not None
    asked, wrong = led_somewhere(house, PARTS[part], lambda operation: foreign(operation, house.world, there))
    tally("interface of what is elsewhere", addresses=asked)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", PARTS)
def test_addresses_of_what_strays_below_lead_nowhere(
    part: str, house: Kronborg, db: None, furnished: Furnished, tally: Tally
) -> None:
    """Also where it hangs on what is one's own, as no database would have it."""
    astray = furnished.then(ASTRAY)

    def theirs(operation: Operation) -> Iterator[str]:
        path = house.world.path(operation)
        yield from (path.replace(key, astray[key]) for key in path.split("/") if key in astray)

    asked, wrong = led_somewhere(house, PARTS[part], theirs)
    tally("interface of what strays", addresses=asked)
    assert not wrong, "\n".join(wrong)


def led_somewhere(
    house: Kronborg, asked: Iterable[Operation], addresses: Callable[[Operation], Iterable[str]]
) -> tuple[int, list[str]]:
    """How many addresses were asked, and which of them lead to anything."""
    count, wrong, officer = 0, [], Program(house.cast.by_role()[Role.DPO])
    for operation in asked:
        body = body_of(operation)
        everywhere = PERMISSIONS[operation.permission].everywhere
        who = house.programs["owner"] if Role.OWNER in everywhere else officer  # who advises does not decide
        for path in addresses(operation):
            count += 1
            with transaction.atomic():
                if operation.upload:
                    answer = who.upload(path, body)
                else:
                    answer = who.call(operation.method, path, house.world.filled(body, 0) or None)
                transaction.set_rollback(True)
            if answer.status_code != 404:
                wrong.append(f"{operation.method} {path}: {answer.status_code}")
    return count, wrong


def body_of(operation: Operation) -> dict[str, Any]:
    """What must be said; where nothing must, the first that can be."""
    if operation.name in SAID_OF:
        return SAID_OF[operation.name]
    fields = operation.body.model_fields if operation.body else {}
    needed = [name for name, each in fields.items() if each.is_required()]
    said = SAID | EXAMPLES_OF.get(operation.name, {})
    return {name: said[name] for name in needed or [name for name in fields if name in SAID][:1]}


def foreign(operation: Operation, here: World, there: World) -> Iterator[str]:
    """The operation's address with Rosenborg's in each part, where Kronborg has nothing that is called the same."""
    kind, _own, inner = [*operation.path.split("/"), "", ""][1:4]
    below = next((name for name in (f"{kind}/{inner}", inner) if name in here.names), kind)
    for part, known in (("{reference}", kind), ("{id}", below)):
        if part in operation.path:
            own = here.path(operation).split("/")
            place = operation.path.split("/").index(part)
            yield "/".join([*own[:place], NUMBERED.get(known, there.names[known][0]), *own[place + 1 :]])

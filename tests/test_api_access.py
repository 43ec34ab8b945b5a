"""Who may do what through the interface: every operation, every role, held against the operation's own permission."""

import pytest
from django.db import transaction

from holger.api.tests.programs import Program
from holger.api.v1.operation import OPERATIONS, Operation
from holger.api.v1.resource import RESOURCES
from holger.core.permissions import PERMISSIONS, Role
from holger.core.registry import registry
from tests.api_world import World, kind_of, make_world, operations
from tests.asked import differences
from tests.cast import Cast, make_cast
from tests.furnished import Furnished, House
from tests.parts import parts
from tests.tally import Tally
from tests.test_access import ACCESS, ASKED

PARTS = parts(operations(), kind_of)

BODIES = {"risks_assess": {"current": {"dc": 1}}}
"""Where what one may do depends on what one says: the data protection officer scores for the data subjects."""


def furnish() -> tuple[Cast, World]:
    cast = make_cast()
    return cast, make_world(cast)


HOUSE = House("what the interface knows", furnish)


@pytest.fixture
def house(furnished: Furnished) -> tuple[Cast, World]:
    return furnished(HOUSE)


def ask(program: Program, operation: Operation, world: World) -> int:
    """The answer's status; whatever it did is undone."""
    with transaction.atomic():
        answer = world.call(operation, BODIES.get(operation.name, {}), program)
        transaction.set_rollback(True)
    return answer.status_code


def reach(name: str, role: Role) -> str:
    permission = PERMISSIONS[name]
    return "everywhere" if role in permission.everywhere else "own" if role in permission.own else ""


def asked(operation: Operation) -> set[str]:
    """The operation's permission, and what its object asks for besides."""
    kind = kind_of(operation)
    if kind == "imports":
        return {operation.permission, registry.registers["assets"].edit}
    about = RESOURCES[kind].view if kind in RESOURCES and "{reference}/" in operation.path else operation.permission
    return {operation.permission, about}


def allowed(operation: Operation, role: Role) -> set[int]:
    """What the role may be answered; one that may only do it to its own objects owns nothing here."""
    reaches = {reach(name, role) for name in asked(operation)}
    if not reach(operation.permission, role):
        return {403}
    if operation.room == "exchange":  # a draft is its uploader's alone
        return {403, 422} if "" in reaches else {200, 201, 204, 404, 409, 422}
    if reaches == {"everywhere"} and operation.name not in ("comments_remove", "feeds_delete"):
        return {200, 201, 204, 409, 422}
    return {200, 201, 204, 403, 404, 409, 422}


def test_every_operation_asks_what_is_written() -> None:
    """Or an operation that asks for less would only be held to what it asks."""
    declared = {f"{operation.method} {operation.path}": operation.permission for operation in OPERATIONS.values()}
    assert differences("Operations", declared) == []


@pytest.mark.parametrize("part", PARTS)
def test_every_operation_lets_in_whom_its_permission_says(
    part: str, house: tuple[Cast, World], db: None, tally: Tally
) -> None:
    cast, world = house
    programs = {role: Program(person) for role, person in cast.by_role().items() if role in ASKED}
    nobody, stranger = Program(None), Program(cast.dorte)
    wrong = []
    for operation in PARTS[part]:
        tally(f"{ACCESS}, to the interface", operations=1, cases=2 + len(programs))
        if ask(nobody, operation, world) != 401:
            wrong.append(f"{operation.name}: nobody gets in")
        if ask(stranger, operation, world) != 404:
            wrong.append(f"{operation.name}: a stranger does not get 404")
        for role, program in programs.items():
            status = ask(program, operation, world)
            if status not in allowed(operation, role):
                wrong.append(f"{operation.name}: {role} gets {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", PARTS)
def test_a_token_for_reading_writes_nothing(part: str, house: tuple[Cast, World], db: None) -> None:
    cast, world = house
    reader = Program(cast.olga, {"*": "read"})
    for operation in PARTS[part]:
        if operation.level == "write":
            assert ask(reader, operation, world) == 403, operation.name

"""Who may do what through the interface: every operation, every role, held against the operation's own permission."""

from collections import Counter

from django.db import transaction

from holger.api.tests.programs import Program
from holger.api.v1.operation import OPERATIONS, Operation
from holger.core.permissions import PERMISSIONS, Role
from tests.api_world import make_world, operations
from tests.cast import Cast

BODIES = {"risks_assess": {"current": {"dc": 1}}}
"""Where what one may do depends on what one says: the data protection officer scores for the data subjects."""


def ask(program: Program, operation: Operation, path: str) -> int:
    """The answer's status; whatever it did is undone."""
    with transaction.atomic():
        answer = program.call(operation.method, path, BODIES.get(operation.name, {}) if operation.body else None)
        transaction.set_rollback(True)
    return answer.status_code


def allowed(operation: Operation, role: Role) -> set[int]:
    """What the role may be answered; one that may only do it to its own objects owns nothing here."""
    permission = PERMISSIONS[operation.permission]
    if role in permission.everywhere:
        return {200, 201, 204, 409, 422}
    return {200, 201, 403, 404, 409, 422} if role in permission.own else {403}


def test_every_operation_lets_in_whom_its_permission_says(cast: Cast, capsys) -> None:
    world = make_world(cast)
    programs = {role: Program(person) for role, person in cast.by_role().items()}
    nobody, stranger = Program(None), Program(cast.dorte)
    wrong, counts = [], Counter()
    for operation in operations():
        path = world.path(operation)
        if ask(nobody, operation, path) != 401:
            wrong.append(f"{operation.name}: nobody gets in")
        if ask(stranger, operation, path) != 404:
            wrong.append(f"{operation.name}: a stranger does not get 404")
        for role, program in programs.items():
            status = ask(program, operation, path)
            if status not in allowed(operation, role):
                wrong.append(f"{operation.name}: {role} gets {status}")
        counts["operations"] += 1
        counts["cases"] += 2 + len(programs)
    with capsys.disabled():
        print(f"\ninterface: {counts['operations']} operations x {len(programs) + 2} callers = {counts['cases']} cases")
    assert not wrong, "\n".join(wrong)


def test_a_token_for_reading_writes_nothing(cast: Cast) -> None:
    world = make_world(cast)
    reader = Program(cast.olga, {"*": "read"})
    for operation in OPERATIONS.values():
        if operation.level == "write":
            assert ask(reader, operation, world.path(operation)) == 403, operation.name

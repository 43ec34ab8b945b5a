"""Every writable reference in every body: another organisation's row is refused just as a missing one."""

from uuid import uuid4

import pytest

from holger.api.v1.operation import Operation
from holger.api.v1.references import points_of
from tests.api_world import World, kind_of, make_foreign_world, make_world, operations
from tests.cast import make_cast
from tests.furnished import Furnished, House
from tests.parts import parts
from tests.tally import Tally

EXAMPLES = {
    "asset": "asset",
    "control": "control",
    "source": "asset",
    "target": "asset",
    "responsible": "grete",
    "requirement": "requirement",
    "framework": "framework",
    "relation": "equal",
    "code": "A.1",
    "codes": ["A.1"],
    "person": "grete",
    "role": "dpo",
    "title": "T",
    "name": "N",
    "reason": "because",
    "expires_on": "2027-01-01",
    "approver": "grete",
    "url": "https://example.test/",
    "digest": "0" * 64,
    "owner": "grete",
    "rule": "FREQ=MONTHLY",
    "starts": "2027-01-01",
    "due": "2027-01-01",
    "taker": "grete",
    "first": "2028-01-01",
    "last": "2028-01-07",
    "kinds": ["assets.owner"],
    "duty": "tasks.task:O-1",
    "activity": "activity",
    "slot": "2027-01-01",
    "keys": ["restore-test"],
    "people": ["grete"],
    "policy": "policy",
    "policies": ["policy"],
    "why": "because",
    "measure": "M",
    "ends": "2027-02-01",
    "deadline": "2027-02-01",
    "course": "course",
    "on": "2027-01-01",
    "came": ["grete"],
}
EXAMPLES |= {"supplier": "supplier", "supervision": "supervision", "country": "US", "conclusion": "sufficient"}
EXAMPLES |= dict.fromkeys(("request", "material", "reading", "effect", "what", "how"), "x")
EXAMPLES |= dict.fromkeys(("planned_on", "given_on", "holds_from", "received", "answered"), "2026-01-01")
EXAMPLES |= {"clauses": {}, "objectives": {}, "rights": ["access"], "confirmed": True, "outcome": "met"}
EXAMPLES |= {"letter": "receipt", "questionnaire": "questionnaire", "contact": "x", "email": "x@firm.example"}
EXAMPLES |= {
    "part": "processor",
    "into": "supplier",
    "sub": "supplier",
    "text": "x",
    "count": 1,
    "basis": "x",
    "rhythm": "FREQ=YEARLY",
}
EXAMPLES_OF = {"impact_assessments_create": {"activity": "processing"}}
"""The same for one operation, where a name means something else than elsewhere."""


def pointing() -> list[tuple[Operation, str, str, bool]]:
    """(operation, field, register it names, a list?)"""
    found = []
    for operation in operations():
        for name, points in points_of(operation.body).items() if operation.body else ():
            many = "list" in str(operation.body.model_fields[name].annotation)
            found.append((operation, name, points.lookup.register, many))
    return found


def furnish() -> tuple[World, World]:
    cast = make_cast()
    return make_world(cast), make_foreign_world(cast)


HOUSE = House("here and there", furnish)
PARTS = parts(pointing(), lambda points: kind_of(points[0]))


@pytest.fixture
def house(furnished: Furnished) -> tuple[World, World]:
    return furnished(HOUSE)


@pytest.mark.parametrize("part", PARTS)
def test_foreign_references_are_refused_like_missing_ones(
    part: str, house: tuple[World, World], db: None, tally: Tally
) -> None:
    here, there = house
    for operation, field, register, many in PARTS[part]:
        tally("interface, references that can be written", fields=1)
        foreign = there.names[register][-1]
        names = [foreign, str(uuid4())]
        by_name = {
            "requirements": f"{there.names['frameworks'][-1]}/{foreign}",
            "units": "Unit 1",
            "tags": "Tag 1",
            "information-types": "Payslips 1",
        }.get(register)
        for name in [*names, *([by_name] if by_name else [])]:
            needed = [each for each, told in operation.body.model_fields.items() if told.is_required()]
            examples = EXAMPLES | EXAMPLES_OF.get(operation.name, {})
            body = here.filled({each: examples[each] for each in needed}, 0)
            answer = here.call(operation, {**body, field: [name] if many else name})
            told = answer.json()
            assert answer.status_code == 422, (operation.name, field, name, told)
            assert told["error"]["fields"] == {field: [f"There is no “{name}” here."]}, (operation.name, told)


def test_addresses_of_foreign_objects_are_those_of_missing_ones(house: tuple[World, World], db: None) -> None:
    here, there = house
    for kind, names in there.names.items():
        if kind in (
            "risks/controls",
            "risks/actions",
            "comments",
            "imports",
            "rounds",
            "methods",
            "laws",
            "requirements",
            "mappings",
            "feeds",
            "courses/pages",
            "courses/questions",
        ):
            continue  # below something else, without a page of its own, or numbered alike in every organisation
        foreign = here.program.get(f"/{kind}/{names[-1]}")
        assert foreign.status_code == 404, kind
        assert foreign.content == here.program.get(f"/{kind}/{uuid4()}").content


def test_evidence_is_attached_to_nothing_foreign(house: tuple[World, World], db: None) -> None:
    here, there = house
    for path in (f"/evidence/{here.names['evidence'][0]}/attach", f"/evidence/{here.names['evidence'][0]}/detach"):
        for about in (f"assets/{there.names['assets'][-1]}", "assets/A-999", "nothing/A-1", "assets"):
            answer = here.program.post(path, {"about": about})
            assert answer.status_code == 422
            assert answer.json()["error"]["fields"] == {"about": [f"There is no “{about}” here."]}

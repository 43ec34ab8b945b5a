"""Proposed controls through the interface, as programs ask for and accept them."""

import pytest

from holger.api.tests.programs import Program
from holger.controls import services
from holger.controls.models import Control
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import scope
from tests.cast import make_unit

pytestmark = pytest.mark.django_db
HERE = "/controls/proposals"


@pytest.fixture
def cis(anna):
    framework = frameworks.framework_adopt(actor=anna, key="cis-8.1")
    return frameworks.scope_edit(actor=anna, scope=scope(framework), ambition=["ig1"])


@pytest.fixture
def program(cast):
    return Program(cast.anna)


def listed(program: Program, query: str = "") -> dict[str, dict]:
    answer = program.get(f"{HERE}?page_size=200{query}")
    assert answer.status_code == 200, answer.content
    return {each["key"]: each for each in answer.json()["items"]}


def test_what_is_proposed_and_why(cast, anna, program, cis):
    frameworks.framework_adopt(actor=anna, key="iso27001-2022")
    mfa = listed(program, "&framework=FW-1")["mfa-external"]
    assert mfa["title"] == "Multi-factor sign-in on everything reachable from outside" and mfa["area"] == "access"
    assert (mfa["why"], mfa["open"], mfa["starter"], mfa["control"]) == ("open", 2, True, None)
    assert (mfa["kind"], mfa["every"], mfa["role"], mfa["likelihood"]) == ("technical", "P3M", "it", 3)
    told = [(each["framework"], each["code"], each["strength"], each["here"]) for each in mfa["answers"]]
    assert told == [
        ("FW-1", "6.3", "whole", True),
        ("FW-1", "6.4", "whole", True),
        ("FW-2", "A.8.5", "whole", False),
    ]
    assert not any(each["through"] or each["missing"] for each in mfa["answers"])


def test_in_the_callers_language(program, cis):
    answer = program.get(f"{HERE}?page_size=200", Accept_Language="da")
    assert "Flerfaktorlogin på alt, der kan nås udefra" in {each["title"] for each in answer.json()["items"]}


def test_narrowed_and_paged(program, cis):
    every = listed(program)
    assert set(listed(program, "&area=continuity")) == {"recovery-plan", "backup", "offline-backup"}
    starters = listed(program, "&starter=true")
    assert 0 < len(starters) < len(every) and all(each["starter"] for each in starters.values())
    assert len(listed(program, "&starter=false")) == len(every) - len(starters)
    assert listed(program, "&why=have&why=links") == {}
    first = program.get(f"{HERE}?page_size=10").json()
    assert len(first["items"]) == 10 and first["count"] == len(every) and "page=2" in first["next"]
    last = program.get(f"{HERE}?page_size=10&page={(len(every) + 9) // 10}").json()
    assert last["next"] is None and 0 < len(last["items"]) <= 10


def test_accepting(cast, program, cis):
    sent = {"framework": "FW-1", "keys": ["backup", "mfa-external"], "owner": cast.bo.reference}
    answer = program.post(HERE, sent)
    assert answer.status_code == 200
    assert answer.json() == {
        "made": [
            {"reference": "F-1", "title": "Multi-factor sign-in on everything reachable from outside"},
            {"reference": "F-2", "title": "Backup that runs by itself and is watched"},
        ],
        "completed": [],
        "links": 3,
    }
    assert {control.owner for control in Control.objects.all()} == {cast.bo}
    assert program.post(HERE, sent).json() == {"made": [], "completed": [], "links": 0}
    assert listed(program, "&why=have")["backup"]["control"]["reference"] == "F-2"


def test_what_is_there_answers_more(anna, program, cis):
    services.proposals_accept(actor=anna, scope=cis, keys=["backup"])
    frameworks.framework_adopt(actor=anna, key="iso27001-2022")
    backup = listed(program, "&framework=FW-2&why=links")["backup"]
    assert [each["code"] for each in backup["answers"] if each["missing"]] == ["A.8.13"]
    done = program.post(HERE, {"framework": "FW-2", "keys": ["backup"]}).json()
    assert [each["reference"] for each in done["completed"]] == ["F-1"] and done["links"] == 1


def test_all_essentials(program, cis):
    starters = listed(program, "&starter=true")
    assert len(program.post(HERE, {"starters": True}).json()["made"]) == len(starters)


def test_a_scope_of_its_own(cast, anna, program, cis):
    plant = make_unit(cast.kronborg, "Plant")
    frameworks.scope_add(actor=anna, framework=cis.framework, unit=plant)
    assert "test-programme" in listed(program, "&framework=FW-1&scope=2")
    assert "test-programme" not in listed(program, "&scope=1")
    program.post(HERE, {"framework": "FW-1", "scope": 2, "keys": ["backup"]})
    assert Control.objects.get().unit == plant


def test_a_requirement_of_ones_own(program, rules):
    own = listed(program)
    assert {each["area"] for each in own.values()} == {""} and len(own) == 4
    assert len(program.post(HERE, {"keys": list(own)}).json()["made"]) == 4


def test_what_is_not_there(cast, anna, program):
    assert listed(program) == {}
    assert program.post(HERE, {"keys": []}).status_code == 422
    framework = frameworks.framework_adopt(actor=anna, key="cis-8.1")
    assert program.get(f"{HERE}?framework={framework.reference}&scope=9").status_code == 404
    assert program.get(f"{HERE}?framework=FW-77").status_code == 404
    assert program.get(f"{HERE}?area=nonsense").status_code == 422
    refused = program.post(HERE, {"scope": 9, "keys": ["backup"]})
    assert refused.status_code == 422 and list(refused.json()["error"]["fields"]) == ["scope"]
    refused = program.post(HERE, {"keys": ["nonsense"]})
    assert refused.status_code == 409
    assert refused.json()["error"]["fields"] == {"keys": ["“nonsense” is not proposed here."]}
    assert program.post(HERE, {"owner": cast.dorte.reference + "9"}).status_code == 422


def test_who_may(cast, cis):
    assert Program(cast.carl).get(HERE).status_code == 403
    assert Program(cast.carl).post(HERE, {"keys": ["backup"]}).status_code == 403
    assert Program(cast.dorte).get(HERE).status_code in (403, 404)
    assert listed(Program(cast.bo)) == {}

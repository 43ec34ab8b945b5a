"""The gap report: every answer that the reader sees, part by part, with who gave it and what is only claimed."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.api.tests.programs import Program
from holger.core.permissions import Role
from holger.exchange.reading import read_workbook
from holger.frameworks import services
from holger.frameworks.tests.factories import answer, bring, many, other, requirement, scope, standing
from holger.history.models import Event
from tests.answers import shown
from tests.cast import client_of, make_person

pytestmark = pytest.mark.django_db
REPORT = "/o/kronborg/frameworks/FW-1/report/"


@pytest.fixture
def rules(cast: Any, anna: Any) -> Any:
    """FW-1 in the whole organisation and in Production, which Bo answers for; a requirement of FW-2 lets one claim 2.1."""
    made = bring(anna)
    others = bring(anna, other())
    services.scope_add(actor=anna, framework=made, unit=cast.production, owner=cast.bo)
    services.standing_answer(
        actor=anna, standing=standing(made, "1.1"), answer="partly", maturity=2, remark="The back door is open."
    )
    services.standing_choose(
        actor=anna, standing=standing(made, "1.2"), applicable=False, reason="No guests.", drivers=[]
    )
    services.standing_answer(
        actor=anna, standing=standing(made, "2.1", 2), answer="met", maturity=4, remark="Production's."
    )
    services.mapping_add(
        actor=anna, relation="equal", origin="Ours", rationale="", source=requirement(others, "A"),
        target=requirement(made, "2.1"),
    )  # fmt: skip
    answer(anna, others, A="met")
    return made


def get(person: Any, **query: str) -> Any:
    found = client_of(person).get(REPORT, query)
    assert found.status_code == 200, found.status_code
    return found


def lines(person: Any, **query: str) -> dict[str, list[Any]]:
    """The requirements in a workbook, by id."""
    book = read_workbook(get(person, form="xlsx", language="en", **query).content, "x.xlsx")
    rows = next((sheet.rows for sheet in book.sheets if sheet.name == "Requirements"), [])
    return {str(row[1]): row for row in rows[1:]}


def pdf(person: Any, **query: str) -> str:
    return shown(get(person, form="pdf", **query).content).replace("-\n", "").replace("\xa0", " ")


def test_it_holds_every_answer_with_its_part(cast: Any, rules: Any) -> None:
    told = lines(cast.anna)
    assert list(told) == ["1.1", "1.2", "2.1", "2.1(a)/b"]
    assert told["1.1"][:7] == [
        "1 Requirement 1",
        "1.1",
        "Requirement 1.1",
        "Partly met",
        2,
        3,
        "The back door is open.",
    ]
    assert told["1.1"][7] == "Anna Holm"
    assert told["1.2"][3] == "Left out" and told["1.2"][6] == "No guests."


def test_what_is_only_claimed_is_said_to_be(cast: Any, rules: Any) -> None:
    assert lines(cast.anna)["2.1"][3] == "Through mapping"
    told = pdf(cast.anna, language="en")
    assert "It counts nothing." in told
    assert "16 %" in told  # half of one of three that apply


def test_it_says_where_it_holds_and_what_is_aimed_at(cast: Any, rules: Any) -> None:
    told = pdf(cast.anna, language="en", scope="2")
    assert "House rules" in told and "Production" in told and "Bo Lind" in told
    assert "3 Written down and followed" in told
    assert "Production's." in told and "The back door" not in told
    assert "The whole organisation" in pdf(cast.anna, language="en")


def test_it_speaks_the_language_that_was_chosen(cast: Any, rules: Any) -> None:
    assert "Husregler" in pdf(cast.anna, language="da") and "Krav 1.1" in pdf(cast.anna, language="da")
    assert "House rules" in pdf(cast.anna, language="en")


def test_whoever_owns_a_scope_gets_that_one(cast: Any, rules: Any) -> None:
    assert lines(cast.bo)["2.1"][6] == "Production's."
    assert "Other answers may exist" not in pdf(cast.bo, language="en")
    assert client_of(cast.bo).get(REPORT, {"form": "pdf", "scope": "1"}).status_code == 404


def test_whoever_is_asked_gets_what_they_are_asked_and_the_paper_says_so(cast: Any, anna: Any, rules: Any) -> None:
    amira = make_person(cast.kronborg, "Amira Hassan", Role.CONTRIBUTOR)
    services.standings_ask(actor=anna, standings=[standing(rules, "2.1")], person=amira)
    assert list(lines(amira)) == ["2.1"]
    told = pdf(amira, language="en")
    assert "Other answers may exist" in told and "The back door" not in told


def test_the_reader_may_the_stranger_finds_nothing(cast: Any, rules: Any) -> None:
    assert len(lines(cast.carl)) == 4
    assert client_of(cast.emil).get(REPORT, {"form": "pdf"}).status_code in (403, 404)
    assert client_of(cast.dorte).get(REPORT, {"form": "pdf"}).status_code == 404
    assert client_of(None).get(REPORT).status_code == 302


def test_one_that_is_archived_has_none(cast: Any, anna: Any, rules: Any) -> None:
    services.framework_archive(actor=anna, framework=rules)
    assert client_of(cast.anna).get(REPORT).status_code == 404


def test_the_frameworks_page_leads_to_it_in_its_scope(cast: Any, rules: Any) -> None:
    client = client_of(cast.anna)
    assert f'href="{REPORT}"' in client.get("/o/kronborg/frameworks/FW-1/").content.decode()
    assert f'href="{REPORT}?scope=2"' in client.get("/o/kronborg/frameworks/FW-1/?scope=2").content.decode()
    page = client.get(REPORT, {"scope": "2"}).content.decode()
    assert '<input type="hidden" name="scope" value="2">' in page and "Production" in page


def test_it_is_told_in_the_history(cast: Any, rules: Any) -> None:
    get(cast.carl, form="docx")
    last = Event.objects.filter(organisation_id=cast.kronborg.id).order_by("-seq")[0]
    assert last.action == "report.exported"
    assert "FW-1 House rules" in last.payload


def test_a_program_gets_the_same_paper(cast: Any, rules: Any) -> None:
    program = Program(cast.anna)
    answered = program.get("/frameworks/FW-1/scopes/2/report?format=docx&language=da")
    assert answered.status_code == 200
    assert answered["Content-Disposition"].startswith('attachment; filename="kronborg-as-')
    assert program.get("/frameworks/FW-1/scopes/9/report").status_code == 404


def test_it_asks_equally_much_for_few_requirements_and_for_many(cast: Any, anna: Any) -> None:
    def asked(reference: str) -> int:
        client, address = client_of(cast.anna), f"/o/kronborg/frameworks/{reference}/report/"
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, {"form": "xlsx"}).status_code == 200
        return len(queries)

    few, lots = bring(anna), bring(anna, many(40))
    asked(few.reference)
    assert asked(few.reference) == asked(lots.reference)
    assert scope(lots) is not None

"""The risk register and the treatment plan on paper: what the reader sees, as it is filtered, with the method on it."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from holger.api.tests.programs import Program
from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.permissions import Role
from holger.exchange.reading import read_workbook
from holger.history.models import Event
from holger.risks import services
from holger.risks.tests.factories import install, make_risk, threat
from tests.answers import shown
from tests.cast import actor_of, client_of, make_person, make_unit

pytestmark = pytest.mark.django_db
REPORT = "/o/kronborg/risks/report/"


@pytest.fixture
def anna(cast: Any) -> Any:
    actor = actor_of(cast.anna)
    install(actor)
    return actor


@pytest.fixture
def risks(cast: Any, anna: Any) -> list[Any]:
    """One of Bo's in Production that is over the appetite, with a control and actions; one of nobody's that is accepted."""
    soon, late = dates.today() + timedelta(days=30), dates.today() - timedelta(days=3)
    system = make_asset(cast.kronborg, title="Ovnstyring", owner=cast.bo, unit=cast.production)
    bad = services.risk_create(
        actor=anna, asset=system, threat=threat(anna), owner=cast.bo, weakness="No backup", reason="Seen twice",
        inherent_c=5, inherent_likelihood=5, current_c=4, current_i=4, current_a=4, current_likelihood=4, target_likelihood=1,
        treatment="reduce", treatment_note="Cheaper than a stop",
    )  # fmt: skip
    services.effect_add_new(actor=anna, risk=bad, title="EDR on servers", status="planned")
    services.action_add(actor=anna, risk=bad, title="Buy tapes", owner=cast.bo, due=late)
    done = services.action_add(actor=anna, risk=bad, title="Test restore", owner=cast.anna, due=soon)
    services.action_done(actor=anna, action=done)
    other = make_risk(anna, make_asset(cast.kronborg, title="Webshop"), title="Spy", current_c=2, current_likelihood=2)
    services.risk_accept(actor=actor_of(cast.olga), risk=other, reason="Cheap to live with", expires_on=soon)
    return [bad, other]


def get(person: Any, **query: str) -> Any:
    answer = client_of(person).get(REPORT, query)
    assert answer.status_code == 200, answer.status_code
    return answer


def pdf(person: Any, **query: str) -> str:
    return shown(get(person, form="pdf", **query).content).replace("-\n", "").replace("\xa0", " ")


def sheets(person: Any, **query: str) -> dict[str, list[list[Any]]]:
    return {
        sheet.name: sheet.rows for sheet in read_workbook(get(person, form="xlsx", **query).content, "x.xlsx").sheets
    }


def names(person: Any, **query: str) -> list[str]:
    """The risks in the register of a workbook."""
    rows = sheets(person, **query).get("Risk register", [[]])
    at = rows[0].index("Ref.") if "Ref." in rows[0] else 0
    return [row[at] for row in rows[1:]]


def test_the_register_holds_every_risk_with_its_scores_and_what_they_stand_on(cast: Any, risks: Any) -> None:
    told = pdf(cast.anna, language="en")
    wanted = [
        "Risk register",
        "Ransomware",
        "Ovnstyring",
        "Spy",
        "Bo Lind",
        "16",
        "Critical",
        "No backup",
        "Seen twice",
        "EDR on",
    ]
    wanted += [
        "How risks are scored",
        "Likelihood",
        "Consequence",
        "Confidential",
        "The whole organisation",
        "Not scored",
    ]
    assert [word for word in wanted if word not in told] == []


def test_method_and_version_are_on_it(cast: Any, risks: Any) -> None:
    assert ", version 1, 5 × 5, in force from" in pdf(cast.anna, language="en")
    assert ", version 1, 5 × 5, in force from" in pdf(cast.anna, language="en", report="plan")


def test_the_plan_holds_decisions_actions_and_acceptances(cast: Any, risks: Any) -> None:
    told = sheets(cast.anna, language="en", report="plan")
    assert list(told) == ["Facts", "Decisions", "Actions", "Accepted risks", "Bands", "Likelihood", "Consequence"]
    assert told["Decisions"][1][6:8] == ["Reduce", "Cheaper than a stop"]
    actions = {row[1]: row for row in told["Actions"][1:]}
    assert actions["Buy tapes"][2:5] == ["Bo Lind", dates.today() - timedelta(days=3), "Overdue"]
    assert actions["Test restore"][4:6] == ["Done", dates.today()]
    assert told["Accepted risks"][1][1] == "Spy"
    assert told["Accepted risks"][1][-1] == "Cheap to live with"
    assert "Olga" in str(told["Accepted risks"][1])


def test_it_is_filtered_as_the_list_is_and_says_so(cast: Any, risks: Any) -> None:
    assert names(cast.anna, language="en") == ["R-1", "R-2"]
    assert names(cast.anna, language="en", over="yes") == ["R-1"]
    assert names(cast.anna, language="en", q="webshop") == ["R-2"]
    told = pdf(cast.anna, language="en", over="yes", q="ransom")
    assert "Over the appetite: Yes" in told and "Search: ransom" in told


def test_the_worst_come_first_under_their_band(cast: Any, risks: Any) -> None:
    rows = sheets(cast.anna, language="en")["Risk register"]
    assert rows[0][0] == "Group" and rows[1][0].startswith("Critical 15–25")
    assert sheets(cast.anna, language="en", sort="title")["Risk register"][0][0] == "Ref."


def test_it_speaks_the_language_that_was_chosen(cast: Any, risks: Any) -> None:
    assert "Risikoregister" in pdf(cast.anna, language="da")
    assert "Risk register" in pdf(cast.anna, language="en")
    told = Document(io.BytesIO(get(cast.anna, form="docx", language="da").content))
    assert "Risikoregister" in [p.text for p in told.paragraphs]


def test_without_risks_it_is_still_a_paper(cast: Any, anna: Any) -> None:
    assert "There are no risks in this selection." in pdf(cast.anna, language="en")
    assert "nothing is planned" in pdf(cast.anna, language="en", report="plan")


class TestWhoSeesWhat:
    def test_the_reader_may(self, cast: Any, risks: Any) -> None:
        assert names(cast.carl, language="en") == ["R-1", "R-2"]

    def test_a_contributor_gets_the_own_ones_and_the_paper_says_so(self, cast: Any, risks: Any) -> None:
        assert names(cast.bo, language="en") == ["R-1"]
        told = pdf(cast.bo, language="en")
        assert "The risks that Bo Lind may see" in told and "Other risks may exist" in told
        assert "Spy" not in told and "Webshop" not in told

    def test_who_is_let_into_a_unit_gets_what_lies_there(self, cast: Any, risks: Any) -> None:
        ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
        assert names(ulla, language="en") == ["R-1"]
        elsewhere = make_person(
            cast.kronborg, "Ebbe Dam", Role.SECURITY_OFFICER, only_in=make_unit(cast.kronborg, "Sales")
        )
        assert names(elsewhere, language="en") == []

    def test_an_employee_may_not(self, cast: Any, risks: Any) -> None:
        assert client_of(cast.emil).get(REPORT, {"form": "pdf"}).status_code == 403

    def test_the_stranger_finds_nothing(self, cast: Any, risks: Any) -> None:
        assert client_of(cast.dorte).get(REPORT, {"form": "pdf"}).status_code == 404

    def test_nobody_is_asked_to_sign_in(self, cast: Any, risks: Any) -> None:
        assert client_of(None).get(REPORT, {"form": "pdf"}).status_code == 302


class TestThePage:
    def test_it_offers_forms_languages_and_both_reports(self, cast: Any, risks: Any) -> None:
        page = get(cast.anna, over="yes", language="da").content.decode()
        for wanted in (
            'value="register" checked',
            'value="plan"',
            'value="pdf" checked',
            'value="xlsx"',
            'value="docx"',
        ):
            assert wanted in page
        assert 'value="da" checked' in page
        assert '<input type="hidden" name="over" value="yes">' in page
        assert "1 risk" in page and "Over the appetite: Yes" in page

    def test_list_and_picture_lead_to_it_with_their_filters(self, cast: Any, risks: Any) -> None:
        client = client_of(cast.anna)
        assert f'href="{REPORT}?over=yes"' in client.get("/o/kronborg/risks/list/?over=yes").content.decode()
        assert f'href="{REPORT}?owner=me"' in client.get("/o/kronborg/risks/?owner=me&stage=target").content.decode()

    def test_what_is_no_form_or_language_is_not_found(self, cast: Any, risks: Any) -> None:
        assert client_of(cast.anna).get(REPORT, {"form": "exe"}).status_code == 404
        assert client_of(cast.anna).get(REPORT, {"form": "pdf", "language": "de"}).status_code == 404

    def test_too_much_is_told_on_the_page(self, cast: Any, risks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("holger.exchange.limits.MAX_PAPER_ROWS", 1)
        answer = client_of(cast.anna).get(REPORT, {"form": "pdf"})
        assert answer.status_code == 422
        assert "take it as Excel" in answer.content.decode()
        assert not Event.objects.filter(action="report.exported").exists()

    def test_it_is_an_attachment_that_is_not_kept(self, cast: Any, risks: Any) -> None:
        answer = get(cast.anna, form="pdf", language="en")
        day = dates.today(cast.kronborg.zone).isoformat()
        assert answer["Content-Disposition"] == f'attachment; filename="kronborg-as-risk-register-{day}.pdf"'
        assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_it_is_told_in_the_history(self, cast: Any, risks: Any) -> None:
        get(cast.carl, form="xlsx", language="en", report="plan")
        last = Event.objects.filter(organisation_id=cast.kronborg.id).order_by("-seq")[0]
        assert (last.action, last.actor_label) == ("report.exported", "Carl Friis")
        told = client_of(cast.olga).get("/o/kronborg/history/").content.decode()
        assert "made a report" in told and "Risk treatment plan" in told

    @pytest.mark.parametrize("report", ["register", "plan"])
    def test_it_asks_equally_much_for_one_risk_and_for_thirty(self, cast: Any, anna: Any, report: str) -> None:
        def asked() -> int:
            client = client_of(cast.anna)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(REPORT, {"form": "xlsx", "report": report}).status_code == 200
            return len(queries)

        services.effect_add_new(actor=anna, risk=make_risk(anna, title="First"), title="EDR", status="planned")
        asked()
        one = asked()
        for number in range(30):
            made = make_risk(anna, title=f"More {number}")
            services.effect_add_new(actor=anna, risk=made, title="EDR", status="planned")
            services.action_add(actor=anna, risk=made, title="Buy", owner=cast.bo, due=None)
        assert asked() == one


class TestTheInterface:
    def test_a_program_gets_the_same_paper(self, cast: Any, risks: Any) -> None:
        program = Program(cast.anna)
        answer = program.get("/risks/report?format=xlsx&language=en&over=yes&report=plan")
        assert answer.status_code == 200
        told = {sheet.name: sheet.rows for sheet in read_workbook(answer.content, "x.xlsx").sheets}
        assert len(told["Decisions"]) == 2
        assert any("Over the appetite: Yes" in str(row) for row in told["Facts"])
        assert program.get("/risks/report?format=exe").status_code == 422

    def test_it_is_pdf_where_nothing_is_said(self, cast: Any, risks: Any) -> None:
        answer = Program(cast.carl).get("/risks/report")
        assert answer["Content-Type"] == "application/pdf"
        assert "Ovnstyring" in shown(answer.content).replace("-\n", "")

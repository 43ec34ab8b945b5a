import pytest

from holger.api.models import KeptAnswer
from holger.api.tests.programs import Program
from holger.assets.models import Asset
from holger.history.models import Event


@pytest.fixture
def anna(cast):
    return Program(cast.anna)


def fields(answer):
    assert answer.status_code == 422, answer.content
    return answer.json()["error"]["fields"]


def test_what_is_not_known_or_not_writable_is_refused(anna):
    wrong = {"titel": "ERP", "need_c": 4, "own_c": 9, "users": -1, "owner": "PE-999", "reference": "A-1"}
    assert set(fields(anna.post("/assets", wrong))) == {"title", "titel", "need_c", "own_c", "users", "reference"}
    assert fields(anna.post("/assets", {"title": "ERP", "owner": "PE-999"})) == {
        "owner": ["There is no “PE-999” here."]
    }
    assert not Asset.objects.exists()


def test_a_number_is_no_truth_and_text_is_no_number(anna):
    anna.post("/assets", {"title": "ERP"})
    assert set(fields(anna.patch("/assets/A-1", {"users": "7", "own_c": "3"}))) == {"users", "own_c"}
    anna.post("/processes", {"title": "Payroll"})
    ends = {"source": "P-1", "target": "A-1"}
    assert set(fields(anna.post("/dependencies", {**ends, "carries_a": 0, "carries_c": "yes"}))) == {
        "carries_a",
        "carries_c",
    }
    assert set(fields(anna.post("/risks", {"asset": "A-1", "title": "R", "current": {"c": "3"}}))) == {"current.c"}


def test_the_models_own_rules_answer_by_field(anna):
    assert set(fields(anna.post("/assets", {"title": "ERP", "country": "dk"}))) == {"country"}
    anna.post("/information-types", {"name": "Payslips"})
    twice = anna.post("/information-types", {"name": "payslips"})
    assert (twice.status_code, twice.json()["error"]["fields"]) == (422, {})
    assert "already" in twice.json()["error"]["message"]


def test_parameters_are_never_guessed_at(anna):
    assert set(fields(anna.get("/assets?colour=red&page=1&page=2&sort=title&sort=number"))) == {
        "colour",
        "page",
        "sort",
    }
    assert set(fields(anna.get("/assets?page=0"))) == {"page"}
    assert set(fields(anna.get("/assets?page_size=201"))) == {"page_size"}
    assert set(fields(anna.get("/assets?sort=secret"))) == {"sort"}
    assert set(fields(anna.get("/assets?owner=PE-999"))) == {"owner"}
    assert set(fields(anna.get("/assets?q=%00"))) == {"q"}
    assert anna.get("/assets?criticality=4&criticality=3").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff",
        b'{"title": NaN}',
        b'{"title": "a", "title": "b"}',
        b'{"title": "\\u0000"}',
        b'{"title": "\\ud800"}',
        b"[" * 100_000,
        b'{"a": ' * 30 + b"1" + b"}" * 30,
    ],
)
def test_json_that_means_nothing_certain_is_refused(anna, body):
    answer = anna.post("/assets", body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in ("unreadable", "too_deep")


def test_a_body_has_its_limit(anna):
    assert anna.post("/assets", {"title": "x" * 1_000_001}).status_code == 413
    assert anna.post("/assets", {"title": "x" * 6_000_000}).status_code == 413
    assert set(fields(anna.post("/assets", {"title": "x" * 201}))) == {"title"}


def test_what_is_missing_and_what_cannot_be_done(anna):
    for path in ("/assets/A-1", "/nothing", "/units/x", "/rounds/RU-x"):
        answer = anna.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    answer = anna.call("PUT", "/assets", {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method")
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "path", ["/nothing", "/frameworks/FW-1/scopes/-0.5", "/frameworks/FW-1/requirements/%0A/answer", "/api/v1/nothing"]
)
def test_an_address_that_is_none_answers_as_all_others_do(anna, method, path):
    """Not with the page for a form that was open too long: no program has one."""
    answer = anna.call(method, path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_pages_of_a_list_lead_on(anna):
    for number in range(5):
        anna.post("/assets", {"title": f"System {number}"})
    page = anna.get("/assets?page_size=2&sort=-title").json()
    assert [item["title"] for item in page["items"]] == ["System 4", "System 3"]
    assert (page["count"], page["page"], page["page_size"]) == (5, 1, 2)
    titles = [item["title"] for item in page["items"]]
    while page["next"]:
        page = anna.get(page["next"]).json()
        titles += [item["title"] for item in page["items"]]
    assert titles == [f"System {number}" for number in (4, 3, 2, 1, 0)]
    assert anna.get("/assets?page=99").json()["items"] == []
    assert [item["title"] for item in anna.get("/assets?q=system%200").json()["items"]] == ["System 0"]


def test_an_unchanged_object_is_not_sent_again(anna):
    anna.post("/assets", {"title": "ERP"})
    first = anna.get("/assets/A-1")
    again = anna.get("/assets/A-1", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    anna.patch("/assets/A-1", {"title": "ERP 2"})
    assert anna.get("/assets/A-1", If_None_Match=first["ETag"]).status_code == 200


def test_two_who_change_the_same_do_not_lose_each_others_work(anna):
    tag = anna.post("/assets", {"title": "ERP"})["ETag"]
    assert anna.patch("/assets/A-1", {"title": "First"}, If_Match=tag).status_code == 200
    late = anna.patch("/assets/A-1", {"title": "Second"}, If_Match=tag)
    assert (late.status_code, late.json()["error"]["code"]) == (412, "changed")
    assert anna.delete("/assets/A-1", If_Match=tag).status_code == 412
    assert anna.patch("/assets/A-1", {"title": "Third"}, If_Match='"nonsense"').status_code == 412
    assert anna.patch("/assets/A-1", {"title": "Fourth"}, If_Match="*").status_code == 200
    assert anna.patch("/assets/A-1", {"title": "Fifth"}).status_code == 200
    assert anna.delete("/assets/A-1", If_Match=anna.get("/assets/A-1")["ETag"]).status_code == 204


def test_what_is_left_out_of_a_change_stays(anna):
    anna.post("/assets", {"title": "ERP", "contract": "K-7", "own_c": 3})
    told = anna.patch("/assets/A-1", {"own_c": None}).json()
    assert (told["contract"], told["own_c"]) == ("K-7", None)


def test_a_request_sent_twice_is_done_once(anna, cast):
    first = anna.post("/assets", {"title": "ERP"}, Idempotency_Key="night-1")
    again = anna.post("/assets", {"title": "ERP"}, Idempotency_Key="night-1")
    assert (again.status_code, again.content) == (201, first.content)
    assert again["ETag"] == first["ETag"]
    assert again["Idempotent-Replayed"] == "true"
    assert Asset.objects.count() == 1
    other = anna.post("/assets", {"title": "CRM"}, Idempotency_Key="night-1")
    assert (other.status_code, other.json()["error"]["code"]) == (422, "key_reused")
    assert Program(cast.olga).post("/assets", {"title": "ERP"}, Idempotency_Key="night-1").status_code == 201
    assert fields(anna.post("/assets", {"title": "ERP"}, Idempotency_Key="æ" * 3))


def test_a_request_that_failed_may_be_sent_again(anna):
    assert anna.post("/assets", {}, Idempotency_Key="k").status_code == 422
    assert not KeptAnswer.objects.exists()
    assert anna.post("/assets", {"title": "ERP", "owner": "PE-999"}, Idempotency_Key="k").status_code == 422
    assert anna.post("/assets", {"title": "ERP"}, Idempotency_Key="k").status_code == 201


def test_a_rule_that_says_no_is_a_conflict(anna):
    anna.post("/assets", {"title": "ERP"})
    answer = anna.post("/assets/A-1/review", {"next_review": "2020-01-01"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "rule")
    assert list(answer.json()["error"]["fields"]) == ["next_review"]


def test_reading_changes_nothing(anna):
    anna.get("/me")
    before = Event.objects.count()
    for path in ("/assets", "/graph", "/heat-map", "/people", "/threats", "/methods"):
        assert anna.get(path).status_code == 200
    assert Event.objects.count() == before


def test_errors_are_in_the_readers_language(anna):
    answer = anna.get("/assets/A-1", Accept_Language="da")
    assert answer["Content-Language"] == "da"
    assert answer.json()["error"]["message"] == "Her er ingenting."


def test_an_asset_names_its_supplier_by_reference(anna):
    anna.post("/suppliers", {"title": "Acme A/S"})
    told = anna.post("/assets", {"title": "ERP", "supplier": "SU-1", "own_c": 3}).json()
    assert told["supplier"] == {"reference": "SU-1", "title": "Acme A/S"}
    assert anna.get("/suppliers/SU-1").json()["criticality"] == 3
    assert fields(anna.patch("/assets/A-1", {"supplier": "Acme A/S"})) == {"supplier": ["There is no “Acme A/S” here."]}
    assert anna.patch("/assets/A-1", {"supplier": None}).json()["supplier"] is None
    assert anna.get("/suppliers/SU-1").json()["criticality"] is None

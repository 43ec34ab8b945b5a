from datetime import timedelta

import pytest

from holger.api import services
from holger.api.models import Token
from holger.api.tests.programs import Program
from holger.core import dates
from holger.core.errors import NotAllowed, NotFound
from holger.history.models import Event
from tests.cast import actor_of


def test_bo_makes_a_token_and_sees_its_secret_once(cast, client_of):
    bo = client_of(cast.bo)
    answer = {"name": "Night job", "in_assets": "read", "in_risks": "read", "days": "30"}
    made = bo.post("/o/kronborg/settings/api/new/", answer)
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert secret not in bo.get("/o/kronborg/settings/api/").content.decode()
    token = Token.objects.get()
    assert (token.person, token.scope) == (cast.bo, {"assets": "read", "risks": "read"})
    program = Program(None)
    program.secret = secret
    assert program.get("/assets").status_code == 200
    assert program.post("/assets", {"title": "ERP"}).json()["error"]["code"] == "scope"


def test_the_history_tells_of_the_token_but_not_its_secret(cast, client_of):
    client_of(cast.bo).post("/o/kronborg/settings/api/new/", {"name": "Night job", "everything": "write", "days": "30"})
    created = Event.objects.get(action="token.created")
    token = Token.objects.get()
    assert token.secret_hash not in created.payload
    assert created.changes["person"] == [None, "Bo Lind"]


def test_everybody_sees_their_own_tokens_and_anna_all(cast, client_of):
    Program(cast.bo), Program(cast.emil)
    assert [row.person for row in client_of(cast.emil).get("/o/kronborg/settings/api/").context["rows"]] == [cast.emil]
    assert len(client_of(cast.anna).get("/o/kronborg/settings/api/").context["rows"]) == 2


def test_a_revoked_token_stops_at_once(cast, client_of):
    program = Program(cast.bo)
    url = f"/o/kronborg/settings/api/{program.token.pk}/revoke/"
    assert client_of(cast.carl).post(url).status_code == 404
    assert client_of(cast.dorte).post(url).status_code == 404
    assert client_of(None).post(url).status_code == 302
    assert program.get("/me").status_code == 200
    assert client_of(cast.bo).post(url).status_code == 302
    assert program.get("/me").status_code == 401


def test_the_description_is_open_and_holds_to_the_policy(client):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    html = page.content.decode()
    assert "assets_create" in html
    assert " style=" not in html
    assert "<script>" not in html


def test_a_token_must_be_for_something(cast, client_of):
    bo = client_of(cast.bo)
    for answer in ({}, {"in_reports": "write"}, {"in_assets": "delete"}):
        refused = bo.post("/o/kronborg/settings/api/new/", {"name": "x", "days": "30", **answer})
        assert refused.status_code == 422
    assert not Token.objects.exists()
    bo.post("/o/kronborg/settings/api/new/", {"name": "x", "days": "30", "everything": "read", "in_assets": "write"})
    assert Token.objects.get().scope == {"*": "read", "assets": "write"}


def test_tokens_are_found_by_state_person_and_maker(cast, client_of):
    works, soon, old, gone = (Program(person).token for person in (cast.bo, cast.emil, cast.carl, cast.karen))
    now = dates.now()
    Token.objects.filter(pk=soon.pk).update(expires_at=now + timedelta(days=3))
    Token.objects.filter(pk=old.pk).update(expires_at=now - timedelta(days=3))
    Token.objects.filter(pk=gone.pk).update(revoked_at=now)
    anna = client_of(cast.anna)

    def found(query: str) -> set:
        return {row.pk for row in anna.get(f"/o/kronborg/settings/api/?{query}").context["rows"]}

    assert found("state=works") == {works.pk, soon.pk}
    assert found("state=ends") == {soon.pk}
    assert found("state=expired&state=revoked") == {old.pk, gone.pk}
    assert found(f"person={cast.bo.pk}") == {works.pk}
    assert found("maker=me") == set()
    assert found(f"maker={cast.emil.pk}") == {soon.pk}
    assert found("program=yes") == set()
    page = anna.get("/o/kronborg/settings/api/").content.decode()
    assert "days left" in page and "Revoked" in page and "Expired" in page


def test_owners_and_security_officers_end_everybodys_tokens(cast, client_of):
    for manager in (cast.olga, cast.anna):
        program = Program(cast.emil)
        client_of(manager).post(f"/o/kronborg/settings/api/{program.token.pk}/revoke/")
        assert program.get("/me").status_code == 401
    kept = Program(cast.anna)
    for other in (cast.karen, cast.bo, cast.carl, cast.emil):
        assert client_of(other).post(f"/o/kronborg/settings/api/{kept.token.pk}/revoke/").status_code == 404
        with pytest.raises(NotAllowed):
            services.token_revoke(actor=actor_of(other), token=kept.token)
    with pytest.raises(NotFound):
        services.token_revoke(actor=actor_of(cast.dorte), token=kept.token)

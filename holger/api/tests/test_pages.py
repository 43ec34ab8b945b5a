from holger.api.models import Token
from holger.api.tests.programs import Program
from holger.history.models import Event


def test_bo_makes_a_token_and_sees_its_secret_once(cast, client_of):
    bo = client_of(cast.bo)
    answer = {"name": "Night job", "level": "read", "rooms": ["assets", "risks"], "days": "30"}
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
    client_of(cast.bo).post("/o/kronborg/settings/api/new/", {"name": "Night job", "level": "write", "days": "30"})
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

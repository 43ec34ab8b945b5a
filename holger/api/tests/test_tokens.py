import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from holger.api import rules, selectors, services
from holger.api.models import Token
from holger.api.tests.programs import Program
from holger.api.v1 import auth
from holger.assets.tests.factories import make_asset, make_dependency
from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.organisation.models import Tag
from tests.cast import actor_of, make_person


def test_a_token_acts_as_its_person_and_the_history_names_it(cast):
    bo = Program(cast.bo)
    told = bo.get("/me").json()
    assert told["person"] == {"reference": cast.bo.reference, "title": "Bo Lind"}
    assert told["roles"] == ["contributor"]
    assert bo.post("/assets", {"title": "ERP"}).status_code == 201
    event = Event.objects.get(action="asset.created")
    assert (event.actor_label, event.channel, event.via) == ("Bo Lind", "api", "token “robot”, made by Bo Lind")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer holger_wrong", "Basic Ym86Ym8=", "Bearer \u00e6", "bearer x y z"]
)
def test_without_a_token_that_works_nobody_comes_in(cast, header):
    answer = Program(None).get("/me", **({"Authorization": header} if header else {}))
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "unauthorized"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_browser_is_nobody_here(cast, client_of):
    assert client_of(cast.anna).get("/api/v1/o/kronborg/me").status_code == 401


def test_an_expired_token_and_that_of_a_suspended_person_stop(cast):
    bo = Program(cast.bo)
    assert bo.get("/me").status_code == 200
    Token.objects.update(expires_at=dates.now() - timedelta(seconds=1))
    assert bo.get("/me").status_code == 401
    Token.objects.update(expires_at=dates.now() + timedelta(days=1))
    organisation.person_suspend(actor=actor_of(cast.anna), person=cast.bo)
    assert bo.get("/me").status_code == 401


def test_a_token_opens_one_organisation_and_the_others_look_missing(cast):
    dorte = Program(cast.dorte)
    here, missing = dorte.get("/assets"), dorte.get("/api/v1/o/nowhere/assets")
    assert here.status_code == missing.status_code == 404
    assert here.content == missing.content
    assert dorte.get("/api/v1/o/rosenborg/me").status_code == 200


def test_the_scope_and_the_role_both_must_reach(cast):
    reader = Program(cast.anna, {"assets": "read"})
    assert reader.get("/assets").status_code == 200
    assert reader.post("/assets", {"title": "ERP"}).json()["error"]["code"] == "scope"
    assert reader.get("/risks").json()["error"]["code"] == "scope"
    carl = Program(cast.carl).post("/assets", {"title": "ERP"})
    assert (carl.status_code, carl.json()["error"]["code"]) == (403, "not_allowed")


def test_use_is_noted_once_a_minute(cast, monkeypatch):
    bo = Program(cast.bo)
    bo.get("/me")
    first = Token.objects.get().last_used_at
    bo.get("/me")
    assert Token.objects.get().last_used_at == first
    later = dates.now() + timedelta(minutes=2)
    monkeypatch.setattr(dates, "now", lambda: later)
    bo.get("/me")
    assert Token.objects.get().last_used_at == later


def test_haste_is_slowed_down(cast, settings):
    settings.API_RATE = 3
    bo, anna = Program(cast.bo), Program(cast.anna)
    answers = [bo.get("/me") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["error"]["code"] == "too_many"
    assert 1 <= int(answers[3]["Retry-After"]) <= 60
    assert anna.get("/me").status_code == 200
    auth._left.clear()  # another process, which shares the counter
    assert bo.get("/me").status_code == 429


def test_nobody_makes_a_token_for_somebody_who_may_more(cast):
    make = {"name": "robot", "scope": {"*": "read"}}
    with pytest.raises(RuleBroken):
        services.token_create(actor=actor_of(cast.anna), person=cast.olga, **make)
    with pytest.raises(NotAllowed):
        services.token_create(actor=actor_of(cast.bo), person=cast.carl, **make)
    with pytest.raises(NotFound):
        services.token_create(actor=actor_of(cast.olga), person=cast.dorte, **make)
    token, _secret = services.token_create(actor=actor_of(cast.anna), person=cast.carl, **make)
    assert token.created_by == cast.anna


def test_a_token_needs_somebody_who_can_sign_in(cast):
    grete = make_person(cast.kronborg, signs_in=False)
    with pytest.raises(RuleBroken):
        services.token_create(actor=actor_of(cast.olga), person=grete, name="robot", scope={"*": "read"})


def test_the_command_prints_the_secret_and_nothing_else(cast):
    out = io.StringIO()
    arguments = ["create", "--organisation", "kronborg", "--as", cast.bo.user.email, "--name", "Night job"]
    call_command("token", *arguments, "--scope", "assets:read", "--days", "7", stdout=out)
    secret = out.getvalue().strip()
    token = Token.objects.get(secret_hash=rules.secret_hash(secret))
    assert (token.person, token.scope) == (cast.bo, {"assets": "read"})
    program = Program(None)
    program.secret = secret
    assert program.get("/assets").status_code == 200


@pytest.mark.parametrize(
    "changed", [{"--organisation": "nowhere"}, {"--as": "nobody@kronborg.example"}, {"--as": "dorte@rosenborg.example"}]
)
def test_the_command_says_what_is_wrong(cast, changed):
    told = {"--organisation": "kronborg", "--as": cast.bo.user.email, "--name": "robot", **changed}
    with pytest.raises(CommandError):
        call_command("token", "create", *(part for pair in told.items() for part in pair))


# --- Each layer by itself ------------------------------------------------------------------------------------------


def test_a_secret_is_looked_for_in_one_organisation_alone(cast):
    secret = Program(cast.dorte).secret
    assert selectors.token_with(secret, cast.rosenborg) is not None
    assert selectors.token_with(secret, cast.kronborg) is None


def test_nobody_acts_for_a_user_who_is_switched_off(cast):
    token = Program(cast.bo).token
    assert selectors.actor_with(token) is not None
    token.person.user.is_active = False
    assert selectors.actor_with(token) is None
    token.person.user = None
    assert selectors.actor_with(token) is None


def test_ending_tokens_touches_ones_own_organisation_alone(cast):
    token = Program(cast.bo).token
    stranger = actor_of(cast.dorte)
    services.tokens_end(actor=stranger, person=cast.bo)
    services.tokens_let_go(actor=stranger, maker=cast.bo)
    token.refresh_from_db()
    assert token.revoked_at is None and token.created_by_id == cast.bo.pk


def test_what_has_no_reference_is_found_in_ones_own_organisation_alone(cast):
    tag = Tag.objects.create(organisation=cast.rosenborg, name="theirs")
    ends = [make_asset(cast.rosenborg, title) for title in ("A", "B")]
    tie = make_dependency(*ends)
    anna, dorte = Program(cast.anna), Program(cast.dorte)
    dorte.base = "/api/v1/o/rosenborg"
    for path in (f"/tags/{tag.pk}", f"/dependencies/{tie.pk}"):
        assert anna.get(path).status_code == 404, path
        assert dorte.get(path).status_code == 200, path


def test_nobodys_tokens_elsewhere_are_ended_or_let_go(cast):
    """Both are told of people, and of somebody elsewhere they know nothing."""
    token = Program(cast.dorte).token
    services.tokens_end(actor=actor_of(cast.anna), person=cast.dorte)
    services.tokens_let_go(actor=actor_of(cast.anna), maker=cast.dorte)
    token.refresh_from_db()
    assert token.works and token.created_by == cast.dorte

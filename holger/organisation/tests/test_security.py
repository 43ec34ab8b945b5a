"""A second factor where the organisation demands one, sessions that end, and what the history tells of the door."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from holger.accounts.models import User
from holger.accounts.session import BOUND_FOR, FACTOR, SEEN, SINCE
from holger.api.services import token_create
from holger.api.tests.programs import Program
from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.exchange.fields import ChangedRow
from holger.history.models import Event
from holger.organisation import rules, services
from holger.organisation.models import Organisation, Person, RoleGrant
from tests.cast import PASSWORD, actor_of, client_of, make_person
from tests.test_access import HOUSE, PARTS

SECURITY = "/o/kronborg/settings/security/"
SET_UP = "/account/factor/"


@pytest.fixture(autouse=True)
def _forget():
    cache.clear()


def demand(organisation, what="everybody", roles=()):
    Organisation.objects.filter(pk=organisation.pk).update(factor_demand=what, factor_roles=list(roles))


def give_factor(person):
    secret = generate_totp_secret()
    TOTP.activate(person.user, secret)
    return secret


def shown(client, person):
    """The browser, after the person has shown a factor in it."""
    session = client.session
    session[FACTOR] = {"user": str(person.user.pk), "by": "totp"}
    session.save()
    return client


def told(organisation):
    events = Event.objects.filter(organisation_id=organisation.pk).order_by("seq")
    return [(event.action, event.actor_label, json.loads(event.payload)) for event in events]


def actions(organisation):
    return [action for action, _who, _what in told(organisation)]


# --- Rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "chosen", "held", "must"),
    [
        ("nobody", ["owner"], ["owner"], False),
        ("everybody", [], ["employee"], True),
        ("roles", ["owner", "dpo"], ["auditor", "dpo"], True),
        ("roles", ["owner", "dpo"], ["auditor"], False),
    ],
)
def test_who_must(what, chosen, held, must):
    assert rules.demands_factor(what, chosen, held) is must


# --- Saying who must ------------------------------------------------------------------------------------------------


def test_the_owner_says_who_must_and_the_history_tells(cast):
    olga = client_of(cast.olga)
    assert "Nobody must" in olga.get(SECURITY).content.decode()
    sent = {"factor_demand": "roles", "factor_roles": ["owner", "dpo"], "idle_minutes": "30", "session_hours": ""}
    assert olga.post(SECURITY, sent)["Location"] == SECURITY
    kronborg = Organisation.objects.get(pk=cast.kronborg.pk)
    assert (kronborg.factor_demand, kronborg.factor_roles) == ("roles", ["owner", "dpo"])
    assert (kronborg.idle_minutes, kronborg.session_hours) == (30, None)
    assert actions(cast.kronborg)[-1] == "organisation.security_changed"


@pytest.mark.parametrize(
    "sent",
    [
        {"factor_demand": "roles"},
        {"factor_demand": "sometimes"},
        {"factor_demand": "nobody", "idle_minutes": "100000"},
        {"factor_demand": "nobody", "session_hours": "0"},
        {"factor_demand": "roles", "factor_roles": "emperor"},
    ],
)
def test_what_cannot_be_is_said_at_the_field(cast, sent):
    assert client_of(cast.olga).post(SECURITY, sent).status_code == 422


def test_nobody_but_the_owner_says_it_and_nobody_elsewhere(cast):
    for person in (cast.anna, cast.karen, cast.bo, cast.carl):
        with pytest.raises(NotAllowed):
            services.security_edit(
                actor=actor_of(person), organisation=cast.kronborg, factor_demand="nobody", factor_roles=[]
            )
    with pytest.raises(NotFound):
        services.security_edit(
            actor=actor_of(cast.olga), organisation=cast.rosenborg, factor_demand="nobody", factor_roles=[]
        )


def test_the_page_names_those_who_sign_in_with_a_password_alone(cast):
    give_factor(cast.bo)
    page = client_of(cast.olga).get(SECURITY).content.decode()
    below = page[page.index('id="without-title"') :]
    assert "Anna Holm" in below
    assert "Bo Lind" not in below


# --- Demanding it ---------------------------------------------------------------------------------------------------


@pytest.fixture
def house(furnished):
    return furnished(HOUSE)


@pytest.mark.once
@pytest.mark.parametrize("part", PARTS)
def test_without_the_factor_every_page_leads_to_setting_one_up(part, house, db):
    cast, world = house
    demand(cast.kronborg)
    browser = client_of(cast.olga)
    for route in PARTS[part]:
        address = "/" + world.fill(route.pattern, route.name, "kronborg")
        for method in ("get", "post"):
            answer = getattr(browser, method)(address)
            assert (answer.status_code, answer["Location"]) == (302, SET_UP), f"{method} {address}"


def test_without_the_factor_everybody_is_led_to_setting_one_up(cast):
    demand(cast.kronborg)
    for person in cast.by_role().values():
        for method in ("get", "post", "put", "delete"):
            answer = getattr(client_of(person), method)("/o/kronborg/")
            assert (answer.status_code, answer["Location"]) == (302, SET_UP), f"{method} of {person}"
    assert client_of(cast.dorte).get("/o/kronborg/people/").status_code == 404  # the stranger learns nothing of it


def test_whoever_has_one_must_show_it_in_every_session(cast):
    give_factor(cast.bo)
    demand(cast.kronborg)
    bo = client_of(cast.bo)
    answer = bo.get("/o/kronborg/people/?q=a")
    assert answer["Location"] == "/account/factors/reauthenticate/?next=%2Fo%2Fkronborg%2Fpeople%2F%3Fq%3Da"
    assert shown(bo, cast.bo).get("/o/kronborg/people/").status_code == 200


def test_a_factor_shown_by_somebody_else_in_the_same_browser_does_not_count(cast):
    demand(cast.kronborg)
    assert shown(client_of(cast.bo), cast.anna).get("/o/kronborg/people/").status_code == 302


def test_only_the_chosen_roles_must(cast):
    demand(cast.kronborg, "roles", ["owner", "security_officer"])
    assert client_of(cast.bo).get("/o/kronborg/people/").status_code == 200
    assert client_of(cast.anna).get("/o/kronborg/people/")["Location"] == SET_UP
    RoleGrant.objects.create(organisation=cast.kronborg, person=cast.bo, role="security_officer", unit=cast.production)
    assert client_of(cast.bo).get("/o/kronborg/people/")["Location"] == SET_UP  # also where held in one unit only


def test_each_organisation_makes_its_own_demand(cast):
    both = make_person(cast.rosenborg, "Bo Lind", "auditor", signs_in=False)
    both.user = cast.bo.user
    both.save()
    demand(cast.rosenborg)
    bo = client_of(cast.bo)
    assert bo.get("/o/kronborg/people/").status_code == 200
    assert bo.get("/o/rosenborg/people/")["Location"] == SET_UP
    page = bo.get(SET_UP).content.decode()
    assert "Rosenborg ApS asks" in page
    assert "Kronborg" not in page


def test_after_setting_it_up_one_is_where_one_was_going(cast):
    demand(cast.kronborg)
    bo = client_of(cast.bo)
    assert bo.get("/o/kronborg/people/?q=a")["Location"] == SET_UP
    assert bo.session[BOUND_FOR] == "/o/kronborg/people/?q=a"
    give_factor(cast.bo)
    shown(bo, cast.bo)
    assert bo.get("/account/factors/")["Location"] == "/o/kronborg/people/?q=a"
    assert bo.post("/o/kronborg/people/PE-2/suspend/").status_code == 403
    assert client_of(cast.bo).post("/o/kronborg/people/PE-1/suspend/")["Location"].endswith("next=%2Fo%2Fkronborg%2F")


def test_coming_in_by_invitation_is_no_way_around(cast):
    demand(cast.kronborg)
    new = make_person(cast.kronborg, "Grete Hansen", "contributor", signs_in=False)
    link = services.invitation_send(actor=actor_of(cast.olga), person=new).link.removeprefix("http://localhost:8000")
    browser = Client()
    assert browser.post(link, {"name": "Grete", "password": "seven swans over Skagen"})["Location"] == "/o/kronborg/"
    assert browser.get("/o/kronborg/")["Location"] == SET_UP
    assert "person.signed_in" in actions(cast.kronborg)


def test_a_token_waits_for_its_persons_factor(cast):
    program = Program(cast.anna)
    assert program.get("/me").status_code == 200
    demand(cast.kronborg, "roles", ["security_officer"])
    refused = program.get("/me")
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "factor_needed"
    assert "second factor" in refused.json()["error"]["message"]
    assert Program(cast.bo).get("/me").status_code == 200
    give_factor(cast.anna)
    assert program.get("/me").status_code == 200
    Authenticator.objects.all().delete()
    Person.objects.filter(pk=cast.anna.pk).update(vouched_at=dates.now())
    assert program.get("/me").status_code == 200  # the provider of single sign-on lately saw one
    Person.objects.filter(pk=cast.anna.pk).update(vouched_at=dates.now() - timedelta(days=31))
    assert program.get("/me").status_code == 403


def test_no_token_is_made_in_a_session_that_lacks_the_factor(cast):
    demand(cast.kronborg)
    sent = {"name": "robot", "everything": "read", "days": "90"}
    assert client_of(cast.anna).post("/o/kronborg/settings/api/new/", sent)["Location"] == SET_UP
    give_factor(cast.anna)
    assert "reauthenticate" in client_of(cast.anna).post("/o/kronborg/settings/api/new/", sent)["Location"]
    assert shown(client_of(cast.anna), cast.anna).post("/o/kronborg/settings/api/new/", sent).status_code == 200


def test_whoever_has_lost_everything_is_helped_from_the_server(cast, capsys):
    give_factor(cast.bo)
    bo = client_of(cast.bo)
    call_command("removefactors", "BO@kronborg.example")
    assert not Authenticator.objects.exists()
    assert bo.get("/account/").status_code == 302
    assert ("person.factors_taken", "?") in [(action, who) for action, who, _what in told(cast.kronborg)]


# --- How long -------------------------------------------------------------------------------------------------------


def aged(client, *, since=0, seen=0):
    now = int(dates.now().timestamp())
    session = client.session
    session.update({SINCE: now - since * 60, SEEN: now - seen * 60})
    session.save()
    return client


def test_a_session_ends_when_it_is_left_alone_or_old(cast, settings):
    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 60, 8
    assert aged(client_of(cast.bo), since=400, seen=59).get("/o/kronborg/people/").status_code == 200
    for client in (aged(client_of(cast.bo), seen=61), aged(client_of(cast.bo), since=481)):
        answer = client.get("/o/kronborg/people/")
        assert answer["Location"] == "/account/login/?next=/o/kronborg/people/"
        assert "some time has passed" in client.get(answer["Location"]).content.decode()
    assert actions(cast.kronborg).count("person.signed_out") == 2


def test_the_strictest_of_ones_organisations_holds_everywhere(cast):
    both = make_person(cast.rosenborg, "Bo Lind", "auditor", signs_in=False)
    both.user = cast.bo.user
    both.save()
    Organisation.objects.filter(pk=cast.kronborg.pk).update(idle_minutes=30)
    Organisation.objects.filter(pk=cast.rosenborg.pk).update(idle_minutes=10, session_hours=1)
    for path in ("/o/kronborg/people/", "/o/rosenborg/people/", "/account/"):
        assert aged(client_of(cast.bo), seen=9).get(path).status_code == 200
        assert aged(client_of(cast.bo), seen=11).get(path).status_code == 302
        assert aged(client_of(cast.bo), since=61).get(path).status_code == 302
    assert aged(client_of(cast.anna), seen=11).get("/o/kronborg/people/").status_code == 200


def test_a_change_of_what_one_may_signs_one_out(cast):
    olga, anna = actor_of(cast.olga), actor_of(cast.anna)

    def is_out_after(change):
        bo = client_of(cast.bo)
        assert bo.get("/o/kronborg/people/").status_code == 200
        change()
        return bo.get("/o/kronborg/people/").status_code == 302

    assert is_out_after(lambda: services.role_give(actor=olga, person=cast.bo, role="auditor"))
    grant = RoleGrant.objects.get(person=cast.bo, role="auditor")
    assert is_out_after(lambda: services.role_take(actor=olga, grant=grant))
    assert is_out_after(lambda: services.person_end_sessions(actor=anna, person=cast.bo))
    assert is_out_after(lambda: services.person_suspend(actor=anna, person=cast.bo))
    services.person_resume(actor=anna, person=cast.bo)
    cast.bo.refresh_from_db()
    assert is_out_after(lambda: services.person_remove(actor=anna, person=cast.bo))


def test_an_owner_who_changes_their_own_roles_stays_here_and_leaves_elsewhere(cast):
    here, there = client_of(cast.olga), client_of(cast.olga)
    here.post("/o/kronborg/people/PE-4/roles/new/", {"role": "dpo"})
    assert RoleGrant.objects.filter(person=cast.olga, role="dpo").exists()
    assert here.get("/o/kronborg/people/").status_code == 200
    assert there.get("/o/kronborg/people/").status_code == 302


def test_the_officer_ends_all_sessions_of_a_person_on_their_page(cast):
    bo = client_of(cast.bo)
    anna = client_of(cast.anna)
    assert "Sign out everywhere" in anna.get("/o/kronborg/people/PE-2/").content.decode()
    anna.post("/o/kronborg/people/PE-2/sessions/end/")
    assert bo.get("/o/kronborg/people/").status_code == 302
    assert actions(cast.kronborg)[-1] == "person.sessions_ended"
    assert client_of(cast.carl).post("/o/kronborg/people/PE-2/sessions/end/").status_code == 403


# --- What is told ---------------------------------------------------------------------------------------------------


def test_coming_failing_and_going_are_told_to_each_of_ones_organisations(cast):
    both = make_person(cast.rosenborg, "Bo Lind", "auditor", signs_in=False)
    both.user = cast.bo.user
    both.save()
    browser = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    for password in ("wrong password here", PASSWORD):
        browser.post("/account/login/", {"login": "bo@kronborg.example", "password": password})
    browser.post("/account/logout/")
    for organisation in (cast.kronborg, cast.rosenborg):
        failed, came, went = told(organisation)[-3:]
        assert failed[:2] == ("person.sign_in_failed", "?")
        assert came[:2] == ("person.signed_in", "Bo Lind")
        assert went[:2] == ("person.signed_out", "Bo Lind")
        assert came[2]["changes"] == {"by": "password", "ip": "127.0.0.1", "browser": "Firefox, Windows"}
    kept = "".join(Event.objects.values_list("payload", flat=True))
    assert "wrong password here" not in kept
    assert PASSWORD not in kept
    page = client_of(cast.olga).get("/o/kronborg/history/").content.decode()
    assert "tried in vain to sign in as" in page


def test_trying_an_unknown_address_is_told_to_nobody(cast):
    Client().post("/account/login/", {"login": "nobody@kronborg.example", "password": "wrong password here"})
    assert actions(cast.kronborg) == []


def test_a_refusal_is_told_once_a_minute(cast):
    carl = client_of(cast.carl)
    for _number in range(5):
        assert carl.get("/o/kronborg/people/new/").status_code == 403
    program = Program(cast.carl)
    for _number in range(5):
        assert program.post("/assets", {"title": "ERP"}).status_code == 403
    refused = [(who, what["changes"]) for action, who, what in told(cast.kronborg) if action == "access.refused"]
    assert refused == [
        ("Carl Friis", {"page": "organisation:person-create", "permission": "people.edit"}),
        ("Carl Friis", {"page": "POST api/v1/o/<organisation>/assets", "permission": "assets.create"}),
    ]


# --- The last owner -------------------------------------------------------------------------------------------------


def test_an_owner_whose_account_is_closed_does_not_count(cast):
    second = make_person(cast.kronborg, "Otto Krogh", "owner")
    User.objects.filter(pk=second.user.pk).update(is_active=False)
    with pytest.raises(RuleBroken):
        services.person_suspend(actor=actor_of(second), person=cast.olga)


def test_an_import_cannot_give_all_owners_an_end(cast):
    second = make_person(cast.kronborg, "Otto Krogh", "owner")
    ends = dates.today() + timedelta(days=30)
    rows = [
        ChangedRow(number, person.pk, person.version, {"ends_on": ends}, {"ends_on": [None, str(ends)]})
        for number, person in enumerate((cast.olga, second), start=2)
    ]
    with pytest.raises(RuleBroken):
        services.person_import(actor=actor_of(cast.olga), creates=[], updates=rows)


def test_taking_an_import_back_cannot_take_the_last_owner(cast):
    second = make_person(cast.kronborg, "Otto Krogh", "owner", ends_on=dates.today() + timedelta(days=30))
    payload = {
        "created": [],
        "updated": [
            {"id": str(second.pk), "version": second.version, "values": {"ends_on": str(second.ends_on)}, "many": {}}
        ],
    }
    Person.objects.filter(pk=second.pk).update(ends_on=None)
    services.person_suspend(actor=actor_of(second), person=cast.olga)
    with pytest.raises(RuleBroken):
        services.person_import_undo(actor=actor_of(second), payload=payload)


def test_taking_an_import_back_cannot_hand_an_owners_address_to_the_officer(cast):
    payload = {
        "created": [],
        "updated": [
            {
                "id": str(cast.olga.pk),
                "version": cast.olga.version,
                "values": {"email": "anna@evil.example"},
                "many": {},
            }
        ],
    }
    with pytest.raises(RuleBroken):
        services.person_import_undo(actor=actor_of(cast.anna), payload=payload)


def test_no_way_leads_around_the_last_owner(cast):
    """By page and by program; the owner's own hand and a second, narrower owner's."""
    make_person(cast.kronborg, "Otto Krogh", "owner", only_in=cast.production)
    page, program = client_of(cast.olga), Program(cast.olga)
    grant = RoleGrant.objects.get(person=cast.olga)
    tomorrow = str(dates.today() + timedelta(days=1))
    me = "/o/kronborg/people/PE-4/"
    page.post(f"{me}suspend/")
    page.post(f"{me}remove/")
    page.post(f"{me}roles/{grant.pk}/take/")
    assert page.post(f"{me}edit/", {"name": "Olga", "email": cast.olga.email, "ends_on": tomorrow}).status_code == 422
    for method, path, body in (
        ("POST", "/people/PE-4/suspend", {}),
        ("DELETE", "/people/PE-4", None),
        ("POST", "/people/PE-4/take-role", {"role": "owner"}),
        ("PATCH", "/people/PE-4", {"ends_on": tomorrow}),
    ):
        assert program.call(method, path, body).status_code == 409, path
    olga = Person.objects.get(pk=cast.olga.pk)
    assert (olga.suspended_at, olga.ends_on) == (None, None)
    assert RoleGrant.objects.filter(pk=grant.pk).exists()


def test_no_way_leads_above_or_beside_ones_own_role(cast):
    """What a security officer cannot do to, or become, an owner: by page, program, import, invitation or token."""
    make_person(cast.kronborg, "Otto Krogh", "owner")
    page, program, anna = client_of(cast.anna), Program(cast.anna), actor_of(cast.anna)
    owner, tomorrow = "/o/kronborg/people/PE-4/", str(dates.today() + timedelta(days=1))
    assert page.post("/o/kronborg/people/PE-2/roles/new/", {"role": "owner"}).status_code == 422
    assert page.post(f"{owner}edit/", {"name": "Olga", "email": "anna@evil.example"}).status_code == 422
    assert (
        page.post(f"{owner}edit/", {"name": "Olga", "email": cast.olga.email, "ends_on": tomorrow}).status_code == 422
    )
    page.post(f"{owner}suspend/")
    page.post(f"{owner}remove/")
    for method, path, body in (
        ("POST", "/people/PE-2/give-role", {"role": "owner"}),
        ("POST", "/people/PE-4/take-role", {"role": "owner"}),
        ("POST", "/people/PE-4/suspend", {}),
        ("PATCH", "/people/PE-4", {"email": "anna@evil.example"}),
        ("PATCH", "/people/PE-4", {"ends_on": tomorrow}),
        ("DELETE", "/people/PE-4", None),
    ):
        assert program.call(method, path, body).status_code == 409, path
    for values in ({"email": "anna@evil.example"}, {"ends_on": tomorrow}):
        row = ChangedRow(2, cast.olga.pk, cast.olga.version, values, {name: [None, to] for name, to in values.items()})
        with pytest.raises(RuleBroken):
            services.person_import(actor=anna, creates=[], updates=[row])
    future = make_person(cast.kronborg, "Oda Krogh", "owner", signs_in=False)
    with pytest.raises(RuleBroken):
        services.invitation_send(actor=anna, person=future)
    with pytest.raises(RuleBroken):
        token_create(actor=anna, person=cast.olga, name="robot", scope={"*": "write"})
    assert RoleGrant.objects.filter(role="owner").count() == 3
    assert Person.objects.get(pk=cast.olga.pk).email == cast.olga.email


def test_somebody_in_one_unit_hands_out_nothing_beyond_it(cast):
    local = make_person(cast.kronborg, "Lis Holm", "security_officer", only_in=cast.production)
    page, program = client_of(local), Program(local)
    assert page.post("/o/kronborg/people/PE-2/roles/new/", {"role": "auditor"}).status_code == 422
    assert program.post("/people/PE-2/give-role", {"role": "auditor"}).status_code == 409
    assert program.post("/people/PE-2/give-role", {"role": "auditor", "unit": "Production"}).status_code == 200

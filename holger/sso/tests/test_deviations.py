"""What a provider, or somebody who pretends to be one, may send that must not be believed.

Each is refused with the door closed and nothing written but one line of history.
"""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from holger.accounts.models import User
from holger.core import outgoing
from holger.core.outgoing import Limits
from holger.history.models import Event
from holger.organisation.models import Person
from holger.sso.models import Identity, Provider
from holger.sso.tests.conftest import Visit, make_provider
from holger.sso.tests.scripted import CLIENT, SECRET, Scripted, pem, public, signed, with_hash
from holger.sso.views import door
from tests.cast import Cast, client_of, make_person, make_user
from tests.wire import says

NOW = time.time
DISCOVERY = "/.well-known/openid-configuration"


def counted() -> dict[str, int]:
    """How many rows there are of everything that a sign-in could write."""
    rooms = ("organisation", "accounts", "sso", "api", "history")
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in rooms and model._meta.label != "history.Event"
    }


@pytest.fixture
def refused() -> Callable[..., Event]:
    """``refused(visit, go)``: nobody is let in, nothing is written but a line of history, which comes back."""

    def check(visit: Visit, go: Callable[[], Any], words: str) -> Event:
        organisation = visit.provider.organisation_id
        before, events = counted(), Event.objects.count()
        answer = go()
        assert answer.status_code in (403, 502), answer.content.decode()
        assert not visit.signed_in
        assert Event.objects.count() == events + 1
        after = counted()
        after["history.Chain"] = before["history.Chain"]
        assert after == before
        line = Event.objects.filter(organisation_id=organisation).order_by("-seq")[0]
        assert (line.action, line.channel) == ("sso.refused", "system")
        assert words in line.reason, line.reason
        assert SECRET not in line.payload and "eyJ" not in line.payload
        return line

    return check


def test_a_good_answer_is_believed(visit: Visit) -> None:
    """So that the refusals below are refusals of what they name."""
    answer = visit.go().back()
    assert answer.status_code == 302, Event.objects.order_by("-seq")[0].reason
    assert answer["Location"] == "/o/kronborg/" and visit.signed_in
    assert visit.client.get("/o/kronborg/my/").status_code == 200


# --- The token -----------------------------------------------------------------------------------------------------


def claims(**changed: Any) -> Callable[[Scripted], None]:
    return lambda scripted: scripted.claims.update(changed)


def lacks(*names: str) -> Callable[[Scripted], None]:
    return lambda scripted: setattr(scripted, "lacks", names)


def signs(sign: Callable[[dict[str, Any]], str]) -> Callable[[Scripted], None]:
    return lambda scripted: setattr(scripted, "sign", sign)


def tampered(told: dict[str, Any]) -> str:
    """Another payload under a good signature."""
    head, _payload, signature = signed(told).split(".")
    other = signed({**told, "sub": "somebody-else"}).split(".")[1]
    return f"{head}.{other}.{signature}"


def unsigned(told: dict[str, Any]) -> str:
    return jwt.encode(told, None, algorithm="none", headers={"kid": "k1"})  # type: ignore[arg-type]


def shared(secret: bytes) -> Callable[[dict[str, Any]], str]:
    """Signed with a secret, as if the provider's public key (or the client secret) were one."""
    from base64 import urlsafe_b64encode
    from hashlib import sha256
    from hmac import digest

    def sign(told: dict[str, Any]) -> str:
        parts = [{"alg": "HS256", "typ": "JWT", "kid": "k1"}, told]
        text = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
        return f"{text.decode()}.{urlsafe_b64encode(digest(secret, text, sha256)).rstrip(b'=').decode()}"

    return sign


TOKENS: dict[str, tuple[Callable[[Scripted], None], str]] = {
    "wrong audience": (claims(aud="another-client"), "somebody else"),
    "audience nearly ours": (claims(aud=CLIENT.upper()), "somebody else"),
    "several audiences without authorised party": (claims(aud=[CLIENT, "another-client"]), "somebody else"),
    "several audiences, authorised party another": (
        claims(aud=[CLIENT, "another-client"], azp="another-client"),
        "somebody else",
    ),
    "wrong authorised party": (claims(azp="another-client"), "somebody else"),
    "no audience": (lacks("aud"), "lacks something"),
    "wrong issuer": (claims(iss="https://evil.example"), "another provider"),
    "issuer with a slash more": (lambda s: s.claims.update(iss=s.address + "/"), "another provider"),
    "no issuer": (lacks("iss"), "lacks something"),
    "no nonce": (lacks("nonce"), "not an answer"),
    "wrong nonce": (claims(nonce="of another visit"), "not an answer"),
    "nonce a list": (lambda s: s.claims.update(nonce=[s.nonce]), "not an answer"),
    "expired": (claims(exp=int(NOW()) - 3600, iat=int(NOW()) - 7200), "expired"),
    "never expires": (lacks("exp"), "lacks something"),
    "not valid yet": (claims(nbf=int(NOW()) + 3600), "not valid yet"),
    "issued in the future": (claims(iat=int(NOW()) + 3600, exp=int(NOW()) + 7200), "not valid yet"),
    "issued at no time": (lacks("iat"), "lacks something"),
    "no subject": (lacks("sub"), "lacks something"),
    "empty subject": (claims(sub=" "), "who it is about"),
    "subject a number": (claims(sub=7), "not a token"),
    "subject too long": (claims(sub="x" * 256), "who it is about"),
    "not signed": (signs(unsigned), "does not trust"),
    "signed by the public key as a secret": (signs(shared(pem())), "does not trust"),
    "signed by the client secret": (signs(shared(SECRET.encode())), "does not trust"),
    "key of another provider": (signs(lambda told: signed(told, by="another")), "not signed by the provider"),
    "unknown key": (signs(lambda told: signed(told, by="another", kid="k9")), "key that is not the provider's"),
    "another algorithm than the key's": (signs(lambda told: signed(told, algorithm="PS256")), "does not trust"),
    "tampered payload": (signs(tampered), "not signed by the provider"),
    "no token at all": (signs(lambda told: "<html>"), "not a signed token"),
    "a token too long": (signs(lambda told: signed({**told, "x": "x" * 20_000})), "does not trust"),
    "access token of another": (signs(lambda told: with_hash(told, "another-token")), "do not belong together"),
    "hash of the access token a number": (claims(at_hash=7), "do not belong together"),
}


@pytest.mark.parametrize("name", TOKENS)
def test_a_token_is_refused(name: str, visit: Visit, refused: Any) -> None:
    deviate, words = TOKENS[name]
    visit.go()
    deviate(visit.scripted)
    refused(visit, visit.back, words)


@pytest.mark.parametrize(
    "sign", [unsigned, shared(pem()), shared(SECRET.encode())], ids=["not at all", "public", "client"]
)
def test_a_key_that_leaves_the_way_open_does_not_open_it_to_all(sign: Any, visit: Visit, refused: Any) -> None:
    """Our own list decides, where the provider's key does not say how it signs."""
    visit.scripted.keys = [public(alg=None)]
    visit.go().scripted.sign = sign
    refused(visit, visit.back, "does not trust")


def test_a_token_with_a_good_hash_of_the_access_token_is_believed(visit: Visit) -> None:
    visit.scripted.sign = with_hash
    assert visit.go().back().status_code == 302


def test_several_audiences_with_us_as_authorised_party_are_believed(visit: Visit) -> None:
    visit.scripted.claims = {"aud": [CLIENT, "another-client"], "azp": CLIENT}
    assert visit.go().back().status_code == 302


def test_without_a_key_name_only_an_only_key_will_do(visit: Visit, refused: Any) -> None:
    visit.scripted.sign = lambda told: signed(told, kid=None)
    visit.scripted.keys = [public(), public("another", "k2")]
    refused(visit, visit.go().back, "key that is not the provider's")


def test_a_new_key_is_asked_for_once_and_not_again_and_again(visit: Visit, refused: Any) -> None:
    assert visit.go().back().status_code == 302
    visit.scripted.keys = [public("new", "k2")]
    visit.scripted.sign = lambda told: signed(told, by="new", kid="k2")
    other = Visit(visit.provider, visit.scripted)
    assert other.go().back().status_code == 302, "the provider has changed its key"
    assert visit.scripted.asked.count("/keys") == 2
    visit.scripted.sign = lambda told: signed(told, by="another", kid="k9")
    third = Visit(visit.provider, visit.scripted)
    refused(third, third.go().back, "key that is not the provider's")
    assert visit.scripted.asked.count("/keys") == 2


@pytest.mark.parametrize(
    "key",
    [
        {"kty": "oct", "kid": "k1", "k": "c2VjcmV0LXdoaWNoLWlzLWxvbmctZW5vdWdoLWZvci1oczI1Ng"},
        public(use="enc"),
        public("short", bits=1024),
        public(alg="HS256"),
        "no key",
    ],
    ids=["shared secret", "for encryption", "too short", "for shared secrets", "no key"],
)
def test_a_key_that_will_not_do_is_no_key(key: Any, visit: Visit, refused: Any) -> None:
    visit.go()
    visit.scripted.keys = [key]
    refused(visit, visit.back, "no key that holger can use")


# --- Whom it is about ----------------------------------------------------------------------------------------------

PEOPLE: dict[str, tuple[Callable[[Scripted], None], str]] = {
    "not said whether the address is verified": (lacks("email_verified"), "is verified"),
    "verified as a word": (claims(email_verified="true"), "is verified"),
    "verified as a number": (claims(email_verified=1), "is verified"),
    "not verified": (claims(email_verified=False), "is verified"),
    "no address": (lacks("email"), "did not tell an e-mail address"),
    "address a list": (claims(email=["grete@kronborg.example"]), "did not tell an e-mail address"),
    "another domain": (claims(email="grete@rosenborg.example"), "e-mail domain"),
    "a sub-domain": (claims(email="grete@it.kronborg.example"), "e-mail domain"),
    "a domain that ends alike": (claims(email="grete@evilkronborg.example"), "e-mail domain"),
    "a domain that begins alike": (claims(email="grete@kronborg.example.evil"), "e-mail domain"),
    "a domain in letters that look alike": (claims(email="grete@krоnborg.example"), "did not tell"),  # a Cyrillic о
    "two domains": (claims(email="grete@kronborg.example@evil.example"), "did not tell an e-mail address"),
    "a domain in the name": (claims(email='"grete@kronborg.example"@evil.example'), "did not tell"),
    "a line more": (claims(email="grete@kronborg.example\nBcc: x@evil.example"), "did not tell an e-mail address"),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_becomes_a_member(name: str, visit: Visit, refused: Any) -> None:
    deviate, words = PEOPLE[name]
    visit.go()
    deviate(visit.scripted)
    refused(visit, visit.back, words)


def test_nobody_becomes_a_member_where_members_are_not_made(visit: Visit, refused: Any) -> None:
    Provider.objects.update(join=False)
    refused(visit, visit.go().back, "not known here yet")


def test_nobody_becomes_a_member_without_a_role(visit: Visit, refused: Any) -> None:
    Provider.objects.update(default_role="")
    refused(visit, visit.go().back, "no longer let in")


@pytest.mark.parametrize("email", ["anna@kronborg.example", "Anna@Kronborg.Example"])
def test_the_address_of_a_member_does_not_open_her_account(email: str, visit: Visit, refused: Any, cast: Cast) -> None:
    visit.go().scripted.claims = {"email": email}
    refused(visit, visit.back, "already in holger")
    assert not Identity.objects.filter(person=cast.anna).exists()


def test_somebody_registered_but_not_invited_is_told_to_ask(visit: Visit, refused: Any, cast: Cast) -> None:
    person = make_person(cast.kronborg, "Inge Bro", signs_in=False)
    visit.go().scripted.claims = {"email": person.email}
    refused(visit, visit.back, "not invited to sign in yet")


def test_the_address_of_somebody_elsewhere_does_not_open_theirs(visit: Visit, refused: Any) -> None:
    make_user("dorte@kronborg.example")
    visit.go().scripted.claims = {"email": "dorte@kronborg.example"}
    refused(visit, visit.back, "already in holger")


def test_a_page_tells_somebody_known_how_to_link(visit: Visit) -> None:
    visit.go().scripted.claims = {"email": "anna@kronborg.example"}
    text = visit.back().content.decode()
    assert "Sign in and link" in text and "/o/kronborg/sign-on/" in text


@pytest.mark.parametrize("change", [{"suspended_at": "2026-01-01T00:00Z"}, {"ends_on": "2026-01-01"}])
def test_whoever_is_shut_out_stays_out(change: dict[str, Any], visit: Visit, refused: Any) -> None:
    assert visit.go().back().status_code == 302
    Person.objects.filter(email="grete@kronborg.example").update(**change)
    again = Visit(visit.provider, visit.scripted)
    refused(again, again.go().back, "no longer let in")


def test_an_account_that_is_closed_stays_closed(visit: Visit, refused: Any) -> None:
    assert visit.go().back().status_code == 302
    User.objects.filter(email="grete@kronborg.example").update(is_active=False)
    again = Visit(visit.provider, visit.scripted)
    refused(again, again.go().back, "no longer let in")


# --- The way there and back ----------------------------------------------------------------------------------------


def test_a_state_is_good_once(visit: Visit, refused: Any) -> None:
    assert visit.go().back().status_code == 302
    visit.client.cookies.clear()
    refused(visit, visit.back, "used already")


def test_a_state_that_failed_is_used_up_too(visit: Visit, refused: Any) -> None:
    visit.go().scripted.claims = {"aud": "another-client"}
    refused(visit, visit.back, "somebody else")
    visit.scripted.claims = {}
    refused(visit, visit.back, "used already")


def test_a_state_of_another_browser(visit: Visit, refused: Any) -> None:
    visit.go()
    victim = Visit(visit.provider, visit.scripted, Client(), visit.state)
    refused(victim, victim.back, "not begun in this browser")


@pytest.mark.parametrize("state", ["", "made-up"])
def test_a_state_that_nobody_gave(state: str, visit: Visit, refused: Any) -> None:
    visit.go().state = state
    refused(visit, visit.back, "not begun in this browser")


def test_a_state_that_took_too_long(visit: Visit, refused: Any) -> None:
    visit.go()
    session = visit.client.session
    for pending in session["single_sign_on_waiting"].values():
        pending["at"] -= 601
    session.save()
    refused(visit, visit.back, "took too long")


def test_a_parameter_given_twice_counts_as_not_given(visit: Visit, refused: Any) -> None:
    visit.go()
    twice = f"{visit.door}callback/?code=a&state={visit.state}&state={visit.state}"
    refused(visit, lambda: visit.client.get(twice), "not begun in this browser")


def test_the_door_of_another_organisation(visit: Visit, refused: Any, cast: Cast) -> None:
    other = Visit(make_provider(cast.rosenborg, visit.scripted.address), visit.scripted, visit.client)
    other.state = visit.go().state
    refused(other, other.back, "not begun in this browser")
    assert not Person.objects.filter(organisation=cast.rosenborg, email="grete@kronborg.example").exists()


def test_the_door_of_another_provider_of_the_same_organisation(visit: Visit, refused: Any, cast: Cast) -> None:
    other = Visit(make_provider(cast.kronborg, visit.scripted.address, name="Okta"), visit.scripted, visit.client)
    other.state = visit.go().state
    refused(other, other.back, "not begun in this browser")


def test_an_error_answer(visit: Visit, refused: Any) -> None:
    visit.go()
    refused(visit, lambda: visit.back(error="access_denied"), "let nobody through: access_denied")


def test_an_answer_without_a_code(visit: Visit, refused: Any) -> None:
    visit.go()
    refused(visit, lambda: visit.back(code=""), "no code")


def test_an_answer_that_names_another_provider(visit: Visit, refused: Any) -> None:
    visit.go()
    refused(visit, lambda: visit.back(iss="https://evil.example"), "another provider")


def test_a_provider_that_names_itself_must(visit: Visit, refused: Any) -> None:
    visit.scripted.discovery = {"authorization_response_iss_parameter_supported": True}
    refused(visit, visit.go().back, "another provider")
    again = Visit(visit.provider, visit.scripted)
    again.go()
    assert again.back(iss=visit.scripted.address).status_code == 302


# --- The token endpoint --------------------------------------------------------------------------------------------

ANSWERS: dict[str, tuple[Any, str]] = {
    "a code used twice": (says(b'{"error": "invalid_grant"}', "400 Bad Request"), "error 400: invalid_grant"),
    "an error of the server": (says(b"", "500 Oops"), "error 500"),
    "a page": (says(b"<html>Sign in</html>"), "not JSON"),
    "a page in an error": (says(b"<html>Sorry</html>", "403 Forbidden"), "error 403: ?"),
    "a redirect": (says(b"", "302 Found", "Location: /"), "redirect"),
    "a list": (says(b"[]"), "not JSON"),
    "no token": (says(b"{}"), "no ID token"),
    "a token that is no text": (says(b'{"id_token": {"sub": "subject-1"}}'), "no ID token"),
    "too much": (says(b" " * (1024 * 1024 + 1)), "more than holger reads"),
    "nothing at all": (lambda wire, head: wire.close(), "as a web server should"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_token_endpoint_answers(name: str, visit: Visit, refused: Any) -> None:
    answer, words = ANSWERS[name]
    visit.go().scripted.answers["/token"] = answer
    refused(visit, visit.back, words)


def test_the_token_endpoint_answers_a_letter_at_a_time(
    visit: Visit, refused: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drip(wire: Any, head: bytes) -> None:
        for _letter in range(60):
            wire.sendall(b"x")
            time.sleep(0.05)

    visit.go().scripted.answers["/token"] = drip
    monkeypatch.setattr(outgoing.Exchange, "__init__", quick(outgoing.Exchange.__init__))
    refused(visit, visit.back, "takes too long")


def quick(init: Any) -> Any:
    return lambda self, method, target, headers, body, limits: init(
        self, method, target, headers, body, Limits(connect=0.3, read=0.3, total=0.4)
    )


# --- What the provider says of itself ------------------------------------------------------------------------------

DESCRIPTIONS: dict[str, tuple[Callable[[Scripted], None], str]] = {
    "another issuer": (
        lambda s: s.discovery.update(issuer="https://evil.example"),
        "calls itself https://evil.example",
    ),
    "no issuer": (lambda s: s.discovery.update(issuer=None), "calls itself None"),
    "keys without TLS": (lambda s: s.discovery.update(jwks_uri="http://93.184.215.14/keys"), "must begin with https"),
    "keys inside the house": (lambda s: s.discovery.update(jwks_uri="https://10.0.0.1/keys"), "not on the public"),
    "keys in a file": (lambda s: s.discovery.update(jwks_uri="file:///etc/passwd"), "jwks_uri is missing or is not"),
    "no token endpoint": (lambda s: s.discovery.update(token_endpoint=None), "token_endpoint is missing"),
    "a script to sign in at": (
        lambda s: s.discovery.update(authorization_endpoint="javascript:alert(1)"),
        "authorization_endpoint is missing or is not",
    ),
    "implicit flow only": (lambda s: s.discovery.update(response_types_supported=["id_token"]), "code flow"),
    "no good PKCE": (lambda s: s.discovery.update(code_challenge_methods_supported=["plain"]), "PKCE"),
    "shared secrets only": (
        lambda s: s.discovery.update(id_token_signing_alg_values_supported=["HS256", "none"]),
        "no way that holger trusts",
    ),
    "a redirect": (lambda s: s.answers.update({DISCOVERY: says(b"", "302 Found", "Location: /keys")}), "redirect"),
    "a page": (lambda s: s.answers.update({DISCOVERY: says(b"<html>")}), "not JSON"),
    "nothing there": (lambda s: s.answers.update({DISCOVERY: says(b"{}", "404 Not Found")}), "error 404"),
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_description_is_refused(name: str, visit: Visit, refused: Any) -> None:
    """Some show when the visit begins, some when the keys are needed."""
    deviate, words = DESCRIPTIONS[name]
    deviate(visit.scripted)

    def there_and_back() -> Any:
        answer = visit.client.post(visit.door)
        return visit.sent_off(answer).back() if answer.status_code == 200 else answer

    refused(visit, there_and_back, words)


def test_a_description_that_changes_meanwhile_is_refused(visit: Visit, refused: Any) -> None:
    visit.go().scripted.discovery = {"issuer": "https://evil.example"}
    cache.clear()
    refused(visit, visit.back, "calls itself")


# --- Many at once, and nothing given away --------------------------------------------------------------------------


def test_only_so_many_attempts_are_answered(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(door.RATES, "come-back", "3/m/ip")
    assert [visit.back().status_code for _time in range(4)] == [403, 403, 403, 429]


def test_an_address_says_nothing_of_who_is_here(visit: Visit) -> None:
    wrong = ["/sso/kronborg/wrong/", "/sso/nobody/wrong/", f"/sso/rosenborg/{visit.provider.key}/"]
    pages = [Client().get(path) for path in wrong] + [Client().post(path) for path in wrong]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages[:3]}) == 1


def test_by_the_organisations_address_only_those_are_found_who_want_it(visit: Visit) -> None:
    def found(slug: str) -> str:
        return Client().post("/sso/", {"organisation": slug}).content.decode()

    plain = [
        re.sub(r'name="csrf\w+" value="\w+"|X-CSRFToken": "\w+"|kronborg|nobody', "", found(slug))
        for slug in ("kronborg", "nobody")
    ]
    assert plain[0] == plain[1]
    Provider.objects.update(listed=True)
    assert "Continue with Entra ID" in found("kronborg")


def test_a_provider_out_of_use_is_missing(visit: Visit) -> None:
    visit.go()
    Provider.objects.update(enabled=False)
    assert visit.back().status_code == 404 and Client().get(visit.door).status_code == 404


def test_somebody_elses_session_ends_when_another_comes_through(visit: Visit, cast: Cast) -> None:
    visit.client = client_of(cast.dorte)
    visit.go().back()
    assert visit.client.get("/o/rosenborg/").status_code == 404
    assert visit.client.get("/o/kronborg/my/").status_code == 200

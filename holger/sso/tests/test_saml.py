"""SAML: an answer signed by the provider lets in, and nothing else does."""

import datetime as dt
from base64 import b64decode, b64encode
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import decompress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.test import Client

from holger.history.models import Event
from holger.organisation.models import Person, RoleGrant
from holger.sso.models import GroupRole, Identity, Provider
from holger.sso.protocols import saml
from holger.sso.tests.conftest import make_provider
from holger.sso.tests.scripted import key
from tests.cast import Cast, client_of

IDP = "https://saml.kronborg.example/metadata"
MAIL, GROUPS = "urn:oid:0.9.2342.19200300.100.1.3", "groups"


@cache
def certificate(name: str = "own") -> str:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key(name).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .sign(key(name), hashes.SHA256())
    )
    return signed.public_bytes(Encoding.PEM).decode()


def secret(name: str) -> str:
    return key(name).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def moment(minutes: float) -> str:
    return (dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def answer(door: str, to: str | None, **changed: Any) -> str:
    """A provider's answer, good but for what the test changes."""
    from onelogin.saml2.utils import OneLogin_Saml2_Utils

    said: dict[str, Any] = {
        "issuer": IDP,
        "audience": f"http://localhost:8000{door}metadata/",
        "recipient": f"http://localhost:8000{door}acs/",
        "before": 5,
        "since": -5,
        "subject": "subject-1",
        "format": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        "email": "grete@kronborg.example",
        "groups": (),
        "sign": "own",
        "algorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "id": "_assertion1",
        "confirmed": to,
        "context": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        **changed,
    }
    confirmed = f' InResponseTo="{said["confirmed"]}"' if said["confirmed"] else ""
    groups = "".join(f"<saml:AttributeValue>{group}</saml:AttributeValue>" for group in said["groups"])
    assertion = (
        '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0"'
        f' ID="{said["id"]}" IssueInstant="{moment(0)}"><saml:Issuer>{said["issuer"]}</saml:Issuer><saml:Subject>'
        f'<saml:NameID Format="{said["format"]}">{said["subject"]}</saml:NameID>'
        '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
        f'<saml:SubjectConfirmationData NotOnOrAfter="{moment(said["before"])}" Recipient="{said["recipient"]}"{confirmed}/>'
        f'</saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{moment(said["since"])}"'
        f' NotOnOrAfter="{moment(said["before"])}"><saml:AudienceRestriction><saml:Audience>{said["audience"]}'
        f'</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{moment(0)}">'
        f"<saml:AuthnContext><saml:AuthnContextClassRef>{said['context']}</saml:AuthnContextClassRef>"
        "</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>"
        f'<saml:Attribute Name="{MAIL}"><saml:AttributeValue>{said["email"]}</saml:AttributeValue></saml:Attribute>'
        f'<saml:Attribute Name="{GROUPS}">{groups}</saml:Attribute>'
        "</saml:AttributeStatement></saml:Assertion>"
    )
    if said["sign"]:
        signer = said["sign"]
        found = OneLogin_Saml2_Utils.add_sign(assertion, secret(signer), certificate(signer), False, said["algorithm"])
        assertion = found.decode() if isinstance(found, bytes) else found
    assertion = said.get("after", lambda text: text)(assertion.removeprefix('<?xml version="1.0"?>').strip())
    answered = f' InResponseTo="{to}"' if to else ""
    response = (
        '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
        ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response1" Version="2.0"'
        f' IssueInstant="{moment(0)}" Destination="{said["recipient"]}"{answered}>'
        f"<saml:Issuer>{said['issuer']}</saml:Issuer><samlp:Status>"
        f'<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{said.get("status", "Success")}"/></samlp:Status>'
        f"{assertion}</samlp:Response>"
    )
    return b64encode(said.get("head", "").encode() + response.encode()).decode()


@pytest.fixture
def provider(cast: Cast) -> Provider:
    saml = {
        "kind": "saml",
        "name": "ADFS",
        "entity_id": IDP,
        "sign_on_url": "https://saml.kronborg.example/sign-on",
        "certificate": certificate(),
        "email_attribute": MAIL,
        "vouches": True,
        "group_claim": GROUPS,
        "discovery_url": "",
        "client_id": "",
    }
    return make_provider(cast.kronborg, **saml)


class Visit:
    def __init__(self, provider: Provider):
        self.client, self.provider = Client(), provider
        self.door = f"/sso/kronborg/{provider.key}/"

    def go(self) -> str:
        """Press the button; the request's id."""
        page = self.client.post(self.door).content.decode()
        address = unescape(page.split('content="0;url=')[1].split('"')[0])
        assert address.startswith("https://saml.kronborg.example/sign-on?")
        request = decompress(b64decode(parse_qs(urlsplit(address).query)["SAMLRequest"][0]), -15).decode()
        return request.split('ID="')[1].split('"')[0]

    def back(self, said: str) -> Any:
        """The provider's page posts the answer from another site, so without our cookie; then the browser comes by."""
        carried = Client().post(f"{self.door}acs/", {"SAMLResponse": said})
        if carried.status_code != 302:
            return carried
        return self.client.get(carried["Location"])

    @property
    def signed_in(self) -> bool:
        return "_auth_user_id" in self.client.session


@pytest.fixture
def visit(provider: Provider) -> Visit:
    return Visit(provider)


def refused(visit: Visit, said: str, words: str = "") -> None:
    people, events = Person.objects.count(), Event.objects.count()
    found = visit.back(said)
    assert found.status_code == 403 and not visit.signed_in
    assert (Person.objects.count(), Identity.objects.count()) == (people, 0)
    line = Event.objects.order_by("-seq")[0]
    assert Event.objects.count() == events + 1 and line.action == "sso.refused"
    assert words in line.reason, line.reason


def test_a_good_answer_lets_in(visit: Visit) -> None:
    found = visit.back(answer(visit.door, visit.go()))
    assert found.status_code == 302, Event.objects.order_by("-seq")[0].reason
    assert visit.client.get("/o/kronborg/my/").status_code == 200
    assert Identity.objects.get().subject == "subject-1"


def test_groups_and_second_factor_are_the_same_as_for_openid(visit: Visit) -> None:
    GroupRole.objects.create(
        organisation=visit.provider.organisation, provider=visit.provider, group="isms", role="dpo"
    )
    Provider.objects.update(counts_second_factor=True, second_factor="urn:example:two-factors")
    request = visit.go()
    visit.back(answer(visit.door, request, groups=("isms", "all"), context="urn:example:two-factors"))
    assert RoleGrant.objects.filter(person__email="grete@kronborg.example", role="dpo").exists()
    records = visit.client.session["account_authentication_methods"]
    assert [line["second_factor"] for line in records] == [True]


def moved(text: str) -> str:
    return text.replace(">subject-1<", ">subject-2<")


def wrapped(text: str) -> str:
    """A second assertion, forged, in front of the signed one or around it."""
    forged = text.replace(">subject-1<", ">subject-2<").replace('ID="_assertion1"', 'ID="_forged"')
    return forged[: forged.index("<ds:Signature")] + forged[forged.index("</ds:Signature>") + 15 :] + text


def around(text: str) -> str:
    forged = text.replace(">subject-1<", ">subject-2<").replace('ID="_assertion1"', 'ID="_forged"')
    bare = forged[: forged.index("<ds:Signature")] + forged[forged.index("</ds:Signature>") + 15 :]
    return bare.replace("</saml:Assertion>", f"<saml:Advice>{text}</saml:Advice></saml:Assertion>")


DEVIATIONS: dict[str, tuple[dict[str, Any], str]] = {
    "not signed": ({"sign": ""}, "is not signed"),
    "signed by another": ({"sign": "another"}, "Signature validation failed"),
    "signed by SHA-1": ({"algorithm": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}, "not good"),
    "changed afterwards": ({"after": moved}, "not good"),
    "wrapped": ({"after": wrapped}, "not good"),
    "wrapped around": ({"after": around}, "not good"),
    "another issuer": ({"issuer": "https://evil.example"}, "not good"),
    "another audience": ({"audience": "https://other.example"}, "not a valid audience"),
    "another recipient": ({"recipient": "https://other.example/acs"}, "not good"),
    "expired": ({"before": -10, "since": -20}, "not good"),
    "not valid yet": ({"before": 60, "since": 30}, "not good"),
    "a refusal": ({"status": "Requester"}, "not good"),
    "for one visit only": ({"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, "no lasting id"),
    "an address for a subject": (
        {"format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress", "subject": "grete@kronborg.example"},
        "no lasting id",
    ),
    "signed assertion to another request": ({"confirmed": "_another"}, "not good"),
    "signed assertion to no request": ({"confirmed": None}, "not begun in this browser"),
    "another domain": ({"email": "grete@rosenborg.example"}, "e-mail domain"),
    "an entity": ({"head": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'}, "not begun in this browser"),
}


@pytest.mark.parametrize("name", DEVIATIONS)
def test_an_answer_is_refused(name: str, visit: Visit) -> None:
    changed, words = DEVIATIONS[name]
    refused(visit, answer(visit.door, visit.go(), **changed), words)


def test_what_is_no_answer(visit: Visit) -> None:
    visit.go()
    refused(visit, b64encode(b"<html>").decode())
    refused(visit, "not base64!")


def test_an_assertion_is_good_once(visit: Visit) -> None:
    said = answer(visit.door, visit.go())
    assert visit.back(said).status_code == 302
    visit.client.cookies.clear()
    assert visit.back(said).status_code == 403 and not visit.signed_in


def test_an_answer_to_another_browser_is_refused(visit: Visit, provider: Provider) -> None:
    said = answer(visit.door, visit.go())
    refused(Visit(provider), said, "not begun in this browser")


def test_nobody_begins_at_the_provider_unless_an_owner_said_so(visit: Visit) -> None:
    refused(visit, answer(visit.door, None), "not begun in this browser")


def test_beginning_at_the_provider_where_it_is_allowed(visit: Visit) -> None:
    Provider.objects.update(unasked=True)
    said = answer(visit.door, None)
    assert visit.back(said).status_code == 302 and visit.signed_in
    other = Visit(visit.provider)
    assert other.back(said).status_code == 403, "but once"
    stolen = answer(visit.door, None, confirmed="_of-another-visit", id="_assertion2")
    assert Visit(visit.provider).back(stolen).status_code == 403, "and not with an answer to somebody else's request"


def test_where_the_owner_does_not_vouch_nobody_becomes_a_member(visit: Visit) -> None:
    Provider.objects.update(vouches=False)
    refused(visit, answer(visit.door, visit.go()), "is verified")


def test_an_attribute_may_hold_the_lasting_id(visit: Visit) -> None:
    Provider.objects.update(subject_attribute=GROUPS)
    visit.back(answer(visit.door, visit.go(), groups=("7f3a",)))
    assert Identity.objects.get().subject == "7f3a"


def test_the_metadata_tells_the_provider_where_to_answer(visit: Visit) -> None:
    found = Client().get(f"{visit.door}metadata/")
    assert f"http://localhost:8000{visit.door}acs/" in found.content.decode()
    assert 'WantAssertionsSigned="true"' in found.content.decode()


def test_without_its_library_there_is_no_saml(visit: Visit, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saml, "available", lambda: False)
    assert Client().get(visit.door).status_code == 404
    client = client_of(cast.olga)
    assert "SAML" not in client.get("/o/kronborg/settings/sign-on/").content.decode().replace("SAML 2.0 ·", "")
    assert client.get("/o/kronborg/settings/sign-on/new/saml/").status_code == 404


def test_the_protocols_do_not_mix(visit: Visit, cast: Cast) -> None:
    assert Client().get(f"{visit.door}callback/").status_code == 404
    oidc = make_provider(cast.kronborg)
    assert Client().get(f"/sso/kronborg/{oidc.key}/metadata/").status_code == 404


def test_it_is_set_up_and_tried_out_like_the_other(cast: Cast) -> None:
    client = client_of(cast.olga)
    assert "SAML 2.0" in client.get("/o/kronborg/settings/sign-on/").content.decode()
    form = {
        "name": "ADFS",
        "entity_id": IDP,
        "sign_on_url": "https://saml.kronborg.example/x",
        "certificate": certificate(),
    }
    answered = client.post("/o/kronborg/settings/sign-on/new/saml/", form)
    assert answered.status_code == 302, answered.content.decode()
    pk = Provider.objects.get().pk
    assert "/acs/" in client.get(answered["Location"]).content.decode()
    tried = client.post(f"/o/kronborg/settings/sign-on/{pk}/test/").content.decode()
    assert "The certificate is good until" in tried
    Provider.objects.update(certificate="-----BEGIN CERTIFICATE-----")
    assert "cannot be read" in client.post(f"/o/kronborg/settings/sign-on/{pk}/test/").content.decode()

"""SAML 2.0, for organisations whose provider speaks nothing newer. Needs the extra ``saml`` (python3-saml).

Every assertion must be signed by the provider's certificate, be for this address and this request, and be new.
"""

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache

from holger.core.words import N_
from holger.sso import rules, selectors
from holger.sso.models import Provider
from holger.sso.protocols.refused import Refused
from holger.sso.rules import Pending, Told

LONGEST = 500_000
REMEMBERED = 24 * 3600
"""Seconds that an assertion's id is remembered, so that it is good once; they are short-lived themselves."""
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
NAMES = ("name", "http://schemas.microsoft.com/identity/claims/displayname", "urn:oid:2.16.840.1.113730.3.1.241")


def available() -> bool:
    return find_spec("onelogin") is not None


def begin(provider: Provider, **pending: Any) -> tuple[str, str, Pending]:
    """Where to send the browser, the request's id, and what to remember meanwhile."""
    auth = _auth(provider)
    url = auth.login(return_to="")
    return url, auth.get_last_request_id(), Pending(str(provider.pk), **pending)


def finish(provider: Provider, answer: str, request_id: str | None) -> Told:
    """Who has come back, proved by the provider's signature."""
    if len(answer) > LONGEST:
        raise Refused(N_("The provider sent more than holger reads."))
    auth = _auth(provider, answer)
    try:
        auth.process_response(request_id=request_id)
    except Exception as wrong:
        # The library raises many kinds, down to those of its XML parser; whatever it is, nobody is believed.
        raise Refused(N_("The provider's answer cannot be read.")) from wrong
    if auth.get_errors() or not auth.is_authenticated():
        told = {"why": str(auth.get_last_error_reason() or ", ".join(auth.get_errors()))[:200]}
        raise Refused(N_("The provider's answer is not good: %(why)s"), params=told)
    _for_this_request(auth, request_id)
    _once(auth)
    return _told(provider, auth)


def answered_request(answer: str) -> str | None:
    """The id of the request that an answer claims to be to. Nothing of it is believed; it finds what was remembered."""
    from onelogin.saml2.utils import OneLogin_Saml2_Utils
    from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

    try:
        root = OneLogin_Saml2_XML.to_etree(OneLogin_Saml2_Utils.b64decode(answer)) if len(answer) <= LONGEST else None
    except Exception:
        return None
    return root.get("InResponseTo") if root is not None else None


def metadata(provider: Provider) -> bytes:
    """What the provider's administrators load to know holger."""
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    configured = OneLogin_Saml2_Settings(_settings(provider), sp_validation_only=True)
    found = configured.get_sp_metadata()
    return found.encode() if isinstance(found, str) else found


def _for_this_request(auth: Any, request_id: str | None) -> None:
    """Both the answer and the signed assertion in it must be to this request; or, where people may begin at the
    provider, to none: else an assertion caught elsewhere could be slipped in here."""
    from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

    root = OneLogin_Saml2_XML.to_etree(auth.get_last_response_xml())
    confirmed = OneLogin_Saml2_XML.query(root, "//saml:SubjectConfirmationData")
    said = {auth.get_last_response_in_response_to(), *(data.get("InResponseTo") for data in confirmed)}
    if said != {request_id}:
        raise Refused(rules.STALE)


def _once(auth: Any) -> None:
    name = f"sso:assertion:{auth.get_last_assertion_id()}"
    if not auth.get_last_assertion_id() or not cache.add(name, True, REMEMBERED):
        raise Refused(rules.STALE)


def _told(provider: Provider, auth: Any) -> Told:
    attributes: dict[str, list[str]] = auth.get_attributes()

    def first(*names: str) -> str:
        return next((str(attributes[name][0]) for name in names if name and attributes.get(name)), "")

    subject = first(provider.subject_attribute)
    if not provider.subject_attribute and auth.get_nameid_format() == PERSISTENT:
        subject = auth.get_nameid() or ""
    if not subject.strip() or len(subject) > 255:
        raise Refused(N_("The provider tells no lasting id: let it send a persistent NameID, or name the attribute."))
    return Told(
        subject=subject,
        email=first(provider.email_attribute),
        verified=provider.vouches,
        name=first(*NAMES).strip()[:200],
        groups=frozenset(attributes.get(provider.group_claim, []) if provider.group_claim else []),
        factors=frozenset(auth.get_last_authn_contexts()),
    )


def _auth(provider: Provider, answer: str = "") -> Any:
    from onelogin.saml2.auth import OneLogin_Saml2_Auth

    where = urlsplit(selectors.full_address(provider, "acs"))
    request = {
        "https": "on" if settings.TLS else "off",
        "http_host": where.netloc,
        "script_name": where.path,
        "get_data": {},
        "post_data": {"SAMLResponse": answer} if answer else {},
    }
    return OneLogin_Saml2_Auth(request, _settings(provider))


def _settings(provider: Provider) -> dict[str, Any]:
    """Strict throughout. Several certificates may stand one after the other, while one takes over from another."""
    marks = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")
    parts = [part.replace(marks[0], "").strip() for part in provider.certificate.split(marks[1])]
    return {
        "strict": True,
        "debug": False,
        "sp": {
            "entityId": selectors.full_address(provider, "metadata"),
            "assertionConsumerService": {"url": selectors.full_address(provider, "acs"), "binding": POST},
            "NameIDFormat": PERSISTENT,
        },
        "idp": {
            "entityId": provider.entity_id,
            "singleSignOnService": {"url": provider.sign_on_url, "binding": REDIRECT},
            "x509certMulti": {"signing": [part for part in parts if part]},
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantMessagesSigned": False,
            "wantNameId": True,
            "wantAttributeStatement": False,
            "rejectDeprecatedAlgorithm": True,
            "rejectUnsolicitedResponsesWithInResponseTo": True,
            "requestedAuthnContext": False,
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": True,
        },
    }

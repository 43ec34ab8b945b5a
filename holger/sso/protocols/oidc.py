"""OpenID Connect: the authorization code flow with PKCE. The provider's access token is used once at most, and not kept."""

import secrets
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from holger.core import outgoing
from holger.core.outgoing import NotReached
from holger.core.sealing import Unreadable
from holger.core.words import N_, Reason
from holger.sso import rules
from holger.sso.models import Provider
from holger.sso.protocols import metadata as descriptions
from holger.sso.protocols.metadata import Metadata
from holger.sso.protocols.refused import Refused
from holger.sso.protocols.tokens import claims_of
from holger.sso.rules import Pending, Told


def begin(provider: Provider, back: str, **pending: Any) -> tuple[str, str, Pending]:
    """Where to send the browser, the state it comes back with, and what to remember meanwhile."""
    found = descriptions.metadata_of(provider.discovery_url)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _part in range(3))
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": scopes(provider),
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    glue = "&" if "?" in found.authorize else "?"
    remembered = Pending(str(provider.pk), nonce=nonce, verifier=verifier, **pending)
    return f"{found.authorize}{glue}{urlencode(asked)}", state, remembered


def scopes(provider: Provider) -> str:
    return " ".join(dict.fromkeys(["openid", *rules.parse_words(provider.scopes)]))


def finish(provider: Provider, back: str, sent: dict[str, str], pending: Pending) -> Told:
    """Who has come back, proved by the provider's signature."""
    found = descriptions.metadata_of(provider.discovery_url)
    if "error" in sent:
        raise Refused(N_("The provider let nobody through: %(error)s."), params={"error": sent["error"][:100]})
    if sent.get("iss", found.issuer if not found.names_itself else "") != found.issuer:
        raise Refused(N_("The sign-in comes from another provider."))
    if not sent.get("code"):
        raise Refused(N_("The provider sent no code."))
    answer = _tokens(provider, found, back, sent["code"], pending)
    access_token = answer.get("access_token") if isinstance(answer.get("access_token"), str) else ""
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise Refused(N_("The provider sent no ID token."))
    claims = claims_of(
        token, metadata=found, client_id=provider.client_id, nonce=pending.nonce, access_token=access_token or ""
    )
    return told(provider, _completed(provider, found, claims, access_token or ""))


def told(provider: Provider, claims: dict[str, Any]) -> Told:
    groups = rules.groups_in(claims, provider.group_claim)
    if isinstance(groups, Reason):
        raise Refused(groups)
    email, name = claims.get("email"), claims.get("name")
    return Told(
        subject=claims["sub"],
        email=email if isinstance(email, str) else "",
        verified=claims.get("email_verified") is True,
        name=name.strip()[:200] if isinstance(name, str) else "",
        groups=groups,
        factors=rules.words_in(claims.get("amr")) | rules.words_in(claims.get("acr")),
    )


def _tokens(provider: Provider, found: Metadata, back: str, code: str, pending: Pending) -> dict[str, Any]:
    """Change the code for tokens."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": pending.verifier,
        "client_id": provider.client_id,
    }
    headers = {"Accept": "application/json"}
    try:
        secret = provider.secret
    except Unreadable:
        raise Refused(rules.UNREADABLE) from None
    if secret and found.basic:
        pair = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    elif secret:
        form["client_secret"] = secret
    answer = outgoing.post_form(found.token, form, headers=headers)
    if answer.status != 200:
        raise Refused(
            N_("The provider would not change the code for a sign-in (error %(status)s: %(error)s)."),
            params={"status": answer.status, "error": _error(answer)},
        )
    return answer.json()


def _error(answer: outgoing.Answer) -> str:
    try:
        return str(answer.json().get("error", ""))[:100] or "?"
    except NotReached:
        return "?"


def _completed(provider: Provider, found: Metadata, claims: dict[str, Any], access_token: str) -> dict[str, Any]:
    """Some providers tell e-mail and groups only where userinfo is asked. What the token says itself always wins."""
    lacking = not claims.get("email") or (provider.group_claim and provider.group_claim not in claims)
    if not (lacking and found.userinfo and access_token):
        return claims
    answer = outgoing.get(found.userinfo, headers={"Authorization": f"Bearer {access_token}"})
    more = answer.json() if answer.status == 200 else {}
    if more.get("sub") != claims["sub"]:
        return claims
    if not claims.get("email"):  # an address and whether it is verified are told together or not at all
        claims = {name: value for name, value in claims.items() if name not in ("email", "email_verified")}
    else:
        more = {name: value for name, value in more.items() if name not in ("email", "email_verified")}
    return {**more, **claims}

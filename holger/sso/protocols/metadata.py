"""What an OpenID Connect provider says of itself: where its doors are, and by which keys its word is known."""

import hashlib
from dataclasses import dataclass
from typing import Any

import jwt
from django.core.cache import cache

from holger.core import addresses, outgoing
from holger.core.outgoing import NotReached
from holger.core.words import N_, Reason
from holger.sso.protocols.refused import Refused

WELL_KNOWN = "/.well-known/openid-configuration"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a private key only. None at all, and those by a shared secret, are not among them."""
KEPT = 3600
"""Seconds that a provider's description and keys are kept."""
ASKED_AGAIN = 30
"""Seconds before an unknown key makes us ask for the keys once more."""
LEAST_RSA_BITS = 2048


@dataclass(frozen=True)
class Metadata:
    issuer: str
    authorize: str
    token: str
    keys: str
    userinfo: str = ""
    basic: bool = True
    """Does the client show its secret in a header, rather than in the form?"""
    names_itself: bool = False
    """Does it name itself in what it sends the browser back with (RFC 9207)?"""


@dataclass(frozen=True)
class Key:
    """A public key that signatures are checked with; ``algorithm`` is None where the provider leaves it open."""

    kid: str | None
    algorithm: str | None
    public: Any


def discovery_address(typed: str) -> str:
    """People type the issuer or the whole address."""
    return typed if typed.endswith(WELL_KNOWN) else typed.rstrip("/") + WELL_KNOWN


def metadata_of(typed: str, *, fresh: bool = False) -> Metadata:
    """The provider's description, kept for an hour."""
    url = discovery_address(typed)
    kept = None if fresh else cache.get(_name("metadata", url))
    if kept is None:
        kept = _document(url)
        cache.set(_name("metadata", url), kept, KEPT)
    return parse(kept, url)


def parse(found: dict[str, Any], url: str) -> Metadata:
    """The description, if it is of the provider it was asked of and can do what holger needs."""
    issuer = found.get("issuer")
    if not isinstance(issuer, str) or discovery_address(issuer) != url:
        raise Refused(
            N_("The provider calls itself %(issuer)s, which is not where it was asked."),
            params={"issuer": str(issuer)[:200]},
        )
    authorize, token, keys = (_door(found, name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
    if "code" not in _listed(found, "response_types_supported", ["code"]):
        raise Refused(N_("The provider does not offer the authorization code flow."))
    if "S256" not in _listed(found, "code_challenge_methods_supported", ["S256"]):
        raise Refused(N_("The provider does not offer PKCE with S256."))
    if not set(ALGORITHMS) & set(_listed(found, "id_token_signing_alg_values_supported", ["RS256"])):
        raise Refused(N_("The provider signs in no way that holger trusts."))
    shown = _listed(found, "token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Metadata(
        issuer,
        authorize,
        token,
        keys,
        userinfo=_door(found, "userinfo_endpoint") if found.get("userinfo_endpoint") else "",
        basic="client_secret_basic" in shown or "client_secret_post" not in shown,
        names_itself=found.get("authorization_response_iss_parameter_supported") is True,
    )


def keys_of(metadata: Metadata, *, fresh: bool = False) -> list[Key]:
    """The provider's public keys, kept for an hour; those holger cannot use are left out."""
    kept = None if fresh else cache.get(_name("keys", metadata.keys))
    if kept is None:
        kept = _document(metadata.keys)
        cache.set(_name("keys", metadata.keys), kept, KEPT)
    listed = kept.get("keys")
    keys = [key for entry in listed if (key := _key(entry))] if isinstance(listed, list) else []
    if not keys:
        raise Refused(N_("The provider shows no key that holger can use."))
    return keys


def key_for(metadata: Metadata, kid: str | None) -> Key:
    """The key a token names. A key not known yet is asked for once more; a token without a name needs an only key."""
    keys = keys_of(metadata)
    if (found := _pick(keys, kid)) is None and cache.add(_name("asked", metadata.keys), True, ASKED_AGAIN):
        found = _pick(keys_of(metadata, fresh=True), kid)
    if found is None:
        raise Refused(N_("The sign-in is signed by a key that is not the provider's."))
    return found


def _pick(keys: list[Key], kid: str | None) -> Key | None:
    fitting = keys if kid is None else [key for key in keys if key.kid == kid]
    return fitting[0] if len(fitting) == 1 else None


def _key(entry: Any) -> Key | None:
    """A public key for signatures; never a shared secret, nor a key too short."""
    if not isinstance(entry, dict) or entry.get("kty") not in ("RSA", "EC", "OKP") or entry.get("use") == "enc":
        return None
    named = entry.get("alg")
    try:
        public = jwt.PyJWK(entry).key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    short = entry["kty"] == "RSA" and public.key_size < LEAST_RSA_BITS
    return None if short or (named is not None and named not in ALGORITHMS) else Key(entry.get("kid"), named, public)


def _document(url: str) -> dict[str, Any]:
    answer = outgoing.get(url, headers={"Accept": "application/json"})
    if answer.status != 200:
        raise NotReached(
            N_("The provider answers %(url)s with error %(status)s."), params={"url": url, "status": answer.status}
        )
    return answer.json()


def _door(found: dict[str, Any], name: str) -> str:
    url = found.get(name)
    if not isinstance(url, str) or isinstance(addresses.read(url, outgoing.policy()), Reason):
        raise Refused(N_("The provider's %(name)s is missing or is not an https address."), params={"name": name})
    return url


def _listed(found: dict[str, Any], name: str, otherwise: list[str]) -> list[str]:
    listed = found.get(name, otherwise)
    return [word for word in listed if isinstance(word, str)] if isinstance(listed, list) else []


def _name(kind: str, url: str) -> str:
    return f"sso:{kind}:{hashlib.sha256(url.encode()).hexdigest()}"

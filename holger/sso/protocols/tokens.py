"""An ID token, and everything that must be true of it before a word of it is believed."""

import hmac
from base64 import urlsafe_b64encode
from typing import Any

import jwt

from holger.core.words import N_, Reason
from holger.sso.protocols.metadata import ALGORITHMS, Key, Metadata, key_for
from holger.sso.protocols.refused import Refused

LEEWAY = 60
"""Seconds that the provider's clock may differ from ours. Both are real clocks, so a demo's moved one is not asked."""
LONGEST = 20_000
NEEDED = ["iss", "sub", "aud", "exp", "iat"]

WORDS: tuple[tuple[type[Exception], str], ...] = (
    (jwt.ExpiredSignatureError, N_("The sign-in has expired.")),
    (jwt.ImmatureSignatureError, N_("The sign-in is not valid yet; does one of the clocks go wrong?")),
    (jwt.InvalidAudienceError, N_("The sign-in is meant for somebody else than holger.")),
    (jwt.InvalidIssuerError, N_("The sign-in comes from another provider.")),
    (jwt.InvalidSignatureError, N_("The sign-in is not signed by the provider.")),
    (jwt.MissingRequiredClaimError, N_("The sign-in lacks something that it must hold.")),
)


def claims_of(token: str, *, metadata: Metadata, client_id: str, nonce: str, access_token: str) -> dict[str, Any]:
    """The claims of a token that the provider signed, for this client, now, in answer to this very request."""
    key, algorithm = _key(token, metadata)
    try:
        claims = jwt.decode(
            token,
            key.public,
            algorithms=[algorithm],
            audience=client_id,
            issuer=metadata.issuer,
            leeway=LEEWAY,
            options={"require": NEEDED, "enforce_minimum_key_length": True},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as wrong:
        raise Refused(_said(wrong)) from wrong
    for reason in (_why_not_for_us(claims, client_id), _why_not_now(claims, nonce), _why_not_whom(claims)):
        if reason:
            raise Refused(reason)
    if "at_hash" in claims and not _same(claims["at_hash"], half_hash(algorithm, access_token)):
        raise Refused(N_("The sign-in and the access token do not belong together."))
    return claims


def half_hash(algorithm: str, access_token: str) -> str:
    """OpenID Connect's at_hash: the left half of the token's hash, by the hash function of the signature."""
    digest = jwt.get_algorithm_by_name(algorithm).compute_hash_digest(access_token.encode())
    return urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def _key(token: str, metadata: Metadata) -> tuple[Key, str]:
    """The provider's key for this token, and the algorithm that goes with it: allowed by us, and by the key."""
    try:
        head = jwt.get_unverified_header(token) if len(token) <= LONGEST else {}
    except jwt.PyJWTError as wrong:
        raise Refused(N_("The sign-in is not a signed token.")) from wrong
    algorithm, kid = head.get("alg"), head.get("kid")
    if algorithm not in ALGORITHMS:
        raise Refused(N_("The sign-in is signed in a way that holger does not trust."))
    key = key_for(metadata, kid)
    if key.algorithm not in (None, algorithm):
        raise Refused(N_("The sign-in is signed in a way that holger does not trust."))
    return key, algorithm


def _why_not_for_us(claims: dict[str, Any], client_id: str) -> Reason | None:
    """With several audiences, or where it is said at all, the party it was made for must be us."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        return Reason(N_("The sign-in is meant for somebody else than holger."))
    return None


def _why_not_now(claims: dict[str, Any], nonce: str) -> Reason | None:
    if not nonce or not _same(claims.get("nonce"), nonce):
        return Reason(N_("The sign-in is not an answer to what holger asked."))
    return None


def _why_not_whom(claims: dict[str, Any]) -> Reason | None:
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.strip() or len(subject) > 255:
        return Reason(N_("The sign-in does not say who it is about."))
    return None


def _same(one: Any, other: str) -> bool:
    return isinstance(one, str) and hmac.compare_digest(one.encode(), other.encode())


def _said(wrong: Exception) -> str:
    return next(
        (text for kind, text in WORDS if isinstance(wrong, kind)), N_("The sign-in is not a token as it should be.")
    )

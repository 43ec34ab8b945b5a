"""Trying a provider out before anybody depends on it: what is right, and in a sentence what is not."""

from collections.abc import Iterator
from typing import Any

from holger.core.errors import RuleBroken
from holger.core.sealing import Unreadable
from holger.core.words import N_, Reason
from holger.sso import rules
from holger.sso.models import Provider
from holger.sso.protocols import metadata as descriptions

type Line = tuple[str, Reason]
"""ok, warning or error; and what there is to say."""


def lines_of(provider: Provider) -> list[Line]:
    return list(_oidc(provider) if provider.kind == Provider.Kind.OIDC else _saml(provider))


def _oidc(provider: Provider) -> Iterator[Line]:
    url = descriptions.discovery_address(provider.discovery_url)
    try:
        found = descriptions.metadata_of(url, fresh=True)
    except RuleBroken as broken:
        yield "error", Reason(broken.text, dict(broken.params))
        return
    yield "ok", Reason(N_("The provider describes itself at %(url)s."), {"url": url})
    yield "ok", Reason(N_("It calls itself %(issuer)s, as it should."), {"issuer": found.issuer})
    yield "ok", Reason(N_("People sign in at %(url)s."), {"url": found.authorize})
    try:
        keys = descriptions.keys_of(found, fresh=True)
        yield "ok", Reason(N_("Keys that holger can check its signatures with: %(count)s."), {"count": len(keys)})
    except RuleBroken as broken:
        yield "error", Reason(broken.text, dict(broken.params))
    yield from _secret(provider)


def _secret(provider: Provider) -> Iterator[Line]:
    try:
        kept = provider.secret
    except Unreadable:
        yield "error", rules.UNREADABLE
        return
    if kept:
        yield "ok", Reason(N_("The client secret is kept. Whether it is right shows at the first sign-in."))
    else:
        yield "warning", Reason(N_("There is no client secret. Most providers ask for one."))


def _saml(provider: Provider) -> Iterator[Line]:
    from cryptography import x509

    from holger.core import dates

    try:
        certificates = x509.load_pem_x509_certificates(provider.certificate.encode())
    except ValueError:
        yield "error", Reason(N_("The certificate cannot be read. Paste it whole, with its first and last line."))
        return
    for certificate in certificates:
        told: dict[str, Any] = {"day": certificate.not_valid_after_utc.date().isoformat()}
        if certificate.not_valid_after_utc < dates.now():
            yield "warning", Reason(N_("The certificate ended on %(day)s."), told)
        else:
            yield "ok", Reason(N_("The certificate is good until %(day)s."), told)

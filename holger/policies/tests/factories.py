"""Policies as tests need them: rows alone, without the way that leads there."""

from dataclasses import replace
from typing import Any

from holger.audience.models import Audience
from holger.core import dates
from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers
from holger.policies.models import Policy, PolicyText, PolicyVersion, Status
from holger.policies.rules.content import Frozen, Said, content_of, digest_of


def make_policy(
    organisation: Organisation,
    title: str = "Acceptable use",
    body: str = "## Devices\n\nLock your screen.\n",
    *,
    status: str = Status.IN_FORCE,
    everybody: bool = True,
    danish: bool = False,
    **fields: Any,
) -> Policy:
    """A policy with one version in English, and in Danish too where it is asked for; in force unless told otherwise."""
    number = next_numbers(organisation_id=organisation.id, prefix=Policy.prefix)[0]
    audience = Audience.objects.create(organisation=organisation, everybody=everybody)
    known: dict[str, Any] = {"title_en": title, "title_da": f"{title} (dansk)" if danish else "", "language": "en"}
    policy = Policy.objects.create(
        organisation=organisation,
        number=number,
        reference=f"{Policy.prefix}-{number}",
        audience=audience,
        **known | fields,
    )
    make_version(policy, body, status=status, danish=danish)
    return policy


def make_version(
    policy: Policy, body: str = "Text.", *, status: str = Status.IN_FORCE, danish: bool = False, **fields: Any
) -> PolicyVersion:
    """A further version; one that comes into force supersedes the one before."""
    settled = status not in (Status.DRAFT, Status.REVIEW)
    known: dict[str, Any] = {}
    if status == Status.IN_FORCE:
        policy.versions.filter(status=Status.IN_FORCE).update(status=Status.SUPERSEDED, ended_at=dates.now())
        known |= {"in_force_at": dates.now(), "effective_from": dates.today(), "approved_at": dates.now()}
    version = PolicyVersion.objects.create(organisation_id=policy.organisation_id, policy=policy, **known | fields)
    said = {language: _text(version, body, language) for language in (("en", "da") if danish else ("en",))}
    if settled:
        frozen = Frozen(
            policy.reference, policy.type, policy.language, version.label, version.change, {}, "", policy.confirm
        )
        content = content_of(replace(frozen, texts=said))
        version.content, version.digest = content, digest_of(content)
    version.status = status
    version.save()
    return version


def _text(version: PolicyVersion, body: str, language: str) -> Said:
    title = version.policy.title_da if language == "da" else version.policy.title_en
    known = {"organisation_id": version.organisation_id, "version": version, "language": language}
    PolicyText.objects.create(title=title, body=body, **known)
    return Said(title, "", body)

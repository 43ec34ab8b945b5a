"""Providers: set up, changed, switched on and off, removed. Their secret goes in and never out."""

from typing import Any

from django.db import transaction

from holger.core import addresses, changes, outgoing, sealing
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.permissions import Role
from holger.core.words import N_, Reason
from holger.history import services as history
from holger.organisation.models import Organisation
from holger.organisation.services import guards
from holger.sso import permissions, rules
from holger.sso.models import Provider

WHO_IT_IS = ("discovery_url", "entity_id", "subject_attribute")
"""Fields that decide who a subject is: with another provider behind them, the same subject would be somebody else."""
ADDRESSES = ("discovery_url", "sign_on_url")


@transaction.atomic
def provider_create(*, actor: Actor, kind: str, client_secret: str = "", **answers: Any) -> Provider:
    """Set up a provider. It is not in use until it is switched on."""
    actor.require(permissions.MANAGE)
    provider = Provider(organisation_id=actor.organisation_id, kind=Provider.Kind(kind))
    guards.require_in(actor, permissions.MANAGE, None)
    _write(actor, provider, answers, client_secret, "provider.created", None)
    return provider


@transaction.atomic
def provider_edit(
    *, actor: Actor, provider: Provider, client_secret: str = "", version: int | None = None, **answers: Any
) -> Provider:
    """Change a provider. An empty ``client_secret`` leaves the one that is kept."""
    actor.require(permissions.MANAGE, provider)
    for name in WHO_IT_IS:
        if answers.get(name, getattr(provider, name)) != getattr(provider, name) and provider.identities.exists():
            raise RuleBroken(
                N_("People come in through this provider already. Set up a new one beside it instead."), field=name
            )
    _write(actor, provider, answers, client_secret, "provider.changed", version)
    if provider.enabled and (reason := _why_not_ready(provider)):
        raise RuleBroken(reason)
    return provider


@transaction.atomic
def provider_switch(*, actor: Actor, provider: Provider, on: bool) -> Provider:
    """Open or close the door. Sessions that came through a closed door end at their next click."""
    actor.require(permissions.MANAGE, provider)
    if on and (reason := _why_not_ready(provider)):
        raise RuleBroken(reason)
    if provider.enabled != on:
        changes.write(provider, {"enabled": on})
        history.record(actor=actor, action="provider.opened" if on else "provider.closed", target=provider)
    return provider


@transaction.atomic
def provider_remove(*, actor: Actor, provider: Provider) -> None:
    """Remove a provider with all links to it; people stay, and so do the roles they have."""
    actor.require(permissions.MANAGE, provider)
    told = {"identities": [provider.identities.count(), 0]}
    history.record(actor=actor, action="provider.removed", target=provider, changes=told)
    provider.delete()


@transaction.atomic
def single_sign_on_require(*, actor: Actor, organisation: Organisation, required: bool) -> Organisation:
    """Let members in through a provider only. Owners keep their own way in, for the day the provider is down."""
    guards.own(actor, organisation)
    guards.require_in(actor, permissions.MANAGE, None)
    if required and not Provider.objects.filter(organisation=organisation, enabled=True).exists():
        raise RuleBroken(N_("Put a provider in use first, or nobody could come in."), field="required")
    told = changes.write(organisation, {"single_sign_on": required})
    if told:
        history.record(actor=actor, action="organisation.changed", target=organisation, changes=told)
    return organisation


def _write(
    actor: Actor, provider: Provider, answers: dict[str, Any], client_secret: str, action: str, version: int | None
) -> None:
    answers = _tidy(answers)
    if reason := _why_not(answers):
        raise RuleBroken(reason)
    if answers.get("default_role"):
        guards.require_rank(actor, answers["default_role"], None)
    sealed = {"sealed_secret": sealing.seal(client_secret, provider.purpose)} if client_secret else {}
    told = changes.write(provider, {**answers, **sealed}, version=version)
    if told.pop("sealed_secret", None):
        told["sealed_secret"] = [None, "•••"]
    if told:
        history.record(actor=actor, action=action, target=provider, changes=told)


def _tidy(answers: dict[str, Any]) -> dict[str, Any]:
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in answers.items()}
    if "domains" in tidy:
        tidy["domains"] = "\n".join(rules.parse_words(tidy["domains"].lower()))
    return tidy


def _why_not(answers: dict[str, Any]) -> Reason | None:
    domains = rules.parse_words(answers.get("domains", ""))
    if reason := rules.why_not_domains(domains):
        return reason
    if answers.get("join") and not domains:
        return Reason(N_("Name the e-mail domains that new members may come from."), field="domains")
    if answers.get("default_role") == Role.OWNER:
        return Reason(N_("Nobody becomes owner just by coming in. Choose another role."), field="default_role")
    if answers.get("counts_second_factor") and not rules.parse_words(answers.get("second_factor", "")):
        return Reason(N_("Say by which words the provider tells of a second factor."), field="second_factor")
    for name in ADDRESSES:
        found = addresses.read(answers[name], outgoing.policy()) if answers.get(name) else None
        if isinstance(found, Reason):
            return Reason(found.text, found.params, name)
    return None


def _why_not_ready(provider: Provider) -> Reason | None:
    return rules.why_not_ready(kind=provider.kind, missing=[str(label) for label in provider.missing()])

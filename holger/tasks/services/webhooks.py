"""Chats that are told: set up, changed, tried and removed."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from holger.core import addresses, dates, outgoing, sealing
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.core.words import N_, Reason
from holger.history import services as history
from holger.organisation.models import Organisation
from holger.tasks.models import IN_CHATS, Webhook
from holger.tasks.permissions import SETTINGS
from holger.tasks.rules.signing import SHORTEST_KEY
from holger.tasks.services.posting import greeting, say, say_signed

HIDDEN = "•••"


@transaction.atomic
def webhook_create(
    *,
    actor: Actor,
    name: str,
    form: str,
    address: str,
    kinds: Collection[str],
    active: bool = True,
    secret: str = "",
) -> Webhook:
    """Tell a chat of some kinds of things, or a program of some events. The address lets anybody write there, so it is kept
    sealed and never shown; so is the ``secret`` that messages to a program are signed with."""
    actor.require(SETTINGS)
    webhook = Webhook(organisation_id=actor.organisation_id)
    if not address.strip():
        raise RuleBroken(N_("Put in the address that the chat gave you."), "address")
    answers = {"name": name, "form": form, "kinds": kinds, "active": active, "secret": secret}
    _write(actor, webhook, "webhook.created", answers, address)
    return webhook


@transaction.atomic
def webhook_edit(
    *, actor: Actor, webhook: Webhook, address: str = "", version: int | None = None, **answers: Any
) -> Webhook:
    """Change it; without an ``address`` that stays as it is."""
    actor.require(SETTINGS, webhook)
    _write(actor, webhook, "webhook.changed", answers, address, version)
    return webhook


@transaction.atomic
def webhook_remove(*, actor: Actor, webhook: Webhook) -> None:
    """Tell that chat nothing more."""
    actor.require(SETTINGS, webhook)
    history.record(actor=actor, action="webhook.removed", target=webhook)
    webhook.delete()


def webhook_test(*, actor: Actor, webhook: Webhook) -> None:
    """Greet the chat, to see whether it arrives. Raises ``RuleBroken`` with the reason when it does not; both are kept."""
    actor.require(SETTINGS, webhook)
    house = Organisation.objects.get(pk=actor.organisation_id)
    rows = Webhook.objects.filter(pk=webhook.pk)
    try:
        if webhook.is_program:
            say_signed(webhook, {"event": "test", "organisation": house.slug, "at": dates.now().isoformat()})
        else:
            say(webhook, greeting(house))
    except RuleBroken as refusal:
        rows.update(last_error=refusal.message[:500])
        raise
    rows.update(last_at=dates.now(), last_error="")


def _write(
    actor: Actor, webhook: Webhook, action: str, answers: dict[str, Any], address: str, version: int | None = None
) -> None:
    values = dict(answers)
    if "name" in values:
        values["name"] = values["name"].strip()
    secret, program = values.pop("secret", "").strip(), values.get("form", webhook.form) == Webhook.Form.PROGRAM
    if "kinds" in values:
        offered: Collection[str] = registry.events if program else IN_CHATS
        values["kinds"] = [str(kind) for kind in offered if kind in values["kinds"]]
        if not values["kinds"]:
            raise RuleBroken(N_("Choose what is told there."), "kinds")
    if program and not (secret or webhook.sealed_key):
        raise RuleBroken(N_("Choose a secret that the program knows too: messages are signed with it."), "secret")
    if secret and len(secret) < SHORTEST_KEY:
        raise RuleBroken(N_("Choose at least %(count)s characters."), "secret", {"count": SHORTEST_KEY})
    if secret:
        values["sealed_key"] = sealing.seal(secret, webhook.key_purpose)
    if address := address.strip():
        target = addresses.read(address, outgoing.policy())
        if isinstance(target, Reason):
            raise RuleBroken(Reason(target.text, target.params, "address"))
        values |= {"sealed": sealing.seal(address, webhook.purpose), "host": target.host, "last_error": ""}
    changes = write(webhook, values, version=version)
    changes.pop("last_error", None)
    if changes.pop("sealed_key", None):
        changes["secret"] = [None, HIDDEN]
    if changes.pop("sealed", None):
        changes["address"] = [None, HIDDEN]
    if changes:
        history.record(actor=actor, action=action, target=webhook, changes=changes)

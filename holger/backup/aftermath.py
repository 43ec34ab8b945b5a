"""What must not come back with a backup: who was signed in, what lets programs and people in, and who was erased."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from holger.api import services as api
from holger.api.models import Token
from holger.backup import keys
from holger.backup.manifest import Manifest
from holger.core import tenancy
from holger.core.actor import Actor, Channel
from holger.history import services as history
from holger.organisation import selectors
from holger.organisation.models import Invitation, Organisation, Person
from holger.organisation.services import erasures_replay, invitation_revoke

BY = "holger restore"


def begin_anew(told: Manifest, erasures: Path | None) -> Iterator[str]:
    """Revoke what was open when the backup was made, leave a trace in each organisation, and say so."""
    tokens = invitations = 0
    organisations = list(Organisation.objects.order_by("name"))
    for organisation in organisations:
        actor = selectors.system_actor(organisation, BY, Channel.COMMAND)
        with tenancy.inside(organisation.id):
            tokens += (gone := _revoke_tokens(actor))
            invitations += (open_ones := _revoke_invitations(actor))
            changes = {
                "backup": [None, told.created_at],
                "digest": [None, told.digest],
                "tokens": [None, gone],
                "invitations": [None, open_ones],
            }
            history.record(actor=actor, action="organisation.restored", target=organisation, changes=changes)
    yield f"{len(organisations)} organisations are back, and their histories say so."
    yield "Everybody is signed out."
    yield f"{tokens} API tokens and {invitations} invitations were revoked. Make new ones where they are needed."
    yield _erase_again(erasures)


def _revoke_tokens(actor: Actor) -> int:
    tokens = list(Token.objects.filter(organisation_id=actor.organisation_id, revoked_at=None).select_related("person"))
    for token in tokens:
        api.token_revoke(actor=actor, token=token)
    return len(tokens)


def _revoke_invitations(actor: Actor) -> int:
    waiting = Invitation.objects.filter(organisation_id=actor.organisation_id, used_at=None, revoked_at=None)
    people = list(Person.objects.filter(pk__in=waiting.values("person_id")))
    for person in people:
        invitation_revoke(actor=actor, person=person)
    return len(people)


def _erase_again(erasures: Path | None) -> str:
    """Whoever was erased after the backup was made would come back with it; the ledger beside it tells who."""
    ledger = Path(settings.DATA_DIR) / "erasures.jsonl"
    if erasures is not None and not (ledger.exists() and ledger.samefile(erasures)):
        keys.write_private(ledger, erasures.read_bytes())
    if not ledger.exists():
        return f"There is no ledger of erasures ({ledger}): whoever was erased after the backup is back."
    return f"{erasures_replay()} people were erased again, by {ledger}."

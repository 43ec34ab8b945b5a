"""The portal's door: which link is this, and which session? Everybody here comes without an account.

A key is looked up by its hash. Wherever anything is not as it should be, the answer is the same nothing.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from holger.core import dates, tenancy
from holger.core.actor import Actor, Channel
from holger.core.permissions import Guest as GuestRole
from holger.organisation.models import Organisation
from holger.suppliers.models.sendings import AnswerFinding, PortalLink, PortalVisit, Sending, SendingState
from holger.suppliers.rules.sending import is_good
from holger.suppliers.rules.sending import is_open as is_open_then

LINK = tenancy.door(
    "portallink",
    {"secret_hash": "text"},
    "SELECT organisation_id FROM suppliers_portallink WHERE secret_hash = %(secret_hash)s",
)
VISIT = tenancy.door(
    "portalvisit",
    {"key_hash": "text"},
    "SELECT organisation_id FROM suppliers_portalvisit WHERE key_hash = %(key_hash)s",
)


def hash_of(secret: str) -> str:
    """Secrets have 256 bits of chance, so a plain hash keeps them; nobody can try them out."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True)
class Guest:
    """Somebody at a supplier, in a session that opens one sent questionnaire and nothing else."""

    actor: Actor
    visit: PortalVisit
    sending: Sending

    @property
    def name(self) -> str:
        return self.visit.link.name


def organisation_of_link(secret: str) -> Organisation | None:
    return Organisation.objects.filter(pk__in=LINK(secret_hash=hash_of(secret))).first()


def organisation_of_visit(key: str) -> Organisation | None:
    return Organisation.objects.filter(pk__in=VISIT(key_hash=hash_of(key))).first()


def link_by(secret: str) -> PortalLink | None:
    """The link of this secret, good or not. Asked inside its organisation."""
    rows = PortalLink.objects.select_related("sending__supplier", "sending__version_sent", "organisation")
    return rows.filter(secret_hash=hash_of(secret)).first()


def opens(link: PortalLink) -> bool:
    """May it be used now? Once, in its time, while there is something to do for the supplier."""
    return link.used_at is None and may_renew(link) and is_good(link.expires_at, None, dates.now())


def may_renew(link: PortalLink) -> bool:
    """May a new one be sent to the same address? Not once we have taken it back."""
    return link.revoked_at is None and is_open(link.sending)


def is_open(sending: Sending) -> bool:
    """May somebody at the supplier open it? Only of what is concluded its findings are asked for."""
    if sending.archived_at is not None:
        return False
    unclosed = unclosed_of(sending).count() if sending.state == SendingState.CONCLUDED else 0
    return is_open_then(sending.state, unclosed)


def unclosed_of(sending: Sending) -> QuerySet[AnswerFinding]:
    """What the supplier does something about and nobody has closed."""
    return AnswerFinding.objects.filter(organisation_id=sending.organisation_id, sending=sending, ours=False).exclude(
        state=AnswerFinding.CLOSED
    )


def guest_by(key: str, sending_id: UUID) -> Guest | None:
    """Whose session this is, if it is good and opens that questionnaire. Asked inside its organisation."""
    rows = PortalVisit.objects.select_related("link__sending__supplier", "link__sending__version_sent")
    visit = rows.filter(key_hash=hash_of(key), link__sending=sending_id).first()
    if visit is None or visit.link.revoked_at is not None or not is_open(visit.link.sending):
        return None
    if not is_good(visit.expires_at, visit.ended_at, dates.now()):
        return None
    return Guest(actor_of(visit.link), visit, visit.link.sending)


def actor_of(link: PortalLink) -> Actor:
    """A guest holds no role and is nobody among us; history tells of them by name and firm."""
    return Actor(
        organisation_id=link.organisation_id,
        person_id=None,
        user_id=None,
        label=f"{link.name}, {link.sending.supplier.title}"[:200],
        grants=(),
        channel=Channel.PAGE,
        via=f"link to {link.sending.reference}",
        guest=GuestRole.SUPPLIER,
    )


def findings_for(guest: Guest) -> Iterable[AnswerFinding]:
    """Those that the supplier does something about; ours are none of theirs."""
    return AnswerFinding.objects.filter(sending=guest.sending, ours=False)


def colleagues_of(guest: Guest) -> list[PortalLink]:
    """Everybody at the supplier who was let in, each once."""
    seen: dict[str, PortalLink] = {}
    for link in PortalLink.objects.filter(Q(sending=guest.sending), revoked_at=None).order_by("created_at", "pk"):
        seen.setdefault(link.email.lower(), link)
    return list(seen.values())

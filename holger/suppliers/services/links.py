"""Links that let somebody at a supplier in: made, and written in a mail. The secret is in the mail alone."""

import secrets

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from holger.core import dates
from holger.core.models import hanging_on
from holger.jobs.services import mail_put
from holger.suppliers.models.sendings import PortalLink, Sending
from holger.suppliers.rules.sending import LINK_LASTS
from holger.suppliers.selectors.portal import hash_of

ABOUT = "portal:"


def link_make(
    sending: Sending, *, name: str, email: str, language: str, invited_by: str = ""
) -> tuple[PortalLink, str]:
    """A new link and its secret. Earlier ones to the same address that nobody has used open nothing any more."""
    now = dates.now()
    unused = hanging_on(PortalLink, sending=sending).filter(email__iexact=email, used_at=None, revoked_at=None)
    unused.update(expires_at=now)
    secret = secrets.token_urlsafe(32)
    link = PortalLink(
        organisation_id=sending.organisation_id,
        sending=sending,
        name=name.strip(),
        email=email.strip(),
        language=language,
        secret_hash=hash_of(secret),
        invited_by=invited_by[:200],
        created_at=now,
        expires_at=now + LINK_LASTS,
    )
    link.full_clean(exclude=["sending", "organisation"])
    link.save()
    return link, secret


def address_of(secret: str) -> str:
    """Where the mail leads. Written out, since asking for it loads all pages of holger, which a command that writes mail does not need."""
    return f"{settings.BASE_URL}/portal/link/{secret}/"


def link_write(link: PortalLink, secret: str, why: str, slot: str = "") -> None:
    """The mail, in the reader's language. ``why``: sent, reminder, colleague, again or finding."""
    sending = link.sending
    told = {
        "link": address_of(secret),
        "to": link,
        "sending": sending,
        "organisation": sending.organisation,
        "why": why,
        "days": LINK_LASTS.days,
    }
    with translation.override(link.language):
        told["title"] = sending.version_sent.title
        subject = render_to_string("suppliers/mail/portal_subject.txt", told)
        body = render_to_string("suppliers/mail/portal.txt", told)
    mail_put(
        organisation_id=sending.organisation_id,
        recipient=link.email,
        subject=subject,
        body=body,
        about=f"{ABOUT}{link.pk}",
        slot=slot or None,
    )

"""The mail itself: what somebody is told, in their language, with the way to each thing and the way to be told less."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, override

from holger.core.need_to_know import Withheld, anybody
from holger.jobs.services import mail_put
from holger.tasks.models import Notice, NoticeKind
from holger.tasks.rules import work as rules
from holger.tasks.selectors.audience import Audience, Member
from holger.tasks.services.stopping import token_of
from holger.ui import days
from holger.ui.mail import LOOK, letter

SHOWN = 20
"""Lines of one kind that a mail has; the rest are behind the link."""
ORDER = (
    *(NoticeKind.OVERDUE, NoticeKind.DUE, NoticeKind.NUDGE, NoticeKind.SENT_BACK, NoticeKind.SIGN_OFF),
    *(NoticeKind.ESCALATED, NoticeKind.MISSED, NoticeKind.GIVEN, NoticeKind.BEFORE),
)
"""What a mail tells first."""
BY_THE_CLOCK = {NoticeKind.GIVEN, NoticeKind.BEFORE, NoticeKind.DUE, NoticeKind.OVERDUE}
"""How one duty goes on: a mail that tells that it is overdue need not tell that it was soon due."""


@dataclass(frozen=True)
class Envelope:
    """A mail to be written: to whom, of what, and what it is the one mail for."""

    member: Member
    notices: Sequence[Notice]
    slot: str
    digest: bool
    wished: bool
    """It comes because they want it, not because it is urgent: then they may say that they do not."""


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    said: str
    due: str
    badge: SafeString


@dataclass(frozen=True)
class Group:
    title: str
    lines: Sequence[Line]
    more: int


def write(audience: Audience, envelope: Envelope) -> None:
    """Write the mail down in the receiver's language."""
    with override(envelope.member.language):
        told = _told(audience, envelope)
        text, html = letter("tasks/mail/notices", told)
    headers = {"List-Id": f"<reminders.{audience.organisation.slug}.holger>"}
    if envelope.wished:
        headers["List-Unsubscribe"] = f"<{told['stop_url']}>"
        if settings.TLS:  # a mail program presses the button by itself only where nobody listens
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail_put(
        organisation_id=audience.organisation.pk,
        recipient=envelope.member.email,
        subject=told["subject"],
        body=text,
        html=html,
        slot=envelope.slot,
        headers=headers,
    )


def _told(audience: Audience, envelope: Envelope) -> dict[str, Any]:
    house, notices = audience.organisation, told_once(in_order(envelope.notices))
    base = f"{settings.BASE_URL}/o/{house.slug}/"
    only = notices[0] if len(notices) == 1 else None
    return {
        "organisation": house,
        "subject": subject(notices, house.name, secret=_is_secret(house.pk, notices)),
        "heading": str(NoticeKind(only.kind).label) if only else _count(notices),
        "lead": gettext("Hi %(name)s") % {"name": envelope.member.name},
        "preview": ", ".join(notice.title for notice in notices[:3]),
        "groups": groups(notices, audience, base),
        "button": gettext("Open it") if only else gettext("Open my work"),
        "button_url": base + only.path if only else f"{base}work/",
        "signs_in": envelope.member.signs_in,
        "why": gettext("You get this mail because you have something to do at %(name)s.") % {"name": house.name},
        "choose_url": f"{base}work/reminders/",
        "stop_url": f"{settings.BASE_URL}/reminders/stop/{token_of(house.pk, envelope.member.id)}/"
        if envelope.wished
        else "",
    }


def _is_secret(organisation_id: UUID, notices: Sequence[Notice]) -> bool:
    """A subject is read on locked telephones, and by whoever looks after the mail."""
    withheld = Withheld(anybody(organisation_id))
    return len(notices) == 1 and withheld.hides(notices[0].path)


def subject(notices: Sequence[Notice], house: str, *, secret: bool = False) -> str:
    """What it is about: the thing itself unless it is ``secret``, or how many there are and what is worst."""
    first = notices[0]
    kind = str(NoticeKind(first.kind).label)
    if len(notices) == 1 and not secret:
        return gettext("%(kind)s: %(title)s") % {"kind": kind, "title": first.title}
    late = sum(notice.kind in (NoticeKind.OVERDUE, NoticeKind.MISSED, NoticeKind.ESCALATED) for notice in notices)
    told = {"count": _count(notices), "name": house, "late": late}
    if late:
        return (
            ngettext("%(count)s at %(name)s, %(late)s is overdue", "%(count)s at %(name)s, %(late)s are overdue", late)
            % told
        )
    return gettext("%(count)s at %(name)s") % told


def _count(notices: Sequence[Notice]) -> str:
    return ngettext("%(count)s thing to see to", "%(count)s things to see to", len(notices)) % {"count": len(notices)}


def in_order(notices: Iterable[Notice]) -> list[Notice]:
    far = date.max
    return sorted(
        notices, key=lambda each: (ORDER.index(NoticeKind(each.kind)), each.due or far, each.title.casefold())
    )


def told_once(notices: Iterable[Notice]) -> list[Notice]:
    """Of each duty how it stands now, not how it came to that."""
    found: dict[tuple[str, str], Notice] = {}
    for notice in notices:
        said = "clock" if notice.kind in BY_THE_CLOCK else notice.slot
        found.setdefault((notice.duty, said), notice)
    return list(found.values())


def groups(notices: Sequence[Notice], audience: Audience, base: str) -> list[Group]:
    """By kind, the worst first."""
    found = []
    for kind in ORDER:
        some = [notice for notice in notices if notice.kind == kind]
        if some:
            lines = [_line(notice, audience, base) for notice in some[:SHOWN]]
            found.append(Group(str(kind.label), lines, max(0, len(some) - SHOWN)))
    return found


def _line(notice: Notice, audience: Audience, base: str) -> Line:
    due = days.until(notice.due, audience.today) if notice.due else ""
    level = rules.level(notice.due, audience.today, urgent=notice.urgent)
    return Line(notice.title, base + notice.path, notice.said, due, LOOK[f"badge_{level}"])

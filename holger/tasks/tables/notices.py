"""How a notice is drawn."""

from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.tasks.models import Notice, NoticeKind
from holger.ui import cells, days
from holger.ui.columns import Column

LOOKS = {
    NoticeKind.GIVEN: ("accent", "user-check"),
    NoticeKind.BEFORE: ("none", "clock"),
    NoticeKind.DUE: ("high", "calendar-due"),
    NoticeKind.OVERDUE: ("crit", "clock-exclamation"),
    NoticeKind.ESCALATED: ("high", "alert-triangle"),
    NoticeKind.NUDGE: ("accent", "bell"),
    NoticeKind.SIGN_OFF: ("accent", "signature"),
    NoticeKind.SENT_BACK: ("mid", "arrow-back-up"),
    NoticeKind.MISSED: ("crit", "circle-off"),
}


def kind(notice: Notice) -> SafeString:
    level, icon = LOOKS[NoticeKind(notice.kind)]
    return cells.badge(notice.get_kind_display(), level, icon)


def title(notice: Notice, page: Any) -> SafeString:
    """The way to what it is about. Going there marks it as read, where a script can say so without standing in the way."""
    new = notice.read_at is None
    mark = f'<span class="h-new" title="{escape(gettext("Not read"))}"></span>' if new else ""
    told = f'<span class="visually-hidden">{escape(gettext("Not read"))}: </span>' if new else ""
    read = f' data-read="{escape(page.base)}notices/{notice.pk}/read/"' if new else ""
    weight = "h-name" if new else "h-name is-read"
    said = f'<div class="h-small h-dim">{escape(notice.said)}</div>' if notice.said else ""
    link = f'<a class="{weight}" href="{escape(page.base + notice.path)}"{read}>{told}{escape(notice.title)}</a>'
    return SafeString(f'<div class="h-notice">{mark}<div>{link}{said}</div></div>')


def due(notice: Notice, page: Any) -> SafeString:
    if notice.due is None:
        return cells.dash
    return SafeString(
        f'<time class="h-nowrap" datetime="{notice.due.isoformat()}" title="{days.day(notice.due)}">'
        f"{escape(days.day(notice.due))}</time>"
    )


COLUMNS = (
    Column("kind", _("Kind"), lambda notice, page: kind(notice), sort="kind"),
    Column("title", _("Notice"), title, sort="title"),
    Column("due", _("Due"), due, sort="due"),
    Column("created", _("When"), lambda notice, page: cells.moment(notice.created_at), sort="created_at"),
    Column("who", _("Who"), sort="who", shown=False),
)


def summary(unread: int) -> str:
    if not unread:
        return gettext("You have read everything.")
    return ngettext("%(count)s not read.", "%(count)s not read.", unread) % {"count": unread}

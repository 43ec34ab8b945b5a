"""Dates and times as people read them: 24. nov. 2026 or 24 Nov 2026. Written by hand because lists show hundreds."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from holger.core import dates

MONTHS = {
    "da": ("jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}

MONTH_NAMES = {
    "da": ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
           "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
}  # fmt: skip

WEEKDAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def language() -> str:
    return "da" if (get_language() or "").startswith("da") else "en"


def month_name(number: int) -> str:
    """A month in full; January is 1."""
    return MONTH_NAMES[language()][number - 1]


def weekday_name(number: int) -> str:
    """A day of the week; Monday is 0."""
    return WEEKDAYS[language()][number]


def weekday_and_day(value: date) -> str:
    """Friday 27 Nov 2026, as it is written within a sentence: in Danish without a capital letter."""
    return f"{weekday_name(value.weekday())} {day(value)}"


def day(value: date | None) -> str:
    """A date with the month's name; an empty text for none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if language() == "da":
        return f"{value.day}. {MONTHS['da'][value.month - 1]} {value.year}"
    return f"{value.day} {MONTHS['en'][value.month - 1]} {value.year}"


def short(value: date) -> str:
    """A date of this year: 24. nov. or 24 Nov."""
    return (
        f"{value.day}. {MONTHS['da'][value.month - 1]}"
        if language() == "da"
        else f"{value.day} {MONTHS['en'][value.month - 1]}"
    )


def until(value: date, today: date) -> str:
    """How near a day is, seen from today: how late, today, tomorrow, which weekday, then the date."""
    away = (value - today).days
    if away < 0:
        return ngettext("%(count)s day late", "%(count)s days late", -away) % {"count": -away}
    if away < 2:
        return gettext("Tomorrow") if away else gettext("Today")
    if away < 7:
        name = WEEKDAYS[language()][value.weekday()]
        return f"{name[0].upper()}{name[1:]} {short(value)}"
    return short(value) if value.year == today.year else day(value)


def duration(minutes: int) -> str:
    """10 min. or 1 h 29 min.; whole hours from a day on."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return gettext("%(count)s min.") % {"count": minutes}
    if not rest or hours >= 8:
        return gettext("%(count)s h") % {"count": hours + (rest >= 30)}
    return gettext("%(hours)s h %(count)s min.") % {"hours": hours, "count": rest}


def quarter(year: int, number: int) -> str:
    """A quarter of a year: 4. kvt. 2026 or Q4 2026."""
    return f"{number}. kvt. {year}" if language() == "da" else f"Q{number} {year}"


def clock(value: datetime) -> str:
    local = timezone.localtime(value)
    return f"{local.hour}.{local.minute:02d}" if language() == "da" else f"{local.hour}:{local.minute:02d}"


def moment(value: datetime | None) -> str:
    """Date and time of day, where the reader is."""
    return f"{day(value)} {clock(value)}" if value else ""


def ago(value: datetime | date | None) -> str:
    """How long ago it was, in words as long as it is recent; later the date."""
    if value is None:
        return ""
    now = timezone.localtime(dates.now())
    if not isinstance(value, datetime):
        return _days_ago((now.date() - value).days) or day(value)
    local = timezone.localtime(value)
    minutes = int((now - local).total_seconds() // 60)
    if 0 <= minutes < 1:
        return gettext("just now")
    if 0 <= minutes < 60:
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes) % {"count": minutes}
    days = (now.date() - local.date()).days
    words = _days_ago(days) if days < 2 else ""
    return f"{words} {clock(local)}" if words else day(local)


def _days_ago(days: int) -> str:
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days == -1:
        return gettext("tomorrow")
    if 1 < days < 7:
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return ""

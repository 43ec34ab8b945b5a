"""How evidence is spoken of."""

from django.utils.translation import gettext as _

from holger.evidence.models import Evidence
from holger.ui import days


def period(row: Evidence) -> str:
    """The days that a piece of evidence covers, as short as they can be said."""
    return " ".join(period_parts(row))


def period_parts(row: Evidence) -> tuple[str, ...]:
    """The same, in parts between which a line may end."""
    if row.period_from and row.period_to and row.period_from != row.period_to:
        return (f"{days.day(row.period_from)} –", days.day(row.period_to))
    if row.period_from and not row.period_to:
        return (_("from %(day)s") % {"day": days.day(row.period_from)},)
    return (days.day(row.period_to),) if row.period_to else ()

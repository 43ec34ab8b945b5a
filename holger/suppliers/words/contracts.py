"""The words for how a contract stands, and how its dates were worked out, as pages say them."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.suppliers.models import ContractStatus
from holger.suppliers.rules.deciding import Decision, Line, Said, Told, What, worked_out
from holger.suppliers.selectors import contracts as selectors
from holger.ui import days

STEP_WORDS: Mapping[str, tuple[Promise, str]] = {
    "activate": (_("Take into force"), "check"),
    "give_notice": (_("Give notice"), "send"),
    "take_notice_back": (_("Take the notice back"), "restore"),
    "end": (_("Say that it is over"), "circle-off"),
    "reopen": (_("Open it again"), "restore"),
}
"""What the button of a step says."""
NEXT = {ContractStatus.DRAFT: "activate", ContractStatus.NOTICE_GIVEN: "end"}
"""The step that usually comes next."""

DPA_WORDS: Mapping[str, Promise] = {
    selectors.IN_FORCE: pgettext_lazy("agreement", "In force"),
    selectors.INCOMPLETE: pgettext_lazy("agreement", "In force, but something is missing"),
    selectors.DRAFTED: pgettext_lazy("agreement", "Not signed yet"),
    selectors.NONE: pgettext_lazy("agreement", "None"),
}
DPA_LOOKS: Mapping[str, tuple[str, str]] = {
    selectors.IN_FORCE: ("ok", "circle-check"),
    selectors.INCOMPLETE: ("mid", "alert-circle"),
    selectors.DRAFTED: ("mid", "hourglass"),
    selectors.NONE: ("crit", "alert-triangle"),
}
WHAT_WORDS: Mapping[str, Promise] = {
    What.NOTICE: _("Give notice, or let it renew itself"),
    What.EXPIRY: _("It runs out: have another in its place, or do without"),
    selectors.OVER: _("Notice is given: it is over"),
}
HELD_LOOKS: Mapping[str, tuple[str, str]] = {
    "present": ("ok", "check"),
    "missing": ("crit", "alert-triangle"),
    "not_needed": ("none", "circle-off"),
}


def money(value: Decimal | None, currency: str) -> str:
    """1,250,000 DKK, in the reader's way of writing numbers; without hundredths where there are none."""
    if value is None:
        return ""
    places = 0 if value == value.to_integral_value() else 2
    return f"{number_format(value, places, use_l10n=True, force_grouping=True)} {currency}"


def sums(found: Sequence[tuple[str, Decimal]]) -> str:
    """What contracts come to, each currency by itself."""
    return " + ".join(money(value, currency) for currency, value in found)


def explained(told: Told, decision: Decision) -> list[str]:
    """How the latest notice date was worked out, a sentence for each step."""
    return [LINES[said.line](said) for said in worked_out(told, decision)]


def _day(said: Said) -> dict[str, object]:
    return {"day": days.day(said.day), "count": said.count}


LINES: Mapping[str, Callable[[Said], str]] = {
    Line.TERM: lambda said: gettext("The term that is running ends on %(day)s.") % _day(said),
    Line.TURNS: lambda said: (
        ngettext(
            "The first term ended on %(day)s, and it renews itself for %(count)s month at a time.",
            "The first term ended on %(day)s, and it renews itself for %(count)s months at a time.",
            said.count,
        )
        % _day(said)
    ),
    Line.BACK_MONTHS: lambda said: (
        ngettext(
            "The notice period is %(count)s month, so the latest notice date is %(day)s.",
            "The notice period is %(count)s months, so the latest notice date is %(day)s.",
            said.count,
        )
        % _day(said)
    ),
    Line.BACK_DAYS: lambda said: (
        ngettext(
            "The notice period is %(count)s day, so the latest notice date is %(day)s.",
            "The notice period is %(count)s days, so the latest notice date is %(day)s.",
            said.count,
        )
        % _day(said)
    ),
    Line.LAST_DAY: lambda said: gettext("Months are of unequal length: it is counted to the last day of the month."),
    Line.OFF_DAY: lambda said: gettext("That is no working day, so send it by %(day)s.") % _day(said),
    Line.EXPIRES: lambda said: gettext("It ends by itself on %(day)s and needs no notice.") % _day(said),
}

"""What the record says, in the reader's words."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext

from holger.core.countries import country_name
from holger.core.words import N_
from holger.privacy.models import Activity, ActivitySupplier, ActivityTransfer, RetentionRule
from holger.privacy.rules import record as rules
from holger.privacy.rules import vocabulary
from holger.privacy.rules.hands import GETS, JOINT
from holger.privacy.rules.lines import lines
from holger.suppliers.models import Transfer

EVERY: Mapping[str, Mapping[str, str]] = {
    "data_subjects": vocabulary.DATA_SUBJECTS,
    "special": vocabulary.SPECIAL,
    "protected": vocabulary.PROTECTED,
    "grounds": vocabulary.GROUNDS,
    "special_grounds": vocabulary.SPECIAL_GROUNDS,
    "measures": vocabulary.MEASURES,
}
"""By field: the words for its keys."""


DPIA_STANDS: Mapping[str, str] = {
    rules.APPROVED: N_("Approved"),
    rules.OUTSIDE: N_("Made outside holger"),
    rules.LOOKED_AT: N_("Screened: not needed"),
    rules.MISSING: N_("Needed, and not approved yet"),
}


def stands_said(row: Activity, stands: str) -> str:
    """How it stands with the impact assessment; what was guessed of it where nothing more is known."""
    return gettext(DPIA_STANDS[stands]) if stands else row.get_dpia_hint_display()


def said(name: str, keys: Collection[str]) -> list[str]:
    """The keys of a field in words; grounds with their article before them."""
    known = EVERY[name]
    numbered = name in ("grounds", "special_grounds")
    return [f"{key} {gettext(known[key])}" if numbered else gettext(known[key]) for key in keys if key in known]


def subjects_of(row: Activity) -> list[str]:
    return [*said("data_subjects", row.data_subjects), *lines(row.other_subjects)]


def data_of(row: Activity) -> list[str]:
    return [*lines(row.categories), *said("special", row.special), *said("protected", row.protected)]


def hand_said(hand: ActivitySupplier) -> str:
    """The supplier, its part, and what it does."""
    named = f"{hand.supplier.title} ({hand.get_part_display()})"
    return f"{named}: {hand.does}" if hand.does else named


def recipients_of(row: Activity, hands: Sequence[ActivitySupplier] = ()) -> list[str]:
    """Whoever gets the data: in words, and the suppliers."""
    found = [*lines(row.recipients), *(hand_said(hand) for hand in hands if hand.part in GETS)]
    return found or ([gettext("None")] if row.no_recipients else [])


def sources_of(row: Activity, hands: Sequence[ActivitySupplier] = ()) -> list[str]:
    return [*lines(row.sources), *(hand_said(hand) for hand in hands if hand.gives_only)]


def joint_of(row: Activity, hands: Sequence[ActivitySupplier] = ()) -> list[str]:
    return [*lines(row.joint_with), *(hand.supplier.title for hand in hands if hand.part == JOINT)]


def retention_of(row: Activity, rules: Sequence[RetentionRule] = ()) -> list[str]:
    """What is written on the activity, and the rules that hold for it."""
    return [*lines(row.retention), *(rule_said(rule) for rule in rules)]


def rule_said(rule: RetentionRule) -> str:
    """What is done when, counted from what."""
    return f"{rule.title}: {rule.period} · {rule.counted_from} · {rule.get_deed_display()}"


def measures_of(row: Activity) -> list[str]:
    return [*said("measures", row.measures), *lines(row.measures_note)]


def transfer_said(each: ActivityTransfer) -> str:
    """The country, who receives it there, and on what basis."""
    where = f"{country_name(each.country)}: {each.receiver}" if each.receiver else country_name(each.country)
    return f"{where} ({each.get_basis_display() or gettext('no basis named')})"


def sent_said(hand: ActivitySupplier, each: Transfer) -> str:
    """A transfer of a supplier's: the country, who receives it there, and on what basis."""
    basis = each.get_basis_display() if each.basis else gettext("no basis named")
    return f"{country_name(each.country)}: {hand.supplier.title} ({basis})"


def transfers_of(
    row: Activity, transfers: Sequence[ActivityTransfer], sent: Sequence[tuple[ActivitySupplier, Transfer]] = ()
) -> list[str]:
    """``sent``: what its suppliers send on (``selectors.sent_on``)."""
    found = [*(transfer_said(each) for each in transfers), *(sent_said(*each) for each in sent)]
    if found:
        return found
    return [gettext("None")] if row.no_transfers else list(lines(row.transfers_note))

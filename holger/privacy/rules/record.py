"""The record of processing activities (GDPR art. 30): how complete a line is, and what is wrong in it.

What is missing lowers the gauge; what may be unlawful is a flag, which says why it matters and what to do.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from holger.core.words import N_
from holger.privacy.rules.vocabulary import ASSESSED, CONTROLLER, CPR, OFFENCES, PROCESSOR, TRANSFER_BASES

INTERESTS = "6(1)(f)"
LIKELY = "likely"


@dataclass(frozen=True)
class Transfer:
    """To a country outside the EU/EEA. ``basis`` is a key of ``TRANSFER_BASES``, "" where none is known."""

    country: str
    basis: str = ""
    assessed: bool = False
    """Somebody has assessed the country's law, and written it down."""
    via: str | None = None
    """The supplier that sends it there; None where it is said of the activity itself."""

    @property
    def about(self) -> str:
        return f"{self.country}: {self.via}" if self.via else self.country


@dataclass(frozen=True)
class Hand:
    """A processor that works on our own instruction (``rules.hands.ours``). ``agreement``: one is in force. ``supervised``: when
    next, None where nobody has planned it."""

    name: str
    agreement: bool
    supervised: date | None = None


@dataclass(frozen=True)
class Activity:
    """What is known of a processing activity. Texts and lists that are empty are not known."""

    role: str = CONTROLLER
    controller: str = ""
    """Name and contact of the organisation, or the unit, whose activity it is."""
    purposes: Collection[str] = ()
    data_subjects: Collection[str] = ()
    categories: Collection[str] = ()
    """Ordinary personal data."""
    special: Collection[str] = ()
    protected: Collection[str] = ()
    grounds: Collection[str] = ()
    special_grounds: Collection[str] = ()
    protected_ground: str = ""
    interests_weighed: str = ""
    """Why a legitimate interest goes before that of the data subjects."""
    recipients: Collection[str] = ()
    no_recipients: bool = False
    """Somebody has said that there are none; an empty list alone says nothing."""
    transfers: Sequence[Transfer] = ()
    no_transfers: bool = False
    hands: Sequence[Hand] = ()
    retention: Collection[str] = ()
    measures: Collection[str] = ()
    owner: str = ""
    people: int | None = None
    customers: Collection[str] = ()
    """The controllers that are served, for a processor."""
    joint_with: str = ""
    joint_arrangement: bool = False
    dpia_hint: str = ""
    dpia_done: bool = False
    """One was made outside holger, as somebody has said by hand."""
    assessed: bool = False
    """The last decision on one of its assessments here approves it."""
    screened: bool | None = None
    """What the last screening came to: is an assessment made? None where there is none."""
    reviewed_by: date | None = None
    """The next review."""


# The impact assessment

APPROVED, OUTSIDE, LOOKED_AT, MISSING, NOT_ASKED = "approved", "outside", "not_needed", "missing", ""


def dpia_stands(it: Activity) -> str:
    """How it stands with an impact assessment (article 35). A screening knows better than the hint it was made on; an assessment,
    here or elsewhere, is more than both."""
    if it.assessed:
        return APPROVED
    if it.dpia_done:
        return OUTSIDE
    if it.screened is not None:
        return MISSING if it.screened else LOOKED_AT
    return MISSING if it.dpia_hint == LIKELY else NOT_ASKED


# How complete


@dataclass(frozen=True)
class Field:
    """``article``: the letter of art. 30 that asks for it; "" for what one should know besides."""

    key: str
    title: str
    article: str
    known: Callable[[Activity], bool] = field(compare=False, repr=False)


_CONTROLLER = (
    Field("controller", N_("Controller and contact"), "30(1)(a)", lambda it: bool(it.controller)),
    Field("purposes", N_("Purposes"), "30(1)(b)", lambda it: bool(it.purposes)),
    Field("data_subjects", N_("Categories of data subjects"), "30(1)(c)", lambda it: bool(it.data_subjects)),
    Field(
        "categories",
        N_("Categories of personal data"),
        "30(1)(c)",
        lambda it: bool(it.categories or it.special or it.protected),
    ),
    Field("recipients", N_("Recipients"), "30(1)(d)", lambda it: bool(it.recipients) or it.no_recipients),
    Field(
        "transfers", N_("Transfers to third countries"), "30(1)(e)", lambda it: bool(it.transfers) or it.no_transfers
    ),
    Field("retention", N_("Retention periods"), "30(1)(f)", lambda it: bool(it.retention)),
    Field("measures", N_("Security measures"), "30(1)(g)", lambda it: bool(it.measures)),
    Field("grounds", N_("Legal basis"), "", lambda it: bool(it.grounds)),
    Field("owner", N_("Owner"), "", lambda it: bool(it.owner)),
    Field("people", N_("Number of people"), "", lambda it: it.people is not None),
)
_PROCESSOR = (
    Field(
        "customers",
        N_("Controllers that are served"),
        "30(2)(a)",
        lambda it: bool(it.controller) and bool(it.customers),
    ),
    Field("purposes", N_("Categories of processing"), "30(2)(b)", lambda it: bool(it.purposes)),
    Field(
        "transfers", N_("Transfers to third countries"), "30(2)(c)", lambda it: bool(it.transfers) or it.no_transfers
    ),
    Field("measures", N_("Security measures"), "30(2)(d)", lambda it: bool(it.measures)),
    Field("owner", N_("Owner"), "", lambda it: bool(it.owner)),
)


@dataclass(frozen=True)
class Gauge:
    percent: int
    missing: Sequence[Field]

    @property
    def lawful(self) -> bool:
        """Is everything there that art. 30 itself asks for?"""
        return not any(each.article for each in self.missing)


def gauge(activity: Activity) -> Gauge:
    """100 only when nothing is missing: nobody should stop at what was rounded up."""
    fields = _PROCESSOR if activity.role == PROCESSOR else _CONTROLLER
    missing = [each for each in fields if not each.known(activity)]
    return Gauge((len(fields) - len(missing)) * 100 // len(fields), missing)


# What is wrong


@dataclass(frozen=True)
class Flag:
    """``about`` names whom or what it is about, where there may be several: a country, a processor."""

    key: str
    title: str
    why: str
    todo: str
    about: str = ""


_KNOWN = (
    Flag(
        "no_ground",
        N_("No legal basis"),
        N_("Personal data may not be processed without one (article 6)."),
        N_("Choose the basis and say why it fits, or stop."),
    ),
    Flag(
        "special_without_ground",
        N_("Special categories without a ground"),
        N_("They are forbidden unless one of the exceptions of article 9(2) fits."),
        N_("Choose the exception and say why it fits, or leave the data out."),
    ),
    Flag(
        "protected_without_ground",
        N_("CPR number or offences without a ground"),
        N_("Danish law has rules of its own for them (Data Protection Act §§ 8 and 11)."),
        N_("Say which law allows it, or leave the data out."),
    ),
    Flag(
        "no_retention",
        N_("No retention period"),
        N_("Data may not be kept longer than it is needed (article 5(1)(e))."),
        N_("Say what is erased when, and why then."),
    ),
    Flag(
        "no_dpia",
        N_("High risk without an impact assessment"),
        N_("It must be made before the processing begins (article 35)."),
        N_("Do the screening, and the assessment if it says so."),
    ),
    Flag(
        "interests_not_weighed",
        N_("Legitimate interest that nobody has weighed"),
        N_("It holds only if people's own interests do not weigh more (article 6(1)(f))."),
        N_("Write down both interests and how you weighed them."),
    ),
    Flag(
        "joint_without_arrangement",
        N_("Joint control without an arrangement"),
        N_("Joint controllers must agree on who does what, and tell people the essence (article 26)."),
        N_("Make the arrangement and attach it."),
    ),
    Flag(
        "transfer_without_basis",
        N_("Transfer without a basis"),
        N_("Data may leave the EU/EEA only on one of the bases of chapter V (article 44)."),
        N_("Name the basis, or stop the transfer."),
    ),
    Flag(
        "transfer_not_assessed",
        N_("Transfer without an assessment of the country"),
        N_("Clauses bind the receiver, but not the authorities of the country."),
        N_("Assess the law of the country, and add measures if it does not suffice."),
    ),
    Flag(
        "transfer_denied",
        N_("A transfer that the record denies"),
        N_("The record says that nothing leaves the EU/EEA, but a supplier with a part in it sends data there."),
        N_("Take the tick away, or say of the supplier that its transfers do not concern this activity."),
    ),
    Flag(
        "processor_without_agreement",
        N_("Processor without an agreement"),
        N_("A processor may not begin without a written agreement (article 28(3))."),
        N_("Make the agreement, or take the data back."),
    ),
    Flag(
        "processor_not_supervised",
        N_("Processor without supervision in time"),
        N_("Signing an agreement is not enough: you must be able to show that it is kept (article 5(2))."),
        N_("Plan a supervision and carry it out."),
    ),
    Flag(
        "review_overdue",
        N_("Not reviewed in time"),
        N_("A record that nobody looks at is soon wrong."),
        N_("Go through it with those who do the work."),
    ),
)
FLAGS: Mapping[str, Flag] = {flag.key: flag for flag in _KNOWN}
"""The most serious first."""
DAILY = ("review_overdue", "processor_without_agreement", "processor_not_supervised")
"""What a day or another row decides: it may change while the activity itself stays as it is."""


def flags(activity: Activity, today: date) -> list[Flag]:
    """The most serious first."""
    found = _of_both(activity, today)
    if activity.role != PROCESSOR:
        found = chain(_of_controller(activity), found)
    return [replace(FLAGS[key], about=about) for key, about in found]


Found = Iterator[tuple[str, str]]
"""The key of a flag, and what it is about."""


def _of_controller(it: Activity) -> Found:
    if not it.grounds:
        yield "no_ground", ""
    if it.special and not it.special_grounds:
        yield "special_without_ground", ""
    if {CPR, OFFENCES} & set(it.protected) and not it.protected_ground:
        yield "protected_without_ground", ""
    if not it.retention:
        yield "no_retention", ""
    if dpia_stands(it) == MISSING:
        yield "no_dpia", ""
    if INTERESTS in it.grounds and not it.interests_weighed:
        yield "interests_not_weighed", ""
    if it.joint_with and not it.joint_arrangement:
        yield "joint_without_arrangement", it.joint_with


def _of_both(it: Activity, today: date) -> Found:
    for transfer in it.transfers:
        if transfer.basis not in TRANSFER_BASES:
            yield "transfer_without_basis", transfer.about
        elif transfer.basis in ASSESSED and not transfer.assessed:
            yield "transfer_not_assessed", transfer.about
    denied = [transfer.about for transfer in it.transfers if transfer.via is not None]
    if it.no_transfers and denied:
        yield "transfer_denied", ", ".join(dict.fromkeys(denied))
    for hand in it.hands:
        if not hand.agreement:
            yield "processor_without_agreement", hand.name
        elif hand.supervised is None or hand.supervised < today:
            yield "processor_not_supervised", hand.name
    if it.reviewed_by is not None and it.reviewed_by < today:
        yield "review_overdue", ""

"""How a room shows itself in rooms below it: it registers what it offers when Django starts.

The menu, the overview, object pages, search and the command palette ask here; none of them knows the rooms.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from holger.core.actor import Actor, Reach
from holger.core.requests import Request
from holger.core.words import Reason

Text = str | Promise


@dataclass(frozen=True)
class MenuItem:
    """A line in the sidebar. ``badge`` answers how many things wait for this actor (None or 0: no badge).

    Where that is dear to find, ``known`` answers it if it is known as things stand, else None: then pages do not wait for it, but
    ask for it when they are shown.
    """

    section: str  # "", "map", "suppliers", "privacy", "risk", "operation", "people", "bottom"
    title: Text
    icon: str
    url_name: str
    permission: str
    order: int
    badge: Callable[[Actor], int | None] | None = None
    known: Callable[[Actor, int], int | None] | None = None
    """Given the actor and how much has been written in the organisation."""


@dataclass(frozen=True)
class Bell:
    """What rings in the header of every page: ``unread`` answers how many things this actor has not seen."""

    title: Text
    url_name: str
    unread: Callable[[Actor], int]


@dataclass(frozen=True)
class Panel:
    """A part of another room's object page. ``context`` returns what ``template`` needs, or None for nothing to show.

    ``count`` in it is how many things the panel is about, told beside its title.
    ``subject_type`` is a model's label in lower case, or "*" for every kind of object.
    """

    subject_type: str
    key: str
    title: Text
    template: str
    permission: str
    context: Callable[[Request, Any], dict[str, Any] | None]
    order: int = 50
    side: bool = False


@dataclass(frozen=True)
class Hanging:
    """Rows of ``model`` name an object in ``field``: one of the kind ``subject_type``, or of any with "*" (core/hanging.py)."""

    model: type[Model]
    field: str
    subject_type: str = "*"


@dataclass(frozen=True)
class Card:
    """A card on the overview. ``place``: main, side, wide for the whole breadth, or top for what cannot wait; work: beside a person's own work.

    ``holds``: what it tells holds for its reader all day unless something is written in the organisation, and until then it is not
    asked for anew. Not for what tells of hours and minutes, or of what is kept without a trace in the history.
    """

    key: str
    template: str
    permission: str
    context: Callable[[Request], dict[str, Any] | None]
    order: int = 50
    place: str = "main"
    holds: bool = False


@dataclass(frozen=True)
class DeskPart:
    """A part of the employee's page. ``context`` answers what ``template`` needs, among it ``count``: how many things wait for
    whoever reads it, and ``minutes``: about how long they take; or None for nothing to show."""

    key: str
    title: Text
    template: str
    permission: str
    context: Callable[[Request], dict[str, Any] | None]
    order: int = 50


@dataclass(frozen=True)
class Hit:
    """A search result: ``path`` is relative to the organisation's base address."""

    reference: str
    title: str
    path: str
    kind: Text | None
    icon: str
    note: str = ""
    id: str = ""


@dataclass(frozen=True)
class Search:
    """Finds objects by reference or words, as far as the actor may see.

    ``rows`` are all that the actor may pick from; with it the search also serves pickers in forms and filters.
    """

    key: str
    title: Text
    permission: str
    find: Callable[[Actor, str, int], Sequence[Hit]]
    order: int = 50
    rows: Callable[[Actor], QuerySet[Any]] | None = None


@dataclass(frozen=True)
class Action:
    """Something to do from the command palette: a page to go to."""

    title: Text
    icon: str
    url_name: str
    permission: str
    keywords: Text = ""


@dataclass(frozen=True)
class Subject:
    """A kind of object that evidence, comments and history can be about."""

    model: type[Model]
    title: Text
    icon: str
    visible: Callable[[Actor], QuerySet[Any]]
    edit: str
    """The permission to change such an object, hence to attach evidence to it."""
    parts: Sequence[type[Model]] = ()
    """What belongs to it and has no history of its own: its history tells of their fields too."""
    words: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    """The words for the keys that a field holds several of, by field."""

    @property
    def type(self) -> str:
        return self.model._meta.label_lower


@dataclass(frozen=True)
class Secret:
    """A kind of object of which some are kept from actors, whatever their roles (``core.need_to_know``).

    ``rows(actor, known)`` are those that are kept from an actor, each with a reference. Where they are kept for what they hang
    on, ``order`` is greater than that of what they hang on, and ``known`` holds that (``need_to_know.Keys``).
    """

    kind: str
    rows: Callable[[Actor, Mapping[str, Mapping[UUID, str]]], QuerySet[Any]]
    order: int = 0


@dataclass(frozen=True)
class Leaning:
    """What leans on suppliers in a room above theirs. ``kind`` is the subject's type.

    ``leans(organisation)`` is what weighs most on each supplier of what leans on it directly: its key (the lowest of those that
    are as critical), the supplier's, and how critical it is. What weighs less, or nothing, decides nothing.
    ``hanging(actor)`` is all that could hang on one, as far as the actor sees: how critical each is (0 where nobody has said),
    and the links that lead from each to what it needs, suppliers among them.
    """

    kind: str
    leans: Callable[[UUID], Iterable[tuple[UUID, UUID, int]]]
    hanging: Callable[[Actor], tuple[dict[UUID, int], Sequence[tuple[UUID, UUID]]]]


@dataclass(frozen=True)
class Function:
    """Something that the organisation does, as a room above suppliers knows it. ``impact``: how bad it is if it stops (1–4)."""

    reference: str
    title: str
    assessed_on: date | None
    rto_hours: int | None
    rpo_hours: int | None
    impact: int | None


@dataclass(frozen=True)
class Progress:
    """How far a step is: ``done`` of ``total``, said in words, and what to do next (a path below the base address)."""

    done: int
    total: int
    text: Text
    next_text: Text = ""
    next_path: str = ""

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


@dataclass(frozen=True)
class Step:
    """A step of the journey on the overview, for those whose ``permission`` reaches beyond what is their own."""

    key: str
    title: Text
    why: Text
    order: int
    permission: str
    progress: Callable[[Actor], Progress]


AHEAD = timedelta(days=30)
"""So long before its day a review is something to do."""


@dataclass(frozen=True, slots=True)
class Click:
    """Something that is done at once: ``path`` takes a POST with ``do`` and ``back``, from whoever holds ``permission``."""

    path: str
    text: Text
    permission: str


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that a person must do, wherever it comes from: a line of *My work*, what reminders are about.

    ``key`` names it for good (``risks.action:<id>``), ``path`` leads to where it is done (below the base address), which
    takes ``permission``: over ``unit_id``, or as one's ``own``. ``awaited``: somebody waits for it, whether or not it has a
    day. ``waits_for`` is whoever must act first. ``escalate_days`` after its day whoever manages its person is told.
    """

    key: str
    person_id: UUID
    title: Text
    reason: Text
    verb: Text
    path: str
    icon: str
    permission: str
    unit_id: UUID | None = None
    own: bool = True
    due: date | None = None
    minutes: int | None = None
    deputy_id: UUID | None = None
    urgent: bool = False
    awaited: bool = False
    click: Click | None = None
    waits_for: str = ""
    escalate_days: int | None = None

    def within(self, reach: Reach, person_id: UUID | None) -> bool:
        """Does somebody's reach, with the permission that it takes, go so far?"""
        mine = self.own and person_id in (self.person_id, self.deputy_id)
        return reach.everything or self.unit_id in reach.unit_ids or (reach.own and mine)


@dataclass(frozen=True)
class DutySource:
    """A room's duties. The texts are in the language that is active when it is asked; the caller is inside the organisation.

    ``open`` answers what is left to do in an organisation, for some people or (None) for everybody, whether or not they
    may open it: whoever shows it asks ``Duty.within``. ``waiting`` answers what a person waits for others to do, and
    ``deputy_of`` whose duties name a person as deputy. ``done`` is what history calls it when one of these is done.
    """

    key: str
    title: Text
    icon: str
    open: Callable[[UUID, Collection[UUID] | None], Sequence[Duty]]
    waiting: Callable[[UUID, UUID], Sequence[Duty]] | None = None
    deputy_of: Callable[[UUID, UUID], Collection[UUID]] | None = None
    done: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that a register knows of, such as the last day for notice: ``path`` leads to what it is about (below the base address)."""

    day: date
    title: Text
    path: str
    icon: str


@dataclass(frozen=True)
class Dates:
    """Days of a room that the calendar and the annual wheel show beside what is planned there.

    ``between`` answers those from one day to another that the actor sees; it is asked of whoever holds ``permission``.
    """

    key: str
    permission: str
    between: Callable[[Actor, date, date], Sequence[Dated]]


@dataclass(frozen=True)
class Holding:
    """Something that people hold and that can be handed over: what they own, are asked, do for others, stand in for.

    ``rows`` are those of a person's that the actor sees. Whoever hands one over needs ``change`` over it (or over what it
    belongs to: ``over``), whoever gets it ``see``, which having it as one's ``own`` may be enough for. ``give`` hands rows
    over through the room's own services: give(actor=…, rows=…, giver=…, taker=…). ``owner_of`` is the kind of object whose
    owner this is. ``says`` is what a row is called to people.
    """

    key: str
    title: Text
    icon: str
    rows: Callable[[Actor, Any], QuerySet[Any]]
    see: str
    change: str
    give: Callable[..., object]
    order: int = 50
    own: bool = True
    over: Callable[[Any], Any] = lambda row: row
    owner_of: str = ""
    says: Callable[[Any], str] = str


@dataclass(frozen=True)
class Population:
    """Objects of which a sample is drawn, or for each of which something is done.

    ``rows(organisation_id, query)`` are those that a list's address (``type=system&critical=yes``) shows, owners included.
    """

    key: str
    title: Text
    permission: str
    rows: Callable[[UUID, str], QuerySet[Any]]
    filters: Any = None
    """The list's filters (``ui.filtering.Filters``), to choose by."""


@dataclass(frozen=True)
class Asked:
    """A requirement that applies and is wanted in the organisation. ``framework`` and ``code`` are the library's, ``name`` is what
    the framework is called where there is little room. ``met``: so it is answered wherever it is asked."""

    id: UUID
    framework: str
    name: str
    code: str
    title: str
    path: str
    met: bool


@dataclass(frozen=True)
class Demands:
    """What the organisation has to live up to, for rooms below that serve it; as far as the actor sees it.

    ``kind`` is the kind of object that a requirement is. ``frameworks`` answers (reference, name) of those in use, ``asked`` what
    is asked of the organisation, ``within`` the requirements of frameworks with these references.
    """

    kind: str
    frameworks: Callable[[Actor], Sequence[tuple[str, str]]]
    asked: Callable[[Actor], Sequence[Asked]]
    within: Callable[[Actor, Collection[str]], QuerySet[Any]]


@dataclass(frozen=True)
class Offer:
    """What a room would do with something that a file brings. ``take`` does it; without, ``text`` tells why it cannot."""

    title: Text
    text: Reason
    take: Callable[[Actor], None] | None = None


@dataclass(frozen=True)
class Taker:
    """A room that takes up what a file of frameworks holds besides: ``part`` of it, such as its threats.

    ``offers`` says what it would do with them for this actor, who holds ``permission``.
    """

    part: str
    title: Text
    permission: str
    offers: Callable[[Actor, Sequence[Any]], Sequence[Offer]]


@dataclass(frozen=True)
class Finding:
    """What a check of the installation found. ``level``: ok, warning, error."""

    level: str
    text: str
    remedy: str = ""


@dataclass(frozen=True)
class Check:
    """Run by ``holger doctor`` or, with ``verify``, by ``holger verify``, which gives one organisation's id or None."""

    name: str
    run: Callable[..., Sequence[Finding]]
    verify: bool = False


@dataclass(frozen=True)
class Recurring:
    """Work that comes again by itself and is done by a worker.

    ``run`` is called with an organisation's id, once for each organisation; with ``installation`` it is called once,
    without an argument, for the whole installation. What it returns is kept as the words about how it went.

    The worker is inside the organisation while it runs, in one transaction. With ``in_pieces`` it is outside, and ``run``
    goes in by itself as often as it likes: for work that takes long, during which others must be able to write.
    """

    name: str
    title: Text
    every: timedelta
    run: Callable[..., str]
    installation: bool = False
    in_pieces: bool = False


@dataclass
class Registry:
    menu: list[MenuItem] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    hanging: list[Hanging] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    desk: list[DeskPart] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    duties: list[DutySource] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    dates: list[Dates] = field(default_factory=list)
    populations: dict[str, Population] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    recurring: list[Recurring] = field(default_factory=list)
    fleeting: set[str] = field(default_factory=set)
    """Tables that pass (``room.model``, or a whole room): a backup leaves them out, and they begin anew after a restore."""
    subjects: dict[str, Subject] = field(default_factory=dict)
    secrets: list[Secret] = field(default_factory=list)
    leaning: list[Leaning] = field(default_factory=list)
    functions: list[Callable[[Actor], Iterable[Function]]] = field(default_factory=list)
    """What the organisation does, as far as the actor sees it."""
    events: dict[str, Text] = field(default_factory=dict)
    """What programs of others can be told of at once, by a signed message: the event's name, and what it is called."""
    words: dict[str, Mapping[str, Text]] = field(default_factory=dict)
    """The words for keys that history keeps under a name that no field has."""
    takers: list[Taker] = field(default_factory=list)
    registers: dict[str, Any] = field(default_factory=dict)
    """Kind → exchange.registers.Register: what can be imported and exported."""
    written: Callable[[Actor], int] = lambda actor: 0
    """Set by the history room: a number that grows with everything written in the actor's organisation."""
    demands: Demands | None = None
    """Set by the frameworks room: what the organisation has chosen to live up to."""
    measures: Callable[[Actor, Collection[str]], Sequence[Any]] | None = None
    """Set by the controls room: measures(actor, keys of its catalogue) → the organisation's controls that were made of them."""
    processed: Callable[[Actor, Any], Sequence[Any]] | None = None
    """Set by the privacy room: processed(actor, supplier) → what the record tells of the activities that it has a hand in
    (``suppliers.rules.supervision.Processed``), as far as the actor sees them."""
    exporter: Callable[..., Any] | None = None
    """Set by the exchange room: exporter(request, kind, queryset, format) → HttpResponse."""
    saved_views: Callable[[Request, str], Sequence[Any]] | None = None
    """Set by the organisation room: saved_views(request, list name) → the tabs above a list."""
    sign_ins: Callable[[Any], Sequence[Any]] | None = None
    """Set by the sso room: sign_ins(organisation) → its providers in use, each with a name and an address to post to."""
    bell: Bell | None = None
    """Set by the tasks room."""
    landing: Callable[[Actor], str] = lambda actor: ""
    """Set by the desk: the URL name of the page where somebody begins, where it is not the overview."""
    memberships: Callable[[Request], Sequence[Any]] | None = None
    """Set by the organisation room: memberships(request) → the organisations to switch between."""
    asker: Callable[[UUID, UUID | None, str, str], Actor | None] | None = None
    """Set by the organisation room: asker(organisation, person, label, via) → who asked for a job, None when no longer a member."""

    def subject(self, subject: Subject) -> None:
        self.subjects[subject.type] = subject

    def search(self, key: str) -> Search | None:
        return next((search for search in self.searches if search.key == key), None)

    def panels_for(self, subject_type: str) -> list[Panel]:
        return sorted((p for p in self.panels if p.subject_type in (subject_type, "*")), key=lambda p: p.order)


registry = Registry()

"""Reading the trail: the whole organisation's, or one object's, told in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from holger.core import need_to_know
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound
from holger.core.need_to_know import about_kept, without_kept
from holger.core.registry import registry
from holger.core.searching import words_in
from holger.history import permissions, words
from holger.history.models import Anchor, Chain, Checkpoint, Event, Keeping

GOOD_TO_KNOW = 4
"""So many changes are told at once; the rest wait behind a click."""


@dataclass(frozen=True)
class Change:
    """``fact``: nothing changed; it is told beside what was done, such as an address."""

    label: str
    before: str
    after: str
    fact: bool = False


@dataclass(frozen=True)
class Line:
    """An entry as it is told. ``path`` leads to the object, where the reader may see it; where its name was redacted,
    ``subject`` is then what it is called today."""

    event: Event
    verb: str
    bare: str
    kind: str
    through: str
    subject: str
    path: str
    changes: Sequence[Change]

    @property
    def told(self) -> Sequence[Change]:
        """The changes that belong in the sentence; what a new object began with does not."""
        return () if self.event.action.endswith(".created") else self.changes[:GOOD_TO_KNOW]

    @property
    def redacted(self) -> bool:
        return self.event.names_redacted or self.event.payload_redacted

    @property
    def rest(self) -> Sequence[Change]:
        return self.changes[len(self.told) :]


def written(actor: Actor) -> int:
    """How many entries the organisation's chain has: what was counted at this number still holds at this number."""
    return Chain.objects.filter(organisation_id=actor.organisation_id).values_list("seq", flat=True).first() or 0


def events_for(actor: Actor) -> QuerySet[Event]:
    """The whole organisation's trail, newest first. Only for those who may read all of it; without what only others need to
    know of."""
    _require_all(actor)
    return _known(actor).order_by("-seq")


def _known(actor: Actor) -> QuerySet[Event]:
    return without_kept(Event.objects.filter(organisation_id=actor.organisation_id), actor)


def withheld(actor: Actor) -> QuerySet[Event]:
    """The entries that are about what is kept from the actor."""
    return Event.objects.filter(about_kept(need_to_know.kept(actor)), organisation_id=actor.organisation_id)


def numbers_withheld(actor: Actor) -> set[int]:
    """Their numbers. Only for those who may read all of the trail."""
    _require_all(actor)
    return set(withheld(actor).order_by().values_list("seq", flat=True))


def deeds_of(actor: Actor, since: datetime, actions: Collection[str]) -> QuerySet[Event]:
    """What the actor has done since then, of some kinds, the newest first: nobody else's."""
    rows = _known(actor).filter(at__gte=since, action__in=actions)
    return (rows.filter(actor_id=actor.person_id) if actor.person_id else rows.none()).order_by("-at", "-seq")


def with_words(events: QuerySet[Event], text: str) -> QuerySet[Event]:
    """Entries in which every word is found: about what, by whom, or among what changed."""
    return events.filter(words_in(text.split()[:6], ("subject_label", "actor_label", "payload")))


def object_of(actor: Actor, subject_type: str, pk: UUID) -> models.Model:
    """The object of a kind and id, if the actor may see it; anything else is missing."""
    for subject in registry.subjects.values():
        kind = subject.model._meta.concrete_model._meta.label_lower  # type: ignore[union-attr]
        if kind == subject_type and (found := subject.visible(actor).filter(pk=pk).first()):
            return found
    raise NotFound


def events_about(actor: Actor, obj: models.Model) -> QuerySet[Event]:
    """One object's trail, newest first; nothing for whoever may not read it. The object was found by its own selector."""
    if not actor.may(permissions.OBJECT, obj):  # type: ignore[arg-type]
        return Event.objects.none()
    return Event.objects.filter(
        organisation_id=actor.organisation_id,
        subject_type=obj._meta.concrete_model._meta.label_lower,
        subject_id=obj.pk,
    ).order_by("-seq")


def kinds_in(actor: Actor) -> list[tuple[str, str]]:
    """The kinds of object that the organisation's trail tells of, by name."""
    types = _known(actor).values_list("subject_type", flat=True).distinct()
    return sorted(((t, words.kind(t)) for t in types if t and words.kind(t)), key=lambda pair: pair[1])


def verbs_in(actor: Actor) -> list[tuple[str, str]]:
    """The things that were done, by name."""
    actions = _known(actor).values_list("action", flat=True).distinct()
    deeds = {action.rpartition(".")[2]: words.deed(action) for action in actions}
    return sorted(deeds.items(), key=lambda pair: pair[1])


def tell(actor: Actor, events: Iterable[Event], seen: Iterable[models.Model] = ()) -> list[Line]:
    """Entries in the reader's language, with links to what the reader may see; ``seen`` has been found already."""
    events = list(events)
    known = {obj.pk: obj for obj in seen}
    objects = known | _objects(actor, (event for event in events if event.subject_id not in known))
    return [_line(event, objects.get(event.subject_id) if event.subject_id else None) for event in events]


def _line(event: Event, obj: models.Model | None) -> Line:
    return Line(
        event,
        words.verb(event.action),
        words.bare_verb(event.action),
        words.kind(event.subject_type),
        words.through(event.channel, event.via),
        str(obj) if obj is not None and event.names_redacted else event.subject_label,
        getattr(obj, "path", ""),
        _changes(event),
    )


def _changes(event: Event) -> list[Change]:
    kind = event.subject_type
    changes = []
    for name, told in event.changes.items():
        fact = not (isinstance(told, list) and len(told) == 2)
        before, after = (None, told) if fact else told
        said = Change(words.label(kind, name), words.value(kind, name, before), words.value(kind, name, after), fact)
        if said.before != said.after:
            changes.append(said)
    return changes


def _objects(actor: Actor, events: Iterable[Event]) -> dict[UUID, models.Model]:
    """The objects that are still there and that the actor may see; one query per kind."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for event in events:
        if event.subject_id:
            wanted[event.subject_type].add(event.subject_id)
    found: dict[UUID, models.Model] = {}
    for subject in registry.subjects.values():
        ids = wanted.get(subject.model._meta.concrete_model._meta.label_lower)  # type: ignore[union-attr]
        if ids and hasattr(subject.model, "path"):
            found.update({obj.pk: obj for obj in subject.visible(actor).filter(pk__in=ids).order_by()})
    return found


# --- The seal ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seal:
    """How the history is sealed: its head, its newest checkpoint, and where checkpoints were laid down."""

    chain: Chain
    checkpoint: Checkpoint | None
    anchors: Sequence[Anchor]
    keeping: Keeping | None

    @property
    def kept(self) -> int:
        return self.chain.seq - self.chain.start

    @property
    def unsealed(self) -> int:
        """Entries since the newest checkpoint; the one that tells of it needs no seal."""
        return max(0, self.chain.seq - self.checkpoint.size - 1) if self.checkpoint else self.chain.seq


def seal_of(actor: Actor) -> Seal:
    _require_all(actor)
    mine = {"organisation_id": actor.organisation_id}
    return Seal(
        Chain.objects.filter(**mine).first() or Chain(**mine),
        checkpoints_for(actor).first(),
        _anchors_of(actor),
        keeping_of(actor),
    )


def checkpoints_for(actor: Actor) -> QuerySet[Checkpoint]:
    """The newest first."""
    _require_all(actor)
    return Checkpoint.objects.filter(organisation_id=actor.organisation_id).order_by("-number")


def keeping_of(actor: Actor) -> Keeping | None:
    _require_all(actor)
    return Keeping.objects.filter(organisation_id=actor.organisation_id).first()


def _anchors_of(actor: Actor, shown: int = 50) -> list[Anchor]:
    """For each place the newest anchor that holds, and the one that waits."""
    mine = Anchor.objects.filter(organisation_id=actor.organisation_id)
    held = mine.filter(done_at__isnull=False).order_by("kind", "target").values("kind", "target")
    newest = {(a["kind"], a["target"]): a["last"] for a in held.annotate(last=models.Max("number"))}
    wanted = Q(done_at=None)
    for (kind, target), number in newest.items():
        wanted |= Q(kind=kind, target=target, number=number)
    return list(mine.filter(wanted).order_by("kind", "target", "-number")[:shown])


def _require_all(actor: Actor) -> None:
    if not actor.reach(permissions.VIEW).everything:
        raise NotAllowed(permissions.VIEW)

"""When a backup was last made, and when one was last restored as a test."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from holger.backup import permissions
from holger.backup.models import Attempt
from holger.core import dates
from holger.core.actor import Actor

TOO_OLD = {Attempt.Kind.BACKUP: timedelta(hours=48), Attempt.Kind.TEST: timedelta(days=31)}


@dataclass(frozen=True)
class Latest:
    """The last good attempt of a kind, and the last one at all where that was not good."""

    kind: Attempt.Kind
    good: Attempt | None
    failed: Attempt | None

    @property
    def age(self) -> timedelta | None:
        return dates.now() - self.good.at if self.good else None

    @property
    def late(self) -> bool:
        return self.age is None or self.age > TOO_OLD[self.kind]

    @property
    def at(self) -> datetime | None:
        return self.good.at if self.good else None


def latest(kind: Attempt.Kind) -> Latest:
    attempts = Attempt.objects.filter(kind=kind).order_by("-at", "-pk")
    last, good = attempts.first(), attempts.filter(good=True).first()
    return Latest(kind, good, last if last and not last.good else None)


def status_for(actor: Actor) -> tuple[Latest, Latest]:
    """How the installation stands, for those who answer for an organisation in it."""
    actor.require(permissions.VIEW)
    return latest(Attempt.Kind.BACKUP), latest(Attempt.Kind.TEST)


def attempts_for(actor: Actor, count: int = 20) -> Sequence[Attempt]:
    actor.require(permissions.VIEW)
    return list(Attempt.objects.order_by("-at", "-pk")[:count])

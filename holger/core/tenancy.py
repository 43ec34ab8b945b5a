"""Which organisation the database is asked about.

PostgreSQL shows and takes only the rows of the organisation that the transaction stands in, and answers with an error
where none was named (``core/walls/policies.py``). A request is let in by the organisation room's middleware or the
API's token; everything else stands in one with ``inside``. SQLite knows no such walls: there the same words only
remember where we stand.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models.expressions import RawSQL

log = logging.getLogger(__name__)

NOWHERE = UUID(int=0)
"""No organisation's id: where somebody stands who looks at the whole house."""

_WHOLE = f"-c holger.organisation={NOWHERE} -c holger.whole=yes"
"""What the owner's connection tells PostgreSQL from its beginning."""


class UnknownOrganisation(LookupError):
    """There is no such organisation, or no longer: the work that was meant for it is not done."""


class AnotherOrganisation(RuntimeError):
    """Whoever stands in one organisation never steps into another: leave the first before."""


class LeftBehind(RuntimeError):
    """The connection still stood in an organisation before the transaction began: something has set it by hand."""


@dataclass
class _Stay:
    """The time between entering and leaving."""

    organisation_id: UUID
    gone_too: bool = False
    afterwards: list[tuple[UUID, Callable[[], object]]] = field(default_factory=list)


_stay: ContextVar[_Stay | None] = ContextVar("stay", default=None)


def current() -> UUID | None:
    """The organisation that we stand in."""
    stay = _stay.get()
    return stay.organisation_id if stay else None


@contextmanager
def inside(organisation_id: UUID, *, gone_too: bool = False, savepoint: bool = True) -> Iterator[None]:
    """One transaction in which only this organisation's rows are seen and written.

    Once more inside the same organisation is a savepoint; inside another it is an error. An organisation that does not
    exist is refused, so that a job that comes too late does nothing; ``gone_too`` lets the history of a removed one be read.
    Inside a transaction that is under way it is a savepoint too, unless that is to fail with it: SQLite looks through all
    that an open savepoint could undo whenever one within it ends.
    """
    if not isinstance(organisation_id, UUID):
        raise TypeError("an organisation is told by its id")
    if _stands_in(organisation_id):
        with transaction.atomic():
            yield
        return
    stay = _Stay(organisation_id, gone_too)
    try:
        within = connection.in_atomic_block
        with transaction.atomic(savepoint=savepoint):
            before = _enter(stay, within)
            _stay.set(stay)
            try:
                yield
            finally:
                _stay.set(None)  # before the commit: what waits for it stands outside again
            if before and within and not connection.needs_rollback:
                _set(*before)
    finally:
        _settle(stay)


@contextmanager
def answering(organisation_id: UUID) -> Iterator[None]:
    """As ``inside``, for a request or a download in an organisation that was just read.

    On SQLite without a transaction: only one connection may write there, and a page must not keep others waiting.
    """
    if connection.vendor == "postgresql":
        with inside(organisation_id):
            yield
        return
    if _stands_in(organisation_id):
        yield
        return
    stay = _Stay(organisation_id)
    _stay.set(stay)
    try:
        yield
    finally:
        _stay.set(None)
        _settle(stay)


def streaming[T](organisation_id: UUID, content: Iterable[T]) -> Iterator[T]:
    """A download that reads rows while it is sent, which is after the view has answered."""
    with answering(organisation_id):
        yield from content


def afterwards(write: Callable[[], object], organisation_id: UUID | None = None) -> None:
    """Write when we have left, in a transaction of its own, here or in another organisation: for what is to be kept
    even if the rest is undone."""
    stay = _stay.get()
    if stay is None:
        write()
    else:
        stay.afterwards.append((organisation_id or stay.organisation_id, write))


def undo() -> None:
    """Keep nothing of the answer under way: for errors that somebody has already made an answer of."""
    if current() is not None and connection.vendor == "postgresql":
        transaction.set_rollback(True)


def each[T](do: Callable[[UUID], T]) -> list[T]:
    """Do something in every organisation, one after the other, each in a transaction of its own."""
    found = []
    for organisation_id in list(_organisations().order_by("name").values_list("pk", flat=True)):
        with inside(organisation_id):
            found.append(do(organisation_id))
    return found


@contextmanager
def as_owner() -> Iterator[None]:
    """All questions inside go to the database as its owner, who sees every organisation at once.

    For migrations, backup and restore. The owner is named by ``HOLGER_OWNER_DATABASE_URL``; where one role does
    everything it is that one. A connection of its own, closed at the end: what others do meanwhile is not touched. Once
    more inside is the same connection, and its transaction.
    """
    if connection.vendor != "postgresql":
        yield
        return
    if current() is not None:
        raise AnotherOrganisation("leave the organisation before looking at the whole house")
    ours = connections[DEFAULT_DB_ALIAS]
    if _WHOLE in ours.settings_dict["OPTIONS"].get("options", ""):
        yield
        return
    told = {**ours.settings_dict, **(settings.OWNER_DATABASE or {})}
    told["OPTIONS"] = {**told["OPTIONS"], "options": f"{told['OPTIONS'].get('options', '')} {_WHOLE}".strip()}
    owner = type(ours)(told, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = owner
    try:
        _require_owner()
        yield
    finally:
        owner.close()
        connections[DEFAULT_DB_ALIAS] = ours


# --- Doors ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Door:
    """A question that is asked before an organisation is known: in which organisations is this key good?

    ``asks`` selects organisation ids and nothing else, with ``%(name)s`` for what it takes (name → PostgreSQL type).
    On PostgreSQL it becomes a function of the owner's, the only way past the walls; on SQLite it is asked as it is.
    A room declares its doors in ``selectors.py``.

        MEMBER = door("member", {"user": "uuid"}, "SELECT organisation_id FROM … WHERE user_id = %(user)s")
        Organisation.objects.filter(pk__in=MEMBER(user=user.pk))
    """

    name: str
    takes: Mapping[str, str]
    asks: str

    @property
    def function(self) -> str:
        return f"holger_door_{self.name}"

    def __call__(self, **key: Any) -> RawSQL:
        """The organisations' ids, to be used with ``__in``."""
        return RawSQL(*self.question(**key))  # noqa: S611 (what is given is a parameter of the question)

    def question(self, **key: Any) -> tuple[str, list[Any]]:
        """The SQL and its parameters."""
        if key.keys() != self.takes.keys():
            raise TypeError(f"the door {self.name} takes {', '.join(self.takes)}")
        if connection.vendor == "postgresql":
            places = ", ".join(f"%s::{kind}" for kind in self.takes.values())
            return f"SELECT {self.function}({places})", [key[name] for name in self.takes]
        names = re.findall(r"%\((\w+)\)s", self.asks)
        return re.sub(r"%\(\w+\)s", "%s", self.asks), [_plain(key[name]) for name in names]


DOORS: dict[str, Door] = {}


def door(name: str, takes: Mapping[str, str], asks: str) -> Door:
    """Declare a door."""
    if name in DOORS or not re.fullmatch(r"[a-z]+", name):
        raise ValueError(f"there is a door {name} already, or its name is not one word")
    DOORS[name] = Door(name, takes, asks)
    return DOORS[name]


def _plain(value: Any) -> Any:
    """A value as SQLite keeps it."""
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


# --- What the database is told -------------------------------------------------------------------------------------


def _stands_in(organisation_id: UUID) -> bool:
    """Are we there already? Raise if we are elsewhere."""
    here = current()
    if here is not None and here != organisation_id:
        raise AnotherOrganisation(f"inside {here}; asked for {organisation_id}")
    return here is not None


def _enter(stay: _Stay, within: bool) -> tuple[str, str] | None:
    """Tell the database where we stand, until the transaction ends. Returns what it was told before."""
    if connection.vendor != "postgresql":
        if not stay.gone_too and not _organisations().filter(pk=stay.organisation_id).exists():
            raise UnknownOrganisation(str(stay.organisation_id))
        return None
    before = _set(str(stay.organisation_id), "", known="" if stay.gone_too else _organisations().model._meta.db_table)
    if before is None:
        raise UnknownOrganisation(str(stay.organisation_id))
    if not within and before[0] not in ("", str(NOWHERE)):
        connection.close()
        raise LeftBehind(before[0])
    return before


def _set(organisation: str, whole: str, known: str = "") -> tuple[str, str] | None:
    """The one place where the settings are set: for this transaction only, so that no pooled connection keeps them.

    ``known``: the table that must have the organisation. Returns the settings before, or None for an unknown one.
    """
    asked = (
        "SELECT coalesce(current_setting('holger.organisation', true), ''),"
        " coalesce(current_setting('holger.whole', true), ''),"
        " set_config('holger.organisation', %s, true), set_config('holger.whole', %s, true)"
    )
    values = [organisation, whole]
    if known:
        asked, values = f"{asked} FROM {known} WHERE id = %s", [*values, organisation]
    with connection.cursor() as cursor:
        cursor.execute(asked, values)
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def _settle(stay: _Stay) -> None:
    """What was to be written afterwards. The answer has been given: a failure here is told of in the log."""
    for organisation_id, write in stay.afterwards:
        try:
            with inside(organisation_id):
                write()
        except Exception:
            log.exception("Something could not be written in %s after leaving", organisation_id)


def _organisations() -> Any:
    return apps.get_model("organisation.Organisation")._base_manager.all()


def _require_owner() -> None:
    """Whoever is not the owner would see nothing and take that for the whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolname = current_user OR u.rolsuper FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner,"
            " pg_roles u WHERE u.rolname = current_user AND c.oid = to_regclass(%s)",
            [_organisations().model._meta.db_table],
        )
        row = cursor.fetchone()
    if row is not None and not row[0]:
        raise ImproperlyConfigured("Only the owner of the tables may do this. Set HOLGER_OWNER_DATABASE_URL.")

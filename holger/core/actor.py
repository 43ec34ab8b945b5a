"""Who acts: a person in one organisation, with the roles held there, through a page, the API or a command."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from holger.core.errors import NotAllowed, NotFound
from holger.core.permissions import PERMISSIONS, Guest, Permission, Role


class Channel(StrEnum):
    PAGE = "page"
    API = "api"
    COMMAND = "command"
    IMPORT = "import"
    SYSTEM = "system"


@dataclass(frozen=True)
class Grant:
    """A role, over the whole organisation (``unit_ids`` is None) or over a unit and all units below it."""

    role: Role
    unit_ids: frozenset[UUID] | None = None


@dataclass(frozen=True)
class Reach:
    """How far a permission reaches for an actor: everything, some units, and/or the objects the person owns."""

    everything: bool
    unit_ids: frozenset[UUID]
    own: bool

    def __bool__(self) -> bool:
        return self.goes_beyond_own or self.own

    @property
    def goes_beyond_own(self) -> bool:
        return self.everything or bool(self.unit_ids)


class Owned(Protocol):
    """A row of an organisation. If it has ``unit_id`` or ``owned_by`` too, it can be reached by unit or by owner."""

    organisation_id: UUID


@dataclass(frozen=True)
class Actor:
    organisation_id: UUID
    person_id: UUID | None
    user_id: UUID | None
    label: str
    grants: tuple[Grant, ...]
    channel: Channel = Channel.PAGE
    via: str = ""
    """What carried the request where it is not the person's own browser: a token's name, a file's name."""
    guest: Guest | None = None
    """Somebody without an account: holds no role, and only what a permission leaves to such guests."""

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def reach(self, permission: str) -> Reach:
        """How far ``permission`` reaches for this actor. Raises KeyError for a word outside the vocabulary."""
        known = PERMISSIONS[permission]
        wide = [grant for grant in self.grants if grant.role in known.everywhere]
        if any(grant.unit_ids is None for grant in wide):
            return Reach(everything=True, unit_ids=frozenset(), own=True)
        units = frozenset(unit for grant in wide for unit in grant.unit_ids or ())
        return Reach(everything=False, unit_ids=units, own=self._own(known))

    def _own(self, known: Permission) -> bool:
        return any(grant.role in known.own for grant in self.grants) or self.guest in known.guests

    def may(self, permission: str, obj: Owned | None = None) -> bool:
        """May this actor do it, to ``obj`` or (without one) to anything at all?"""
        reach = self.reach(permission)
        if obj is None:
            return bool(reach)
        if obj.organisation_id != self.organisation_id:
            return False
        if reach.everything or getattr(obj, "unit_id", None) in reach.unit_ids:
            return True
        owned_by = getattr(obj, "owned_by", None)
        return reach.own and self.person_id is not None and owned_by is not None and owned_by(self.person_id)

    def require(self, permission: str, obj: Owned | None = None) -> None:
        """Raise ``NotAllowed`` unless the actor may; another organisation's object is ``NotFound``."""
        if obj is not None and obj.organisation_id != self.organisation_id:
            raise NotFound
        if not self.may(permission, obj):
            raise NotAllowed(permission)

"""The one vocabulary of what may be done, and which role may do it.

Each room declares its permissions in its ``permissions.py``; together they are the access matrix that the tests
hold every route against. Roles follow the field: see ``docs/permissions.md``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    OWNER = "owner"
    SECURITY_OFFICER = "security_officer"
    DPO = "dpo"
    CONTRIBUTOR = "contributor"
    AUDITOR = "auditor"
    EMPLOYEE = "employee"


class Guest(StrEnum):
    """Who comes by a link, without an account: no member, and let in to nothing but what the link is about."""

    SUPPLIER = "supplier"


ROLE_LABELS: dict[Role, Promise] = {
    Role.OWNER: _("Owner"),
    Role.SECURITY_OFFICER: _("Security officer"),
    Role.DPO: _("Data protection officer"),
    Role.CONTRIBUTOR: _("Contributor"),
    Role.AUDITOR: _("Auditor"),
    Role.EMPLOYEE: _("Employee"),
}

# Who may grant what: nobody hands out a role above their own.
RANK = {
    Role.OWNER: 3,
    Role.SECURITY_OFFICER: 2,
    Role.DPO: 1,
    Role.CONTRIBUTOR: 1,
    Role.AUDITOR: 1,
    Role.EMPLOYEE: 0,
}

EVERYBODY = tuple(Role)
MANAGERS = (Role.OWNER, Role.SECURITY_OFFICER)
READERS = (Role.OWNER, Role.SECURITY_OFFICER, Role.DPO, Role.AUDITOR)


@dataclass(frozen=True)
class Permission:
    """``everywhere``: on all objects in the role's reach. ``own``: only on objects that the person owns.

    ``guests``: on what their link is about, which the service that asks must see to.
    """

    name: str
    label: Promise | str
    everywhere: frozenset[Role]
    own: frozenset[Role]
    guests: frozenset[Guest] = frozenset()


PERMISSIONS: dict[str, Permission] = {}


def permission(
    name: str,
    label: Promise | str,
    *,
    everywhere: Iterable[Role],
    own: Iterable[Role] = (),
    guests: Iterable[Guest] = (),
) -> str:
    """Declare what may be done and by whom, and return its name."""
    if name in PERMISSIONS:
        raise ValueError(f"permission {name} is declared twice")
    PERMISSIONS[name] = Permission(name, label, frozenset(everywhere), frozenset(own), frozenset(guests))
    return name

"""Who may do what: the one rule behind every page and service."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from holger.core.actor import Actor, Grant
from holger.core.errors import NotAllowed, NotFound
from holger.core.permissions import PERMISSIONS, Permission, Role

KRONBORG, ROSENBORG, BO, PRODUCTION, SALES = (uuid4() for _ in range(5))


@dataclass
class Thing:
    organisation_id: UUID = KRONBORG
    unit_id: UUID | None = None
    owner_id: UUID | None = None

    def owned_by(self, person_id: UUID | None) -> bool:
        return self.owner_id == person_id


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    wide, own = frozenset({Role.SECURITY_OFFICER}), frozenset({Role.CONTRIBUTOR})
    monkeypatch.setitem(PERMISSIONS, "thing.edit", Permission("thing.edit", "Edit things", wide, own))


def actor(*grants: Grant, person_id: UUID | None = BO) -> Actor:
    return Actor(KRONBORG, person_id, None, "Bo", grants)


def test_a_role_over_the_whole_organisation_reaches_everything() -> None:
    officer = actor(Grant(Role.SECURITY_OFFICER))
    assert officer.reach("thing.edit").everything
    assert officer.may("thing.edit", Thing())


def test_a_role_in_a_unit_reaches_that_unit_only() -> None:
    officer = actor(Grant(Role.SECURITY_OFFICER, frozenset({PRODUCTION})))
    assert officer.may("thing.edit", Thing(unit_id=PRODUCTION))
    assert not officer.may("thing.edit", Thing(unit_id=SALES))
    assert not officer.may("thing.edit", Thing(unit_id=None))


def test_a_row_without_unit_or_owner_is_for_those_who_reach_everything() -> None:
    @dataclass
    class Rule:
        organisation_id: UUID = KRONBORG

    assert actor(Grant(Role.SECURITY_OFFICER)).may("thing.edit", Rule())
    assert not actor(Grant(Role.SECURITY_OFFICER, frozenset({PRODUCTION}))).may("thing.edit", Rule())
    assert not actor(Grant(Role.CONTRIBUTOR)).may("thing.edit", Rule())


def test_a_contributor_reaches_what_is_theirs() -> None:
    bo = actor(Grant(Role.CONTRIBUTOR))
    assert bo.may("thing.edit", Thing(owner_id=BO))
    assert not bo.may("thing.edit", Thing(owner_id=uuid4()))
    assert not bo.may("thing.edit", Thing(owner_id=None))


def test_somebody_without_a_person_owns_nothing() -> None:
    assert not actor(Grant(Role.CONTRIBUTOR), person_id=None).may("thing.edit", Thing(owner_id=None))


def test_roles_add_up() -> None:
    both = actor(Grant(Role.CONTRIBUTOR), Grant(Role.SECURITY_OFFICER, frozenset({SALES})))
    assert both.may("thing.edit", Thing(unit_id=SALES))
    assert both.may("thing.edit", Thing(unit_id=PRODUCTION, owner_id=BO))
    assert not both.may("thing.edit", Thing(unit_id=PRODUCTION))


def test_other_roles_may_not() -> None:
    auditor = actor(Grant(Role.AUDITOR))
    assert not auditor.reach("thing.edit")
    with pytest.raises(NotAllowed):
        auditor.require("thing.edit", Thing(owner_id=BO))


def test_another_organisations_object_is_missing_rather_than_forbidden() -> None:
    officer = actor(Grant(Role.SECURITY_OFFICER))
    assert not officer.may("thing.edit", Thing(organisation_id=ROSENBORG))
    with pytest.raises(NotFound):
        officer.require("thing.edit", Thing(organisation_id=ROSENBORG))


def test_a_word_outside_the_vocabulary_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        actor(Grant(Role.OWNER)).may("thing.juggle")

from datetime import UTC, datetime, timedelta

from holger.organisation import rules

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_nobody_hands_out_a_role_above_their_own():
    officer = [(2, None)]
    assert rules.may_give(officer, 2, None)
    assert rules.may_give(officer, 0, "production")
    assert not rules.may_give(officer, 3, None)


def test_nobody_hands_out_a_role_wider_than_their_own():
    local = [(2, frozenset({"production", "line 2"}))]
    assert rules.may_give(local, 1, "line 2")
    assert not rules.may_give(local, 1, "sales")
    assert not rules.may_give(local, 1, None)


def test_a_unit_cannot_come_to_lie_below_itself():
    parents = {"group": None, "production": "group", "line 2": "production"}
    assert rules.why_not_move("group", "line 2", parents)
    assert rules.why_not_move("group", "group", parents)
    assert rules.why_not_move("line 2", "group", parents) is None
    assert rules.why_not_move("line 2", None, parents) is None


def test_an_invitation_needs_an_address_and_a_role():
    good = {"email": "bo@kronborg.example", "signs_in": False, "suspended": False, "roles": 1}
    assert rules.why_not_invite(**good) is None
    assert rules.why_not_invite(**{**good, "email": ""}).field == "email"
    assert rules.why_not_invite(**{**good, "roles": 0}).field == "role"
    assert rules.why_not_invite(**{**good, "signs_in": True})
    assert rules.why_not_invite(**{**good, "suspended": True})


def test_an_invitation_is_good_once_and_for_a_week():
    good = {"expires_at": NOW + timedelta(days=7), "used_at": None, "revoked_at": None, "signs_in": False, "now": NOW}
    assert rules.invitation_holds(**good)
    assert not rules.invitation_holds(**{**good, "now": NOW + timedelta(days=7)})
    assert not rules.invitation_holds(**{**good, "used_at": NOW})
    assert not rules.invitation_holds(**{**good, "revoked_at": NOW})
    assert not rules.invitation_holds(**{**good, "signs_in": True})

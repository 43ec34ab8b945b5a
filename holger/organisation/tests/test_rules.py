from datetime import UTC, datetime, timedelta

from holger.organisation import rules
from holger.organisation.rules import Turn

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


TODAY = NOW.date()


def day(ago):
    return TODAY - timedelta(days=ago)


def test_a_first_day_is_told_of_on_the_day_and_once():
    assert rules.turn_of(None, None, TODAY) is Turn.NOTHING
    assert rules.turn_of(day(-1), None, TODAY) is Turn.NOTHING
    assert rules.turn_of(day(0), None, TODAY) is Turn.TELL
    assert rules.turn_of(day(0), day(0), TODAY) is Turn.NOTHING


def test_a_last_day_is_told_of_when_it_is_over():
    assert rules.turn_of(day(0), None, TODAY, last=True) is Turn.NOTHING
    assert rules.turn_of(day(1), None, TODAY, last=True) is Turn.TELL


def test_whoever_is_put_in_long_after_is_only_noted():
    assert rules.turn_of(day(30), None, TODAY) is Turn.TELL
    assert rules.turn_of(day(31), None, TODAY) is Turn.NOTE
    assert rules.turn_of(day(31), None, TODAY, last=True) is Turn.TELL
    assert rules.turn_of(day(32), None, TODAY, last=True) is Turn.NOTE


def test_a_day_put_right_is_the_same_coming_and_another_day_is_a_new_one():
    assert rules.turn_of(day(2), day(9), TODAY) is Turn.NOTE
    assert rules.turn_of(day(2), day(900), TODAY) is Turn.TELL
    assert rules.turn_of(day(-3), day(9), TODAY) is Turn.FORGET
    assert rules.turn_of(None, day(9), TODAY) is Turn.FORGET

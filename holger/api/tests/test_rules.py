import pytest

from holger.api import rules
from holger.api.v1 import document  # noqa: F401  (declares the operations)
from holger.api.v1.operation import OPERATIONS


def test_secrets_are_long_and_never_the_same():
    first, second = rules.new_secret(), rules.new_secret()
    assert first.startswith("holger_")
    assert len(first) >= 7 + 43  # 256 bits in base64
    assert first != second
    assert len(rules.secret_hash(first)) == 64


@pytest.mark.parametrize(
    ("scope", "room", "level", "opens"),
    [
        ({"*": "write"}, "assets", "write", True),
        ({"*": "read"}, "assets", "write", False),
        ({"*": "read"}, "assets", "read", True),
        ({"assets": "write"}, "assets", "read", True),
        ({"assets": "read"}, "assets", "write", False),
        ({"assets": "write"}, "risks", "read", False),
        ({"*": "read", "assets": "write"}, "assets", "write", True),
        ({}, "assets", "read", False),
    ],
)
def test_a_scope_opens_what_it_says(scope, room, level, opens):
    assert rules.opens(scope, room, level) is opens


def test_scopes_as_people_write_them():
    assert rules.parse_scope("read") == {"*": "read"}
    assert rules.parse_scope("assets:write, risks:read") == {"assets": "write", "risks": "read"}


@pytest.mark.parametrize("scope", [{}, {"cellar": "read"}, {"assets": "delete"}, {"*": ""}, {"reports": "write"}])
def test_a_scope_that_means_nothing_is_refused(scope):
    assert rules.why_not_scope(scope).field == "scope"


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_does_not_last_forever(days):
    assert rules.why_not_days(days).field == "days"


def test_rooms_without_anything_to_write_are_known():
    written = {operation.room for operation in OPERATIONS.values() if operation.level == rules.WRITE}
    assert set(rules.ROOMS) - written == {*rules.READ_ONLY, "scim"}  # whose addresses are not among the operations

"""How far a session reaches, by how its user signed in."""

from typing import Any

import pytest

from holger.accounts.bounds import signed_in_alone

PASSWORD = {"method": "password"}
AGAIN = {"method": "password", "reauthenticated": True}
CODE = {"method": "mfa", "type": "totp"}
PASSKEY = {"method": "mfa", "type": "webauthn", "passwordless": True}
THROUGH = {"method": "single_sign_on", "organisation": "a", "second_factor": True}


@pytest.mark.parametrize(
    ("records", "has_second_factor", "alone"),
    [
        ([THROUGH], False, False),
        ([THROUGH], True, False),
        ([THROUGH, CODE], True, False),
        ([THROUGH, AGAIN], False, True),
        ([THROUGH, AGAIN], True, False),
        ([THROUGH, AGAIN, CODE], True, True),
        ([PASSWORD, THROUGH], False, True),
        ([PASSKEY, THROUGH], True, True),
    ],
)
def test_signed_in_by_what_is_theirs_alone(records: Any, has_second_factor: bool, alone: bool) -> None:
    assert signed_in_alone(records, lambda: has_second_factor) is alone

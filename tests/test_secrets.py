"""Secrets never reach the history: made through every door there is, and looked for in all that was told."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from holger.accounts.models import User
from holger.api import services as api
from holger.api.models import Token
from holger.history import exports
from holger.history import services as history
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.organisation.models import Invitation
from tests.cast import PASSWORD, actor_of, client_of, make_person
from tests.world import World

CHOSEN = "quiet-moss-beside-the-moat"
CHANGED = "quiet-moss-behind-the-moat"


@pytest.fixture
def secrets(cast, world: World) -> dict[str, str]:
    """Every kind of secret, used as people use it."""
    olga, anna = actor_of(cast.olga), actor_of(cast.anna)
    person = make_person(cast.kronborg, "Jonas Brandt", signs_in=False, email="jonas@kronborg.example")
    organisation.role_give(actor=olga, person=person, role="employee")
    link = organisation.invitation_send(actor=olga, person=person, by_mail=False).link
    invited = link.rstrip("/").rpartition("/")[2]
    organisation.invitation_accept(secret=invited, user=None, name="Jonas Brandt", password=CHOSEN)
    again = make_person(cast.kronborg, "Nora Dam", signs_in=False, email="nora@kronborg.example")
    organisation.role_give(actor=olga, person=again, role="employee")
    unused = organisation.invitation_send(actor=olga, person=again, by_mail=False).link.rstrip("/").rpartition("/")[2]
    organisation.invitation_revoke(actor=olga, person=again)
    token, secret = api.token_create(actor=anna, person=cast.anna, name="SIEM", scope={"*": "read"})
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/o/kronborg/me").status_code == 200
    user = User.objects.get(email="jonas@kronborg.example")
    browser = Client()
    browser.post("/account/login/", {"login": user.email, "password": CHOSEN})
    browser.post("/account/password/change/", {"oldpassword": CHOSEN, "password1": CHANGED, "password2": CHANGED})
    user.refresh_from_db()
    totp = generate_totp_secret()
    TOTP.activate(user, totp)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    person.refresh_from_db()
    organisation.person_edit(actor=olga, person=person, job_title="Fitter")
    history.keeping_set(actor=olga, auditors="carl@audit.example", years=5)
    api.token_revoke(actor=anna, token=token)
    kept = {f"recovery code {number}": code for number, code in enumerate(codes)}
    sessions = {
        f"session {n}": client_of(p).cookies["holger-session"].value for n, p in enumerate((cast.anna, cast.bo))
    }
    return kept | sessions | {
        "password": CHOSEN,
        "changed password": CHANGED,
        "cast's password": PASSWORD,
        "invitation": invited,
        "unused invitation": unused,
        "token": secret,
        "token's hash": Token.objects.get(pk=token.pk).secret_hash,
        "invitation's hash": Invitation.objects.filter(person=person).latest("created_at").secret_hash,
        "totp": totp,
        "totp as kept": Authenticator.objects.get(user=user, type="totp").data["secret"],
        "password's hash": user.password,
    }  # fmt: skip


def test_no_secret_is_told(secrets: dict[str, str], cast) -> None:
    columns = ("actor_label", "via", "subject_label", "payload", "action")
    rows = "\n".join("|".join(row) for row in Event.objects.values_list(*columns))
    told = rows + "".join(exports.whole_chain(cast.kronborg.id))
    assert "token.created" in told and "invitation.sent" in told  # there is something to look in
    assert [name for name, secret in secrets.items() if secret in told] == []
    assert all(len(secret) >= 8 for secret in secrets.values())

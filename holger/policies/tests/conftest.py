"""The people of the room's tests, as those who act."""

import pytest

from holger.audience.services import Chosen
from holger.policies import services
from holger.policies.rules.content import Said
from tests.cast import actor_of


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def olga(cast):
    return actor_of(cast.olga)


@pytest.fixture
def policy(anna):
    """Written by Anna, in both languages, for everybody."""
    texts = {
        "en": Said("Acceptable use", "Lock your screen.", "## Devices\n\nLock your screen when you leave."),
        "da": Said("Acceptabel brug", "Lås din skærm.", "## Enheder\n\nLås din skærm, når du går."),
    }
    return services.policy_create(actor=anna, audience=Chosen(everybody=True), texts=texts, language="en", confirm=True)


@pytest.fixture
def in_force(cast, anna, olga, policy):
    """The same, approved by Olga."""
    approve(policy, anna, olga, cast.olga)
    policy.refresh_from_db()
    return policy


def approve(policy, writer, approver, person):
    version = services.approval_request(actor=writer, policy=policy, approver=person)
    return services.policy_approve(actor=approver, policy=policy, digest=version.digest)

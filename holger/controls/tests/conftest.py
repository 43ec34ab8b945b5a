"""What most tests of the room begin with: the security officer, and two small frameworks."""

import pytest

from holger.frameworks.tests.factories import bring, other, scope
from tests.cast import actor_of


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def rules(anna):
    return bring(anna)


@pytest.fixture
def others(anna):
    return bring(anna, other())


@pytest.fixture
def whole(rules):
    """The rules in the whole organisation."""
    return scope(rules)

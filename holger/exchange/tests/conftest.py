import pytest

from holger.core.registry import registry


@pytest.fixture
def people():
    """The test register, registered for as long as a test runs."""
    from holger.exchange.tests.registers import KIND, PEOPLE

    registry.registers[KIND] = PEOPLE
    yield KIND
    del registry.registers[KIND]

import pytest

from holger.core.permissions import Role
from holger.organisation import services
from holger.scim.tests.directory import Directory
from tests.cast import Cast, actor_of


@pytest.fixture
def directory(cast: Cast) -> Directory:
    """Kronborg's, as a service account that is security officer."""
    olga = actor_of(cast.olga)
    account = services.service_account_create(actor=olga, name="Feed of people", responsible=cast.olga)
    services.role_give(actor=olga, person=account, role=Role.SECURITY_OFFICER)
    return Directory(account, maker=cast.olga)

"""The pages of controls: who sees and does what there."""

import pytest

from holger.controls.tests.factories import make_control
from holger.frameworks.tests.factories import requirement

pytestmark = pytest.mark.django_db


def test_pages(cast, anna, rules, client_of):
    make_control(anna, requirements=[requirement(rules, "1.1")], maturity=2)
    b = client_of(cast.anna)
    for path in (
        "",
        "controls/",
        "controls/board/",
        "controls/F-1/",
        "controls/F-1/edit/",
        "controls/new/",
        "controls/F-1/requirements/",
        "controls/coverage/FW-1/",
        rules.path,
        requirement(rules, "1.1").path,
    ):
        r = b.get(f"/o/kronborg/{path}")
        assert r.status_code == 200, path

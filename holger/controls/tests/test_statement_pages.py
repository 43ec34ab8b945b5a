import pytest

from holger.controls.tests.statements import link, make_approved, make_control
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import answer, standing
from tests.cast import client_of

pytestmark = pytest.mark.django_db


def test_smoke(cast, anna, rules, whole):
    link(make_control(anna, "Locks"), rules, "1.1")
    answer(anna, rules, **{"1.2": "met"})
    make_approved(anna, whole, cast.olga)
    frameworks.standing_choose(actor=anna, standing=standing(rules, "2.1"), applicable=False, reason="n/a")
    link(make_control(anna, "Bars"), rules, "1.1")
    c = client_of(cast.anna)
    B = "/o/kronborg/statements/"
    for p in (
        "",
        "FW-1/1/",
        "FW-1/1/?changed=yes",
        "FW-1/1/?theme=1&status=in_place&driver=law&question=unproven&choice=in",
        "FW-1/1/?part=tabs",
        "FW-1/1/versions/",
        "FW-1/1/v1/",
        "FW-1/1/compare/",
        "FW-1/1/send/",
    ):
        r = c.get(B + p)
        print(p, r.status_code, len(r.content))
        assert r.status_code in (200, 302), p
    r = c.post(B + "FW-1/1/draft/")
    assert r.status_code == 302
    for p in ("FW-1/1/edit/", "FW-1/1/send/"):
        r = c.get(B + p)
        print(p, r.status_code)
        assert r.status_code == 200
    r = c.post(B + "FW-1/1/send/", {"approver": str(cast.olga.pk), "change_note": "x"})
    print(r.status_code)
    assert r.status_code == 302
    o = client_of(cast.olga)
    for p in ("FW-1/1/", "FW-1/1/approve/", "FW-1/1/decline/", "FW-1/1/v2/"):
        r = o.get(B + p)
        print(p, r.status_code)
        assert r.status_code == 200

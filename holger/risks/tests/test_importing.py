"""The register as a spreadsheet: in, out again unchanged, and taken back."""

import pytest

from holger.assets.tests.factories import make_asset
from holger.core.errors import NotAllowed, RuleBroken
from holger.exchange.fields import ChangedRow, NewRow
from holger.risks import services
from holger.risks.models import AssetScore, Risk
from holger.risks.register import RISKS, rows
from holger.risks.tests.factories import install, make_risk, threat
from tests.cast import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    actor = actor_of(cast.anna)
    install(actor)
    return actor


@pytest.fixture
def system(cast):
    return make_asset(cast.kronborg, owner=cast.bo, unit=cast.production)


def test_rows_become_scored_risks(anna, system, cast):
    services.risks_import(
        actor=anna,
        creates=[
            NewRow(
                2, {"asset": system.pk, "threat": threat(anna, "T18").pk, "consequence": 4, "current_likelihood": 4}
            ),
            NewRow(3, {"asset": system.pk, "title": "Own words", "reference": "ACC-7", "current_a": 2}),
        ],
        updates=[],
    )
    first, second = Risk.objects.order_by("number")
    assert (first.title, first.hits, first.current_i, first.current_c) == ("Software bug corrupts data", "i", 4, None)
    assert (first.current_score, first.owner_id, first.assessed_at is not None) == (16, cast.bo.id, True)
    assert (second.reference, second.assessed_at) == ("ACC-7", None)
    assert AssetScore.objects.get().score == 16


def test_a_row_without_threat_and_title_is_refused(anna, system):
    with pytest.raises(RuleBroken):
        services.risks_import(actor=anna, creates=[NewRow(2, {"asset": system.pk})], updates=[])
    with pytest.raises(RuleBroken, match="your method has 5"):
        services.risks_import(
            actor=anna, creates=[NewRow(2, {"asset": system.pk, "title": "Fire", "current_c": 6})], updates=[]
        )
    assert not Risk.objects.exists()


def test_changes_void_acceptances_and_are_undone(cast, anna, system):
    from datetime import timedelta

    from holger.core import dates

    risk = make_risk(anna, system)
    olga = actor_of(cast.olga)
    services.risk_accept(actor=olga, risk=risk, reason="Cheaper", expires_on=dates.today() + timedelta(days=30))
    risk.refresh_from_db()
    payload = services.risks_import(
        actor=anna,
        creates=[NewRow(2, {"asset": system.pk, "title": "Fire"})],
        updates=[ChangedRow(3, risk.pk, risk.version, {"current_likelihood": 5}, {"current_likelihood": [3, 5]})],
    )
    risk.refresh_from_db()
    assert (risk.current_score, risk.accepted_until) == (20, None)
    services.risks_import_undo(actor=anna, payload=payload)
    risk.refresh_from_db()
    assert (risk.current_score, Risk.objects.count(), AssetScore.objects.get().score) == (12, 1, 12)


def test_only_who_may_import_does(cast, anna, system):
    with pytest.raises(NotAllowed):
        services.risks_import(actor=actor_of(cast.bo), creates=[], updates=[])


def test_the_register_reads_what_it_writes(anna, system):
    make_risk(anna, system)
    (existing,) = rows(anna)
    names = {field.name for field in RISKS.fields}
    assert set(existing.values) <= names
    assert existing.values["consequence"] == 4
    assert existing.values["current_score"] == 12

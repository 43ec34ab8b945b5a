"""The demo's suppliers: a chain, reports in every state, a transfer without basis, and spellings that wait to be merged."""

from urllib.parse import urlsplit

import pytest
from django.db.models import F
from django.test import Client

from holger.core import dates, tenancy
from holger.demo.filling import contracts, map, people, questionnaires, supervision, suppliers
from holger.demo.filling.story import Story, load
from holger.organisation import selectors
from holger.suppliers.models import Contract, Sending, Supplier, SupplyLink, Transfer
from holger.suppliers.rules.spelling import key_of
from holger.suppliers.selectors import doubles
from holger.suppliers.selectors.chain import concentration
from holger.suppliers.selectors.parts import expiring

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_register_has_all_that_there_is_to_see(language):
    story = Story(load("kronborg"), language)
    people.plan(story, "")
    map.plan(story)
    suppliers.plan(story)
    contracts.plan(story)
    questionnaires.plan(story)
    supervision.plan(story)
    story.tell()
    with tenancy.inside(story.organisation.pk):
        actor = selectors.actor_of(story.people["karen"])
        rows = {row.title: row for row in Supplier.objects.filter(merged_into=None)}
        assert len(rows) >= 25
        assert SupplyLink.objects.count() >= 8
        assert rows["Fyns Datalager"].criticality >= rows["Nordlys Hosting"].criticality >= 3
        assert rows["Manila Helpdesk"].criticality == rows["Microsoft Ireland"].criticality
        assert Transfer.objects.filter(basis="").count() == 1
        assert "NORDLYS-HOSTING A/S" in rows["Nordlys Hosting"].aliases
        assert len(doubles.doubles_for(actor)) == 2
        assert len(expiring(actor, dates.today())) == 1
        assert concentration(actor).countries[0].key == "DK"
        one_row_each(rows)
        the_contracts()
        the_questionnaires(story)
        assert rows["Trekroner Kommunikation"].status == "planned" and rows["Gamle Drift A/S"].status == "ended"


def one_row_each(rows: dict[str, Supplier]) -> None:
    """What one part of the story calls a supplier is what every other does; one spelling waits on purpose."""
    assert len(rows) - len({key_of(title) for title in rows}) == 1
    for title in ("Lønhuset A/S", "Nordlys Hosting", "Salgslinjen ApS", "Jobbroen", "Lærbart AB"):
        row = rows[title]
        assert row.assets.exists() and row.contracts.exists() and row.supervisions.exists(), title


def the_contracts() -> None:
    rows, today = Contract.objects.all(), dates.today()
    assert rows.count() >= 20 and set(rows.values_list("status", flat=True)) == {
        "draft",
        "active",
        "notice_given",
        "ended",
    }
    assert not [row for row in rows if row.ends_now(today)]
    marks = sorted((row.notice_by - today).days for row in rows if row.notice_by)
    assert marks[0] >= 0 and sum(days <= 30 for days in marks) >= 2 and sum(days <= 180 for days in marks) >= 6
    assert rows.filter(kept_for=F("exit_ends")).count() == 1
    assert rows.filter(agreement__isnull=False).count() >= 7 and rows.filter(amendments__isnull=False).exists()
    assert rows.filter(clauses__held="missing").exists()


def the_questionnaires(story: Story) -> None:
    concluded, waiting, late, halfway = Sending.objects.order_by("number")
    states = [(row.state, row.verdict) for row in (concluded, waiting, late, halfway)]
    assert states == [("concluded", "remarks"), ("submitted", ""), ("sent", ""), ("sent", "")]
    assert concluded.progress == waiting.progress == 100 and 30 < halfway.progress < 70 and late.progress == 0
    assert late.due < dates.today() < halfway.due and late.reminded >= 1
    assert [row.state for row in concluded.findings.all()] == ["closed", "closed"]
    assert len(story.portal_links) == 2
    answer = Client().get(urlsplit(story.portal_links[0]).path)
    assert answer.status_code == 200

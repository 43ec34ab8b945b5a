"""The record's pages: for each role, for a stranger, and by one click."""

import pytest

from holger.assets.tests.factories import make_asset
from holger.exchange.reading import read_workbook
from holger.privacy import services
from holger.privacy.models import Activity, ActivityTransfer, Entity, Status
from holger.privacy.tests.factories import make_activity, make_transfer
from tests.cast import Cast, actor_of, client_of

ALL = "/o/kronborg/privacy/activities/"
ONE = f"{ALL}PA-1/"


@pytest.fixture
def row(cast: Cast) -> Activity:
    return make_activity(cast.kronborg, owner=cast.bo, status=Status.DRAFT)


def test_the_list_and_the_page(cast: Cast, row: Activity) -> None:
    karen = client_of(cast.karen)
    assert "Payroll" in karen.get(ALL).content.decode()
    page = karen.get(ONE).content.decode()
    assert "Pay salaries" in page and "Take into the record" in page
    assert "No legal basis" in page and "Choose the basis" in page and "Still missing" in page


@pytest.mark.parametrize("address", ["", "report/"])
def test_who_sees_it(cast: Cast, row: Activity, address: str) -> None:
    for person, status in ((cast.carl, 200), (cast.bo, 200), (cast.emil, 403), (cast.dorte, 404)):
        assert client_of(person).get(ONE + address).status_code == status
    make_activity(cast.kronborg, "Customers")
    assert client_of(cast.bo).get(f"{ALL}PA-2/{address}").status_code == 404
    assert client_of(None).get(ONE + address).status_code == 302


@pytest.mark.parametrize("address", ["edit/", "review/", "transfers/add/", "guide/what/", "guide/end/"])
def test_who_changes_it(cast: Cast, row: Activity, address: str) -> None:
    for person, status in ((cast.karen, 200), (cast.bo, 200), (cast.carl, 403), (cast.dorte, 404)):
        assert client_of(person).get(ONE + address).status_code == status


@pytest.mark.parametrize("address", ["accept/", "end/", "resume/", "archive/", "restore/"])
def test_who_moves_it(cast: Cast, row: Activity, address: str) -> None:
    for person, status in ((cast.bo, 302), (cast.carl, 403), (cast.dorte, 404)):
        assert client_of(person).post(ONE + address).status_code in (status, 403)
    row.refresh_from_db()
    assert (row.status, row.archived_at) == (Status.DRAFT, None)
    assert client_of(cast.karen).post(ONE + address).status_code == 302
    assert client_of(cast.karen).get(ONE + address).status_code == 405


def test_it_is_written_whole(cast: Cast) -> None:
    client, system = client_of(cast.karen), make_asset(cast.kronborg)
    answers = {
        "title": "Payroll",
        "role": "controller",
        "purpose": "Pay\nReport",
        "data_subjects": ["employees", "relatives"],
        "special": ["health"],
        "grounds": ["6(1)(b)", "6(1)(c)"],
        "special_grounds": ["9(2)(b)"],
        "people": "80",
        "systems": [str(system.pk)],
        "recipients": "The bank",
        "no_transfers": "on",
        "retention": "Five years",
        "measures": ["mfa"],
        "dpia_hint": "unlikely",
    }
    assert client.post(f"{ALL}new/", answers).status_code == 302
    row = Activity.objects.get()
    assert (row.data_subjects, row.grounds, row.people) == (["employees", "relatives"], ["6(1)(b)", "6(1)(c)"], 80)
    page = client.get(ONE).content.decode()
    assert "Business Central" in page and "6(1)(c) Legal obligation" in page and "<svg" in page and "The bank" in page
    refused = client.post(f"{ONE}edit/", answers | {"no_recipients": "on"})
    assert refused.status_code == 422 and "You have named recipients" in refused.content.decode()
    assert client.post(f"{ONE}edit/", answers | {"special": ["shoe size"]}).status_code == 422
    asset = client.get(f"/o/kronborg/assets/{system.reference}/").content.decode()
    assert "Processing activities" in asset and "PA-1" in asset


def test_a_transfer_is_added_changed_and_taken_away(cast: Cast, row: Activity) -> None:
    client = client_of(cast.bo)
    assert client.post(f"{ONE}transfers/add/", {"country": "US", "receiver": "Cloud Inc."}).status_code == 302
    made = ActivityTransfer.objects.get()
    assert "Transfer without a basis" in client.get(ONE).content.decode()
    assert client.post(f"{ONE}transfers/{made.pk}/", {"country": "US", "basis": "dpf"}).status_code == 302
    other = make_transfer(make_activity(cast.kronborg, "Customers"))
    assert client.post(f"{ALL}PA-2/transfers/{other.pk}/remove/").status_code == 404
    assert client.post(f"{ONE}transfers/{other.pk}/remove/").status_code == 404
    assert client.post(f"{ONE}transfers/{made.pk}/remove/").status_code == 302
    assert list(ActivityTransfer.objects.all()) == [other]


def test_the_list_is_narrowed(cast: Cast) -> None:
    karen = actor_of(cast.karen)
    services.activity_create(actor=karen, title="Secret Santa", special=["religion"])
    make_activity(cast.kronborg, "Newsletter")
    client = client_of(cast.karen)
    for query in ("flag=special_without_ground", "flagged=yes", "special=yes", "complete=no&status=draft"):
        page = client.get(f"{ALL}?{query}").content.decode()
        assert "Secret Santa" in page and "Newsletter" not in page
    assert "Secret Santa" not in client.get(f"{ALL}?offered=yes").content.decode()


def test_the_list_asks_as_much_for_many(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(cast.karen)
    counts = []
    for _round in range(2):
        for number in range(1 + 28 * _round):
            make_transfer(make_activity(cast.kronborg, f"A{number}", owner=cast.bo, unit=cast.production))
        client.get(ALL)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(ALL)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_ready_ones_are_taken_by_one_click_or_several(cast: Cast) -> None:
    client, address = client_of(cast.karen), f"{ALL}ready/"
    assert "Payroll" in client.get(address).content.decode()
    assert client.post(address, {"one": "payroll"}).headers["Location"] == ONE
    assert client.post(address, {"take": ["newsletter", "recruitment"], "owner": str(cast.bo.pk)}).status_code == 302
    assert Activity.objects.filter(owner=cast.bo).count() == 2
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"take": ["nothing"]}).status_code == 422
    assert "You have it:" in client.get(address).content.decode()
    assert client_of(cast.carl).get(address).status_code == 403


def test_the_guide_saves_as_one_goes(cast: Cast) -> None:
    client = client_of(cast.bo)
    begun = client.post(f"{ALL}guide/", {"title": "Shifts", "purpose": "Plan who works when"})
    assert begun.headers["Location"] == f"{ONE}guide/whom/"
    assert (
        client.post(f"{ONE}guide/whom/", {"data_subjects": ["employees"], "people": "40"}).headers["Location"]
        == f"{ONE}guide/data/"
    )
    assert client.post(f"{ONE}guide/data/", {"categories": "Name", "later": "1"}).headers["Location"] == ONE
    row = Activity.objects.get()
    assert (row.owner, row.unit, row.people, row.categories, row.status) == (
        cast.bo,
        cast.production,
        40,
        "Name",
        "draft",
    )
    assert "Screen 3 of 9" in client.get(f"{ONE}guide/data/").content.decode()
    assert "Recipients" in client.get(f"{ONE}guide/end/").content.decode()
    client.post(f"{ONE}guide/end/")
    row.refresh_from_db()
    assert row.offered_at is not None
    assert client.get(f"{ONE}guide/data/").status_code == 302
    assert client.get(f"{ONE}guide/nonsense/").status_code == 404
    assert "Send back" in client_of(cast.karen).get(ONE).content.decode()
    client_of(cast.karen).post(f"{ONE}send-back/", {"reason": "Whom else?"})
    row.refresh_from_db()
    assert row.offered_at is None


def test_companies_are_named(cast: Cast) -> None:
    client, address = client_of(cast.karen), "/o/kronborg/privacy/entities/"
    assert "Production" in client.get(address).content.decode()
    assert (
        client.post(f"{address}whole/", {"name": "Kronborg A/S", "email": "info@kronborg.example"}).status_code == 302
    )
    assert client.post(f"{address}{cast.production.pk}/", {"name": "Production ApS"}).status_code == 302
    assert Entity.objects.count() == 2
    assert client.get(f"{address}nonsense/").status_code == 404
    assert client_of(cast.bo).get(address).status_code == 403
    assert client_of(cast.dorte).get(address).status_code == 404


# On paper


def _record(cast: Cast) -> None:
    karen = actor_of(cast.karen)
    services.entity_set(actor=karen, name="Kronborg A/S", email="info@kronborg.example", dpo_name="Karen Bech")
    services.ready_take(actor=karen, keys=["payroll", "hosting-for-customers"])
    services.activities_edit(
        actor=karen, activities=list(Activity.objects.filter(role="processor")), entity=cast.production
    )
    make_activity(cast.kronborg, "A draft", status=Status.DRAFT)
    Activity.objects.exclude(title="A draft").update(status=Status.CURRENT)


def test_the_record_as_a_workbook(cast: Cast) -> None:
    _record(cast)
    answer = client_of(cast.carl).get("/o/kronborg/privacy/record/?form=xlsx&language=da")
    book = read_workbook(answer.content, "record.xlsx")
    text = "\n".join(str(cell) for sheet in book.sheets for line in sheet.rows for cell in line)
    assert "info@kronborg.example" in text and "Kronborg A/S" in text and "A draft" not in text
    assert "PA-1" in text and "PA-2" in text and "Production" in text


def test_drafts_are_on_paper_where_somebody_asks_for_them(cast: Cast) -> None:
    _record(cast)
    answer = client_of(cast.carl).get("/o/kronborg/privacy/record/?form=xlsx&language=en&status=current&status=draft")
    book = read_workbook(answer.content, "record.xlsx")
    text = "\n".join(str(cell) for sheet in book.sheets for line in sheet.rows for cell in line)
    assert "A draft" in text and "PA-1" in text


def test_the_record_as_pdf(cast: Cast) -> None:
    _record(cast)
    answer = client_of(cast.carl).get("/o/kronborg/privacy/record/?form=pdf&language=en")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert client_of(cast.dorte).get("/o/kronborg/privacy/record/?form=pdf").status_code == 404
    assert client_of(cast.emil).get("/o/kronborg/privacy/record/?form=pdf").status_code == 403
    one = client_of(cast.carl).get(f"{ONE}report/?form=pdf")
    assert one.content.startswith(b"%PDF")

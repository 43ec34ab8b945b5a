"""Suppliers in the record: on pages for each role and for a stranger, on paper, in spreadsheets, and for programs."""

import pytest

from holger.api.tests.programs import Program
from holger.exchange.fields import ChangedRow, NewRow
from holger.exchange.normal import heading
from holger.exchange.reading import read_workbook
from holger.exchange.registers import make_ready
from holger.history.models import Event
from holger.privacy import services
from holger.privacy.models import Activity, ActivitySupplier
from holger.privacy.register.record import ACTIVITIES, make_suppliers, rows, suppliers
from holger.privacy.selectors.beside import beside
from holger.privacy.tables import flow
from holger.privacy.tests.factories import make_activity, make_hand, make_retention
from holger.suppliers import services as assessments
from holger.suppliers.models import DataAgreement, Supplier, Transfer
from holger.suppliers.tests.factories import make_contract, make_supplier
from tests.cast import Cast, actor_of, client_of

ONE = "/o/kronborg/privacy/activities/PA-1/"
API = "/processing-activities/PA-1"


@pytest.fixture
def row(cast: Cast) -> Activity:
    return make_activity(cast.kronborg, owner=cast.bo, no_transfers=True)


@pytest.fixture
def hosting(cast: Cast) -> Supplier:
    return make_supplier(cast.kronborg, processor=True)


# Pages


def test_a_supplier_is_added_changed_and_taken_away(cast: Cast, row: Activity, hosting: Supplier) -> None:
    client = client_of(cast.bo)
    assert "No supplier has a part in it yet" in client.get(ONE).content.decode()
    told = {"supplier": str(hosting.pk), "part": "processor", "does": "Keeps the data"}
    assert client.post(f"{ONE}suppliers/add/", told).headers["Location"] == ONE
    page = client.get(ONE).content.decode()
    assert "Keeps the data" in page and "No agreement in force" in page and "Processor without an agreement" in page
    twice = client.post(f"{ONE}suppliers/add/", told)
    assert twice.status_code == 422 and "has that part already" in twice.content.decode()
    made = ActivitySupplier.objects.get()
    assert hosting.title in client.get(f"{ONE}suppliers/{made.pk}/").content.decode()
    assert client.post(f"{ONE}suppliers/{made.pk}/", {"part": "joint"}).status_code == 302
    assert ActivitySupplier.objects.get().part == "joint"
    assert client.post(f"{ONE}suppliers/{made.pk}/remove/").status_code == 302
    assert not ActivitySupplier.objects.exists()


def test_what_the_record_says_of_a_processor_is_told_where_nobody_has_screened_it(cast, row, hosting):
    make_hand(row, hosting)
    assessments.assessment_set(actor=actor_of(cast.karen), supplier=hosting, people=1, special=0, protected=0, kinds=0)
    for address in (hosting.path, f"{hosting.path}assessment/"):
        page = client_of(cast.karen).get(f"/o/kronborg/{address}").content.decode()
        assert "the number of people is not known, 0 special categories" in page
        assert "special kinds of processing." not in page


def test_who_may(cast: Cast, row: Activity, hosting: Supplier) -> None:
    made = make_hand(row, hosting)
    other = make_hand(make_activity(cast.kronborg, "Customers", owner=cast.anna), hosting)
    for address in ("suppliers/add/", f"suppliers/{made.pk}/"):
        for person, status in ((cast.karen, 200), (cast.bo, 200), (cast.carl, 403), (cast.dorte, 404), (None, 302)):
            assert client_of(person).get(ONE + address).status_code == status
    for person, status in ((cast.carl, 403), (cast.dorte, 404), (None, 302)):
        assert client_of(person).post(f"{ONE}suppliers/{made.pk}/remove/").status_code == status
    assert client_of(cast.bo).get(f"/o/kronborg/privacy/activities/PA-2/suppliers/{other.pk}/").status_code == 404
    assert client_of(cast.karen).get(f"{ONE}suppliers/{other.pk}/").status_code == 404
    assert ActivitySupplier.objects.count() == 2


def test_the_suppliers_page_tells_what_it_does_for_us(cast: Cast, row: Activity, hosting: Supplier) -> None:
    page = f"/o/kronborg/{hosting.path}"
    assert "Processes data for us" not in client_of(cast.carl).get(page).content.decode()
    make_hand(row, hosting, does="Keeps the data")
    make_hand(make_activity(cast.kronborg, "Old news", archived_at="2026-01-01T00:00Z"), hosting)
    text = client_of(cast.carl).get(page).content.decode()
    assert "Processes data for us" in text and "Keeps the data" in text and "No agreement in force" in text
    assert "Old news" not in text and "not marked as one here" not in text
    contract = make_contract(cast.kronborg, "DPA", hosting, kind="dpa")
    DataAgreement.objects.create(organisation=cast.kronborg, contract=contract)
    Supplier.objects.update(processor=False)
    text = client_of(cast.karen).get(page).content.decode()
    assert "Agreement in force" in text and "not marked as one here" in text
    assert "Keeps the data" not in client_of(cast.emil).get(page).content.decode()


def test_its_transfers_are_shown_with_the_activitys_own(cast: Cast, row: Activity, hosting: Supplier) -> None:
    make_hand(row, hosting)
    Transfer.objects.create(organisation=cast.kronborg, supplier=hosting, country="IN", data="Support", basis="scc")
    page = client_of(cast.karen).get(ONE).content.decode()
    assert "India" in page and "Support" in page and "Country not assessed" in page
    assert "A transfer that the record denies" in page and "IN: Bornholm Hosting" in page


def test_the_list_is_narrowed_by_supplier_and_by_what_is_missing(cast: Cast, row: Activity, hosting: Supplier) -> None:
    make_hand(row, hosting)
    make_activity(cast.kronborg, "Newsletter")
    client, listed = client_of(cast.karen), "/o/kronborg/privacy/activities/"
    for query in (f"supplier={hosting.pk}", "flag=processor_without_agreement"):
        page = client.get(f"{listed}?{query}").content.decode()
        assert "Payroll" in page and "Newsletter" not in page
    page = client.get(f"{listed}?supplier=none").content.decode()
    assert "Newsletter" in page and "Payroll" not in page
    shown = client.get(f"{listed}?columns=title&columns=suppliers&columns=recipients&columns=retention")
    assert hosting.title in shown.content.decode()
    assert "Processor without an agreement" in client.get("/o/kronborg/").content.decode()


def test_the_list_asks_no_more_for_suppliers_of_many(cast: Cast, row: Activity, hosting: Supplier) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            assert client.get("/o/kronborg/privacy/activities/").status_code == 200
        return len(questions)

    client = client_of(cast.karen)
    Transfer.objects.create(organisation=cast.kronborg, supplier=hosting, country="US")
    make_hand(row, hosting)
    asked()
    few = asked()
    for number in range(9):
        make_hand(make_activity(cast.kronborg, f"A{number}"), hosting)
    assert asked() == few <= 13  # one of them tells PostgreSQL whose rows are asked for


# The picture


def test_the_picture_shows_who_gives_gets_and_sends_abroad(cast: Cast, row: Activity, hosting: Supplier) -> None:
    agency = make_supplier(cast.kronborg, "Agency")
    make_hand(row, hosting)
    make_hand(row, hosting, "joint")
    make_hand(row, agency, "source")
    Transfer.objects.create(organisation=cast.kronborg, supplier=hosting, country="US")
    page = client_of(cast.karen).get(ONE).content.decode()
    assert f'href="/o/kronborg/{hosting.path}" class="nd' in page and f'href="/o/kronborg/{agency.path}"' in page
    around = beside(actor_of(cast.karen), [row])
    hands = around.hands_of(row)
    found = flow.flow_of(row, [], hands, [], [(hands[1], hosting.transfers.get())])  # type: ignore[attr-defined]
    told = [(relation, node.name, node.note) for relation, node in flow.told(found)]
    assert ("Comes from", "Agency", "Source") in told
    assert ("Goes to", "Bornholm Hosting", "Joint controller, Processor") in told
    assert ("Leaves the EU/EEA to", "United States", "Bornholm Hosting") in told


# On paper


def test_the_record_names_suppliers_transfers_and_rules(cast: Cast, row: Activity, hosting: Supplier) -> None:
    make_hand(row, hosting, does="Keeps the data")
    make_hand(row, make_supplier(cast.kronborg, "Sister house"), "joint")
    Transfer.objects.create(organisation=cast.kronborg, supplier=hosting, country="US", basis="dpf")
    make_retention(cast.kronborg, "Pay slips", activity=row)
    served = make_activity(cast.kronborg, "Hosting for others", role="processor", customers="Helsingør")
    make_hand(served, hosting, "sub_processor")
    answer = client_of(cast.carl).get("/o/kronborg/privacy/record/?form=xlsx&language=en")
    book = read_workbook(answer.content, "record.xlsx")
    text = "\n".join(str(cell) for sheet in book.sheets for line in sheet.rows for cell in line)
    assert "Bornholm Hosting (Processor): Keeps the data" in text
    assert "Bornholm Hosting (Sub-processor)" in text
    assert "Joint control with Sister house" in text
    assert "United States: Bornholm Hosting (EU–US Data Privacy Framework (art. 45))" in text
    assert "Pay slips: 6 months" in text
    one = client_of(cast.carl).get(f"{ONE}report/?form=xlsx&language=en")
    book = read_workbook(one.content, "one.xlsx")
    assert "Pay slips: 6 months" in "\n".join(str(c) for sheet in book.sheets for line in sheet.rows for c in line)
    pdf = client_of(cast.carl).get("/o/kronborg/privacy/record/?form=pdf&language=da")
    assert pdf.content.startswith(b"%PDF")


# In spreadsheets


def test_suppliers_are_known_by_name_reference_and_number(cast: Cast, hosting: Supplier) -> None:
    Supplier.objects.update(aliases="BoHo\nBornholms Hosting", cvr="12345674")
    make_supplier(cast.rosenborg, "Theirs")
    (option,) = suppliers(actor_of(cast.karen))
    assert option.value == hosting.pk and option.label == hosting.title
    assert {"SU-1", "12345674", "BoHo", "Bornholms Hosting"} <= set(option.keys)
    made = make_suppliers(actor=actor_of(cast.karen), names=["Pay house"])
    assert Supplier.objects.get(pk=made["Pay house"]).title == "Pay house"
    known = {text for field in make_ready(ACTIVITIES, actor_of(cast.karen)).fields for text in field.headings}
    assert {heading(text) for text in ("Databehandlere", "Underdatabehandlere", "Modtagere")} <= known


def test_a_list_names_processors_and_is_taken_back(cast: Cast, row: Activity, hosting: Supplier) -> None:
    karen, new = actor_of(cast.karen), make_supplier(cast.kronborg, "Pay house")
    kept = make_hand(row, hosting, "joint")
    gone = make_hand(row, hosting, does="Keeps the data")
    change = ChangedRow(3, row.pk, 1, {"processors": (new.pk,)}, {"processors": [hosting.title, new.title]})
    fresh = NewRow(2, {"title": "Shifts", "processors": (new.pk, hosting.pk), "supplier_sources": (new.pk,)})
    payload = services.activities_import(actor=karen, creates=[fresh], updates=[change])
    made = Activity.objects.get(title="Shifts")
    assert {(each.supplier, each.part) for each in made.hands.all()} == {  # type: ignore[attr-defined]
        (new, "processor"),
        (hosting, "processor"),
        (new, "source"),
    }
    assert {(each.supplier, each.part) for each in row.hands.all()} == {(new, "processor"), (hosting, "joint")}  # type: ignore[attr-defined]
    new.refresh_from_db()
    assert new.processor and "recipients" in {field.name for field in ACTIVITIES.fields}
    event = Event.objects.get(action="processing.changed", subject_id=row.pk)
    assert event.changes == {"processors": [hosting.title, new.title]}
    services.activities_import_undo(actor=karen, payload=payload)
    assert [each.title for each in Activity.objects.all()] == ["Payroll"]
    back = {(each.supplier, each.part, each.does) for each in row.hands.all()}  # type: ignore[attr-defined]
    assert back == {(hosting, "joint", ""), (hosting, "processor", gone.does)}
    assert ActivitySupplier.objects.filter(pk=kept.pk).exists()


def test_what_goes_out_comes_back_unchanged(cast: Cast, row: Activity, hosting: Supplier) -> None:
    make_hand(row, hosting)
    make_hand(row, hosting, "source")
    karen = actor_of(cast.karen)
    (told,) = rows(karen)
    names = ("processors", "sub_processors", "supplier_recipients", "joint_suppliers", "supplier_sources")
    assert [told.values[name] for name in names] == [(hosting.pk,), (), (), (), (hosting.pk,)]
    values = {name: told.values[name] for name in names}
    before = set(ActivitySupplier.objects.values_list("pk", flat=True))
    services.activities_import(actor=karen, creates=[], updates=[ChangedRow(2, row.pk, 1, values, {})])
    assert set(ActivitySupplier.objects.values_list("pk", flat=True)) == before


def test_what_was_built_on_an_import_holds_it(cast: Cast, hosting: Supplier) -> None:
    from holger.core.errors import RuleBroken

    karen = actor_of(cast.karen)
    payload = services.activities_import(actor=karen, creates=[NewRow(2, {"title": "Shifts"})], updates=[])
    make_hand(Activity.objects.get(), hosting)
    with pytest.raises(RuleBroken):
        services.activities_import_undo(actor=karen, payload=payload)


# Programs


def test_programs_say_it_too(cast: Cast, row: Activity, hosting: Supplier) -> None:
    karen = Program(cast.karen)
    Transfer.objects.create(organisation=cast.kronborg, supplier=hosting, country="US")
    made = karen.post(f"{API}/suppliers", {"supplier": hosting.reference, "part": "processor"})
    assert made.status_code == 201 and made.json()["supplier"]["reference"] == hosting.reference
    one = f"{API}/suppliers/{made.json()['id']}"
    assert karen.patch(one, {"does": "Keeps the data"}).json()["does"] == "Keeps the data"
    told = karen.get(API).json()
    assert [(each["part"], each["does"]) for each in told["suppliers"]] == [("processor", "Keeps the data")]
    assert [each["country"] for each in told["sent_on"]] == ["US"]
    assert "processor_without_agreement" in {flag["key"] for flag in told["flags"]}
    assert karen.get(f"/processing-activities?supplier={hosting.pk}").json()["count"] == 1
    assert karen.post(f"{API}/suppliers", {"supplier": "SU-99", "part": "joint"}).status_code == 422
    assert karen.post(f"{API}/suppliers", {"supplier": hosting.reference, "part": "friend"}).status_code == 422
    assert karen.post(f"{API}/suppliers", {"supplier": hosting.reference, "part": "processor"}).status_code == 409
    for who, status in ((cast.carl, 403), (cast.dorte, 404)):
        assert Program(who).call("DELETE", one).status_code == status
    assert karen.call("DELETE", one).status_code == 204
    assert karen.call("DELETE", one).status_code == 404

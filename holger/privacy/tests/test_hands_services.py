"""Suppliers with a part in what is done with data: who says so, what is flagged, and what supervision learns of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.registry import registry
from holger.history.models import Event
from holger.privacy import selectors, services
from holger.privacy.models import Activity, ActivitySupplier, Status
from holger.privacy.selectors.hands import hands_of
from holger.privacy.tests.factories import make_activity, make_hand, make_retention, make_transfer
from holger.privacy.tests.test_hands_rules import NO
from holger.suppliers import services as suppliers
from holger.suppliers.models import DataAgreement, Supplier, Transfer
from holger.suppliers.selectors.supervision import recorded
from holger.suppliers.tests.factories import make_assessment, make_contract, make_supervision, make_supplier
from tests.cast import Cast

ActorOf = Callable[..., Actor]
DAY = timedelta(days=1)


@pytest.fixture
def karen(cast: Cast, actor_of: ActorOf) -> Actor:
    """The data protection officer."""
    return actor_of(cast.karen)


@pytest.fixture
def row(cast: Cast) -> Activity:
    return make_activity(cast.kronborg, owner=cast.bo, grounds=["6(1)(b)"], retention="Five years")


@pytest.fixture
def hosting(cast: Cast) -> Supplier:
    return make_supplier(cast.kronborg, processor=True)


def told(row: Activity) -> list[str]:
    return list(Event.objects.filter(subject_id=row.pk).order_by("seq").values_list("action", flat=True))


def flags(actor: Actor, row: Activity) -> list[tuple[str, str]]:
    row = Activity.objects.get(pk=row.pk)
    return [(flag.key, flag.about) for flag in selectors.flags_of(actor, [row], dates.today())[row.pk]]


def listed(key: str) -> set[str]:
    return set(Activity.objects.filter(selectors.flagged(key, dates.today())).values_list("reference", flat=True))


# Saying it


def test_a_supplier_is_added_changed_and_taken_away(karen: Actor, row: Activity, hosting: Supplier) -> None:
    made = services.hand_add(actor=karen, activity=row, supplier=hosting, part="processor", does="Keeps the data")
    assert hands_of(karen, row, dates.today()) == [made]
    services.hand_edit(actor=karen, hand=made, does="Prints payslips", part="recipient")
    services.hand_remove(actor=karen, hand=made)
    assert told(row) == ["processing.supplier_added", "processing.supplier_edited", "processing.supplier_removed"]
    assert Event.objects.get(action="processing.supplier_removed").changes["supplier"] == [str(hosting), None]
    assert not ActivitySupplier.objects.exists()


def test_whoever_answers_for_it_may_and_others_may_not(
    cast: Cast, actor_of: ActorOf, row: Activity, hosting: Supplier
) -> None:
    made = services.hand_add(actor=actor_of(cast.bo), activity=row, supplier=hosting, part="processor")
    for who, error in ((cast.carl, NotAllowed), (cast.dorte, NotFound)):
        with pytest.raises((error, NotAllowed)):
            services.hand_add(actor=actor_of(who), activity=row, supplier=hosting, part="joint")
        with pytest.raises(error):
            services.hand_edit(actor=actor_of(who), hand=made, does="X")
        with pytest.raises(error):
            services.hand_remove(actor=actor_of(who), hand=made)
    assert [each.does for each in ActivitySupplier.objects.all()] == [""]


def test_a_part_is_said_once_and_of_suppliers_in_use(
    cast: Cast, karen: Actor, row: Activity, hosting: Supplier
) -> None:
    services.hand_add(actor=karen, activity=row, supplier=hosting, part="processor")
    joint = services.hand_add(actor=karen, activity=row, supplier=hosting, part="joint")
    for wrong in (
        lambda: services.hand_add(actor=karen, activity=row, supplier=hosting, part="processor"),
        lambda: services.hand_edit(actor=karen, hand=joint, part="processor"),
        lambda: services.hand_add(actor=karen, activity=row, supplier=make_supplier(cast.rosenborg), part="joint"),
        lambda: services.hand_add(
            actor=karen,
            activity=row,
            supplier=make_supplier(cast.kronborg, "Old", archived_at=dates.now()),
            part="joint",
        ),
    ):
        with pytest.raises(RuleBroken):
            wrong()
    services.activity_archive(actor=karen, activity=row)
    with pytest.raises(RuleBroken):
        services.hand_remove(actor=karen, hand=joint)
    assert ActivitySupplier.objects.count() == 2


def test_a_processor_is_marked_as_one_by_whoever_may_write_that(
    cast: Cast, karen: Actor, actor_of: ActorOf, row: Activity
) -> None:
    mine, theirs, lawyer = (make_supplier(cast.kronborg, title) for title in ("Pay house", "Cloud house", "Lawyer"))
    services.hand_add(actor=karen, activity=row, supplier=mine, part="processor")
    services.hand_add(actor=actor_of(cast.bo), activity=row, supplier=theirs, part="processor")
    services.hand_add(actor=karen, activity=row, supplier=lawyer, part="recipient")
    for supplier, marked in ((mine, True), (theirs, False), (lawyer, False)):
        supplier.refresh_from_db()
        assert supplier.processor is marked


def test_nobody_can_say_that_nobody_gets_what_a_supplier_gets(karen: Actor, row: Activity, hosting: Supplier) -> None:
    services.activity_edit(actor=karen, activity=row, no_recipients=True)
    source = services.hand_add(actor=karen, activity=row, supplier=hosting, part="source")
    row.refresh_from_db()
    assert row.no_recipients
    before = row.complete
    services.activity_edit(actor=karen, activity=row, no_recipients=False)
    assert row.complete < before
    services.hand_edit(actor=karen, hand=source, part="recipient")
    row.refresh_from_db()
    assert row.complete == before
    with pytest.raises(RuleBroken):
        services.activity_edit(actor=karen, activity=row, no_recipients=True)


# What is flagged


def agree(cast: Cast, supplier: Supplier, **terms: object) -> DataAgreement:
    contract = make_contract(cast.kronborg, "Data processing", supplier, kind="dpa", **terms)
    return DataAgreement.objects.create(organisation=cast.kronborg, contract=contract, concept=3)


def test_a_processor_without_an_agreement_in_force_is_flagged(
    cast: Cast, karen: Actor, row: Activity, hosting: Supplier
) -> None:
    make_hand(row, hosting)
    lacking = [("processor_without_agreement", hosting.title)]
    today = dates.today()
    assert flags(karen, row) == lacking and listed("processor_without_agreement") == {row.reference}
    assert row in Activity.objects.filter(selectors.any_flag(today))
    for terms in (
        {"status": "draft"},
        {"status": "ended"},
        {"archived_at": dates.now()},
        {"starts": today + DAY},
        {"ends": today - DAY},
        {"status": "notice_given", "given_on": today - 9 * DAY, "over_on": today - DAY},
    ):
        agree(cast, hosting, **terms)
    make_contract(cast.kronborg, "Operation", hosting)
    assert flags(karen, row) == lacking and listed("processor_without_agreement") == {row.reference}
    agree(cast, hosting, ends=today, starts=today)
    assert listed("processor_without_agreement") == set()
    assert flags(karen, row) == [("processor_not_supervised", hosting.title)]
    assert listed("processor_not_supervised") == {row.reference}


def test_only_whoever_works_on_our_instruction_needs_our_agreement(
    cast: Cast, karen: Actor, row: Activity, hosting: Supplier
) -> None:
    for part in ("sub_processor", "recipient", "source"):
        make_hand(row, hosting, part)
    assert flags(karen, row) == []
    served = make_activity(cast.kronborg, "Hosting for others", role="processor")
    make_hand(served, hosting, "sub_processor")
    assert flags(karen, served) == [("processor_without_agreement", hosting.title)]
    assert listed("processor_without_agreement") == {served.reference}


@pytest.mark.parametrize(
    ("next_on", "planned", "late"),
    [(-1, None, True), (1, None, False), (-1, 1, False), (1, -1, True), (None, 1, False), (None, None, True)],
)
def test_supervision_is_late_as_supervision_itself_sees_it(
    cast: Cast, karen: Actor, row: Activity, hosting: Supplier, next_on: int | None, planned: int | None, late: bool
) -> None:
    today = dates.today()
    make_hand(row, hosting)
    agree(cast, hosting)
    if next_on is not None:
        make_assessment(hosting, next_on=today + next_on * DAY)
    if planned is not None:
        make_supervision(hosting, planned_on=today + planned * DAY)
    assert flags(karen, row) == ([("processor_not_supervised", hosting.title)] if late else [])
    assert listed("processor_not_supervised") == ({row.reference} if late else set())


def test_what_a_supplier_sends_abroad_follows_into_the_record(
    cast: Cast, karen: Actor, row: Activity, hosting: Supplier
) -> None:
    hand = services.hand_add(actor=karen, activity=row, supplier=hosting, part="recipient")
    services.activity_edit(actor=karen, activity=row, no_transfers=True)
    sent = suppliers.transfer_add(actor=karen, supplier=hosting, country="US")
    about = f"US: {hosting.title}"
    assert flags(karen, row) == [("transfer_without_basis", about), ("transfer_denied", about)]
    assert listed("transfer_without_basis") == listed("transfer_denied") == {row.reference}
    suppliers.transfer_edit(actor=karen, transfer=sent, basis="scc")
    assert listed("transfer_without_basis") == set() and listed("transfer_not_assessed") == {row.reference}
    services.hand_edit(actor=karen, hand=hand, apart=True)
    assert flags(karen, row) == [] and listed("transfer_not_assessed") == set()
    services.hand_edit(actor=karen, hand=hand, apart=False)
    suppliers.transfer_drop(actor=karen, transfer=Transfer.objects.get())
    assert flags(karen, row) == []


def test_what_the_activity_says_itself_goes_before_the_suppliers_page(
    cast: Cast, karen: Actor, row: Activity, hosting: Supplier
) -> None:
    make_hand(row, hosting, "recipient")
    Transfer.objects.create(organisation=cast.kronborg, supplier=hosting, country="US")
    make_transfer(row, receiver=hosting.title.upper(), basis="dpf")
    assert flags(karen, row) == []
    assert selectors.sent_on(row, hands_of(karen, row, dates.today())) == []


def test_joint_control_with_a_supplier_takes_an_arrangement(karen: Actor, row: Activity, hosting: Supplier) -> None:
    make_hand(row, hosting, "joint")
    assert flags(karen, row) == [("joint_without_arrangement", hosting.title)]
    services.activity_edit(actor=karen, activity=row, joint_arrangement=True)
    assert flags(karen, row) == []


def test_no_name_is_told_of_a_supplier_out_of_reach(
    cast: Cast, actor_of: ActorOf, karen: Actor, hosting: Supplier
) -> None:
    row = make_activity(cast.kronborg, unit=cast.production, grounds=["6(1)(b)"], retention="Five years")
    make_hand(row, hosting)
    assert selectors.hands_for(actor_of(cast.dorte)).count() == 0
    assert selectors.hands_for(actor_of(cast.emil)).count() == 0
    assert selectors.hands_for(actor_of(cast.carl)).count() == 1
    assert flags(karen, row) == [("processor_without_agreement", hosting.title)]


def test_what_has_ended_is_not_flagged(karen: Actor, row: Activity, hosting: Supplier) -> None:
    make_hand(row, hosting)
    services.activity_end(actor=karen, activity=row)
    assert flags(karen, row) == [] and listed("processor_without_agreement") == set()


def test_two_spellings_become_one_in_the_record_too(cast: Cast, karen: Actor, row: Activity, hosting: Supplier) -> None:
    other = make_supplier(cast.kronborg, "Bornholms Hosting")
    make_hand(row, other, "recipient")
    suppliers.transfer_add(actor=karen, supplier=hosting, country="US")
    assert listed("transfer_without_basis") == set()
    suppliers.supplier_merge(actor=karen, supplier=other, into=hosting, reason="One and the same")
    assert [each.supplier for each in hands_of(karen, row, dates.today())] == [hosting]
    assert listed("transfer_without_basis") == {row.reference}
    other.refresh_from_db()
    suppliers.supplier_unmerge(actor=karen, supplier=other, reason="Two after all")
    assert [each.supplier for each in hands_of(karen, row, dates.today())] == [other] and listed(
        "transfer_without_basis"
    ) == set()


# How long it is kept


def test_a_retention_rule_says_how_long(cast: Cast, karen: Actor) -> None:
    row = make_activity(cast.kronborg, grounds=["6(1)(b)"])
    row = services.activity_edit(actor=karen, activity=row, law="Bogføringsloven")
    assert flags(karen, row) == [("no_retention", "")]
    before = row.complete
    rule = make_retention(cast.kronborg, activity=row)
    services.retention_edit(actor=karen, rule=rule, count=7)
    row.refresh_from_db()
    assert flags(karen, row) == [] and row.complete > before and listed("no_retention") == set()
    services.retention_archive(actor=karen, rule=rule)
    row.refresh_from_db()
    assert row.complete == before and listed("no_retention") == {row.reference}


# What supervision learns


def test_the_record_proposes_what_a_processor_holds(cast: Cast, karen: Actor, hosting: Supplier) -> None:
    assert registry.processed is not None and recorded(karen, hosting) is None
    pay = make_activity(cast.kronborg, "Pay", people=80, special=["health", "trade_union"], protected=["cpr"])
    shop = make_activity(cast.kronborg, "Shop", people=900, special=["health"])
    for row, part in ((pay, "processor"), (shop, "processor")):
        make_hand(row, hosting, part)
    make_hand(make_activity(cast.kronborg, "A draft", status=Status.DRAFT, people=9), hosting)
    make_hand(make_activity(cast.kronborg, "Papers", people=9), hosting, "recipient")
    assert recorded(karen, hosting) == {"people": 980, "special": 2, "protected": 1, "kinds": None}
    for row, answers in ((pay, NO), (shop, NO | {"monitoring": "yes"})):
        services.screening_make(actor=karen, activity=row, answers=answers, needed=True)
    assert recorded(karen, hosting) == {"people": 980, "special": 2, "protected": 1, "kinds": 1}


def test_the_assessment_takes_what_the_record_tells(cast: Cast, karen: Actor, hosting: Supplier) -> None:
    suppliers.assessment_set(actor=karen, supplier=hosting, people=1, special=0, protected=0, kinds=0)
    row = make_activity(cast.kronborg, people=20_000, special=["health", "genetic"])
    make_hand(row, hosting)
    services.screening_make(actor=karen, activity=row, answers=NO, needed=True)
    taken = suppliers.assessment_take_record(actor=karen, supplier=hosting)
    assert (taken.people, taken.special, taken.kinds, taken.points) == (20_000, 2, 0, 6)
    assert taken.used_concept == taken.required_concept == 3


def test_each_sees_the_record_behind_a_processor_as_far_as_they_see_it(
    cast: Cast, actor_of: ActorOf, hosting: Supplier
) -> None:
    make_hand(make_activity(cast.kronborg, owner=cast.bo, people=5), hosting)
    make_hand(make_activity(cast.kronborg, "Shop", people=7), hosting)
    people = {
        who: (recorded(actor_of(getattr(cast, who)), hosting) or {}).get("people") for who in ("carl", "bo", "dorte")
    }
    assert people == {"carl": 12, "bo": 5, "dorte": None}


def test_facts_are_asked_in_as_many_questions_for_many(cast: Cast, karen: Actor, hosting: Supplier) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    for number in (1, 9):
        rows = [make_activity(cast.kronborg, f"A{each}") for each in range(number)]
        for row in rows:
            make_hand(row, hosting)
        with CaptureQueriesContext(connection) as questions:
            selectors.flags_of(karen, rows, dates.today())
        asked.append(len(questions))
    assert asked[0] == asked[1] <= 6

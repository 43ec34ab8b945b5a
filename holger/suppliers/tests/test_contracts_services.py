"""Contracts as services write them: by whom, under which rules, with which trace; and how people are reminded of their days."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.jobs.services import deliver_due
from holger.suppliers import services
from holger.suppliers.duties.contracts import HOLDINGS, open_duties
from holger.suppliers.models import Amendment, Contract, ContractClause, DataAgreement
from holger.suppliers.rules.clauses import BY_KEY
from holger.suppliers.selectors import contracts as selectors
from holger.suppliers.services import Read
from holger.suppliers.tests.factories import make_contract, make_supplier
from holger.tasks.models import Notice
from holger.tasks.services.mailing import mail_out
from tests.cast import actor_of
from tests.mailbox import letters, mail_of, text_of  # noqa: F401

pytestmark = pytest.mark.django_db
RENEWING = {"renewal": "renews", "ends": date(2027, 6, 30), "renews": 12, "notice": 3, "starts": date(2025, 7, 1)}
"""The latest notice date is 31 March 2027."""
LATEST = date(2027, 3, 31)
REASON = {"reason": "Because."}


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def supplier(cast):
    return make_supplier(cast.kronborg)


def actions(contract):
    return list(Event.objects.filter(subject_id=contract.pk).order_by("seq").values_list("action", flat=True))


def test_a_contract_is_written_and_its_day_is_worked_out(anna, supplier):
    made = services.contract_create(actor=anna, title="Operation", supplier=supplier, status="active", **RENEWING)
    assert (made.reference, made.notice_by, made.exit_ends) == ("CO-1", LATEST, date(2027, 6, 30))
    services.contract_edit(actor=anna, contract=made, notice=6, value=Decimal("1200.50"))
    made.refresh_from_db()
    assert made.notice_by == date(2026, 12, 31)
    assert actions(made) == ["contract.created", "contract.edited"]


def test_a_draft_has_no_day_until_it_is_in_force(anna, supplier):
    made = services.contract_create(actor=anna, title="Operation", supplier=supplier, **RENEWING)
    assert made.notice_by is None
    made = services.contract_step(actor=anna, contract=made, step="activate")
    assert made.notice_by == LATEST


def test_its_life_from_draft_to_the_end_and_back(anna, supplier):
    made = services.contract_create(actor=anna, title="Operation", supplier=supplier, **RENEWING)
    made = services.contract_step(actor=anna, contract=made, step="activate")
    made = services.contract_give_notice(actor=anna, contract=made, given_on=date(2026, 11, 20))
    assert (made.status, made.over_on, made.notice_by) == ("notice_given", date(2027, 6, 30), None)
    with pytest.raises(RuleBroken):
        services.contract_step(actor=anna, contract=made, step="take_notice_back")
    made = services.contract_step(actor=anna, contract=made, step="take_notice_back", **REASON)
    assert (made.status, made.over_on, made.notice_by) == ("active", None, LATEST)
    made = services.contract_step(actor=anna, contract=made, step="end")
    made = services.contract_step(actor=anna, contract=made, step="reopen", **REASON)
    assert made.status == "active"
    told = ["activated", "notice_given", "notice_taken_back", "ended", "reopened"]
    assert actions(made) == ["contract.created", *(f"contract.{each}" for each in told)]


def test_a_step_that_is_taken_twice_is_taken_once(anna, cast):
    made = make_contract(cast.kronborg, **RENEWING)
    services.contract_step(actor=anna, contract=made, step="end")
    services.contract_step(actor=anna, contract=made, step="end")
    assert actions(made) == ["contract.ended"]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"ends": date(2025, 1, 1)}, "ends"),
        ({"renews": None}, "renews"),
        ({"notice": 13}, "notice"),
        ({"ends": None}, "ends"),
        ({"value": Decimal("-1")}, "value"),
        ({"value": Decimal("1.234")}, "value"),
        ({"currency": "KR"}, "currency"),
        ({"kind": "handshake"}, "kind"),
        ({"incident_hours": 100_000}, "incident_hours"),
        ({"title": "x" * 201}, "title"),
        ({"notice_unit": "weeks"}, "notice_unit"),
        ({"starts": date(1, 1, 1)}, "starts"),
        ({"ends": date(9999, 12, 31)}, "ends"),
    ],
)
def test_what_contradicts_itself_is_told_at_the_field(anna, supplier, answers, field):
    with pytest.raises(ValidationError) as refused:
        services.contract_create(actor=anna, supplier=supplier, **({"title": "Operation"} | RENEWING | answers))
    assert field in refused.value.error_dict
    assert not Contract.objects.exists()


def test_in_force_it_has_a_beginning(anna, supplier):
    with pytest.raises(RuleBroken) as refused:
        services.contract_create(actor=anna, title="Operation", supplier=supplier, status="active")
    assert refused.value.field == "starts"
    made = services.contract_create(actor=anna, title="Operation", supplier=supplier)
    with pytest.raises(RuleBroken):
        services.contract_step(actor=anna, contract=made, step="activate")


def test_it_lies_under_a_contract_with_the_same_supplier_and_in_no_circle(anna, cast, supplier):
    main, other = make_contract(cast.kronborg, supplier=supplier), make_contract(cast.kronborg)
    part = services.contract_create(actor=anna, title="Annex", supplier=supplier, part_of=main)
    for contract, above in ((part, other), (main, part), (main, main)):
        with pytest.raises(RuleBroken) as refused:
            services.contract_edit(actor=anna, contract=contract, part_of=above)
        assert refused.value.field == "part_of"


def test_the_supplier_must_be_there_and_ours(anna, cast):
    gone = make_supplier(cast.kronborg, archived_at=datetime(2026, 1, 1, tzinfo=UTC))
    for supplier in (None, gone, make_supplier(cast.rosenborg)):
        with pytest.raises(RuleBroken) as refused:
            services.contract_create(actor=anna, title="Operation", supplier=supplier)
        assert refused.value.field == "supplier"


def test_who_may_do_what(cast, supplier):
    own = make_contract(cast.kronborg, supplier=supplier, owner=cast.bo, **RENEWING)
    other = make_contract(cast.kronborg, supplier=supplier, **RENEWING)
    services.contract_edit(actor=actor_of(cast.bo), contract=own, notes="Mine")
    for who, contract in ((cast.bo, other), (cast.carl, own), (cast.emil, own)):
        with pytest.raises(NotAllowed):
            services.contract_edit(actor=actor_of(who), contract=contract, notes="x")
        with pytest.raises(NotAllowed):
            services.contract_keep(actor=actor_of(who), contract=contract)
        with pytest.raises(NotAllowed):
            services.clauses_set(actor=actor_of(who), contract=contract, read={})
    with pytest.raises(NotAllowed):
        services.contract_archive(actor=actor_of(cast.karen), contract=own)
    with pytest.raises(NotAllowed):
        services.contract_create(actor=actor_of(cast.bo), title="x", supplier=supplier)
    with pytest.raises(NotFound):
        services.contract_edit(actor=actor_of(cast.dorte), contract=own, notes="x")
    assert set(selectors.contracts_for(actor_of(cast.bo))) == {own}
    assert not selectors.contracts_for(actor_of(cast.emil)).exists()
    assert selectors.contracts_for(actor_of(cast.carl)).count() == 2
    assert not selectors.contracts_for(actor_of(cast.dorte)).exists()


def test_somebody_who_saves_over_another_is_told(anna, cast):
    made = make_contract(cast.kronborg)
    services.contract_edit(actor=anna, contract=made, version=1, notes="First")
    with pytest.raises(Conflict):
        services.contract_edit(actor=anna, contract=made, version=1, notes="Second")


def test_put_away_it_stays_as_it_is(anna, cast):
    made = services.contract_archive(actor=anna, contract=make_contract(cast.kronborg, **RENEWING))
    for change in (
        lambda: services.contract_edit(actor=anna, contract=made, notes="x"),
        lambda: services.contract_step(actor=anna, contract=made, step="end"),
        lambda: services.clauses_set(actor=anna, contract=made, read={}),
        lambda: services.contract_keep(actor=anna, contract=made),
    ):
        with pytest.raises(RuleBroken):
            change()
    assert services.contract_restore(actor=anna, contract=made).archived_at is None


def test_several_are_given_to_somebody_else(anna, cast):
    rows = [make_contract(cast.kronborg, owner=cast.bo), make_contract(cast.kronborg, owner=cast.anna)]
    assert services.contracts_give(actor=anna, contracts=rows, owner=cast.anna) == 1
    holding = HOLDINGS[0]
    assert list(holding.rows(anna, cast.bo)) == [] and holding.rows(anna, cast.anna).count() == 2


# Deciding


def test_whoever_decides_to_keep_it_is_asked_no_more_until_the_next_term(anna, cast, standing):
    made = make_contract(cast.kronborg, owner=cast.anna, **RENEWING)
    standing(datetime(2027, 3, 1, 9, tzinfo=UTC))
    assert len(open_duties(cast.kronborg.pk, None)) == 1
    made = services.contract_keep(actor=anna, contract=made, reason="It works.")
    assert open_duties(cast.kronborg.pk, None) == []
    assert selectors.calendar(anna, date(2027, 3, 1), date(2027, 12, 31))[0].kept
    standing(datetime(2027, 12, 1, 9, tzinfo=UTC))
    assert services.contracts_follow(cast.kronborg.pk) == 1
    assert len(open_duties(cast.kronborg.pk, None)) == 1
    assert services.contract_reconsider(actor=anna, contract=made).kept_for is None


def test_whoever_answers_is_asked(cast, standing):
    standing(datetime(2027, 3, 1, 9, tzinfo=UTC))
    own = make_supplier(cast.kronborg, owner=cast.bo)
    make_contract(cast.kronborg, supplier=own, **RENEWING)
    make_contract(cast.kronborg, **RENEWING)
    make_contract(cast.kronborg, owner=cast.anna, status="draft", **RENEWING)
    assert {duty.person_id for duty in open_duties(cast.kronborg.pk, None)} == {cast.bo.pk, cast.olga.pk}
    assert [duty.person_id for duty in open_duties(cast.kronborg.pk, {cast.bo.pk})] == [cast.bo.pk]
    assert open_duties(cast.rosenborg.pk, None) == []


def test_what_is_over_by_its_terms_is_asked_about(cast):
    make_contract(cast.kronborg, owner=cast.anna, ends=date(2026, 11, 1))
    make_contract(
        cast.kronborg, owner=cast.anna, status="notice_given", given_on=date(2026, 1, 1), over_on=date(2026, 11, 23)
    )
    make_contract(
        cast.kronborg, owner=cast.anna, status="notice_given", given_on=date(2026, 1, 1), over_on=date(2026, 11, 24)
    )
    assert sorted(duty.due for duty in open_duties(cast.kronborg.pk, None)) == [date(2026, 11, 1), date(2026, 11, 23)]


def test_time_goes_and_the_next_day_is_counted(cast, standing):
    made = make_contract(cast.kronborg, **RENEWING)
    standing(datetime(2027, 4, 1, 9, tzinfo=UTC))
    assert services.contracts_follow(cast.kronborg.pk) == 1
    assert services.contracts_follow(cast.kronborg.pk) == 0
    made.refresh_from_db()
    assert (made.notice_by, made.exit_ends) == (date(2028, 3, 31), date(2028, 6, 30))


def test_the_calendar_tells_what_and_when(anna, cast):
    renewing = make_contract(cast.kronborg, "Renewing", **RENEWING)
    ending = make_contract(cast.kronborg, "Ending", ends=date(2027, 1, 15))
    over = make_contract(
        cast.kronborg, "Over", status="notice_given", given_on=date(2026, 1, 1), over_on=date(2027, 2, 1)
    )
    make_contract(cast.kronborg, "Far", ends=date(2029, 1, 1))
    make_contract(cast.rosenborg, "Foreign", ends=date(2027, 1, 15))
    found = selectors.calendar(anna, date(2026, 11, 24), date(2027, 11, 24))
    assert [(due.contract, due.what, due.day) for due in found] == [
        (ending, "expiry", date(2027, 1, 15)),
        (over, "over", date(2027, 2, 1)),
        (renewing, "notice", LATEST),
    ]


def test_amounts_in_different_currencies_are_never_added_up(anna, cast):
    make_contract(cast.kronborg, value=Decimal("100.50"), currency="DKK")
    make_contract(cast.kronborg, value=Decimal("200"), currency="DKK")
    make_contract(cast.kronborg, value=Decimal("50"), currency="EUR")
    rows = selectors.contracts_for(anna)
    assert selectors.sums(rows) == [("DKK", Decimal("300.50")), ("EUR", Decimal(50))]
    assert list(selectors.sums_of(rows)) == [("DKK", Decimal("300.50")), ("EUR", Decimal(50))]


# Reminding


def at(day):
    return datetime.combine(day, time(9), UTC)


def told(cast, standing, days):
    """How many notices there are of it, so many days before the latest notice date."""
    standing(at(LATEST - timedelta(days=days)))
    services.contracts_remind(cast.kronborg.pk)
    return Notice.objects.filter(duty__startswith="suppliers.contract:").count()


def test_three_reminders_each_once(cast, standing):
    make_contract(cast.kronborg, owner=cast.anna, **RENEWING)
    assert [told(cast, standing, days) for days in (181, 180, 180, 120, 90, 89, 30, 1, 0)] == [
        0,
        1,
        1,
        1,
        2,
        2,
        3,
        3,
        3,
    ]
    assert list(Notice.objects.order_by("created_at").values_list("urgent", flat=True)) == [False, False, True]
    assert set(Notice.objects.values_list("person", flat=True)) == {cast.anna.pk}


def test_nothing_is_told_of_what_is_decided_over_or_a_draft(anna, cast, standing):
    standing(at(LATEST - timedelta(days=90)))
    services.contract_keep(actor=anna, contract=make_contract(cast.kronborg, owner=cast.anna, **RENEWING))
    make_contract(cast.kronborg, owner=cast.anna, status="draft", **RENEWING)
    make_contract(cast.kronborg, owner=cast.anna, archived_at=at(LATEST), **RENEWING)
    assert services.contracts_remind(cast.kronborg.pk) == 0


def test_the_reminder_comes_by_mail(cast, standing, letters):  # noqa: F811
    make_contract(cast.kronborg, "Payroll", owner=cast.anna, **RENEWING)
    standing(at(LATEST - timedelta(days=30)))
    services.contracts_remind(cast.kronborg.pk)
    mail_out(cast.kronborg.pk)
    while deliver_due():
        pass
    (mail,) = [
        each for each in mail_of(letters, cast.anna) if "Payroll" in text_of(each) or "Payroll" in each["Subject"]
    ]
    assert "31" in text_of(mail) or "31" in mail["Subject"]
    assert not mail_of(letters, cast.bo)


# What stands in it


def test_clauses_are_read_with_their_paragraph(anna, cast):
    made = make_contract(cast.kronborg)
    services.clauses_set(
        actor=anna,
        contract=made,
        read={"security": Read("present", "§ 4", "Annex 2"), "audit": Read("missing"), "exit": Read()},
    )
    assert dict(ContractClause.objects.values_list("key", "held")) == {"security": "present", "audit": "missing"}
    services.clauses_set(actor=anna, contract=made, read={"audit": Read()})
    assert list(ContractClause.objects.values_list("key", flat=True)) == ["security"]
    services.clauses_set(actor=anna, contract=made, read={"audit": Read()})
    assert actions(made) == ["contract.clauses_read"] * 2
    event = Event.objects.filter(subject_id=made.pk).order_by("seq")[0]
    assert event.changes["clauses"][1][BY_KEY["security"].title] == "present"


@pytest.mark.parametrize(
    "read",
    [
        {"unknown": Read("present")},
        {"audit": Read("perhaps")},
        {"audit": Read("", "§ 4")},
        {"audit": Read("present", "x" * 61)},
    ],
)
def test_no_clause_is_made_up(anna, cast, read):
    with pytest.raises(RuleBroken):
        services.clauses_set(actor=anna, contract=make_contract(cast.kronborg), read=read)
    assert not ContractClause.objects.exists()


def test_which_clauses_are_asked_for_depends_on_the_supplier(anna, cast):
    plain = make_contract(cast.kronborg)
    strict = make_contract(cast.kronborg, supplier=make_supplier(cast.kronborg, processor=True, criticality=4))
    assert len(selectors.clause_lines(anna, plain)) == 7
    assert len(selectors.clause_lines(anna, strict)) == 15
    services.clauses_set(actor=anna, contract=plain, read={"exit": Read("present")})
    assert len(selectors.clause_lines(anna, plain)) == 8


def test_a_clause_in_another_contract_with_the_supplier_is_pointed_at(anna, cast, supplier):
    one, other = make_contract(cast.kronborg, supplier=supplier), make_contract(cast.kronborg, supplier=supplier)
    services.clauses_set(actor=anna, contract=other, read={"audit": Read("present", "§ 9")})
    line = next(each for each in selectors.clause_lines(anna, one) if each.clause.key == "audit")
    assert (line.held, line.elsewhere) == ("", other)


def test_amendments_are_counted_and_taken_out(anna, cast):
    made = make_contract(cast.kronborg)
    first = services.amendment_add(actor=anna, contract=made, what="Price", holds_from=date(2026, 1, 1))
    services.amendment_add(actor=anna, contract=made, what="Term", holds_from=date(2026, 2, 1))
    services.amendment_remove(actor=anna, amendment=first)
    assert list(Amendment.objects.values_list("number", "what")) == [(2, "Term")]
    assert actions(made) == ["contract.amended", "contract.amended", "contract.amendment_removed"]
    with pytest.raises(ValidationError):
        services.amendment_add(actor=anna, contract=made, what=" ", holds_from=date(2026, 1, 1))


def test_a_data_processing_agreement_and_what_it_lacks(anna, cast):
    supplier = make_supplier(cast.kronborg, processor=True)
    assert selectors.dpa_of(anna, supplier).state == "none"
    made = make_contract(cast.kronborg, supplier=supplier, kind="dpa", status="draft")
    assert selectors.dpa_of(anna, supplier).state == "draft"
    Contract.objects.filter(pk=made.pk).update(status="active")
    assert selectors.dpa_of(anna, supplier).state == "incomplete"
    made.refresh_from_db()
    annexes = dict.fromkeys(("annex_a", "annex_b", "annex_c"), "present") | {"annex_d": "not_needed"}
    row = services.agreement_set(actor=anna, contract=made, instruction_version="2", concept=4, **annexes)
    assert selectors.dpa_of(anna, supplier).state == "in_force"
    with pytest.raises(ValidationError) as refused:
        services.agreement_set(actor=anna, contract=made, version=row.version, concept=7)
    assert "concept" in refused.value.error_dict
    services.agreement_remove(actor=anna, contract=made)
    assert not DataAgreement.objects.exists()
    assert actions(made) == ["contract.agreement_read", "contract.agreement_removed"]


def test_the_register_of_information_is_an_option(anna, cast):
    made = make_contract(cast.kronborg)
    with pytest.raises(NotFound):
        services.dora_set(actor=anna, contract=made, service="S01")
    with pytest.raises(NotAllowed):
        services.contract_settings_set(actor=actor_of(cast.karen), dora=True)
    with pytest.raises(RuleBroken) as refused:
        services.contract_settings_set(actor=anna, dora=True, entity_lei="123")
    assert refused.value.field == "entity_lei"
    services.contract_settings_set(actor=anna, dora=True, entity_lei="5493 001KJTIIGC8Y1R12")
    services.dora_set(actor=anna, contract=made, service="S01", rank=1)
    assert list(selectors.in_register(anna)) == [made]
    for wrong in ({"service": "S99"}, {"rank": 0}, {"data_country": "dk"}):
        made.dora.refresh_from_db()
        with pytest.raises(ValidationError):
            services.dora_set(actor=anna, contract=made, **wrong)

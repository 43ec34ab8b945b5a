"""A processor is assessed, supervised and looked at again: what follows, what is refused, and to whom."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.core.registry import registry
from holger.history.models import Event
from holger.suppliers import services
from holger.suppliers.duties.supervision import open_duties
from holger.suppliers.models import OwnPoints, ProcessorAssessment
from holger.suppliers.rules import supervising
from holger.suppliers.rules.own_points import Corrections
from holger.suppliers.rules.supervising import Standing
from holger.suppliers.rules.supervision import Processed
from holger.suppliers.selectors import supervision as selectors
from holger.suppliers.selectors.year import counted, lines_of, years_known
from holger.suppliers.services.assessing import too_low
from holger.suppliers.tests.factories import (
    make_assessment,
    make_concluded,
    make_finding,
    make_supervision,
    make_supplier,
)
from holger.suppliers.tests.factories.supervision import LITTLE, MUCH
from tests.cast import actor_of, make_person, make_unit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def supplier(cast):
    return make_supplier(cast.kronborg, "Lønhuset", processor=True, owner=cast.bo)


@pytest.fixture
def assessment(supplier):
    return make_assessment(supplier)


@pytest.fixture
def supervision(supplier, assessment):
    return make_supervision(supplier)


@pytest.fixture
def received(supplier, assessment):
    return make_supervision(supplier, status="received", received_on=dates.today(), material="ISAE 3000, type II")


def told() -> list[str]:
    return list(Event.objects.order_by("at", "id").values_list("action", flat=True))


# Assessing


def test_the_points_say_how_closely_and_how_often(anna, supplier):
    row = services.assessment_set(actor=anna, supplier=supplier, **MUCH, since=date(2025, 1, 1))
    assert (row.points, row.required_concept, row.used_concept, row.months) == (8, 5, 5, 12)
    assert row.next_on == dates.today(), "it has been used for longer than a year, and nobody has looked"
    assert (row.assessed_by, row.assessed_on) == (anna.label, dates.today())
    assert told() == ["supplier.processor_assessed"]


def test_what_nobody_knows_counts_as_the_most(anna, supplier):
    row = services.assessment_set(actor=anna, supplier=supplier, people=10, special=0, protected=0)
    assert (row.points, row.kinds) == (3, None)


def test_a_lower_concept_takes_a_reason_and_a_higher_none(anna, supplier):
    with pytest.raises(RuleBroken) as refused:
        services.assessment_set(actor=anna, supplier=supplier, **MUCH, used_concept=3)
    assert refused.value.field == "deviation"
    row = services.assessment_set(actor=anna, supplier=supplier, **MUCH, used_concept=3, deviation="Nine contacts.")
    assert (row.used_concept, row.required_concept) == (3, 5)
    assert services.assessment_set(actor=anna, supplier=supplier, used_concept=6).used_concept == 6


def test_more_data_asks_for_another_decision(anna, supplier):
    row = services.assessment_set(actor=anna, supplier=supplier, **LITTLE)
    with pytest.raises(RuleBroken) as refused:
        services.assessment_set(actor=anna, supplier=supplier, version=row.version, **MUCH)
    assert refused.value.field == "deviation"


def test_two_who_assess_at_once(anna, supplier):
    row = services.assessment_set(actor=anna, supplier=supplier, **LITTLE)
    services.assessment_set(actor=anna, supplier=supplier, note="Counted in the system.")
    with pytest.raises(Conflict):
        services.assessment_set(actor=anna, supplier=supplier, version=row.version, note="Guessed.")


def test_who_may_assess(cast, supplier):
    for person in (cast.anna, cast.karen, cast.olga, cast.bo):
        assert services.assessment_set(actor=actor_of(person), supplier=supplier, **LITTLE)
    for person, error in ((cast.carl, NotAllowed), (cast.emil, NotFound), (cast.dorte, NotFound)):
        with pytest.raises(error):
            services.assessment_set(actor=actor_of(person), supplier=supplier, **LITTLE)
    with pytest.raises(NotFound):
        services.assessment_set(actor=actor_of(cast.anna), supplier=supplier, responsible=cast.dorte)
    with pytest.raises(NotAllowed):
        services.assessment_set(actor=actor_of(cast.bo), supplier=make_supplier(cast.kronborg, "Another"), **LITTLE)


def test_what_is_put_away_is_left_alone(anna, supplier):
    supplier.archived_at = dates.now()
    supplier.save()
    with pytest.raises(RuleBroken):
        services.assessment_set(actor=anna, supplier=supplier, **LITTLE)


def test_the_record_tells_what_the_processor_holds(anna, supplier, monkeypatch):
    assert selectors.recorded(anna, supplier) is None
    assert selectors.proposed(anna, supplier) == {"people": None, "special": None, "protected": None, "kinds": None}
    activities = [Processed(8_000, {"health"}, {"cpr"}), Processed(4_000, {"health", "union"}, {"cpr"}, {"profiling"})]
    monkeypatch.setattr(registry, "processed", lambda actor, each: activities if each == supplier else [])
    expected = {"people": 12_000, "special": 2, "protected": 1, "kinds": 1}
    assert selectors.proposed(anna, supplier) == expected
    with pytest.raises(RuleBroken):
        services.assessment_take_record(actor=anna, supplier=supplier)
    services.assessment_set(actor=anna, supplier=supplier, **LITTLE)
    row = services.assessment_take_record(actor=anna, supplier=supplier)
    assert selectors.counted(row) == expected
    assert (row.required_concept, row.used_concept) == (5, 5)


def test_without_a_record_one_begins_with_what_the_suppliers_page_says(cast, anna):
    told_of = make_supplier(cast.kronborg, "Mail", processor=True, people_count=300)
    assert selectors.proposed(anna, told_of)["people"] == 300


# The point model


def test_a_model_of_ones_own_moves_every_assessment(cast, anna, supplier):
    services.assessment_set(actor=anna, supplier=supplier, **LITTLE)
    change = Corrections(points={("protected", "one"): 2, ("protected", "several"): 2}, checked=["protected"])
    row = services.points_set(actor=anna, corrections=change, reason="Read in the guide.")
    found = ProcessorAssessment.objects.get()
    assert (found.points, found.required_concept, found.used_concept) == (3, 2, 1)
    assert too_low(found).field == "deviation", "what is used stays what somebody decided"
    assert told()[-2:] == ["suppliers.points_set", "supplier.assessment_followed"]
    services.points_drop(actor=anna, reason="holger has the right ones now.")
    assert not OwnPoints.objects.filter(pk=row.pk).exists()
    assert ProcessorAssessment.objects.get().points == 2


def test_a_model_is_the_organisations_own(cast, anna):
    services.points_set(actor=anna, corrections=Corrections(months={0: 24}), reason="Oftener.")
    assert selectors.points_of(cast.kronborg.pk).model.bands[0].months == 24
    assert selectors.points_of(cast.rosenborg.pk).row is None
    assert selectors.points_of(cast.rosenborg.pk).model.bands[0].months == 36


def test_a_model_takes_a_reason_and_holds_together(cast, anna):
    with pytest.raises(RuleBroken) as refused:
        services.points_set(actor=anna, corrections=Corrections(), reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(RuleBroken):
        services.points_set(actor=anna, corrections=Corrections(points={("people", "most"): 9}), reason="More.")
    for person in (cast.bo, cast.carl):
        with pytest.raises(NotAllowed):
            services.points_set(actor=actor_of(person), corrections=Corrections(), reason="Why not.")
    with pytest.raises(RuleBroken):
        services.points_drop(actor=anna, reason="There is none.")


def test_a_copy_that_cannot_be_read_gives_way(cast):
    OwnPoints.objects.create(organisation=cast.kronborg, told={"parts": "gone"})
    found = selectors.points_of(cast.kronborg.pk)
    assert found.unreadable and found.model.bands[0].months == 36


# A supervision


def test_from_plan_to_conclusion(cast, anna, supplier, assessment):
    row = services.supervision_plan(actor=anna, supplier=supplier, planned_on=dates.today() + 10 * DAY)
    assert (row.reference, row.title, row.concept, row.owner) == (
        "SV-1",
        f"Supervision {row.planned_on.year}",
        5,
        cast.bo,
    )
    row = services.supervision_request(actor=anna, supervision=row, request="The report of last year")
    assert (row.status, row.answer_by) == ("requested", dates.today() + 30 * DAY)
    row = services.supervision_receive(actor=anna, supervision=row, material="ISAE 3000, type II, 2025")
    row = services.supervision_read(actor=anna, supervision=row, reading="Covers our service.")
    row = services.supervision_conclude(actor=anna, supervision=row, conclusion="sufficient")
    assert (row.status, row.conclusion, row.concluded_on) == ("concluded", "sufficient", dates.today())
    assessment.refresh_from_db()
    assert row.next_on == assessment.next_on == dates.today() + relativedelta(months=12)
    verbs = ["planned", "requested", "received", "read", "concluded"]
    assert [each for each in told() if each.startswith("supervision.")] == [f"supervision.{verb}" for verb in verbs]


def test_only_who_is_assessed_is_supervised_and_not_too_lightly(anna, supplier):
    with pytest.raises(RuleBroken):
        services.supervision_plan(actor=anna, supplier=supplier, planned_on=dates.today())
    make_assessment(supplier)
    with pytest.raises(RuleBroken) as refused:
        services.supervision_plan(actor=anna, supplier=supplier, planned_on=dates.today(), concept=3)
    assert refused.value.field == "concept"
    assert services.supervision_plan(actor=anna, supplier=supplier, planned_on=dates.today(), concept=6).concept == 6


def test_steps_come_in_order_and_once(anna, supervision):
    with pytest.raises(RuleBroken) as refused:
        services.supervision_conclude(actor=anna, supervision=supervision, conclusion="sufficient", reading="Read.")
    assert refused.value.text == supervising.NOTHING_RECEIVED
    services.supervision_request(actor=anna, supervision=supervision, request="The report")
    with pytest.raises(RuleBroken):
        services.supervision_request(actor=anna, supervision=supervision, request="The report")


@pytest.mark.parametrize(
    ("act", "answers", "field"),
    [
        ("supervision_request", {"request": " "}, "request"),
        ("supervision_request", {"request": "x", "on": date(2100, 1, 1)}, "on"),
        ("supervision_request", {"request": "x", "answer_by": date(2000, 1, 1)}, "answer_by"),
        ("supervision_receive", {"material": ""}, "material"),
        ("supervision_cancel", {"reason": " "}, "reason"),
    ],
)
def test_what_a_step_wants(anna, supervision, act, answers, field):
    with pytest.raises(RuleBroken) as refused:
        getattr(services, act)(actor=anna, supervision=supervision, **answers)
    assert refused.value.field == field


def test_nothing_comes_before_it_was_asked_for(anna, supervision):
    services.supervision_request(actor=anna, supervision=supervision, request="The report")
    with pytest.raises(RuleBroken) as refused:
        services.supervision_receive(actor=anna, supervision=supervision, material="x", on=dates.today() - DAY)
    assert refused.value.field == "on"


def test_an_insufficient_one_comes_again_soon(anna, received, assessment):
    services.finding_add(actor=anna, supervision=received, title="It is another service", due=dates.today() + 30 * DAY)
    told_of = {"conclusion": "insufficient", "reading": "Read.", "note": "It covers another service."}
    row = services.supervision_conclude(actor=anna, supervision=received, **told_of)
    assert dates.today() + 80 * DAY < row.next_on < dates.today() + 100 * DAY
    assessment.refresh_from_db()
    assert assessment.next_on == row.next_on


def test_the_next_day_can_be_sooner_and_with_a_reason_later(anna, supplier, received, assessment):
    far = dates.today() + 700 * DAY
    answers = {"conclusion": "sufficient", "reading": "Read."}
    for wanted, field in ((far, "next_why"), (dates.today(), "next_on")):
        with pytest.raises(RuleBroken) as refused:
            services.supervision_conclude(actor=anna, supervision=received, next_on=wanted, **answers)
        assert refused.value.field == field
    services.supervision_conclude(
        actor=anna, supervision=received, next_on=far, next_why="The agreement ends before.", **answers
    )
    assessment.refresh_from_db()
    assert assessment.next_on == far
    services.supervision_reopen(actor=anna, supervision=received, reason="A page was missing.")
    services.supervision_conclude(actor=anna, supervision=received, next_on=dates.today() + 5 * DAY, **answers)
    assessment.refresh_from_db()
    assert assessment.next_on == dates.today() + 5 * DAY


def test_opening_again_takes_the_conclusion_back(anna, supplier, received, assessment):
    make_concluded(supplier, dates.today() - 400 * DAY)
    services.supervision_conclude(actor=anna, supervision=received, conclusion="sufficient", reading="Read.")
    row = services.supervision_reopen(actor=anna, supervision=received, reason="A page was missing.")
    assert (row.status, row.conclusion, row.concluded_on, row.next_on) == ("received", "", None, None)
    assessment.refresh_from_db()
    assert assessment.next_on < dates.today(), "as if it had not been"


def test_a_severe_finding_stands_in_the_way_until_it_is_put_right(anna, received):
    found = services.finding_add(
        actor=anna, supervision=received, title="Backups are not tested", severity="high", due=dates.today()
    )
    with pytest.raises(RuleBroken) as refused:
        services.supervision_conclude(actor=anna, supervision=received, conclusion="sufficient", reading="Read.")
    assert refused.value.field == "conclusion"
    services.finding_done(actor=anna, finding=found, effect="We saw the test of 3 November.")
    assert services.supervision_conclude(actor=anna, supervision=received, conclusion="sufficient", reading="Read.")


def test_who_sees_to_a_finding_says_that_it_is_done_and_nothing_else(cast, anna, received):
    emma = make_person(cast.kronborg, "Emma Juul", "contributor")
    found = services.finding_add(actor=anna, supervision=received, title="Log", owner=emma, due=dates.today())
    actor = actor_of(emma)
    with pytest.raises(NotAllowed):
        services.finding_edit(actor=actor, finding=found, title="Nothing")
    with pytest.raises(NotAllowed):
        services.supervision_read(actor=actor, supervision=received, reading="Read.")
    with pytest.raises(RuleBroken):
        services.finding_done(actor=actor, finding=found, effect=" ")
    assert services.finding_done(actor=actor, finding=found, effect="Seen in the new report.").done_on == dates.today()
    services.finding_reopen(actor=anna, finding=found, reason="It came back.")
    found.refresh_from_db()
    assert (found.done_on, found.effect) == (None, "")


def test_the_objectives_of_a_report(anna, received):
    read = {
        "A": {"outcome": "covered"},
        "B": {"outcome": "exception", "note": "Two accounts were left open.", "complementary": "Remove our own users."},
        "C": {"outcome": ""},
    }
    rows = services.objectives_set(actor=anna, supervision=received, objectives=read)
    assert [(row.key, row.outcome) for row in rows] == [("A", "covered"), ("B", "exception")]
    services.objectives_set(actor=anna, supervision=received, objectives={"A": {}})
    assert list(selectors.objectives_of(anna, received)) == ["B"]
    for wrong, error in (
        ({"A": {"note": "x"}}, RuleBroken),
        ({"A": {"outcome": "exception"}}, RuleBroken),
        ({"Z": {"outcome": "covered"}}, NotFound),
    ):
        with pytest.raises(error):
            services.objectives_set(actor=anna, supervision=received, objectives=wrong)


def test_what_is_over_stays_as_it_is(anna, supplier, assessment):
    over = make_concluded(supplier, dates.today())
    found = make_finding(over)
    for act, answers in (
        ("supervision_edit", {"title": "x"}),
        ("supervision_read", {"reading": "x"}),
        ("objectives_set", {"objectives": {}}),
        ("finding_add", {"title": "x", "due": dates.today()}),
        ("supervision_cancel", {"reason": "x"}),
    ):
        with pytest.raises(RuleBroken):
            getattr(services, act)(actor=anna, supervision=over, **answers)
    assert services.finding_done(actor=anna, finding=found, effect="The work goes on.")


def test_the_lightest_concept_needs_no_material(anna, supplier):
    make_assessment(supplier, LITTLE)
    row = services.supervision_plan(actor=anna, supplier=supplier, planned_on=dates.today())
    row = services.supervision_conclude(
        actor=anna, supervision=row, conclusion="sufficient", reading="No news of them."
    )
    assert row.status == "concluded"


def test_strangers_find_nothing(cast, supervision, received):
    found = make_finding(supervision)
    for person in (cast.dorte, cast.emil):
        actor = actor_of(person)
        with pytest.raises(NotFound):
            services.supervision_cancel(actor=actor, supervision=supervision, reason="x")
        with pytest.raises(NotFound):
            services.finding_done(actor=actor, finding=found, effect="x")
        with pytest.raises(NotFound):
            services.supervision_plan(actor=actor, supplier=supervision.supplier, planned_on=dates.today())
    with pytest.raises(NotAllowed):
        services.supervision_cancel(actor=actor_of(cast.carl), supervision=supervision, reason="x")


def test_who_reaches_a_unit_reaches_what_lies_there(cast):
    unit = make_unit(cast.kronborg, "Hospital")
    ulla = actor_of(make_person(cast.kronborg, "Ulla Dam", "dpo", only_in=unit))
    inside, outside = (
        make_supplier(cast.kronborg, name, processor=True, unit=u) for name, u in (("In", unit), ("Out", None))
    )
    for each in (inside, outside):
        make_assessment(each)
    assert [line.supplier.title for line in lines_of(ulla, 2026, dates.today())] == ["In"]
    assert services.supervision_plan(actor=ulla, supplier=inside, planned_on=dates.today())
    with pytest.raises(NotFound):
        services.supervision_plan(actor=ulla, supplier=outside, planned_on=dates.today())


# The year


def test_the_year_tells_the_worst_first(cast, anna):
    today = dates.today()
    names = ("Good", "Late", "Poor", "Unknown")
    good, late, poor, _unknown = (make_supplier(cast.kronborg, name, processor=True) for name in names)
    make_supplier(cast.kronborg, "No data at all")
    make_assessment(good, next_on=today + 300 * DAY)
    make_assessment(late, next_on=today - DAY)
    make_assessment(poor, next_on=today + 80 * DAY)
    make_concluded(good, today - 60 * DAY)
    make_concluded(poor, today - 10 * DAY, "insufficient")
    make_concluded(good, today - 500 * DAY)
    lines = lines_of(anna, today.year, today)
    assert [line.supplier.title for line in lines] == ["Late", "Unknown", "Poor", "Good"]
    assert counted(lines)[Standing.LATE] == 1 and counted(lines)[Standing.SOON] == 0
    assert [len(line.held) for line in lines] == [0, 0, 1, 1]
    assert years_known(anna, today.year)[0] == today.year and len(years_known(anna, today.year)) >= 2
    assert lines_of(actor_of(cast.dorte), today.year, today) == []


# Duties


def duties(cast, people=None):
    return {(duty.person_id, duty.key.split(":")[0]) for duty in open_duties(cast.kronborg.pk, people)}


def test_the_next_one_is_a_duty_a_month_before(cast, supplier):
    row = make_assessment(supplier, next_on=dates.today() + 40 * DAY)
    assert not duties(cast)
    ProcessorAssessment.objects.update(next_on=dates.today() + 20 * DAY)
    assert duties(cast) == {(cast.bo.pk, "suppliers.assessment")}
    ProcessorAssessment.objects.update(responsible=cast.karen)
    assert duties(cast) == {(cast.karen.pk, "suppliers.assessment")}
    assert not duties(cast, [cast.bo.pk])
    make_supervision(supplier, owner=cast.anna, planned_on=row.next_on)
    assert duties(cast) == {(cast.anna.pk, "suppliers.supervision")}


def test_nobodys_goes_to_the_data_protection_officer(cast):
    make_assessment(make_supplier(cast.kronborg, "Nobody’s", processor=True), next_on=dates.today())
    assert duties(cast) == {(cast.karen.pk, "suppliers.assessment")}


def test_a_finding_is_a_duty_until_it_is_done(cast, anna, supervision):
    found = make_finding(supervision, owner=cast.carl)
    assert (cast.carl.pk, "suppliers.finding") in duties(cast)
    services.finding_done(actor=anna, finding=found, effect="Seen.")
    assert (cast.carl.pk, "suppliers.finding") not in duties(cast)

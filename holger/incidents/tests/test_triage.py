"""Taking reports in: on as a case, kindly back, or joined with another."""

import pytest

from holger.assets.tests.factories import make_asset
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.incidents import services, signals
from holger.incidents.models import Affected, Entry, Incident, Moment, Status
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.reports import my_report
from holger.incidents.selectors.triage import joinable_to, reports_listed, reports_waiting, twins_of, waiting
from holger.incidents.services import incident_merge, incident_reject, incident_report, incident_take_on
from holger.incidents.tests.factories import make_incident
from holger.tasks.models import Notice
from tests.cast import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def made(cast):
    return incident_report(actor=actor_of(cast.emil), what="A mail says that my password expires.", category="phishing")


def lines(incident):
    rows = Entry.objects.filter(incident=incident, kind="system").order_by("entered_at", "id")
    return [row.told["what"] for row in rows if row.told["what"] != "moment"]


# Taking on


def test_a_report_becomes_a_case_with_a_leader_and_a_first_sign(cast, anna, made):
    heard = []

    def listen(sender, *, incident, actor, step, **more):
        heard.append((incident.pk, actor.label, step))

    signals.incident_changed.connect(listen)
    try:
        taken = incident_take_on(
            actor=anna,
            incident=made,
            title="Phishing",
            category="account",
            impact="medium",
            urgency="high",
            owner=cast.bo,
            playbook="phishing",
        )
    finally:
        signals.incident_changed.disconnect(listen)
    assert (taken.status, taken.owner, taken.severity, taken.playbook) == (Status.OPEN, cast.bo, "medium", "phishing")
    assert taken.taken_on_at is not None and heard == [(made.pk, cast.anna.name, "take_on")]
    assert lines(made) == ["reported", "taken_on", "playbook"]
    assert set(made.steps.values_list("playbook", flat=True)) == {"phishing"}
    assert not any(cast.bo.name in str(row.told) for row in Entry.objects.filter(incident=made)), (
        "a name is kept by key"
    )
    assert Moment.objects.get(incident=made).at == made.detected_at
    assert Event.objects.get(action="incident.taken_on").actor_id == cast.anna.pk
    assert Notice.objects.get(person=cast.bo).title.startswith("You lead the case")
    assert Notice.objects.get(person=cast.emil).path == f"my/reports/{made.reference}/"


def test_what_only_some_may_know_of_waits_for_nobody_else(anna, made):
    assert [*reports_waiting(anna)] == [made] and waiting(anna) == 1
    Incident.objects.update(restricted=True)
    assert [*reports_waiting(anna)] == [] and waiting(anna) == 0


def test_who_may_not_take_in_and_a_stranger(cast, made):
    for person, error in ((cast.carl, NotAllowed), (cast.emil, NotFound), (cast.bo, NotFound), (cast.dorte, NotFound)):
        actor = actor_of(person)
        with pytest.raises(error):
            incident_take_on(actor=actor, incident=made, title="Mine")
        with pytest.raises(error):
            incident_reject(actor=actor, incident=made, reason="No.")
        with pytest.raises(error):
            incident_merge(actor=actor, incident=made, into=make_incident(cast.kronborg), reason="Same.")


def test_a_report_is_taken_on_once(anna, made):
    incident_take_on(actor=anna, incident=made, title="Phishing")
    with pytest.raises(RuleBroken):
        incident_take_on(actor=anna, incident=made, title="Phishing")


def test_whoever_saw_an_older_report_is_told(anna, made):
    Incident.objects.filter(pk=made.pk).update(version=7)
    with pytest.raises(Conflict):
        incident_take_on(actor=anna, incident=made, title="Phishing", version=1)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": " "}, "title"),
        ({"category": "fire"}, "category"),
        ({"impact": "huge"}, "impact"),
        ({"urgency": "soon"}, "urgency"),
        ({"playbook": "fire"}, "playbook"),
    ],
)
def test_what_is_not_there_cannot_be_chosen(anna, made, told, field):
    with pytest.raises(RuleBroken) as broken:
        incident_take_on(actor=anna, incident=made, **{"title": "Phishing", **told})
    assert broken.value.field == field


def test_whoever_leads_it_must_be_able_to(cast, anna, made):
    with pytest.raises(RuleBroken) as broken:
        incident_take_on(actor=anna, incident=made, title="Phishing", owner=cast.emil)
    assert broken.value.field == "owner"
    with pytest.raises(NotFound):
        incident_take_on(actor=anna, incident=made, title="Phishing", owner=cast.dorte)


def test_for_those_who_need_to_know_only(cast, anna, made):
    incident_take_on(actor=anna, incident=made, title="Theft", owner=cast.bo, restricted=True)
    assert not incidents_for(anna).filter(pk=made.pk).exists()
    assert incidents_for(actor_of(cast.bo)).filter(pk=made.pk).exists()


# Saying no


def test_no_is_said_kindly_with_a_reason_for_us_and_an_answer_for_them(cast, anna, made):
    incident_reject(actor=anna, incident=made, reason="A newsletter.", answer="Thank you. It is harmless.")
    made.refresh_from_db()
    assert made.status == Status.REJECTED
    assert Event.objects.get(action="incident.rejected").reason == "A newsletter."
    told = Notice.objects.get(person=cast.emil)
    assert told.text == "Thank you. It is harmless." and "A newsletter" not in told.title
    shown = my_report(actor_of(cast.emil), made.reference)
    assert [(line.text, line.answer, line.by) for line in shown.lines] == [
        ("Thank you. It is harmless.", True, cast.anna.name)
    ]
    with pytest.raises(RuleBroken):
        incident_reject(actor=anna, incident=made, reason="Again.")


def test_no_needs_a_reason_and_answers_nobody_without_a_name(cast, anna):
    made = incident_report(actor=actor_of(cast.emil), what="Odd.", anonymous=True)
    with pytest.raises(RuleBroken) as broken:
        incident_reject(actor=anna, incident=made, reason=" ")
    assert broken.value.field == "reason"
    incident_reject(actor=anna, incident=made, reason="Nothing.", answer="Thank you.")
    assert not Notice.objects.exclude(person=cast.anna).exists()
    assert not Entry.objects.filter(kind="contact").exists()


# Joining


def test_two_of_the_same_are_joined_and_both_tell(cast, anna, made):
    into = make_incident(cast.kronborg, "Phishing")
    incident_merge(actor=anna, incident=made, into=into, reason="The same mail.")
    made.refresh_from_db()
    assert (made.status, made.merged_into) == (Status.MERGED, into) and list(into.joined.all()) == [made]
    assert lines(made) == ["reported", "merged"] and lines(into) == ["joined"]
    assert Event.objects.get(action="incident.joined").subject_id == into.pk
    assert my_report(actor_of(cast.emil), made.reference).stage == "joined"


def test_what_is_joined_can_be_opened_again_and_both_tell(cast, anna, made):
    into = make_incident(cast.kronborg, "Phishing")
    incident_merge(actor=anna, incident=made, into=into, reason="The same mail.")
    made.refresh_from_db()
    services.incident_step(actor=anna, incident=made, step="reopen", reason="Another mail after all.")
    made.refresh_from_db()
    assert (made.status, made.merged_into) == (Status.OPEN, None)
    assert lines(into) == ["joined", "unjoined"]
    services.incident_step(actor=anna, incident=made, step="close", reason="Done.", anyway=True)
    services.incident_step(actor=anna, incident=made, step="reopen", reason="Again.")
    assert lines(into) == ["joined", "unjoined"]


def test_there_are_no_chains_and_no_circles(cast, anna, made):
    into, third = make_incident(cast.kronborg, "Phishing"), make_incident(cast.kronborg, "Third")
    incident_merge(actor=anna, incident=made, into=into, reason="Same.")
    made.refresh_from_db()
    for one, other in ((into, made), (third, made), (into, third), (into, into), (made, third)):
        with pytest.raises(RuleBroken) as broken:
            incident_merge(actor=anna, incident=one, into=other, reason="Same.")
        assert broken.value.field == "into"


def test_nothing_is_joined_with_what_others_may_not_know_of(cast, anna, made):
    secret = make_incident(cast.kronborg, "Secret", restricted=True, owner=cast.anna)
    with pytest.raises(RuleBroken):
        incident_merge(actor=anna, incident=made, into=secret, reason="Same.")
    with pytest.raises(NotFound):
        incident_merge(actor=actor_of(cast.olga), incident=made, into=secret, reason="Same.")
    with pytest.raises(NotFound):
        incident_merge(actor=anna, incident=made, into=make_incident(cast.rosenborg), reason="Same.")


# What waits


def test_the_oldest_wait_first_for_those_who_take_in(cast, anna, made):
    later = incident_report(actor=actor_of(cast.bo), what="The server is down.", category="outage")
    make_incident(cast.kronborg, "Taken on"), make_incident(cast.kronborg, "Drill", status="reported", drill=True)
    make_incident(cast.rosenborg, "Elsewhere", status="reported")
    assert list(reports_listed(anna).order_by("created_at")) == [made, later]
    assert waiting(anna) == 2 and waiting(actor_of(cast.emil)) is None and waiting(actor_of(cast.carl)) is None
    assert not reports_waiting(actor_of(cast.carl)).exists()


def test_likely_twins_are_told_with_the_reason(cast, anna, made):
    twin = incident_report(actor=actor_of(cast.bo), what="My password expires, says a mail", category="phishing")
    incident_report(actor=actor_of(cast.bo), what="The coffee machine burns", category="damage")
    hidden = make_incident(
        cast.kronborg, "My password expires, says a mail", category="phishing", restricted=True, owner=cast.olga
    )
    found = twins_of(anna, [made])[made.pk]
    assert [each.incident for each in found] == [twin] and hidden not in [each.incident for each in found]
    assert found[0].why.category and "password" in found[0].why.words
    assert hidden not in joinable_to(anna, made) and twin in joinable_to(anna, made)


def test_what_both_hit_counts(cast, anna, made):
    other = make_incident(cast.kronborg, "Webshop is slow")
    asset = make_asset(cast.kronborg)
    for each in (made, other):
        Affected.objects.create(
            organisation=cast.kronborg, incident=each, subject_type=asset.subject_type, subject_id=asset.pk
        )
    assert [each.why.affected for each in twins_of(anna, [made])[made.pk]] == [1]

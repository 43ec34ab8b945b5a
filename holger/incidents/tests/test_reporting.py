"""Reporting: kept whole, told at once, and where it is without a name, without any trace of who told it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.evidence.models import Evidence, EvidenceLink
from holger.evidence.selectors import evidence_for
from holger.history.models import Event
from holger.incidents import services, signals
from holger.incidents.duties.triage import open_duties
from holger.incidents.models import CaseSettings, Entry, Incident, Source, Status
from holger.incidents.rules.reports import Stage
from holger.incidents.selectors.intake import intake_of
from holger.incidents.selectors.reports import my_report, my_reports
from holger.incidents.services import incident_report, line_add_by_reporter
from holger.incidents.tests.factories import make_incident
from holger.jobs.models import Mail
from holger.tasks.models import Notice
from tests.cast import actor_of, make_person

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n as far as anybody looks"


@pytest.fixture
def emil(cast):
    return actor_of(cast.emil)


def picture(name="screen.png", content=PNG):
    return SimpleUploadedFile(name, content)


def report(actor, what="I clicked on a link.\nIt was odd.", **more):
    return incident_report(actor=actor, what=what, **{"category": "phishing", **more})


def test_everybody_may_report_and_it_is_kept_whole(cast):
    for person in cast.by_role().values():
        made = report(actor_of(person), doubt=True)
        assert (made.status, made.source, made.reporter_id) == (Status.REPORTED, Source.FORM, person.pk)
        assert (made.title, made.category, made.doubt, made.owner_id) == (
            "I clicked on a link.",
            "phishing",
            True,
            None,
        )
    assert Event.objects.filter(action="incident.reported").count() == len(cast.by_role())
    line = Entry.objects.get(incident=made)
    assert line.told["words"] == "I clicked on a link.\nIt was odd." and line.by_name == person.name


def test_when_it_was_noticed(emil):
    before = dates.now() - timedelta(hours=5)
    made = report(emil, at=before, estimated=True)
    assert (made.detected_at, made.estimated) == (before, True)
    assert abs(report(emil).detected_at - dates.now()) < timedelta(minutes=1)
    with pytest.raises(RuleBroken) as broken:
        report(emil, at=dates.now() + timedelta(hours=1))
    assert broken.value.field == "at"


@pytest.mark.parametrize(
    ("told", "field"),
    [({"what": " "}, "what"), ({"category": "fire"}, "category"), ({"files": [picture()] * 11}, "files")],
)
def test_what_cannot_be_kept_is_refused_at_its_field(emil, told, field):
    with pytest.raises(RuleBroken) as broken:
        report(emil, **told)
    assert broken.value.field == field and not Incident.objects.exists()


def test_files_become_evidence_without_any_right_over_evidence(cast, emil):
    report(emil, files=[picture(), picture("mail.eml", b"From: x\n\nHello")])
    rows = Evidence.objects.order_by("number")
    assert [(row.title, row.owner_id, row.added_by) for row in rows] == [
        ("screen.png", None, cast.emil.name),
        ("mail.eml", None, cast.emil.name),
    ]
    assert EvidenceLink.objects.filter(subject_id=Incident.objects.get().pk).count() == 2
    assert list(evidence_for(emil)) == [] and evidence_for(actor_of(cast.anna)).count() == 2


def test_of_a_report_with_a_hostile_file_nothing_is_kept(emil, settings):
    with pytest.raises(RuleBroken) as broken:
        report(emil, files=[picture(), picture("run.png", b"MZ\x90")])
    assert broken.value.field == "files" and "run.png" in broken.value.message
    settings.UPLOAD_LIMIT = 10
    with pytest.raises(RuleBroken) as broken:
        report(emil, files=[picture()])
    assert broken.value.field == "files" and "screen.png" in broken.value.message
    assert not Incident.objects.exists() and not Evidence.objects.exists() and not Notice.objects.exists()


# Without a name


def everything_told(cast):
    """Every text in every table, by table."""
    for model in apps.get_models():
        for row in model._base_manager.all():
            yield model, row


def names(cast, row: Model) -> list[str]:
    person = cast.emil
    signs = (person.name, "Emil", person.email, str(person.pk), person.pk.hex, str(person.user_id), person.reference)
    told = " ".join(f"{getattr(row, field.attname)}" for field in row._meta.concrete_fields)
    return [sign for sign in signs if sign in told.split() or (len(sign) > 3 and sign in told)]


def test_without_a_name_nothing_says_who_it_was(cast, emil, caplog):
    before = {(model, row.pk) for model, row in everything_told(cast)}
    with caplog.at_level("DEBUG"):
        made = report(emil, "Somebody took copies.", anonymous=True, files=[picture()])
    assert (made.anonymous, made.reporter_id, made.reported_by) == (True, None, "")
    new = [(model, row) for model, row in everything_told(cast) if (model, row.pk) not in before]
    assert {model for model, _row in new} >= {Incident, Entry, Event, Evidence, EvidenceLink, Notice, Mail}
    assert [(model, found) for model, row in new if (found := names(cast, row))] == []
    assert "Emil" not in caplog.text and str(cast.emil.pk) not in caplog.text
    assert Event.objects.get(action="incident.reported").actor_id is None
    assert my_reports(emil) == []


def test_where_the_organisation_wants_names_it_is_refused(cast, emil):
    services.case_settings_set(actor=actor_of(cast.anna), allow_anonymous=False)
    with pytest.raises(RuleBroken) as broken:
        report(emil, anonymous=True)
    assert broken.value.field == "anonymous" and not Incident.objects.exists()


def test_who_listens_is_told_of_nobody_either(cast, emil):
    heard = []

    def listen(sender, *, actor, **more):
        heard.append((actor.label, actor.person_id, actor.user_id))

    signals.incident_reported.connect(listen)
    try:
        report(emil, anonymous=True)
    finally:
        signals.incident_reported.disconnect(listen)
    assert heard == [("Somebody without a name", None, None)]


# Who is told


def test_they_are_told_at_once_in_the_app_and_by_mail(cast, emil):
    made = report(emil)
    told = Notice.objects.get()
    assert told.person == cast.anna and told.urgent and told.mailed_at is not None
    assert (told.title, told.who, told.path) == (
        "Reported: I clicked on a link.",
        "Emil Vang",
        f"incidents/triage/{made.reference}/",
    )
    assert Mail.objects.get().recipient == cast.anna.email


def test_those_chosen_are_told_then_officers_then_owners(cast, emil):
    organisation = cast.kronborg.pk
    assert intake_of(organisation) == [cast.anna]
    services.case_settings_set(actor=actor_of(cast.anna), intake=[cast.karen, cast.olga])
    assert set(intake_of(organisation)) == {cast.karen, cast.olga}
    cast.karen.grants.update(role=Role.AUDITOR)
    assert intake_of(organisation) == [cast.olga]
    CaseSettings.objects.all().delete()
    cast.anna.grants.all().delete()
    assert intake_of(organisation) == [cast.olga]


def test_a_report_nags_until_somebody_takes_it_on(cast, emil):
    made = report(emil)
    duties = open_duties(cast.kronborg.pk, None)
    assert [(each.person_id, each.due, each.urgent, each.path) for each in duties] == [
        (cast.anna.pk, dates.today(), True, f"incidents/triage/{made.reference}/")
    ]
    assert open_duties(cast.kronborg.pk, [cast.emil.pk]) == []
    services.incident_take_on(actor=actor_of(cast.anna), incident=made, title="Phishing")
    assert open_duties(cast.kronborg.pk, None) == []
    assert Notice.objects.get(person=cast.anna, duty__startswith="incidents.report").read_at is not None


# What whoever reported it sees


def test_my_reports_are_my_own_words_and_how_it_stands(cast, emil):
    made = report(emil)
    Incident.objects.filter(pk=made.pk).update(title="Fraud by Bo", description="Bo is suspected.")
    make_incident(cast.kronborg, "Others’")
    told = my_reports(emil)
    assert [(each.reference, each.words, each.stage) for each in told] == [
        (made.reference, "I clicked on a link.\nIt was odd.", Stage.RECEIVED)
    ]
    anna = actor_of(cast.anna)
    services.incident_take_on(actor=anna, incident=made, title="Fraud")
    assert my_report(emil, made.reference).stage == Stage.HANDLED
    services.restricted_set(actor=anna, incident=made, restricted=True, reason="Staff.")
    services.incident_step(actor=anna, incident=made, step="close", reason="Done.", anyway=True)
    assert my_report(emil, made.reference).stage == Stage.KEPT


def test_anybody_elses_report_is_not_there(cast, emil):
    made = report(actor_of(cast.bo))
    with pytest.raises(NotFound):
        my_report(emil, made.reference)
    with pytest.raises(NotFound):
        line_add_by_reporter(actor=emil, incident=made, text="More.")
    with pytest.raises(NotFound):
        line_add_by_reporter(actor=actor_of(cast.dorte), incident=made, text="More.")


def test_a_line_is_added_and_whoever_handles_it_is_told(cast, emil):
    made = report(emil)
    line_add_by_reporter(actor=emil, incident=made, text="I also gave my password.")
    assert Notice.objects.filter(person=cast.anna, title__startswith="More about").count() == 1
    services.incident_take_on(actor=actor_of(cast.anna), incident=made, title="Phishing", owner=cast.bo)
    line_add_by_reporter(actor=emil, incident=made, text="And once more.")
    assert Notice.objects.get(person=cast.bo, title__startswith="More about").path == made.path
    assert [(line.text, line.answer) for line in my_report(emil, made.reference).lines] == [
        ("I also gave my password.", False),
        ("And once more.", False),
    ]
    with pytest.raises(RuleBroken):
        line_add_by_reporter(actor=emil, incident=made, text=" ")


def test_lines_that_the_team_writes_are_not_shown(cast, emil):
    made = report(emil)
    anna = actor_of(cast.anna)
    Entry.objects.create(
        organisation=cast.kronborg,
        incident=made,
        kind="note",
        text="Emil is to blame.",
        by_name="Anna",
        person_key=anna.person_id,
    )
    assert my_report(emil, made.reference).lines == []


# Settings


def test_settings_are_set_by_managers_and_leave_a_trace(cast, emil):
    with pytest.raises(NotAllowed):
        services.case_settings_set(actor=emil, telephone="112")
    row = services.case_settings_set(actor=actor_of(cast.anna), telephone="4921 3310", intake=[cast.olga])
    assert row.telephone == "4921 3310" and list(row.intake.all()) == [cast.olga]
    assert Event.objects.get(action="incidents.case_settings_set").changes["telephone"] == [None, "4921 3310"]


def test_whoever_takes_reports_in_must_be_able_to(cast):
    with pytest.raises(RuleBroken) as broken:
        services.case_settings_set(actor=actor_of(cast.anna), intake=[cast.emil])
    assert broken.value.field == "intake"
    with pytest.raises(NotFound):
        services.case_settings_set(actor=actor_of(cast.anna), intake=[cast.dorte])
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    with pytest.raises(RuleBroken):
        services.case_settings_set(actor=actor_of(cast.anna), intake=[ulla])


def test_an_own_method_must_be_whole_and_weighs_anew(cast):
    from holger.incidents import library
    from holger.incidents.forms.settings import own_of

    anna = actor_of(cast.anna)
    made = services.incident_create(actor=anna, title="Outage", impact="small", urgency="low")
    assert made.severity == "low"
    own = own_of(library.severities()[0])
    own["grid"][0][0] = "medium"
    with pytest.raises(RuleBroken) as broken:
        services.case_settings_set(actor=anna, own={**own, "grid": [["critical", "low", "low"], *own["grid"][1:]]})
    assert broken.value.field == "own"
    own["grid"][0] = ["medium", "medium", "medium"]
    own["grid"][1][0] = "medium"
    services.case_settings_set(actor=anna, own=own)
    made.refresh_from_db()
    assert made.severity == "medium"
    services.case_settings_set(actor=anna, method="simple")
    made.refresh_from_db()
    assert CaseSettings.objects.get().own == {} and made.severity == ""
    with pytest.raises(RuleBroken):
        services.case_settings_set(actor=anna, method="other")

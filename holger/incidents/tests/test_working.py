"""Working on a case: team, what it hit, checklist, evidence in hand, relations and parts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from holger.assets import services as assets
from holger.assets.models import Asset
from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.core.registry import registry
from holger.core.tenancy import inside
from holger.evidence import services as evidence
from holger.evidence import store
from holger.frameworks.rules.faults import Unreadable
from holger.incidents import library, services
from holger.incidents.models import Affected, Custody, Entry, Incident, Relation, Status, Step
from holger.incidents.rules import playbooks
from holger.incidents.rules.checklist import Progress, is_late, progress, wanted_by, why_not_skip, why_not_tick
from holger.incidents.selectors.affected import affected_of, dependants_of, kinds_here, owners_of_affected, people_in
from holger.incidents.selectors.checklist import checklist_of, open_steps, playbooks_for, whole_progress
from holger.incidents.selectors.custody import Same, chains_of, compared
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.relations import Tie, related_to, relation_of
from holger.incidents.selectors.team import team_of_case
from holger.incidents.selectors.timeline import names_in, timeline_of
from holger.incidents.tests.factories import make_incident
from holger.incidents.words import timeline_words
from holger.tasks.models import Notice
from holger.tasks.words import ROLES
from tests.cast import actor_of, make_person

HOUR = timedelta(hours=1)
NOW = dates.now()


# Rules


def test_every_playbook_can_be_read():
    found = library.playbooks()
    assert len(found) == 9
    assert found["ransomware"].phases[0].steps[0].minutes == 5
    assert any(step.minutes is None for book in found.values() for phase in book.phases for step in phase.steps)


WRONG = b"""key: one
title: {da: En, en: One}
summary: {da: En}
categories: [malware]
severity: enormous
phases:
- key: now
  title: {da: Nu, en: Now}
  steps:
  - text: {da: Ring, en: Call}
    role: wizard
    minutes: soon
"""


def test_every_fault_of_a_playbook_is_told_by_its_line():
    with pytest.raises(Unreadable) as told:
        playbooks.read(WRONG, library.LANGUAGES, ROLES)
    lines = {fault.line for fault in told.value.faults}
    assert {3, 5, 11, 12} <= lines


def test_playbooks_for_the_category_come_first():
    ready = list(library.playbooks().values())
    assert playbooks.proposed(ready, "malware")[0].key == "ransomware"
    assert len(playbooks.proposed(ready, "")) == len(ready)


def test_when_a_step_is_wanted_and_late():
    assert wanted_by(30, NOW) == NOW + timedelta(minutes=30)
    assert wanted_by(None, NOW) is None
    assert wanted_by(30, None) is None
    assert is_late(NOW - HOUR, None, NOW)
    assert not is_late(NOW + HOUR, None, NOW)
    assert is_late(NOW - HOUR, NOW, NOW + HOUR)
    assert not is_late(NOW, NOW - HOUR, NOW + HOUR)


def test_what_does_not_apply_does_not_count():
    assert progress([(True, False), (False, False), (False, True)]) == Progress(1, 2)
    assert Progress(0, 0).percent == 0


def test_what_may_not_be_ticked_or_left_out():
    assert why_not_tick(done=False, skipped=False) is None
    assert why_not_tick(done=True, skipped=False)
    assert why_not_tick(done=False, skipped=True)
    assert why_not_skip(done=False, skipped=False, reason="No mail here.") is None
    assert why_not_skip(done=False, skipped=False, reason=" ").field == "reason"
    assert why_not_skip(done=True, skipped=False, reason="x")


pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def incident(cast):
    return make_incident(cast.kronborg, "Ransomware on <b>FS01</b>", owner=cast.anna, category="malware")


@pytest.fixture
def server(cast, anna):
    return assets.asset_create(actor=anna, type="server", title="FS01", owner=cast.bo)


def whats(incident):
    return [line.told.get("what") for line in Entry.objects.filter(incident=incident)]


# Team


def test_whoever_is_added_sees_the_case_and_is_told(cast, anna, incident):
    Incident.objects.filter(pk=incident.pk).update(restricted=True)
    assert not incidents_for(actor_of(cast.bo)).exists()
    member = services.member_add(actor=anna, incident=incident, person=cast.bo, part="technical", telephone=" 12 34 ")
    assert member.telephone == "12 34"
    assert incidents_for(actor_of(cast.bo)).get() == incident
    notice = Notice.objects.get(person=cast.bo)
    assert (notice.path, notice.who) == (incident.path, cast.anna.name)
    assert "Ransomware" not in notice.title
    services.member_drop(actor=anna, member=member)
    assert not incidents_for(actor_of(cast.bo)).exists()
    assert whats(incident) == ["member_added", "member_left"]


def test_a_line_about_somebody_forgets_their_name_with_them(cast, anna, incident):
    person = make_person(cast.kronborg, "Inge Falk", signs_in=False)
    services.member_add(actor=anna, incident=incident, person=person)
    line = Entry.objects.get(incident=incident)
    assert "Inge" not in str(line.told)
    assert timeline_words(line.told, names_in(anna, [line]))[1] == "Inge Falk, Takes part"
    assert timeline_words(line.told, {})[1] == "somebody who is no longer here, Takes part"


def test_twice_as_the_same_is_refused_and_as_something_else_is_not(cast, anna, incident):
    services.member_add(actor=anna, incident=incident, person=cast.bo)
    with pytest.raises(RuleBroken, match="already"):
        services.member_add(actor=anna, incident=incident, person=cast.bo)
    services.member_add(actor=anna, incident=incident, person=cast.bo, part="scribe")
    mates = team_of_case(anna, incident)
    assert [(mate.person, mate.leads, len(mate.members)) for mate in mates] == [
        (cast.anna, True, 0),
        (cast.bo, False, 2),
    ]


def test_the_telephone_is_offered_again(cast, anna, incident):
    member = services.member_add(actor=anna, incident=incident, person=cast.bo)
    services.member_edit(actor=anna, member=member, telephone="11 22 33 44")
    other = make_incident(cast.kronborg, "Another")
    services.member_add(actor=anna, incident=other, person=cast.bo)
    assert team_of_case(anna, other)[0].telephone == "11 22 33 44"


def test_whose_role_opens_no_cases_is_marked(cast, anna, incident):
    for person in (cast.bo, cast.emil, cast.karen):
        services.member_add(actor=anna, incident=incident, person=person)
    assert {mate.person.name: mate.sees for mate in team_of_case(anna, incident)} == {
        cast.anna.name: True,
        cast.bo.name: True,
        cast.emil.name: False,
        cast.karen.name: True,
    }


def test_who_may_change_the_team(cast, incident):
    with pytest.raises(NotAllowed):
        services.member_add(actor=actor_of(cast.carl), incident=incident, person=cast.bo)
    with pytest.raises(NotFound):
        services.member_add(actor=actor_of(cast.bo), incident=incident, person=cast.bo)
    with inside(cast.rosenborg.pk), pytest.raises(NotFound):
        services.member_add(actor=actor_of(cast.dorte), incident=incident, person=cast.dorte)
    with pytest.raises(NotFound):
        services.member_add(actor=actor_of(cast.anna), incident=incident, person=cast.dorte)


# What was hit


def test_what_was_hit_stands_with_its_condition(cast, anna, incident, server):
    row = services.affected_add(actor=anna, incident=incident, subject=server, condition="down", people_count=180)
    with pytest.raises(RuleBroken, match="already"):
        services.affected_add(actor=anna, incident=incident, subject=server)
    services.affected_set(actor=anna, affected=row, condition="well", version=row.version)
    with pytest.raises(Conflict):
        services.affected_set(actor=anna, affected=Affected.objects.get(), condition="down", version=1)
    assert whats(incident) == ["affected", "affected_set"]
    hit = affected_of(anna, incident)[0]
    assert (hit.name, hit.is_over, people_in([hit])) == ("FS01", True, 180)
    services.people_count_take(actor=anna, incident=incident)
    assert Incident.objects.get(pk=incident.pk).people_count == 180
    services.affected_drop(actor=anna, affected=row)
    with pytest.raises(RuleBroken):
        services.people_count_take(actor=anna, incident=incident)


def test_what_depends_on_it_and_who_owns_it_are_proposed(cast, anna, incident, server):
    shop = assets.asset_create(actor=anna, type="process", title="Payroll")
    assets.dependency_add(actor=anna, source=shop, target=server)
    services.affected_add(actor=anna, incident=incident, subject=server, condition="down")
    hits = affected_of(anna, incident)
    assert dependants_of(anna, hits) == [shop]
    assert owners_of_affected(anna, incident, hits) == [cast.bo]
    services.affected_add_all(actor=anna, incident=incident, subjects=[server, shop])
    services.member_add(actor=anna, incident=incident, person=cast.bo)
    hits = affected_of(anna, incident)
    assert dependants_of(anna, hits) == []
    assert owners_of_affected(anna, incident, hits) == []


def test_only_registers_that_are_here_are_offered(anna, incident, cast):
    assert "assets" in [search for _subject, search in kinds_here()]
    with pytest.raises(RuleBroken):
        services.affected_add(actor=anna, incident=incident, subject=make_incident(cast.kronborg, "Another"))


def test_what_the_reader_may_not_see_is_not_named(cast, anna, incident, server, monkeypatch):
    services.affected_add(actor=anna, incident=incident, subject=server)
    assert affected_of(actor_of(cast.emil), incident) == []
    unseen = replace(registry.subjects["assets.asset"], visible=lambda actor: Asset.objects.none())
    monkeypatch.setitem(registry.subjects, "assets.asset", unseen)
    assert [hit.name for hit in affected_of(anna, incident)] == ["Asset"]


# Checklist


def test_a_playbook_is_copied_once_in_both_languages(anna, incident):
    rows = services.playbook_use(actor=anna, incident=incident, playbook="ransomware")
    ready = library.playbooks()["ransomware"]
    assert len(rows) == Step.objects.count() == ready.count
    assert (rows[0].text_da[:5], rows[0].text_en[:4]) == ("Træk ", "Pull")
    with pytest.raises(RuleBroken, match="already"):
        services.playbook_use(actor=anna, incident=incident, playbook="ransomware")
    services.playbook_use(actor=anna, incident=incident, playbook="phishing")
    phases = checklist_of(anna, incident)
    assert phases[0].playbook == "ransomware"
    assert "ransomware" not in [book.key for book, _fits in playbooks_for(incident, phases)]
    assert Incident.objects.get().playbook == "ransomware"


def test_a_step_is_done_once(cast, anna, incident):
    step = services.playbook_use(actor=anna, incident=incident, playbook="phishing")[0]
    seen = step.version
    services.step_tick(actor=actor_of(cast.karen), step=Step.objects.get(pk=step.pk), version=seen)
    with pytest.raises(Conflict):
        services.step_tick(actor=anna, step=Step.objects.get(pk=step.pk), version=seen)
    with pytest.raises(RuleBroken, match="already"):
        services.step_tick(actor=anna, step=Step.objects.get(pk=step.pk))
    assert Step.objects.get(pk=step.pk).done_by == cast.karen.name
    services.step_untick(actor=anna, step=Step.objects.get(pk=step.pk))
    assert Step.objects.get(pk=step.pk).done_at is None
    assert whats(incident) == ["playbook", "step_done", "step_undone"]


def test_a_step_is_left_out_with_a_reason_noted_and_added(anna, incident):
    step = services.playbook_use(actor=anna, incident=incident, playbook="phishing")[0]
    total = whole_progress(checklist_of(anna, incident)).total
    with pytest.raises(RuleBroken):
        services.step_skip(actor=anna, step=step, reason=" ")
    services.step_skip(actor=anna, step=step, reason="Nobody clicked.")
    assert whole_progress(checklist_of(anna, incident)).total == total - 1
    services.step_note(actor=anna, step=step, note="Asked all.")
    own = services.step_add(actor=anna, incident=incident, text="Call the bank", role="management", minutes=30)
    assert own in [each.step for each in open_steps(checklist_of(anna, incident), 99)]
    among = services.step_add(actor=anna, incident=incident, text="Look", phase=step.phase)
    assert checklist_of(anna, incident)[0].title == among.phase_title


def test_late_steps_are_marked_until_the_case_is_closed(cast, anna):
    incident = make_incident(cast.kronborg, "Old", detected_at=dates.now() - 300 * HOUR)
    services.playbook_use(actor=anna, incident=incident, playbook="ransomware")
    assert any(each.late for phase in checklist_of(anna, incident) for each in phase.steps)
    incident.status = Status.CLOSED
    assert not any(each.late for phase in checklist_of(anna, incident) for each in phase.steps)


def test_whoever_only_reads_ticks_nothing(cast, anna, incident):
    step = services.playbook_use(actor=anna, incident=incident, playbook="phishing")[0]
    with pytest.raises(NotAllowed):
        services.step_tick(actor=actor_of(cast.carl), step=step)
    with pytest.raises(NotFound):
        services.step_tick(actor=actor_of(cast.bo), step=step)


# Evidence in hand


@pytest.fixture
def proof(anna, incident):
    file = SimpleUploadedFile("log.txt", b"10.00 in\n")
    return evidence.evidence_add(actor=anna, subject=incident, file=file, title="The log")


def test_a_chain_is_only_added_to(anna, incident, proof):
    first = services.custody_add(actor=anna, incident=incident, evidence=proof, deed="collected", holder="Anna")
    services.custody_add(actor=anna, incident=incident, thing="Laptop", deed="secured", holder="Anna", place="Safe")
    services.custody_add(actor=anna, incident=incident, evidence=proof, deed="handed_over", holder="The police")
    chains = chains_of(anna, incident)
    assert [(chain.thing, len(chain.links)) for chain in chains] == [(f"{proof.reference} The log", 2), ("Laptop", 1)]
    assert first.sha256 == proof.sha256
    with pytest.raises(DatabaseError), transaction.atomic():
        Custody.objects.filter(pk=first.pk).update(holder="Nobody")


def test_a_file_is_compared_with_what_it_was(anna, incident, proof, monkeypatch):
    link = services.custody_add(actor=anna, incident=incident, evidence=proof, deed="collected", holder="Anna")
    assert compared(link) == Same.SAME
    evidence.evidence_replace(actor=anna, evidence=proof, file=SimpleUploadedFile("log.txt", b"other\n"))
    assert compared(Custody.objects.get(pk=link.pk)) == Same.REPLACED
    monkeypatch.setattr(store, "hash_of", lambda *args: "0" * 64)
    assert compared(link) == Same.CHANGED

    def gone(*args):
        raise FileNotFoundError

    monkeypatch.setattr(store, "hash_of", gone)
    assert compared(link) == Same.MISSING


def test_what_a_chain_refuses(cast, anna, incident, proof):
    for wrong in ({"holder": ""}, {"deed": "eaten"}, {"thing": ""}, {"at": dates.now() + HOUR}):
        with pytest.raises(RuleBroken):
            services.custody_add(
                actor=anna, incident=incident, **{"thing": "Disk", "deed": "collected", "holder": "Anna", **wrong}
            )
    services.custody_add(actor=anna, incident=incident, thing="Disk", deed="destroyed", holder="Anna")
    with pytest.raises(RuleBroken, match="destroyed"):
        services.custody_add(actor=anna, incident=incident, thing="disk", deed="examined", holder="Anna")
    other = make_incident(cast.kronborg, "Another")
    with pytest.raises(NotFound):
        services.custody_add(actor=anna, incident=other, evidence=proof, deed="collected", holder="Anna")


# Relations and parts


def test_two_cases_are_tied_once_whichever_way(cast, anna, incident):
    other = make_incident(cast.kronborg, "Phishing")
    row = services.relation_add(actor=anna, incident=other, other=incident, note="The same sender.")
    with pytest.raises(RuleBroken, match="already"):
        services.relation_add(actor=anna, incident=incident, other=other)
    with pytest.raises(RuleBroken, match="itself"):
        services.relation_add(actor=anna, incident=incident, other=incident)
    assert [(each.case, each.tie) for each in related_to(anna, incident)] == [(other, Tie.RELATED)]
    services.relation_drop(actor=anna, relation=row)
    assert not Relation.objects.exists()
    assert whats(incident) == whats(other) == ["related", "unrelated"]


def test_a_case_that_is_kept_from_somebody_is_not_named_to_them(cast, anna, incident):
    other = make_incident(cast.kronborg, "Secret", restricted=True, owner=cast.anna)
    services.relation_add(actor=anna, incident=incident, other=other)
    carl = actor_of(cast.carl)
    assert related_to(carl, incident) == []
    line = timeline_of(carl, incident).lines[0]
    assert timeline_words(line.told, names_in(carl, [line]))[1] == "a case that you may not see"
    assert "Secret" in timeline_words(line.told, names_in(anna, [line]))[1]
    with pytest.raises(NotFound):
        services.relation_add(actor=actor_of(cast.karen), incident=incident, other=other)


def test_whoever_does_not_know_of_a_case_does_not_untie_it(cast, anna, incident):
    other = make_incident(cast.kronborg, "Secret", restricted=True, owner=cast.anna)
    row = services.relation_add(actor=anna, incident=incident, other=other)
    assert relation_of(anna, incident, row.pk) == row
    assert relation_of(actor_of(cast.karen), incident, row.pk) is None


def test_a_part_becomes_a_case_and_quotes_its_lines(cast, anna, incident):
    Incident.objects.filter(pk=incident.pk).update(restricted=True)
    incident.refresh_from_db()
    services.member_add(actor=anna, incident=incident, person=cast.bo, part="technical")
    at = dates.now() - 5 * HOUR
    line = services.entry_add(actor=anna, incident=incident, kind="finding", text="FS02 too.", at=at)
    part = services.incident_split(
        actor=anna, incident=incident, title="Theft of FS02", entries=[line], reason="Another thief."
    )
    assert (part.split_from, part.restricted, part.owner, part.detected_at) == (incident, True, cast.anna, at)
    assert [member.person for member in part.members.all()] == [cast.bo]
    assert Entry.objects.get(pk=line.pk).incident == incident
    assert sorted(whats(part)) == ["parted", "quoted"]
    assert [(each.case, each.tie) for each in related_to(anna, part)] == [(incident, Tie.WHOLE)]
    assert [(each.case, each.tie) for each in related_to(anna, incident)] == [(part, Tie.PART)]
    quoted = Entry.objects.get(incident=part, told__what="quoted")
    assert timeline_words(quoted.told)[1] == "FS02 too."


def test_what_a_split_refuses(cast, anna, incident):
    other = make_incident(cast.kronborg, "Another")
    line = services.entry_add(actor=anna, incident=other, kind="note", text="x")
    for wrong in ({"title": " "}, {"reason": " "}):
        with pytest.raises(RuleBroken):
            services.incident_split(actor=anna, incident=incident, **{"title": "T", "reason": "R", **wrong})
    with pytest.raises(NotFound):
        services.incident_split(actor=anna, incident=incident, title="T", reason="R", entries=[line])

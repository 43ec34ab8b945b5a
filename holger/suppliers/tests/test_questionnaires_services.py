"""Writing questionnaires, sending them, answering in the portal, and what comes of the answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.evidence.models import Evidence
from holger.history.models import Event
from holger.jobs.models import Mail
from holger.suppliers import services
from holger.suppliers.duties.questionnaires import open_duties
from holger.suppliers.jobs import questionnaires as jobs
from holger.suppliers.models import Answer, AnswerFinding, Attachment, PortalLink, PortalVisit, Sending
from holger.suppliers.rules.sending import LINK_LASTS, LINKS_A_DAY
from holger.suppliers.selectors import portal
from holger.suppliers.selectors.portal import guest_by, hash_of
from holger.suppliers.selectors.questionnaires import answers_of, comparison_of
from holger.suppliers.services import Said
from holger.suppliers.tests.factories import make_guest, make_sending, make_short, make_supplier, question, secret_of
from holger.suppliers.tests.factories.questionnaires import TITLE, text_of
from holger.tasks.models import Task
from tests.cast import Cast, actor_of

PDF = b"%PDF-1.7\n%hello\n"
ALL = {"q1": Said("yes", "Every night."), "q2": Said("partly"), "q3": Said("24"), "q4": Said("Mette")}


@pytest.fixture
def anna(cast: Cast) -> Any:
    return actor_of(cast.anna)


def handed_in(sending: Sending, said: dict[str, Said] | None = None) -> Sending:
    guest = make_guest(sending)
    services.answers_save(guest=guest, said=said or ALL)
    services.answers_submit(guest=guest, name="Mette Holm", title="CISO")
    sending.refresh_from_db()
    return sending


# The builder


def test_the_ready_one_is_there_by_one_click_and_once(anna: Any) -> None:
    made = services.questionnaire_adopt(actor=anna)
    version = made.versions.get()
    assert (version.state, len(version.read.questions), made.title) == ("published", 30, "Security at the supplier")
    with pytest.raises(RuleBroken, match=made.reference):
        services.questionnaire_adopt(actor=anna)


def test_a_published_version_never_changes(anna: Any) -> None:
    made = make_short(anna)
    with pytest.raises(RuleBroken, match="next version"):
        services.section_put(actor=anna, questionnaire=made, title=TITLE)
    for change in ({"number": 9}, {"content": {}}, {"state": "draft"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            made.versions.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.versions.all().delete()


def test_the_next_version_begins_with_the_last_and_can_be_discarded(anna: Any) -> None:
    made = make_short(anna)
    draft = services.draft_begin(actor=anna, questionnaire=made)
    assert services.draft_begin(actor=anna, questionnaire=made) == draft
    services.question_put(actor=anna, questionnaire=made, section="s2", told=question("New?"))
    assert [each.number for each in made.versions.get(number=2).read.questions] == [1, 2, 3, 4, 5]
    assert len(made.versions.get(number=1).read.questions) == 4
    services.draft_discard(actor=anna, questionnaire=made)
    assert made.versions.count() == 1


def test_pieces_move_but_no_question_before_the_one_it_hangs_on(anna: Any) -> None:
    made = make_short(anna, publish=False)
    put = {"actor": anna, "questionnaire": made}
    with pytest.raises(RuleBroken, match="comes before it"):
        services.piece_move(**put, key="q2", up=True)
    with pytest.raises(RuleBroken, match="Tested"):
        services.question_drop(**put, key="q1")
    with pytest.raises(RuleBroken, match="comes before it"):
        services.question_put(**put, section="s2", key="q1", told=question("Backup?"))
    services.piece_move(**put, key="q4", up=True)
    services.piece_move(**put, key="s2", up=True)
    read = made.versions.get().read
    assert [section.key for section in read.sections] == ["s2", "s1"]
    assert [each.key for each in read.questions] == ["q4", "q3", "q1", "q2"]
    with pytest.raises(Conflict):
        services.question_drop(**put, key="gone")
    services.section_drop(**put, key="s1")
    assert [each.key for each in made.versions.get().read.questions] == ["q4", "q3"]


def test_nothing_is_published_without_a_question_in_each_section(anna: Any) -> None:
    made = services.questionnaire_create(actor=anna, title=TITLE)
    with pytest.raises(RuleBroken, match="no question"):
        services.draft_publish(actor=anna, questionnaire=made)
    services.section_put(actor=anna, questionnaire=made, title=TITLE)
    services.section_put(actor=anna, questionnaire=made, title={"da": "Tom", "en": "Empty"})
    services.question_put(actor=anna, questionnaire=made, section="s1", told=question())
    with pytest.raises(RuleBroken, match="Empty"):
        services.draft_publish(actor=anna, questionnaire=made)


def test_readers_and_contributors_write_no_questionnaire(cast: Cast, anna: Any) -> None:
    made = make_short(anna)
    for who in (cast.carl, cast.bo, cast.emil):
        with pytest.raises(NotAllowed):
            services.draft_begin(actor=actor_of(who), questionnaire=made)
    with pytest.raises(NotFound):
        services.draft_begin(actor=actor_of(cast.dorte), questionnaire=made)


# Sending and links


def test_the_link_is_in_the_mail_alone_and_lets_in_once(anna: Any) -> None:
    sending = make_sending(anna)
    secret, link = secret_of(), PortalLink.objects.get()
    assert link.secret_hash == hash_of(secret) and secret not in str(PortalLink.objects.values())
    assert len(secret) >= 43, "256 bits"
    exchanged = services.link_exchange(secret=secret)
    assert exchanged is not None
    assert guest_by(exchanged[1], sending.pk) is not None
    assert services.link_exchange(secret=secret) is None, "replayed"
    assert services.link_exchange(secret=secret[:-1] + "x") is None, "tampered"
    assert PortalVisit.objects.count() == 1


def test_a_link_ends_with_its_time_with_being_taken_back_and_with_the_questionnaire(anna: Any) -> None:
    sending = make_sending(anna)
    secret, link = secret_of(), PortalLink.objects.get()
    late = link.expires_at
    PortalLink.objects.update(expires_at=dates.now())
    assert services.link_exchange(secret=secret) is None
    PortalLink.objects.update(expires_at=late)
    assert abs(late - dates.now() - LINK_LASTS) < timedelta(minutes=1)
    guest = make_guest(sending)
    services.link_revoke(actor=anna, link=link)
    with pytest.raises(AssertionError):
        make_guest(sending)
    assert not services.link_renew(secret=secret), "who is shut out has no new one sent"
    assert guest.visit.link.revoked_at is None
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_whoever_has_used_their_link_gets_a_new_one_by_mail_and_not_without_end(anna: Any) -> None:
    sending = make_sending(anna)
    first = secret_of()
    make_guest(sending)
    assert services.link_renew(secret=first)
    second = secret_of()
    assert second != first
    make_guest(sending)
    for _again in range(LINKS_A_DAY):
        services.link_renew(secret=second)
    assert PortalLink.objects.count() == LINKS_A_DAY
    assert not services.link_renew(secret="nobody’s")


def test_it_is_sent_once_to_a_supplier_until_it_is_answered(anna: Any) -> None:
    sending = make_sending(anna)
    again = {"supplier": sending.supplier, "questionnaire": sending.version_sent.questionnaire}
    with pytest.raises(RuleBroken, match=sending.reference):
        make_sending(anna, **again)
    services.sending_withdraw(actor=anna, sending=sending)
    make_sending(anna, **again)
    with pytest.raises(RuleBroken, match="published"):
        make_sending(anna, questionnaire=make_short(anna, publish=False))


def test_what_is_withdrawn_opens_nothing(anna: Any) -> None:
    sending = make_sending(anna)
    secret = secret_of()
    services.sending_withdraw(actor=anna, sending=sending, reason="Not wanted")
    assert services.link_exchange(secret=secret) is None
    assert not services.link_renew(secret=secret)


def test_a_contributor_sends_to_suppliers_of_their_own(cast: Cast, anna: Any) -> None:
    made, bo = make_short(anna), actor_of(cast.bo)
    make_sending(bo, make_supplier(cast.kronborg, owner=cast.bo), made)
    with pytest.raises(NotAllowed):
        make_sending(bo, make_supplier(cast.kronborg), made)
    with pytest.raises(NotAllowed):
        make_sending(actor_of(cast.carl), make_supplier(cast.kronborg), made)
    with pytest.raises(NotFound):
        make_sending(anna, make_supplier(cast.rosenborg), made)


def test_suppliers_are_reminded_before_on_and_after_the_day_each_once(anna: Any, monkeypatch: Any) -> None:
    sending = make_sending(anna)
    today, mails = dates.today(), lambda: Mail.objects.filter(subject__startswith="Reminder").count()
    for days, wanted in ((0, 0), (13, 0), (14, 1), (14, 1), (20, 1), (21, 2), (40, 3), (60, 3)):
        monkeypatch.setattr(dates, "today", lambda zone="", days=days: today + timedelta(days=days))
        jobs.remind(sending.organisation_id)
        assert mails() == wanted, days
    assert "/portal/link/" in text_of(Mail.objects.filter(subject__startswith="Reminder").last())


# In the portal


def test_answers_are_kept_a_bit_at_a_time_and_show_what_is_missing(anna: Any) -> None:
    sending = make_sending(anna)
    guest = make_guest(sending)
    services.answers_save(guest=guest, said={"q1": Said("yes")})
    sending.refresh_from_db()
    assert sending.progress == 25
    with pytest.raises(RuleBroken, match="3 questions"):
        services.answers_submit(guest=guest, name="Mette", title="CISO")
    services.answers_save(guest=guest, said={"q1": Said("no", "We have none.")})
    sending.refresh_from_db()
    assert (sending.progress, sending.knock_outs) == (33, 1), "what hangs on it is asked no more"
    event = Event.objects.filter(action="sending.answered").last()
    assert event is not None and event.actor_label == f"Mette Holm, {sending.supplier.title}"
    assert event.actor_id is None


def test_ten_thousand_characters_are_an_answer_and_one_more_is_not(anna: Any) -> None:
    sending = make_sending(anna)
    guest = make_guest(sending)
    services.answers_save(guest=guest, said={"q4": Said("å" * 10_000, "æ" * 10_000)})
    with pytest.raises(RuleBroken, match="10000"):
        services.answers_save(guest=guest, said={"q4": Said("å" * 10_001)})
    assert len(Answer.objects.get(question="q4").value) == 10_000


@pytest.mark.parametrize(("key", "value"), [("q1", "maybe"), ("q3", "soon"), ("q3", "-4"), ("q1", "yes\x00")])
def test_what_is_no_answer_is_refused(anna: Any, key: str, value: str) -> None:
    guest = make_guest(make_sending(anna))
    with pytest.raises(RuleBroken) as broken:
        services.answers_save(guest=guest, said={key: Said(value)})
    assert broken.value.field == f"value-{key}"
    with pytest.raises(NotFound):
        services.answers_save(guest=guest, said={"unknown": Said("yes")})
    assert not Answer.objects.exists()


def test_what_is_handed_in_stands(anna: Any) -> None:
    sending = handed_in(make_sending(anna))
    assert (sending.state, sending.submitted_by, sending.submitted_title) == ("submitted", "Mette Holm", "CISO")
    assert (sending.points, sending.to_judge) == (90, 1)
    guest = make_guest_again(sending)
    with pytest.raises(RuleBroken, match="handed in"):
        services.answers_save(guest=guest, said={"q1": Said("no")})
    for change in ({"value": "no"}, {"comment": "x"}, {"state": "open"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Answer.objects.filter(sending=sending, question="q1").update(**change)


def make_guest_again(sending: Sending) -> Any:
    link = PortalLink.objects.filter(sending=sending).last()
    assert link is not None
    assert services.link_renew(secret=secret_of())
    return make_guest(sending)


def test_files_lie_among_the_evidence_and_hostile_ones_nowhere(anna: Any) -> None:
    sending = make_sending(anna)
    guest = make_guest(sending)
    good = SimpleUploadedFile("proof.pdf", PDF)
    services.answers_save(guest=guest, said={}, files={"q2": [good]})
    evidence = Evidence.objects.get()
    assert evidence.links.get().subject_id == sending.pk and evidence.owner_id is None
    for bad in (SimpleUploadedFile("a.pdf", b"MZ\x90" * 9), SimpleUploadedFile("x.html", b"<html><script>")):
        with pytest.raises(RuleBroken):
            services.answers_save(guest=guest, said={"q1": Said("yes")}, files={"q2": [bad]})
    assert not Answer.objects.exists(), "all of it or nothing"
    services.file_drop(guest=guest, pk=Attachment.objects.get().pk)
    evidence.refresh_from_db()
    assert evidence.archived_at is not None and not evidence.links.exists()


def test_a_colleague_gets_a_link_of_their_own_and_it_is_told(anna: Any) -> None:
    sending = make_sending(anna)
    guest = make_guest(sending)
    services.colleague_invite(guest=guest, name="Jens", email="jens@supplier.example")
    jens = make_guest(sending, "jens@supplier.example")
    services.answers_save(guest=jens, said={"q1": Said("yes")})
    assert Answer.objects.get().saved_by == "Jens"
    event = Event.objects.get(action="sending.passed_on")
    assert "jens@supplier.example" in event.payload
    services.link_revoke(actor=anna, link=jens.visit.link)
    assert guest_by("", sending.pk) is None
    with pytest.raises(RuleBroken, match="shut out"):
        services.colleague_invite(guest=guest, name="Jens", email="JENS@supplier.example")


def test_last_years_answers_are_taken_over_as_unchanged_and_compared(anna: Any) -> None:
    first = handed_in(make_sending(anna))
    services.sending_conclude(actor=anna, sending=first, verdict="remarks", conclusion="Fine, with a remark.")
    again = {"supplier": first.supplier, "questionnaire": first.version_sent.questionnaire}
    second = make_sending(anna, **again)
    assert second.before == first
    guest = make_guest(second)
    services.answers_save(guest=guest, said={"q3": Said("72")})
    assert services.answers_reuse(guest=guest) == 3
    assert services.answers_reuse(guest=guest) == 0
    answers = answers_of(second)
    assert answers["q1"].unchanged and answers["q1"].comment == "Every night." and answers["q3"].value == "72"
    beside = comparison_of(second, answers)
    assert beside is not None
    assert {key: way.value for key, way in beside.ways.items()} == {
        "q1": "same", "q2": "same", "q3": "worse", "q4": "same",
    }  # fmt: skip


# What comes of it


def test_judging_counts_before_the_answers_own_worth(anna: Any) -> None:
    sending = handed_in(make_sending(anna), {**ALL, "q1": Said("no"), "q2": Said()})
    assert (sending.knock_outs, sending.to_judge) == (1, 1)
    with pytest.raises(RuleBroken, match="why"):
        services.answer_judge(actor=anna, sending=sending, question="q1", points=50)
    services.answer_judge(
        actor=anna, sending=sending, question="q1", points=50, judgement="The data is copied elsewhere"
    )
    services.answer_judge(actor=anna, sending=sending, question="q4", points=100, judgement="Clear")
    sending.refresh_from_db()
    assert (sending.knock_outs, sending.to_judge, sending.points) == (0, 0, 70)


def test_a_good_word_waits_for_what_stops_it_and_for_findings(anna: Any) -> None:
    sending = handed_in(make_sending(anna), {**ALL, "q1": Said("no"), "q2": Said()})
    with pytest.raises(RuleBroken, match="stops"):
        services.sending_conclude(actor=anna, sending=sending, verdict="good")
    services.answer_judge(actor=anna, sending=sending, question="q1", points=60, judgement="Elsewhere")
    finding = services.answer_finding_raise(actor=anna, sending=sending, text="No backup", question="q1")
    with pytest.raises(RuleBroken, match="findings"):
        services.sending_conclude(actor=anna, sending=sending, verdict="good")
    with pytest.raises(RuleBroken, match="Write"):
        services.sending_conclude(actor=anna, sending=sending, verdict="bad", conclusion=" ")
    services.answer_finding_close(actor=anna, finding=finding, note="They have one now")
    done = services.sending_conclude(actor=anna, sending=sending, verdict="good")
    assert (done.state, done.verdict) == ("concluded", "good")
    with pytest.raises(RuleBroken):
        services.sending_conclude(actor=anna, sending=sending, verdict="good")
    services.sending_reopen(actor=anna, sending=sending, reason="News")


def test_a_finding_of_theirs_is_replied_to_and_one_of_ours_is_a_task(cast: Cast, anna: Any) -> None:
    sending = handed_in(make_sending(anna))
    ours = services.answer_finding_raise(actor=anna, sending=sending, text="Call them", ours=True, owner=cast.bo)
    assert Task.objects.get(pk=ours.task_id).owner == cast.bo
    finding = services.answer_finding_raise(actor=anna, sending=sending, text="Test more often", question="q2")
    guest = make_guest(sending)
    with pytest.raises(NotFound):
        services.answer_finding_reply(guest=guest, pk=ours.pk, reply="Not theirs")
    services.answer_finding_reply(guest=guest, pk=finding.pk, reply="Every month from now on")
    finding.refresh_from_db()
    assert (finding.state, finding.replied_by) == (AnswerFinding.REPLIED, "Mette Holm")
    services.answer_finding_reopen(actor=anna, finding=finding, note="How?")
    services.answer_finding_close(actor=anna, finding=finding, note="Seen")
    with pytest.raises(RuleBroken, match="closed"):
        services.answer_finding_reply(guest=guest, pk=finding.pk, reply="More")


def test_findings_are_replied_to_after_the_conclusion_until_the_last_is_closed(anna: Any) -> None:
    sending = handed_in(make_sending(anna))
    one = services.answer_finding_raise(actor=anna, sending=sending, text="Test more often", question="q2")
    two = services.answer_finding_raise(actor=anna, sending=sending, text="Say who")
    guest = make_guest(sending)
    services.sending_conclude(actor=anna, sending=sending, verdict="remarks", conclusion="Two things are left.")
    services.answer_finding_reply(guest=guest, pk=one.pk, reply="Every month from now on")
    assert [each.path for each in open_duties(anna.organisation_id, None)] == [f"{sending.path}#findings"]
    services.answer_finding_reopen(actor=anna, finding=one, note="Since when?")
    late = make_guest(sending)  # by the link of the mail that asks once more
    services.answer_finding_reply(guest=late, pk=one.pk, reply="Since May")
    with pytest.raises(RuleBroken):
        services.answers_save(guest=late, said={"q1": Said("no")})
    with pytest.raises(RuleBroken):
        services.answer_finding_raise(actor=anna, sending=sending, text="A third thing")
    services.answer_finding_close(actor=anna, finding=one, note="Seen")
    assert portal.is_open(Sending.objects.get(pk=sending.pk)), "one waits still"
    services.answer_finding_close(actor=anna, finding=two, note="Seen")
    assert not portal.is_open(Sending.objects.get(pk=sending.pk))
    assert not PortalLink.objects.filter(sending=sending, revoked_at=None).exists()
    assert not PortalVisit.objects.filter(link__sending=sending, ended_at=None).exists()
    with pytest.raises(RuleBroken, match="up again"):
        services.answer_finding_reopen(actor=anna, finding=two, note="Not after all")
    assert open_duties(anna.organisation_id, None) == []


def test_a_conclusion_without_open_findings_shuts_the_portal(anna: Any) -> None:
    sending = handed_in(make_sending(anna))
    services.answer_finding_raise(actor=anna, sending=sending, text="Call them", ours=True)
    services.sending_conclude(actor=anna, sending=sending, verdict="remarks", conclusion="Ours to do.")
    assert not PortalLink.objects.filter(sending=sending, revoked_at=None).exists(), "ours is none of theirs"


def test_who_may_judge(cast: Cast, anna: Any) -> None:
    sending = handed_in(make_sending(anna))
    told = {"sending": sending, "question": "q4", "points": 10, "judgement": "x"}
    for who in (cast.carl, cast.bo, cast.emil):
        with pytest.raises(NotAllowed):
            services.answer_judge(actor=actor_of(who), **told)
    with pytest.raises(NotFound):
        services.answer_judge(actor=actor_of(cast.dorte), **told)
    Sending.objects.filter(pk=sending.pk).update(owner=cast.bo)
    sending.refresh_from_db()
    services.answer_judge(actor=actor_of(cast.bo), **{**told, "sending": sending})


def test_a_guest_may_nothing_else_in_the_whole_vocabulary(anna: Any) -> None:
    from holger.core.permissions import PERMISSIONS

    guest = make_guest(make_sending(anna))
    assert [name for name in PERMISSIONS if guest.actor.may(name)] == ["questionnaires.answer"]
    assert [name for name in PERMISSIONS if anna.may(name) and name == "questionnaires.answer"] == []


def test_a_session_of_one_questionnaire_answers_no_other(anna: Any) -> None:
    one, other = make_sending(anna), make_sending(anna, email="b@other.example")
    guest = make_guest(one)
    stolen = type(guest)(guest.actor, guest.visit, other)
    for act in (
        lambda: services.answers_save(guest=stolen, said={"q1": Said("yes")}),
        lambda: services.answers_submit(guest=stolen, name="x", title="y"),
        lambda: services.colleague_invite(guest=stolen, name="x", email="x@y.example"),
        lambda: services.answers_reuse(guest=stolen),
        lambda: services.visit_end(guest=stolen),
    ):
        with pytest.raises(NotFound):
            act()

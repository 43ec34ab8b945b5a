"""Mail: written with what it tells of, sent once, tried again, and readable by nobody while it waits."""

import json
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from holger.core import dates, sealing
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.jobs import rules, services
from holger.jobs.models import Mail, State
from holger.jobs.services import outbox
from holger.jobs.signals import mail_sent
from tests.cast import actor_of


@pytest.fixture(autouse=True)
def _wait_for_the_worker(settings):
    settings.MAIL_AT_ONCE = False


def put(cast, **more):
    told = {"recipient": "bo@kronborg.example", "subject": "Hello", "body": "https://holger/secret-link"}
    return services.mail_put(organisation_id=cast.kronborg.id, **told | more)


@pytest.fixture
def server(monkeypatch):
    """A mail server whose answers can be set: an error to raise, or None."""
    answers: dict[str, BaseException | None] = {"now": None}
    send = EmailBackend.send_messages

    def send_messages(self, messages):
        if answers["now"] is not None:
            raise answers["now"]
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return answers


def later(monkeypatch, wait):
    now = dates.now
    monkeypatch.setattr(dates, "now", lambda: now() + wait)


def test_mail_waits_for_the_worker_and_is_sent_once(cast):
    row = put(cast, html="<p>Hello</p>")
    assert not mail.outbox
    assert services.deliver_due() == 1
    assert services.deliver_due() == 0
    (message,) = mail.outbox
    assert message.extra_headers["Message-ID"] == row.message_id
    assert message.alternatives[0].content == "<p>Hello</p>"
    row.refresh_from_db()
    assert row.state == State.DONE and row.sent_at


def test_no_mail_goes_out_when_the_transaction_fails(cast):
    with transaction.atomic():
        put(cast)
        transaction.set_rollback(True)
    services.deliver_due()
    assert not mail.outbox


def test_what_waits_is_locked_and_what_has_gone_is_forgotten(cast, settings):
    row = put(cast)
    assert "secret-link" not in Mail.objects.get().sealed
    services.deliver_due()
    row.refresh_from_db()
    assert row.sealed == ""


def test_an_earlier_key_still_opens_and_a_foreign_one_does_not(cast, settings):
    put(cast)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    services.deliver_due()
    assert len(mail.outbox) == 1
    row = put(cast)
    settings.SECRET_KEY = "a third" * 10
    services.deliver_due()
    row.refresh_from_db()
    assert (row.state, len(mail.outbox)) == (State.FAILED, 1)
    assert "another secret key" in row.error


def test_there_is_one_mail_for_a_slot(cast):
    first = put(cast, slot="reminder:1:2026-11-26")
    assert put(cast, slot="reminder:1:2026-11-26", subject="Again") == first
    services.deliver_due()
    assert put(cast, slot="reminder:1:2026-11-26").state == State.DONE
    services.deliver_due()
    assert len(mail.outbox) == 1


def test_a_server_that_is_away_is_tried_again_and_again_with_the_same_message_id(cast, server, monkeypatch):
    row = put(cast)
    server["now"] = ConnectionRefusedError("refused")
    for wait in rules.MAIL_WAITS:
        assert services.deliver_due() == 1
        row.refresh_from_db()
        assert (row.state, row.error) == (State.WAITING, "ConnectionRefusedError: refused")
        assert abs(row.next_try - dates.now() - wait) < timedelta(seconds=30)
        assert services.deliver_due() == 0
        later(monkeypatch, wait + timedelta(minutes=1))
    server["now"] = None
    assert services.deliver_due() == 1
    (message,) = mail.outbox
    assert message.extra_headers["Message-ID"] == row.message_id


def test_in_the_end_it_is_given_up_and_an_owner_may_try_again(cast, server, monkeypatch):
    row = put(cast)
    server["now"] = ConnectionRefusedError("refused")
    for _turn in range(len(rules.MAIL_WAITS) + 1):
        services.deliver_due()
        later(monkeypatch, timedelta(days=2))
    row.refresh_from_db()
    assert row.state == State.FAILED
    with pytest.raises(NotAllowed):
        services.mail_retry(actor=actor_of(cast.anna), mail=row)
    with pytest.raises(NotFound):
        services.mail_retry(actor=actor_of(cast.dorte), mail=row)
    services.mail_retry(actor=actor_of(cast.olga), mail=row)
    assert Event.objects.get(action="mail.retried").actor_label == "Olga Krogh"
    server["now"] = None
    services.deliver_due()
    assert len(mail.outbox) == 1
    with pytest.raises(RuleBroken):
        services.mail_retry(actor=actor_of(cast.olga), mail=row)


@pytest.mark.parametrize(
    ("error", "state", "said"),
    [
        (
            smtplib.SMTPRecipientsRefused({"bo@kronborg.example": (550, b"no such\n user")}),
            State.FAILED,
            "550 no such user",
        ),
        (smtplib.SMTPRecipientsRefused({"bo@kronborg.example": (450, b"busy")}), State.WAITING, "450 busy"),
        (smtplib.SMTPDataError(554, b"spam"), State.FAILED, "554 spam"),
        (smtplib.SMTPDataError(451, "later"), State.WAITING, "451 later"),
        (smtplib.SMTPServerDisconnected("gone"), State.WAITING, "SMTPServerDisconnected: gone"),
    ],
)
def test_a_server_that_says_never_is_believed(cast, server, error, state, said):
    row = put(cast)
    server["now"] = error
    services.deliver_due()
    row.refresh_from_db()
    assert row.state == state and row.error == said


def test_one_address_that_is_refused_does_not_hold_up_the_others(cast, server, monkeypatch):
    bad, good = put(cast, recipient="nobody@kronborg.example"), put(cast)
    send = EmailBackend.send_messages

    def send_messages(self, messages):
        if messages[0].to == ["nobody@kronborg.example"]:
            raise smtplib.SMTPRecipientsRefused({"nobody@kronborg.example": (550, b"no such user")})
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    assert services.deliver_due() == 2
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.FAILED, State.DONE)


def test_a_worker_that_dies_while_sending_leaves_the_mail_to_another(cast, server, monkeypatch):
    row = put(cast)
    server["now"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        services.deliver(row.pk)
    server["now"] = None
    assert services.deliver_due() == 0, "the lease holds"
    later(monkeypatch, rules.MAIL_LEASE + timedelta(seconds=1))
    assert services.deliver_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == row.message_id


def test_whoever_wrote_it_is_told_when_it_has_gone(cast):
    told = []

    def receive(sender, mail, **kwargs):
        told.append(mail.about)

    mail_sent.connect(receive)
    try:
        put(cast, about="policy:7")
        services.deliver_due()
    finally:
        mail_sent.disconnect(receive)
    assert told == ["policy:7"]


def test_the_message_id_comes_of_the_slot_and_tells_nothing_of_it(cast):
    slot = f"digest:{cast.bo.pk}:2026-11-24"
    first = put(cast, slot=slot)
    Mail.objects.all().delete()  # as if a restore had lost it
    assert put(cast, slot=slot).message_id == first.message_id
    assert str(cast.bo.pk) not in first.message_id and "digest" not in first.message_id
    others = {put(cast).message_id, put(cast).message_id, put(cast, slot="another").message_id, first.message_id}
    assert len(others) == 4


def test_two_that_write_for_one_slot_at_once_write_one(cast, monkeypatch):
    """The second has looked before the first was there."""
    first = put(cast, slot="reminder:1")
    looked = []
    found = outbox.Mail.objects.filter

    def blind(**asked):
        looked.append(asked)
        return Mail.objects.none() if len(looked) == 1 else found(**asked)

    monkeypatch.setattr(
        type(Mail.objects),
        "filter",
        lambda self, **asked: blind(**asked) if "slot" in asked else self.get_queryset().filter(**asked),
    )
    assert put(cast, slot="reminder:1", subject="Again") == first
    monkeypatch.undo()
    assert Mail.objects.count() == 1 and len(looked) == 1


def test_headers_go_along_and_cannot_take_the_place_of_ours(cast):
    headers = {"List-Unsubscribe": "<https://holger.example/unsubscribe/x/>", "Message-ID": "<forged@example>"}
    row = put(cast, headers=headers)
    assert "unsubscribe" not in Mail.objects.get().sealed, "who has the link may use it: it waits locked like the rest"
    services.deliver_due()
    (message,) = mail.outbox
    assert message.extra_headers["List-Unsubscribe"] == headers["List-Unsubscribe"]
    assert message.extra_headers["Message-ID"] == row.message_id
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_mail_that_was_written_before_there_were_headers_still_goes(cast):
    row = put(cast)
    Mail.objects.update(sealed=sealing.seal(json.dumps({"body": "Hello", "html": ""}), outbox.PURPOSE))
    services.deliver_due()
    row.refresh_from_db()
    assert row.state == State.DONE


def test_a_round_of_mails_shares_one_connection(cast, monkeypatch):
    opened = []
    monkeypatch.setattr(EmailBackend, "open", lambda self: opened.append(id(self)))
    closed = []
    monkeypatch.setattr(EmailBackend, "close", lambda self: closed.append(id(self)))
    for _number in range(5):
        put(cast)
    assert services.deliver_due() == 5
    assert len(opened) == 5 and len(set(opened)) == 1 and closed == opened[:1]
    assert services.deliver_due() == 0 and len(closed) == 1, "nobody calls where there is nothing to send"


def test_what_went_wrong_is_kept_in_a_word_and_forgotten_when_it_is_over(cast, server, monkeypatch):
    row = put(cast)
    server["now"] = smtplib.SMTPAuthenticationError(535, b"5.7.8 bad credentials")
    services.deliver_due()
    row.refresh_from_db()
    assert (row.trouble, row.error) == ("password", "535 5.7.8 bad credentials")
    services.mail_retry(actor=actor_of(cast.olga), mail=row)
    server["now"] = None
    services.deliver_due()
    row.refresh_from_db()
    assert (row.state, row.trouble) == (State.DONE, "")


def test_mail_that_cannot_be_opened_says_so(cast, settings):
    row = put(cast)
    settings.SECRET_KEY = "another" * 10
    services.deliver_due()
    row.refresh_from_db()
    assert row.trouble == "sealed"

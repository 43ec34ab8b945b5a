"""The bell, the inbox, one's own choice, and what managers see of mail and chats; each works, and is nobody else's."""

import re
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holger.core.permissions import Role
from holger.jobs.models import Mail, State
from holger.jobs.services import deliver_due
from holger.jobs.work.worker import Worker
from holger.tasks import services
from holger.tasks.models import Notice, Reminding, Webhook
from holger.tasks.services.stopping import token_of
from holger.tasks.services.telling import Draft, slot_of, tell
from tests.cast import actor_of, client_of, make_person
from tests.wire import says, serving

BASE = "/o/kronborg/"
INBOX, MINE, MAIL, CHATS = (
    f"{BASE}notices/",
    f"{BASE}work/reminders/",
    f"{BASE}settings/mail/",
    f"{BASE}settings/webhooks/",
)
TODAY = date(2026, 11, 24)


def say(person, kind="overdue", title="Order new tapes", **more) -> Notice:
    number = Notice.objects.count()
    draft = Draft(
        person.pk, kind, f"x.y:{number}", slot_of(kind, f"x.y:{number}", person.pk), title, "tasks/O-1/", TODAY, **more
    )
    (notice,) = tell(person.organisation_id, [draft])
    return notice


def text(client, url, status=200, **data) -> str:
    answer = client.get(url, data)
    assert answer.status_code == status, answer
    return answer.content.decode()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# The bell


def bell(page: str) -> str:
    found = re.search(r'<a class="h-hbtn h-bell".*?</a>', page)
    assert found
    return re.sub(r"<svg.*?</svg>", "", found[0])


def test_the_bell_says_how_many_have_not_been_read(cast):
    client = client_of(cast.bo)
    assert "not read" not in bell(text(client, f"{BASE}work/"))
    say(cast.bo)
    notice = say(cast.bo, "due")
    say(cast.emil)
    assert "Notices, 2 not read" in bell(text(client, f"{BASE}work/"))
    services.notices_read(actor=actor_of(cast.bo), notices=[notice])
    assert "Notices, 1 not read" in bell(text(client, f"{BASE}work/"))
    for _number in range(120):
        say(cast.bo)
    assert "99+" in bell(text(client, f"{BASE}work/"))


def test_the_bell_costs_one_question_and_what_is_kept_from_one_another(cast, monkeypatch):
    from holger.core.registry import registry

    client = client_of(cast.bo)
    text(client, MINE)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(client, MINE)
        return len(queries)

    with_bell = count()
    for _number in range(30):
        say(cast.bo)
    assert count() == with_bell
    monkeypatch.setattr(registry, "bell", None)
    assert count() == with_bell - 2


# The inbox


def test_the_inbox_has_ones_own_and_nobody_elses(cast):
    say(cast.bo, who="Anna Holm", kind="nudge")
    say(cast.emil, title="Lock the door")
    page = text(client_of(cast.bo), INBOX)
    assert "Order new tapes" in page and "Anna Holm asks how it goes." in page and "Lock the door" not in page
    assert "1 not read." in page and f'href="{BASE}tasks/O-1/"' in page
    assert "Lock the door" in text(client_of(cast.emil), INBOX)
    assert text(client_of(cast.dorte), INBOX, 404)
    assert client_of(None).get(INBOX).status_code == 302


def test_an_empty_inbox_says_what_comes_here(cast):
    assert "Nothing to tell you" in text(client_of(cast.carl), INBOX)


def test_it_is_narrowed_by_kind_and_by_what_is_not_read(cast):
    say(cast.bo, title="Read me")
    read = say(cast.bo, "due", "Done with")
    services.notices_read(actor=actor_of(cast.bo), notices=[read])
    client = client_of(cast.bo)
    assert "Done with" not in text(client, INBOX, read="no") and "Read me" in text(client, INBOX, read="no")
    assert "Read me" not in text(client, INBOX, read="yes")
    assert "Read me" not in text(client, INBOX, kind="due") and "Done with" in text(client, INBOX, kind="due")
    assert "Done with" in text(client, INBOX, q="done")


def test_opening_what_a_notice_is_about_marks_it_as_read(cast):
    notice = say(cast.bo)
    client = client_of(cast.bo)
    address = f"{INBOX}{notice.pk}/read/"
    assert f'data-read="{address}"' in text(client, INBOX)
    assert client_of(cast.emil).post(address).status_code == 404
    assert client.get(address).status_code == 405, "not by a look"
    assert client.post(address).status_code == 204
    assert fresh(notice).read_at
    assert address not in text(client, INBOX)


def test_several_are_marked_at_once_and_taken_back(cast):
    notices = [say(cast.bo) for _number in range(3)]
    foreign = say(cast.emil)
    client = client_of(cast.bo)
    rows = [str(notices[0].pk), str(notices[1].pk), str(foreign.pk)]
    client.post(INBOX, {"bulk": "read", "row": rows})
    assert [bool(fresh(notice).read_at) for notice in (*notices, foreign)] == [True, True, False, False]
    client.post(INBOX, {"bulk": "unread", "row": rows})
    assert fresh(notices[0]).read_at is None
    client.post(f"{INBOX}read/")
    assert Notice.objects.filter(person=cast.bo, read_at=None).count() == 0 and fresh(foreign).read_at is None


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_equally_often_for_one_and_for_thirty(cast, count, django_assert_max_num_queries):
    for number in range(count):
        say(cast.bo, title=f"Task {number}")
    client = client_of(cast.bo)
    text(client, INBOX)
    with django_assert_max_num_queries(12):
        text(client, INBOX)


# How I am reminded


USUAL = {
    "rhythm": "daily",
    "weekday": "0",
    "hour": "8",
    "quiet_from": "19:00",
    "quiet_to": "07:00",
    "kinds": ["overdue", "due"],
}


@pytest.mark.parametrize("who", ["anna", "bo", "carl", "emil"])
def test_everybody_chooses_for_themselves(cast, who):
    person = getattr(cast, who)
    client = client_of(person)
    page = text(client, MINE)
    assert re.search(r'name="rhythm" value="daily"[^>]*checked', page)
    answer = client.post(MINE, USUAL)
    assert answer.status_code == 302
    reminding = Reminding.objects.get()
    assert (reminding.person, reminding.hour) == (person, 8)
    assert set(reminding.muted) == {"given", "before", "escalated", "nudge", "sign_off", "sent_back", "missed"}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"hour": "22"}, "That hour is in your quiet time."),
        ({"quiet_to": ""}, "or neither"),
        ({"rhythm": "hourly"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(cast, answers, words):
    answer = client_of(cast.bo).post(MINE, USUAL | answers)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Reminding.objects.exists()


def test_without_quiet_hours_any_hour_will_do(cast):
    client_of(cast.bo).post(MINE, USUAL | {"quiet_from": "", "quiet_to": "", "hour": "3"})
    assert Reminding.objects.get().quiet_from is None


# Less mail, by the link in it


def test_the_link_in_a_mail_asks_and_then_does(cast):
    address = f"/reminders/stop/{token_of(cast.kronborg.pk, cast.bo.pk)}/"
    page = text(Client(), address)
    assert "No more mail but what is urgent?" in page and "Bo Lind" not in page and not Reminding.objects.exists()
    assert "You get less mail from now on" in Client().post(address).content.decode()
    assert Reminding.objects.get().rhythm == "never"


def test_mail_programs_press_it_without_a_token_of_ours(cast):
    address = f"/reminders/stop/{token_of(cast.kronborg.pk, cast.bo.pk)}/"
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and Reminding.objects.get().rhythm == "never"


def test_a_link_that_is_not_ours_does_nothing(cast):
    for token in ("x", token_of(cast.kronborg.pk, cast.bo.pk)[:-2], token_of(cast.bo.pk, cast.bo.pk)):
        assert Client().get(f"/reminders/stop/{token}/").status_code == 404
        assert Client().post(f"/reminders/stop/{token}/").status_code == 404
    mixed = token_of(cast.rosenborg.pk, cast.bo.pk)
    assert Client().post(f"/reminders/stop/{mixed}/").status_code == 200
    assert not Reminding.objects.exists()


# Settings › Mail


@pytest.fixture
def smtp(settings):
    options = {
        "host": "mail.kronborg.example",
        "port": 587,
        "username": "holger",
        "password": "hunter2",
        "use_tls": True,
        "use_ssl": False,
        "timeout": 1,
    }
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    return options


def test_managers_see_how_mail_leaves_but_never_the_password(cast, smtp):
    page = text(client_of(cast.anna), MAIL)
    assert all(word in page for word in ("mail.kronborg.example", "587", "STARTTLS", "holger"))
    assert "hunter2" not in page


def test_mail_that_stays_here_is_told_with_what_to_do(cast, settings, tmp_path):
    settings.MAILERS = {"default": {"BACKEND": "holger.config.mail.FileMailer", "OPTIONS": {"folder": str(tmp_path)}}}
    page = text(client_of(cast.anna), MAIL)
    assert "Mail does not leave this server yet" in page and "HOLGER_MAIL_URL" in page and str(tmp_path) in page


def test_who_gets_how_much_is_told(cast):
    make_person(cast.kronborg, "Ida Nor", signs_in=False, email="")
    services.reminding_set(actor=actor_of(cast.bo), rhythm="weekly")
    page = text(client_of(cast.anna), MAIL)
    rows = dict(re.findall(r'<span class="h-grow">([^<]+)</span><span class="h-b">(\d+)</span>', page))
    assert rows == {
        "At once": "0",
        "Once a day": "5",
        "Once a week": "1",
        "Only what is urgent": "0",
        "None: there is no address": "1",
    }
    assert "Ida Nor" in page


def test_a_test_mail_goes_the_way_of_all_mail(cast):
    client = client_of(cast.anna)
    assert "No worker runs" in text(client, MAIL)
    Worker().beat()
    assert client.post(f"{MAIL}test/")["Location"] == MAIL
    page = text(client, MAIL)
    assert "goes out as soon as a worker is free" in page and "every 2s" in page and "No worker runs" not in page
    client.post(f"{MAIL}test/")
    assert Mail.objects.count() == 1, "pressed twice"
    deliver_due()
    assert mail.outbox[0].to == ["anna@kronborg.example"]
    part = client.get(MAIL, headers={"HX-Request": "true", "HX-Request-Type": "partial"}).content.decode()
    assert "Gone out" in part and "every 2s" not in part and "<html" not in part
    assert "Gone out" not in text(client_of(cast.olga), MAIL), "each sees their own"


@pytest.mark.parametrize(
    ("trouble", "error", "words"),
    [
        ("unknown_host", "gaierror: [Errno -2] Name or service not known", "Nobody knows a mail server of that name."),
        ("refused", "ConnectionRefusedError: [Errno 111] Connection refused", "does not let holger in at that port"),
        ("password", "535 5.7.8 bad credentials", "does not take the user name and password"),
        ("certificate", "SSLCertVerificationError: hostname mismatch", "certificate is not trusted"),
        ("encryption", "SSLError: WRONG_VERSION_NUMBER", "do not agree on encryption"),
    ],
)
def test_what_goes_wrong_is_told_in_words_with_what_to_do(cast, trouble, error, words):
    client = client_of(cast.anna)
    client.post(f"{MAIL}test/")
    Mail.objects.update(trouble=trouble, error=error, attempts=1)
    page = text(client, MAIL)
    assert "Did not go out" in page and words in page and error in page and "It is tried again" in page
    assert "every 2s" not in page
    Mail.objects.update(state=State.FAILED)
    assert "It is tried again" not in text(client, MAIL)


def test_a_real_server_that_refuses_is_understood(cast, smtp):
    smtp |= {"host": "127.0.0.1", "port": 9, "use_tls": False}
    client = client_of(cast.anna)
    client.post(f"{MAIL}test/")
    deliver_due()
    assert "does not let holger in at that port" in text(client, MAIL)


@pytest.mark.parametrize("who", ["bo", "carl", "karen", "emil"])
def test_only_managers_see_mail_and_chats(cast, who):
    client = client_of(getattr(cast, who))
    for url in (MAIL, CHATS, f"{CHATS}new/"):
        assert client.get(url).status_code == 403
    assert client.post(f"{MAIL}test/").status_code == 403


def test_who_manages_a_unit_does_not_set_up_the_mail_of_the_whole_organisation(cast):
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    client = client_of(ulla)
    for url in (MAIL, CHATS, f"{CHATS}new/"):
        assert client.get(url).status_code == 403
    assert client.post(f"{MAIL}test/").status_code == 403
    assert client.post(f"{CHATS}new/", {}).status_code == 403


def test_the_stranger_finds_nothing(cast, webhook):
    client = client_of(cast.dorte)
    for url in (MAIL, CHATS, f"{CHATS}{webhook.pk}/", f"/o/rosenborg/settings/webhooks/{webhook.pk}/"):
        assert client.get(url).status_code == 404


# Chats


@pytest.fixture
def webhook(cast) -> Webhook:
    told = {"name": "ISMS", "form": "slack", "address": "https://hooks.slack.example/T0ENSECRET", "kinds": ["overdue"]}
    return services.webhook_create(actor=actor_of(cast.anna), **told)


def test_a_chat_is_set_up_changed_and_removed(cast):
    client = client_of(cast.anna)
    assert "No chat is told anything yet" in text(client, CHATS)
    told = {
        "name": "ISMS",
        "form": "teams",
        "address": "https://flow.example/T0ENSECRET",
        "kinds": ["missed"],
        "active": "on",
    }
    assert client.post(f"{CHATS}new/", told)["Location"] == CHATS
    webhook = Webhook.objects.get()
    page = text(client, CHATS)
    assert "flow.example" in page and "Not tried yet" in page and "T0ENSECRET" not in page
    edit = text(client, f"{CHATS}{webhook.pk}/")
    assert "T0ENSECRET" not in edit and webhook.sealed not in edit
    client.post(f"{CHATS}{webhook.pk}/", told | {"address": "", "name": "Security", "version": webhook.version})
    assert (fresh(webhook).name, fresh(webhook).sealed) == ("Security", webhook.sealed)
    stale = client.post(f"{CHATS}{webhook.pk}/", told | {"address": "", "name": "Late", "version": webhook.version})
    assert stale.status_code == 409
    client.post(f"{CHATS}{webhook.pk}/remove/")
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"address": ""}, "This field is required"),
        ({"kinds": []}, "This field is required"),
        ({"address": "http://x"}, "must begin with https"),
    ],
)
def test_what_is_missing_of_a_chat_is_said_at_its_field(cast, answers, words):
    told = {"name": "ISMS", "form": "slack", "address": "https://hooks.example/x", "kinds": ["missed"]} | answers
    answer = client_of(cast.anna).post(f"{CHATS}new/", told)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_a_second_chat_of_the_same_name_is_not_taken(cast, webhook):
    told = {"name": "ISMS", "form": "slack", "address": "https://hooks.example/x", "kinds": ["missed"]}
    answer = client_of(cast.anna).post(f"{CHATS}new/", told)
    assert answer.status_code == 422 and "of that name already" in answer.content.decode()


def test_trying_it_says_on_the_page_whether_it_arrives(cast, webhook, settings):
    settings.OUTGOING_LOOPBACK = True
    client = client_of(cast.anna)
    with serving(says(b"ok")) as port:
        services.webhook_edit(actor=actor_of(cast.anna), webhook=webhook, address=f"http://127.0.0.1:{port}/x")
        assert "It has arrived." in client.post(f"{CHATS}{webhook.pk}/test/", follow=True).content.decode()
    assert "Arrives" in text(client, CHATS)
    page = client.post(f"{CHATS}{webhook.pk}/test/", follow=True).content.decode()
    assert "cannot be connected to" in page and "Does not arrive" in page
    assert client_of(cast.bo).post(f"{CHATS}{webhook.pk}/test/").status_code == 403


def test_the_history_tells_of_choices_and_chats_in_words(cast, webhook):
    services.reminding_set(actor=actor_of(cast.bo), rhythm="weekly", muted=["before"], weekday=2)
    services.webhook_edit(actor=actor_of(cast.anna), webhook=webhook, kinds=["missed"])
    page = text(client_of(cast.olga), f"{BASE}history/")
    assert "changed the reminders of" in page
    shown = "".join(re.findall(r"<main.*</main>", page, re.S))
    for word in ("Once a week", "Soon due", "Wednesday", "Missed"):
        assert word in shown, word
    assert "T0ENSECRET" not in page

"""Chats that are told: who sets them up, what they are told, and what happens when they do not answer."""

import json
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holger.core import dates, sealing
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.jobs.rules import MAIL_WAITS
from holger.tasks import services
from holger.tasks.models import Notice, Post, Webhook
from holger.tasks.rules.chats import Line, Message, slack, teams
from holger.tasks.services.posting import posts_send
from holger.tasks.services.reminding import remind
from holger.tasks.tests.factories import make_task
from tests.cast import actor_of
from tests.wire import serving

TODAY = date(2026, 11, 24)
SECRET = "T0ENSECRET"


@pytest.fixture
def clock(standing):
    """``clock(minutes)``: so long after nine in the morning of Tuesday 24 November 2026."""
    begin = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/Copenhagen"))

    def move(minutes: float = 0) -> None:
        moment = begin + timedelta(minutes=minutes)
        standing(moment)

    move()
    return move


class Chat:
    """A chat's server: what it was told, and what it answers."""

    def __init__(self) -> None:
        self.status, self.told, self.paths, self.port = 200, [], [], 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/services/{SECRET}"

    def answer(self, wire, request: bytes) -> None:
        head, _, body = request.partition(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
        while len(body) < length:
            body += wire.recv(65536)
        self.paths.append(head.split()[1].decode())
        self.told.append(json.loads(body))
        wire.sendall(f"HTTP/1.1 {self.status} x\r\nContent-Length: 2\r\n\r\nok".encode())


@pytest.fixture
def chat(settings):
    settings.OUTGOING_LOOPBACK = True
    found = Chat()
    with serving(found.answer) as found.port:
        yield found


def make_webhook(cast, chat, **answers) -> Webhook:
    told = {"name": "ISMS", "form": "slack", "address": chat.address, "kinds": ["overdue", "missed"], **answers}
    return services.webhook_create(actor=actor_of(cast.anna), **told)


@pytest.fixture
def webhook(cast, clock, chat):
    return make_webhook(cast, chat)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# What it is told


def test_a_chat_is_told_of_what_is_overdue_once_and_in_one_message(cast, webhook, chat, clock):
    for number in range(3):
        make_task(actor_of(cast.anna), f"Task <{number}>", due=TODAY - timedelta(days=1), owner=cast.bo)
    remind(cast.kronborg.pk)
    assert posts_send(cast.kronborg.pk) == 1
    assert chat.paths == [f"/services/{SECRET}"]
    (told,) = chat.told
    assert told["text"].startswith(
        "*Kronborg A/S: 3 things to see to*\n• Overdue: <http://localhost:8000/o/kronborg/tasks/O-1/|Task &lt;0&gt;> (due 23 Nov 2026)"
    )
    remind(cast.kronborg.pk)
    assert posts_send(cast.kronborg.pk) == 0 and len(chat.told) == 1
    assert fresh(webhook).last_at and fresh(webhook).last_error == ""


def test_nothing_is_said_but_title_and_link(cast, webhook, chat):
    make_task(
        actor_of(cast.anna),
        "Order new tapes",
        due=TODAY - timedelta(days=1),
        owner=cast.bo,
        description="The combination is 1234.",
    )
    remind(cast.kronborg.pk)
    posts_send(cast.kronborg.pk)
    said = json.dumps(chat.told)
    assert "Order new tapes" in said
    assert not any(word in said for word in ("1234", "Bo Lind", "Anna", "bo@"))


def test_of_one_thing_it_is_told_once_however_many_people_are(cast, chat, clock):
    make_webhook(cast, chat, kinds=["escalated"])
    make_task(actor_of(cast.anna), due=TODAY - timedelta(days=8), owner=cast.bo, deputy=cast.karen)
    remind(cast.kronborg.pk)
    assert Notice.objects.filter(kind="escalated").count() == 2
    posts_send(cast.kronborg.pk)
    assert chat.told[0]["text"].count("Order new tapes") == 1


def test_it_is_told_only_of_the_kinds_that_were_chosen(cast, webhook, chat):
    make_task(actor_of(cast.anna), due=TODAY, owner=cast.bo)
    remind(cast.kronborg.pk)
    assert not Post.objects.exists()


def test_what_is_not_in_use_is_told_nothing(cast, webhook, chat):
    make_task(actor_of(cast.anna), due=TODAY - timedelta(days=1), owner=cast.bo)
    remind(cast.kronborg.pk)
    services.webhook_edit(actor=actor_of(cast.anna), webhook=webhook, active=False)
    assert posts_send(cast.kronborg.pk) == 0 and chat.told == []
    assert Post.objects.get().next_try is None


def test_it_is_told_in_the_language_of_the_house(cast, webhook, chat):
    type(cast.kronborg).objects.filter(pk=cast.kronborg.pk).update(language="da")
    make_task(actor_of(cast.anna), due=TODAY - timedelta(days=1), owner=cast.bo)
    remind(cast.kronborg.pk)
    posts_send(cast.kronborg.pk)
    assert "Overdue" not in chat.told[0]["text"] and "23. nov. 2026" in chat.told[0]["text"]


# When it does not answer


@pytest.mark.parametrize("trouble", [500, 503, 429, "away"])
def test_it_is_tried_again_like_mail(cast, webhook, chat, clock, trouble):
    make_task(actor_of(cast.anna), due=TODAY - timedelta(days=1), owner=cast.bo)
    remind(cast.kronborg.pk)
    if trouble == "away":
        services.webhook_edit(actor=actor_of(cast.anna), webhook=webhook, address="http://127.0.0.1:9/x")
    else:
        chat.status = trouble
    minutes = 0.0
    for wait in MAIL_WAITS:
        assert posts_send(cast.kronborg.pk) == 0
        post = Post.objects.get()
        assert post.next_try == dates.now() + wait and post.error == fresh(webhook).last_error != ""
        assert posts_send(cast.kronborg.pk) == 0, "not yet"
        minutes += wait.total_seconds() / 60
        clock(minutes)
    assert posts_send(cast.kronborg.pk) == 0
    assert Post.objects.get().next_try is None, "given up"


def test_once_it_answers_again_the_error_is_forgotten(cast, webhook, chat, clock):
    make_task(actor_of(cast.anna), due=TODAY - timedelta(days=1), owner=cast.bo)
    remind(cast.kronborg.pk)
    chat.status = 500
    posts_send(cast.kronborg.pk)
    assert "500" in fresh(webhook).last_error
    chat.status = 202
    clock(2)
    assert posts_send(cast.kronborg.pk) == 1
    assert fresh(webhook).last_error == "" and len(chat.told) == 2


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "no such address"), (410, "no such address"), (403, "does not let"), (400, "answers 400")],
)
def test_what_will_never_arrive_is_given_up_at_once(cast, webhook, chat, status, words):
    make_task(actor_of(cast.anna), due=TODAY - timedelta(days=1), owner=cast.bo)
    remind(cast.kronborg.pk)
    chat.status = status
    posts_send(cast.kronborg.pk)
    assert Post.objects.get().next_try is None and words in fresh(webhook).last_error
    assert SECRET not in fresh(webhook).last_error


def test_one_chat_that_does_not_answer_does_not_keep_another_waiting(cast, webhook, chat):
    make_webhook(cast, chat, name="Another", address="http://127.0.0.1:9/x")
    make_task(actor_of(cast.anna), due=TODAY - timedelta(days=1), owner=cast.bo)
    remind(cast.kronborg.pk)
    assert posts_send(cast.kronborg.pk) == 1


def test_two_workers_say_it_once(cast, webhook, chat, monkeypatch):
    """The second looks while the first waits for the answer."""
    make_task(actor_of(cast.anna), due=TODAY - timedelta(days=1), owner=cast.bo)
    remind(cast.kronborg.pk)
    from holger.tasks.services import posting

    say = posting.say

    def slowly(webhook, message):
        assert posts_send(cast.kronborg.pk) == 0
        say(webhook, message)

    monkeypatch.setattr(posting, "say", slowly)
    assert posts_send(cast.kronborg.pk) == 1 and len(chat.told) == 1


def test_addresses_in_our_own_network_are_not_asked(cast, clock, chat, settings):
    settings.OUTGOING_LOOPBACK = False
    for address in (
        "http://127.0.0.1/x",
        "file:///etc/passwd",
        "nonsense",
        "https://user:pw@hooks.example/x",
    ):
        with pytest.raises(RuleBroken) as refusal:
            make_webhook(cast, chat, address=address)
        assert refusal.value.field == "address"


def test_an_address_that_leads_into_the_house_is_refused_when_it_is_used(cast, clock, chat, settings):
    settings.OUTGOING_LOOPBACK = False
    webhook = make_webhook(cast, chat, address="https://169.254.169.254/latest")
    with pytest.raises(RuleBroken):
        services.webhook_test(actor=actor_of(cast.anna), webhook=webhook)
    assert fresh(webhook).last_error and not fresh(webhook).last_at


# Setting it up


def test_the_address_is_kept_sealed_and_told_nowhere(cast, webhook, chat):
    assert SECRET not in str(Webhook.objects.values().get()) and webhook.host == "127.0.0.1"
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(webhook.sealed, "webhook another")
    told = json.dumps(list(Event.objects.values_list("payload", flat=True)), default=str)
    assert SECRET not in told and "127.0.0.1" in told


def test_history_tells_of_each_step(cast, webhook, chat):
    anna = actor_of(cast.anna)
    services.webhook_edit(actor=anna, webhook=webhook, name="Security", kinds=["due"])
    services.webhook_edit(actor=anna, webhook=webhook, name="Security")
    services.webhook_edit(actor=anna, webhook=webhook, address=chat.address + "2")
    services.webhook_remove(actor=anna, webhook=webhook)
    told = [event.action for event in Event.objects.filter(subject_type="tasks.webhook").order_by("seq")]
    assert told == ["webhook.created", "webhook.changed", "webhook.changed", "webhook.removed"]
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"address": " "}, "address"), ({"kinds": []}, "kinds"), ({"kinds": ["nudge", "nonsense"]}, "kinds")],
)
def test_what_is_missing_is_said_at_its_field(cast, clock, chat, answers, field):
    with pytest.raises(RuleBroken) as refusal:
        make_webhook(cast, chat, **answers)
    assert refusal.value.field == field


@pytest.mark.parametrize("who", ["bo", "carl", "karen", "emil"])
def test_only_managers_set_up_chats(cast, webhook, chat, who):
    actor = actor_of(getattr(cast, who))
    for attempt in (
        lambda: services.webhook_create(actor=actor, name="x", form="slack", address=chat.address, kinds=["due"]),
        lambda: services.webhook_edit(actor=actor, webhook=webhook, name="x"),
        lambda: services.webhook_test(actor=actor, webhook=webhook),
        lambda: services.webhook_remove(actor=actor, webhook=webhook),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_the_stranger_finds_nothing(cast, webhook):
    dorte = actor_of(cast.dorte)
    for service in (services.webhook_edit, services.webhook_test, services.webhook_remove):
        with pytest.raises(NotFound):
            service(actor=dorte, webhook=webhook)


def test_trying_it_says_whether_it_arrives(cast, webhook, chat):
    anna = actor_of(cast.anna)
    services.webhook_test(actor=anna, webhook=webhook)
    assert "what is overdue at Kronborg A/S" in chat.told[0]["text"]
    assert fresh(webhook).last_at
    chat.status = 404
    with pytest.raises(RuleBroken, match="no such address"):
        services.webhook_test(actor=anna, webhook=webhook)
    assert "no such address" in fresh(webhook).last_error


# The forms


EVIL = Message(
    "Kronborg *A/S*",
    [Line("Overdue", "<!channel> [x](http://evil) & |y> *b*\n@here", "https://h/o/k/", "(due)")],
    "and one more",
    "Open",
    "https://h/",
)


def test_slack_sees_no_mark_of_its_own_in_what_people_wrote():
    text = slack(EVIL)["text"]
    assert text.count("<") == 2 and text.count("\n") == 3
    assert "<!channel>" not in text and "*b*" not in text
    assert "<https://h/o/k/|&lt;!channel&gt; [x](http://evil) &amp; ¦y&gt; ∗b∗ @here>" in text


def test_teams_gets_runs_of_text_and_no_markup():
    told = teams(EVIL)
    card = told["attachments"][0]["content"]
    assert (told["type"], card["type"], card["version"]) == ("message", "AdaptiveCard", "1.4")
    runs = [run for block in card["body"] for run in block["inlines"]]
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"} and {run["type"] for run in runs} == {
        "TextRun"
    }
    (title,) = [run for run in runs if "selectAction" in run]
    assert title["selectAction"] == {"type": "Action.OpenUrl", "url": "https://h/o/k/"}
    assert "[x](http://evil)" in title["text"] and "\n" not in title["text"]
    assert card["actions"] == [{"type": "Action.OpenUrl", "title": "Open", "url": "https://h/"}]


def test_a_long_message_says_how_much_more_there_is(cast, webhook, chat):
    for number in range(25):
        make_task(actor_of(cast.anna), f"Task {number}", due=TODAY - timedelta(days=1), owner=cast.bo)
    remind(cast.kronborg.pk)
    posts_send(cast.kronborg.pk)
    assert chat.told[0]["text"].count("Overdue:") == 20 and "and 5 more" in chat.told[0]["text"]

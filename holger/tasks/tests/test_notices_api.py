"""Notices, how one is told, and chats, through the interface."""

from datetime import date

import pytest

from holger.api.tests.programs import Program
from holger.tasks import services
from holger.tasks.models import Notice, Reminding, Webhook
from holger.tasks.services.telling import Draft, slot_of, tell
from tests.cast import actor_of
from tests.wire import says, serving


def say(person, kind="overdue", title="Order new tapes", **more) -> Notice:
    number = Notice.objects.count()
    draft = Draft(
        person.pk,
        kind,
        f"x.y:{number}",
        slot_of(kind, f"x.y:{number}", person.pk),
        title,
        "tasks/O-1/",
        date(2026, 11, 24),
        **more,
    )
    (notice,) = tell(person.organisation_id, [draft])
    return notice


@pytest.fixture
def bo(cast) -> Program:
    return Program(cast.bo)


@pytest.fixture
def anna(cast) -> Program:
    return Program(cast.anna)


# Notices


def test_ones_own_notices_are_listed_narrowed_and_read(cast, bo):
    first = say(cast.bo, "nudge", who="Anna Holm")
    say(cast.bo, "due", "Check the logs")
    say(cast.emil, title="Lock the door")
    listed = bo.get("/notices").json()
    assert [item["title"] for item in listed["items"]] == ["Check the logs", "Order new tapes"] and listed["count"] == 2
    told = bo.get(f"/notices/{first.pk}").json()
    assert told == told | {
        "kind": "nudge",
        "said": "Anna Holm asks how it goes.",
        "path": "tasks/O-1/",
        "due": "2026-11-24",
        "read_at": None,
    }
    assert "slot" not in told and "person" not in told
    assert bo.get("/notices?kind=due").json()["count"] == 1
    assert bo.post(f"/notices/{first.pk}/read").json()["read_at"]
    assert [item["title"] for item in bo.get("/notices?read=no").json()["items"]] == ["Check the logs"]
    assert bo.post(f"/notices/{first.pk}/unread").json()["read_at"] is None
    assert bo.post("/notices/read").json() == {"count": 2}
    assert bo.get("/notices?read=no").json()["count"] == 0
    assert Notice.objects.get(person=cast.emil).read_at is None


def test_anothers_notice_is_not_there(cast, bo):
    foreign = say(cast.emil)
    for answer in (bo.get(f"/notices/{foreign.pk}"), bo.post(f"/notices/{foreign.pk}/read")):
        assert answer.status_code == 404
    assert Program(cast.dorte).get("/notices").status_code == 404
    assert Program(None).get("/notices").status_code == 401


def test_a_token_for_reading_marks_nothing(cast):
    notice = say(cast.bo)
    reader = Program(cast.bo, {"*": "read"})
    assert reader.get("/notices").status_code == 200
    assert reader.post(f"/notices/{notice.pk}/read").status_code == reader.post("/notices/read").status_code == 403


# How one is told


def test_how_one_is_told_is_read_and_chosen(cast, bo):
    usual = {"rhythm": "daily", "weekday": 0, "hour": 7, "quiet_from": "19:00", "quiet_to": "07:00", "muted": []}
    assert bo.get("/me/reminders").json() == usual and not Reminding.objects.exists()
    changed = bo.patch("/me/reminders", {"rhythm": "weekly", "quiet_from": "20:30", "muted": ["before"]}).json()
    assert changed == usual | {"rhythm": "weekly", "quiet_from": "20:30", "muted": ["before"]}
    assert bo.get("/me/reminders").json() == changed
    assert Program(cast.emil).get("/me/reminders").json() == usual
    assert bo.patch("/me/reminders", {"quiet_from": None, "quiet_to": None}).json()["quiet_to"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"hour": 22}, "hour"), ({"quiet_to": None}, "quiet_to"), ({"quiet_from": "7"}, "quiet_from"), ({"quiet_from": "07:00Z"}, "quiet_from"),
        ({"rhythm": "hourly"}, "rhythm"), ({"weekday": 7}, "weekday"), ({"hour": 24}, "hour"), ({"muted": ["nonsense"]}, "muted"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_an_error_at_its_field(bo, body, field):
    answer = bo.patch("/me/reminders", body)
    assert answer.status_code in (409, 422) and any(field in name for name in answer.json()["error"]["fields"])


def test_a_service_account_is_told_nothing(cast):
    from holger.organisation import services as organisation

    robot = organisation.service_account_create(actor=actor_of(cast.anna), name="Robot", responsible=cast.anna)
    organisation.role_give(actor=actor_of(cast.olga), person=robot, role="security_officer")
    program = Program(None)
    from holger.api import services as api

    program.token, program.secret = api.token_create(
        actor=actor_of(cast.anna), person=robot, name="x", scope={"*": "write"}
    )
    assert program.get("/notices").json()["count"] == 0
    assert program.patch("/me/reminders", {"rhythm": "weekly"}).status_code == 404


# Chats


CHAT = {"name": "ISMS", "form": "slack", "address": "https://hooks.example/T0ENSECRET", "kinds": ["overdue"]}


def test_a_chat_is_made_changed_and_removed_and_its_address_is_never_answered(cast, anna):
    made = anna.post("/webhooks", CHAT)
    assert made.status_code == 201 and made.json()["host"] == "hooks.example"
    path = f"/webhooks/{made.json()['id']}"
    sealed = Webhook.objects.get().sealed
    changed = anna.patch(path, {"kinds": ["missed", "due"], "active": False}, If_Match=made["ETag"])
    assert (changed.json()["kinds"], changed.json()["active"]) == (["missed", "due"], False)
    assert Webhook.objects.get().sealed == sealed, "what is not said stays"
    assert anna.patch(path, {"name": "Late"}, If_Match=made["ETag"]).status_code == 412
    assert anna.patch(path, {"address": "https://flow.example/T0ENSECRET"}).json()["host"] == "flow.example"
    for answer in (made, changed, anna.get(path), anna.get("/webhooks")):
        assert "T0ENSECRET" not in answer.content.decode() and sealed not in answer.content.decode()
    assert anna.delete(path).status_code == 204 and not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"address": ""}, "address"),
        ({"address": "http://x"}, "address"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["nudge"]}, "kinds"),
        ({"form": "irc"}, "form"),
    ],
)
def test_what_is_wrong_with_a_chat_is_an_error_at_its_field(anna, body, field):
    answer = anna.post("/webhooks", CHAT | body)
    assert answer.status_code in (409, 422) and any(field in name for name in answer.json()["error"]["fields"])


def test_only_managers_set_up_chats(cast, bo, anna):
    path = f"/webhooks/{anna.post('/webhooks', CHAT).json()['id']}"
    answers = (
        bo.get("/webhooks"),
        bo.post("/webhooks", CHAT),
        bo.patch(path, {"name": "x"}),
        bo.post(f"{path}/test"),
        bo.delete(path),
    )
    assert {answer.status_code for answer in answers} == {403}
    assert Program(cast.dorte).get(path).status_code == 404


def test_trying_a_chat_says_whether_it_arrives(cast, anna, settings):
    settings.OUTGOING_LOOPBACK = True
    with serving(says(b"ok")) as port:
        made = anna.post("/webhooks", CHAT | {"address": f"http://127.0.0.1:{port}/x"}).json()
        assert anna.post(f"/webhooks/{made['id']}/test").json()["last_at"]
    refused = anna.post(f"/webhooks/{made['id']}/test")
    assert refused.status_code == 409 and "cannot be connected to" in refused.json()["error"]["message"]


def test_what_it_is_told_is_the_same_as_on_the_page(cast, anna):
    """The interface uses the same services, so the same history tells of it."""
    anna.post("/webhooks", CHAT)
    services.notices_read_all(actor=actor_of(cast.anna))
    assert Webhook.objects.get().told == ["Overdue"]

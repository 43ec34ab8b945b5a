"""Programs that are told of events: signed, in time, once, and nothing that only a few may know of."""

import json
import re

import pytest

from holger.core import dates
from holger.core.errors import RuleBroken
from holger.incidents import services as incidents
from holger.tasks import services
from holger.tasks.models import Post
from holger.tasks.rules.signing import signature
from holger.tasks.services.posting import event_put, events_stop, posts_send
from tests.cast import actor_of
from tests.wire import serving

KEY = "a secret that both know"
EVENT = "incident.changed"


def test_a_signature_is_over_the_time_and_the_body():
    made = signature(KEY, "1700000000", b'{"event": "test"}')
    assert re.fullmatch(r"sha256=[0-9a-f]{64}", made)
    assert made != signature(KEY, "1700000001", b'{"event": "test"}')
    assert made != signature("another secret key", "1700000000", b'{"event": "test"}')


class Listener:
    """A program that listens: what it was told, with the headers."""

    def __init__(self) -> None:
        self.status, self.told, self.port = 200, [], 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def answer(self, wire, request: bytes) -> None:
        head, _, body = request.partition(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
        while len(body) < length:
            body += wire.recv(65536)
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        self.told.append(({name.lower(): value for name, value in headers.items()}, body))
        wire.sendall(f"HTTP/1.1 {self.status} x\r\nContent-Length: 2\r\n\r\nok".encode())


@pytest.fixture
def listener(settings):
    settings.OUTGOING_LOOPBACK = True
    found = Listener()
    with serving(found.answer) as found.port:
        yield found


@pytest.fixture
def webhook(cast, listener):
    told = {"name": "SIEM", "form": "program", "address": listener.address, "kinds": [EVENT], "secret": KEY}
    return services.webhook_create(actor=actor_of(cast.anna), **told)


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_step_of_a_case_is_told_signed_and_once(cast, webhook, listener):
    anna = actor_of(cast.anna)
    made = incidents.incident_create(actor=anna, title="Ransomware")
    incidents.incident_step(actor=anna, incident=made, step="contain")
    incidents.incident_step(actor=anna, incident=made, step="contain")
    incidents.incident_edit(actor=anna, incident=made, people_count=3)
    assert posts_send(cast.kronborg.pk) == 2
    headers, body = listener.told[1]
    told = json.loads(body)
    assert (told["event"], told["step"], told["organisation"]) == (EVENT, "contain", "kronborg")
    assert told["incident"]["status"] == "contained"
    assert headers["x-holger-signature"] == signature(KEY, headers["x-holger-timestamp"], body)
    assert abs(int(headers["x-holger-timestamp"]) - dates.now().timestamp()) < 60
    assert posts_send(cast.kronborg.pk) == 0


def test_of_a_restricted_case_nothing_leaves_the_house(cast, webhook, listener):
    anna = actor_of(cast.anna)
    made = incidents.incident_create(actor=anna, title="About staff", owner=cast.anna)
    incidents.restricted_set(actor=anna, incident=made, restricted=True, reason="Staff.")
    incidents.incident_step(actor=anna, incident=made, step="contain")
    assert posts_send(cast.kronborg.pk) == 0
    assert listener.told == []
    assert "About staff" not in json.dumps([post.lines for post in Post.objects.all()])


def test_what_is_stopped_here_goes_on_elsewhere(cast, webhook, listener):
    told = {"name": "SIEM", "form": "program", "address": listener.address, "kinds": [EVENT], "secret": KEY}
    services.webhook_create(actor=actor_of(cast.dorte), **told)
    for house in (cast.kronborg, cast.rosenborg):
        event_put(house.pk, EVENT, "x:1", {"step": "create"})
    assert events_stop(cast.kronborg.pk, "x:") == 1
    assert posts_send(cast.kronborg.pk) == 0
    assert posts_send(cast.rosenborg.pk) == 1


def test_it_is_tried_again_and_can_be_tried_out(cast, webhook, listener):
    event_put(cast.kronborg.pk, EVENT, "x:1", {"step": "create"})
    listener.status = 503
    assert posts_send(cast.kronborg.pk) == 0
    assert Post.objects.get().next_try is not None
    listener.status = 200
    services.webhook_test(actor=actor_of(cast.anna), webhook=webhook)
    assert json.loads(listener.told[-1][1])["event"] == "test"


def test_a_program_wants_a_secret_and_an_event(cast, listener):
    told = {"name": "SIEM", "form": "program", "address": listener.address, "kinds": [EVENT]}
    for wrong, field in (
        ({}, "secret"),
        ({"secret": "short"}, "secret"),
        ({"kinds": ["overdue"], "secret": KEY}, "kinds"),
    ):
        with pytest.raises(RuleBroken) as refused:
            services.webhook_create(actor=actor_of(cast.anna), **{**told, **wrong})
        assert refused.value.field == field
    inner = {**told, "secret": KEY, "address": "https://169.254.169.254/latest"}
    made = services.webhook_create(actor=actor_of(cast.anna), **inner)
    with pytest.raises(RuleBroken):
        services.webhook_test(actor=actor_of(cast.anna), webhook=made)

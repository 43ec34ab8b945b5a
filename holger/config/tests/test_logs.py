"""Every line tells which request it belongs to, and none tells a secret."""

import io
import json
import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from holger.config.logs import Json, Line, Tell
from holger.config.masking import mask
from holger.organisation import services
from tests.cast import PASSWORD, actor_of, client_of, make_person

SECRET = "Qm9yaXMtaXMtYS1zZWNyZXQtMTIzNDU2Nzg5MC1hYmM"
ID = "0192d3a4-5b6c-7d8e-9f00-112233445566"


@pytest.fixture(params=[Json, Line])
def told(request):
    """All that is logged, as it is written, through either formatter."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(request.param())
    handler.addFilter(Tell())
    root, django = logging.getLogger(), logging.getLogger("django")
    loggers = [root, django, logging.getLogger("django.request"), logging.getLogger("django.security")]
    levels = [logger.level for logger in loggers]
    for logger in (root, django):
        logger.addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield out.getvalue
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.fixture
def lines():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Json())
    handler.addFilter(Tell())
    for name in ("", "django"):  # which does not pass on to the root
        logging.getLogger(name).addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    for name in ("", "django"):
        logging.getLogger(name).removeHandler(handler)


def test_a_request_is_one_line_with_all_that_is_known(cast, lines):
    answer = client_of(cast.anna).get("/o/kronborg/people/?q=salary+of+bo")
    (line,) = [line for line in lines() if line["logger"] == "holger.request"]
    assert line["request_id"] == answer["X-Request-ID"]
    assert {name: line[name] for name in ("organisation", "user_id", "route", "method", "status")} == {
        "organisation": "kronborg",
        "user_id": str(cast.anna.user_id),
        "route": "organisation:person-list",
        "method": "GET",
        "status": 200,
    }
    assert line["queries"] > 0 and line["ms"] >= 0 and line["level"] == "INFO"
    assert "salary" not in json.dumps(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line["time"])


def test_what_is_logged_on_the_way_carries_the_number_too(cast, lines):
    answer = client_of(cast.bo).get("/o/kronborg/settings/edit/")
    assert answer.status_code == 403
    (line,) = [line for line in lines() if line["logger"] == "django.request"]
    assert (line["request_id"], line["organisation"]) == (answer["X-Request-ID"], "kronborg")
    assert line["user_id"] == str(cast.bo.user_id)
    logging.getLogger("elsewhere").warning("after")
    assert "request_id" not in lines()[-1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, "req-0123456789", True),
        (0, "req-0123456789", False),
        (1, "short", False),
        (1, "x" * 65, False),
        (1, "evil\tline 0123456789", False),
        (1, "{jndi:ldap}", False),
    ],
)
def test_only_a_trusted_proxy_gives_the_number(settings, proxies, given, taken):
    settings.TRUSTED_PROXIES = proxies
    answer = Client().get("/account/login/", headers={"x-request-id": given})
    assert (answer["X-Request-ID"] == given) is taken
    assert re.fullmatch(r"[\w.-]{8,64}", answer["X-Request-ID"])


def test_no_secret_reaches_the_log(cast, told):
    """Links that let people in, passwords, tokens and searches: on the way that works, and on the way that fails."""
    jonas = make_person(cast.kronborg, "Jonas Brandt", "contributor", signs_in=False)
    link = services.invitation_send(actor=actor_of(cast.anna), person=jonas).link
    invitation = link.split("/")[-2]
    key = f"3-{'cpl2xv'}-{'0123456789abcdef' * 2}"
    browser = Client(raise_request_exception=False)
    browser.get(f"/invitation/{invitation}/")
    browser.get(f"/invitation/{SECRET}/")
    browser.post(f"/invitation/{invitation}/", {"name": "Jonas", "password": "short-pass-1"})
    browser.get(f"/account/password/reset/key/{key}/")
    browser.get(f"/account/login/?next=/o/kronborg/&token={SECRET}")
    browser.post("/account/login/", {"login": "bo@kronborg.example", "password": "wrong-guess-99"})
    browser.post("/account/login/", {"login": "bo@kronborg.example", "password": PASSWORD})
    browser.get("/api/v1/o/kronborg/assets", headers={"authorization": f"Bearer holger_{SECRET}"})
    browser.get(f"/o/kronborg/no/such/{SECRET}/page/")
    client_of(cast.anna).post(
        "/o/kronborg/evidence/new/", {"file": SimpleUploadedFile("salary.txt", b"everybody-gets-1000000")}
    )
    text = told()
    assert "holger.request" in text
    for secret in (
        invitation,
        SECRET,
        key,
        "short-pass-1",
        "wrong-guess-99",
        PASSWORD,
        "everybody-gets",
        "0123456789abcdef",
    ):
        assert secret not in text, secret


def test_an_error_is_told_without_the_secrets_in_it(told):
    try:
        raise ValueError(f"postgresql://holger:hunter2@db/holger fetched /invitation/{SECRET}/?a=1")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /invitation/%s/", SECRET)
    text = told()
    assert "Traceback" in text and "ValueError" in text
    assert "hunter2" not in text and SECRET not in text and "a=1" not in text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"Not Found: /invitation/{SECRET}/", "Not Found: /invitation/…/"),
        ("Gone: /account/password/reset/key/3-set-password/", "Gone: /account/password/reset/key/…/"),
        (f"GET /o/kronborg/evidence/{ID}/file/", f"GET /o/kronborg/evidence/{ID}/file/"),
        ("GET /o/kronborg/assets/?q=salary HTTP/1.1", "GET /o/kronborg/assets/?… HTTP/1.1"),
        (f"/later/{SECRET}", "/later/…"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("smtp://anna:pass@mail.example.dk:587", "smtp://…@mail.example.dk:587"),
        (
            "/srv/holger/holger/organisation/services/invitation.py",
            "/srv/holger/holger/organisation/services/invitation.py",
        ),
        ("Is it true? Yes, it is.", "Is it true? Yes, it is."),
    ],
)
def test_masking(before, after):
    assert mask(before) == after

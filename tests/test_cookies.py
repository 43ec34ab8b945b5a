"""Every cookie that holger sets, over TLS and without: bound to this host, closed to scripts and to other sites."""

import re
from typing import Any

from django.conf import settings
from django.test import Client

from tests.cast import PASSWORD, Cast
from tests.configured import configured, made_by

OWN = {"BROWSER_COOKIE_NAME", "THEME_COOKIE_NAME"}
"""Set by holger itself, as secure as the session's."""
HOST = {"Host": "isms.example.test"}
TLS = {"HOLGER_BASE_URL": "https://isms.example.test", "HOLGER_TRUSTED_PROXIES": "1"}
NAMES = {"holger-browser", "holger-csrf", "holger-language", "holger-session", "holger-theme"}


def cookies_of_a_visit(email: str, **headers: str) -> dict[str, Any]:
    """All cookies that are set while somebody signs in, chooses language and theme, and signs out."""
    client = Client(headers=headers)
    secure = headers.get("X-Forwarded-Proto") == "https"
    found: dict[str, Any] = {}

    def ask(method: str, url: str, sent: Any = None) -> None:
        found.update(getattr(client, method)(url, sent, secure=secure).cookies)

    ask("get", "/account/login/")
    ask("post", "/account/login/", {"login": email, "password": PASSWORD})
    ask("get", "/account/")
    ask("post", "/account/language/", {"language": "da"})
    ask("post", "/account/theme/", {"theme": "dark"})
    set_while_in = dict(found)
    ask("post", "/account/logout/")
    return set_while_in


def test_over_tls_every_cookie_is_bound_to_this_host_alone(cast: Cast) -> None:
    with configured(**TLS):
        found = cookies_of_a_visit(cast.anna.email, **HOST, **{"X-Forwarded-Proto": "https"})
    assert set(found) == {f"__Host-{name}" for name in NAMES}
    for name, cookie in found.items():
        assert cookie["secure"] and cookie["httponly"], name
        assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", ""), name


def test_without_tls_they_are_still_closed_to_scripts(cast: Cast) -> None:
    found = cookies_of_a_visit(cast.anna.email)
    assert set(found) == NAMES
    for name, cookie in found.items():
        assert cookie["httponly"] and not cookie["secure"], name
        assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", ""), name


def test_no_setting_names_a_cookie_without_the_prefix() -> None:
    made = made_by(**TLS)
    unused = {"MESSAGE_COOKIE_NAME"}
    named = {name: value for name, value in made.items() if re.fullmatch(r"\w+_COOKIE_NAME", name)}
    assert {value for name, value in named.items() if name not in unused} == {f"__Host-{name}" for name in NAMES}
    assert all(made[name.replace("_NAME", "_SECURE")] for name in named if name not in OWN | unused)


def test_the_theme_is_remembered_before_signing_in(db: None) -> None:
    client = Client()
    client.post("/account/theme/", {"theme": "dark"})
    assert 'data-bs-theme="dark"' in client.get("/account/login/").content.decode()
    assert settings.THEME_COOKIE_NAME in client.cookies
    answer = client.post("/account/theme/", {"theme": "light"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.cookies[settings.THEME_COOKIE_NAME].value == "light"

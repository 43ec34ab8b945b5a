"""Each security setting, turned the wrong way, is seen to matter: by what visitors meet, and by the doctor."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core import mail, signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory, override_settings

from holger.api.tests.programs import Program
from holger.config import checks
from holger.config.security import GUARDS, Guard
from holger.core import dates
from tests.cast import PASSWORD, Cast, client_of
from tests.configured import configured, made_by

pytestmark = pytest.mark.once

HOST = "isms.example.test"
ENVIRONMENT = {"HOLGER_BASE_URL": f"https://{HOST}", "HOLGER_TRUSTED_PROXIES": "1"}
LOGIN = "/account/login/"
BARE = [name for name in made_by()["MIDDLEWARE"] if "Headers" not in name]
"""Without the outermost guard, so that what stands behind it is seen."""
MEGABYTE = 1024 * 1024


def browser(person: Any = None) -> Client:
    client = client_of(person)
    client.defaults |= {"HTTP_HOST": HOST, "HTTP_X_FORWARDED_PROTO": "https", "wsgi.url_scheme": "https"}
    client.raise_request_exception = False
    return client


def header(name: str, path: str = LOGIN) -> Callable[[Cast], Any]:
    return lambda cast: browser().get(path).headers.get(name)


def cookies(path: str = LOGIN, **sent: str) -> dict[str, Any]:
    client = browser()
    return (client.post(path, sent) if sent else client.get(path)).cookies


def cookie(part: str, what: str) -> Callable[[Cast], Any]:
    """``what`` a cookie says whose name has ``part``, with the outermost guard out of the way."""

    def look(cast: Cast) -> Any:
        sent = {"login": cast.anna.email, "password": PASSWORD} if part == "session" else {}
        paths = {
            "language": ("/account/language/", {"language": "da"}),
            "theme": ("/account/theme/", {"theme": "dark"}),
        }
        with override_settings(MIDDLEWARE=BARE):
            path, sent = paths.get(part, (LOGIN, sent))
            found = {name: each for name, each in cookies(path, **sent).items() if part in name}
        return {name: each[what] if what else "" for name, each in found.items()}

    return look


def posts(size: int = 0, fields: int = 1, files: int = 0) -> Callable[[Cast], Any]:
    def send(cast: Cast) -> int:
        if files or size:
            sent = {f"file{n}": SimpleUploadedFile(f"{n}.txt", b"x") for n in range(files)}
            sent |= {"note": "x" * size} if size else {}
            return browser(cast.anna).post("/o/kronborg/evidence/new/", sent).status_code
        return browser().post("/account/theme/", {f"f{n}": "1" for n in range(fields)}).status_code

    return send


def upload(size: int) -> Callable[[Cast], int]:
    def send(cast: Cast) -> int:
        file = SimpleUploadedFile("x.pdf", b"%PDF-1.7 " + b"x" * size)
        return browser(cast.anna).post("/o/kronborg/evidence/new/", {"file": file}).status_code

    return send


def host_of_links(cast: Cast) -> int:
    return browser().get(LOGIN, headers={"Host": "evil.example"}).status_code


def from_elsewhere(cast: Cast) -> int:
    client = Client(enforce_csrf_checks=True, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(LOGIN).content.decode())
    sent = {"theme": "dark", "csrfmiddlewaretoken": token[1] if token else ""}
    return client.post("/account/theme/", sent, headers={"Origin": "https://evil.example"}).status_code


def forged(cast: Cast) -> int:
    client = Client(enforce_csrf_checks=True, headers={"Host": HOST})
    return client.post("/account/theme/", {"theme": "dark"}).status_code


def claims_tls(cast: Cast) -> bool:
    return RequestFactory().get("/", headers={"X-Claims-TLS": "on", "Host": HOST}).is_secure()


def address_believed(cast: Cast) -> Any:
    from allauth.core.internal.httpkit import get_client_ip

    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "Host": HOST})
    return get_client_ip(request)


def weak_password(cast: Cast) -> str:
    try:
        validate_password("password1")
    except ValidationError:
        return "refused"
    return "taken"


def signed_elsewhere(cast: Cast) -> str:
    """Is something taken that was signed with the short key?"""
    try:
        return signing.loads(signing.dumps("x", key="short"))
    except signing.BadSignature:
        return "refused"


def may_sign_up(cast: Cast) -> bool:
    from allauth.account.adapter import get_adapter

    return get_adapter().is_open_for_signup(RequestFactory().get("/"))


def mails_after(act: Callable[[Client, Cast], Any], signed_in: bool = True) -> Callable[[Cast], Any]:
    def look(cast: Cast) -> Any:
        cache.clear()
        mail.outbox.clear()
        answer = act(browser(cast.anna if signed_in else None), cast)
        return answer.status_code, len(mail.outbox)

    return look


NEW = {"oldpassword": PASSWORD, "password1": "calm-water-over-the-bridge", "password2": "calm-water-over-the-bridge"}


def change_password(client: Client, cast: Cast) -> Any:
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client.post("/account/password/change/", NEW)


def ask_for_a_stranger(client: Client, cast: Cast) -> Any:
    return client.post("/account/password/reset/", {"email": "nobody@elsewhere.example"})


def still_in(cast: Cast) -> int:
    client = browser(cast.anna)
    assert change_password(client, cast).status_code == 302
    try:
        return client.get("/account/").status_code
    finally:
        cast.anna.user.save()  # as it was


def haste(cast: Cast) -> int:
    program = Program(cast.anna)
    program.defaults["HTTP_HOST"] = HOST
    return [program.get("/assets").status_code for _ in range(3)][-1]


def permissions_of_files(cast: Cast) -> int:
    storage = FileSystemStorage()
    name = storage.save("flip.txt", ContentFile(b"x"))
    try:
        return Path(storage.path(name)).stat().st_mode & 0o777
    finally:
        storage.delete(name)


def insides(cast: Cast) -> bool:
    """Does an error show the inside?"""
    broken = [*made_by()["MIDDLEWARE"], "tests.test_headers.Broken"]
    with override_settings(MIDDLEWARE=broken):
        return b"ingredient" in browser().get(LOGIN).content


def hour(cast: Cast) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLGER_NOW", "2030-01-01T00:00:00Z")
        return str(dates.now().year)


def passkeys_without_tls(cast: Cast) -> bool:
    from allauth.mfa import app_settings

    return app_settings.WEBAUTHN_ALLOW_INSECURE_ORIGIN


def demo_is_told(cast: Cast) -> list[str]:
    return [finding.text for finding in checks.addresses() if "demo" in finding.text]


def stranger(cast: Cast) -> int:
    return browser(cast.dorte).get("/o/kronborg/assets/").status_code


def twice(cast: Cast) -> int:
    return browser(cast.anna).get("/o/kronborg/assets/?page=1&page=2").status_code


def envelope(cast: Cast) -> int:
    return browser().get("/", {"q": "x" * 9_000}).status_code


def without(name: str, among: str = "MIDDLEWARE") -> list[str]:
    return [each for each in made_by()[among] if each != name]


SHORT = "short"
ARGON = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
MD5 = ["django.contrib.auth.hashers.MD5PasswordHasher"]
UPLOAD = "holger.config.web.uploads.Ceiling"
LOOSE = {**made_by()["SECURE_CSP"], "script-src": ["'self'", "'unsafe-inline'"]}

# The setting → a value that is not safe, and what a visitor (or the program) then meets differently.
FLIPS: dict[str, tuple[Any, Callable[[Cast], Any]]] = {
    "SECURE_CSP": (LOOSE, header("Content-Security-Policy")),
    "DATA_CSP": ({"default-src": ["'self'"]}, header("Content-Security-Policy", "/robots.txt")),
    "SECURE_CONTENT_TYPE_NOSNIFF": (False, header("X-Content-Type-Options")),
    "X_FRAME_OPTIONS": ("SAMEORIGIN", header("X-Frame-Options")),
    "SECURE_REFERRER_POLICY": ("unsafe-url", header("Referrer-Policy")),
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": ("unsafe-none", header("Cross-Origin-Opener-Policy")),
    "CROSS_ORIGIN_RESOURCE_POLICY": ("cross-origin", header("Cross-Origin-Resource-Policy")),
    "PERMISSIONS_POLICY": ({"camera": "*"}, header("Permissions-Policy")),
    "ROBOTS": ("all", header("X-Robots-Tag")),
    "SECURE_HSTS_SECONDS": (0, header("Strict-Transport-Security")),
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": (False, header("Strict-Transport-Security")),
    "SESSION_COOKIE_NAME": ("session", cookie("session", "")),
    "CSRF_COOKIE_NAME": ("csrf", cookie("csrf", "")),
    "LANGUAGE_COOKIE_NAME": ("language", cookie("language", "")),
    "THEME_COOKIE_NAME": ("theme", cookie("theme", "")),
    "SESSION_COOKIE_SECURE": (False, cookie("session", "secure")),
    "CSRF_COOKIE_SECURE": (False, cookie("csrf", "secure")),
    "SESSION_COOKIE_HTTPONLY": (False, cookie("session", "httponly")),
    "CSRF_COOKIE_HTTPONLY": (False, cookie("csrf", "httponly")),
    "SESSION_COOKIE_SAMESITE": ("None", cookie("session", "samesite")),
    "CSRF_COOKIE_SAMESITE": ("None", cookie("csrf", "samesite")),
    "SESSION_COOKIE_AGE": (10**9, lambda cast: browser(cast.anna).session.get_expiry_age()),
    "TLS": (False, lambda cast: _secure_of_a_library()),
    "ALLOWED_HOSTS": (["*"], host_of_links),
    "CSRF_TRUSTED_ORIGINS": (["https://evil.example"], from_elsewhere),
    "SECURE_PROXY_SSL_HEADER": (("HTTP_X_CLAIMS_TLS", "on"), claims_tls),
    "ALLAUTH_TRUSTED_PROXY_COUNT": (2, address_believed),
    "WHITENOISE_ALLOW_ALL_ORIGINS": (True, header("Access-Control-Allow-Origin", "/static/ui/theme.js")),
    "PASSWORD_HASHERS": (MD5, lambda cast: make_password("x").split("$")[0]),
    "AUTH_PASSWORD_VALIDATORS": ([], weak_password),
    "SECRET_KEY": (SHORT, signed_elsewhere),
    "SECRET_KEY_FALLBACKS": ([SHORT], signed_elsewhere),
    "ACCOUNT_ADAPTER": ("allauth.account.adapter.DefaultAccountAdapter", may_sign_up),
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": (True, mails_after(ask_for_a_stranger, signed_in=False)),
    "ACCOUNT_EMAIL_NOTIFICATIONS": (False, mails_after(change_password)),
    "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": (False, still_in),
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": (True, passkeys_without_tls),
    "UPLOAD_LIMIT": (10**12, lambda cast: browser(cast.anna).generic("POST", "/nowhere/", "", CONTENT_LENGTH=str(10**11)).status_code),
    "DATA_UPLOAD_MAX_MEMORY_SIZE": (10**9, posts(size=5 * MEGABYTE + 1)),
    "DATA_UPLOAD_MAX_NUMBER_FIELDS": (10**6, posts(fields=10_001)),
    "DATA_UPLOAD_MAX_NUMBER_FILES": (1_000, posts(files=6)),
    UPLOAD: (without(UPLOAD, "FILE_UPLOAD_HANDLERS"), lambda cast: _file_to_nowhere()),
    "FILE_UPLOAD_PERMISSIONS": (0o644, permissions_of_files),
    "API_RATE": (10**9, haste),
    "DEBUG": (True, insides),
    "DEMO": (True, demo_is_told),
    "CLOCK_MAY_SHIFT": (True, hour),
    "holger.config.web.headers.HeadersMiddleware": (BARE, header("Content-Security-Policy")),
    "holger.config.web.intake.IntakeMiddleware": (without("holger.config.web.intake.IntakeMiddleware"), envelope),
    "holger.config.web.intake.AnswersMiddleware": (without("holger.config.web.intake.AnswersMiddleware"), twice),
    "django.middleware.csrf.CsrfViewMiddleware": (without("django.middleware.csrf.CsrfViewMiddleware"), forged),
    "holger.organisation.middleware.OrganisationMiddleware": (without("holger.organisation.middleware.OrganisationMiddleware"), stranger),
}  # fmt: skip
BESIDE = {"API_RATE": {"API_RATE": 2}, "PASSWORD_HASHERS": {"PASSWORD_HASHERS": ARGON}}
"""Where the usual value would need a thousand requests, or is another in tests: what the safe side is tried with."""


def _secure_of_a_library() -> Any:
    """A cookie that a library sets without a thought."""
    with override_settings(SESSION_COOKIE_SECURE=False, CSRF_COOKIE_SECURE=False):
        return {name: bool(each["secure"]) for name, each in cookies().items()}


def _file_to_nowhere() -> int:
    return browser().post("/account/theme/", {"file": SimpleUploadedFile("x.txt", b"x"), "theme": "dark"}).status_code


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_each_guard_is_seen_to_matter(guard: Guard, cast: Cast) -> None:
    bad, look = FLIPS[guard.name]
    beside = BESIDE.get(guard.name, {})
    cache.clear()
    with configured(**ENVIRONMENT):
        with override_settings(**beside):
            assert guard.is_safe(), guard.said
            before = look(cast)
        cache.clear()
        with override_settings(**{guard.member_of or guard.name: bad}):
            assert not guard.is_safe()
            assert look(cast) != before, f"{guard.name} changes nothing"
            told = [finding.text for finding in checks.security() if finding.level == guard.level]
            assert any(guard.name in text for text in told)


def test_every_guard_has_its_flip_and_a_place() -> None:
    assert {guard.name for guard in GUARDS} == set(FLIPS)
    root = Path(checks.__file__).parents[2]
    for guard in GUARDS:
        source = (root / guard.where).read_text()
        assert (
            guard.name.rpartition(".")[2]
            if guard.member_of and guard.where != "holger/config/settings.py"
            else guard.name
        ) in source


KINDS = re.compile(
    r"^(SECURE_|CSRF_|SESSION_|X_FRAME|MFA_|ALLAUTH_TRUSTED|DATA_|FILE_UPLOAD)|_COOKIE_|PASSWORD|SECRET|CSP|POLICY|RATE|"
    r"HOSTS|ORIGIN|UPLOAD|DEBUG|DEMO|SHIFT|^TLS$|^ACCOUNT_(?!USER_MODEL|SIGNUP_FIELDS|LOGIN_METHODS)"
)
NO_GUARD = {
    "ACCOUNT_FORMS": "which class draws which form",
    "ACCOUNT_RATE_LIMITS": "how much mail one may ask for; guessing is counted in accounts/attempts.py, tested there",
    "BACKUP_BEFORE_MIGRATE": "keeps nobody out; tested with migration",
    "BROWSER_COOKIE_NAME": "its prefix is guarded as that of all cookies",
    "MFA_ADAPTER": "seals secrets and tells the history; tested in accounts",
    "MFA_FORMS": "which class draws which form",
    "MFA_TOTP_TOLERANCE": "one step of an app's clock; tested in accounts",
    "SESSION_HOURS": "how long sessions last; tested in accounts with the organisations' own limits",
    "SESSION_IDLE_MINUTES": "likewise",
    "CSP": "Django's words for a policy",
    "COOKIE_PREFIX": "part of the cookies' names, which are guarded",
    "DATA_DIR": "a place; its permissions are looked at by the doctor",
    "DATABASE": "a place",
    "TRUSTED_PROXIES": "guarded by the two settings that follow from it",
    "WHITENOISE_AUTOREFRESH": "how files are found",
    "FILE_UPLOAD_HANDLERS": "guarded by its first member",
    "FILE_UPLOAD_DIRECTORY_PERMISSIONS": "folders of files, which are closed by the files' own permissions",
    "LANGUAGE_COOKIE_SECURE": "not used by Django's reading of the cookie; ours is set by accounts.views.remember",
    "LANGUAGE_COOKIE_HTTPONLY": "likewise",
    "LANGUAGE_COOKIE_SAMESITE": "likewise",
    "MFA_SUPPORTED_TYPES": "what is offered",
    "MFA_PASSKEY_LOGIN_ENABLED": "what is offered",
    "MFA_ALLOW_UNVERIFIED_EMAIL": "what is offered",
    "MFA_TOTP_ISSUER": "a name",
    "ACCOUNT_EMAIL_VERIFICATION": "an invitation proves the address",
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "a text",
    "ACCOUNT_SESSION_REMEMBER": "asks nothing where sessions have one age for all",
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": "tested with the pages that ask again",
    "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "follows from TLS",
}
"""Settings that look like it and keep nobody out, each with its reason."""


def test_every_security_setting_is_registered() -> None:
    alike = {name for name in made_by() if KINDS.search(name)}
    known = {guard.name for guard in GUARDS} | set(NO_GUARD)
    assert alike - known == set(), "register it in holger/config/security.py, with a flip here"


def test_the_doctor_is_content_with_a_real_installation(db: None) -> None:
    with configured(**ENVIRONMENT), override_settings(PASSWORD_HASHERS=ARGON):
        assert [finding.level for finding in checks.security()] == ["ok"]

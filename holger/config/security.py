"""Every setting that keeps somebody out: what it is against, where it is set, and which value is safe.

``holger doctor`` holds the installation to it, and a test turns each one the wrong way and sees that something gives.
A security setting that is not here fails a test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from holger.core.registry import Finding

SETTINGS = "holger/config/settings.py"
MINUTE, HOUR, DAY = 60, 3600, 86_400
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Guard:
    name: str
    """The setting; or the middleware or upload handler, named in its list."""
    against: str
    said: str
    """The safe value in words."""
    safe: Callable[[Any], bool]
    member_of: str = ""
    """The list that must have it, where the guard is a class and not a value."""
    where: str = SETTINGS
    level: str = "error"
    """What the doctor calls it when it is not safe."""

    @property
    def value(self) -> Any:
        return getattr(settings, self.member_of or self.name)

    def is_safe(self) -> bool:
        return self.safe(self.value)


def middleware(path: str, against: str, where: str) -> Guard:
    return Guard(path, against, "in MIDDLEWARE", lambda names: path in names, "MIDDLEWARE", where)


def true(value: Any) -> bool:
    return value is True


def false(value: Any) -> bool:
    return value is False


def with_tls(value: Any) -> bool:
    """On where there is TLS. Where there is none, ``addresses`` tells of it."""
    return bool(value) or not settings.TLS


def bound(name: str) -> bool:
    return name.startswith("__Host-") or not settings.TLS


def lax(value: Any) -> bool:
    return value in ("Lax", "Strict")


def only_ours(policy: Any) -> bool:
    """Nothing by default, and nothing from elsewhere, inline or evaluated."""
    strict = all(
        policy.get(name) == ["'none'"] for name in ("default-src", "object-src", "base-uri", "frame-ancestors")
    )
    sources = {source for values in policy.values() for source in values}
    return strict and sources <= {"'self'", "'none'", "data:"} and "data:" not in policy.get("script-src", ())


def between(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: value is not None and least <= value <= most


def nowhere_for_features(policy: Any) -> bool:
    return {"camera", "geolocation", "microphone"} <= {name for name, who in policy.items() if not who}


GUARDS = (
    # What browsers are told
    Guard("SECURE_CSP", "script of strangers in our pages; other sites framing them", "our own scripts and styles, nothing inline", only_ours),
    Guard("DATA_CSP", "a file or an answer for programs that a browser shows as a page", "nothing, in a sandbox", lambda v: v.get("default-src") == ["'none'"] and v.get("sandbox") is True),
    Guard("SECURE_CONTENT_TYPE_NOSNIFF", "browsers that take a file for something it does not call itself", "True", true),
    Guard("X_FRAME_OPTIONS", "clicks caught by a page that frames ours, in old browsers", "DENY", lambda v: v == "DENY"),
    Guard("SECURE_REFERRER_POLICY", "addresses of pages told to other sites", "same-origin", lambda v: v in ("same-origin", "no-referrer")),
    Guard("SECURE_CROSS_ORIGIN_OPENER_POLICY", "other sites' windows reaching into ours", "same-origin", lambda v: v == "same-origin"),
    Guard("CROSS_ORIGIN_RESOURCE_POLICY", "other sites loading what a signed-in reader may see", "same-origin", lambda v: v == "same-origin"),
    Guard("PERMISSIONS_POLICY", "a page that uses camera, microphone or place", "none of them", nowhere_for_features),
    Guard("ROBOTS", "search engines that keep what they find", "noindex", lambda v: "noindex" in v),
    Guard("SECURE_HSTS_SECONDS", "being led to the site without TLS", "a year or more, behind TLS", lambda v: v >= 365 * DAY or not settings.TLS),
    Guard("SECURE_HSTS_INCLUDE_SUBDOMAINS", "cookies set from a host below ours without TLS", "True", true),
    # Cookies
    Guard("SESSION_COOKIE_NAME", "a session cookie set by another host or without TLS", "begins with __Host- behind TLS", bound),
    Guard("CSRF_COOKIE_NAME", "a forgery cookie set by another host", "begins with __Host- behind TLS", bound),
    Guard("LANGUAGE_COOKIE_NAME", "the same, for the language", "begins with __Host- behind TLS", bound),
    Guard("THEME_COOKIE_NAME", "the same, for the theme", "begins with __Host- behind TLS", bound),
    Guard("SESSION_COOKIE_SECURE", "the session sent without TLS", "True behind TLS", with_tls),
    Guard("CSRF_COOKIE_SECURE", "the forgery cookie sent without TLS", "True behind TLS", with_tls),
    Guard("SESSION_COOKIE_HTTPONLY", "script that reads the session", "True", true),
    Guard("CSRF_COOKIE_HTTPONLY", "script that reads the forgery cookie", "True", true),
    Guard("SESSION_COOKIE_SAMESITE", "other sites' forms sent with the session", "Lax", lax),
    Guard("CSRF_COOKIE_SAMESITE", "other sites' forms sent with the forgery cookie", "Lax", lax),
    Guard("SESSION_COOKIE_AGE", "a session that is found long after it was forgotten", "30 days at most", between(MINUTE, 30 * DAY)),
    Guard("TLS", "any cookie, also of a library, sent without TLS", "True, through an https HOLGER_BASE_URL", lambda v: v or any(name in settings.BASE_URL for name in ("//localhost", "//127.0.0.1"))),
    # Who is asking, and through what
    Guard("ALLOWED_HOSTS", "links made for a host that the visitor chose", "the hosts by name", lambda v: bool(v) and "*" not in v),
    Guard("CSRF_TRUSTED_ORIGINS", "forms from another site", "our own address alone", lambda v: v == [settings.BASE_URL]),
    Guard("SECURE_PROXY_SSL_HEADER", "a visitor who claims to have come over TLS", "None without a trusted proxy", lambda v: v is None or (v == ("HTTP_X_FORWARDED_PROTO", "https") and settings.TRUSTED_PROXIES > 0)),
    Guard("ALLAUTH_TRUSTED_PROXY_COUNT", "a visitor who claims another address, so as not to be slowed down", "as many as HOLGER_TRUSTED_PROXIES", lambda v: v == settings.TRUSTED_PROXIES),
    Guard("WHITENOISE_ALLOW_ALL_ORIGINS", "other sites' scripts reading our files", "False", false),
    # Passwords, sessions and what signs them
    Guard("PASSWORD_HASHERS", "passwords guessed from a stolen database", "Argon2 first", lambda v: v[0].endswith("Argon2PasswordHasher")),
    Guard("AUTH_PASSWORD_VALIDATORS", "passwords that are guessed at once", "12 characters, not common, not about oneself", lambda v: any(each.get("OPTIONS", {}).get("min_length", 0) >= 12 for each in v) and any("Common" in each["NAME"] for each in v)),
    Guard("SECRET_KEY", "forged sessions and links", "50 characters or more", lambda v: len(v) >= 50),
    Guard("SECRET_KEY_FALLBACKS", "links signed with a key that was given up", "short: each is 50 characters or more", lambda v: all(len(key) >= 50 for key in v)),
    Guard("ACCOUNT_ADAPTER", "strangers who open an account by themselves", "our own, which lets nobody", lambda v: v.startswith("holger.accounts.")),
    Guard("ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS", "mail to anybody whose address is tried", "False", false),
    Guard("ACCOUNT_EMAIL_NOTIFICATIONS", "a password changed unnoticed", "True", true),
    Guard("ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE", "a thief who stays in after the password is changed", "True", true),
    Guard("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "passkeys used without TLS", "False behind TLS", lambda v: not v or not settings.TLS),
    # How much comes in
    Guard("UPLOAD_LIMIT", "a disk filled by one file", "2,000 MB at most", between(1, 2_000 * MEGABYTE)),
    Guard("DATA_UPLOAD_MAX_MEMORY_SIZE", "memory filled by a form", "10 MB at most", between(1, 10 * MEGABYTE)),
    Guard("DATA_UPLOAD_MAX_NUMBER_FIELDS", "time spent on a form of endless fields", "10,000 at most", between(1, 10_000)),
    Guard("DATA_UPLOAD_MAX_NUMBER_FILES", "a form of endless files", "10 at most", between(1, 10)),
    Guard("holger.config.web.uploads.Ceiling", "a file that grows while it comes in", "first in FILE_UPLOAD_HANDLERS", lambda v: v[0].endswith(".Ceiling"), "FILE_UPLOAD_HANDLERS", "holger/config/web/uploads.py"),
    Guard("FILE_UPLOAD_PERMISSIONS", "others on the machine reading files", "0600", lambda v: v == 0o600),
    Guard("API_RATE", "a token that asks without end", "10,000 a minute at most", between(1, 10_000)),
    # What must not be on
    Guard("DEBUG", "error pages that show code and data", "False", false),
    Guard("DEMO", "users whose passwords are known", "False", false, level="warning"),
    Guard("CLOCK_MAY_SHIFT", "legal clocks and links that expire when somebody likes", "False outside demo", lambda v: not v or settings.DEMO),
    # Those who stand at the door
    middleware("holger.config.web.headers.HeadersMiddleware", "any answer without its headers", "holger/config/web/headers.py"),
    middleware("holger.config.web.intake.IntakeMiddleware", "requests too large to be read", "holger/config/web/intake.py"),
    middleware("holger.config.web.intake.AnswersMiddleware", "parameters that are too many, sent twice, or not text", "holger/config/web/intake.py"),
    middleware("django.middleware.csrf.CsrfViewMiddleware", "forms of other sites, sent by a signed-in reader", SETTINGS),
    middleware("holger.organisation.middleware.OrganisationMiddleware", "anybody in an organisation that is not theirs", "holger/organisation/middleware.py"),
)  # fmt: skip


def security() -> Iterator[Finding]:
    """Is every security setting as it should be?"""
    unsafe = [guard for guard in GUARDS if not guard.is_safe()]
    for guard in unsafe:
        yield Finding(
            guard.level, f"{guard.name} does not protect against {guard.against}.", f"It should be: {guard.said}."
        )
    if not unsafe:
        yield Finding("ok", f"All {len(GUARDS)} security settings are as they should be.")

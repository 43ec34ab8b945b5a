"""The one settings file. Everything that differs between installations comes from the environment.

The variables are described where they are read; ``docs/configuration.md`` lists them, and a test holds it to that.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP

from holger.config import env as environment
from holger.config.secret import key_in

env = environment.Environment(os.environ)
BASE_DIR = Path(__file__).parents[2]

# --- What the environment tells -----------------------------------------------------------------------------------

DATA_DIR = env.folder(
    "HOLGER_DATA", Path("data").resolve(), "Folder of the database, evidence, mail and keys.", shown="./data"
)
DATABASE = env.read(
    "DATABASE_URL",
    environment.parse_database,
    environment.sqlite(DATA_DIR / "holger.sqlite3"),
    "Database: `postgresql://user:password@host:port/name` (15 or newer) or `sqlite:////absolute/path`.",
    shown="SQLite in HOLGER_DATA",
)
BASE_URL = env.read(
    "HOLGER_BASE_URL",
    environment.parse_base_url,
    "http://localhost:8000",
    "The address people use, without a path. With `https://` all cookies are bound to TLS and browsers keep to it.",
)
TLS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.names(
    "HOLGER_ALLOWED_HOSTS",
    sorted({urlsplit(BASE_URL).hostname or "", "localhost", "127.0.0.1", "[::1]"}),
    "Host names that are answered, divided by commas.",
    shown="the host of HOLGER_BASE_URL, localhost",
)
TRUSTED_PROXIES = env.number(
    "HOLGER_TRUSTED_PROXIES",
    0,
    "How many reverse proxies stand in front. Their `X-Forwarded-For` and `X-Forwarded-Proto` are believed, nobody else's.",
    most=10,
)
SECRET_KEY = env.text(
    "HOLGER_SECRET_KEY",
    "",
    "Key that signs sessions and links, 50 characters or more.",
    shown="made once, kept in HOLGER_DATA/secret.key",
) or key_in(DATA_DIR)
SECRET_KEY_FALLBACKS = env.names(
    "HOLGER_SECRET_KEY_FALLBACKS", [], "Earlier keys, divided by commas, still accepted while a new one is phased in."
)
MAILERS = {
    "default": env.read(
        "HOLGER_MAIL_URL",
        environment.parse_mail,
        environment.mail_files(DATA_DIR / "mail"),
        "Where mail goes: `smtp://user:password@host:587` (STARTTLS), `smtps://…:465` (TLS), `smtp+plain://…:25`, "
        "`file:/folder` or `console:`.",
        shown="files in HOLGER_DATA/mail",
    )
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "HOLGER_MAIL_FROM",
    f"holger <holger@{urlsplit(BASE_URL).hostname}>",
    "Sender of all mail.",
    shown="holger@ the host of HOLGER_BASE_URL",
)
UPLOAD_LIMIT = (
    1024
    * 1024
    * env.number(
        "HOLGER_UPLOAD_LIMIT_MB", 50, "The largest file that can be uploaded, in megabytes.", least=1, most=2000
    )
)
BACKUP_FOLDER = env.read(
    "HOLGER_BACKUP_FOLDER",
    lambda text: Path(text).expanduser().resolve(),
    None,
    "Folder of the backups that are made by themselves every day; on another machine, best of all. Unset: none are made.",
)
BACKUP_KEEP = env.read(
    "HOLGER_BACKUP_KEEP",
    environment.parse_keep,
    environment.parse_keep("7,4,12"),
    "How many days, weeks and months such backups are kept of.",
    shown="7,4,12",
)
BACKUP_RECIPIENTS: list[Any] = env.read(
    "HOLGER_BACKUP_RECIPIENTS",
    environment.parse_recipients,
    [],
    "Public keys of age (`age1…`) or SSH that lock all backups, divided by commas; `holger backupkey` makes one.",
    shown="backups are not locked",
)
BACKUP_BEFORE_MIGRATE = env.flag(
    "HOLGER_BACKUP_BEFORE_MIGRATE", True, "Make a backup in HOLGER_DATA/backups before tables are changed."
)
API_RATE = env.number(
    "HOLGER_API_RATE", 1200, "How many requests a minute are answered to each API token.", least=1, most=1_000_000
)
DEMO = env.flag("HOLGER_DEMO", False, "A throw-away instance: shows that it is one, and may move its clock.")
env.text("HOLGER_NOW", "", "The moment the clock starts from, as `2026-11-24T08:00:00Z`. Only in demo and tests.")
CLOCK_MAY_SHIFT = DEMO
DEBUG = env.flag(
    "HOLGER_DEBUG", False, "Error pages with code and data, for developers. Never where others can reach it."
)
LOG_LEVEL = env.text("HOLGER_LOG_LEVEL", "INFO", "How much is told on standard error: DEBUG, INFO, WARNING or ERROR.")

env.complain()

# --- The house ----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "holger.config",
    "holger.backup",
    "holger.demo",
    "holger.api",
    "holger.reports",
    "holger.risks",
    "holger.assets",
    "holger.evidence",
    "holger.comments",
    "holger.organisation",
    "holger.accounts",
    "holger.exchange",
    "holger.history",
    "holger.ui",
    "holger.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "holger.accounts.middleware.LastSeenMiddleware",
    "holger.accounts.middleware.LanguageMiddleware",
    "holger.organisation.middleware.OrganisationMiddleware",
]

ROOT_URLCONF = "holger.config.urls"
WSGI_APPLICATION = "holger.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "holger.ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "holger.ui.context.shell",
            ],
        },
    }
]

DATABASES = {"default": DATABASE}
CACHES = {
    # In the database, so that all workers count the same attempts to sign in.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "config_cache"}
}

# --- Signing in ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "holger.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Accounts begin with an invitation sent to the address; following it proves the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if TLS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "holger"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS  # localhost, where browsers allow passkeys without TLS

# --- What the browser is told -------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS and TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# The prefix makes browsers refuse the cookie unless it came over TLS, from this host alone.
COOKIE_PREFIX = "__Host-" if TLS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}holger-session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}holger-csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}holger-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Language, dates, files ---------------------------------------------------------------------------------------

LANGUAGES = [("da", "Dansk"), ("en", "English")]
LANGUAGE_CODE = "da"
LOCALE_PATHS = [BASE_DIR / "holger" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
FORMAT_MODULE_PATH = "holger.ui.formats"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "holger.config.static.BundleStorage"},
}
# Served straight from the package: nothing is copied at start, and the build has already hashed and compressed.
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"/ui/dist/.+-[0-9A-Z]{8}\.\w+$"

FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # forms; files are streamed and have their own limit
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # ticking a long list

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False},
        "django.db.backends": {"level": "INFO"},
    },
}

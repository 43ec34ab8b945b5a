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
OWNER_DATABASE = env.read(
    "HOLGER_OWNER_DATABASE_URL",
    environment.parse_postgres,
    None,
    "On PostgreSQL: the same database as its owner, who makes and changes the tables and the walls in them. Only for "
    "`holger migrate`, `backup` and `restore`, and the worker that makes backups by itself; the web servers need not know it.",
    shown="DATABASE_URL",
)
UNGUARDED = env.flag(
    "HOLGER_UNGUARDED",
    False,
    "Let `holger serve` start although its role in PostgreSQL sees past the walls between organisations.",
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
EVIDENCE: dict[str, str] = env.read(
    "HOLGER_EVIDENCE_URL",
    environment.parse_evidence,
    {},
    "Where files of evidence lie: `s3://bucket/prefix?endpoint=https://…&region=…`, with the extra `s3` and the usual AWS variables.",
    shown="HOLGER_DATA/evidence",
)
UPLOAD_LIMIT = (
    1024
    * 1024
    * env.number(
        "HOLGER_UPLOAD_LIMIT_MB", 50, "The largest file that can be uploaded, in megabytes.", least=1, most=2000
    )
)
ANCHOR_FOLDER = env.read(
    "HOLGER_ANCHOR_FOLDER",
    environment.parse_folder,
    None,
    "A write-once folder outside holger's own, in which each checkpoint of a history is laid down as a file.",
)
TIMESTAMP_URL = env.text(
    "HOLGER_TIMESTAMP_URL", "", "A time stamp authority (RFC 3161) that stamps the checkpoints of each history."
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
SESSION_IDLE_MINUTES = env.number(
    "HOLGER_SESSION_IDLE_MINUTES",
    120,
    "After how many minutes without a click one must sign in again. Organisations can ask for fewer.",
    least=5,
    most=24 * 60,
)
SESSION_HOURS = env.number(
    "HOLGER_SESSION_HOURS",
    24,
    "After how many hours one must sign in again, however busy. Organisations can ask for fewer.",
    least=1,
    most=30 * 24,
)
OUTGOING_PORTS = env.read(
    "HOLGER_OUTGOING_PORTS",
    environment.parse_ports,
    [443],
    "Ports that holger's own requests to others may use, divided by commas.",
    shown="443",
)
OUTGOING_ALLOWED = [
    name.lower()
    for name in env.names(
        "HOLGER_OUTGOING_ALLOWED",
        [],
        "Names of servers in your own network that holger's requests may go to, divided by commas; otherwise only "
        "public ones.",
        shown="–",
    )
]
OUTGOING_LOOPBACK = env.flag(
    "HOLGER_OUTGOING_LOOPBACK",
    False,
    "Let holger's requests go to the machine it runs on, also without TLS. For demo and tests.",
)
SECURITY_CONTACT = env.read(
    "HOLGER_SECURITY_CONTACT",
    environment.parse_contact,
    "",
    "Whom to tell of a hole, told at `/.well-known/security.txt`: an e-mail address, or a page at `https://…`.",
)
DEMO = env.flag("HOLGER_DEMO", False, "A throw-away instance: shows that it is one, and may move its clock.")
env.text("HOLGER_NOW", "", "The moment the clock starts from, as `2026-11-24T08:00:00Z`. Only in demo and tests.")
CLOCK_MAY_SHIFT = DEMO
DEBUG = env.flag(
    "HOLGER_DEBUG", False, "Error pages with code and data, for developers. Never where others can reach it."
)
LOG_LEVEL = env.text("HOLGER_LOG_LEVEL", "INFO", "How much is told on standard error: DEBUG, INFO, WARNING or ERROR.")
LOG_FORMAT = env.read(
    "HOLGER_LOG_FORMAT",
    environment.parse_log_format,
    "line",
    "How it is told: `line` for people, `json` (an object a line) for programs.",
)
METRICS_TOKEN = env.text(
    "HOLGER_METRICS_TOKEN",
    "",
    "Whoever sends it as `Authorization: Bearer …` may read `/-/metrics`. Unset: only from the machine itself.",
)

env.complain()

# --- The house ----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "holger.config",
    "holger.backup",
    "holger.demo",
    "holger.scim",
    "holger.api",
    "holger.reports",
    "holger.desk",
    "holger.training",
    "holger.policies",
    "holger.incidents",
    "holger.risks",
    "holger.privacy",
    "holger.controls",
    "holger.frameworks",
    "holger.assets",
    "holger.audience",
    "holger.suppliers",
    "holger.tasks",
    "holger.sso",
    "holger.evidence",
    "holger.comments",
    "holger.organisation",
    "holger.accounts",
    "holger.exchange",
    "holger.history",
    "holger.jobs",
    "holger.ui",
    "holger.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "holger.config.web.stack.stack_middleware",
    "holger.config.web.headers.HeadersMiddleware",  # before all that answers: nothing goes out without its headers
    "holger.config.middleware.ProbeMiddleware",
    "holger.config.middleware.RequestLogMiddleware",
    "holger.config.web.intake.IntakeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "holger.accounts.middleware.AfterwardsMiddleware",
    "holger.organisation.middleware.MembershipMiddleware",
    "holger.accounts.middleware.LastSeenMiddleware",
    "holger.accounts.middleware.LanguageMiddleware",
    "holger.organisation.middleware.OrganisationMiddleware",
    "holger.sso.middleware.SignOnMiddleware",
    "holger.accounts.middleware.SudoMiddleware",
    "holger.config.web.intake.AnswersMiddleware",  # innermost: language and organisation are known
]

ROOT_URLCONF = "holger.config.urls"
WSGI_APPLICATION = "holger.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "holger.ui.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("holger.ui.loading.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "holger.ui.context.shell",
            ],
            "libraries": {"i18n": "holger.ui.templatetags.quick_i18n"},
        },
    }
]
SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # two libraries are called i18n: ours stands in for Django's on purpose

DATABASES = {"default": DATABASE}
CACHES = {
    # In the database, so that all workers count the same attempts to sign in. With room enough: in a full cache somebody who
    # tries many names would push out the counts of their own attempts.
    "default": {
        "BACKEND": "holger.config.cache.SharedCache",
        "LOCATION": "config_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MAIL_AT_ONCE = False  # mail waits for the worker; tests do not

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
ACCOUNT_FORMS = {"change_password": "holger.accounts.forms.PasswordForm"}
# Wrong tries are counted by accounts/attempts.py, once for every way to try. These only slow down whoever floods a page.
ACCOUNT_RATE_LIMITS = {
    "login_failed": None,
    "login": "30/m/ip",
    "reauthenticate": "20/m/user",
    "reset_password": "20/m/ip,5/h/key",
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if TLS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "holger.accounts.adapter.FactorAdapter"
MFA_FORMS = {
    "authenticate": "holger.accounts.forms.CodeForm",
    "reauthenticate": "holger.accounts.forms.ConfirmByCodeForm",
    "activate_totp": "holger.accounts.forms.AppForm",
    "add_webauthn": "holger.accounts.forms.PasskeyForm",
    "login_webauthn": "holger.accounts.forms.SignInForm",
    "authenticate_webauthn": "holger.accounts.forms.SignedForm",
    "reauthenticate_webauthn": "holger.accounts.forms.ConfirmByPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "holger"
MFA_TOTP_TOLERANCE = 1  # clocks differ, and people type slowly; accounts/forms.py sees that a code is good once
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS  # localhost, where browsers allow passkeys without TLS
PASSKEY_HOST = urlsplit(BASE_URL).hostname or "localhost"

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
# Files and answers for programs: should a browser ever show one as a page, it may do nothing.
DATA_CSP: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "sandbox": True,
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CROSS_ORIGIN_RESOURCE_POLICY = "same-origin"
PERMISSIONS_POLICY = {
    # Nobody, not even our own pages, has use for these; passkeys are for our own pages alone.
    **dict.fromkeys(
        [
            "accelerometer",
            "autoplay",
            "bluetooth",
            "browsing-topics",
            "camera",
            "display-capture",
            "encrypted-media",
            "geolocation",
            "gyroscope",
            "hid",
            "idle-detection",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "picture-in-picture",
            "screen-wake-lock",
            "serial",
            "usb",
            "xr-spatial-tracking",
        ],
        "",
    ),
    "publickey-credentials-create": "self",
    "publickey-credentials-get": "self",
}
ROBOTS = "noindex, nofollow"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS and TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# The prefix makes browsers refuse the cookie unless it came over TLS, from this host alone.
COOKIE_PREFIX = "__Host-" if TLS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}holger-session"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}holger-csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}holger-language"
BROWSER_COOKIE_NAME = f"{COOKIE_PREFIX}holger-browser"
THEME_COOKIE_NAME = f"{COOKIE_PREFIX}holger-theme"
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
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = [
    "holger.config.web.uploads.Ceiling",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "holger.config.logs.Line"}, "json": {"()": "holger.config.logs.Json"}},
    "filters": {"tell": {"()": "holger.config.logs.Tell"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["tell"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False},
        # At DEBUG these two write out what they work with: an invitation's secret, an organisation's rows.
        "django.db.backends": {"level": "INFO"},
        "django.template": {"level": "INFO"},
    },
}

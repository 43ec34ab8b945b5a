"""Settings under test: quick to hash, a folder of its own, and whichever database HOLGER_TEST_DATABASE_URL names."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A folder per process, so that parallel test runs never meet. Those of parallel workers, which end without a farewell,
# lie within the first process's, which clears up when it ends.
_first = os.environ.get("_HOLGER_TEST_FOLDER")
_folder = Path(tempfile.mkdtemp(prefix="holger-test-", dir=_first))
if not _first:
    os.environ["_HOLGER_TEST_FOLDER"] = str(_folder)
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)

for _name in [name for name in os.environ if name.startswith("HOLGER_") and name != "HOLGER_TEST_DATABASE_URL"]:
    del os.environ[_name]  # the developer's own instance must not show in the tests
os.environ["HOLGER_DATA"] = str(_folder)
os.environ["DATABASE_URL"] = os.environ.get("HOLGER_TEST_DATABASE_URL", "")
# Playwright's synchronous interface runs an event loop in the test's thread; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from holger.config.settings import *  # noqa: E402, F403
from holger.config.settings import DATABASES, DATA_DIR, env  # noqa: E402

env.text(
    "HOLGER_TEST_DATABASE_URL",
    "",
    "For developers: the database server the tests make their databases on, as a superuser.",
    "SQLite",
)

if DATABASES["default"]["ENGINE"] == "holger.config.sqlite":
    # A file, not memory: pages in journeys answer from their own threads, each with its own connection.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {"synchronous": "OFF"}
DATABASES["default"]["CONN_MAX_AGE"] = 0

ALLOWED_HOSTS = ["*"]
LANGUAGE_CODE = "en"  # tests read the texts as the code has them
CLOCK_MAY_SHIFT = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MAIL_AT_ONCE = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
WHITENOISE_AUTOREFRESH = True  # no walk through all static files for each test client

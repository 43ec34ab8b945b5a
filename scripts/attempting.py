"""Running pytest in a process that has everything loaded but our own code: half of a short run's time is loading.

``begin`` starts the server from which the runs are forked; each run is a process of its own all the same. Some of them go
further, and fork in their turn (scripts/serving.py).
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.context import ForkServerContext

LOADED = (
    *("pytest", "_pytest.assertion.rewrite", "_pytest.python", "_pytest.junitxml", "_pytest.doctest", "xdist.plugin"),
    *("pytest_django.plugin", "hypothesis", "playwright.sync_api", "axe_playwright_python.sync_playwright"),
    *("django.db.models", "django.forms", "django.test", "django.template.defaulttags", "django.core.management"),
    *("pydantic", "psycopg", "xlsxwriter", "cryptography.x509", "yaml", "babel.messages.catalog", "jinja2"),
    *("urllib3", "anyio", "asyncio", "email.mime.multipart", "sqlparse", "pygments.lexers", "pyrage"),
)
"""Other people's modules that a run loads; one that is not there, or wants settings first, is passed over."""

for name in LOADED:
    with suppress(Exception):
        import_module(name)


def begin() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["attempting"])
    return context


def attempt(
    folder: str, arguments: Sequence[str], environment: Mapping[str, str], said: str, plugins: Sequence[object] = ()
) -> None:
    """Run pytest in a folder, all that is said into a file; ends the process with pytest's own code."""
    os.chdir(folder)
    os.environ.update(environment)
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = False  # compiled once, whatever the environment says
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    import pytest

    sys.exit(int(pytest.main(list(arguments), plugins=list(plugins))))

"""The settings as another environment would make them, put in force for a test."""

import os
import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.test import override_settings

SETTINGS = Path(settings.BASE_DIR) / "holger/config/settings.py"
KEPT = {"DATABASES", "CACHES", "INSTALLED_APPS", "MAILERS", "PASSWORD_HASHERS", "LANGUAGE_CODE", "DATA_DIR"}
"""What the tests run on stays theirs."""


def made_by(**environment: str) -> dict[str, Any]:
    """All settings that this environment makes, without what the tests run on."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HOLGER_")}
    data = {"HOLGER_DATA": str(settings.DATA_DIR)}
    with mock.patch.dict(os.environ, clean | data | environment, clear=True):
        made = runpy.run_path(str(SETTINGS))
    return {name: value for name, value in made.items() if name.isupper() and name not in KEPT}


@contextmanager
def configured(**environment: str) -> Iterator[None]:
    """Inside, holger is set up by this environment; a client made inside meets it."""
    with override_settings(**made_by(**environment)):
        yield

"""Reminders against a real mail server, with workers killed in the middle: in small what ``./run bench reminders`` does in large."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = [pytest.mark.long, pytest.mark.once]
BENCH = Path(settings.BASE_DIR) / "bench" / "bench_reminders.py"


def test_none_is_lost_and_none_has_two_message_ids() -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("HOLGER_", "DATABASE_URL", "DJANGO_"))
    }
    run = subprocess.run(
        [sys.executable, BENCH, "60", "3"], env=kept, capture_output=True, text=True, timeout=900, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "rounds of kill -9                                   3" in run.stdout

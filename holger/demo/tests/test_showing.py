"""``holger demo`` from outside: what it prints, when it answers, and how it ends. No database of ours."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from holger.config.main import main
from holger.core.permissions import ROLE_LABELS
from holger.demo import instance, showing

pytestmark = pytest.mark.once
LOGIN = {"email": "anna@kronborg.example", "password": "sover-under-kronborg-1234"}
TOLD = {
    "organisations": [
        {"slug": "kronborg", "name": "Kronborg A/S", "users": {"mfa": {**LOGIN, "secret": "ABC"}, "owner": LOGIN}}
    ]
}


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A folder as filling leaves it behind, but for what was filled in."""
    instance.write_down(tmp_path, TOLD)
    (tmp_path / instance.TABLES).write_text(instance.tables(), encoding="utf-8")
    return tmp_path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def started(folder: Path, port: int, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "holger", "demo", "--data", str(folder), "--port", str(port), *more]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_it_says_one_line_when_it_answers_and_ends_when_told(filled: Path) -> None:
    port = free_port()
    running = started(filled, port, "--json")
    try:
        assert running.stdout is not None
        told: dict[str, Any] = json.loads(running.stdout.readline())
        assert told == {"base_url": f"http://localhost:{port}", **TOLD}
        with urllib.request.urlopen(f"{told['base_url']}/account/login/", timeout=20) as page:
            assert page.status == 200
    finally:
        running.send_signal(signal.SIGTERM)
        out, errors = running.communicate(timeout=30)
    assert running.returncode == 0, errors
    assert out == ""


def test_it_says_so_when_somebody_else_has_the_port(filled: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        running = started(filled, port)
        out, errors = running.communicate(timeout=60)
    assert running.returncode == 1
    assert out == ""
    assert f"Is port {port} in use?" in errors


def test_what_watches_over_it_carries_no_django() -> None:
    command = "import sys; from holger.demo import showing; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", command], cwd=settings.BASE_DIR, check=True)


def test_a_folder_that_is_no_demo_is_not_thrown_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.txt").write_text("Mine.", encoding="utf-8")
    assert main(["demo", "--data", str(tmp_path), "--fresh"]) == 1
    assert "it is no demo" in capsys.readouterr().err
    assert (tmp_path / "thesis.txt").exists()


def test_wrong_arguments_are_misuse_and_help_lists_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["demo", "--port", "door"])
    assert end.value.code == 2
    main(["help"])
    assert f"  demo                 {showing.HELP}" in capsys.readouterr().out


def test_the_poster_calls_people_as_pages_do() -> None:
    with override("en"):
        assert {role: showing.label(role) for role in ROLE_LABELS} == {
            role: str(text) for role, text in ROLE_LABELS.items()
        }
    told = showing.poster({"base_url": "http://localhost:8000", **TOLD})
    assert "    Owner                      anna@kronborg.example" in told
    assert "    with a code from an app    anna@kronborg.example" in told
    assert "    the app's secret: ABC" in told


def test_all_that_brings_tables_is_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A migration of ours, or another version of a library with some, is new."""
    brought = {app.name.split(".")[0] for app in apps.get_app_configs() if (Path(app.path) / "migrations").is_dir()}
    whose = packages_distributions()
    assert {whose[name][0].lower() for name in brought - {"holger"}} == set(instance.LIBRARIES)
    before = instance.tables()
    monkeypatch.setattr(instance, "version", lambda name: "99")
    assert instance.tables() != before
    monkeypatch.undo()
    assert instance.tables() == before
    (tmp_path / "risks" / "migrations").mkdir(parents=True)
    (tmp_path / "risks" / "migrations" / "0009_new.py").touch()
    monkeypatch.setattr(instance, "HOLGER", tmp_path)
    assert instance.tables().startswith("risks.0009_new\n")

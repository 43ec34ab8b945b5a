"""The command line says what went wrong in a line, and ends with a code that scripts can trust."""

import json

import pytest
from django.core.management.base import BaseCommand, CommandError

from holger.config.checks import CHECKS
from holger.config.main import main
from holger.config.management.commands import doctor
from holger.core.errors import RuleBroken
from holger.core.registry import Check, Finding, registry


def test_an_unknown_command_is_misuse(capsys):
    assert main(["wake"]) == 2
    assert capsys.readouterr().err == "“wake” is not a command. holger help lists them.\n"


def test_a_wrong_argument_is_misuse(capsys):
    with pytest.raises(SystemExit) as end:
        main(["serve", "--port", "door"])
    assert end.value.code == 2


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (RuleBroken("The name is taken."), 1, "The name is taken.\n"),
        (CommandError("No such file."), 1, "No such file.\n"),
        (CommandError("Three to look at.", returncode=2), 2, "Three to look at.\n"),
    ],
)
def test_errors_are_told_in_a_line(monkeypatch, capsys, error, code, told):
    def fail(*args, **options):
        raise error

    monkeypatch.setattr(BaseCommand, "execute", fail)
    assert main(["doctor"]) == code
    assert capsys.readouterr().err == told


def test_help_lists_the_commands_of_the_house(capsys):
    assert main([]) == 0
    told = capsys.readouterr().out
    assert "  doctor " in told
    assert "  migrate " in told


@pytest.mark.django_db
@pytest.mark.parametrize(("levels", "code"), [(["ok"], 0), (["ok", "warning"], 1), (["error", "warning"], 2)])
def test_the_doctor_ends_with_the_worst_it_found(monkeypatch, capsys, levels, code):
    findings = [Finding(level, f"It is {level}.") for level in levels]
    monkeypatch.setattr(registry, "checks", [Check("health", lambda: findings)])
    assert main(["doctor", "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert [finding["level"] for finding in told["findings"]] == levels


@pytest.mark.django_db
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_check_runs(check):
    found = doctor.examine(check)
    assert {finding.level for finding in found} <= {"ok", "warning", "error"}


@pytest.mark.django_db
def test_the_database_under_test_is_well():
    assert [finding.level for check in CHECKS[:2] for finding in check.run()] == ["ok", "ok"]

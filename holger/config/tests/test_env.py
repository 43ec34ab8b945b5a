"""The environment is read loudly: types hold, all mistakes are told at once, slips of the pen are noticed."""

import re
from pathlib import Path

import pytest

from holger.config import env as environment
from holger.config import settings_test
from holger.config.env import ConfigurationError, Environment


def test_defaults_and_values():
    env = Environment({"HOLGER_A": "yes", "HOLGER_N": "7", "HOLGER_L": "a, b,", "HOLGER_EMPTY": " "})
    assert env.flag("HOLGER_A", False, "…") is True
    assert env.number("HOLGER_N", 1, "…") == 7
    assert env.names("HOLGER_L", [], "…") == ["a", "b"]
    assert env.text("HOLGER_EMPTY", "default", "…") == "default"
    env.complain()


def test_all_mistakes_are_told_together():
    env = Environment({"HOLGER_A": "perhaps", "HOLGER_N": "-3", "DATABASE_URL": "mysql://x/y"})
    env.flag("HOLGER_A", False, "…")
    env.number("HOLGER_N", 1, "…")
    env.read("DATABASE_URL", environment.parse_database, {}, "…")
    with pytest.raises(ConfigurationError) as error:
        env.complain()
    assert [line.partition(":")[0] for line in str(error.value).splitlines()] == [
        "HOLGER_A",
        "HOLGER_N",
        "DATABASE_URL",
    ]


def test_a_slip_of_the_pen_is_noticed():
    env = Environment({"HOLGER_DAAT": "/srv", "OTHER": "x"})
    env.text("HOLGER_DATA", "", "…")
    assert env.unknown() == ["HOLGER_DAAT is not a setting; did you mean HOLGER_DATA?"]


def test_database_addresses():
    found = environment.parse_database("postgresql://anna:p%40ss@db.example.dk:5433/isms?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("anna", "p@ss", "db.example.dk", "5433")
    assert (found["NAME"], found["OPTIONS"]) == ("isms", {"sslmode": "require"})
    assert environment.parse_database("postgresql:///isms?host=/run/pg")["HOST"] == "/run/pg"
    assert environment.parse_database("sqlite:////srv/h.sqlite3")["NAME"] == "/srv/h.sqlite3"


def test_mail_addresses():
    options = environment.parse_mail("smtps://anna:p%3Ass@mail.example.dk")["OPTIONS"]
    assert (options["port"], options["use_ssl"], options["use_tls"], options["password"]) == (465, True, False, "p:ss")
    assert environment.parse_mail("smtp://mail.example.dk")["OPTIONS"]["use_tls"] is True
    assert environment.parse_mail("file:/srv/mail")["OPTIONS"] == {"folder": "/srv/mail"}


@pytest.mark.parametrize("address", ["ftp://x", "https://example.dk/path", "example.dk"])
def test_a_base_address_is_only_scheme_and_host(address):
    with pytest.raises(ValueError, match="address"):
        environment.parse_base_url(address)


def test_every_variable_is_documented():
    page = (Path(__file__).parents[3] / "docs" / "configuration.md").read_text()
    rows = {
        name: (default, text) for name, default, text in re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", page, re.M)
    }
    told = {variable.name: (variable.default, variable.description) for variable in settings_test.env.variables}
    assert rows.keys() == told.keys()
    assert {name for name in told if rows[name][1] != told[name][1]} == set()

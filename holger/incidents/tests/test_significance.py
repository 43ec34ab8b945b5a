"""The thresholds of Regulation (EU) 2024/2690, and of the directive for everybody else."""

from datetime import date

import pytest

from holger.incidents import library
from holger.incidents.rules.clock_rules import Unreadable
from holger.incidents.rules.significance import Held, Occurrence, measured, recurring
from holger.incidents.rules.significance_rules import read

THRESHOLDS = library.significance()
LOSS = THRESHOLDS.loss


def met(kind: str, **facts) -> list[str]:
    return [each.key for each in measured(THRESHOLDS, facts, {kind}).criteria[Held.MET]]


@pytest.mark.parametrize(
    ("kind", "facts", "keys"),
    [
        ("cloud", {"outage_minutes": 30}, []),
        ("cloud", {"outage_minutes": 31}, ["cloud-down"]),
        ("cloud", {"limited_minutes": 61, "limited_users_share": 5}, []),
        ("cloud", {"limited_minutes": 61, "limited_users_share": 5.1}, ["cloud-limited"]),
        ("managed_service", {"limited_minutes": 61, "limited_users": 1_000_001}, ["cloud-limited"]),
        ("managed_security", {"data_hit": True, "data_malicious": True}, ["data-malicious"]),
        ("cdn", {"data_hit": True, "data_malicious": False, "data_users_share": 6}, ["data-users"]),
        ("data_centre", {"outage_minutes": 1}, ["centre-down"]),
        ("data_centre", {"limited_minutes": 61}, ["centre-limited"]),
        ("data_centre", {"physical_access": True}, ["centre-access"]),
        ("data_centre", {"data_hit": True, "data_users_share": 90}, []),
        ("dns", {"outage_minutes": 31}, ["dns-down"]),
        ("dns", {"slow_minutes": 61}, ["dns-slow"]),
        ("dns", {"data_hit": True, "dns_names": 999, "dns_names_share": 1, "not_misconfigured": False}, []),
        ("dns", {"data_hit": True, "dns_names": 999, "dns_names_share": 1, "not_misconfigured": True}, ["dns-data"]),
        ("dns", {"data_hit": True, "dns_names": 1000, "not_misconfigured": False}, ["dns-data"]),
        ("tld", {"outage_minutes": 1}, ["tld-down"]),
        ("tld", {"data_hit": True}, ["tld-data"]),
        ("marketplace", {"outage_minutes": 600, "outage_users_share": 5}, []),
        ("search_engine", {"outage_users": 1_000_001}, ["platform-down"]),
        ("social_network", {"limited_users_share": 6}, ["platform-limited"]),
        ("trust", {"outage_minutes": 21}, ["trust-down"]),
        ("trust", {"week_minutes": 61}, ["trust-week"]),
        ("trust", {"limited_users": 200_001}, ["trust-limited"]),
        ("trust", {"data_hit": True, "data_users": 101}, ["trust-data"]),
        ("trust", {"loss_eur": 500_001, "death": True}, ["loss", "death"]),
        ("cloud", {"loss_eur": 1, "loss_share": 5.5}, ["loss"]),
        ("cloud", {"trade_secrets": True, "health": True, "malicious_access": True}, ["trade-secrets", "health", "malicious-access"]),
        ("cloud", {"disruption": True}, []),
        ("important", {"disruption": True}, ["directive-disruption"]),
        ("important", {"own_loss": True, "others_harmed": True}, ["directive-loss", "directive-others"]),
        ("important", {"outage_minutes": 9999, "loss_eur": 9_999_999}, []),
    ],
)  # fmt: skip
def test_the_threshold_is_met_only_beyond_it(kind, facts, keys):
    assert met(kind, **facts) == keys


def test_what_is_not_known_may_still_be_met():
    outcome = measured(THRESHOLDS, {"disruption": False, "own_loss": False}, {"essential"})
    assert (outcome.held, outcome.missing) == (Held.UNKNOWN, ["others_harmed"])
    outcome = measured(THRESHOLDS, {"disruption": False, "own_loss": False, "others_harmed": False}, {"essential"})
    assert outcome.held == Held.NOT_MET


def test_one_that_is_met_is_enough():
    assert measured(THRESHOLDS, {"death": True}, {"cloud"}).held == Held.MET


def test_what_is_planned_does_not_count():
    outcome = measured(THRESHOLDS, {"planned": True, "outage_minutes": 600}, {"cloud"})
    assert (outcome.held, [each.key for each in outcome.excepted]) == (Held.NOT_MET, ["planned"])


def test_an_organisation_of_two_kinds_has_the_thresholds_of_both():
    keys = {each.key for listed in measured(THRESHOLDS, {}, {"cloud", "trust"}).criteria.values() for each in listed}
    assert {"cloud-down", "trust-down", "loss"} <= keys
    assert "directive-loss" not in keys


@pytest.mark.parametrize(
    ("days", "losses", "held"),
    [
        (("2026-01-31", "2026-07-31"), (300_000, 300_000), Held.MET),  # within half a year, together over the limit
        (("2026-01-31", "2026-08-01"), (300_000, 300_000), Held.NOT_MET),  # a day too late
        (("2026-01-31", "2026-02-28"), (100_000, 300_000), Held.NOT_MET),
        (("2026-01-31", "2026-02-28"), (600_000, None), Held.MET),
        (("2026-01-31", "2026-02-28"), (100_000, None), Held.UNKNOWN),
        (("2026-01-31",), (600_000,), Held.NOT_MET),  # once is not again
    ],
)
def test_what_comes_again_is_significant_together(days, losses, held):
    these = [
        Occurrence(date.fromisoformat(day), "Old router", {} if loss is None else {"loss_eur": loss, "loss_share": 0})
        for day, loss in zip(days, losses, strict=True)
    ]
    assert recurring(LOSS, these) == held


def test_other_causes_do_not_add_up():
    two = [Occurrence(date(2026, 1, 1), cause, {"loss_eur": 300_000, "loss_share": 1}) for cause in ("router", "staff")]
    assert recurring(LOSS, two) == Held.NOT_MET


def test_every_threshold_can_be_read_and_names_its_article():
    for each in (*THRESHOLDS.criteria, *THRESHOLDS.exceptions, *THRESHOLDS.measures.values()):
        assert set(each.text) == library.LANGUAGES
    assert all("art. " in each.source for each in THRESHOLDS.criteria)
    asked = {name for each in (*THRESHOLDS.criteria, *THRESHOLDS.exceptions) for name in each.measures}
    assert asked == set(THRESHOLDS.measures)


@pytest.mark.parametrize(
    ("when", "fault"),
    [
        ("{yes: minutes}", "“minutes” is not a measure of this kind."),
        ("{more_than: {down: 1}}", "“down” is not a measure of this kind."),
        ("{more_than: {minutes: many}}", "A number from 0 is wanted here."),
        ("{all: []}", "At least one condition is wanted here."),
        ("{}", "One condition is wanted here: all, any, more_than or yes."),
        ("{more_than: {}}", "One measure with one number is wanted here."),
    ],
)
def test_what_is_wrong_is_told_by_line(when, fault):
    text = f"""\
measures:
- {{key: minutes, kind: number, text: {{da: Minutter, en: Minutes}}}}
- {{key: down, kind: yes_no, text: {{da: Nede, en: Down}}}}
loss: long
exceptions: []
criteria:
- key: long
  text: {{da: Længe, en: Long}}
  source: A law
  when: {when}
"""
    with pytest.raises(Unreadable) as raised:
        read(text.encode(), library.LANGUAGES)
    assert [(each.line, each.text % each.params) for each in raised.value.faults] == [(10, fault)]

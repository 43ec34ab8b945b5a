"""The demo's content is data: these tests read it as such, without a database."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).parent.parent / "content"
LIBRARY = Path(__file__).parents[2] / "risks" / "library"
SLUGS = ["kronborg", "rosenborg"]
ROLES = {"owner", "security_officer", "dpo", "contributor", "auditor", "employee"}
KINDS = {"uses", "runs_on", "stores_in", "connects_to", "backed_up_by", "delivered_by", "located_in", "operated_by"}
TYPES = {
    *("process", "information", "application", "cloud_service", "server", "database", "network", "endpoint"),
    *("ot_device", "site", "paper_archive", "removable_media", "people", "supplier", "source_code", "key"),
    *("integration", "ai_system", "backup", "processing_activity"),
}
ANSWERS = {"yes", "partly", "no", "not_relevant", "unknown"}
CHOICES = {
    "status": {"planned", "in_use", "phasing_out", "retired"},
    "classification": {"public", "internal", "confidential", "strictly_confidential"},
    "personal_data": {"none", "ordinary", "special"},
    "exposure": {"none", "vpn", "internet"},
    "hosting": {"on_premises", "hosted", "cloud"},
    "mfa": ANSWERS,
    "backup": ANSWERS,
    "logging": ANSWERS,
}


class Content:
    """Everything told of one organisation, gathered from its files."""

    def __init__(self, slug: str) -> None:
        self.data: dict[str, Any] = {}
        for part in ("", "-map", "-risks", "-evidence"):
            text = (CONTENT / f"{slug}{part}.yaml").read_text(encoding="utf-8")
            self.data |= yaml.safe_load(text)
        method = yaml.safe_load((LIBRARY / "method.yaml").read_text(encoding="utf-8"))
        presets = {preset["key"]: preset for preset in method["presets"]}
        self.method = presets[self.data["organisation"]["method"]]
        self.bands = {(cell["consequence"], cell["likelihood"]): cell["band"] for cell in self.method["matrix"]}
        self.scores = {(cell["consequence"], cell["likelihood"]): cell["score"] for cell in self.method["matrix"]}
        self.map = self["processes"] + self["assets"]
        self.keys = {thing["key"] for thing in self.map}
        self.people = {person["key"]: person for person in self["people"]}

    def __getitem__(self, name: str) -> Any:
        return self.data[name]

    def cell(self, scenario: dict[str, Any], state: dict[str, Any]) -> tuple[int, int]:
        """The cell of the matrix a scenario stands in: the worst consequence, for whomever, and the likelihood."""
        levels: list[int] = []
        for side in ("consequence", "subjects"):
            levels += [level for level in (scenario[side] | state.get(side, {})).values() if level]
        return max(levels), state["likelihood"]

    def band(self, scenario: dict[str, Any]) -> str:
        return self.bands[self.cell(scenario, scenario["current"])]

    def score(self, reference: str, state: str = "current") -> int:
        scenario = next(scenario for scenario in self["scenarios"] if scenario["ref"] == reference)
        chosen = scenario["history"][state] if state in scenario["history"] else scenario[state]
        return self.scores[self.cell(scenario, chosen)]


@pytest.fixture(scope="module", params=SLUGS)
def content(request: pytest.FixtureRequest) -> Content:
    return Content(request.param)


@pytest.fixture(scope="module")
def kronborg() -> Content:
    return Content("kronborg")


def texts(node: Any, where: str = ""):
    """Every text in two languages below a node, with the path to it."""
    if isinstance(node, dict):
        if "da" in node or "en" in node:
            yield where, node
        else:
            for key, value in node.items():
                yield from texts(value, f"{where}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from texts(value, f"{where}/{index}")


def test_every_text_stands_in_both_languages(content: Content) -> None:
    for where, text in texts(content.data):
        assert set(text) == {"da", "en"}, where
        assert all(words.strip() for words in text.values()), where


def test_kronborg_is_as_large_as_a_real_register(kronborg: Content) -> None:
    assert len(kronborg["units"]) >= 10
    assert len(kronborg["people"]) >= 28
    assert len(kronborg["information_types"]) >= 14
    assert len(kronborg["processes"]) >= 13
    assert len(kronborg["assets"]) >= 66
    assert len(kronborg["dependencies"]) >= 125
    assert len(kronborg["scenarios"]) >= 85
    assert {thing["type"] for thing in kronborg.map} == TYPES
    for round_key in ("r1", "r2", "r3"):
        scored = [scenario for scenario in kronborg["scenarios"] if round_key in scenario["history"]]
        assert len(scored) >= 80
    assert len(kronborg["evidence"]) >= 12
    assert len(kronborg["comments"]) >= 15


def test_rosenborg_is_smaller() -> None:
    content = Content("rosenborg")
    assert len(content["processes"]) >= 8
    assert len(content["assets"]) >= 20
    assert len(content["dependencies"]) >= 30
    assert len(content["people"]) >= 10
    assert len(content["scenarios"]) >= 20


def test_keys_and_references_are_used_once(content: Content) -> None:
    for name in ("units", "people", "information_types", "rounds", "evidence"):
        assert max(Counter(item["key"] for item in content[name]).values()) == 1, name
    assert len(content.keys) == len(content.map)
    for name in ("processes", "assets", "scenarios"):
        assert max(Counter(item["ref"] for item in content[name]).values()) == 1, name
    assert all(thing["ref"].startswith("P-") and thing["type"] == "process" for thing in content["processes"])
    assert all(thing["ref"].startswith("A-") and thing["type"] != "process" for thing in content["assets"])
    pairs = [(dependency["source"], dependency["target"]) for dependency in content["dependencies"]]
    assert len(set(pairs)) == len(pairs)


def test_units_and_people_hang_together(content: Content) -> None:
    units = {unit["key"] for unit in content["units"]}
    seen: set[str] = set()
    for unit in content["units"]:
        assert unit.get("parent") is None or unit["parent"] in seen, "a parent stands before its children"
        seen.add(unit["key"])
    for person in content["people"]:
        assert person["unit"] in units
        assert person.get("unit_scope", person["unit"]) in units
        assert person["roles"]
        assert set(person["roles"]) <= ROLES
        assert person.get("manager") is None or person["manager"] in content.people
        assert person["email"].endswith(".example")
        assert person["email"].isascii()


def test_the_demo_signs_in_as_one_person_for_each_role(kronborg: Content) -> None:
    logins = {person["demo_login"]: person for person in kronborg["people"] if "demo_login" in person}
    assert set(logins) == ROLES
    assert sum("demo_login" in person for person in kronborg["people"]) == len(ROLES)
    for role, person in logins.items():
        assert person["roles"] == [role]
    assert not any("demo_login" in person for person in Content("rosenborg")["people"])


def test_things_on_the_map_point_at_what_exists(content: Content) -> None:
    units = {unit["key"] for unit in content["units"]}
    kinds_of_information = {kind["key"] for kind in content["information_types"]}
    for thing in content.map:
        assert thing["type"] in TYPES
        assert thing["unit"] in units
        for role in ("owner", "deputy"):
            assert thing.get(role) is None or thing[role] in content.people, thing["key"]
        assert set(thing.get("information_types", [])) <= kinds_of_information, thing["key"]
        for field, allowed in CHOICES.items():
            assert thing.get(field) is None or thing[field] in allowed, (thing["key"], field)


def test_needs_are_between_one_and_four(content: Content) -> None:
    for thing in content.map:
        own, override = thing.get("own", {}), dict(thing.get("override", {}))
        assert override.pop("reason", None) or not override, "an override says why"
        assert set(own) | set(override) <= set("cia")
        assert all(1 <= level <= 4 for level in [*own.values(), *override.values()]), thing["key"]
    for process in content["processes"]:
        assert set(process["own"]) == set("cia")
        effects = [process["impact"][span] for span in ("4h", "1d", "3d", "1w")]
        assert effects == sorted(effects)
        assert set(effects) <= {1, 2, 3, 4}
        assert process["rto_hours"] <= process["mtpd_hours"]


def test_dependencies_point_at_what_exists(content: Content) -> None:
    for dependency in content["dependencies"]:
        assert {dependency["source"], dependency["target"]} <= content.keys
        assert dependency["source"] != dependency["target"]
        assert dependency["kind"] in KINDS
        assert set(dependency["carries"]) <= set("cia")


def test_kronborg_has_exactly_one_small_circle(kronborg: Content) -> None:
    onward: dict[str, set[str]] = {key: set() for key in kronborg.keys}
    for dependency in kronborg["dependencies"]:
        onward[dependency["source"]].add(dependency["target"])

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        waiting = list(onward[start])
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += onward[key]
        return found

    assert {key for key in kronborg.keys if key in reached(key)} == {"ad", "dns"}


def test_kronborg_has_something_to_attend_to(kronborg: Content) -> None:
    assets = kronborg["assets"]
    open_doors = [a for a in assets if a.get("exposure") == "internet" and a.get("mfa") == "no"]
    assert len(open_doors) in (2, 3)
    assert len([a for a in assets if "owner" not in a]) in (3, 4)
    ends = [a["end_of_support_in_days"] for a in assets if "end_of_support_in_days" in a]
    assert len([days for days in ends if days < 0]) == 2
    assert any(0 <= days <= 180 for days in ends)
    assert any(a["personal_data"] == "special" and a.get("logging") == "no" for a in assets)
    assert any(a.get("backup") == "no" and a["type"] in ("application", "ot_device") for a in assets)
    assert any(a.get("next_review_in_days", 1) < 0 for a in assets)


def test_scenarios_point_at_what_exists(content: Content) -> None:
    threats = yaml.safe_load((LIBRARY / "threats.yaml").read_text(encoding="utf-8"))["threats"]
    hits = {threat["id"]: set(threat["hits"]) for threat in threats}
    rounds = {item["key"] for item in content["rounds"] if item["frozen"]}
    for scenario in content["scenarios"]:
        where = scenario["ref"]
        assert scenario["asset"] in content.keys, where
        assert scenario["owner"] in content.people, where
        assert set(scenario["history"]) <= rounds, where
        assert scenario["treatment"] in {"reduce", "accept", "share", "avoid"}, where
        assert all(measure["status"] in {"planned", "partly", "implemented"} for measure in scenario["measures"]), where
        assert all(action["owner"] in content.people for action in scenario["actions"]), where
        for side in ("consequence", "subjects"):
            struck = {letter for letter, level in scenario[side].items() if level}
            assert struck <= hits[scenario["threat"]], where


def test_a_threat_stands_once_on_each_asset(content: Content) -> None:
    assert max(Counter((item["threat"], item["asset"]) for item in content["scenarios"]).values()) == 1


def test_levels_are_in_the_method_and_measures_help(content: Content) -> None:
    top = content.method["levels"]
    for scenario in content["scenarios"]:
        states = [scenario["inherent"], scenario["current"], scenario["target"], *scenario["history"].values()]
        for state in states:
            assert all(1 <= level <= top for level in content.cell(scenario, state)), scenario["ref"]
        inherent, current, target = (content.scores[content.cell(scenario, state)] for state in states[:3])
        assert inherent >= current >= target, scenario["ref"]
        for state in scenario["history"].values():
            assert content.scores[content.cell(scenario, state)] <= inherent, scenario["ref"]


def test_no_two_reasons_are_the_same() -> None:
    scenarios = [scenario for slug in SLUGS for scenario in Content(slug)["scenarios"]]
    for language in ("da", "en"):
        assert max(Counter(scenario["reason"][language] for scenario in scenarios).values()) == 1
    assert all(scenario["reason"]["da"] != scenario["reason"]["en"] for scenario in scenarios)


def test_acceptances_are_given_by_those_who_may(content: Content) -> None:
    for scenario in content["scenarios"]:
        if "acceptance" not in scenario:
            continue
        given = scenario["acceptance"]
        rule = content.method["acceptance"][content.band(scenario)]
        roles = set(content.people[given["approver"]]["roles"])
        own = given["approver"] == scenario["owner"] and roles & set(rule["own"])
        assert own or roles & set(rule["everywhere"]), scenario["ref"]
        assert given["expires_in_days"] <= rule["longest_days"], scenario["ref"]


def test_three_rounds_are_frozen_and_one_is_open(content: Content) -> None:
    assert [item["frozen"] for item in content["rounds"]] == [True, True, True, False]
    ages = [item["months_ago"] for item in content["rounds"]]
    assert ages == sorted(ages, reverse=True)
    for item in content["rounds"]:
        assert set(item["participants"]) <= set(content.people)


def test_kronborg_has_twelve_risks_over_its_appetite(kronborg: Content) -> None:
    bands = Counter(kronborg.band(scenario) for scenario in kronborg["scenarios"])
    assert bands["crit"] == 3
    assert bands["high"] == 9


@pytest.mark.parametrize(
    ("reference", "before", "now"),
    [("R-12", 15, 20), ("R-31", 16, 16), ("R-7", 20, 15), ("R-19", 9, 12), ("R-24", 16, 12)],
)
def test_the_worst_five_have_moved(kronborg: Content, reference: str, before: int, now: int) -> None:
    assert kronborg.score(reference, "r3") == before
    assert kronborg.score(reference) == now


def test_evidence_and_comments_belong_to_something(content: Content) -> None:
    subjects = content.keys | {scenario["ref"] for scenario in content["scenarios"]}
    for item in content["evidence"]:
        assert item["subject"] in subjects, item["key"]
        assert item["period_from_days_ago"] >= item["period_to_days_ago"] >= 0
        if item["kind"] == "file":
            assert item["filename"].endswith((".txt", ".csv", ".md"))
            assert "/" not in item["filename"]
        else:
            assert item["kind"] == "link"
            assert item["url"].split("/")[2].endswith(".example")
    for comment in content["comments"]:
        assert comment["subject"] in subjects
        assert comment["author"] in content.people
        assert comment["days_ago"] >= 0

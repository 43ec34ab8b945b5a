"""The demo's content is data: these tests read it as such, without a database."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from holger.frameworks import library
from holger.frameworks.rules.mapping import RELATIONS
from holger.frameworks.rules.standing import is_wanted

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
        for path in sorted(CONTENT.glob(f"{slug}*.yaml")):
            part = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            assert not part.keys() & self.data.keys(), f"{path.name} tells again what another file tells"
            self.data |= part
        method = yaml.safe_load((LIBRARY / "method.yaml").read_text(encoding="utf-8"))
        presets = {preset["key"]: preset for preset in method["presets"]}
        self.method = presets[self.data["organisation"]["method"]]
        self.bands = {(cell["consequence"], cell["likelihood"]): cell["band"] for cell in self.method["matrix"]}
        self.scores = {(cell["consequence"], cell["likelihood"]): cell["score"] for cell in self.method["matrix"]}
        self.map = self["processes"] + self["assets"]
        self.keys = {thing["key"] for thing in self.map}
        self.people = {person["key"]: person for person in self["people"]}
        self.controls = {control["key"]: control for control in self["controls"]}

    def __getitem__(self, name: str) -> Any:
        return self.data[name]

    def cell(self, scenario: dict[str, Any], state: dict[str, Any]) -> tuple[int, int]:
        """The cell of the matrix a scenario stands in: the worst consequence, for whomever, and the likelihood."""
        levels: list[int] = []
        for side in ("consequence", "subjects"):
            levels += [level for level in (scenario[side] | state.get(side, {})).values() if level]
        return max(levels), state["likelihood"]

    def planned(self, scenario: dict[str, Any]) -> list[dict[str, Any]]:
        """What counts for the target: controls that were not in place when the levels were set."""
        effects, looked = scenario["controls"], scenario["assessed_days_ago"]
        return [e for e in effects if not in_place(self.controls[e["control"]], looked)]

    def target(self, scenario: dict[str, Any]) -> tuple[int, int]:
        """The cell that the scenario is to come to: what is written, or what its controls explain."""
        if "target" in scenario:
            return self.cell(scenario, scenario["target"])
        consequence, likelihood = self.cell(scenario, scenario["current"])
        for effect in self.planned(scenario):
            consequence -= effect.get("consequence", 0)
            likelihood -= effect.get("likelihood", 0)
        return max(1, consequence), max(1, likelihood)

    def band(self, scenario: dict[str, Any]) -> str:
        return self.bands[self.cell(scenario, scenario["current"])]

    def score(self, reference: str, state: str = "current") -> int:
        scenario = next(scenario for scenario in self["scenarios"] if scenario["ref"] == reference)
        chosen = scenario["history"][state] if state in scenario["history"] else scenario[state]
        return self.scores[self.cell(scenario, chosen)]


def in_place(control: dict[str, Any], days_ago: int) -> bool:
    return control["status"] == "implemented" and control["in_place_days_ago"] > days_ago


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
        assert all(words.strip() for said in text.values() for words in flat(said)), where
        assert len({len(list(flat(said))) for said in text.values()}) == 1, where


def flat(said: str | list[Any]) -> Iterator[str]:
    """A text, or all those in the pairs of old and new words that a policy is changed by."""
    if isinstance(said, str):
        yield said
    else:
        for each in said:
            yield from flat(each)


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
        keys = [effect["control"] for effect in scenario["controls"]]
        assert set(keys) <= content.controls.keys(), where
        assert len(set(keys)) == len(keys), where
        assert all(set(effect) <= {"control", "likelihood", "consequence"} for effect in scenario["controls"]), where
        assert all(action["owner"] in content.people for action in scenario["actions"]), where
        for side in ("consequence", "subjects"):
            struck = {letter for letter, level in scenario[side].items() if level}
            assert struck <= hits[scenario["threat"]], where


def test_a_threat_stands_once_on_each_asset(content: Content) -> None:
    assert max(Counter((item["threat"], item["asset"]) for item in content["scenarios"]).values()) == 1


def test_controls_say_how_far_they_are(content: Content) -> None:
    for control in content["controls"]:
        where = control["key"]
        assert control["kind"] in {"organisational", "technical", "physical"}, where
        assert control["function"] in {"preventive", "detective", "corrective"}, where
        assert control["status"] in {"planned", "started", "partly", "implemented"}, where
        assert control["owner"] in content.people, where
        assert ("in_place_days_ago" in control) == (control["status"] == "implemented"), where
        assert control.get("every", "P1D") in {"P1D", "P1W", "P1M", "P3M", "P6M", "P1Y", "P2Y"}, where
    assert max(Counter(control["key"] for control in content["controls"]).values()) == 1
    assert max(Counter(control["title"]["da"] for control in content["controls"]).values()) == 1


def test_many_controls_work_on_several_risks(content: Content) -> None:
    used = Counter(effect["control"] for scenario in content["scenarios"] for effect in scenario["controls"])
    assert sum(count > 1 for count in used.values()) >= 6


def test_most_targets_are_explained_and_some_set_by_hand(kronborg: Content) -> None:
    moved = [s for s in kronborg["scenarios"] if kronborg.target(s) != kronborg.cell(s, s["current"])]
    explained = [scenario for scenario in moved if "target" not in scenario]
    assert len(explained) >= 50
    assert 1 <= len(moved) - len(explained) <= 6


def test_some_controls_came_into_place_since_their_risks_were_scored(kronborg: Content) -> None:
    late = [
        scenario["ref"]
        for scenario in kronborg["scenarios"]
        for effect in kronborg.planned(scenario)
        if in_place(kronborg.controls[effect["control"]], 0) and len(effect) > 1
    ]
    assert 2 <= len(late) <= 5


def test_levels_are_in_the_method_and_controls_help(content: Content) -> None:
    top = content.method["levels"]
    for scenario in content["scenarios"]:
        states = [scenario["inherent"], scenario["current"], *scenario["history"].values()]
        cells = [content.target(scenario), *(content.cell(scenario, state) for state in states)]
        assert all(1 <= level <= top for cell in cells for level in cell), scenario["ref"]
        target, inherent, current = (content.scores[cell] for cell in cells[:3])
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


DRIVERS = {"risk", "law", "contract", "business"}
MATURITY = {"met": {3, 4, 5}, "partly": {1, 2, 3}, "not": {0, 1}}
"""What may stand beside an answer without contradicting it."""


def asked(framework: dict[str, Any]) -> dict[str, list[str]]:
    """The groups of each requirement that can be answered, by its id."""
    if "library" in framework:
        written = library.framework(framework["library"]).assessable
        return {requirement.id: list(requirement.groups) for requirement in written}
    return {line["id"]: [] for line in framework["own"]["requirements"] if "asks" in line}


def scopes(content: Content):
    """Each scope with its framework."""
    for framework in content["frameworks"]:
        for scope in framework["scopes"]:
            yield framework, scope


def scope_named(content: Content, key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return next((framework, scope) for framework, scope in scopes(content) if scope["key"] == key)


def said(line: dict[str, Any]) -> list[dict[str, Any]]:
    """What was said of a requirement, the latest last."""
    return [*([line["earlier"]] if "earlier" in line else []), line]


def test_each_organisation_lives_up_to_three_frameworks_or_more(content: Content) -> None:
    assert len(content["frameworks"]) >= 3
    assert len(content["framework_mappings"]) >= 3
    assert any("own" in framework for framework in content["frameworks"])
    for names in (
        [framework["key"] for framework in content["frameworks"]],
        [scope["key"] for _framework, scope in scopes(content)],
    ):
        assert len(set(names)) == len(names)


def test_scopes_point_at_what_exists(content: Content) -> None:
    units = {unit["key"] for unit in content["units"]}
    for framework, scope in scopes(content):
        known = (
            {group.key for group in library.framework(framework["library"]).groups} if "library" in framework else ()
        )
        assert scope.get("unit") is None or scope["unit"] in units, scope["key"]
        assert scope["owner"] in content.people, scope["key"]
        assert set(scope.get("ambition", ())) <= set(known), scope["key"]
        assert 0 <= scope["target"] <= 5


def test_answers_are_to_requirements_that_exist_and_are_wanted(content: Content) -> None:
    for framework, scope in scopes(content):
        groups, ids = asked(framework), [line["id"] for line in scope["answers"]]
        assert len(set(ids)) == len(ids), scope["key"]
        for code in ids:
            assert is_wanted(groups[code], scope.get("ambition", ())), (scope["key"], code)


def test_answers_agree_with_themselves(content: Content) -> None:
    for _framework, scope in scopes(content):
        for line in scope["answers"]:
            assert set(line.get("drivers", ())) <= DRIVERS, line["id"]
            for answer in said(line):
                if "out" in answer:
                    assert "answer" not in answer
                    continue
                assert answer["maturity"] in MATURITY[answer["answer"]], (scope["key"], line["id"])
                assert answer["by"] in content.people, (scope["key"], line["id"])


def test_frameworks_are_taken_on_settled_and_answered_in_that_order(content: Content) -> None:
    for framework, scope in scopes(content):
        assert framework["adopted_days_ago"] > scope["decided_days_ago"], scope["key"]
        for line in scope["answers"]:
            days = [answer["days_ago"] for answer in said(line) if "answer" in answer]
            assert days == sorted(set(days), reverse=True), (scope["key"], line["id"])
            assert all(scope["decided_days_ago"] > ago >= 0 for ago in days), (scope["key"], line["id"])


@pytest.mark.parametrize(
    ("slug", "scope", "counts", "unanswered"),
    [
        ("kronborg", "iso", {"met": 83, "partly": 21, "not": 13, "out": 6}, 0),
        ("kronborg", "nis2", {"met": 6, "partly": 3, "not": 1, "out": 3}, 19),
        ("kronborg", "cis", {"met": 31, "partly": 8, "not": 6}, 11),
        ("kronborg", "cis_produktion", {"met": 11, "partly": 9, "not": 8}, 102),
        ("kronborg", "husregler", {"met": 3, "partly": 4, "not": 2}, 0),
        ("rosenborg", "cis", {"met": 11, "partly": 5, "not": 3}, 37),
        ("rosenborg", "bygherrer", {"met": 2, "partly": 2, "not": 1}, 1),
        ("rosenborg", "gdpr", {"met": 4, "partly": 3, "not": 1, "out": 2}, 106),
    ],
)
def test_how_far_each_scope_is(slug: str, scope: str, counts: dict[str, int], unanswered: int) -> None:
    framework, told = scope_named(Content(slug), scope)
    wanted = [code for code, groups in asked(framework).items() if is_wanted(groups, told.get("ambition", ()))]
    assert Counter(line.get("answer", "out") for line in told["answers"]) == counts
    assert len(wanted) - len(told["answers"]) == unanswered


def test_kronborg_has_taken_a_stand_on_all_of_iso(kronborg: Content) -> None:
    framework, scope = scope_named(kronborg, "iso")
    lines = scope["answers"]
    assert {line["id"] for line in lines} == set(asked(framework))
    controls = Counter(line.get("answer", "out") for line in lines if line["id"].startswith("A."))
    assert controls == {"met": 58, "partly": 17, "not": 12, "out": 6}
    assert sum("remark" in line for line in lines) >= 60
    assert sum("drivers" in line for line in lines) >= 100
    assert sum("earlier" in line for line in lines) >= 20
    assert len({line["by"] for line in lines if "by" in line}) >= 4


def test_what_is_left_out_of_iso_agrees_with_the_map(kronborg: Content) -> None:
    """They write scripts themselves (P-14) and buy everything else."""
    _framework, scope = scope_named(kronborg, "iso")
    out = {line["id"] for line in scope["answers"] if "out" in line}
    assert "A.8.30" in out
    assert not out & {"A.8.4", "A.8.25", "A.8.28", "A.8.31"}


def test_own_requirements_help_to_meet_them(content: Content) -> None:
    for framework in content["frameworks"]:
        for line in framework.get("own", {}).get("requirements", ()):
            if "asks" in line:
                assert line["evidence"], line["id"]
                assert line["activity"]["every"], line["id"]


def test_mappings_are_between_requirements_that_exist(content: Content) -> None:
    frameworks = {framework["key"]: framework for framework in content["frameworks"]}
    for mapping in content["framework_mappings"]:
        ends = [mapping["source"], mapping["target"]]
        assert mapping["relation"] in RELATIONS
        assert ends[0]["framework"] != ends[1]["framework"]
        for end in ends:
            framework = frameworks[end["framework"]]
            assert end["id"] in asked(framework), end
            assert framework["adopted_days_ago"] > mapping["days_ago"], end


def test_evidence_is_attached_to_requirements_too(content: Content) -> None:
    there = {item["key"] for item in content["evidence"]}
    used = [
        key for _framework, scope in scopes(content) for line in scope["answers"] for key in line.get("evidence", ())
    ]
    assert set(used) <= there
    assert len(used) >= (8 if content["organisation"]["slug"] == "kronborg" else 2)


def test_what_is_said_of_frameworks_is_said_once_and_in_its_own_language() -> None:
    danish, english = {"og", "ikke", "er", "på", "til", "den", "det"}, {"the", "and", "not", "is", "are", "of", "with"}
    found = []
    for slug in SLUGS:
        data = Content(slug).data
        found += [text for _where, text in texts([data["frameworks"], data["framework_mappings"]])]
    remarks = [text for text in found if len(text["da"].split()) > 4]
    for language, foreign in (("da", english), ("en", danish)):
        assert max(Counter(text[language] for text in remarks).values()) == 1
        for text in remarks:
            assert not foreign & set(text[language].lower().split()), text[language]
    assert all(text["da"] != text["en"] for text in remarks)

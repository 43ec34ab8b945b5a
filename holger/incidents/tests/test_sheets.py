"""The sheets of the authorities: in their order, filled from the case, and honest about what is missing."""

from datetime import datetime

import pytest

from holger.incidents import library
from holger.incidents.rules.clock_rules import Unreadable
from holger.incidents.rules.sheet_rules import read
from holger.incidents.rules.sheets import UNKNOWN, Standing, fill
from holger.incidents.tests.stories import at

SHEETS = library.sheets()
WARNING = SHEETS["nis2-early-warning"]
CASE = {
    "entity_name": "Kronborg A/S",
    "entity_number": "12345678",
    "contact_name": "Anna",
    "contact_email": "anna@kronborg.example",
    "contact_phone": "+45 00 00 00 00",
    "aware_at": at("2026-11-24 09:00"),
    "happened": "Filerne er krypteret.",
    "services": ["Billetsalg", {"da": "Hjemmeside", "en": "Web site"}],
    "malicious": True,
    "cross_border": UNKNOWN,
}


def standings(filled) -> dict[str, Standing]:
    return {line.key: line.standing for line in filled.lines}


def texts(filled) -> dict[str, str]:
    return {line.key: line.text for line in filled.lines}


def test_it_is_filled_in_the_authoritys_order():
    filled = fill(WARNING, CASE, "da")
    assert [line.key for line in filled.lines][-6:] == [
        *("aware_at", "happened", "services", "malicious", "cross_border", "countries"),
    ]
    assert filled.is_ready


def test_unknown_yet_is_an_answer_where_the_law_takes_it():
    assert standings(fill(WARNING, CASE, "da"))["cross_border"] == Standing.UNKNOWN
    assert fill(WARNING, {**CASE, "aware_at": UNKNOWN}, "da").missing == ["aware_at"]
    assert standings(fill(WARNING, {**CASE, "reference": UNKNOWN}, "da"))["reference"] == Standing.EMPTY


@pytest.mark.parametrize("empty", [None, "", "  ", [], [""], ["", " "]])
def test_what_is_missing_is_named(empty):
    filled = fill(WARNING, {**CASE, "happened": empty, "countries": empty}, "en")
    assert (filled.missing, filled.is_ready) == (["happened"], False)
    assert "MISSING" in filled.as_text()


def test_a_late_notice_owes_a_reason():
    notification = SHEETS["nis2-notification"]
    assert "late_reason" not in fill(notification, CASE, "en").missing
    assert "late_reason" in fill(notification, CASE, "en", wanted={"late_reason"}).missing


def test_no_and_none_at_all_are_answers():
    filled = fill(SHEETS["gdpr-33-5"], {"people_told": False, "people_count": 0}, "en")
    assert (texts(filled)["people_told"], texts(filled)["people_count"]) == ("No", "0")


@pytest.mark.parametrize(
    ("language", "first", "services", "malicious", "cross_border"),
    [
        ("da", "Tidlig varsling efter NIS2", "Billetsalg, Hjemmeside", "Ja", "Det ved vi ikke endnu"),
        ("en", "Early warning under NIS2", "Billetsalg, Web site", "Yes", "We do not know yet"),
    ],
)
def test_it_is_in_either_language(language, first, services, malicious, cross_border):
    filled = fill(WARNING, CASE, language)
    found = texts(filled)
    assert filled.as_text().startswith(f"{first}\n\n")
    assert (found["services"], found["malicious"], found["cross_border"]) == (services, malicious, cross_border)


def test_the_text_leaves_out_what_is_empty():
    text = fill(WARNING, CASE, "en").as_text()
    assert "Did" not in text
    assert "Countries affected" not in text
    assert "What has happened?\nFilerne er krypteret." in text


def test_an_empty_part_of_a_list_is_left_out():
    assert texts(fill(WARNING, {**CASE, "services": ["", "Webshop", " "]}, "en"))["services"] == "Webshop"


def test_times_are_written_by_whoever_knows_the_readers_zone():
    filled = fill(
        WARNING, CASE, "en", lambda value, kind: f"{kind}: {value:%H:%M}" if isinstance(value, datetime) else ""
    )
    assert texts(filled)["aware_at"] == "time: 08:00"


def test_what_was_sent_can_be_frozen():
    data = fill(WARNING, CASE, "en").as_data()
    assert (data["sheet"], data["language"]) == ("nis2-early-warning", "en")
    assert {
        "key": "malicious",
        "label": "Do you suspect something unlawful or malicious?",
        "text": "Yes",
        "standing": "filled",
    } in data["fields"]


def test_every_clock_has_one_sheet_to_stop_it():
    for rule in library.clocks():
        assert [sheet.key for sheet in SHEETS.values() if rule.key in sheet.clocks] == [library.sheet_of(rule).key]


def test_what_article_33_asks_stands_in_the_notification():
    wanted = {each.of.key for each in SHEETS["gdpr-33"].fields if each.required}
    assert {"breach_nature", "people_count", "record_count", "dpo_contact", "consequences", "measures_taken"} <= wanted


def test_the_early_warning_lets_one_say_that_one_does_not_know():
    assert {each.of.key for each in WARNING.fields if each.required and each.unknown} == {
        "happened",
        "malicious",
        "cross_border",
    }


def test_every_sheet_can_be_read_in_both_languages_and_names_its_law():
    for sheet in SHEETS.values():
        assert sheet.source
        assert all(set(each.label) == library.LANGUAGES and all(each.label.values()) for each in sheet.fields)
        assert any(each.required for each in sheet.fields)


OWN = """\
case:
- {key: what, kind: text, da: Hvad, en: What}
blocks:
  all: [{of: what, required: true}]
sheets:
- key: own
  title: {da: Eget, en: Own}
  clocks: [gdpr-33]
  source: A law
  valid_from: 2027-01-01
  fields: [{block: all}]
"""


@pytest.mark.parametrize(
    ("was", "becomes", "line", "fault"),
    [
        ("{block: all}", "{block: most}", 11, "“most” is not known here. There are: all."),
        ("{block: all}", "{of: who}", 11, "“who” is not known here. There are: what."),
        ("{block: all}", "{block: all}, {of: what}", 11, "“what” is there twice."),
        ("{block: all}", "{required: true}", 11, "“of” is missing."),
        ("[gdpr-33]", "[gdpr-99]", 8, "“gdpr-99” is not known here. There are: gdpr-33."),
        ("kind: text", "kind: prose", 2, "“prose” is not known here. There are: text, time, number, yes_no, list, money."),
        ("en: What}", "}", 2, "“en” is missing."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_line(was, becomes, line, fault):
    assert len(read(OWN.encode(), library.LANGUAGES, {"gdpr-33"})) == 1
    with pytest.raises(Unreadable) as raised:
        read(OWN.replace(was, becomes, 1).encode(), library.LANGUAGES, {"gdpr-33"})
    assert (line, fault) in [(each.line, each.text % each.params) for each in raised.value.faults]

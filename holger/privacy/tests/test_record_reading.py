"""What Danish lists of processing activities write in their cells, and how it comes in and goes out."""

import pytest

from holger.core.errors import NotAllowed, RuleBroken
from holger.exchange.fields import ChangedRow, NewRow
from holger.exchange.normal import heading
from holger.exchange.registers import make_ready
from holger.privacy import services
from holger.privacy.models import Activity
from holger.privacy.register.record import ACTIVITIES, rows, taken
from holger.privacy.rules.reading import grounds_in, keys_in, parts
from holger.privacy.rules.vocabulary import GROUNDS, SPECIAL_GROUNDS
from holger.privacy.services.importing import words_for
from holger.privacy.tests.factories import make_activity
from tests.cast import Cast, actor_of


def test_a_cell_holds_several_things() -> None:
    assert parts("- Navn\n- Adresse; telefon, e-mail") == ["Navn", "Adresse", "telefon, e-mail"]
    words = {"kunder": "customers", "adgang efter rolle, gennemgået": "access"}
    assert keys_in("Kunder, ukendte (a, b).", words) == (["customers"], ["ukendte (a, b)."])
    assert keys_in("Adgang efter rolle, gennemgået\nKunder; kunder", words) == (["access", "customers"], [])


@pytest.mark.parametrize(
    "text",
    [
        "6(1)(b)",
        "art. 6, stk. 1, litra b",
        "Artikel 6, stk. 1, litra b)",
        "GDPR art. 6 (1) (b)",
        "artikel 6 stk 1 litra b",
    ],
)
def test_articles_are_read_as_people_write_them(text: str) -> None:
    assert grounds_in(text, list(GROUNDS)) == ["6(1)(b)"]
    assert grounds_in(text, list(SPECIAL_GROUNDS)) == []


def test_several_articles_and_none() -> None:
    assert grounds_in("art. 6, stk. 1, litra c og art. 9, stk. 2, litra b", list(SPECIAL_GROUNDS)) == ["9(2)(b)"]
    assert grounds_in("Interesseafvejning", list(GROUNDS)) == []


OLD = {
    "title": "Personaleadministration",
    "purpose": "Udbetale løn\nIndberette",
    "data_subjects": "Ansatte, pårørende, bestyrelsens hund",
    "categories": "Navn, adresse",
    "special": "Helbredsoplysninger; blodtype",
    "protected": "CPR-nummer",
    "grounds": "Artikel 6, stk. 1, litra b og c; litra c: art. 6, stk. 1, litra c",
    "measures": "Kryptering, aflåste skabe",
    "recipients": "Skattestyrelsen",
    "retention": "5 år efter fratrædelse, dog 3 år for kørsel",
}


def test_a_danish_list_comes_in_as_drafts(cast: Cast) -> None:
    services.activities_import(
        actor=actor_of(cast.karen), creates=[NewRow(2, {**OLD, "owner": cast.bo.pk})], updates=[]
    )
    made = Activity.objects.get()
    assert (made.reference, made.status, made.owner) == ("PA-1", "draft", cast.bo)
    assert (made.data_subjects, made.other_subjects) == (["employees", "relatives"], "bestyrelsens hund")
    assert (made.special, made.protected, made.categories) == (["health"], ["cpr"], "Navn, adresse\nblodtype")
    assert made.grounds == ["6(1)(b)", "6(1)(c)"]
    assert (made.measures, made.measures_note) == (["encryption"], "aflåste skabe")
    assert made.retention == "5 år efter fratrædelse, dog 3 år for kørsel"
    assert "special_without_ground" in made.marks and made.complete > 0


def test_what_goes_out_comes_back_unchanged(cast: Cast) -> None:
    karen = actor_of(cast.karen)
    row = services.ready_take(actor=karen, keys=["payroll"])[0]
    (told,) = rows(karen)
    kept = (
        "purpose",
        "data_subjects",
        "special",
        "protected",
        "grounds",
        "special_grounds",
        "measures",
        "recipients",
        "retention",
    )
    values = {name: told.values[name] for name in kept}
    services.activities_import(actor=karen, creates=[], updates=[ChangedRow(2, row.pk, told.version, values, {})])
    again = Activity.objects.get()
    fields = ("data_subjects", "special", "protected", "grounds", "special_grounds", "measures", "purpose", "retention")
    assert [getattr(again, name) for name in fields] == [getattr(row, name) for name in fields]


def test_it_is_taken_back(cast: Cast) -> None:
    karen, there = actor_of(cast.karen), make_activity(cast.kronborg)
    change = ChangedRow(3, there.pk, 1, {"data_subjects": "Ansatte, hunde"}, {"data_subjects": ["", "Ansatte"]})
    payload = services.activities_import(actor=karen, creates=[NewRow(2, OLD)], updates=[change])
    there.refresh_from_db()
    assert (Activity.objects.count(), there.data_subjects, there.other_subjects) == (2, ["employees"], "hunde")
    services.activities_import_undo(actor=karen, payload=payload)
    left = Activity.objects.get()
    assert (left.title, left.data_subjects, left.other_subjects) == ("Payroll", [], "")


def test_only_who_keeps_the_record_imports(cast: Cast) -> None:
    for who in (cast.bo, cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            services.activities_import(actor=actor_of(who), creates=[NewRow(2, OLD)], updates=[])
    foreign = make_activity(cast.rosenborg)
    change = ChangedRow(2, foreign.pk, 1, {"title": "Ours"}, {})
    with pytest.raises(RuleBroken):
        services.activities_import(actor=actor_of(cast.karen), creates=[], updates=[change])
    assert foreign.reference not in taken(actor_of(cast.karen))


def test_the_headings_of_danish_lists_are_known(cast: Cast) -> None:
    ready = make_ready(ACTIVITIES, actor_of(cast.karen))
    known = {text for field in ready.fields for text in field.headings}
    wanted = (
        *(
            "Behandlingsaktivitet",
            "Formål",
            "Kategorier af registrerede",
            "Kategorier af personoplysninger",
            "Retsgrundlag",
        ),
        *(
            "Følsomme oplysninger",
            "Modtagere",
            "Tredjelande",
            "Slettefrist",
            "Sikkerhedsforanstaltninger",
            "Dataansvarlige",
        ),
        *("Systemer", "Ansvarlig", "Afdeling"),
    )
    assert {heading(text) for text in wanted} <= known


def test_words_are_known_in_both_languages() -> None:
    assert words_for("data_subjects")["employees"] == words_for("data_subjects")["ansatte"] == "employees"

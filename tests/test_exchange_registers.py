"""Every register as its room describes it: its own headings are understood in both languages, and so are other tools'."""

import pytest
from django.utils import translation

from holger.core.registry import registry
from holger.exchange.matching import guess_columns
from holger.exchange.registers import make_ready

KINDS = (
    *("processes", "assets", "dependencies", "people", "risks"),
    *("policies", "policy-exceptions", "courses", "enrolments"),
    *("questionnaires", "sent-questionnaires"),
)


def fields_of(kind, headings, actor):
    guesses = guess_columns(headings, [], make_ready(registry.registers[kind], actor))
    return [guess.field for guess in guesses]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_its_own_headings_are_certain(cast, actor_of, kind, language):
    actor = actor_of(cast.anna)
    with translation.override(language):
        ready = make_ready(registry.registers[kind], actor)
        guesses = guess_columns([field.label for field in ready.fields], [], ready)
    assert [guess.field for guess in guesses] == [field.name for field in ready.fields]
    assert all(guess.sure for guess in guesses)


@pytest.mark.parametrize("kind", KINDS)
def test_a_description_holds_together(kind):
    register = registry.registers[kind]
    names = [field.name for field in register.fields]
    assert len(set(names)) == len(names)
    assert all(name in names for key in register.match_on for name in key)
    assert all(part in names for combined in register.combined for part in combined.parts)
    assert all(field.spill in names for field in register.fields if field.spill)
    assert all(field.options or field.within for field in register.fields if field.kind in ("link", "links"))


OTHERS = [
    ("assets", ["System", "Systemnr.", "Systemtype", "Systemejer", "Afdeling", "K/I/T", "Leverandør", "RTO (timer)"],
     ["title", "reference", "type", "owner", "unit", "need", "supplier", "rto_hours"]),
    ("assets", ["Asset ID", "Asset name", "Asset type", "Owner", "Confidentiality", "Integrity", "Availability", "Vendor"],
     ["reference", "title", "type", "owner", "own_c", "own_i", "own_a", "supplier"]),
    ("assets", ["NAVN", "Beskrivelse", "Ansvarlig", "Dataklassifikation", "Persondata", "MFA", "Backup", "EOL", "Noter"],
     ["title", "purpose", "owner", "classification", "personal_data", "mfa", "backup", "end_of_support", None]),
    ("processes", ["Proces", "Procesejer", "Afdeling", "RTO", "RPO", "Beskrivelse"],
     ["title", "owner", "unit", "rto_hours", "rpo_hours", "purpose"]),
    ("dependencies", ["Fra", "Til", "Bemærkning"], ["source", "target", "note"]),
    ("people", ["Navn", "E-mail", "Initialer", "Stilling", "Afdeling", "Leder"],
     ["name", "email", "initials", "job_title", "unit", "manager"]),
    ("people", ["Medarbejdernr.", "Fornavn", "Efternavn", "Mail", "Titel", "Nærmeste leder", "Ansat fra"],
     ["reference", "first_name", "last_name", "email", "job_title", "manager", "starts_on"]),
    ("risks", ["Nr.", "Risiko", "Trussel", "Aktiv", "Risikoejer", "Sandsynlighed", "Konsekvens"],
     ["reference", "title", "threat", "asset", "owner", "current_likelihood", "consequence"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "headings", "fields"), OTHERS, ids=[f"{o[0]}-{n}" for n, o in enumerate(OTHERS)])
def test_headings_of_other_tools(cast, actor_of, kind, headings, fields):
    assert fields_of(kind, headings, actor_of(cast.anna)) == fields

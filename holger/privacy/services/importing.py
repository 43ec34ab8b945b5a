"""Processing activities from a spreadsheet: written in bulk, each with its entry in the history, and taken back as one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from holger.core.actor import Actor
from holger.core.words import LANGUAGES
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.organisation.services import next_numbers
from holger.privacy.models import Activity
from holger.privacy.permissions import MANAGE
from holger.privacy.rules.hands import GETS
from holger.privacy.rules.lines import joined
from holger.privacy.rules.reading import grounds_in, keys_in, parts
from holger.privacy.rules.vocabulary import DATA_SUBJECTS, GROUNDS, MEASURES, PROTECTED, SPECIAL, SPECIAL_GROUNDS
from holger.privacy.services.importing_hands import HANDS, hands_drop, hands_put, hands_restore
from holger.privacy.services.measuring import measure

LISTS = ("purpose", "categories", "recipients", "retention", "sources", "customers")
"""Fields of several texts, one on each line."""
SYNONYMS: Mapping[str, str] = {
    "ansatte": "employees",
    "medarbejder": "employees",
    "personale": "employees",
    "staff": "employees",
    "tidligere ansatte": "former_employees",
    "jobansøgere": "applicants",
    "ansøger": "applicants",
    "pårørende": "relatives",
    "kunde": "customers",
    "borger": "citizens",
    "patient": "patients",
    "elever": "pupils",
    "studerende": "pupils",
    "børn": "children",
    "medlem": "members",
    "gæster": "visitors",
    "besøgende": "visitors",
    "helbred": "health",
    "helbredsoplysninger": "health",
    "helbredsforhold": "health",
    "fagforening": "trade_union",
    "fagforeningsmæssigt tilhørsforhold": "trade_union",
    "race eller etnisk oprindelse": "ethnicity",
    "religion": "religion",
    "politisk overbevisning": "politics",
    "seksuelle forhold": "sex_life",
    "biometri": "biometric",
    "biometriske data": "biometric",
    "genetiske data": "genetic",
    "cpr": "cpr",
    "cpr-nr": "cpr",
    "cpr-nummer": "cpr",
    "personnummer": "cpr",
    "strafbare forhold": "offences",
    "straffedomme": "offences",
    "kryptering": "encryption",
    "adgangsstyring": "access_by_role",
    "adgangskontrol": "access_by_role",
    "logning": "logging",
    "backup": "backup",
    "mfa": "mfa",
    "to-faktor": "mfa",
    "tavshedspligt": "secrecy",
    "databehandleraftale": "processor_agreement",
    "undervisning": "training",
}
"""What lists call them besides, beside their own words in both languages."""


@transaction.atomic
def activities_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Write the rows of a file, and answer what ``activities_import_undo`` needs. What is new comes as a draft."""
    actor.require(MANAGE)
    told = [_hands(row.values) for row in creates] + [_hands(row.values) for row in updates]
    written = bulk.write(
        actor=actor,
        model=Activity,
        verb="processing",
        permission=MANAGE,
        creates=[replace(row, values=_read(row.values)) for row in creates],
        updates=[replace(row, values=_read(row.values)) for row in updates],
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Activity.prefix),
    )
    keys = [*map(UUID, written["created"]), *(row.id for row in updates)]
    known = zip(keys, told, strict=True)
    written["hands"] = hands_put(actor, {key: hands for key, hands in known if hands})
    _measure(actor, keys)
    return written


@transaction.atomic
def activities_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put everything back as it was before the import."""
    actor.require(MANAGE)
    hands_drop(actor, payload.get("hands", {}))
    bulk.undo(
        actor=actor,
        model=Activity,
        verb="processing",
        permission=MANAGE,
        payload=payload,
        computed=("complete", "marks"),
    )
    hands_restore(actor, payload.get("hands", {}))
    _measure(actor, [entry["id"] for entry in payload["updated"]])


def _hands(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a row tells of suppliers, by column."""
    return {name: values[name] or () for name in HANDS if name in values}


def _measure(actor: Actor, keys: Sequence[Any]) -> None:
    measure(list(Activity.objects.filter(organisation_id=actor.organisation_id, pk__in=keys)))


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    """The cells as the fields hold them: keys where the words are known, and texts for the rest."""
    found = {name: value for name, value in values.items() if name not in HANDS}
    for name in LISTS:
        if found.get(name):
            found[name] = joined(parts(found[name]))
    if "data_subjects" in found:
        found["data_subjects"], others = keys_in(found["data_subjects"] or "", words_for("data_subjects"))
        found["other_subjects"] = joined(others)
    if "measures" in found:
        found["measures"], others = keys_in(found["measures"] or "", words_for("measures"))
        found["measures_note"] = joined(others)
    _read_data(found)
    _read_grounds(found)
    if found.get("recipients") or any(values.get(name) for name, part in HANDS.items() if part in GETS):
        found["no_recipients"] = False
    return found


def _read_data(found: dict[str, Any]) -> None:
    """One column of a list often holds all kinds of data; those that are special go where they belong."""
    for name in ("special", "protected"):
        if name in found:
            found[name], others = keys_in(found[name] or "", words_for(name))
            if others:
                found["categories"] = joined([*(found.get("categories") or "").splitlines(), *others])


def _read_grounds(found: dict[str, Any]) -> None:
    for name, why, known in (("grounds", "grounds_why", GROUNDS), ("special_grounds", "special_why", SPECIAL_GROUNDS)):
        if name in found:
            text = found[name] or ""
            named, others = keys_in(text, words_for(name))
            found[name] = list(dict.fromkeys([*grounds_in(text, list(known)), *named]))
            if others and not found.get(why):
                found[why] = text.strip()


KNOWN: Mapping[str, Mapping[str, str]] = {
    "data_subjects": DATA_SUBJECTS,
    "special": SPECIAL,
    "protected": PROTECTED,
    "measures": MEASURES,
    "grounds": GROUNDS,
    "special_grounds": SPECIAL_GROUNDS,
}


@cache
def words_for(name: str) -> Mapping[str, str]:
    """What the keys of a field are called, in both languages and in other lists."""
    known, found = KNOWN[name], {}
    for language in LANGUAGES:
        with translation.override(language):
            for key, text in known.items():
                found[gettext(text).casefold()] = key
                found[f"{key} {gettext(text)}".casefold()] = key
    return found | {word: key for word, key in SYNONYMS.items() if key in known}

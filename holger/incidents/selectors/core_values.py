"""What the incident itself tells the forms of the authorities: texts in every language, for a form may be in another than its reader's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import override

from holger.assets.models import Asset, AssetType
from holger.core.countries import country_name
from holger.core.registry import registry
from holger.core.words import LANGUAGES, Words
from holger.incidents.library.titles import category_titles
from holger.incidents.models import Affected, Condition, Evaluation, Incident, Known
from holger.incidents.rules.severity import Level, Method
from holger.incidents.rules.sheets import UNKNOWN
from holger.incidents.selectors.severity import method_of

KNOWN: Mapping[str, bool | str] = {Known.YES: True, Known.NO: False, Known.UNKNOWN: UNKNOWN}
HITS = ("confidentiality", "integrity", "availability")
MACHINES = frozenset((AssetType.SERVER, AssetType.DATABASE, AssetType.NETWORK, AssetType.ENDPOINT, AssetType.OT_DEVICE))
"""What a form calls infrastructure; other assets are systems."""


@dataclass
class Hit:
    """What an incident hit, by the words of the forms."""

    services: list[str] = field(default_factory=list)
    systems: list[str] = field(default_factory=list)
    infrastructure: list[str] = field(default_factory=list)
    suppliers: list[str] = field(default_factory=list)


def hits_of(organisation_id: UUID, incidents: Iterable[UUID]) -> dict[UUID, Hit]:
    """What each incident hit, in a question for each kind of object. What turned out unharmed is no part of it.

    Whoever fills a form in for a case names what the case hit, whether or not they see that register.
    """
    rows = Affected.objects.filter(organisation_id=organisation_id, incident__in=list(incidents))
    told = list(
        rows.exclude(condition=Condition.UNHARMED).order_by("pk").values_list("incident", "subject_type", "subject_id")
    )
    return hits_among(organisation_id, told)


def hits_among(organisation_id: UUID, told: Sequence[tuple[UUID, str, UUID]]) -> dict[UUID, Hit]:
    """The same where it is known already: (incident, kind of object, its key), in the order in which it was written down."""
    found: dict[UUID, Hit] = {}
    for kind in sorted({each[1] for each in told}):
        of_kind = [(incident, key) for incident, subject_type, key in told if subject_type == kind]
        objects = _objects(organisation_id, kind, [key for _incident, key in of_kind])
        for incident, key in of_kind:
            if (row := objects.get(key)) is not None:
                _put(found.setdefault(incident, Hit()), kind, row)
    return found


def _objects(organisation_id: UUID, kind: str, keys: Sequence[UUID]) -> Mapping[UUID, Any]:
    subject = registry.subjects.get(kind)
    if subject is None:
        return {}
    rows = subject.model._base_manager.filter(organisation_id=organisation_id, pk__in=keys)
    if issubclass(subject.model, Asset):
        rows = rows.select_related("supplier")
    return {row.pk: row for row in rows}


def _put(hit: Hit, kind: str, row: Any) -> None:
    name = getattr(row, "title", "") or str(row)
    if kind.startswith("suppliers."):
        hit.suppliers.append(name)
    elif not isinstance(row, Asset) or row.type == AssetType.PROCESS:
        hit.services.append(name)
    else:
        (hit.infrastructure if row.type in MACHINES else hit.systems).append(name)
        if row.supplier and row.supplier.title not in hit.suppliers:
            hit.suppliers.append(row.supplier.title)


def of_incident(incident: Incident, hit: Hit | None = None, method: Method | None = None) -> Mapping[str, Any]:
    """By the keys of the forms' fields. ``hit`` and ``method`` are asked for where they are not given."""
    if hit is None:
        hit = hits_of(incident.organisation_id, [incident.pk]).get(incident.pk, Hit())
    method = method or method_of(incident.organisation_id)
    return {
        **_story(incident),
        **_weight(incident, method),
        **_extent(incident),
        **_learned(incident),
        "services": hit.services,
        "functions": hit.services,
        "systems": [*hit.systems, *hit.infrastructure],
        "infrastructure": hit.infrastructure,
        "suppliers": hit.suppliers,
    }


def _story(incident: Incident) -> Mapping[str, Any]:
    category = category_titles().get(incident.category)
    return {
        "reference": incident.reference,
        "happened": incident.description,
        "category": category,
        "threat_type": category,
        "occurred_from": incident.occurred_from,
        "occurred_to": incident.occurred_to,
        "detected_at": incident.detected_at,
        "recovered_at": incident.recovered_at,
        "state": _choice("status", incident.status),
        "cause": _choice("cause", incident.cause) if incident.cause else None,
        "measures_taken": "\n\n".join(filter(None, (incident.containment.strip(), incident.recovery.strip()))),
    }


def _weight(incident: Incident, method: Method) -> Mapping[str, Any]:
    hit = [_field(f"hits_{name}") for name in HITS if getattr(incident, f"hits_{name}")]
    return {
        "severity": _level(method.severities, incident.severity),
        "impact": _level(method.impacts, incident.impact, full=True),
        "properties_hit": hit,
        "breach_nature": _listed(hit) if hit else None,
    }


def _extent(incident: Incident) -> Mapping[str, Any]:
    return {
        "users_affected": incident.users_count,
        "customers_affected": incident.customers_count,
        "people_count": incident.people_count,
        "record_count": incident.record_count,
        "malicious": KNOWN[incident.malicious],
        "cross_border": KNOWN[incident.cross_border],
        "countries": [_country(code) for code in incident.countries],
    }


def _learned(incident: Incident) -> Mapping[str, Any]:
    try:
        found: Evaluation = incident.evaluation
    except Evaluation.DoesNotExist:
        return {}
    return {"root_cause": found.root_cause, "lessons": found.lessons}


def _level(levels: Sequence[Level], key: str, *, full: bool = False) -> Words | None:
    """The level in words; ``full`` with what it means, for whoever does not know the method."""
    found = next((level for level in levels if level.key == key), None)
    if found is None:
        return None
    if not (full and found.about):
        return found.title
    return {code: f"{found.title.get(code, '')}. {found.about.get(code, '')}" for code in LANGUAGES}


def _listed(texts: Sequence[Words]) -> Words:
    return {code: ", ".join(text[code] for text in texts) for code in LANGUAGES}


@cache
def _choice(name: str, value: str) -> Words:
    label = dict(Incident._meta.get_field(name).flatchoices)[value]
    return _said(lambda: str(label))


@cache
def _field(name: str) -> Words:
    label = Incident._meta.get_field(name).verbose_name
    return _said(lambda: str(label))


@cache
def _country(code: str) -> Words:
    return _said(lambda: country_name(code))


def _said(word: Any) -> Words:
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[code] = word()
    return found

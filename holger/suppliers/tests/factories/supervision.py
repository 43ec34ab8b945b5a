"""Assessed processors and their supervisions for tests, put straight into the tables."""

from datetime import date
from typing import Any

from holger.core import dates
from holger.organisation.services import next_numbers
from holger.suppliers import library
from holger.suppliers.models import Supplier
from holger.suppliers.models.supervision import Finding, ProcessorAssessment, Supervision
from holger.suppliers.rules.supervision import required

LITTLE = {"people": 500, "special": 0, "protected": 1, "kinds": 0}
"""Two points: the lightest concept."""
MUCH = {"people": 20_000, "special": 2, "protected": 2, "kinds": 0}
"""Eight points: an independent third party."""


def make_assessment(supplier: Supplier, counts: dict[str, Any] = MUCH, **fields: Any) -> ProcessorAssessment:
    found = required(library.point_model(), counts)
    worked_out = {"points": found.points, "required_concept": found.concept.number, "months": found.months}
    told = {"used_concept": found.concept.number, "assessed_on": dates.today(), **counts, **worked_out, **fields}
    return ProcessorAssessment.objects.create(organisation_id=supplier.organisation_id, supplier=supplier, **told)


def make_supervision(supplier: Supplier, title: str = "Supervision 2026", **fields: Any) -> Supervision:
    number = next_numbers(organisation_id=supplier.organisation_id, prefix=Supervision.prefix)[0]
    told: dict[str, Any] = {"concept": 5, "planned_on": dates.today(), **fields}
    return Supervision.objects.create(
        organisation_id=supplier.organisation_id,
        supplier=supplier,
        title=title,
        number=number,
        reference=f"{Supervision.prefix}-{number}",
        **told,
    )


def make_concluded(supplier: Supplier, on: date, conclusion: str = "sufficient", **fields: Any) -> Supervision:
    told = {"status": "concluded", "conclusion": conclusion, "concluded_on": on, "reading": "Read.", "received_on": on}
    return make_supervision(supplier, **{"planned_on": on, **told, **fields})


def make_finding(supervision: Supervision, title: str = "No test of the backup", **fields: Any) -> Finding:
    told = {"due": dates.today(), **fields}
    return Finding.objects.create(
        organisation_id=supervision.organisation_id, supervision=supervision, title=title, **told
    )

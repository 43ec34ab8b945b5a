"""How rows are named in requests and answers: by reference or name, and only those that the caller may see.

A row of another organisation is treated exactly as one that does not exist.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, Field

from holger.api.v1.errors import Invalid
from holger.api.v1.shape import Shape
from holger.assets import selectors as assets
from holger.assets.models import Asset, InformationType
from holger.controls import selectors as controls
from holger.controls.models import Control, PlanItem
from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.strict_json import storable
from holger.frameworks import selectors as frameworks
from holger.frameworks.models import Framework, Requirement
from holger.incidents.models import Incident
from holger.incidents.selectors.incidents import incidents_for
from holger.organisation import selectors as organisation
from holger.organisation.models import Person, Tag, Unit
from holger.policies import selectors as policies
from holger.policies.models import Policy
from holger.privacy import selectors as privacy
from holger.privacy.models import Activity as Processing
from holger.risks import selectors as risks
from holger.risks.models import Risk, Threat
from holger.suppliers.models import Contract, Questionnaire, Sending, Supervision, Supplier
from holger.suppliers.selectors.contracts import contracts_for
from holger.suppliers.selectors.questionnaires import questionnaires_for, sendings_for
from holger.suppliers.selectors.register import suppliers_for
from holger.suppliers.selectors.supervision import supervisions_for
from holger.tasks import selectors as tasks
from holger.tasks.models import Activity, Task
from holger.training import selectors as training
from holger.training.models import Course


class Ref(Shape):
    """Another object, by the reference that people know it by."""

    reference: str
    title: str


class Named(Shape):
    """Something that has a name but no reference."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Lookup:
    """How rows of a model are found: ``rows`` that the actor may see, ``by`` reference or name, and always by id."""

    register: str
    rows: Callable[[Actor], QuerySet[Any]]
    by: str = "reference"

    def find(self, actor: Actor, text: str) -> list[Any]:
        """The rows that ``text`` may mean; more than one where a name is not unique."""
        if not storable(text) or len(text) > 300:
            return []
        wanted = Q(reference=text.upper()) if self.by == "reference" else Q(**{f"{self.by}__iexact": text})
        with suppress(ValueError):
            wanted |= Q(pk=UUID(text))
        return list(self.rows(actor).filter(wanted).order_by("pk")[:2])

    @property
    def told(self) -> str:
        """How a row is named, for people."""
        return f"By {self.by} or id, from {self.register}."

    def get(self, actor: Actor, text: str) -> Any:
        """The one row, or 404."""
        found = self.find(actor, text)
        if len(found) != 1:
            raise NotFound
        return found[0]


@dataclass(frozen=True)
class WithinFramework(Lookup):
    """Requirements have ids of their own in each framework: FW-1/A.5.1."""

    by: str = "code"

    @property
    def told(self) -> str:
        return "By framework and id in it: FW-1/A.5.1."

    def find(self, actor: Actor, text: str) -> list[Any]:
        framework, slash, code = text.partition("/")
        if not slash or not storable(text) or len(text) > 300:
            return super().find(actor, text)
        return list(self.rows(actor).filter(framework__reference=framework.upper(), code=code)[:1])


LOOKUPS: dict[type[Model], Lookup] = {
    Person: Lookup("people", organisation.people_for),
    Unit: Lookup("units", organisation.units_for, "name"),
    Tag: Lookup("tags", organisation.tags_for, "name"),
    Asset: Lookup("assets", assets.assets_for),
    InformationType: Lookup("information-types", assets.information_types_for, "name"),
    Framework: Lookup("frameworks", frameworks.frameworks_for),
    Requirement: WithinFramework("requirements", frameworks.pickable),
    Control: Lookup("controls", controls.controls_for),
    Policy: Lookup("policies", policies.policies_for),
    Course: Lookup("courses", training.courses_for),
    PlanItem: Lookup("plan-items", controls.plan_items_for),
    Risk: Lookup("risks", risks.risks_for),
    Threat: Lookup("threats", risks.threats_for),
    Activity: Lookup("activities", tasks.activities_for),
    Task: Lookup("tasks", tasks.tasks_for),
    Incident: Lookup("incidents", incidents_for),
    Contract: Lookup("contracts", contracts_for),
    Supplier: Lookup("suppliers", suppliers_for),
    Questionnaire: Lookup("questionnaires", questionnaires_for),
    Sending: Lookup("sent-questionnaires", sendings_for),
    Supervision: Lookup("supervisions", supervisions_for),
    Processing: Lookup("processing-activities", privacy.activities_for),
}


def lookup(model: type[Model]) -> Lookup:
    for parent in model.__mro__:
        if parent in LOOKUPS:
            return LOOKUPS[parent]
    raise KeyError(f"nothing says how {model.__name__} is referred to")


@dataclass(frozen=True)
class Points:
    """Marks a field of a body that names rows of ``model``."""

    model: type[Model]

    @property
    def lookup(self) -> Lookup:
        return lookup(self.model)


def pointer(model: type[Model], *, many: bool = False, null: bool = False) -> Any:
    """The type of a field that names a row (or ``many``)."""
    found = lookup(model)
    marks = {"json_schema_extra": {"x-reference": found.register}, "description": found.told}
    if many:
        item = Annotated[str, Field(min_length=1, max_length=300)]
        return Annotated[list[item], Points(model), Field(max_length=500, **marks)]  # type: ignore[valid-type]
    kind: Any = str | None if null else str
    return Annotated[kind, Points(model), Field(min_length=1, max_length=300, **marks)]


def points_of(schema: type[BaseModel]) -> Mapping[str, Points]:
    """The fields of a body that name rows."""
    found = {}
    for name, field in schema.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, Points):
                found[name] = mark
    return found


def answers_of(actor: Actor, body: BaseModel) -> dict[str, Any]:
    """What was sent, as a service wants it: rows in place of their names. 422 names every field that points nowhere."""
    answers = {name: getattr(body, name) for name in body.model_fields_set}
    wrong: dict[str, list[str]] = {}
    for name, points in points_of(type(body)).items():
        given = answers.get(name)
        if given is None:
            continue
        found = [points.lookup.find(actor, text) for text in (given if isinstance(given, list) else [given])]
        for rows, text in zip(found, given if isinstance(given, list) else [given], strict=True):
            if len(rows) != 1:
                wrong.setdefault(name, []).append(_why_not(text, rows))
        rows_found = [rows[0] for rows in found if rows]
        answers[name] = rows_found if isinstance(given, list) else next(iter(rows_found), None)
    if wrong:
        raise Invalid(wrong)
    return answers


def _why_not(text: str, rows: list[Any]) -> str:
    if rows:
        return _("“%(text)s” is more than one here; use its id.") % {"text": text[:80]}
    return _("There is no “%(text)s” here.") % {"text": text[:80]}


def ref_to(row: Any) -> Any:
    """What an answer says of another row."""
    if row is None or isinstance(row, BaseModel | dict):
        return row
    if lookup(type(row)).by == "reference":
        return Ref(reference=row.reference, title=getattr(row, "title", None) or getattr(row, "name", ""))
    return Named(id=row.pk, name=str(row))


def refs_to(rows: Any) -> list[Any]:
    return [ref_to(row) for row in (rows.all() if hasattr(rows, "all") else rows)]


def shown(model: type[Model], *, many: bool = False) -> Any:
    """The type in an answer of a field that names a row (or ``many``)."""
    kind = Ref if lookup(model).by == "reference" else Named
    if many:
        return Annotated[list[kind], BeforeValidator(refs_to)]  # type: ignore[valid-type]
    return Annotated[kind | None, BeforeValidator(ref_to)]  # type: ignore[valid-type]

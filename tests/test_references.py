"""Whoever names something of another organisation names nothing: every picker in every form refuses it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from holger.assets import services as assets
from holger.assets.models import InformationType
from holger.controls import services as controls
from holger.core import dates
from holger.core.actor import Actor
from holger.core.permissions import Role
from holger.core.registry import registry
from holger.evidence.services import evidence_add
from holger.frameworks import services as frameworks
from holger.incidents.tests.factories import make_incident
from holger.organisation.models import Tag, Unit
from holger.policies import services as policies
from holger.policies.services.campaigns import campaign_create
from holger.policies.tests.factories import make_policy
from holger.privacy.tests.factories import make_activity as make_processing
from holger.privacy.tests.factories import make_dpia, make_request, make_retention
from holger.risks import services as risks
from holger.risks.models import Threat
from holger.suppliers import services as suppliers
from holger.suppliers.tests.factories import make_contract, make_sending, make_short, make_supplier
from holger.tasks.tests.factories import make_activity, make_task
from holger.training.tests.factories import make_course
from holger.ui.filtering import Filters
from holger.ui.forms import PickManyField, PickOneField, Shaped
from tests.cast import Cast, actor_of, client_of, make_cast, make_person
from tests.furnished import Furnished, House
from tests.test_access import INSIDE, Route


def is_picker(field: Any) -> bool:
    return isinstance(field, PickOneField | PickManyField)


def pickers_of(actor: Actor) -> list[tuple[str, str, Any]]:
    """Every picker that a page's form has: page, field's name, field."""
    found = []
    for route in INSIDE:
        view = getattr(route.view, "view_class", None)
        forms = [getattr(view, "form", None), *(bulk.form for bulk in getattr(view, "bulk", ()))]
        for form in forms:
            if isinstance(form, type) and issubclass(form, Shaped) and any(map(is_picker, form.base_fields.values())):
                fields = form(actor=actor).fields.items()
                found += [(route.name, n, f) for n, f in fields if is_picker(f)]
    return found


def furnish() -> tuple[Cast, dict[str, Any]]:
    cast = make_cast()
    return cast, make_foreign(cast)


HOUSE = House("something elsewhere for each picker", furnish)


@pytest.fixture
def cast(house: tuple[Cast, dict[str, Any]], db: None) -> Cast:
    return house[0]


@pytest.fixture
def foreign(house: tuple[Cast, dict[str, Any]], db: None) -> dict[str, Any]:
    return house[1]


@pytest.fixture
def house(furnished: Furnished) -> tuple[Cast, dict[str, Any]]:
    return furnished(HOUSE)


def make_foreign(cast: Cast) -> dict[str, Any]:
    """Something of Rosenborg's for each picker."""
    dorte = actor_of(cast.dorte)
    asset = assets.asset_create(actor=dorte, type="server", title="Secret server")
    risks.library_install(actor=dorte)
    threat = Threat.objects.filter(organisation=cast.rosenborg).first()
    rules = frameworks.framework_create(actor=dorte, title_en="Secret rules")
    requirement = frameworks.requirement_add(actor=dorte, framework=rules, code="S.1", title_en="Secret rule")
    scope = rules.scopes.get()
    information = InformationType.objects.create(organisation=cast.rosenborg, name="Secrets")
    policy = make_policy(cast.rosenborg, "Secret policy")
    days: dict[str, Any] = {"starts": dates.today(), "deadline": dates.today() + timedelta(days=14)}
    why: dict[str, Any] = {
        "why": "Secret.",
        "measure": "Secret.",
        "starts": dates.today(),
        "ends": dates.today() + timedelta(days=30),
    }
    why["approver"] = make_person(cast.rosenborg, "Rosa Lund", Role.OWNER)
    asked, processing = make_short(dorte), make_processing(cast.rosenborg, "Secret processing")
    processor = make_supplier(cast.rosenborg, "Secret supplier", processor=True)
    suppliers.assessment_set(actor=dorte, supplier=processor, people=1, special=0, protected=0, kinds=0)
    return {
        "incidents": make_incident(cast.rosenborg, "Secret incident"),
        "suppliers": processor,
        "contracts": make_contract(cast.rosenborg, "Secret contract", processor),
        "impact-assessments": make_dpia(processing),
        "retention-rules": make_retention(cast.rosenborg, activity=processing),
        "questionnaires": asked,
        "sendings": make_sending(dorte, supplier=processor, questionnaire=asked),
        "supervisions": suppliers.supervision_plan(actor=dorte, supplier=processor, planned_on=dates.today()),
        "processing-activities": processing,
        "data-subject-requests": make_request(cast.rosenborg, "Secret request"),
        "policies": policy,
        "campaigns": campaign_create(actor=dorte, policies=[policy], title_en="Secret campaign", **days),
        "policy-exceptions": policies.exception_ask(actor=dorte, policy=policy, title="Secret exception", **why),
        "courses": make_course(dorte, title_en="Secret course"),
        "people": cast.dorte,
        "deputies": cast.dorte,
        "units": Unit.objects.create(organisation=cast.rosenborg, name="Secret unit"),
        "tags": Tag.objects.create(organisation=cast.rosenborg, name="Secret"),
        "assets": asset,
        "processes": asset,
        "controls": controls.control_create(actor=dorte, title="Secret control"),
        "plan-items": controls.plan_item_create(actor=dorte, title="Secret work"),
        "frameworks": rules,
        "requirements": requirement,
        "gap-rounds": controls.gap_round_open(actor=dorte, scope=scope, title="Secret round"),
        "threats": threat,
        "risks": risks.risk_create(actor=dorte, asset=asset, threat=threat),
        "activities": make_activity(dorte, "Secret activity"),
        "tasks": make_task(dorte, "Secret task"),
        "information-types": information,
        "information_types": information,
        "evidence": evidence_add(actor=dorte, subject=asset, url="https://rosenborg.example/secret", title="Secret"),
    }


def test_every_picker_refuses_what_is_foreign_and_what_is_missing_alike(cast: Cast, foreign: dict[str, Any]) -> None:
    pickers = pickers_of(actor_of(cast.anna))
    assert len(pickers) > 20
    for page, name, field in pickers:
        key = foreign[field.pick].pk
        said = [refusal(field, value) for value in (str(key), "01890000-0000-7000-8000-000000000000")]
        assert said[0] is not None, f"{page}: {name} takes what belongs to another organisation"
        assert said[0].replace(str(key), "") == str(said[1]).replace("01890000-0000-7000-8000-000000000000", "")


def refusal(field: Any, value: str) -> str | None:
    try:
        field.clean([value] if isinstance(field, PickManyField) else value)
    except ValidationError as error:
        return " ".join(error.messages)
    return None


def test_every_picker_is_known_here(cast: Cast, foreign: dict[str, Any]) -> None:
    """A new kind of picker must be held to the same."""
    assert {search.key for search in registry.searches if search.rows} <= set(foreign)


def is_narrowed(route: Route) -> bool:
    filters = getattr(getattr(route.view, "view_class", None), "filters", None)
    at_once = "<" not in route.pattern.removeprefix(WITHIN)
    return at_once and isinstance(filters, type) and issubclass(filters, Filters)


WITHIN = "o/<slug:organisation>/"
LISTS = {route.pattern.removeprefix(WITHIN): route.view.view_class.filters for route in INSIDE if is_narrowed(route)}


@pytest.mark.once  # behind the walls of PostgreSQL nothing foreign is found by whatever filter
@pytest.mark.parametrize("address", LISTS)
def test_no_filter_finds_by_what_is_foreign(address: str, cast: Cast, foreign: dict[str, Any]) -> None:
    browser = client_of(cast.anna)
    for thing in foreign.values():
        asked = dict.fromkeys(LISTS[address].base_filters, thing.pk)  # each cleans its own
        answer = browser.get(f"/o/kronborg/{address}", asked)
        assert b"Secret" not in answer.content and b"Dorte" not in answer.content

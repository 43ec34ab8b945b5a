"""Kronborg in two shares: what lies in one unit, and what is filled in outside it, where somebody narrow does not reach."""

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holger.api import services as api
from holger.assets import services as assets
from holger.assets.models import Asset, Dependency
from holger.comments import services as comments
from holger.controls import services as controls
from holger.controls.models import Control, PlanItem
from holger.core import dates
from holger.core.actor import Actor
from holger.core.kept import Kept
from holger.core.permissions import Role
from holger.evidence import services as evidence
from holger.exchange import services as exchange
from holger.frameworks import services as frameworks
from holger.frameworks.models import Framework, Requirement, Scope, Standing
from holger.history import services as history
from holger.incidents import services as incidents
from holger.incidents.tests.factories import make_incident
from holger.jobs import services as jobs
from holger.jobs.tests import kit
from holger.organisation import services as organisation
from holger.organisation.models import Person, Unit
from holger.privacy.tests.factories import make_activity as make_processing
from holger.risks import services as risks
from holger.risks.models import Acceptance, Risk, Threat
from holger.suppliers import services as suppliers
from holger.suppliers.tests.factories import make_contract
from holger.tasks import services as tasks
from tests.canary import Planted, plant, tenant_models
from tests.cast import Cast, actor_of, make_person, make_unit
from tests.furnished import House
from tests.strays import set_astray, stray

LEVELS = {"current_c": 4, "current_i": 4, "current_a": 4, "current_likelihood": 3}
"""Over the appetite, and not too high to be accepted."""
NUMBERS = itertools.count()


def make_share(cast: Cast, unit: Unit, owner: Person, name: str) -> Asset:
    """A process, a system and all that people do with one, in a unit; the threats must be there already."""
    anna = actor_of(cast.anna)
    today = dates.today()
    common = {"unit": unit, "owner": owner, "next_review": today - timedelta(days=400)}
    process = assets.asset_create(actor=anna, type="process", title=f"{name} payroll", own_a=4, **common)
    supplier = suppliers.supplier_create(actor=anna, title=f"{name} Ltd", unit=unit, owner=owner)
    asset = assets.asset_create(
        actor=anna, title=f"{name} ERP", own_c=4, supplier=supplier, country="US", exposure="internet", **common
    )
    assets.dependency_add(actor=anna, source=process, target=asset)
    risk, closed = (_risk(cast, asset, number, name) for number in range(2))
    risks.risk_close(actor=anna, risk=closed, reason="Gone.")
    risks.effect_add_new(actor=anna, risk=risk, title=f"{name} control", likelihood=1)
    risks.action_add(actor=anna, risk=risk, title=f"{name} action", owner=owner, due=today - timedelta(days=9))
    late = {"due": today - timedelta(days=9), "status": "started"}
    control = controls.control_create(actor=anna, title=f"{name} control", assets=[asset], **late, **common)
    planned = {"unit": unit, "owner": owner, "due": today - timedelta(days=9), "external": f"{name} consultants"}
    first = controls.plan_item_create(actor=anna, title=f"{name} first work", **planned)
    controls.plan_item_create(actor=anna, title=f"{name} work", control=control, depends_on=[first], **planned)
    _tasks(anna, asset, name, {"unit": unit, "owner": owner})
    for subject in (asset, risk, control):
        file = SimpleUploadedFile(f"{name}.txt", f"{name} {subject.reference}".encode())
        proof = evidence.evidence_add(actor=anna, subject=subject, file=file, title=f"{name} proof", owner=owner)
        again = SimpleUploadedFile(f"{name}.txt", f"{name} once more {subject.reference}".encode())
        evidence.evidence_replace(actor=anna, evidence=proof, file=again)
        comments.comment_add(actor=anna, subject=subject, text=f"{name} comment")
    return asset


def _tasks(anna: Actor, asset: Asset, name: str, whose: dict[str, Any]) -> None:
    """An activity with runs, one of which is done, and a task that is done once."""
    past, far = dates.today() - timedelta(days=20), dates.today() + timedelta(days=40)
    activity = tasks.activity_create(
        actor=anna, title=f"{name} activity", rule="FREQ=WEEKLY", starts=past, about=[asset], **whose
    )
    tasks.task_done(actor=anna, task=activity.tasks.order_by("slot")[0], comment=f"{name} run")
    tasks.task_create(actor=anna, title=f"{name} task", due=far, subject=asset, **whose)


def _risk(cast: Cast, asset: Asset, number: int, name: str) -> Risk:
    threat = Threat.objects.filter(organisation=cast.kronborg).order_by("number")[number]
    return risks.risk_create(actor=actor_of(cast.anna), asset=asset, threat=threat, title=f"{name} risk", **LEVELS)


def ask_acceptance(cast: Cast, risk: Risk, approver: Person) -> Acceptance:
    day = dates.today() + timedelta(days=100)
    return risks.risk_request_acceptance(
        actor=actor_of(cast.anna), risk=risk, approver=approver, reason="Rare.", expires_on=day
    )


def fill_outside(cast: Cast) -> None:
    """All that can be there of every kind, in another unit and another's: nothing of it is Bo's, Emil's or Production's."""
    anna, olga = actor_of(cast.anna), actor_of(cast.olga)
    finance = make_unit(cast.kronborg, "Outside finance")
    finn = make_person(cast.kronborg, "Finn Holt", Role.CONTRIBUTOR, unit=finance, job_title="Erp clerk")
    erna = make_person(cast.kronborg, "Erna Holt", Role.EMPLOYEE, unit=finance, signs_in=False)
    organisation.invitation_send(actor=anna, person=erna)
    asset = make_share(cast, finance, finn, "Outside")
    rules = Framework.objects.filter(organisation=cast.kronborg, origin="own").order_by("number")[0]
    scope = frameworks.scope_add(actor=anna, framework=rules, unit=finance, owner=finn)
    gaps = controls.gap_round_open(actor=anna, scope=scope, title="Outside gaps", participants=[finn])
    gaps.answers.update(asked=finn)
    organisation.tag_create(actor=anna, name="Outside erp")
    program = organisation.service_account_create(actor=anna, name="Outside erp", responsible=finn, unit=finance)
    organisation.role_give(actor=olga, person=program, role="employee")
    api.token_create(actor=anna, person=program, name="Outside", scope={"*": "read"})
    api.token_create(actor=actor_of(finn), person=finn, name="Outside", scope={"*": "read"})
    organisation.view_save(actor=actor_of(finn), list_name="assets", title="Outside", query="q=outside")
    ask_acceptance(cast, Risk.objects.get(asset=asset, closed_at=None), cast.olga)
    lean_from_outside(cast, finance, finn)
    answer_outside(cast, scope, finn)
    exchange.run_start(actor=anna, kind="assets", filename="outside.csv", content=b"Name\nOutside erp\n")
    jobs.enqueue(actor=anna, job=kit.note, text="Outside.")
    mailed = {"recipient": "finn@kronborg.example", "subject": "Outside", "body": "Outside"}
    jobs.mail_put(organisation_id=cast.kronborg.id, **mailed)


def lean_from_outside(cast: Cast, unit: Unit, owner: Person) -> None:
    """What lies there has to do with something that lies in Production: whoever sees the one is not told of the other."""
    anna, day = actor_of(cast.anna), dates.today()
    whose = {"unit": unit, "owner": owner}
    ours = Asset.objects.filter(organisation=cast.kronborg, unit=cast.production, supplier__isnull=False)
    asset = ours.select_related("supplier").order_by("number")[0]
    system = {"type": "application", "title": "Leaning system", "supplier": asset.supplier}
    above = assets.asset_create(actor=anna, **system, **whose)
    Dependency.objects.create(organisation=cast.kronborg, source=above, target=asset)  # its history would tell of it
    controls.control_create(actor=anna, title="Leaning control", assets=[asset], **whose)
    control = Control.objects.filter(organisation=cast.kronborg, unit=cast.production).order_by("number")[0]
    item = PlanItem.objects.filter(organisation=cast.kronborg, unit=cast.production).order_by("number")[0]
    controls.plan_item_create(actor=anna, title="Leaning work", control=control, depends_on=[item], due=day, **whose)
    tasks.activity_create(actor=anna, title="Leaning activity", rule="FREQ=WEEKLY", starts=day, about=[asset], **whose)
    for subject in (asset, control, asset.supplier):
        tasks.task_create(actor=anna, title="Leaning task", due=day, subject=subject, **whose)
    make_contract(cast.kronborg, "Leaning contract", asset.supplier, unit=unit, owner=owner)
    make_processing(cast.kronborg, "Leaning on systems", unit=unit, owner=owner).systems.add(asset)
    incident = make_incident(cast.kronborg, "Leaning incident", unit=unit, owner=owner)
    incidents.affected_add(actor=anna, incident=incident, subject=asset)


def answer_outside(cast: Cast, scope: Scope, owner: Person) -> None:
    """In a scope there, what a requirement that holds everywhere is answered by, and what closes it."""
    anna, whose = actor_of(cast.anna), {"unit": scope.unit, "owner": owner}
    can_be = Requirement.objects.filter(framework=scope.framework_id, assessable=True, archived_at=None)
    rule = can_be.order_by("place")[0]
    control = controls.control_create(actor=anna, title="Answering control", status="implemented", **whose)
    controls.link_add(actor=anna, control=control, requirement=rule)
    controls.plan_item_create(actor=anna, title="Answering work", requirements=[rule], due=dates.today(), **whose)
    frameworks.standing_answer(actor=anna, standing=Standing.objects.get(scope=scope, requirement=rule), answer="met")
    controls.statement_draft(actor=anna, scope=scope)


def plant_and_point(cast: Cast) -> Planted:
    """Rosenborg filled, and its history, which keeps ids without a reference, tells of something of Kronborg's."""
    planted = plant(cast)
    asset = Asset.objects.filter(organisation=cast.kronborg).order_by("pk")[0]
    history.record(actor=actor_of(cast.dorte), action="asset.edited", target=asset, reason="Elsewhere.")
    return planted


def fuller(house: House) -> tuple[House, House, House, House, House]:
    """The same with what is elsewhere, and with what is out of reach, whose rows come first where nothing is asked; with what strays
    below Kronborg's own, which nobody may touch; with everything at Rosenborg, as addresses may name it; and with whatever can
    stray, to be addressed. What is made of the house has a ``cast``."""

    def elsewhere(held: Any) -> None:
        with earlier():
            plant_and_point(held.cast)

    def out_of_reach(held: Any) -> None:
        with earlier():
            fill_outside(held.cast)

    return (
        House(f"{house.name}, and what is elsewhere", elsewhere, house),
        House(f"{house.name}, and what is out of reach", out_of_reach, house),
        House(f"{house.name}, and what strays below", lambda held: set_astray(held.cast), house),
        House(f"{house.name}, and what may be named elsewhere", lambda held: plant(held.cast), house),
        House(f"{house.name}, and whatever may stray", lambda held: stray(held.cast), house),
    )


def forget() -> None:
    """What was counted before is no answer to what is counted now."""
    for name, module in sys.modules.items():
        for each in vars(module).values() if name.startswith("holger.") else ():
            if isinstance(each, Kept):
                each._answers.clear()


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """From when it is called on, no time passes, and it is the time that it is given, if any."""

    def stop(at: datetime | None = None) -> None:
        now = at or dates.now()
        monkeypatch.setattr(dates, "now", lambda: now)

    return stop


@contextmanager
def earlier() -> Iterator[None]:
    """New rows get keys that sort before all others: they come first where nothing is asked."""

    def key() -> UUID:
        return UUID(f"01000000-0000-7000-8000-{next(NUMBERS):012x}")

    with pytest.MonkeyPatch.context() as patch:
        for model in tenant_models():
            patch.setitem(vars(model._meta.pk), "_get_default", key)
        yield

"""Plan items for tests, made by the services as people make them."""

from typing import Any

from holger.controls import services
from holger.controls.models import PlanItem
from holger.core.actor import Actor


def make_item(actor: Actor, title: str = "Buy a second firewall", **answers: Any) -> PlanItem:
    return services.plan_item_create(actor=actor, title=title, **answers)

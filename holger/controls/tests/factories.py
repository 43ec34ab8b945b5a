"""Controls for tests, made by the services as people make them."""

from typing import Any

from holger.controls import services
from holger.controls.models import Control
from holger.core.actor import Actor


def make_control(actor: Actor, title: str = "Back up every night", **answers: Any) -> Control:
    return services.control_create(actor=actor, title=title, **answers)

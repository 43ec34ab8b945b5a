"""What rooms below this one tell of, written into the trail."""

from typing import Any

from holger.core.actor import Actor
from holger.history import services


def tried_again(sender: Any, actor: Actor, target: Any, **kwargs: Any) -> None:
    services.record(actor=actor, action=f"{target._meta.model_name}.retried", target=target)

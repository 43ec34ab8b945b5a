"""What an organisation is told of its people's accounts."""

from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver

from holger.accounts.models import User
from holger.accounts.signals import happened
from holger.organisation import services


@receiver(happened)
def note(user: User, action: str, changes: Mapping[str, Any], by_user: bool, **more: Any) -> None:
    services.account_note(user=user, action=action, told=changes, by_user=by_user)

"""What this room does when something happens in the rooms below."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from holger.controls.services.gap.following import scope_follow, standings_follow
from holger.frameworks.models import Scope, Standing
from holger.frameworks.signals import scope_changed, standings_changed


@receiver(standings_changed)
def round_hears_answers(sender: Any, standings: Sequence[Standing], answered: bool, **more: Any) -> None:
    standings_follow(standings, answered=answered)


@receiver(scope_changed)
def round_hears_scope(sender: Any, scope: Scope, **more: Any) -> None:
    scope_follow(scope)

"""What the room's lists are narrowed by alike."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.core.registry import registry
from holger.tasks.models import ActivityLink
from holger.ui.filtering import ChoiceFilter, YesNoFilter


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)


class FrameworkFilter(ChoiceFilter):
    """What serves a requirement of any of these frameworks; ``field_name`` leads to its activity's key."""

    actor: Actor

    def bind(self, actor: Actor) -> None:
        super().bind(actor)
        self.actor = actor

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if not value or registry.demands is None:
            return qs
        served = registry.demands.within(self.actor, value).values("pk").order_by()
        links = ActivityLink.objects.filter(organisation_id=self.actor.organisation_id, subject_id__in=served)
        return qs.filter(**{f"{self.field_name}__in": links.values("activity")})


def framework_choices(actor: Actor) -> Sequence[tuple[str, str]]:
    return registry.demands.frameworks(actor) if registry.demands else ()

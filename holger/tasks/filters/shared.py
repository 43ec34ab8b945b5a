"""What the room's lists are narrowed by alike."""

from typing import Any

from django.db.models import QuerySet

from holger.ui.filtering import YesNoFilter


class ArchivedFilter(YesNoFilter):
    """What is archived is shown only when asked for."""

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        return qs.filter(archived_at__isnull=not value)

"""What suppliers send to third countries is flagged in the activities that they have a part in."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from holger.privacy.models import Activity, ActivitySupplier
from holger.privacy.services.measuring import measure


def transfers_changed(sender: Any, *, organisation_id: UUID, supplier_ids: Collection[UUID], **more: Any) -> None:
    hands = ActivitySupplier.objects.filter(organisation_id=organisation_id, supplier__in=supplier_ids)
    measure(list(Activity.objects.filter(pk__in=hands.order_by().values("activity"))))

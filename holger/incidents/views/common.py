from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

MENU = "incidents:incident-list"
TITLE = _("Incidents")
Way = Sequence[tuple[Any, str | None]]

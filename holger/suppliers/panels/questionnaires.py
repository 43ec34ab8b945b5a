"""Questionnaires on the supplier's page and on the overview."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.requests import Request
from holger.suppliers.models.sendings import SendingState
from holger.suppliers.models.supplier import Supplier
from holger.suppliers.permissions import QUESTIONNAIRE_SEND
from holger.suppliers.selectors import questionnaires as selectors
from holger.suppliers.tables.questionnaires import state_badge
from holger.ui.pages import Button

MOST = 10


def of_supplier(request: Request, supplier: Supplier) -> dict[str, Any]:
    """What the supplier was asked and what came of it, the newest first."""
    rows = list(selectors.sendings_to(request.actor, supplier).filter(archived_at=None)[:MOST])
    found: dict[str, Any] = {"rows": [(row, state_badge(row)) for row in rows], "count": len(rows)}
    if request.actor.may(QUESTIONNAIRE_SEND, supplier) and supplier.archived_at is None:
        address = f"{request.url('suppliers:sending-create')}?supplier={supplier.reference}"
        found["action"] = Button(_("Send a questionnaire"), address)
    return found


def card(request: Request) -> dict[str, Any] | None:
    """How many wait for suppliers, are late, or wait to be read; nothing where nothing was ever sent."""
    rows = selectors.sendings_for(request.actor).filter(archived_at=None).order_by()
    told = rows.aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=Q(state=SendingState.SENT)),
        late=Count("pk", filter=selectors.late(dates.today(request.organisation.zone))),
        to_read=Count("pk", filter=Q(state=SendingState.SUBMITTED)),
        stopped=Count("pk", filter=Q(state=SendingState.SUBMITTED, knock_outs__gt=0)),
    )
    return told if told["all"] else None

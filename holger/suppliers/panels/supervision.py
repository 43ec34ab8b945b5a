"""What the supervision of processors shows elsewhere: on the supplier's page, and on the overview."""

from typing import Any

from django.utils.translation import gettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.suppliers.models import Contract, Supplier
from holger.suppliers.models.supervision import ProcessorAssessment
from holger.suppliers.permissions import SUPERVISE
from holger.suppliers.rules.supervising import Standing
from holger.suppliers.rules.supervision import remarks
from holger.suppliers.selectors import supervision as selectors
from holger.suppliers.selectors.agreements import Agreed
from holger.suppliers.selectors.contracts import contracts_for
from holger.suppliers.selectors.year import counted, lines_of
from holger.suppliers.services.assessing import too_low
from holger.suppliers.tables.supervision import conclusion_badge, late_badge, standing_badge, status_badge
from holger.suppliers.words.supervision import concept_word, said
from holger.ui import http

SHOWN, ON_CARD = 6, 5


def on_supplier(request: Request, supplier: Supplier) -> dict[str, Any] | None:
    """How closely it must be looked after and is, and its supervisions; nothing for who holds no personal data."""
    actor = request.actor
    found = selectors.assessment_of(actor, supplier)
    theirs = selectors.supervisions_for(actor).filter(supplier=supplier).select_related(None)
    rows = list(theirs.order_by("-number")[: SHOWN + 1])
    if not supplier.processor and found is None and not rows:
        return None
    may = actor.may(SUPERVISE, supplier) and supplier.archived_at is None
    today = dates.today(request.organisation.zone)
    assess = http.link(request, "suppliers:assessment", reference=supplier.reference)
    plan = f"{http.link(request, 'suppliers:supervision-plan')}?supplier={supplier.reference}"
    agreed = selectors.agreed_of([found], today)[supplier.pk] if found else Agreed(None)
    return {
        "assessment": found,
        "agreed": agreed.concept,
        "agreed_in": _seen(actor, agreed),
        "words": concept_word(found.required_concept) if found else "",
        "used": concept_word(found.used_concept) if found else "",
        "flags": _flags(found, agreed.concept) if found else [],
        "reasons": [said(reason) for reason in selectors.required_of(found).reasons] if found else [],
        "rows": [(row, status_badge(row), conclusion_badge(row) if row.conclusion else "", late_badge() if row.is_late(today) else "") for row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "all_url": f"{http.link(request, 'suppliers:supervision-list')}?supplier={supplier.pk}",
        "late": found is not None and found.next_on is not None and found.next_on < today and not any(row.is_open for row in rows),
        "assess_url": assess if may else "",
        "plan_url": plan if may and found else "",
        "record": _record(request, supplier, found) if may else None,
        "count": len(rows) if len(rows) <= SHOWN else None,
        "action": _action(assess, plan, found) if may else None,
        "today": today,
    }  # fmt: skip


def _action(assess: str, plan: str, found: ProcessorAssessment | None) -> dict[str, str]:
    return (
        {"url": plan, "text": gettext("Plan a supervision")} if found else {"url": assess, "text": gettext("Assess it")}
    )


def _seen(actor: Actor, agreed: Agreed) -> Contract | None:
    """The agreement that says it, for whoever sees it."""
    return contracts_for(actor).filter(pk=agreed.contract.pk).first() if agreed.contract else None


def _flags(found: ProcessorAssessment, agreed: int | None) -> list[str]:
    """What is amiss between what is needed, used and agreed."""
    reasons = [*remarks(found.required_concept, agreed)]
    if (low := too_low(found)) is not None:
        reasons.insert(0, low)
    return [said(reason) for reason in reasons]


def _record(request: Request, supplier: Supplier, found: ProcessorAssessment | None) -> dict[str, Any] | None:
    """Where the record of processing has come to say something else than was counted."""
    told = selectors.recorded(request.actor, supplier) if found else None
    if told is None or found is None or told == selectors.counted(found):
        return None
    return {"told": told, "url": http.link(request, "suppliers:assessment-record", reference=supplier.reference)}


def card(request: Request) -> dict[str, Any] | None:
    """The processors that wait for somebody, the worst first; nothing where none does."""
    today = dates.today(request.organisation.zone)
    lines = lines_of(request.actor, today.year, today)
    counts = counted(lines)
    bad = [line for line in lines if line.standing in (Standing.LATE, Standing.INSUFFICIENT, Standing.NOT_ASSESSED)]
    if not bad:
        return None
    return {
        "rows": [(line, standing_badge(line.standing)) for line in bad[:ON_CARD]],
        "count": len(bad),
        "late": counts[Standing.LATE],
        "url": http.link(request, "suppliers:supervision-year"),
    }

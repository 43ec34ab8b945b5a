"""Suppliers, seen by an actor."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.models import visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.suppliers.models import Supplier
from holger.suppliers.permissions import VIEW
from holger.suppliers.rules.remarks import CRITICAL

SEARCHED = ("title", "reference", "aliases", "cvr")


def suppliers_for(actor: Actor) -> QuerySet[Supplier]:
    """All that the actor may see, archived and merged ones too."""
    own = Q(owner_id=actor.person_id) | Q(deputy_id=actor.person_id)
    return visible(Supplier.objects.all(), actor, VIEW, own=own)


def supplier_of(actor: Actor, reference: str) -> Supplier:
    """The supplier with this reference; ``NotFound`` where the actor sees none."""
    rows = suppliers_for(actor).select_related(
        "owner", "deputy", "unit"
    )  # few have a parent or were merged: wide to join
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def pickable(actor: Actor) -> QuerySet[Supplier]:
    """What can be chosen in forms: nothing archived."""
    return suppliers_for(actor).filter(archived_at=None).order_by("title", "pk")


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Suppliers with every word of ``text`` in a name, number or reference, exact ones first."""
    words = text.split()[:6]
    if not words:
        return []
    first = Case(
        When(Q(reference__iexact=text) | Q(cvr=text), then=Value(0)),
        When(title__istartswith=text, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = suppliers_for(actor).filter(words_in(words, SEARCHED), archived_at=None)
    return [hit(row) for row in rows.annotate(first=first).order_by("first", "-criticality", "title")[:limit]]


def hit(supplier: Supplier) -> Hit:
    kind = supplier.get_category_display()
    return Hit(supplier.reference, supplier.title, supplier.path, kind, supplier.icon, id=str(supplier.pk))


# Remarks as database queries, condition by condition the same as ``rules/remarks.py``


LIVE = Q(archived_at=None) & ~Q(status="ended")
CONDITIONS: dict[str, Callable[[date], Q]] = {
    "no_owner": lambda today: Q(owner__isnull=True),
    "review_overdue": lambda today: Q(next_review__lt=today),
    "no_exit_plan": lambda today: Q(criticality=CRITICAL, exit_plan=""),
    "no_deputy_for_critical": lambda today: Q(criticality=CRITICAL, owner__isnull=False, deputy__isnull=True),
    "cannot_be_replaced": lambda today: Q(criticality__gte=CRITICAL - 1, replaceable="not_at_all", alternatives=""),
    "access_unknown": lambda today: Q(access="unknown", criticality__gte=CRITICAL - 1),
}


def remarked(key: str, today: date) -> Q:
    """The suppliers that have the remark ``key`` today. Raises KeyError for a remark that does not exist."""
    return LIVE & CONDITIONS[key](today)


def counts(rows: QuerySet[Supplier], today: date) -> dict[str, int]:
    """What the list and the overview say of the register: how many, how many are critical, how many lack what."""
    told = {key: Count("pk", filter=remarked(key, today)) for key in CONDITIONS}
    live = rows.filter(LIVE).order_by()
    return live.aggregate(total=Count("pk"), critical=Count("pk", filter=Q(criticality=CRITICAL)), **told)

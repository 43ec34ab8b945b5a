"""Finding policies by reference or title, and choosing among them."""

from collections.abc import Sequence

from django.db.models import Case, IntegerField, QuerySet, Value, When

from holger.core.actor import Actor
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.policies.models import Policy
from holger.policies.selectors.policies import policies_for

ICON = "file-text"


def policies_pickable(actor: Actor) -> QuerySet[Policy]:
    """What can be chosen in forms: nothing archived."""
    return policies_for(actor).filter(archived_at=None).order_by("number", "pk")


def search_policies(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Policies with every word of ``text`` in their reference or a title, exact references first."""
    words = text.split()[:6]
    if not words:
        return []
    first = Case(When(reference__iexact=text, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = policies_pickable(actor).filter(words_in(words, ("title_da", "title_en", "reference")))
    rows = found.annotate(first=first).order_by("first", "number")[:limit]
    kind = Policy._meta.verbose_name
    return [Hit(row.reference, row.title, row.path, kind, ICON, row.get_type_display(), str(row.pk)) for row in rows]

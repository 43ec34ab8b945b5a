from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from holger.assets.models import Asset, AssetType, Dependency, InformationType
from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.registry import Function, Hit
from holger.core.searching import words_in

FUNCTIONAL = (
    *("reference", "title", "last_reviewed", "rto_hours", "rpo_hours"),
    *("impact_4h", "impact_1d", "impact_3d", "impact_1w"),
)


def assets_for(actor: Actor) -> QuerySet[Asset]:
    """Everything in the map that the actor may see, processes and archived objects too."""
    own = Q(owner_id=actor.person_id) | Q(deputy_id=actor.person_id)
    return visible(Asset.objects.all(), actor, "assets.view", own=own)


def plain_assets_for(actor: Actor) -> QuerySet[Asset]:
    """The register ``assets``: everything but the processes."""
    return assets_for(actor).exclude(type=AssetType.PROCESS)


def processes_for(actor: Actor) -> QuerySet[Asset]:
    """The register ``processes``."""
    return assets_for(actor).filter(type=AssetType.PROCESS)


def functions(actor: Actor) -> Iterator[Function]:
    """The processes as functions of the organisation, for rooms that know nothing of the map."""
    rows = processes_for(actor).filter(archived_at=None).order_by("number").only(*FUNCTIONAL)
    for row in rows.iterator(2000):
        impact = max((level for level in row.impacts if level is not None), default=None)
        yield Function(row.reference, row.title, row.last_reviewed, row.rto_hours, row.rpo_hours, impact)


def references_in(organisation_id: UUID) -> set[str]:
    """Every reference in use, seen by the actor or not: an import must not collide with them."""
    return set(Asset.objects.filter(organisation_id=organisation_id).values_list("reference", flat=True))


def dependencies_for(actor: Actor) -> QuerySet[Dependency]:
    """Dependencies of which the actor may see both ends."""
    rows = Dependency.objects.filter(organisation_id=actor.organisation_id)
    if not actor.reach("assets.view").everything:
        seen = assets_for(actor).values("pk")
        rows = rows.filter(source__in=seen, target__in=seen)
    return rows


def dependencies_of(actor: Actor, asset: Asset) -> QuerySet[Dependency]:
    """What an object depends on, and what depends on it."""
    rows = dependencies_for(actor).filter(Q(source=asset) | Q(target=asset))
    return rows.select_related("source", "target").order_by("-source__criticality", "created_at", "pk")


def information_types_for(actor: Actor) -> QuerySet[InformationType]:
    """The organisation's information types, with how many objects hold each."""
    if not actor.may("assets.view"):
        return InformationType.objects.none()
    return InformationType.objects.filter(organisation_id=actor.organisation_id).annotate(
        held=Count("assets", filter=Q(assets__archived_at=None))
    )


def pickable(actor: Actor) -> QuerySet[Asset]:
    """What can be chosen in forms: nothing archived."""
    return assets_for(actor).filter(archived_at=None).order_by("title", "pk")


def search_information_types(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """For pickers only: information types have no page of their own, so the hits have no path."""
    rows = information_types_for(actor).filter(name__icontains=text)[:limit]
    return [Hit("", row.name, "", InformationType._meta.verbose_name, "file-text", id=str(row.pk)) for row in rows]


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Objects with every word of ``text`` in their reference or title, exact references first."""
    words = text.split()[:6]
    if not words:
        return []
    fits = words_in(words, ("title", "reference"))
    first = Case(
        When(reference__iexact=text, then=Value(0)),
        When(title__istartswith=text, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = (
        assets_for(actor)
        .filter(fits, archived_at=None)
        .annotate(first=first)
        .order_by("first", "-criticality", "title")
    )
    return [hit(asset) for asset in rows.only("reference", "title", "type")[:limit]]


def hit(asset: Asset) -> Hit:
    return Hit(asset.reference, asset.title, asset.path, asset.get_type_display(), asset.icon, id=str(asset.pk))

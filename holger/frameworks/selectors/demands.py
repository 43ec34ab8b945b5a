"""What the organisation has to live up to, as rooms below ask for it (``registry.demands``)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import QuerySet

from holger.core.actor import Actor
from holger.core.registry import Asked
from holger.frameworks.models import Answer, Framework, Origin, Requirement
from holger.frameworks.rules.naming import short_name
from holger.frameworks.selectors.rows import frameworks_for, requirements_for, standings_for


def framework_short(framework: Framework) -> str:
    return short_name(framework.key, framework.title, ready=framework.origin == Origin.LIBRARY)


def names_of(actor: Actor) -> Sequence[tuple[str, str]]:
    """The frameworks in use: reference and short name."""
    rows = frameworks_for(actor).filter(archived_at=None).order_by("number")
    named = rows.only("reference", "key", "origin", "title_da", "title_en")
    return [(row.reference, framework_short(row)) for row in named]


def asked_of(actor: Actor) -> Sequence[Asked]:
    """What applies and is wanted in any scope that the actor sees, in the frameworks' own order."""
    rows = standings_for(actor).filter(applicable=True, wanted=True).order_by()
    met: dict[UUID, bool] = {}
    for key, answer in rows.values_list("requirement_id", "answer"):
        met[key] = met.get(key, True) and answer == Answer.MET
    frameworks = frameworks_for(actor).filter(archived_at=None).in_bulk()
    fields = ("code", "title_da", "title_en", "framework_id", "place")
    found = [row for row in requirements_for(actor).only(*fields) if row.pk in met]
    for row in found:
        row.framework = frameworks[row.framework_id]
    found.sort(key=lambda row: (row.framework.number, row.place))
    return [_asked(row, met[row.pk]) for row in found]


def _asked(row: Requirement, met: bool) -> Asked:
    framework = row.framework
    return Asked(row.pk, framework.key, framework_short(framework), row.code, row.title, row.path, met)


def requirements_within(actor: Actor, references: Collection[str]) -> QuerySet[Requirement]:
    """The requirements of frameworks."""
    return requirements_for(actor).filter(framework__reference__in=references)

"""Links from one thing to objects of any kind: rows with ``subject_type`` and ``subject_id``, as policies and activities have."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.registry import Subject, registry


@dataclass(frozen=True)
class Linked[Link]:
    """An object that something is linked to."""

    link: Link
    kind: Subject
    obj: Any


def linked[Link](
    actor: Actor, rows: Iterable[Link], owner: str, kinds: Collection[str] | None = None
) -> dict[UUID, list[Linked[Link]]]:
    """What rows lead to, as far as the actor sees it, by the ``owner`` they belong to: one question for each kind there is.

    ``kinds``: only these, in their order; None: all that there are.
    """
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for link in rows:
        by_kind[link.subject_type].append(link)  # type: ignore[attr-defined]
    found: dict[UUID, list[Linked[Link]]] = defaultdict(list)
    for name in registry.subjects if kinds is None else kinds:
        kind, links = registry.subjects[name], by_kind.get(name, ())
        objects = kind.visible(actor).in_bulk([link.subject_id for link in links]) if links else {}
        for link in links:
            if link.subject_id in objects:
                found[getattr(link, owner)].append(Linked(link, kind, objects[link.subject_id]))
    return dict(found)


def must_be_seen(actor: Actor, objects: Iterable[Any], kinds: Collection[str] | None = None) -> None:
    """``NotFound`` unless all of them are of ``kinds`` (None: any that there are), and the actor sees them."""
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for obj in objects:
        by_kind[getattr(obj, "subject_type", "")].add(obj.pk)
    for name, keys in by_kind.items():
        kind = registry.subjects.get(name) if kinds is None or name in kinds else None
        if kind is None or set(kind.visible(actor).filter(pk__in=keys).values_list("pk", flat=True)) != keys:
            raise NotFound


def named(link: Any) -> str:
    """What the link leads to, as the history tells it, also where it is gone."""
    model = apps.get_model(link.subject_type)
    found = model._default_manager.filter(organisation_id=link.organisation_id, pk=link.subject_id).first()
    return called(found) if found is not None else str(model._meta.verbose_name)


def called(subject: Any) -> str:
    """By its reference alone: not everybody who reads the history may know what it is."""
    return getattr(subject, "reference", "") or getattr(subject, "code", "") or str(subject._meta.verbose_name)

"""What depends on what. Whoever may edit either end may say so; the need follows at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from holger.assets.models import Asset, Dependency
from holger.assets.services import need
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history

AS_TOLD = (N_("Depends on"), N_("Depended on by"))
"""How history names the two fields that ``told`` writes."""
CARRIES = ("carries_c", "carries_i", "carries_a")


@transaction.atomic
def dependency_add(*, actor: Actor, source: Asset, target: Asset, kind: str = "uses", **answers: Any) -> Dependency:
    """``answers``: carries_c, carries_i, carries_a (all true unless told) and note."""
    return dependencies_add(actor=actor, new=[{"source": source, "target": target, "kind": kind, **answers}])[0]


@transaction.atomic
def dependencies_add(*, actor: Actor, new: Iterable[Mapping[str, Any]]) -> list[Dependency]:
    """Several at once, each as ``dependency_add`` takes it; the needs follow when all of them are there."""
    actor.require("assets.edit")
    need.hold(actor.organisation_id)
    added = [_add(actor, **answers) for answers in new]
    carried = {letter: True for each in added for letter in _carried(each, growing=True)}
    need.after_change(actor, {each.target_id for each in added}, carried)
    need.moved(actor, {end for each in added for end in (each.source_id, each.target_id)})
    return added


def _add(actor: Actor, *, source: Asset, target: Asset, kind: str = "uses", **answers: Any) -> Dependency:
    for end, name in ((source, "source"), (target, "target")):
        if end.organisation_id != actor.organisation_id:
            raise RuleBroken(N_("Choose one from the list."), name)
    if source.pk == target.pk:
        raise RuleBroken(N_("Nothing depends on itself."), "target")
    _require(actor, source, target)
    dependency = Dependency(organisation_id=actor.organisation_id, source=source, target=target)
    write(dependency, {"kind": kind, **answers})
    _tell(actor, dependency, added=True)
    return dependency


@transaction.atomic
def dependency_edit(*, actor: Actor, dependency: Dependency, **answers: Any) -> Dependency:
    """Change kind, note, or which dimensions are carried; the ends stay (remove it and add another)."""
    if answers.keys() & {"source", "target"}:
        raise ValueError("the ends of a dependency do not change")
    _require(actor, dependency.source, dependency.target)
    need.hold(actor.organisation_id)
    changes = write(dependency, answers)
    if changes:
        entry = history.Entry("dependency.edited", dependency.source, changes, reason=str(dependency))
        history.record_many(actor=actor, entries=[entry])
    if carried := {name[-1]: bool(changes[name][1]) for name in CARRIES if name in changes}:
        need.after_change(actor, {dependency.target_id}, carried)
        need.moved(actor, {dependency.source_id, dependency.target_id})
    return dependency


@transaction.atomic
def dependency_remove(*, actor: Actor, dependency: Dependency) -> None:
    _require(actor, dependency.source, dependency.target)
    need.hold(actor.organisation_id)
    source_id, target_id = dependency.source_id, dependency.target_id
    _tell(actor, dependency, added=False)
    dependency.delete()
    need.after_change(actor, {target_id}, _carried(dependency, growing=False))
    need.moved(actor, {source_id, target_id})


def _carried(dependency: Dependency, *, growing: bool) -> dict[str, bool]:
    """The dimensions that pass on, and whether their needs can only rise."""
    return {name[-1]: growing for name in CARRIES if getattr(dependency, name)}


def _require(actor: Actor, source: Asset, target: Asset) -> None:
    if not actor.may("assets.edit", target):
        actor.require("assets.edit", source)


def _tell(actor: Actor, dependency: Dependency, *, added: bool) -> None:
    history.record_many(actor=actor, entries=told(dependency, added=added))


def told(dependency: Dependency, *, added: bool) -> list[history.Entry]:
    """One entry at each end, so that each object's history tells it."""
    action = "dependency.added" if added else "dependency.removed"
    source, target = dependency.source, dependency.target
    return [
        history.Entry(action, one, {field: [None, str(other)] if added else [str(other), None]})
        for field, one, other in (("depends_on", source, target), ("depended_on_by", target, source))
    ]

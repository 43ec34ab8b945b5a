"""The risk method: a draft of the next number is worked on, then put in force and every risk scored anew."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch

from holger.core import dates, saving
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_, say
from holger.history import services as history
from holger.history.services import Entry
from holger.risks import library
from holger.risks.models import Acceptance, Effect, Method, Risk, Threat
from holger.risks.rules import effects
from holger.risks.rules.effects import Taken
from holger.risks.rules.matrices import Drawn, as_definition, why_not_use
from holger.risks.rules.method import mapping
from holger.risks.rules.scoring import STAGES, Levels, missing, moved
from holger.risks.services.points import points_rebuild
from holger.risks.services.scores import scores_rebuild
from holger.risks.services.scoring import follows


@transaction.atomic
def library_install(*, actor: Actor, preset: str = "", language: str = "en") -> int:
    """Give the organisation the ready threats it lacks, and a method when it has none. May be repeated."""
    actor.require("risks.method")
    method = method_in_force(actor=actor, preset=preset, language=language)
    if preset and not Risk.objects.filter(organisation_id=actor.organisation_id).exists():
        _choose(actor, method, preset, language)
    there = set(Threat.objects.filter(organisation_id=actor.organisation_id).values_list("library_id", flat=True))
    new = [_from_library(actor.organisation_id, entry) for entry in library.threats() if entry["id"] not in there]
    if new:
        Threat.objects.bulk_create(new)
        history.record(actor=actor, action="threats.loaded", changes={"threats": [0, len(new)]})
    return len(new)


def _choose(actor: Actor, method: Method, preset: str, language: str) -> None:
    """Another ready method, as long as nothing has been scored by the first."""
    title, definition = library.presets()[preset]["title"][language], library.definition(preset)
    if write(method, {"title": title, "definition": definition}):
        method.__dict__.pop("rules", None)
        history.record(actor=actor, action="method.chosen", target=method)


def _from_library(organisation_id: UUID, entry: Mapping[str, Any]) -> Threat:
    return Threat(
        organisation_id=organisation_id,
        reference=entry["id"],
        number=int(entry["id"][1:]),
        library_id=entry["id"],
        title_da=entry["title"]["da"],
        title_en=entry["title"]["en"],
        description_da=entry["description"]["da"],
        description_en=entry["description"]["en"],
        group=entry["group"],
        hits="".join(entry["hits"]),
        rights=entry.get("rights", False),
        asset_types=list(entry["asset_types"]),
        only_if=entry.get("only_if", {}),
        controls=list(entry["controls"]),
    )


def method_in_force(*, actor: Actor, preset: str = "", language: str = "en") -> Method:
    """The method that risks are scored by; the first write in an organisation without one takes the library's."""
    found = Method.objects.filter(organisation_id=actor.organisation_id, status=Method.Status.IN_FORCE).first()
    if found is not None:
        return found
    key = preset or next(iter(library.presets()))
    method = Method(
        organisation_id=actor.organisation_id,
        number=_next_number(actor.organisation_id),
        title=library.presets()[key]["title"][language],
        definition=library.definition(key),
        status=Method.Status.IN_FORCE,
        in_force_at=dates.now(),
    )
    method.full_clean()
    method.save()
    history.record(actor=actor, action="method.in_force", target=method)
    return method


def _next_number(organisation_id: UUID) -> int:
    latest = Method.objects.filter(organisation_id=organisation_id).order_by("-number").first()
    return latest.number + 1 if latest else 1


@transaction.atomic
def method_draft(*, actor: Actor, preset: str = "", language: str = "en") -> Method:
    """Begin the next method: a copy of the one in force, or of a ready one."""
    actor.require("risks.method")
    current = method_in_force(actor=actor)
    draft = Method(organisation_id=actor.organisation_id, number=_next_number(actor.organisation_id))
    title = library.presets()[preset]["title"][language] if preset else current.title
    write(draft, {"title": title, "definition": library.definition(preset) if preset else current.definition})
    history.record(actor=actor, action="method.drafted", target=draft)
    return draft


@transaction.atomic
def method_draft_from(*, actor: Actor, matrix: Drawn, language: str = "en") -> Method:
    """Begin the next method with a matrix that somebody else has drawn; the rest is as in the method in force."""
    actor.require("risks.method")
    if reason := why_not_use(matrix):
        raise RuleBroken(reason)
    current = method_in_force(actor=actor)
    draft = Method(organisation_id=actor.organisation_id, number=_next_number(actor.organisation_id))
    title = say(matrix.title, language)[:200]
    write(draft, {"title": title, "definition": as_definition(matrix, current.definition)})
    history.record(actor=actor, action="method.drafted", target=draft)
    return draft


@transaction.atomic
def method_change(*, actor: Actor, method: Method, version: int | None = None, **answers: Any) -> Method:
    """Change a draft's title or definition."""
    actor.require("risks.method", method)
    _must_be_draft(method)
    if write(method, answers, version=version):
        method.__dict__.pop("rules", None)
        history.record(actor=actor, action="method.changed", target=method)
    return method


@transaction.atomic
def method_discard(*, actor: Actor, method: Method) -> None:
    actor.require("risks.method", method)
    _must_be_draft(method)
    history.record(actor=actor, action="method.discarded", target=method)
    method.delete()


@transaction.atomic
def method_put_in_force(*, actor: Actor, method: Method, version: int | None = None) -> int:
    """From now on risks are scored by this method. Returns how many risks changed band.

    Levels move by proportion where the scales differ in size. Every acceptance was given under the old method and
    falls away.
    """
    actor.require("risks.method", method)
    _must_be_draft(method)
    old = method_in_force(actor=actor)
    write(old, {"status": Method.Status.RETIRED, "retired_at": dates.now()})
    write(
        method,
        {"status": Method.Status.IN_FORCE, "in_force_at": dates.now(), "decided_by": actor.label},
        version=version,
    )
    changed = _score_anew(actor, old, method)
    history.record(actor=actor, action="method.in_force", target=method, changes={"bands": [0, changed]})
    return changed


def _must_be_draft(method: Method) -> None:
    if method.status != Method.Status.DRAFT:
        raise RuleBroken(N_("A method in force is not changed. Make a draft of the next one."))


def rescored(old: Method, new: Method, risk: Risk) -> dict[str, Any]:
    """A risk's levels and scores under a new method, nothing saved. Needs the risk's effects at hand."""
    answers: dict[str, Any] = {}
    if old.rules.size != new.rules.size:
        levels = mapping(old.rules.size, new.rules.size)
        after = {stage: moved(risk.levels(stage), levels, levels) for stage in STAGES}
        planned = [effect.taken for effect in risk.effects.all() if effect.is_planned]
        if any(planned) and effects.follows(risk.levels("current"), risk.levels("target"), planned):
            after["target"] = effects.lowered(after["current"], [each.at_most(new.rules.size - 1) for each in planned])
        for stage in STAGES:
            answers |= risk.put(stage, after[stage])
    return follows(new.rules, risk, answers)


def _fit_effects(actor: Actor, most: int) -> None:
    """No control takes away more levels than there are to take."""
    rows = Effect.objects.filter(organisation_id=actor.organisation_id)
    for name in Taken._fields:
        rows.filter(**{f"{name}__gt": most}).update(**{name: most})


def _score_anew(actor: Actor, old: Method, new: Method) -> int:
    entries, rows = [], []
    risks = Risk.objects.filter(organisation_id=actor.organisation_id).select_related("asset")
    for risk in risks.prefetch_related(Prefetch("effects", Effect.objects.select_related("control"))):
        before = {f"{stage}_score": getattr(risk, f"{stage}_score") for stage in STAGES}
        band = risk.current_band
        for name, value in rescored(old, new, risk).items():
            setattr(risk, name, value)
        risk.method_number, risk.acceptance_asked, risk.accepted_until = new.number, False, None
        risk.version += 1
        rows.append(risk)
        changes = {name: [was, getattr(risk, name)] for name, was in before.items() if was != getattr(risk, name)}
        if band != risk.current_band:
            changes["current_band"] = [band, risk.current_band]
        if changes:
            entries.append(Entry("risk.rescored", risk, changes))
    if rows:
        stored = [f.name for f in Risk._meta.local_fields if f.name.startswith(STAGES)]
        extra = ["over_appetite", "method_number", "acceptance_asked", "accepted_until", "version"]
        saving.update_many(rows, [*stored, *extra])
    live = Acceptance.objects.filter(
        organisation_id=actor.organisation_id, status__in=[Acceptance.Status.REQUESTED, Acceptance.Status.ACCEPTED]
    )
    live.update(status=Acceptance.Status.VOID, decided_at=dates.now())
    if entries:
        history.record_many(actor=actor, entries=entries)
    scores_rebuild(organisation_id=actor.organisation_id)
    _fit_effects(actor, new.rules.size - 1)
    points_rebuild(organisation_id=actor.organisation_id)
    return sum("current_band" in entry.changes for entry in entries)


def complete(risk: Risk, levels: Levels) -> bool:
    """Is everything answered that the threat and the asset call for?"""
    return not missing(levels, risk.hits, risk.asset.personal_data != "none")

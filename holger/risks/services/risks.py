"""Creating, scoring and closing risks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from holger.assets.models import Asset
from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers
from holger.risks.models import Method, Risk, Threat
from holger.risks.models.risk import ANSWERS, SUBJECT_ANSWERS
from holger.risks.rules.threats import HITS
from holger.risks.services.effects import effects_of, effects_of_many, recount
from holger.risks.services.method import complete, method_in_force
from holger.risks.services.points import points_update, reductions_update
from holger.risks.services.scores import scores_update
from holger.risks.services.scoring import answered, follows, told, void_if_changed
from holger.risks.services.shared import activities_chosen, must_be_open, must_be_ours

BULK = ("owner", "unit", "next_review", "treatment")


@transaction.atomic
def risk_create(*, actor: Actor, asset: Asset, threat: Threat | None = None, **answers: Any) -> Risk:
    """A scenario: ``threat`` hits ``asset``. Without a title it is called after the threat; levels may come along."""
    actor.require("risks.edit", asset)
    must_be_ours(actor, asset, threat, answers.get("owner"), answers.get("unit"))
    levels = {name: answers.pop(name) for name in ANSWERS if name in answers}
    risk = Risk(organisation_id=actor.organisation_id, asset=asset, threat=threat)
    _number([risk], actor)
    method = method_in_force(actor=actor)
    defaults = {
        "title": _title(threat, _language(actor)),
        "hits": threat.hits if threat else HITS,
        "owner": asset.owner,
        "unit": asset.unit,
    }
    if "activities" in answers:
        answers["activities"] = activities_chosen(actor, answers["activities"])
    given = {name: value for name, value in answers.items() if value not in (None, "") or name not in defaults}
    values = {**defaults, **given}
    values["hits"] = _hits(values["hits"])
    if not values["title"]:
        raise RuleBroken(N_("Choose a threat, or give the risk a title."), "title")
    _check_levels(method, levels)
    changes = write(risk, {"asset": asset, "threat": threat, **values, **_scored(actor, method, risk, values, levels)})
    history.record(actor=actor, action="risk.created", target=risk, changes=told(changes))
    if risk.current_score is not None:  # else it counts for nothing yet
        scores_update(organisation_id=actor.organisation_id, asset_ids=[asset.id])
    return risk


@transaction.atomic
def risks_add_from_threats(*, actor: Actor, asset: Asset, threats: Sequence[Threat]) -> list[Risk]:
    """One unassessed risk per threat that the asset does not have yet."""
    actor.require("risks.edit", asset)
    must_be_ours(actor, asset, *threats)
    there = set(Risk.objects.filter(asset=asset, archived_at__isnull=True).values_list("threat_id", flat=True))
    method, language = method_in_force(actor=actor), _language(actor)
    new = [
        Risk(
            organisation_id=actor.organisation_id,
            asset=asset,
            threat=threat,
            title=_title(threat, language),
            hits=threat.hits,
            owner_id=asset.owner_id,
            unit_id=asset.unit_id,
            method_number=method.number,
        )
        for threat in dict.fromkeys(threats)
        if threat.id not in there
    ]
    _number(new, actor)
    Risk.objects.bulk_create(new)
    if new:
        history.record_many(actor=actor, entries=[Entry("risk.created", risk) for risk in new])
    return new


@transaction.atomic
def risk_edit(*, actor: Actor, risk: Risk, version: int | None = None, **answers: Any) -> Risk:
    """Change what is not a level: title, threat, owner, texts, treatment, review."""
    actor.require("risks.edit", risk)
    must_be_open(risk)
    asset = answers.get("asset", risk.asset)
    must_be_ours(actor, asset, *(answers.get(name) for name in ("threat", "owner", "unit")))
    if asset.pk != risk.asset_id:
        actor.require("risks.edit", asset)
    before = risk.asset_id
    values = dict(answers)
    if "activities" in values:
        values["activities"] = activities_chosen(actor, values["activities"], risk)
    if "hits" in values:
        values["hits"] = _hits(values["hits"])
        gone = [letter for letter in HITS if letter not in values["hits"]]
        levels = {name: None for name in ANSWERS if name.rpartition("_")[2].removeprefix("d") in gone}
        values |= _scored(actor, method_in_force(actor=actor), risk, values, levels, confirm=False)
    if changes := write(risk, values, version=version):
        history.record(actor=actor, action="risk.changed", target=risk, changes=told(changes))
        if changes.keys() & {"asset", "current_score"}:
            scores_update(organisation_id=actor.organisation_id, asset_ids={before, risk.asset_id})
        if "hits" in changes:
            void_if_changed(actor=actor, risk=risk)
            method = method_in_force(actor=actor)
            points_update(organisation_id=actor.organisation_id, method=method, effects=effects_of(risk))
    return risk


@transaction.atomic
def risk_assess(*, actor: Actor, risk: Risk, version: int | None = None, **answers: Any) -> Risk:
    """Set levels (``current_c``, ``target_likelihood``, …), and with them the reason. Scores follow.

    Whoever sets current levels counts the controls that are in place, and the target goes along with the others.
    """
    needed = _needed(answers)
    actor.require(needed, risk)
    must_be_open(risk)
    levels = {name: answers.pop(name) for name in ANSWERS if name in answers}
    if unknown := set(answers) - {"reason", "weakness"}:
        raise ValueError(f"not set by an assessment: {unknown}")
    method = method_in_force(actor=actor)
    _check_levels(method, levels)
    effects = effects_of(risk) if any(not name.startswith("target_") for name in levels) else []
    looked = any(name.startswith("current_") for name in levels)
    seen = recount(risk, effects if looked else (), levels, count=needed == "risks.assess")
    values = {**answers, **_scored(actor, method, risk, answers, {**levels, **seen.target})}
    changes = write(risk, values, version=version)
    if shown := told(changes) | seen.told:
        history.record(actor=actor, action="risk.assessed", target=risk, changes=shown)
        void_if_changed(actor=actor, risk=risk)
    if "current_score" in changes:
        scores_update(organisation_id=actor.organisation_id, asset_ids=[risk.asset_id])
    seen.save()
    points_update(organisation_id=actor.organisation_id, method=method, effects=effects)
    return risk


@transaction.atomic
def risk_confirm(*, actor: Actor, risks: Iterable[Risk]) -> int:
    """As last time: the levels still hold, with the controls that are in place now. Only what is fully assessed can be
    confirmed."""
    confirmed = [risk for risk in risks if complete(risk, risk.levels("current"))]
    for risk in confirmed:
        actor.require("risks.assess", risk)
    if not confirmed:
        return 0
    method, effects = method_in_force(actor=actor), effects_of_many(confirmed)
    entries, moved = [], []
    for risk in confirmed:
        seen = recount(risk, effects[risk.pk], {})
        values = follows(method.rules, risk, seen.target) if seen.target else {}
        values |= {"confirmed_at": dates.now(), "assessed_at": dates.now(), "assessed_by": actor.label}
        entries.append(Entry("risk.confirmed", risk, told(write(risk, values)) | seen.told))
        seen.save()
        moved += [risk] if seen.target else []
    history.record_many(actor=actor, entries=entries)
    for risk in moved:
        void_if_changed(actor=actor, risk=risk)
    every = [effect for found in effects.values() for effect in found]
    points_update(organisation_id=actor.organisation_id, method=method, effects=every)
    return len(confirmed)


@transaction.atomic
def risk_close(*, actor: Actor, risk: Risk, reason: str) -> Risk:
    """The risk is no more: the system is gone, or the threat cannot happen. It no longer counts anywhere."""
    actor.require("risks.delete", risk)
    must_be_open(risk)
    if not reason.strip():
        raise RuleBroken(N_("Write why the risk is closed."), "reason")
    return _mark(actor, risk, "risk.closed", reason, closed_at=dates.now(), closed_reason=reason)


@transaction.atomic
def risk_reopen(*, actor: Actor, risk: Risk) -> Risk:
    actor.require("risks.delete", risk)
    return _mark(actor, risk, "risk.reopened", closed_at=None, closed_reason="")


@transaction.atomic
def risk_archive(*, actor: Actor, risk: Risk) -> Risk:
    """Take it out of the register; what was frozen of it stays."""
    actor.require("risks.delete", risk)
    return _mark(actor, risk, "risk.archived", archived_at=dates.now())


@transaction.atomic
def risk_restore(*, actor: Actor, risk: Risk) -> Risk:
    actor.require("risks.delete", risk)
    return _mark(actor, risk, "risk.restored", archived_at=None)


def _mark(actor: Actor, risk: Risk, action: str, reason: str = "", **values: Any) -> Risk:
    if changes := write(risk, values):
        history.record(actor=actor, action=action, target=risk, changes=told(changes), reason=reason)
        scores_update(organisation_id=actor.organisation_id, asset_ids=[risk.asset_id])
        control_ids = risk.effects.values_list("control_id", flat=True)
        reductions_update(organisation_id=actor.organisation_id, control_ids=list(control_ids))
    return risk


@transaction.atomic
def risks_edit_many(*, actor: Actor, risks: Iterable[Risk], **answers: Any) -> int:
    """The same owner, unit, review date or treatment for many risks; returns how many changed."""
    if unknown := set(answers) - set(BULK):
        raise ValueError(f"not set for many risks at once: {unknown}")
    must_be_ours(actor, answers.get("owner"), answers.get("unit"))
    entries = []
    for risk in risks:
        actor.require("risks.edit", risk)
        must_be_open(risk)
        if changes := write(risk, answers):
            entries.append(Entry("risk.changed", risk, changes))
    if entries:
        history.record_many(actor=actor, entries=entries)
    return len(entries)


def _needed(answers: Mapping[str, Any]) -> str:
    """Consequences for the data subjects may be scored by more people than the rest."""
    return "risks.assess_subjects" if answers and set(answers) <= set(SUBJECT_ANSWERS) else "risks.assess"


def _check_levels(method: Method, levels: Mapping[str, Any]) -> None:
    for name, level in levels.items():
        lowest = 1 if name.endswith("likelihood") else 0
        if level is not None and not lowest <= level <= method.rules.size:
            raise RuleBroken(
                N_("Choose a level from %(from)s to %(to)s."), name, {"from": lowest, "to": method.rules.size}
            )


def _scored(
    actor: Actor,
    method: Method,
    risk: Risk,
    values: Mapping[str, Any],
    levels: Mapping[str, Any],
    *,
    confirm: bool = True,
) -> dict[str, Any]:
    """The levels with all that follows from them, and who assessed when."""
    stored: dict[str, Any] = {**follows(method.rules, risk, levels), "method_number": method.number}
    current = answered(risk, levels)["current"]
    whole = Risk(asset=values.get("asset", risk.asset), hits=values.get("hits", risk.hits))
    if not complete(whole, current):
        return {**stored, "assessed_at": None, "assessed_by": ""}
    if risk.assessed_at is None or (confirm and levels):
        stored |= {"assessed_at": dates.now(), "assessed_by": actor.label, "confirmed_at": dates.now()}
    return stored


def _hits(value: Iterable[str]) -> str:
    hits = "".join(letter for letter in HITS if letter in value)
    if not hits:
        raise RuleBroken(N_("Choose at least one of confidentiality, integrity and availability."), "hits")
    return hits


def _title(threat: Threat | None, language: str) -> str:
    """The threat's title in the organisation's language; pages show it in the reader's."""
    if threat is None:
        return ""
    return (threat.title_da or threat.title_en) if language == "da" else (threat.title_en or threat.title_da)


def _language(actor: Actor) -> str:
    return Organisation.objects.values_list("language", flat=True).get(pk=actor.organisation_id)


def _number(risks: Sequence[Risk], actor: Actor) -> None:
    numbers = next_numbers(organisation_id=actor.organisation_id, prefix=Risk.prefix, count=len(risks))
    for risk, number in zip(risks, numbers, strict=True):
        risk.number, risk.reference = number, f"{Risk.prefix}-{number}"

"""The method in force, what a draft would change, and the threats to choose from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from holger.assets.models import Asset
from holger.core.actor import Actor
from holger.risks import library
from holger.risks.models import Acceptance, Method, Risk, Threat
from holger.risks.rules import scoring
from holger.risks.rules import threats as threat_rules
from holger.risks.rules.method import mapping
from holger.risks.rules.scoring import Levels
from holger.risks.selectors.risks import open_risks, risks_for


def methods_for(actor: Actor) -> QuerySet[Method]:
    """All numbers of the method; whoever sees risks may read how they are scored."""
    if not actor.may("risks.view"):
        return Method.objects.none()
    return Method.objects.filter(organisation_id=actor.organisation_id)


def method_for(actor: Actor) -> Method:
    """The method in force; before the first one, the library's, not saved."""
    found = Method.objects.filter(organisation_id=actor.organisation_id, status=Method.Status.IN_FORCE).first()
    if found is not None:
        return found
    key = next(iter(library.presets()))
    return Method(organisation_id=actor.organisation_id, number=0, definition=library.definition(key))


def threats_for(actor: Actor) -> QuerySet[Threat]:
    """Everybody who works with risks sees the whole catalogue."""
    if not actor.may("risks.view"):
        return Threat.objects.none()
    return Threat.objects.filter(organisation_id=actor.organisation_id)


def threats_unknown[T: threat_rules.Told](actor: Actor, brought: Sequence[T]) -> list[T]:
    """Those of a catalogue that are not here yet, by their titles."""
    titles = threats_for(actor).values_list("title_da", "title_en")
    return threat_rules.unknown(brought, [title for pair in titles for title in pair if title])


def threats_proposed(actor: Actor, asset: Asset) -> list[Threat]:
    """The threats that fit the asset's type and attributes."""
    return threat_rules.proposed(threats_for(actor).filter(hidden=False), asset)


def threats_missing(actor: Actor, asset: Asset) -> list[Threat]:
    """Those proposed for the asset that it has no risk for yet."""
    return threats_to_add(actor, asset)[0]


def threats_to_add(actor: Actor, asset: Asset) -> tuple[list[Threat], list[Threat]]:
    """The threats that the asset has no risk for yet: those proposed for it, and the rest of the catalogue."""
    there = Risk.objects.filter(organisation_id=actor.organisation_id, asset=asset, archived_at__isnull=True)
    known = set(there.values_list("threat_id", flat=True))
    new = [threat for threat in threats_for(actor).filter(hidden=False) if threat.id not in known]
    fits = threat_rules.proposed(new, asset)
    return fits, [threat for threat in new if threat not in fits]


@dataclass(frozen=True)
class MethodPreview:
    """What putting a draft in force would change: counts per band before and after, and the risks that change band."""

    before: dict[str, int]
    after: dict[str, int]
    changed: list[tuple[Risk, str, str, int | None, int | None]]
    over_before: int
    over_after: int
    acceptances: int
    resized: bool
    levels: dict[int, int]


def preview_of(actor: Actor, draft: Method) -> MethodPreview:
    """Score every open risk that the actor sees by the draft, saving nothing."""
    old, new = method_for(actor), draft.rules
    levels = mapping(old.rules.size, new.size)
    rows = open_risks(actor).select_related("threat", "asset")
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    changed: list[Any] = []
    over = [0, 0]
    for risk in rows.filter(current_score__isnull=False).order_by("-current_score", "number"):
        answers = risk.levels("current")
        if old.rules.size != new.size:
            answers = scoring.moved(answers, levels, levels)
        cell = scoring.score(new, Levels(*answers)).shown
        band, score = (cell.band, cell.score) if cell else ("", None)
        before[risk.current_band] += 1
        after[band] += 1
        over[0] += risk.over_appetite
        over[1] += bool(scoring.beyond_appetite(new, answers))
        if band != risk.current_band:
            changed.append((risk, risk.current_band, band, risk.current_score, score))
    seen = Acceptance.objects.filter(organisation_id=actor.organisation_id, risk__in=risks_for(actor).values("pk"))
    live = seen.filter(status__in=["requested", "accepted"])
    return MethodPreview(
        before=dict(before),
        after=dict(after),
        changed=changed,
        over_before=over[0],
        over_after=over[1],
        acceptances=live.count(),
        resized=old.rules.size != new.size,
        levels=levels,
    )

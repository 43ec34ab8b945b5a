"""Risks are found, scored round after round, treated, and some of them accepted."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from holger.assets.models import Asset
from holger.core.actor import Actor
from holger.demo.filling.story import Story, numbered
from holger.organisation.services import next_numbers
from holger.risks import services
from holger.risks.models import Risk, Threat

Words = Mapping[str, Any]

MONTH = 30.4  # days
WORKED = 21  # days from a round's opening to its freezing
OPENED = 28  # days since the open round was opened


def plan(story: Story) -> None:
    rounds, scenarios = story.content["rounds"], story.content["scenarios"]
    first, *later, held = rounds
    story.at(days_since(first) + WORKED, install)
    for words in (first, *later):
        story.at(days_since(words) + WORKED - 2, open_round, words, days_since(words))
        story.at(days_since(words) + 3, find if words is first else rescore, words["key"])
        story.at(days_since(words), freeze, words["key"])
    story.at(OPENED, open_round, held, OPENED)
    for words in scenarios:
        story.at(words["assessed_days_ago"], settle, words)
        if words.get("acceptance"):
            story.at(decided(words), accept, words)


def install(story: Story) -> None:
    preset = story.content["organisation"]["method"]
    services.library_install(actor=story.officer, preset=preset, language=story.language)


def open_round(story: Story, held: Words, ago: float) -> None:
    story.rounds[held["key"]] = services.round_open(actor=story.officer, **about(story, held, ago))


def freeze(story: Story, key: str) -> None:
    services.round_freeze(actor=story.officer, held=story.rounds[key])


def rescore(story: Story, key: str) -> None:
    """Every risk is scored as it was in the round; what stands as before is confirmed in one go."""
    same = []
    for words in story.content["scenarios"]:
        if key in words["history"]:
            risk, levels = story.risks[words["ref"]], levels_in(words, key)
            if all(getattr(risk, name) == level for name, level in levels.items()):
                same.append(risk)
            else:
                score(story, words, levels)
    services.risk_confirm(actor=story.officer, risks=same)


def find(story: Story, first: str) -> None:
    """Every scenario is written down; those of the first round are scored at once."""
    threats = {threat.library_id: threat for threat in Threat.objects.filter(organisation=story.organisation)}
    assets = Asset.objects.filter(organisation=story.organisation).select_related("owner", "unit").in_bulk()
    last = 0
    for words in sorted(story.content["scenarios"], key=lambda words: numbered(words["ref"])):
        number = numbered(words["ref"])[1]
        if gap := number - last - 1:
            next_numbers(organisation_id=story.organisation.id, prefix=Risk.prefix, count=gap)
        last = number
        levels = levels_in(words, first) if first in words["history"] else {}
        risk = services.risk_create(
            actor=story.officer,
            asset=assets[story.assets[words["asset"]].pk],
            threat=threats[words["threat"]],
            owner=story.person(words["owner"]),
            hits=hits(words),
            weakness=story.text(words.get("cause")),
            **levels,
        )
        story.risks[words["ref"]] = risk
        taking = [{**effect, "control": story.controls[effect["control"]]} for effect in words["controls"]]
        services.effects_add(actor=story.officer, risk=risk, new=taking)


def settle(story: Story, words: Words) -> None:
    score(story, words, levels_in(words), reason=story.text(words["reason"]))
    treat(story, words)


def decided(words: Words) -> int:
    """Days ago. Lately, unless the acceptance has run out since."""
    ago = words["assessed_days_ago"]
    return min(ago, OPENED // 2) if words["acceptance"]["expires_in_days"] > 0 else ago


def score(story: Story, words: Words, levels: Mapping[str, Any], **texts: str) -> None:
    """The owner scores, where they may, and the security officer otherwise."""
    risk = story.risks[words["ref"]]
    before = risk.confirmed_at
    services.risk_assess(actor=scorer(story, words, risk), risk=risk, **levels, **texts)
    if risk.confirmed_at == before:
        services.risk_confirm(actor=story.officer, risks=[risk])


def scorer(story: Story, words: Words, risk: Risk) -> Actor:
    owner = story.actor(words["owner"])
    return owner if owner.may("risks.assess", risk) else story.officer


def treat(story: Story, words: Words) -> None:
    risk = story.risks[words["ref"]]
    services.risk_edit(
        actor=story.officer,
        risk=risk,
        treatment=words["treatment"],
        next_review=story.day(180 - numbered(words["ref"])[1]),
    )
    for action in words["actions"]:
        made = services.action_add(
            actor=story.officer,
            risk=risk,
            title=story.text(action["title"]),
            owner=story.person(action.get("owner")),
            due=story.day(action["due_in_days"]),
        )
        if action.get("done"):
            services.action_done(actor=story.officer, action=made)


def accept(story: Story, words: Words) -> None:
    wish, risk = words["acceptance"], story.risks[words["ref"]]
    answers = {"reason": story.text(wish["reason"]), "expires_on": story.day(wish["expires_in_days"])}
    if wish.get("waiting"):
        services.risk_request_acceptance(
            actor=story.officer, risk=risk, approver=story.people[wish["approver"]], **answers
        )
    else:
        services.risk_accept(actor=story.actor(wish["approver"]), risk=risk, **answers)


def hits(words: Words) -> str:
    return "".join(d for d in "cia" if words["consequence"].get(d) or words["subjects"].get(d))


def levels_in(words: Words, round_key: str | None = None) -> dict[str, int | None]:
    """The answers of all stages; in an earlier round the current stage is what it was then. Without a target of its own
    the risk has the one that its controls explain."""
    current = {**words["current"], **(words["history"][round_key] if round_key else {})}
    stages = {"inherent": words["inherent"], "current": current}
    if "target" in words:
        stages["target"] = words["target"]
    return {
        f"{stage}_{name}": level
        for stage, changed in stages.items()
        for name, level in stage_levels(words, changed).items()
    }


def stage_levels(words: Words, changed: Words) -> dict[str, int | None]:
    organisation = {**words["consequence"], **changed.get("consequence", {})}
    subjects = {**words["subjects"], **changed.get("subjects", {})}
    hit = hits(words)
    return (
        {d: (organisation.get(d) or 0) if d in hit else None for d in "cia"}
        | {f"d{d}": (subjects.get(d) or 0) if d in hit else None for d in "cia"}
        | {"likelihood": changed["likelihood"]}
    )


def days_since(held: Words) -> float:
    return held["months_ago"] * MONTH


def about(story: Story, held: Words, ago: float) -> dict[str, Any]:
    return {
        "title": title(story, held, story.today - timedelta(days=ago)),
        "purpose": story.text(held.get("note")),
        "participants": [story.people[key] for key in held["participants"]],
    }


def title(story: Story, held: Words, on: date) -> str:
    season = story.content["seasons"]["spring" if on.month <= 6 else "autumn"]
    return story.text(held["title"]).format(season=story.text(season), year=on.year)

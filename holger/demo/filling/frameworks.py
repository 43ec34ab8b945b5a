"""Frameworks are taken on, it is settled what applies, and their requirements are answered, some of them again later."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from holger.core.actor import Actor
from holger.core.words import LANGUAGES
from holger.demo.filling.proof import days_since
from holger.demo.filling.story import Story
from holger.evidence.services import evidence_attach
from holger.frameworks import services
from holger.frameworks.models import Framework, Requirement, Scope, Standing

Words = Mapping[str, Any]

GUIDE = ("asks", "evidence", "activity", "roles")


def plan(story: Story) -> None:
    for words in story.content["frameworks"]:
        story.at(words["adopted_days_ago"], take_on, words)
        first, *others = words["scopes"]
        story.at(first["decided_days_ago"], settle_first, words["key"], first)
        for scope in others:
            story.at(scope["decided_days_ago"], settle_more, words["key"], scope)
        for scope in words["scopes"]:
            plan_answers(story, scope)
    for words in story.content["framework_mappings"]:
        story.at(words["days_ago"], compare, words)


def taken_on(story: Story, key: str) -> int:
    """Days ago."""
    return int(next(words["adopted_days_ago"] for words in story.content["frameworks"] if words["key"] == key))


def plan_answers(story: Story, scope: Words) -> None:
    proofs = {words["key"]: days_since(words) for words in story.content["evidence"]}
    for words in scope["answers"]:
        for said in (words.get("earlier", {}), words):
            if "answer" in said:
                story.at(said["days_ago"], answer, scope["key"], words, said)
        for key in words.get("evidence", ()):
            story.at(min(words["days_ago"], proofs[key]), prove, scope["key"], words["id"], key)


def take_on(story: Story, words: Words) -> None:
    if "library" in words:
        framework = services.framework_adopt(actor=story.officer, key=words["library"])
    else:
        framework = write_own(story, words["own"])
    story.frameworks[words["key"]] = framework


def write_own(story: Story, words: Words) -> Framework:
    framework = services.framework_create(
        actor=story.officer, issuer=words["issuer"], **in_both("title", words), **in_both("about", words)
    )
    made: dict[str, Requirement] = {}
    for line in words["requirements"]:
        made[line["id"]] = services.requirement_add(
            actor=story.officer,
            framework=framework,
            parent=made.get(line.get("parent", "")),
            code=line["id"],
            assessable="asks" in line,
            **in_both("title", line),
            **{name: line[name] for name in GUIDE if name in line},
        )
    return framework


def in_both(name: str, words: Words) -> dict[str, str]:
    return {f"{name}_{language}": words[name][language] for language in LANGUAGES}


def settle_first(story: Story, key: str, words: Words) -> None:
    scope = Scope.objects.get(framework=story.frameworks[key])
    settle(story, services.scope_edit(actor=story.officer, scope=scope, **about(story, words)), words)


def settle_more(story: Story, key: str, words: Words) -> None:
    framework = story.frameworks[key]
    settle(story, services.scope_add(actor=story.officer, framework=framework, **about(story, words)), words)


def about(story: Story, words: Words) -> dict[str, Any]:
    return {
        "unit": story.units[words["unit"]] if "unit" in words else None,
        "owner": story.person(words["owner"]),
        "ambition": words.get("ambition", []),
        "target": words["target"],
    }


def settle(story: Story, scope: Scope, words: Words) -> None:
    """What drives each requirement, and which do not apply."""
    standings = learn(story, words["key"], scope)
    for drivers, codes in by_drivers(words).items():
        chosen = [standings[code] for code in codes]
        services.standings_include(actor=story.officer, standings=chosen, drivers=list(drivers))
    for code, reason in left_out(words):
        services.standing_choose(
            actor=story.officer, standing=standings[code], applicable=False, reason=story.text(reason)
        )


def learn(story: Story, key: str, scope: Scope) -> dict[str, Standing]:
    """How it stands in a scope now, for the story to know."""
    rows = Standing.objects.filter(scope=scope).select_related("requirement").defer("requirement__guide")
    rows = rows.order_by("requirement__place")
    standings = story.standings[key] = {}
    for row in rows:
        row.scope = scope
        standings[row.requirement.code] = row
    return standings


def by_drivers(words: Words) -> Mapping[tuple[str, ...], list[str]]:
    found = defaultdict(list)
    for line in words["answers"]:
        if "drivers" in line:
            found[tuple(line["drivers"])].append(line["id"])
    return found


def left_out(words: Words) -> Iterator[tuple[str, Words]]:
    """The requirements that do not apply, or did not at first, and why."""
    for line in words["answers"]:
        for said in (line, line.get("earlier", {})):
            if "out" in said:
                yield line["id"], said["out"]


def answer(story: Story, key: str, words: Words, said: Words) -> None:
    """The answer as it was given then; what was left out until then is taken in first."""
    standing = story.standings[key][words["id"]]
    if not standing.applicable:
        services.standing_choose(actor=story.officer, standing=standing, applicable=True, reason="")
    services.standing_answer(
        actor=answerer(story, said["by"], standing),
        standing=standing,
        answer=said["answer"],
        maturity=said["maturity"],
        remark=story.text(said.get("remark")),
    )


def answerer(story: Story, key: str, standing: Standing) -> Actor:
    """Who is named, where they may answer here, and the security officer otherwise."""
    named = story.actor(key)
    return named if named.may("frameworks.answer", standing) else story.officer


def prove(story: Story, key: str, code: str, evidence: str) -> None:
    requirement = story.standings[key][code].requirement
    evidence_attach(actor=story.officer, evidence=story.evidence[evidence], subject=requirement)


def compare(story: Story, words: Words) -> None:
    services.mapping_add(
        actor=story.officer,
        source=requirement_of(story, words["source"]),
        target=requirement_of(story, words["target"]),
        relation=words["relation"],
        origin=story.organisation.name,
        rationale=story.text(words["reason"]),
    )


def requirement_of(story: Story, words: Words) -> Requirement:
    return Requirement.objects.get(framework=story.frameworks[words["framework"]], code=words["id"])

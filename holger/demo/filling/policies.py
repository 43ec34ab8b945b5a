"""Policies are made of ready ones, written, reviewed, approved and put in force, some of them in a further version."""

from collections.abc import Callable, Mapping
from typing import Any

from holger.core.actor import Actor
from holger.demo.filling import readings
from holger.demo.filling.story import Story
from holger.frameworks.models import Requirement
from holger.policies import services
from holger.policies.models import OPEN, Policy, PolicyVersion, Remark, Review, Status

Words = Mapping[str, Any]
Verb = Callable[[Story, Policy, Words], None]


def plan(story: Story) -> None:
    words = story.content["policies"]
    for batch in words["taken"]:
        story.at(batch["days_ago"], take, batch)
    for row in words.get("approvers", ()):
        story.at(row["days_ago"], name_approvers, row)
    for key, steps in words["ways"].items():
        for step in steps:
            story.at(step["days_ago"], go, key, step)


def take(story: Story, batch: Words) -> None:
    owner = story.person(batch.get("owner"))
    made = services.ready_take(actor=story.officer, keys=batch["keys"], owner=owner)
    story.policies |= {policy.template: policy for policy in made}


def name_approvers(story: Story, row: Words) -> None:
    services.approvers_set(actor=story.officer, kind=row["type"], roles=row["roles"])


def go(story: Story, key: str, step: Words) -> None:
    STEPS[step["do"]](story, story.policies[key], step)


def by(story: Story, step: Words) -> Actor:
    return story.actor(step["by"]) if "by" in step else story.officer


def edit(story: Story, policy: Policy, step: Words) -> None:
    services.policy_edit(actor=story.officer, policy=policy, **step["answers"])


def link(story: Story, policy: Policy, step: Words) -> None:
    about: list[Any] = [story.controls[key] for key in step.get("controls", ())]
    for framework, codes in step.get("requirements", {}).items():
        rows = Requirement.objects.filter(framework=story.frameworks[framework], code__in=codes)
        about += rows.defer("guide")
    services.policy_links_add(actor=story.officer, policy=policy, about=about)


def begin(story: Story, policy: Policy, step: Words) -> None:
    services.draft_begin(actor=by(story, step), policy=policy, change=step["change"])
    if "changes" in step:
        told = {f"changes_{language}": " ".join(said.split()) for language, said in step["changes"].items()}
        services.draft_edit(actor=by(story, step), policy=policy, **told)


def write(story: Story, policy: Policy, step: Words) -> None:
    """Put other words in the place of some, in the language that it is written in first and then in its translation."""
    actor, texts = by(story, step), {text.language: text for text in draft(policy).texts.all()}
    translated = () if step.get("untranslated") else (other for other in texts if other != policy.language)
    for language in (policy.language, *translated):
        text, body = texts[language], texts[language].body
        for old, new in step["say"][language]:
            if old not in body:
                raise ValueError(f"{policy.template} does not say in {language}: {old}")
            body = body.replace(old, new, 1)
        services.text_save(
            actor=actor, policy=policy, language=language, title=text.title, for_you=text.for_you, body=body
        )
        if language != policy.language:
            services.text_same_now(actor=actor, policy=policy, language=language)


def draft(policy: Policy) -> PolicyVersion:
    return policy.versions.get(status__in=OPEN)


def ask(story: Story, policy: Policy, step: Words) -> None:
    people = [story.people[key] for key in step["people"]]
    due, question = story.day(step.get("due_in_days")), story.text(step.get("question"))
    services.review_ask(actor=by(story, step), policy=policy, people=people, question=question, due=due)


def remark(story: Story, policy: Policy, step: Words) -> None:
    quote = step.get("quote", {}).get(policy.language, "")
    block = next((part for part in _blocks(policy) if quote in part), "") if quote else ""
    text = story.text(step["text"])
    services.remark_add(actor=by(story, step), policy=policy, language=policy.language, text=text, quote=block)


def _blocks(policy: Policy) -> list[str]:
    return [part.strip() for part in draft(policy).texts.get(language=policy.language).body.split("\n\n")]


def resolve(story: Story, policy: Policy, step: Words) -> None:
    """Deal with what was remarked first of all that is open."""
    first = Remark.objects.filter(version=draft(policy), resolved_at=None).order_by("said_at").first()
    services.remark_resolve(actor=by(story, step), remark=first, answer=story.text(step["answer"]))


def answer(story: Story, policy: Policy, step: Words) -> None:
    actor = by(story, step)
    mine = Review.objects.select_related("version__policy").get(
        version=draft(policy), person=actor.person_id, answered_at=None
    )
    services.review_answer(actor=actor, review=mine, verdict=step["verdict"], note=story.text(step.get("note")))


def request(story: Story, policy: Policy, step: Words) -> None:
    services.approval_request(actor=by(story, step), policy=policy, approver=story.people[step["to"]])


def decline(story: Story, policy: Policy, step: Words) -> None:
    services.policy_decline(actor=by(story, step), policy=policy, note=story.text(step["note"]))


def approve(story: Story, policy: Policy, step: Words) -> None:
    version = services.policy_approve(actor=by(story, step), policy=policy, digest=draft(policy).digest)
    if version.status == Status.IN_FORCE:
        readings.expect(story, policy, version, step.get("read", {}))


STEPS: Mapping[str, Verb] = {
    "edit": edit,
    "link": link,
    "begin": begin,
    "write": write,
    "ask": ask,
    "remark": remark,
    "resolve": resolve,
    "answer": answer,
    "request": request,
    "decline": decline,
    "approve": approve,
}

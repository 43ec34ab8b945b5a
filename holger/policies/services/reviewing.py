"""Rounds of review: somebody is asked, reads the draft, remarks on it, and says what they think."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.words import N_
from holger.organisation.models import Person
from holger.organisation.services import guards
from holger.policies.models import Policy, PolicyVersion, Remark, Review, Status, Verdict
from holger.policies.models.review import LONGEST
from holger.policies.permissions import APPROVE, VIEW, WRITE
from holger.policies.selectors import reviewers_for
from holger.policies.services.shared import move, must_be_in_use, open_version, told
from holger.policies.services.telling import tell

ON_IT = (Status.DRAFT, Status.REVIEW)


@transaction.atomic
def review_ask(
    *, actor: Actor, policy: Policy, people: Iterable[Person], question: str = "", due: date | None = None
) -> list[Review]:
    """Ask some people what they think of the draft. Whoever has answered before is asked for another round."""
    actor.require(WRITE, policy)
    people = list(people)
    guards.own(actor, *people)
    must_be_in_use(policy)
    version = open_version(policy, *ON_IT)
    able = set(reviewers_for(actor, policy).values_list("pk", flat=True))
    if not people:
        raise RuleBroken(N_("Whom do you ask?"), "people")
    if stranger := next((person for person in people if person.pk not in able), None):
        raise RuleBroken(N_("%(name)s may not review policies, or cannot sign in."), "people", {"name": stranger.name})
    waiting = set(version.reviews.filter(answered_at=None).values_list("person_id", flat=True))
    made = [_ask(actor, version, person, question, due) for person in people if person.pk not in waiting]
    if made:
        told(actor, "review_asked", policy, version=version, people=sorted(review.person_name for review in made))
        if version.status == Status.DRAFT:
            move(version, Status.REVIEW)
    return made


def _ask(actor: Actor, version: PolicyVersion, person: Person, question: str, due: date | None) -> Review:
    last = version.reviews.filter(person=person).aggregate(last=Max("number"))["last"] or 0
    review = Review(
        organisation_id=actor.organisation_id,
        version=version,
        person=person,
        person_name=person.name,
        number=last + 1,
        question=question.strip(),
        asked_by=actor.label,
        due=due,
    )
    review.full_clean(exclude=["organisation", "version", "person"])
    review.save()
    tell(person, version, "review", sender=actor.label, note=review.question)
    return review


@transaction.atomic
def review_answer(*, actor: Actor, review: Review, verdict: str, note: str = "") -> Review:
    """Say what one thinks of the draft as it stands; what it said is kept, so that the next round shows what is new."""
    actor.require(APPROVE, review)
    if actor.person_id is None or review.person_id != actor.person_id:
        raise RuleBroken(N_("Only %(name)s may answer it."), params={"name": review.person_name})
    version = open_version(review.version.policy, *ON_IT)
    if version.pk != review.version_id or review.answered_at is not None:
        raise RuleBroken(N_("It is answered already."))
    if verdict not in Verdict.values:
        raise RuleBroken(N_("Say whether it is good, or must be changed."), "verdict")
    if verdict == Verdict.CHANGE and not note.strip() and not _has_remarked(actor, version):
        raise RuleBroken(N_("Write what must be changed, here or beside the text."), "note")
    review.verdict, review.note, review.answered_at = verdict, _short(note, "note"), dates.now()
    review.seen = {text.language: _seen(text) for text in version.texts.all()}
    review.save(update_fields=["verdict", "note", "answered_at", "seen"])
    told(actor, "review_answered", version.policy, version=version, verdict=verdict, reason=note)
    _come_back(version)
    return review


def _seen(text: object) -> dict[str, str]:
    return {name: getattr(text, name) for name in ("title", "for_you", "body")}


def _has_remarked(actor: Actor, version: PolicyVersion) -> bool:
    return version.remarks.filter(author=actor.person_id, resolved_at=None).exists()


def _come_back(version: PolicyVersion) -> None:
    """When nobody is left to answer, it is the writers' again."""
    if version.status == Status.REVIEW and not version.reviews.filter(answered_at=None).exists():
        move(version, Status.DRAFT)


@transaction.atomic
def review_give(*, actor: Actor, review: Review, person: Person) -> Review:
    """Let somebody else answer instead; whoever it was is not asked any longer."""
    policy = review.version.policy
    actor.require(WRITE, policy)
    guards.own(actor, person)
    review_call_off(actor=actor, review=review)
    made = review_ask(actor=actor, policy=policy, people=[person], question=review.question, due=review.due)
    return made[0] if made else review


@transaction.atomic
def review_call_off(*, actor: Actor, review: Review) -> None:
    """Nobody need answer it any longer."""
    policy = review.version.policy
    actor.require(WRITE, policy)
    version = open_version(policy, *ON_IT)
    if review.answered_at is not None or review.version_id != version.pk:
        raise RuleBroken(N_("It is answered already."))
    told(actor, "review_called_off", policy, version=version, people=[review.person_name])
    Review.objects.filter(pk=review.pk).delete()
    _come_back(version)


# Remarks


@transaction.atomic
def remark_add(*, actor: Actor, policy: Policy, language: str, text: str, quote: str = "") -> Remark:
    """Say something about a block of the draft: ``quote`` is the block as it is written, empty for the text as a whole."""
    guards.own(actor, policy)
    if not (actor.may(APPROVE) or actor.may(WRITE, policy)):  # before it is told whether there is a draft
        actor.require(APPROVE, policy)
    version = open_version(policy, *ON_IT)
    _must_be_in_it(actor, policy, version)
    if not version.texts.filter(language=language).exists():
        raise RuleBroken(N_("It says nothing in that language yet."), "language")
    remark = Remark(
        organisation_id=actor.organisation_id,
        version=version,
        language=language,
        quote=quote[:20_000],
        text=_short(text, "text"),
        author_id=actor.person_id,
        author_name=actor.label,
    )
    if not remark.text:
        raise RuleBroken(N_("Write something first."), "text")
    remark.save()
    told(actor, "remarked", policy, version=version, reason=remark.text[:200])
    return remark


@transaction.atomic
def remark_resolve(*, actor: Actor, remark: Remark, answer: str = "") -> Remark:
    """It is dealt with, by whoever writes the draft or by whoever remarked."""
    policy = remark.version.policy
    if not (actor.may(WRITE, policy) or (actor.may(APPROVE) and remark.owned_by(actor.person_id))):
        actor.require(WRITE, policy)
    version = open_version(policy, *ON_IT)
    if remark.version_id != version.pk:
        raise NotFound
    if remark.resolved_at is None:
        remark.resolved_at, remark.resolved_by, remark.answer = dates.now(), actor.label, _short(answer, "answer")
        remark.save(update_fields=["resolved_at", "resolved_by", "answer"])
        told(actor, "remark_resolved", policy, version=version, reason=remark.text[:200])
    return remark


def _must_be_in_it(actor: Actor, policy: Policy, version: PolicyVersion) -> None:
    """Whoever writes it, may see all of them, or was asked to review it."""
    asked = actor.person_id is not None and version.reviews.filter(person=actor.person_id).exists()
    if actor.may(WRITE, policy) or (actor.may(APPROVE) and (asked or actor.may(VIEW, policy))):
        return
    actor.require(APPROVE, policy)
    raise NotAllowed(APPROVE)


def _short(text: str, field: str) -> str:
    text = text.strip()
    if len(text) > LONGEST:
        raise RuleBroken(N_("At most %(most)s letters, please."), field, {"most": LONGEST})
    return text

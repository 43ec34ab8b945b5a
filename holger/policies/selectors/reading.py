"""Who is to read what, who has confirmed, and what somebody is shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from holger.audience.selectors import audiences_of
from holger.core.actor import Actor
from holger.core.models import visible
from holger.organisation.models import Person
from holger.policies.models import (
    Acknowledgement,
    Policy,
    PolicyText,
    PolicyVersion,
    Reading,
    ReadingSettings,
    Status,
)
from holger.policies.models.reading import DAYS
from holger.policies.permissions import ASK, READ, VIEW
from holger.policies.rules.reading import digest_of, minutes_to_read


def readings_for(actor: Actor) -> QuerySet[Reading]:
    """What people are to read, and their own for everybody."""
    rows = visible(Reading.objects.all(), actor, VIEW, own=Q(person=actor.person_id), unit="person__unit_id")
    return rows.select_related("policy", "person__unit", "campaign")


def acknowledgements_for(actor: Actor) -> QuerySet[Acknowledgement]:
    rows = visible(Acknowledgement.objects.all(), actor, VIEW, own=Q(person=actor.person_id), unit="person__unit_id")
    return rows.select_related("policy", "version", "person")


def my_readings(actor: Actor) -> QuerySet[Reading]:
    """What the actor is asked to read themselves."""
    if actor.person_id is None or not actor.may(READ):
        return Reading.objects.none()
    mine = Reading.objects.filter(organisation_id=actor.organisation_id, person=actor.person_id)
    return mine.select_related("policy", "person", "campaign").order_by("due", "policy__number")


def my_acknowledgements(actor: Actor) -> QuerySet[Acknowledgement]:
    if actor.person_id is None or not actor.may(READ):
        return Acknowledgement.objects.none()
    mine = Acknowledgement.objects.filter(organisation_id=actor.organisation_id, person=actor.person_id)
    return mine.select_related("policy", "version").order_by("-at")


def in_force(organisation_id: UUID) -> QuerySet[PolicyVersion]:
    """The versions that hold now, of policies that are not archived."""
    rows = PolicyVersion.objects.filter(organisation_id=organisation_id, status=Status.IN_FORCE)
    return rows.filter(policy__archived_at=None).select_related("policy")


def applying_to(actor: Actor) -> QuerySet[Policy]:
    """Policies in force that are for the actor, or that they are asked to read all the same."""
    if actor.person_id is None or not actor.may(READ):
        return Policy.objects.none()
    person = Person.objects.get(pk=actor.person_id, organisation_id=actor.organisation_id)
    asked = Reading.objects.filter(organisation_id=actor.organisation_id, person=person)
    theirs = Q(audience__in=audiences_of(person)) | Q(pk__in=asked.values("policy"))
    rows = Policy.objects.filter(theirs, organisation_id=actor.organisation_id, archived_at=None)
    return rows.filter(pk__in=in_force(actor.organisation_id).values("policy"))


def reading_days(organisation_id: UUID) -> int:
    """How many days people have to read what has begun to apply to them."""
    found = ReadingSettings.objects.filter(organisation_id=organisation_id).values_list("days", flat=True).first()
    return DAYS if found is None else found


def may_ask(actor: Actor) -> bool:
    return actor.may(ASK)


@dataclass(frozen=True)
class ShownText:
    """What somebody is shown of a version, in one of its languages."""

    version: PolicyVersion
    text: PolicyText
    languages: Sequence[str]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what is shown: whoever confirms sends it back."""
        return digest_of(
            {
                "policy": self.version.policy.reference,
                "version": self.version.label,
                "language": self.text.language,
                "title": self.text.title,
                "for_you": self.text.for_you,
                "body": self.text.body,
            }
        )

    @property
    def minutes(self) -> int:
        return minutes_to_read(f"{self.text.for_you} {self.text.body}")


def text_shown(version: PolicyVersion, language: str = "") -> ShownText | None:
    """A version in a language, the reader's without one; in the one that it has where it has but one."""
    texts = {text.language: text for text in version.texts.all()}
    wanted = (language or get_language() or "")[:2]
    text = texts.get(wanted) or texts.get(version.policy.language) or next(iter(texts.values()), None)
    return ShownText(version, text, sorted(texts)) if text else None


def confirmed_before(actor: Actor, policy: Policy) -> PolicyVersion | None:
    """The version of a policy that the actor has confirmed last."""
    found = my_acknowledgements(actor).filter(policy=policy).first()
    return found.version if found else None


def minutes_of(policies: Collection[UUID], organisation_id: UUID) -> Mapping[UUID, int]:
    """About how long each of some policies takes to read in the reader's language."""
    rows = PolicyText.objects.filter(
        organisation_id=organisation_id, version__policy__in=policies, version__status=Status.IN_FORCE
    )
    wanted, found = (get_language() or "")[:2], dict[UUID, int]()
    for policy, language, body in rows.values_list("version__policy", "language", "body"):
        if policy not in found or language == wanted:
            found[policy] = minutes_to_read(body)
    return found

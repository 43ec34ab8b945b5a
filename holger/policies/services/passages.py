"""Keeping what can be searched: the texts of the versions in force, cut at their headings."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from holger.core.models import hanging_on
from holger.policies.models import Passage, Policy, PolicyText, PolicyVersion
from holger.policies.models.passage import place_of
from holger.policies.rules.passages import sections
from holger.policies.selectors.reading import in_force


@transaction.atomic
def passages_put(version: PolicyVersion) -> None:
    """A version in force takes the place of whatever was searched of its policy before."""
    passages_drop(version.policy)
    texts = list(version.texts.all())
    Passage.objects.bulk_create(
        (passage for text in texts for passage in _passages(version, text, alone=len(texts) == 1)), batch_size=200
    )


def passages_drop(policy: Policy) -> None:
    """Nobody finds it any longer."""
    hanging_on(Passage, policy=policy).delete()


def _passages(version: PolicyVersion, text: PolicyText, *, alone: bool) -> Iterable[Passage]:
    for number, section in enumerate(sections(text.for_you, text.body), start=1):
        key = uuid7()
        yield Passage(
            id=key,
            place=place_of(key),
            organisation_id=version.organisation_id,
            policy_id=version.policy_id,
            language=text.language,
            alone=alone,
            number=number,
            title=text.title[:200],
            heading=section.heading[:300],
            anchor=section.anchor,
            body=section.body,
        )


@transaction.atomic
def passages_mend(organisation_id: UUID) -> int:
    """Put in what is in force and cannot be found, and take out what no longer is; how many policies that were."""
    here = Passage.objects.filter(organisation_id=organisation_id)
    missing = in_force(organisation_id).exclude(policy__in=here.values("policy")).prefetch_related("texts")
    put = [version for version in missing if version.texts.all()]
    for version in put:
        passages_put(version)
    ended = here.exclude(policy__in=in_force(organisation_id).values("policy"))
    gone = ended.values("policy").distinct().count()
    ended.delete()
    return len(put) + gone

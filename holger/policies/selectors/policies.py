"""Policies and their versions, seen by an actor."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.models import visible
from holger.evidence.models import Evidence, EvidenceLink
from holger.policies.models import OPEN, Policy, PolicyText, PolicyVersion, Review, Status
from holger.policies.permissions import VIEW

SHOWN = (*OPEN, Status.APPROVED, Status.IN_FORCE)
"""The versions that a list tells of: the one worked on, the one that is coming, the one in force."""


def policies_for(actor: Actor) -> QuerySet[Policy]:
    """All for those who read all; for others what they answer for, write, review, or are asked to approve."""
    reach = actor.reach(VIEW)
    own = _mine(actor) if reach.own and not reach.everything else None
    return visible(Policy.objects.all(), actor, VIEW, own=own)


def _mine(actor: Actor) -> Q:
    about = Q(approver_id=actor.person_id) | Q(pk__in=_written(actor)) | Q(pk__in=_reviewed(actor))
    versions = PolicyVersion.objects.filter(about, organisation_id=actor.organisation_id)
    return Q(owner_id=actor.person_id) | Q(pk__in=versions.order_by().values("policy"))


def _written(actor: Actor) -> QuerySet[Any, Any]:
    through: Any = PolicyVersion.writers.through
    return through.objects.filter(person_id=actor.person_id).values("policyversion_id")  # type: ignore[no-any-return]


def _reviewed(actor: Actor) -> QuerySet[Any, Any]:
    asked = Review.objects.filter(organisation_id=actor.organisation_id, person=actor.person_id)
    return asked.values("version_id")


def within(actor: Actor, policy: str) -> Q:
    """Rows of the policies that the actor sees; ``policy`` is the way to it. Whoever sees all is asked nothing more."""
    here = Q(organisation_id=actor.organisation_id)
    if actor.reach(VIEW).everything:
        return here
    return here & Q(**{f"{policy}__in": policies_for(actor).order_by().values("pk")})


def versions_for(actor: Actor) -> QuerySet[PolicyVersion]:
    """Every version, without what is frozen in it: that is large, and asked for one at a time."""
    rows = PolicyVersion.objects.filter(within(actor, "policy"))
    return rows.select_related("policy").defer("content")


def versions_of(actor: Actor, policy: Policy) -> QuerySet[PolicyVersion]:
    """All versions of a policy, newest first, without what is frozen in them."""
    rows = PolicyVersion.objects.filter(within(actor, "policy"), policy=policy)
    return rows.select_related("approver").defer("content")


def texts_of(actor: Actor, version: PolicyVersion) -> dict[str, PolicyText]:
    """What a version says, by language."""
    rows = PolicyText.objects.filter(within(actor, "version__policy"), version=version)
    return {text.language: text for text in rows}


@dataclass
class Standing:
    """A version as a list tells of it. ``since`` holds the languages that it says something in, and since when each is behind."""

    status: str
    label: str
    waits_for: str
    since: dict[str, str]


def standings_of(actor: Actor, policies: Collection[UUID]) -> dict[UUID, list[Standing]]:
    """What is on its way and in force of policies that the actor has found, newest first; one question for all."""
    rows = PolicyVersion.objects.filter(organisation_id=actor.organisation_id, policy__in=policies, status__in=SHOWN)
    rows = rows.order_by("-major", "-minor")
    names = ("policy_id", "pk", "status", "major", "minor", "approver__name", "texts__language", "texts__behind_since")
    found: dict[UUID, dict[UUID, Standing]] = defaultdict(dict)
    for policy, version, status, major, minor, approver, language, since in rows.values_list(*names):
        waits = (approver or "") if status == Status.REQUESTED else ""
        told = found[policy].setdefault(version, Standing(status, f"{major}.{minor}", waits, {}))
        if language:
            told.since[language] = since
    return {policy: list(versions.values()) for policy, versions in found.items()}


def review_due(until: date) -> Q:
    """Policies in force that are to be looked at again by a day."""
    return Q(archived_at=None, next_review__lte=until)


def frozen_of(actor: Actor, version: PolicyVersion) -> dict[str, object]:
    """What was frozen of a version that the actor has found."""
    rows = PolicyVersion.objects.filter(organisation_id=actor.organisation_id, pk=version.pk)
    content = rows.values_list("content", flat=True).first()
    if content is None:
        raise NotFound
    return content


def pictures_of(actor: Actor, policy: Policy) -> QuerySet[Evidence]:
    """The files that are attached to a policy the actor has found: its text shows those that are pictures."""
    links = EvidenceLink.objects.filter(
        organisation_id=actor.organisation_id, subject_type=policy.subject_type, subject_id=policy.pk
    )
    return Evidence.objects.filter(pk__in=links.values("evidence"), kind=Evidence.Kind.FILE, archived_at=None)


def labels_settled(policy: Policy) -> Sequence[tuple[int, int]]:
    """The numbers of the versions that were approved."""
    rows = PolicyVersion.objects.filter(policy=policy).exclude(status__in=OPEN)
    return list(rows.order_by().values_list("major", "minor"))


def with_title(rows: QuerySet[Policy], language: str) -> QuerySet[Policy]:
    """Policies with the title that a reader of a language sees as ``shown_title``, to order them by."""
    first, second = ("title_da", "title_en") if language.startswith("da") else ("title_en", "title_da")
    return rows.annotate(shown_title=Coalesce(NullIf(first, Value("")), second))

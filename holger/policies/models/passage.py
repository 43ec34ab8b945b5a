from uuid import UUID

from django.db import models

from holger.core.models import TenantModel
from holger.organisation.models import Organisation
from holger.policies.models.policy import Policy


def place_of(key: UUID) -> int:
    """A whole number for a passage in the index of words: what is random in its key."""
    return key.int & (2**62 - 1)


class Passage(TenantModel):
    """What stands under one heading of a policy in force, in one language, as it is searched for.

    The index of words beside it follows by itself (migration 0002). ``place`` names it there. ``alone``: the policy has no text
    in the other language, so that this one is for readers of both.
    """

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="passages")
    language = models.CharField(max_length=5, choices=Organisation.Language.choices)
    alone = models.BooleanField(default=False)
    number = models.PositiveSmallIntegerField()
    place = models.BigIntegerField(unique=True)
    title = models.CharField(max_length=200)
    heading = models.CharField(max_length=300, blank=True)
    anchor = models.CharField(max_length=80, blank=True)
    body = models.TextField(blank=True)
    policy_id: UUID

    class Meta:
        ordering = ["policy", "language", "number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "language", "number"], name="policies_passage_once"),
        ]
        indexes = [  # all by which those that were found are chosen and put in order, without reading their texts
            models.Index(
                fields=["place", "number", "language", "alone", "organisation", "policy", "id"],
                name="policies_passage_found",
            )
        ]

    def __str__(self) -> str:
        return self.heading or self.title

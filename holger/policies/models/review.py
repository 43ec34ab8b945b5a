from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import TenantModel
from holger.organisation.models import Organisation, Person
from holger.policies.models.version import PolicyVersion

LONGEST = 4000


class Verdict(models.TextChoices):
    GOOD = "good", pgettext_lazy("review", "Good as it stands")
    CHANGE = "change", pgettext_lazy("review", "Must be changed")


class Review(TenantModel):
    """Somebody is asked what they think of a draft. ``number`` counts the rounds of a person's about a version.

    ``seen`` is what the texts said when they answered, by language, so that the next round shows them what is new.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="reviews", editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("Reviewer"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    person_name = models.CharField(_("Reviewer"), max_length=200, editable=False)
    number = models.PositiveSmallIntegerField(_("Round"), default=1, editable=False)
    question = models.TextField(_("What to look at"), max_length=LONGEST, blank=True)
    asked_by = models.CharField(_("Asked by"), max_length=200, editable=False)
    asked_at = models.DateTimeField(_("Asked"), default=dates.now, editable=False)
    due = models.DateField(_("Answer by"), null=True, blank=True)
    verdict = models.CharField(
        pgettext_lazy("review", "Answer"), max_length=10, choices=Verdict.choices, blank=True, editable=False
    )
    note = models.TextField(_("Note"), max_length=LONGEST, blank=True, editable=False)
    answered_at = models.DateTimeField(_("Answered"), null=True, editable=False)
    seen = models.JSONField(default=dict, blank=True, editable=False)
    version_id: UUID
    person_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("policy", "Review")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person", "number"], name="policies_review_round"),
            models.UniqueConstraint(
                fields=["version", "person"],
                condition=Q(answered_at=None),
                name="policies_review_open_once",
            ),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="policies_review_verdict"),
        ]
        indexes = [models.Index(fields=["person", "answered_at"], name="policies_review_waits")]

    def __str__(self) -> str:
        return f"{self.person_name} {self.number}"

    @property
    def unit_id(self) -> UUID | None:
        return self.version.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.person_id == person_id


class Remark(TenantModel):
    """Something said about a block of a draft's text. ``quote`` is the block as it was written then; where it is shown now
    is found by ``rules.anchors``. Whoever said it is kept by name."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="remarks", editable=False)
    language = models.CharField(max_length=5, choices=Organisation.Language.choices, editable=False)
    quote = models.TextField(max_length=20_000, blank=True, editable=False)
    text = models.TextField(_("Remark"), max_length=LONGEST)
    author = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    author_name = models.CharField(_("Who"), max_length=200, editable=False)
    said_at = models.DateTimeField(default=dates.now, editable=False)
    answer = models.TextField(pgettext_lazy("remark", "Answer"), max_length=LONGEST, blank=True, editable=False)
    resolved_by = models.CharField(max_length=200, blank=True, editable=False)
    resolved_at = models.DateTimeField(null=True, editable=False)
    version_id: UUID
    author_id: UUID | None

    class Meta:
        verbose_name = _("Remark")
        ordering = ["said_at"]
        indexes = [models.Index(fields=["version", "resolved_at"], name="policies_remark_open")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def unit_id(self) -> UUID | None:
        return self.version.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.author_id == person_id

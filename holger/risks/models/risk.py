from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import Record, TenantModel
from holger.risks.rules.method import MOST_LEVELS
from holger.risks.rules.scoring import CONSEQUENCES, FIELDS, STAGES, Levels

STAGE_NAMES = {"inherent": _("Without controls"), "current": pgettext_lazy("stage", "Current"), "target": _("Target")}

STATUS_NAMES = {
    "to_assess": _("To assess"),
    "untreated": _("Needs a decision"),
    "treating": _("Being treated"),
    "waiting": _("Acceptance waits"),
    "accepted": pgettext_lazy("risk", "Accepted"),
    "within": _("Within the appetite"),
    "closed": pgettext_lazy("risk", "Closed"),
}

LEVEL_NAMES = {
    "c": _("Confidentiality"),
    "i": _("Integrity"),
    "a": _("Availability"),
    "dc": _("Confidentiality, data subjects"),
    "di": _("Integrity, data subjects"),
    "da": _("Availability, data subjects"),
    "likelihood": _("Likelihood"),
    "consequence": _("Worst consequence"),
    "subjects": _("Worst consequence for the data subjects"),
    "score": _("Score"),
    "band": _("Band"),
}


def _label(stage: str, what: str) -> Any:
    return format_lazy("{stage}: {what}", stage=STAGE_NAMES[stage], what=LEVEL_NAMES[what])


def _level(stage: str, what: str) -> models.PositiveSmallIntegerField:
    """Not answered is null, "does not hit" is 0."""
    return models.PositiveSmallIntegerField(
        _label(stage, what), null=True, blank=True, editable=False, validators=[MaxValueValidator(MOST_LEVELS)]
    )


def _score(label: Any = None) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True, editable=False)


def _band(label: Any) -> models.CharField:
    return models.CharField(label, max_length=10, blank=True, default="", editable=False)


class Staged(models.Model):
    """The answers of three stages and what follows from them, shared by a risk and by what a round froze of it.

    ``c i a`` are consequences for the organisation, ``dc di da`` for the data subjects. ``consequence``, ``subjects``,
    ``score`` and ``band`` are computed by the services: the worst consequence of all, the worst for the data subjects,
    and what the matrix says of the worst.
    """

    inherent_c = _level("inherent", "c")
    inherent_i = _level("inherent", "i")
    inherent_a = _level("inherent", "a")
    inherent_dc = _level("inherent", "dc")
    inherent_di = _level("inherent", "di")
    inherent_da = _level("inherent", "da")
    inherent_likelihood = _level("inherent", "likelihood")
    inherent_consequence = _level("inherent", "consequence")
    inherent_subjects = _level("inherent", "subjects")
    inherent_score = _score(_label("inherent", "score"))
    inherent_band = _band(_label("inherent", "band"))
    current_c = _level("current", "c")
    current_i = _level("current", "i")
    current_a = _level("current", "a")
    current_dc = _level("current", "dc")
    current_di = _level("current", "di")
    current_da = _level("current", "da")
    current_likelihood = _level("current", "likelihood")
    current_consequence = _level("current", "consequence")
    current_subjects = _level("current", "subjects")
    current_score = _score(_label("current", "score"))
    current_band = _band(_label("current", "band"))
    target_c = _level("target", "c")
    target_i = _level("target", "i")
    target_a = _level("target", "a")
    target_dc = _level("target", "dc")
    target_di = _level("target", "di")
    target_da = _level("target", "da")
    target_likelihood = _level("target", "likelihood")
    target_consequence = _level("target", "consequence")
    target_subjects = _level("target", "subjects")
    target_score = _score(_label("target", "score"))
    target_band = _band(_label("target", "band"))
    over_appetite = models.BooleanField(_("Over the appetite"), default=False, editable=False)

    class Meta:
        abstract = True

    def levels(self, stage: str) -> Levels:
        return Levels(*(getattr(self, f"{stage}_{name}") for name in FIELDS))

    def put(self, stage: str, levels: Levels) -> dict[str, int | None]:
        """A stage's answers by field name."""
        return {f"{stage}_{name}": level for name, level in zip(FIELDS, levels, strict=True)}


STAGED = tuple(field.name for field in Staged._meta.local_fields)
ANSWERS = tuple(f"{stage}_{name}" for stage in STAGES for name in FIELDS)
SUBJECT_ANSWERS = tuple(f"{stage}_{name}" for stage in STAGES for name in CONSEQUENCES if name.startswith("d"))


class Treatment(models.TextChoices):
    UNDECIDED = "undecided", _("Not decided")
    REDUCE = "reduce", _("Reduce")
    ACCEPT = "accept", pgettext_lazy("treatment", "Accept")
    SHARE = "share", pgettext_lazy("treatment", "Share")
    AVOID = "avoid", pgettext_lazy("treatment", "Avoid")


class Risk(Record, Staged):
    """A scenario: a threat that may hit a process or an asset. Scores are computed; nobody writes them by hand."""

    prefix = "R"

    threat = models.ForeignKey(
        "risks.Threat", verbose_name=_("Threat"), on_delete=models.PROTECT, null=True, blank=True, related_name="risks"
    )
    asset = models.ForeignKey(
        "assets.Asset", verbose_name=_("Process or asset"), on_delete=models.PROTECT, related_name="risks"
    )
    activities = models.ManyToManyField(
        "privacy.Activity",
        verbose_name=_("Processing activities"),
        blank=True,
        related_name="risks",
        help_text=_("Whose data subjects it may hit."),
    )
    hits = models.CharField(_("Hits"), max_length=3, default="cia")
    weakness = models.TextField(_("Weakness"), max_length=4000, blank=True, help_text=_("What makes it possible here?"))
    reason = models.TextField(
        _("Reason"), max_length=4000, blank=True, help_text=_("Why these levels? What do you know, and from where?")
    )
    treatment = models.CharField(_("Treatment"), max_length=20, choices=Treatment.choices, default=Treatment.UNDECIDED)
    treatment_note = models.TextField(_("Reason for the treatment"), max_length=4000, blank=True)

    assessed_at = models.DateTimeField(_("Assessed"), null=True, blank=True, editable=False)
    assessed_by = models.CharField(_("Assessed by"), max_length=200, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When somebody last answered or confirmed the levels; a round counts what was confirmed since it opened."""
    method_number = models.PositiveIntegerField(_("Method"), default=0, editable=False)
    acceptance_asked = models.BooleanField(default=False, editable=False)
    accepted_until = models.DateField(_("Accepted until"), null=True, blank=True, editable=False)
    actions_open = models.PositiveSmallIntegerField(default=0, editable=False)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True, editable=False)
    closed_reason = models.CharField(_("Why closed"), max_length=1000, blank=True, editable=False)

    asset_id: UUID
    threat_id: UUID | None
    actions: Any
    effects: Any

    class Meta:
        verbose_name = _("Risk")
        verbose_name_plural = _("Risks")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="risks_risk_reference"),
            models.UniqueConstraint(
                fields=["asset", "threat"],
                condition=Q(threat__isnull=False, archived_at__isnull=True),
                name="risks_threat_once_per_asset",
                violation_error_message=_("This threat is already assessed here."),
            ),
            models.CheckConstraint(condition=Q(treatment__in=Treatment.values), name="risks_risk_treatment"),
        ]
        indexes = [
            # In the order that lists ask for, so that a page is read without sorting the register.
            models.Index(fields=["organisation", "-current_score", "id"], name="risks_by_score"),
            models.Index(fields=["organisation", "number", "id"], name="risks_by_number"),
            models.Index(fields=["organisation", "next_review", "id"], name="risks_by_review"),
            models.Index(fields=["organisation", "asset", "archived_at", "closed_at"], name="risks_by_asset"),
            # All that the picture and the sentence above it count.
            models.Index(
                fields=[
                    *("organisation", "archived_at", "closed_at", "current_consequence", "current_likelihood"),
                    *("over_appetite", "assessed_at", "accepted_until", "acceptance_asked", "actions_open"),
                ],
                name="risks_picture",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def path(self) -> str:
        return f"risks/{self.reference}/"

    @property
    def name(self) -> str:
        """The title; where it is the threat's own, in the reader's language. Needs the threat at hand."""
        if self.threat is not None and self.title in self.threat.titles:
            return self.threat.title
        return self.title

    def owned_by(self, person_id: UUID | None) -> bool:
        """The risk's owner, the asset's owner and deputy, and whoever has something to do about it."""
        if person_id is None:
            return False
        return self.owner_id == person_id or self.asset.owned_by(person_id) or self.has_work_for(person_id)

    def has_work_for(self, person_id: UUID) -> bool:
        return any(action.owner_id == person_id for action in self.actions.all())


class AssetScore(TenantModel):
    """The risk score of a process or an asset: its own worst scenario, or a worse one of what it depends on."""

    asset = models.OneToOneField("assets.Asset", on_delete=models.CASCADE, related_name="risk_score")
    own_score = _score()
    own_risk = models.ForeignKey(Risk, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    score = _score()
    driven_by = models.ForeignKey(
        "assets.Asset", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    asset_id: UUID
    driven_by_id: UUID | None

    class Meta:
        verbose_name = _("Risk score")
        indexes = [models.Index(fields=["organisation", "-score"], name="risks_asset_by_score")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.score}"

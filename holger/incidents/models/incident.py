from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Record
from holger.incidents.models.states import UNFINISHED, Cause, Known, Source, Status
from holger.organisation.models import Person

LONG = 20_000


def unsaid(label: Any) -> "models.CharField[str, str]":
    return models.CharField(label, max_length=10, choices=Known.choices, default=Known.UNKNOWN)


def count(label: Any) -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(label, null=True, blank=True)


class Incident(Record):
    """Something that happened to information or to what carries it, and the case about it. ``owner`` leads the case.

    ``restricted``: only whoever leads it and its team may know of it, whatever their roles (``selectors.incidents``).
    ``drill``: an exercise. Its clocks run and its sheets are filled, but it counts as no incident.
    The times are instants; when one became *aware* is a ``Moment``, since the law asks how one knows.
    """

    prefix = "INC"

    status = models.CharField(_("Status"), max_length=10, choices=Status.choices, default=Status.REPORTED)
    description = models.TextField(_("What happened?"), max_length=LONG, blank=True)
    category = models.CharField(pgettext_lazy("incident", "Category"), max_length=40, blank=True)
    """The key of a category of the library (``library.categories``)."""
    source = models.CharField(_("How it came in"), max_length=12, choices=Source.choices, default=Source.OTHER)
    doubt = models.BooleanField(_("Reported in doubt"), default=False)
    anonymous = models.BooleanField(_("Reported anonymously"), default=False, editable=False)
    reporter = models.ForeignKey(
        Person, verbose_name=_("Reported by"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reported_by = models.CharField(
        _("Reported by somebody outside"),
        max_length=200,
        blank=True,
        help_text=_("A name, where whoever told it has no account here."),
    )
    detected_at = models.DateTimeField(pgettext_lazy("incident", "Detected"), default=dates.now)
    occurred_from = models.DateTimeField(pgettext_lazy("incident", "Began"), null=True, blank=True)
    occurred_to = models.DateTimeField(pgettext_lazy("incident", "Ended"), null=True, blank=True)
    estimated = models.BooleanField(_("The times are estimates"), default=False)
    taken_on_at = models.DateTimeField(pgettext_lazy("incident", "Taken on"), null=True, editable=False)
    contained_at = models.DateTimeField(pgettext_lazy("incident", "Contained"), null=True, editable=False)
    recovered_at = models.DateTimeField(pgettext_lazy("incident", "Recovered"), null=True, editable=False)
    closed_at = models.DateTimeField(pgettext_lazy("incident", "Closed"), null=True, editable=False)
    impact = models.CharField(_("Impact"), max_length=40, blank=True)
    urgency = models.CharField(_("Urgency"), max_length=40, blank=True)
    severity = models.CharField(_("Severity"), max_length=40, blank=True, editable=False)
    """The key of a level of the organisation's method (``rules.severity``), worked out of impact, urgency and what was decided."""
    severity_rank = models.SmallIntegerField(default=-1, editable=False)
    """Its place in the method, the least first; -1 without one. Lists are ordered by it."""
    hits_confidentiality = models.BooleanField(_("Confidentiality"), default=False)
    hits_integrity = models.BooleanField(_("Integrity"), default=False)
    hits_availability = models.BooleanField(_("Availability"), default=False)
    cause = models.CharField(pgettext_lazy("incident", "Cause"), max_length=10, choices=Cause.choices, blank=True)
    malicious = unsaid(_("Do you suspect something unlawful or malicious?"))
    cross_border = unsaid(_("Can it hit other countries?"))
    countries = models.JSONField(_("Countries affected"), default=list, blank=True)
    """Two letters each, as ISO 3166 has them."""
    people_count = count(_("People whose data are affected, roughly"))
    record_count = count(_("Records affected, roughly"))
    users_count = count(_("Users affected, roughly"))
    customers_count = count(_("Customers affected, roughly"))
    outage_minutes = count(_("Minutes without the service"))
    loss = models.DecimalField(
        _("Loss, roughly"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In the organisation’s currency, without what is still to come."),
    )
    containment = models.TextField(_("How it was contained"), max_length=LONG, blank=True)
    recovery = models.TextField(_("How it was recovered"), max_length=LONG, blank=True)
    restricted = models.BooleanField(_("Only those who need to know"), default=False, editable=False)
    drill = models.BooleanField(pgettext_lazy("incident", "Exercise"), default=False, editable=False)
    exercise = models.CharField(max_length=60, blank=True, editable=False)
    """The key of the exercise that it plays (``library.exercises``)."""
    playbook = models.CharField(_("Playbook"), max_length=60, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined", editable=False, db_index=False
    )
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parted", editable=False, db_index=False
    )
    reporter_id: UUID | None
    merged_into_id: UUID | None
    split_from_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("register", "Incident")
        verbose_name_plural = _("Incidents")
        ordering = ["-detected_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="incidents_incident_reference"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="incidents_incident_status"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="incidents_incident_source"),
            models.CheckConstraint(condition=Q(cause__in=("", *Cause.values)), name="incidents_incident_cause"),
            models.CheckConstraint(
                condition=Q(occurred_from=None) | Q(occurred_to=None) | Q(occurred_to__gte=F("occurred_from")),
                name="incidents_incident_order",
                violation_error_message=_("It ended before it began."),
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False) | ~Q(status="merged") & Q(merged_into=None),
                name="incidents_incident_joined",
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(reporter=None, reported_by=""), name="incidents_incident_anonymous"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-detected_at", "-number"], name="incidents_by_time"),
            models.Index(fields=["organisation", "status", "-detected_at"], name="incidents_by_status"),
            models.Index(fields=["organisation", "-severity_rank", "-detected_at"], name="incidents_by_severity"),
            models.Index(fields=["organisation"], condition=Q(restricted=True), name="incidents_restricted"),
            # Few have one: of an index with a row for every incident the planner thinks that it tells nothing, and reads them all.
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="incidents_merged_into"),
            models.Index(fields=["split_from"], condition=Q(split_from__isnull=False), name="incidents_split_from"),
        ]

    @property
    def path(self) -> str:
        return f"incidents/{self.reference}/"

    @property
    def is_open(self) -> bool:
        return self.status in UNFINISHED

    @property
    def told_at(self) -> datetime:
        return self.created_at

    def owned_by(self, person_id: UUID | None) -> bool:
        """Whoever leads it, and its team."""
        if person_id is None:
            return False
        return self.owner_id == person_id or self.members.filter(person_id=person_id).exists()

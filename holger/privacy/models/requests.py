from datetime import date
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import Record, TenantModel, Versioned
from holger.organisation.models import Organisation
from holger.privacy.rules import requests as rules

LONG = 10_000


class RequestStatus(models.TextChoices):
    """How far a request is. It goes from one to the next by named transitions only (``rules.requests.WAYS``)."""

    OPEN = "open", pgettext_lazy("data subject request", "Being handled")
    DECIDED = "decided", pgettext_lazy("data subject request", "Decided, to be answered")
    CLOSED = "closed", pgettext_lazy("data subject request", "Answered and closed")


class Channel(models.TextChoices):
    MAIL = "mail", pgettext_lazy("channel", "E-mail")
    POST = "post", pgettext_lazy("channel", "Digital Post or letter")
    PHONE = "phone", pgettext_lazy("channel", "Telephone")
    PERSON = "person", pgettext_lazy("channel", "In person")
    FORM = "form", pgettext_lazy("channel", "Form on a website")
    OTHER = "other", pgettext_lazy("channel", "Other way")


class Asker(models.TextChoices):
    """Who asks, as far as it matters for what is sent to whom."""

    SELF = "self", pgettext_lazy("who asks", "The person it is about")
    OTHER = "other", pgettext_lazy("who asks", "Somebody for that person")


class Identity(models.TextChoices):
    """Whether it is clear who asks. Proof is asked for only where there is real doubt (article 12(6))."""

    CLEAR = "clear", pgettext_lazy("identity", "No doubt")
    ASKED = "asked", pgettext_lazy("identity", "Asked, no answer yet")
    CONFIRMED = "confirmed", pgettext_lazy("identity", "Confirmed")
    FAILED = "failed", pgettext_lazy("identity", "Not confirmed")


class Outcome(models.TextChoices):
    MET = "met", pgettext_lazy("outcome", "Met")
    PARTLY = "partly", pgettext_lazy("outcome", "Partly met")
    REFUSED = "refused", pgettext_lazy("outcome", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome", "Withdrawn by the person")


PERSONAL = ("asker_name", "asker_contact", "message")
"""What tells who asks. It is shown to those who answer requests alone, and erased when ``kept_until`` has passed."""


class SubjectRequest(Record):
    """Somebody asks for a right over data about them (GDPR articles 15-22). ``owner`` answers it.

    The title is what it is about and names nobody. What tells who asks (``PERSONAL``) lies in fields of its own, is kept
    out of history, search and files, and is erased on a day that is set when the request is closed.
    """

    prefix = "DSR"

    status = models.CharField(
        _("Status"), max_length=10, choices=RequestStatus.choices, default=RequestStatus.OPEN, editable=False
    )
    rights = models.JSONField(_("What they ask for"), default=list)
    """Keys of ``rules.requests.RIGHTS``."""
    received = models.DateField(
        pgettext_lazy("data subject request", "Received"), help_text=_("The month counts from this day.")
    )
    channel = models.CharField(_("How it came in"), max_length=10, choices=Channel.choices, default=Channel.MAIL)
    asker = models.CharField(_("Who asks"), max_length=10, choices=Asker.choices, default=Asker.SELF)
    asker_name = models.CharField(
        pgettext_lazy("data subject request", "Name"),
        max_length=200,
        blank=True,
        help_text=_("Only as much as you need to answer. It is erased some time after the request is closed."),
    )
    asker_contact = models.CharField(
        _("Where to answer"), max_length=300, blank=True, help_text=_("An e-mail address, or where to send a letter.")
    )
    message = models.TextField(
        _("What they wrote"), max_length=LONG, blank=True, help_text=_("Leave out what you do not need to answer.")
    )
    identity = models.CharField(
        _("Who it is"), max_length=10, choices=Identity.choices, default=Identity.CLEAR, editable=False
    )
    identity_how = models.CharField(_("How you make sure"), max_length=500, blank=True, editable=False)
    identity_asked = models.DateField(_("Asked who it is"), null=True, blank=True, editable=False)
    identified = models.DateField(_("Clear who it is"), null=True, blank=True, editable=False)
    extended = models.DateField(_("Told of more time"), null=True, blank=True, editable=False)
    extension_reason = models.TextField(_("Why more time is needed"), max_length=4000, blank=True, editable=False)
    due = models.DateField(_("Last day"), editable=False)
    """The strict last day (``rules.requests.last_day``), kept so that lists are ordered by it."""
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome.choices, blank=True, editable=False)
    decision = models.TextField(_("Decision and reasons"), max_length=LONG, blank=True, editable=False)
    decided_by = models.CharField(_("Decided by"), max_length=200, blank=True, editable=False)
    decided_at = models.DateTimeField(_("Decided"), null=True, blank=True, editable=False)
    answered = models.DateField(
        pgettext_lazy("data subject request", "Answered"), null=True, blank=True, editable=False
    )
    late_reason = models.TextField(_("Why it is late"), max_length=4000, blank=True, editable=False)
    keep_months = models.PositiveSmallIntegerField(
        _("Months to keep who asked"), default=rules.KEPT_MONTHS, validators=[MaxValueValidator(rules.LONGEST_KEPT)]
    )
    kept_until = models.DateField(_("Who asked is erased on"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("Who asked was erased"), null=True, blank=True, editable=False)
    activities = models.ManyToManyField(
        "privacy.Activity", verbose_name=_("Processing activities"), blank=True, related_name="requests"
    )

    class Meta:
        verbose_name = _("Data subject request")
        verbose_name_plural = _("Data subject requests")
        ordering = ["due", "number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="privacy_request_reference"),
            models.CheckConstraint(condition=Q(status__in=RequestStatus.values), name="privacy_request_status"),
            models.CheckConstraint(condition=Q(identity__in=Identity.values), name="privacy_request_identity"),
            models.CheckConstraint(condition=Q(outcome__in=("", *Outcome.values)), name="privacy_request_outcome"),
            models.CheckConstraint(condition=Q(due__gt=F("received")), name="privacy_request_due"),
            models.CheckConstraint(
                condition=Q(status="closed", answered__isnull=False) | ~Q(status="closed") & Q(answered=None),
                name="privacy_request_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "due", "number"], name="privacy_request_by_due"),
            models.Index(fields=["organisation", "status", "due"], name="privacy_request_by_status"),
        ]

    @property
    def path(self) -> str:
        return f"privacy/requests/{self.reference}/"

    @property
    def told(self) -> rules.Request:
        """As the rules have it."""
        return rules.Request(self.received, self.identity_asked, self.identified, self.extended, self.answered)

    def clock(self, today: date) -> rules.Clock:
        return rules.clock(self.told, today)

    @property
    def rights_said(self) -> str:
        """What they ask for, in the reader's words."""
        return ", ".join(gettext(rules.RIGHTS[key]) for key in self.rights if key in rules.RIGHTS)


class RequestStep(TenantModel, Versioned):
    """A line of a request's checklist: one of ``rules.requests.STEPS`` by its key, or one of the request's own."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="steps", editable=False)
    key = models.CharField(max_length=30, blank=True, editable=False)
    own = models.CharField(_("What is to be done"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    done_at = models.DateTimeField(pgettext_lazy("step", "Done"), null=True, blank=True, editable=False)
    done_by = models.CharField(pgettext_lazy("action", "Done by"), max_length=200, blank=True, editable=False)
    skipped = models.BooleanField(_("Does not apply"), default=False, editable=False)
    note = models.CharField(_("Note"), max_length=1000, blank=True)
    request_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("data subject request", "Step")
        verbose_name_plural = pgettext_lazy("data subject request", "Checklist")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(key="", own=""), name="privacy_request_step_says"),
        ]
        indexes = [models.Index(fields=["request", "position"], name="privacy_request_step_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.own or gettext(rules.STEP_TITLES.get(self.key, self.key))

    @property
    def is_open(self) -> bool:
        return self.done_at is None and not self.skipped


class Found(models.TextChoices):
    """What came of asking somewhere for data about the person."""

    OPEN = "open", pgettext_lazy("search for data", "To be asked")
    ASKED = "asked", pgettext_lazy("search for data", "Asked")
    DATA = "data", pgettext_lazy("search for data", "Data found")
    NOTHING = "nothing", pgettext_lazy("search for data", "No data")


class Inquiry(TenantModel, Versioned):
    """A place to search for data about the person: a system, or a supplier that holds data for us.

    ``subject_type`` and ``subject_id`` name it where it is in a register; ``name`` is what it was called then.
    """

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="inquiries", editable=False)
    subject_type = models.CharField(max_length=100, blank=True, editable=False)
    subject_id = models.UUIDField(null=True, blank=True, editable=False)
    name = models.CharField(_("Where"), max_length=200)
    result = models.CharField(_("Result"), max_length=10, choices=Found.choices, default=Found.OPEN)
    note = models.CharField(_("Note"), max_length=1000, blank=True)
    request_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("data subject request", "Place to search")
        verbose_name_plural = pgettext_lazy("data subject request", "Places to search")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=Found.values), name="privacy_inquiry_result"),
            models.UniqueConstraint(
                fields=["request", "name"],
                name="privacy_inquiry_once",
                violation_error_message=_("It is there already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RequestLetter(TenantModel, Versioned):
    """A letter that somebody has written on, in one language. Until then it is the ready text with the request's own words."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="letters", editable=False)
    letter = models.CharField(_("Letter"), max_length=30, editable=False)
    language = models.CharField(_("Language"), max_length=5, choices=Organisation.Language.choices, editable=False)
    subject = models.CharField(pgettext_lazy("letter", "Subject"), max_length=300)
    text = models.TextField(pgettext_lazy("letter", "Text"), max_length=20_000)
    request_id: UUID

    class Meta:
        verbose_name = _("Letter")
        constraints = [
            models.UniqueConstraint(fields=["request", "letter", "language"], name="privacy_request_letter_once"),
        ]

    def __str__(self) -> str:
        return self.subject


class RequestEntry(TenantModel):
    """A line of a request's log. It is only ever added.

    ``what`` is a key of ``words.requests.LOG`` for what the request tells of itself, or "" for what somebody wrote.
    ``text`` is the person's words, and is emptied together with who asked; that there was a line, when and by whom, stays.
    """

    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="entries", editable=False)
    what = models.CharField(max_length=30, blank=True, editable=False)
    about = models.CharField(max_length=300, blank=True, editable=False)
    """What the line names beside: a letter, a step, a day. Nothing about the person."""
    text = models.TextField(pgettext_lazy("log", "What happened"), max_length=LONG, blank=True)
    by_name = models.CharField(_("By"), max_length=200, editable=False)
    person_key = models.UUIDField(null=True, blank=True, editable=False)
    entered_at = models.DateTimeField(_("Entered"), default=dates.now, editable=False)
    request_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("log", "Line")
        verbose_name_plural = pgettext_lazy("data subject request", "Log")
        ordering = ["entered_at", "id"]
        indexes = [models.Index(fields=["request", "entered_at", "id"], name="privacy_request_entry_order")]

    def __str__(self) -> str:
        return f"{self.entered_at.isoformat()} {self.what or self.text}"


def entry_wall() -> dict[str, Any]:
    """What the database lets through of a change to the log: who said it, or that the words are gone."""
    kept = [f.column for f in RequestEntry._meta.local_concrete_fields if f.name not in ("by_name", "text")]
    same = " AND ".join(f'NEW."{column}" IS NOT DISTINCT FROM OLD."{column}"' for column in kept)
    name = """(NEW."by_name" = OLD."by_name" OR NEW."by_name" LIKE 'Person ____')"""
    text = """(NEW."text" = OLD."text" OR NEW."text" = '')"""
    return {"table": RequestEntry._meta.db_table, "way_in": f"{same} AND {name} AND {text}"}

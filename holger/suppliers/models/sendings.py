"""A questionnaire that was sent to a supplier: what came back, who may open it, and what was found in it."""

from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Common, Record, TenantModel
from holger.suppliers.models.questionnaires import QuestionnaireVersion
from holger.suppliers.models.supplier import Supplier
from holger.suppliers.rules.sending import LONGEST_ANSWER

LANGUAGES = (("da", "Dansk"), ("en", "English"))


class SendingState(models.TextChoices):
    """Changed by named transitions only (``rules.sending``)."""

    SENT = "sent", pgettext_lazy("questionnaire", "Waits for the supplier")
    SUBMITTED = "submitted", pgettext_lazy("questionnaire", "Answered")
    CONCLUDED = "concluded", pgettext_lazy("questionnaire", "Concluded")
    WITHDRAWN = "withdrawn", pgettext_lazy("questionnaire", "Withdrawn")


class Verdict(models.TextChoices):
    GOOD = "good", pgettext_lazy("supplier", "Approved")
    REMARKS = "remarks", pgettext_lazy("supplier", "Approved with remarks")
    BAD = "bad", pgettext_lazy("supplier", "Not approved")


class Sending(Record):
    """One questionnaire to one supplier. ``owner`` reads and judges what comes back.

    ``before`` is what the same supplier answered last time. ``points``, ``progress``, ``knock_outs`` and ``to_judge`` are
    worked out by ``rules.scoring`` whenever an answer or a judgement changes, so that lists can sort by them.
    """

    prefix = "QS"

    supplier = models.ForeignKey(
        Supplier, verbose_name=pgettext_lazy("register", "Supplier"), on_delete=models.CASCADE, related_name="sendings"
    )
    version_sent = models.ForeignKey(
        QuestionnaireVersion, verbose_name=_("Version"), on_delete=models.PROTECT, related_name="sendings"
    )
    before = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(
        _("Status"), max_length=10, choices=SendingState.choices, default=SendingState.SENT, editable=False
    )
    contact = models.CharField(_("To"), max_length=200)
    email = models.EmailField(_("E-mail"))
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES, default="da")
    message = models.TextField(_("Message"), max_length=2000, blank=True, default="")
    criticality = models.PositiveSmallIntegerField(_("Criticality"), default=1, editable=False)
    """The supplier's when it was sent: it says which questions are asked."""
    sent_on = models.DateField(_("Sent"), editable=False)
    due = models.DateField(_("Wanted by"))
    points = models.PositiveSmallIntegerField(_("Points"), null=True, blank=True, editable=False)
    progress = models.PositiveSmallIntegerField(_("Progress"), default=0, editable=False)
    knock_outs = models.PositiveSmallIntegerField(_("Stop the approval"), default=0, editable=False)
    to_judge = models.PositiveSmallIntegerField(_("To be judged"), default=0, editable=False)
    submitted_at = models.DateTimeField(_("Handed in"), null=True, blank=True, editable=False)
    submitted_by = models.CharField(_("Handed in by"), max_length=200, blank=True, default="", editable=False)
    submitted_title = models.CharField(_("Title"), max_length=200, blank=True, default="", editable=False)
    verdict = models.CharField(
        _("Conclusion"), max_length=10, choices=Verdict.choices, blank=True, default="", editable=False
    )
    conclusion = models.TextField(_("Why"), max_length=4000, blank=True, default="", editable=False)
    concluded_at = models.DateTimeField(_("Concluded"), null=True, blank=True, editable=False)
    concluded_by = models.CharField(_("Concluded by"), max_length=200, blank=True, default="", editable=False)
    reminded = models.PositiveSmallIntegerField(_("Reminders"), default=0, editable=False)
    reminded_by_itself = models.PositiveSmallIntegerField(default=0, editable=False)
    """So many of ``rules.sending.REMIND`` have been told, or are past telling."""
    supplier_id: UUID
    version_sent_id: UUID
    before_id: UUID | None

    class Meta:
        verbose_name = _("Sent questionnaire")
        verbose_name_plural = _("Sent questionnaires")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="suppliers_sending_reference"),
            models.CheckConstraint(condition=Q(state__in=SendingState.values), name="suppliers_sending_state"),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="suppliers_sending_verdict"),
            models.CheckConstraint(
                condition=~Q(state="concluded") | ~Q(verdict=""), name="suppliers_sending_concluded"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("sent", "withdrawn")) | Q(submitted_at__isnull=False),
                name="suppliers_sending_submitted",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "archived_at", "-number", "id"], name="suppliers_sending_number"),
            models.Index(fields=["organisation", "state", "due", "id"], name="suppliers_sending_due"),
        ]

    @property
    def path(self) -> str:
        return f"questionnaires/sent/{self.reference}/"

    @property
    def icon(self) -> str:
        return "clipboard-search"


class Answer(Common):
    """One answer: ``value`` is a choice, a number or a text, ``comment`` what is said besides.

    ``unchanged``: the supplier says that it is as last time. ``judged`` are the points of whoever has read it. What was
    handed in never changes; the judgement may.
    """

    OPEN, HANDED_IN = "open", "handed_in"

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=OPEN)
    value = models.TextField(max_length=LONGEST_ANSWER, blank=True, default="")
    comment = models.TextField(max_length=LONGEST_ANSWER, blank=True, default="")
    unchanged = models.BooleanField(default=False)
    saved_at = models.DateTimeField(default=dates.now)
    saved_by = models.CharField(max_length=200, blank=True, default="")
    judged = models.PositiveSmallIntegerField(_("Points"), null=True, blank=True, validators=[MaxValueValidator(100)])
    judgement = models.TextField(_("Judgement"), max_length=4000, blank=True, default="")
    judged_by = models.CharField(max_length=200, blank=True, default="")
    sending_id: UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sending", "question"], name="suppliers_answer_once"),
            models.CheckConstraint(condition=Q(state__in=("open", "handed_in")), name="suppliers_answer_state"),
            models.CheckConstraint(
                condition=Q(judged__isnull=True) | Q(judged__lte=100), name="suppliers_answer_points"
            ),
        ]

    def __str__(self) -> str:
        return self.question


ANSWER_KEPT = ("sending_id", "question", "value", "comment", "unchanged", "saved_at", "saved_by")
"""What never changes of an answer that was handed in."""


class Attachment(Common):
    """A file that a supplier has brought with an answer; it lies among the evidence, attached to the sending."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="attachments")
    question = models.CharField(max_length=60)
    evidence = models.ForeignKey("evidence.Evidence", on_delete=models.CASCADE, related_name="+")
    brought_by = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=dates.now)
    sending_id: UUID
    evidence_id: UUID

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sending", "question", "evidence"], name="suppliers_attachment_once")
        ]

    def __str__(self) -> str:
        return str(self.evidence)


class AnswerFinding(Common):
    """Something that was found in the answers. ``ours``: we do something about it, else the supplier does, and replies."""

    OPEN, REPLIED, CLOSED = "open", "replied", "closed"
    STATES = (
        (OPEN, pgettext_lazy("finding", "Open")),
        (REPLIED, pgettext_lazy("finding", "The supplier has replied")),
        (CLOSED, pgettext_lazy("finding", "Closed")),
    )

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="findings")
    question = models.CharField(max_length=60, blank=True, default="")
    """Empty: it is about all of it."""
    text = models.TextField(_("What is wrong"), max_length=4000)
    ours = models.BooleanField(
        _("You do something about it yourselves"),
        default=False,
        help_text=_("Else the supplier is told of it by mail, and replies."),
    )
    due = models.DateField(_("Due"), null=True, blank=True)
    state = models.CharField(_("Status"), max_length=10, choices=STATES, default=OPEN, editable=False)
    task_id = models.UUIDField(null=True, blank=True, editable=False)
    reply = models.TextField(_("Reply"), max_length=LONGEST_ANSWER, blank=True, default="", editable=False)
    replied_at = models.DateTimeField(null=True, blank=True, editable=False)
    replied_by = models.CharField(max_length=200, blank=True, default="", editable=False)
    closed_note = models.TextField(_("How it ended"), max_length=4000, blank=True, default="", editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.CharField(max_length=200, blank=True, default="", editable=False)
    created_at = models.DateTimeField(default=dates.now, editable=False)
    sending_id: UUID

    class Meta:
        verbose_name = _("Finding")
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("open", "replied", "closed")), name="suppliers_answerfinding_state"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class PortalLink(TenantModel):
    """A link in a mail that lets somebody at the supplier in, once. Its secret is known to the mail alone.

    ``invited_by`` is the colleague who passed it on; nobody for those that we have sent.
    """

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("E-mail"))
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES, default="da")
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=dates.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    sending_id: UUID

    class Meta:
        verbose_name = _("Link")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class PortalVisit(TenantModel):
    """A browser at the supplier that has used a link: the key lies in a cookie of its own, and opens one questionnaire."""

    link = models.ForeignKey(PortalLink, on_delete=models.CASCADE, related_name="visits")
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=dates.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    link_id: UUID

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.link)

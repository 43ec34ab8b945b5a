from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """How far an incident has come. It changes by named transitions only (``rules.states``)."""

    REPORTED = "reported", pgettext_lazy("incident", "Reported")
    OPEN = "open", pgettext_lazy("incident", "Being handled")
    CONTAINED = "contained", pgettext_lazy("incident", "Contained, being recovered")
    RECOVERED = "recovered", pgettext_lazy("incident", "Recovered, being evaluated")
    CLOSED = "closed", pgettext_lazy("incident", "Closed")
    REJECTED = "rejected", pgettext_lazy("incident", "Not an incident")
    MERGED = "merged", pgettext_lazy("incident", "Joined with another")


WORKED_ON = (Status.OPEN, Status.CONTAINED, Status.RECOVERED)
UNFINISHED = (Status.REPORTED, *WORKED_ON)


class Source(models.TextChoices):
    """The way it came in (domain: channel)."""

    FORM = "form", pgettext_lazy("incident", "Report form")
    PHONE = "phone", pgettext_lazy("incident", "By telephone")
    MAIL = "mail", pgettext_lazy("incident", "By e-mail")
    MONITORING = "monitoring", pgettext_lazy("incident", "Monitoring")
    SUPPLIER = "supplier", pgettext_lazy("incident", "From a supplier")
    AUTHORITY = "authority", pgettext_lazy("incident", "From an authority")
    OTHER = "other", pgettext_lazy("incident", "Other way")


class Cause(models.TextChoices):
    HUMAN = "human", pgettext_lazy("cause", "Human mistake")
    TECHNICAL = "technical", pgettext_lazy("cause", "Technical fault")
    MALICIOUS = "malicious", pgettext_lazy("cause", "Malicious act")
    NATURAL = "natural", pgettext_lazy("cause", "Nature and surroundings")
    SUPPLIER = "supplier", pgettext_lazy("cause", "At a supplier")


class Known(models.TextChoices):
    """Yes or no, where one may not know yet."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", pgettext_lazy("answer", "Not known yet")

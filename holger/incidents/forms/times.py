"""A day and a time on the clock of the organisation, as people enter when something happened."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FORMATS = (
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d-%m-%Y %H:%M",
    "%d.%m.%Y %H.%M",
    "%d/%m/%Y %H:%M",
)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """On the clock of the organisation. An hour that comes twice in autumn is the first of the two: the deadline is then the stricter."""

    widget = MomentInput

    def __init__(self, **kwargs: Any):
        super().__init__(input_formats=list(FORMATS), **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        text = str(value).strip()
        for form in FORMATS:
            try:
                return self._there(datetime.strptime(text, form))  # noqa: DTZ007 - its zone is given below
            except ValueError:
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")

    def _there(self, naive: datetime) -> datetime:
        here = naive.replace(tzinfo=timezone.get_current_timezone(), fold=0)
        if here.astimezone(UTC).astimezone(here.tzinfo).replace(tzinfo=None) != naive:
            raise ValidationError(_("The clock was put forward over this time: it does not exist."), code="invalid")
        return here.astimezone(UTC)

"""Ways to narrow one's notices."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.tasks.models import Notice, NoticeKind
from holger.ui.filtering import ChoiceFilter, DateFilter, Filters, YesNoFilter


class NoticeFilter(Filters):
    read = YesNoFilter("read_at", lookup_expr="isnull", exclude=True, label=pgettext_lazy("notice", "Read"))
    kind = ChoiceFilter("kind", label=_("Kind"), choices=NoticeKind.choices)
    due = DateFilter("due", label=_("Due"))
    created = DateFilter("created_at", label=_("When"))

    class Meta:
        model = Notice
        fields: tuple[Any, ...] = ()

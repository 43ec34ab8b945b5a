"""The words for how it stands with the supervision of a processor, and for concepts, as pages and papers say them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import Reason, say
from holger.suppliers import library
from holger.suppliers.rules.points import Model
from holger.suppliers.rules.supervising import Standing

STANDINGS: Mapping[str, Promise] = {
    Standing.LATE: pgettext_lazy("supervision", "Late"),
    Standing.NOT_ASSESSED: _("Not assessed"),
    Standing.INSUFFICIENT: pgettext_lazy("supervision", "Insufficient"),
    Standing.SOON: pgettext_lazy("supervision", "Due within 60 days"),
    Standing.GOOD: pgettext_lazy("supervision", "In order"),
}


def concept_word(number: int | None, model: Model | None = None) -> str:
    """5 Supervision by an independent third party."""
    found = (model or library.point_model()).by_number.get(number) if number else None
    return f"{number} {say(found.title, get_language())}" if found else str(number or "")


def concept_choices(model: Model | None = None, least: int = 1) -> list[tuple[int, str]]:
    known = (model or library.point_model()).concepts
    return [(each.number, concept_word(each.number, model)) for each in known if each.number >= least]


def said(reason: Reason) -> str:
    return gettext(reason.text) % reason.params if reason.params else gettext(reason.text)

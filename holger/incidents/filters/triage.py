"""Ways to narrow the list of reports that wait."""

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.words import say
from holger.incidents import library
from holger.incidents.models import Incident
from holger.ui.filtering import ChoiceFilter, Filters


def _titles(actor: Actor) -> list[tuple[str, str]]:
    return [(key, say(each.title, get_language())) for key, each in library.categories().items()]


class WaitingFilter(Filters):
    category = ChoiceFilter(label=pgettext_lazy("incident", "Category"), choices=_titles)
    doubt = ChoiceFilter(label=_("In doubt"), choices=(("True", _("Yes")), ("False", _("No"))))

    class Meta:
        model = Incident
        fields: tuple[str, ...] = ()

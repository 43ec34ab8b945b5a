"""What is asked of whoever reports something, and of whoever takes it in: as little as possible."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.words import say
from holger.incidents import library
from holger.incidents.forms.times import MomentField
from holger.incidents.models import Incident
from holger.incidents.rules.categories import DOUBT, Category
from holger.incidents.rules.reports import LONGEST, MOST_FILES
from holger.incidents.rules.severity import Method
from holger.ui.forms import Form, PickField, RecordForm

NOW, TODAY, CHOSEN = "now", "today", "chosen"
WHEN = ((NOW, _("Just now")), (TODAY, _("Earlier today")), (CHOSEN, _("Another time")))


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, as a list; what they are is asked where they are kept."""

    widget = SeveralFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(each, initial) for each in sent if each]
        if len(found) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files at once."), params={"most": MOST_FILES})
        return found


@dataclass(frozen=True)
class Card:
    """A category to choose, as a large card."""

    key: str
    title: str
    example: str
    icon: str
    chosen: bool


class ReportForm(Form):
    """Five things: what, what it looks like, when, files, and two ticks."""

    what = forms.CharField(
        label=_("What has happened?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In your own words. A few are enough."),
    )
    category = forms.ChoiceField(label=_("What does it look like?"), required=False, widget=forms.RadioSelect)
    when = forms.ChoiceField(label=_("When did you notice it?"), choices=WHEN, required=False, widget=forms.RadioSelect)
    at = MomentField(label=_("Day and time"), required=False)
    files = FilesField(  # type: ignore[assignment]  # a field; what was sent is set on the form itself
        label=_("Pictures or files"),
        required=False,
        allow_empty_file=True,
        max_length=200,
        help_text=_("A picture of the screen, the mail, a log. Photographs by telephone are fine."),
    )
    doubt = forms.BooleanField(label=_("I am in doubt whether it is an incident"), required=False)
    anonymous = forms.BooleanField(
        label=_("Without my name"),
        required=False,
        help_text=_(
            "Nobody can see who told it, and so nobody can ask you more or tell you how it goes. What you write, and files, may give you away."
        ),
    )

    def __init__(self, *args: Any, unnamed: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.known = library.categories()
        self.fields["category"].choices = [(key, key) for key in self.known]  # type: ignore[attr-defined]
        if not unnamed:
            del self.fields["anonymous"]

    def cards(self) -> Iterator[Card]:
        """In the order of the library, but not to know what it is stands first: nobody should have to look for it."""
        chosen = self["category"].value()
        for each in sorted(self.known.values(), key=lambda each: each.key != DOUBT):
            yield _card(each, chosen == each.key)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("when") == CHOSEN and not told.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say when, or choose another answer."))
        return told

    @property
    def answers(self) -> dict[str, Any]:
        """As the service takes them. Earlier today is kept as the day's beginning, roughly: a deadline that counts from too early a time
        is the safe one."""
        told = self.cleaned_data
        at, estimated = None, False
        if told["when"] == TODAY:
            at, estimated = _morning(), True
        elif told["when"] == CHOSEN:
            at = told["at"]
        names = ("what", "category", "files", "doubt")
        return {
            **{name: told[name] for name in names},
            "anonymous": told.get("anonymous", False),
            "at": at,
            "estimated": estimated,
        }


def _morning() -> datetime:
    today = timezone.localdate(dates.now())
    return datetime.combine(today, time(), tzinfo=timezone.get_current_timezone())


def _card(each: Category, chosen: bool) -> Card:
    language = get_language()
    return Card(each.key, say(each.title, language), say(each.example, language), each.icon, chosen)


class MoreForm(Form):
    text = forms.CharField(
        label=_("I want to add something"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


UNSAID = ("", _("Not said yet"))


class TakeOnForm(RecordForm):
    """What makes a case of a report. All of it can be changed later."""

    title = forms.CharField(label=_("Title"), max_length=200)
    category = forms.ChoiceField(label=pgettext_lazy("incident", "Category"), required=False)
    impact = forms.ChoiceField(label=_("Impact"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False)
    owner = PickField("people", label=_("Who leads the case"), required=False)
    playbook = forms.ChoiceField(label=_("Playbook"), required=False)
    restricted = forms.BooleanField(
        label=_("Only those who need to know"),
        required=False,
        help_text=_("From then on only whoever leads it and its team see the case, whatever their roles."),
    )

    class Meta:
        model = Incident
        fields = ()

    def __init__(
        self, *args: Any, method: Method | None = None, playbooks: Sequence[tuple[str, str]] = (), **kwargs: Any
    ):
        """By the first of the ready methods where no other is given."""
        super().__init__(*args, **kwargs)
        method = method or library.severities()[0]
        language = get_language()
        titles = [(key, say(each.title, language)) for key, each in library.categories().items()]
        levels = {"impact": method.impacts, "urgency": method.urgencies}
        choices = {"category": titles, "playbook": playbooks}
        choices |= {name: [(each.key, say(each.title, language)) for each in found] for name, found in levels.items()}
        for name, found in choices.items():
            self.fields[name].choices = [UNSAID, *found]  # type: ignore[attr-defined]


class RejectForm(Form):
    reason = forms.CharField(
        label=_("Why it is no incident"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For us: it stands in the history and the timeline."),
    )
    answer = forms.CharField(
        label=_("Answer to whoever reported it"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergeForm(Form):
    into = forms.CharField(
        label=_("Join it with"),
        max_length=20,
        widget=forms.TextInput(attrs={"list": "joinable", "placeholder": "INC-", "autocomplete": "off"}),
        help_text=_("The reference of the other, such as INC-7."),
    )
    reason = forms.CharField(label=_("Why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))

"""What is asked about a calendar to subscribe to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.ui.forms import Form

OWN, ALL = "own", "all"


class FeedForm(Form):
    what = forms.ChoiceField(
        label=_("What is in it"),
        choices=((OWN, _("My own tasks, and what I sign off")), (ALL, _("Everything that I see in the organisation"))),
        widget=forms.RadioSelect,
        initial=OWN,
    )
    name = forms.CharField(
        label=_("Where it is used"),
        required=False,
        max_length=60,
        help_text=_("Outlook at work, my phone … so that you know which one to revoke."),
    )

    def offer(self, everything: bool) -> None:
        """Whoever sees only their own is offered nothing else."""
        if not everything:
            del self.fields["what"]


class RevokeForm(Form):
    """Nothing is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from holger.comments.models import LONGEST
from holger.ui.forms import Form


class CommentForm(Form):
    text = forms.CharField(label=_("Comment"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))

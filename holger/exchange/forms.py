from django import forms
from django.utils.translation import gettext_lazy as _

from holger.ui.forms import Form

ACCEPTED = ".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt"


class UploadForm(Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("Excel (.xlsx, .xls), LibreOffice (.ods) or .csv, at most 20 MB and 50,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

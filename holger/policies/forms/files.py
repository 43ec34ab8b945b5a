"""What is asked about policies that come from files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.exchange.documents import ENDINGS
from holger.exchange.limits import MAX_DOCUMENT, MEGABYTE
from holger.organisation.models import Organisation
from holger.policies.models import PolicyType
from holger.policies.services.files import MOST
from holger.ui.forms import Form, PickField


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, as a list."""

    widget = SeveralFiles(attrs={"accept": ",".join(ENDINGS), "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(each, initial) for each in sent if each]
        if not found and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        if len(found) > MOST:
            raise forms.ValidationError(_("At most %(most)s files at once."), params={"most": MOST})
        for each in found:
            if each.size > MAX_DOCUMENT:
                told = {"name": each.name[:80], "most": MAX_DOCUMENT // MEGABYTE}
                raise forms.ValidationError(_("%(name)s is larger than %(most)s MB."), params=told)
        return found


class FilesForm(Form):
    documents = FilesField(
        label=_("Files"),
        help_text=_(
            "Word (.docx), Markdown (.md) or text (.txt), one or several. Headings, lists and tables are kept; pictures are left out."
        ),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=Organisation.Language.choices)
    type = forms.ChoiceField(label=pgettext_lazy("document", "Type"), choices=PolicyType.choices)
    owner = PickField("people", label=_("Owner"), required=False)
    unit = PickField("units", label=_("Unit"), required=False)
    everybody = forms.BooleanField(label=_("They are for everybody"), required=False)

"""What is answered in the portal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from holger.suppliers.rules.questions import NOT_APPLICABLE
from holger.suppliers.services import Said
from holger.ui.forms import Form


class ColleagueForm(Form):
    name = forms.CharField(label=_("Your colleague’s name"), max_length=200)
    email = forms.EmailField(label=_("Your colleague’s e-mail"), max_length=254)


class SubmitForm(Form):
    name = forms.CharField(label=_("Your name"), max_length=200)
    title = forms.CharField(label=_("Your title"), max_length=200)


def said_in(
    request: HttpRequest, page: Any, *, quiet: bool = False
) -> tuple[dict[str, Said], dict[str, Sequence[UploadedFile]]]:
    """What was sent for the questions on the page; others are not looked at. A question that was not sent stays as it is.

    ``quiet``: without the files, which are sent when somebody presses the button.
    """
    said: dict[str, Said] = {}
    files: dict[str, Sequence[UploadedFile]] = {}
    for row in page.rows:
        key = row.key
        if f"comment-{key}" in request.POST:
            said[key] = _said(request, row)
        if not quiet and (brought := request.FILES.getlist(f"files-{key}")):
            files[key] = brought
    return said, files


def said_from_sheet(request: HttpRequest, known: Mapping[str, Any]) -> dict[str, Said]:
    """The answers of a sheet as the page that showed them sends them on; of questions that there are."""
    return {
        key: Said(_plain(request.POST.get(f"value-{key}", "")), _plain(request.POST.get(f"comment-{key}", "")))
        for key in known
        if f"value-{key}" in request.POST
    }


def _said(request: HttpRequest, row: Any) -> Said:
    value, comment = (_plain(request.POST.get(f"{part}-{row.key}", "")) for part in ("value", "comment"))
    if f"na-{row.key}" in request.POST:
        value = NOT_APPLICABLE
    same = f"same-{row.key}" in request.POST and row.before is not None
    if same and not value:
        value, comment = row.before.value, comment or row.before.comment
    return Said(value, comment, unchanged=same and value == row.before.value)


def _plain(text: str) -> str:
    """Browsers send two characters for each new line, and count one."""
    return text.replace("\r\n", "\n").strip()

"""A register as a file to download: what the actor sees, in the reader's language."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.utils.text import slugify
from django.utils.translation import get_language, gettext

from holger.core import dates
from holger.core.actor import Actor
from holger.exchange import writing
from holger.exchange.fields import Existing, Ready
from holger.exchange.planning import own_options
from holger.exchange.registers import Register, make_ready, register_for
from holger.history import services as history

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_response(request: HttpRequest, kind: str, rows: QuerySet[Any] | None, form: str) -> FileResponse:
    """The rows of a list page (or, with None, all that the actor sees) as ``csv`` or ``xlsx``."""
    register = register_for(kind)
    request.actor.require(register.view)
    if form not in TYPES:
        raise Http404
    name = f"{slugify(str(register.title)) or kind}-{dates.today(request.organisation.zone).isoformat()}.{form}"
    return _download(export_file(request.actor, register, form, rows), name, form)


def template_response(request: HttpRequest, kind: str) -> FileResponse:
    """An empty file with the headings and what may stand below them."""
    register = register_for(kind)
    name = f"{slugify(str(register.title)) or kind}-{slugify(gettext('template'))}.xlsx"
    out = _file()
    ready = make_ready(register, request.actor)
    writing.write_xlsx(out, ready, (), title=str(register.title), words=_words())
    out.seek(0)
    return _download(out, name, "xlsx")


def export_file(actor: Actor, register: Register, form: str, rows: QuerySet[Any] | None = None) -> IO[bytes]:
    """The open file, at its beginning."""
    actor.require(register.view)
    history.exported(actor=actor, kind=register.kind, form=form)
    ready = make_ready(register, actor)
    existing: Iterable[Existing] = register.rows(actor) if rows is None else register.rows(actor, rows)
    if any(field.within for field in register.fields):
        existing = list(existing)
        ready = _pointing_within(ready, existing if rows is None else list(register.rows(actor)))
    values = (entry.values for entry in existing)
    out = _file()
    if form == "csv":
        delimiter = ";" if (get_language() or "").startswith("da") else ","
        writing.write_csv(out, ready, values, delimiter=delimiter, words=_words())
    else:
        writing.write_xlsx(out, ready, values, title=str(register.title), words=_words())
    out.seek(0)
    return out


def _pointing_within(ready: Ready, everything: Sequence[Existing]) -> Ready:
    """The register's own objects as options of the fields that point to them."""
    options = tuple(own_options(everything, ready))
    fields = tuple(replace(f, options=options) if f.field.within else f for f in ready.fields)
    return replace(ready, fields=fields)


def _file() -> IO[bytes]:
    """A file on disk without a name, gone when the answer that sends it is closed."""
    return tempfile.TemporaryFile()


def _words() -> dict[str, str]:
    return {"yes": gettext("Yes"), "no": gettext("No"), "choices": gettext("Choices")}


def _download(out: IO[bytes], name: str, form: str) -> FileResponse:
    response = FileResponse(out, as_attachment=True, filename=name, content_type=TYPES[form])
    response["Cache-Control"] = "no-store"
    return response

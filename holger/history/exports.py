"""The trail as a file: CSV and Excel to read, JSON lines to check with nothing but SHA-256."""

import csv
import json
from collections.abc import Collection, Iterable, Iterator
from io import StringIO
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from holger.core.actor import Actor
from holger.history import selectors, verification
from holger.history.models import Chain, Checkpoint, Event

NAMES = {"csv": "CSV", "xlsx": "Excel", "jsonl": "JSON"}
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


def heads() -> list[str]:
    return ["#", _("When (UTC)"), _("Who"), _("Through"), _("What"), _("Kind"), _("Object"), _("Changes"), _("Reason")]


def rows(actor: Actor, events: Iterable[Event]) -> Iterator[list[Any]]:
    """One row per entry, in the reader's language."""
    for batch in _batches(events):
        for line in selectors.tell(actor, batch):
            event = line.event
            changes = "; ".join(
                f"{c.label}: {c.after}" if c.fact else f"{c.label}: {c.before or '–'} → {c.after or '–'}"
                for c in line.changes
            )
            when = event.at.strftime("%Y-%m-%d %H:%M:%S")
            yield [
                event.seq,
                when,
                event.who,
                line.through,
                line.verb,
                line.kind,
                event.subject_label,
                changes,
                event.reason,
            ]


def as_csv(actor: Actor, events: Iterable[Event]) -> Iterator[str]:
    yield "\ufeff" + _csv_line(heads())
    for row in rows(actor, events):
        yield _csv_line([safe(cell) for cell in row])


def as_jsonl(events: QuerySet[Event]) -> Iterator[str]:
    """Everything there is of each entry, the oldest first."""
    for event in events.order_by("seq").iterator(chunk_size=500):
        yield json.dumps(event.kept(), ensure_ascii=False) + "\n"


def whole_chain(organisation_id: UUID, hidden: Collection[int] = ()) -> Iterator[str]:
    """All entries and, each after the last entry that it covers, all checkpoints: what it takes to check the chain
    without holger. Where entries were let go of, the checkpoint before them comes first. Of entries whose numbers are
    ``hidden`` there are the hashes alone."""
    checkpoints = Checkpoint.objects.filter(organisation_id=organisation_id).order_by("number")
    start = Chain.objects.filter(organisation_id=organisation_id).values_list("start", flat=True).first() or 0
    waiting = checkpoints.filter(size__gte=start).iterator()
    checkpoint = next(waiting, None)
    events = Event.objects.filter(organisation_id=organisation_id).order_by("seq")
    if checkpoint and start and checkpoint.size == start:
        yield verification.exported(checkpoint) + "\n"
        checkpoint = next(waiting, None)
    for event in events.iterator(chunk_size=500):
        yield json.dumps(event.withheld() if event.seq in hidden else event.kept(), ensure_ascii=False) + "\n"
        while checkpoint and checkpoint.size <= event.seq:
            yield verification.exported(checkpoint) + "\n"
            checkpoint = next(waiting, None)


def as_xlsx(actor: Actor, events: Iterable[Event]) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115  (the response closes it when it has been sent)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_("History")[:31])
        bold = book.add_format({"bold": True})
        for column, head in enumerate(heads()):
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(rows(actor, events), start=1):
            sheet.write_number(number, 0, row[0])
            for column, cell in enumerate(row[1:], start=1):
                sheet.write_string(number, column, str(cell)[:32_000])
        sheet.freeze_panes(1, 0)
    file.seek(0)
    return file


def safe(cell: Any) -> Any:
    """A spreadsheet program must not take text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _csv_line(cells: Iterable[Any]) -> str:
    line = StringIO()
    csv.writer(line, delimiter=";").writerow(cells)
    return line.getvalue()


def _batches(events: Iterable[Event], size: int = 500) -> Iterator[list[Event]]:
    batch: list[Event] = []
    for event in events:
        batch.append(event)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch

"""Bringing a file in: read, map, correct, apply, undo."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.errors import NotFound, RuleBroken
from holger.core.via import with_file
from holger.core.words import N_
from holger.exchange import matching, selectors
from holger.exchange.fields import New, Ready
from holger.exchange.headings import guess_header
from holger.exchange.models import DRAFTS_LIVE, REPORTS_LIVE, ImportRun, Report, SavedMapping
from holger.exchange.normal import heading
from holger.exchange.papers.keeping import kept, taken_out
from holger.exchange.papers.paper import Paper
from holger.exchange.papers.setting import file_name, paper_file
from holger.exchange.permissions import REPORT
from holger.exchange.planning import Fixes, Plan, make_plan
from holger.exchange.reading import Sheet, dump, read_workbook
from holger.exchange.registers import Register, make_ready
from holger.history import services as history

WHY_NOT_UNDO = {
    "not_applied": N_("This import is not in force."),
    "not_last": N_("A later import stands on top of this one. Undo that first."),
    "too_old": N_("An import can be undone for 30 days."),
}


def run_start(
    *, actor: Actor, kind: str, content: bytes, filename: str, sheet: str | None = None, header_row: int | None = None
) -> ImportRun:
    """Read a file and guess what is in it. Raises ``Unreadable`` for one that cannot be read; nothing is imported.

    The reading comes before the transaction: nobody else waits to write while a file takes its time.
    """
    register = selectors.register_to_import(actor, kind)
    workbook = read_workbook(content, filename)
    chosen = _sheet_of(workbook, sheet) if sheet else _likeliest(workbook, make_ready(register, actor))
    run = ImportRun(
        organisation_id=actor.organisation_id,
        kind=kind,
        filename=filename[-200:] or "file",
        content=dump(workbook),
        sheet=chosen.name,
        by_id=actor.person_id,
        by_label=actor.label[:200],
    )
    _guess(run, chosen, register, actor, header_row)
    with transaction.atomic():
        _clear_drafts(actor)
        run.full_clean()
        run.save()
    return run


def _clear_drafts(actor: Actor) -> None:
    """Forget files that nobody came back to."""
    old = ImportRun.objects.filter(
        organisation_id=actor.organisation_id,
        status=ImportRun.Status.DRAFT,
        created_at__lt=dates.now() - DRAFTS_LIVE,
    )
    old.delete()


def _sheet_of(workbook: Any, name: str | None) -> Sheet:
    try:
        found: Sheet = workbook.sheet(name)
    except KeyError:
        names = ", ".join(f"“{sheet.name}”" for sheet in workbook.sheets[:10])
        raise RuleBroken(N_("There is no such sheet. The file has: %(names)s."), "sheet", {"names": names}) from None
    return found


def _likeliest(workbook: Any, ready: Ready) -> Sheet:
    """The visible sheet whose headings the register knows best; among equals the one with most cells."""
    known = matching.known_headings(ready)

    def told(sheet: Sheet) -> int:
        cells = sheet.rows[guess_header(sheet.rows, known)] if sheet.rows else ()
        return sum(isinstance(cell, str) and heading(cell) in known for cell in cells)

    found: Sheet = max(workbook.sheets, key=lambda s: (not s.hidden, told(s), sum(map(len, s.rows[:2000]))))
    return found


def _guess(run: ImportRun, sheet: Sheet, register: Register, actor: Actor, header_row: int | None) -> None:
    """Find the headings and what the columns are, with the last mapping of such a file if there is one."""
    ready = make_ready(register, actor)
    if header_row is None:
        header_row = sheet.numbers[guess_header(sheet.rows, matching.known_headings(ready))]
    run.header_row = header_row
    headings, _numbers, rows = run.divided(sheet)
    guesses = matching.guess_columns(headings, rows, ready)
    run.mapping = {str(column): name for column, name in matching.mapping_of(guesses).items()}
    run.mapped_by_hand = False


@transaction.atomic
def run_turn(*, actor: Actor, run: ImportRun, sheet: str, header_row: int | None = None) -> ImportRun:
    """Look at another sheet, or at another row for the headings; what was decided for the old ones is forgotten."""
    register = selectors.register_to_import(actor, run.kind)
    run = _draft(actor, run)
    chosen = _sheet_of(run.workbook, sheet)
    if header_row is not None and not any(number >= header_row for number in chosen.numbers[:-1]):
        raise RuleBroken(N_("There are no rows below row %(row)s."), "header_row", {"row": header_row})
    if chosen.name != run.sheet:
        header_row = None
    run.sheet, run.fixes = chosen.name, {}
    _guess(run, chosen, register, actor, header_row)
    run.full_clean()
    run.save()
    return run


@transaction.atomic
def run_map(*, actor: Actor, run: ImportRun, mapping: Mapping[int, str]) -> ImportRun:
    """Say which column is which field; a field is filled from one column."""
    register = selectors.register_to_import(actor, run.kind)
    run = _draft(actor, run)
    known = {field.name for field in register.fields} | {combined.name for combined in register.combined}
    chosen = {column: name for column, name in mapping.items() if name in known}
    parts = {combined.name: combined.parts for combined in register.combined}
    filled: dict[str, int] = {}
    for column, name in chosen.items():
        for part in parts.get(name, (name,)):
            if filled.setdefault(part, column) != column:
                first = matching.letters(filled[part])
                raise RuleBroken(
                    N_("Column %(column)s fills a field that column %(first)s fills already."),
                    params={"column": matching.letters(column), "first": first},
                )
    run.mapping = {str(column): name for column, name in chosen.items()}
    run.mapped_by_hand = True
    run.save(update_fields=["mapping", "mapped_by_hand"])
    return run


@transaction.atomic
def run_fix(
    *,
    actor: Actor,
    run: ImportRun,
    cells: Mapping[int, Mapping[str, str]] | None = None,
    same: Mapping[str, Mapping[str, str]] | None = None,
    skip: Sequence[int] = (),
    keep: Sequence[int] = (),
) -> ImportRun:
    """Lay corrections over the file: single cells, all cells that say the same, rows to skip or to keep after all."""
    selectors.register_to_import(actor, run.kind)
    run = _draft(actor, run)
    decided = run.decided
    merged = {number: dict(sets) for number, sets in decided.cells.items()}
    for number, sets in (cells or {}).items():
        merged.setdefault(number, {}).update(sets)
    alike = {name: dict(texts) for name, texts in decided.same.items()}
    for name, texts in (same or {}).items():
        alike.setdefault(name, {}).update(texts)
    skipped = (decided.skipped | frozenset(skip)) - frozenset(keep)
    run.fixes = Fixes(merged, alike, skipped).to_json()
    run.save(update_fields=["fixes"])
    return run


def run_fix_all(*, actor: Actor, run: ImportRun, plan: Plan) -> ImportRun:
    """Take the first suggestion of every problem that has one."""
    cells: dict[int, dict[str, str]] = {}
    for problem in plan.problems:
        if problem.suggestion:
            cells.setdefault(problem.row, {}).update(problem.suggestion.sets)
    return run_fix(actor=actor, run=run, cells=cells)


def plan_of(*, actor: Actor, run: ImportRun) -> Plan:
    """The dry run: what this import would do now. Nothing is written."""
    _own(actor, run)
    register = selectors.register_to_import(actor, run.kind)
    _headings, numbers, rows = run.divided(_sheet_of(run.workbook, run.sheet))
    return make_plan(
        ready=make_ready(register, actor),
        numbers=numbers,
        rows=rows,
        mapping=run.columns,
        existing=register.rows(actor),
        fixes=run.decided,
    )


@transaction.atomic
def run_apply(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Import all rows or none. The dry run is done once more first, on what the register holds now."""
    register = selectors.register_to_import(actor, run.kind)
    run = _draft(actor, run)
    plan = plan_of(actor=actor, run=run)
    if plan.counts["problem"]:
        raise RuleBroken(N_("Correct or skip %(count)s rows first."), params={"count": plan.counts["problem"]})
    if not plan.may_apply:
        raise RuleBroken(N_("There is nothing to import: every row is as it is in the register."))
    importer = replace(actor, channel=Channel.IMPORT, via=with_file(actor.via, run.filename))
    creates, updates = _settle(importer, register, plan)
    run.payload = dict(register.write(actor=importer, creates=creates, updates=updates))
    run.counts = {name: plan.counts[name] for name in ("create", "update", "same", "skipped")}
    run.status, run.applied_at, run.content = ImportRun.Status.APPLIED, dates.now(), b""
    run.full_clean()
    run.save()
    history.record(actor=importer, action=f"{run.kind}.imported", target=run)
    return run


def _settle(actor: Actor, register: Register, plan: Plan) -> tuple[list[Any], list[Any]]:
    """The rows to write, with what is new in other registers created and known by its id."""
    made: dict[str, Mapping[str, UUID]] = {}
    makers: dict[Callable[..., Any], dict[str, None]] = {}
    fields = {field.name: field for field in register.fields}
    names = plan.new_names()
    for name, wanted in names.items():
        makers.setdefault(fields[name].make, {}).update(dict.fromkeys(wanted))  # type: ignore[arg-type]
    created = {make: make(actor=actor, names=list(wanted)) for make, wanted in makers.items()}
    made = {name: created[fields[name].make] for name in names}  # type: ignore[index]

    def known(name: str, value: Any) -> Any:
        if isinstance(value, New):
            return made[name][value.name]
        if isinstance(value, tuple):
            return tuple(dict.fromkeys(known(name, item) for item in value))
        return value

    def settled(row: Any) -> Any:
        return replace(row, values={name: known(name, value) for name, value in row.values.items()})

    return [settled(row) for row in plan.creates()], [settled(row) for row in plan.updates()]


@transaction.atomic
def run_undo(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Take the last import back: former values return, created rows go. Refused when somebody has built on it."""
    register = selectors.register_to_import(actor, run.kind)
    run = ImportRun.objects.select_for_update().get(pk=run.pk, organisation_id=actor.organisation_id)
    if reason := selectors.why_not_undo(run):
        raise RuleBroken(WHY_NOT_UNDO[reason])
    importer = replace(actor, channel=Channel.IMPORT, via=with_file(actor.via, run.filename))
    register.undo(actor=importer, payload=run.payload)
    run.status, run.undone_at, run.payload = ImportRun.Status.UNDONE, dates.now(), {}
    run.save(update_fields=["status", "undone_at", "payload"])
    history.record(actor=importer, action=f"{run.kind}.undone", target=run)
    return run


@transaction.atomic
def run_discard(*, actor: Actor, run: ImportRun) -> None:
    """Forget a file that was not imported."""
    selectors.register_to_import(actor, run.kind)
    _draft(actor, run).delete()


@transaction.atomic
def mapping_save(*, actor: Actor, run: ImportRun, title: str) -> SavedMapping:
    """Keep how this file's columns are mapped, for the next one from the same place."""
    _own(actor, run)
    selectors.register_to_import(actor, run.kind)
    headings, _numbers, _rows = run.divided(_sheet_of(run.workbook, run.sheet))
    columns = run.columns
    mapping = {heading(text): columns.get(i, "") for i, text in enumerate(headings) if isinstance(text, str)}
    saved, _new = SavedMapping.objects.update_or_create(
        organisation_id=actor.organisation_id,
        kind=run.kind,
        title=title.strip()[:80],
        defaults={"mapping": mapping, "same": dict(run.decided.same)},
    )
    return saved


@transaction.atomic
def mapping_use(*, actor: Actor, run: ImportRun, saved: SavedMapping) -> ImportRun:
    """Map this file's columns as those of an earlier one."""
    _own(actor, saved)
    run = _draft(actor, run)
    headings, _numbers, _rows = run.divided(_sheet_of(run.workbook, run.sheet))
    wanted = {i: saved.mapping.get(heading(text), "") for i, text in enumerate(headings) if isinstance(text, str)}
    once: dict[str, int] = {}
    for column, name in wanted.items():
        if name:
            once.setdefault(name, column)
    run = run_map(actor=actor, run=run, mapping={column: name for name, column in once.items()})
    return run_fix(actor=actor, run=run, same=saved.same)


def _own(actor: Actor, row: ImportRun | SavedMapping) -> None:
    """Rows of another organisation do not exist here."""
    if row.organisation_id != actor.organisation_id:
        raise NotFound


def _draft(actor: Actor, run: ImportRun) -> ImportRun:
    """The run, locked, if it is still a draft."""
    found = ImportRun.objects.select_for_update().get(pk=run.pk, organisation_id=actor.organisation_id)
    if found.status != ImportRun.Status.DRAFT:
        raise RuleBroken(N_("This file has been imported already."))
    return found


# Long reports


@transaction.atomic
def report_ask(*, actor: Actor, paper: Paper, form: str) -> Report:
    """Put a paper away for the worker to set. Whoever calls has asked for the permission to what it says."""
    actor.require(REPORT)
    return Report.objects.create(
        organisation_id=actor.organisation_id,
        form=form,
        title=paper.title[:300],
        filename=file_name(paper, form)[-200:],
        told=kept(paper),
        by_id=actor.person_id,
    )


@transaction.atomic
def report_make(*, actor: Actor, report: Report) -> Report:
    """Set it, once. ``RuleBroken`` where it does not fit in pages."""
    actor.require(REPORT)
    if report.by_id != actor.person_id:
        raise NotFound
    if not report.content:
        report.content, report.told = paper_file(taken_out(report.told), report.form), ""
        report.save(update_fields=["content", "told"])
    return report


def reports_clear(*, organisation_id: UUID) -> int:
    """Forget reports that have lain ready long enough, fetched or not; how many they were."""
    old = Report.objects.filter(organisation_id=organisation_id, asked_at__lt=dates.now() - REPORTS_LIVE)
    return old.delete()[0]

"""An import from the upload to its undoing, and how files of a kind are mapped."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import TenantModel
from holger.core.registry import registry
from holger.exchange.planning import Fixes
from holger.exchange.reading import Sheet, Workbook, load

DRAFTS_LIVE = timedelta(days=1)
"""A draft holds a copy of somebody's file; the next upload clears what nobody came back to."""

UNDO_FOR = timedelta(days=30)

REPORTS_LIVE = timedelta(days=1)
"""A long report lies ready for so long; it can be made anew."""


class ImportRun(TenantModel):
    """One file on its way into a register. The rows are kept as they were read, until the import is applied."""

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("import", "Draft")
        APPLIED = "applied", pgettext_lazy("import", "Imported")
        UNDONE = "undone", pgettext_lazy("import", "Undone")

    kind = models.CharField(max_length=40)
    filename = models.CharField(_("File"), max_length=200)
    content = models.BinaryField(default=b"", blank=True)
    sheet = models.CharField(_("Sheet"), max_length=200, blank=True)
    header_row = models.PositiveIntegerField(_("Row with headings"), default=1)
    """As the spreadsheet program counts."""
    mapping = models.JSONField(default=dict, blank=True)
    """Column (from 0, as text) → field; a column that is not there is not imported."""
    mapped_by_hand = models.BooleanField(default=False)
    fixes = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    counts = models.JSONField(default=dict, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    """What the register's undo needs."""
    by = models.ForeignKey("organisation.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_label = models.CharField(_("By"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=dates.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("page", "Import")
        indexes = [models.Index(fields=["organisation", "kind", "-created_at"], name="exchange_run_latest")]

    def __str__(self) -> str:
        return self.filename

    @property
    def register(self) -> Any:
        return registry.registers[self.kind]

    @property
    def path(self) -> str:
        return f"import/{self.kind}/{self.id}/"

    @property
    def workbook(self) -> Workbook:
        return load(bytes(self.content))

    @property
    def decided(self) -> Fixes:
        return Fixes.from_json(self.fixes)

    @property
    def columns(self) -> dict[int, str]:
        return {int(column): name for column, name in self.mapping.items()}

    @property
    def rows(self) -> int:
        """How many there are below the headings."""
        return sum(number > self.header_row for number in self.workbook.sheet(self.sheet).numbers)

    def divided(self, sheet: Sheet) -> tuple[list[Any], list[int], list[list[Any]]]:
        """The headings of a sheet, and the numbers and cells of the rows below them."""
        begin = next((i for i, number in enumerate(sheet.numbers) if number >= self.header_row), len(sheet.rows) - 1)
        headings = list(sheet.rows[begin])
        rows = sheet.rows[begin + 1 :]
        width = max([len(headings), *map(len, rows)], default=0)
        return headings + [None] * (width - len(headings)), sheet.numbers[begin + 1 :], rows


class SavedMapping(TenantModel):
    """Which heading is which field in the files that come from one place, and what their values mean."""

    kind = models.CharField(max_length=40)
    title = models.CharField(_("Name"), max_length=80)
    mapping = models.JSONField(default=dict, blank=True)
    """Heading, normalised → field; an empty field means: do not import."""
    same = models.JSONField(default=dict, blank=True)
    """Field → text in the file → text to read instead."""
    created_at = models.DateTimeField(default=dates.now)

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "title"], name="exchange_mapping_once")]

    def __str__(self) -> str:
        return self.title


class Report(TenantModel):
    """A long report for whoever asked for it: what it says, and the file once the worker has set it in pages."""

    form = models.CharField(max_length=10)
    title = models.CharField(_("Title"), max_length=300)
    filename = models.CharField(_("File"), max_length=200)
    told = models.TextField()
    """The paper (``papers.keeping``); empty once the file is there."""
    content = models.BinaryField(default=b"", blank=True)
    by = models.ForeignKey("organisation.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=dates.now)

    class Meta:
        verbose_name = pgettext_lazy("page", "Report")
        indexes = [models.Index(fields=["organisation", "asked_at"], name="exchange_report_age")]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        return f"reports/{self.id}/"

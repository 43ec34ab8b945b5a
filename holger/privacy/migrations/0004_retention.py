import django.db.models.deletion
import holger.core.dates
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0001_initial"),
        ("organisation", "0001_initial"),
        ("privacy", "0003_dpia"),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Created"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Updated"),
                ),
                ("reference", models.CharField(editable=False, max_length=20, verbose_name="Reference")),
                ("number", models.PositiveIntegerField(default=0, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="Title")),
                ("next_review", models.DateField(blank=True, null=True, verbose_name="Next review")),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Archived")),
                ("count", models.PositiveSmallIntegerField(verbose_name="How long")),
                (
                    "time_unit",
                    models.CharField(
                        choices=[("days", "days"), ("months", "months"), ("years", "years")],
                        default="years",
                        max_length=10,
                        verbose_name="Counted in",
                    ),
                ),
                (
                    "starts_from",
                    models.CharField(
                        choices=[
                            ("collected", "From when the data was collected"),
                            ("last_used", "From when it was last used"),
                            ("ended", "From when the relation ended, such as a job or a contract"),
                            ("year_end", "From the end of the financial year"),
                            ("decided", "From when the case was closed"),
                            ("event", "From something else, which you name"),
                        ],
                        default="ended",
                        max_length=10,
                        verbose_name="Counted from",
                    ),
                ),
                ("starts_note", models.CharField(blank=True, max_length=300, verbose_name="What it counts from")),
                (
                    "basis",
                    models.CharField(
                        help_text="A law and its section, a limitation, or what you need it for.",
                        max_length=500,
                        verbose_name="Why just so long",
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("delete", "Deleted"),
                            ("anonymise", "Made anonymous"),
                            ("archive", "Handed to an archive"),
                        ],
                        default="delete",
                        max_length=10,
                        verbose_name="What is done then",
                    ),
                ),
                (
                    "how",
                    models.TextField(
                        blank=True,
                        help_text="By itself, by a job, by hand; and in backups.",
                        max_length=4000,
                        verbose_name="How it is done",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_rules",
                        to="privacy.activity",
                        verbose_name="Processing activity",
                    ),
                ),
                (
                    "information_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_rules",
                        to="assets.informationtype",
                        verbose_name="Information type",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Owner",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only where the rule is for one system. Empty: wherever the data is.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_rules",
                        to="assets.asset",
                        verbose_name="System",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "Retention rule",
                "verbose_name_plural": "Retention rules",
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        fields=["organisation", "archived_at", "number", "id"], name="privacy_retention_by_number"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="privacy_retention_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("time_unit__in", ["days", "months", "years"])),
                        name="privacy_retention_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deed__in", ["delete", "anonymise", "archive"])),
                        name="privacy_retention_deed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_from__in", ["collected", "last_used", "ended", "year_end", "decided", "event"])
                        ),
                        name="privacy_retention_starts",
                    ),
                    models.CheckConstraint(condition=models.Q(("count__gte", 1)), name="privacy_retention_count"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("activity__isnull", False),
                            ("information_type__isnull", False),
                            ("system__isnull", False),
                            _connector="OR",
                        ),
                        name="privacy_retention_about",
                    ),
                ],
            },
        ),
    ]

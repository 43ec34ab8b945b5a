import django.db.models.deletion
import holger.core.dates
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0001_initial"),
        ("privacy", "0002_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dpia",
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
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Waits for a decision"),
                            ("consulted", "The authority is asked"),
                            ("approved", "Approved"),
                            ("rejected", "Not approved"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("answers", models.JSONField(blank=True, default=dict, editable=False, verbose_name="Answers")),
                ("opinion_by", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Opinion by")),
                (
                    "opinion_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Opinion given"),
                ),
                (
                    "sent_back",
                    models.TextField(blank=True, editable=False, max_length=4000, verbose_name="Why it was sent back"),
                ),
                (
                    "consulted_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="The authority was asked on"),
                ),
                (
                    "consultation",
                    models.TextField(
                        blank=True, editable=False, max_length=10000, verbose_name="What the authority answered"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dpias",
                        to="privacy.activity",
                        verbose_name="Processing activity",
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
                "verbose_name": "Impact assessment",
                "verbose_name_plural": "Impact assessments",
                "ordering": ["-number"],
                "indexes": [
                    models.Index(
                        fields=["organisation", "archived_at", "-number", "id"], name="privacy_dpia_by_number"
                    ),
                    models.Index(fields=["organisation", "archived_at", "next_review"], name="privacy_dpia_by_review"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="privacy_dpia_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "sent", "consulted", "approved", "rejected"])),
                        name="privacy_dpia_status",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DpiaVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False)),
                ("answers", models.JSONField(default=dict, editable=False)),
                ("opinion_by", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Opinion by")),
                (
                    "consultation",
                    models.TextField(
                        blank=True, editable=False, max_length=10000, verbose_name="What the authority answered"
                    ),
                ),
                ("approved", models.BooleanField(editable=False, verbose_name="Approved")),
                ("reason", models.TextField(blank=True, editable=False, max_length=4000, verbose_name="Why")),
                ("by_name", models.CharField(editable=False, max_length=200, verbose_name="Decided by")),
                ("person_key", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "entered_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Decided"),
                ),
                (
                    "dpia",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="privacy.dpia",
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
            ],
            options={
                "verbose_name": "Version",
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("dpia", "number"), name="privacy_dpia_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Screening",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("answers", models.JSONField(default=dict, editable=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("needed", "Needed"),
                            ("consider", "To be considered"),
                            ("not_needed", "Not needed"),
                            ("undecided", "Not decided yet"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="Outcome",
                    ),
                ),
                ("needed", models.BooleanField(editable=False, verbose_name="An assessment is made")),
                ("reason", models.TextField(blank=True, editable=False, max_length=4000, verbose_name="Why")),
                ("by_name", models.CharField(editable=False, max_length=200, verbose_name="By")),
                ("person_key", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "entered_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Entered"),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screenings",
                        to="privacy.activity",
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
            ],
            options={
                "verbose_name": "Screening for an impact assessment",
                "ordering": ["entered_at", "id"],
                "indexes": [models.Index(fields=["activity", "-entered_at", "-id"], name="privacy_screening_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["needed", "consider", "not_needed", "undecided"])),
                        name="privacy_screening_outcome",
                    )
                ],
            },
        ),
    ]

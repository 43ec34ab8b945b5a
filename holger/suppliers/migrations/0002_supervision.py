import django.core.validators
import django.db.models.deletion
import holger.core.dates
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0001_initial"),
        ("suppliers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Supervision",
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
                (
                    "concept",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(6),
                        ],
                        verbose_name="Concept",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("requested", "Material asked for"),
                            ("received", "To be read and judged"),
                            ("concluded", "Concluded"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("planned_on", models.DateField(verbose_name="To be done by")),
                (
                    "plan",
                    models.TextField(
                        blank=True,
                        help_text="What you look at this time, and how: questions, report, visit.",
                        max_length=20000,
                        verbose_name="Plan",
                    ),
                ),
                (
                    "request",
                    models.TextField(blank=True, editable=False, max_length=20000, verbose_name="What was asked for"),
                ),
                ("requested_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Asked for")),
                ("answer_by", models.DateField(blank=True, editable=False, null=True, verbose_name="Answer wanted by")),
                (
                    "material",
                    models.TextField(blank=True, editable=False, max_length=20000, verbose_name="What was received"),
                ),
                ("received_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Received")),
                ("reading", models.TextField(blank=True, max_length=20000, verbose_name="Reading note")),
                (
                    "conclusion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sufficient", "Sufficient"),
                            ("remarks", "Sufficient with remarks"),
                            ("insufficient", "Insufficient"),
                        ],
                        default="",
                        editable=False,
                        max_length=12,
                        verbose_name="Conclusion",
                    ),
                ),
                ("note", models.TextField(blank=True, editable=False, max_length=20000, verbose_name="Remarks")),
                ("concluded_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Concluded")),
                (
                    "concluded_by",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="Concluded by"),
                ),
                ("next_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Next supervision")),
                (
                    "next_why",
                    models.TextField(
                        blank=True, editable=False, max_length=2000, verbose_name="Why the next one can wait"
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
                        verbose_name="Carried out by",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supervisions",
                        to="suppliers.supplier",
                        verbose_name="Supplier",
                    ),
                ),
            ],
            options={
                "verbose_name": "Supervision",
                "verbose_name_plural": "Supervisions",
                "ordering": ["-number"],
                "indexes": [
                    models.Index(fields=["organisation", "-number", "id"], name="suppliers_supervision_number"),
                    models.Index(fields=["organisation", "status", "planned_on"], name="suppliers_supervision_due"),
                    models.Index(fields=["supplier", "-concluded_on"], name="suppliers_supervision_last"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "reference"), name="suppliers_supervision_reference"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("concept__gte", 1), ("concept__lte", 6)),
                        name="suppliers_supervision_concept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["planned", "requested", "received", "concluded", "cancelled"])
                        ),
                        name="suppliers_supervision_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("concluded_on__isnull", False),
                                ("conclusion__in", ["sufficient", "remarks", "insufficient"]),
                                ("status", "concluded"),
                            ),
                            models.Q(
                                models.Q(("status", "concluded"), _negated=True),
                                ("concluded_on", None),
                                ("conclusion", ""),
                            ),
                            _connector="OR",
                        ),
                        name="suppliers_supervision_concluded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObjectiveReading",
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
                ("key", models.CharField(editable=False, max_length=10)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("covered", "Covered"), ("exception", "Exception"), ("not_covered", "Not covered")],
                        max_length=12,
                        verbose_name="Outcome",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="Note")),
                (
                    "complementary",
                    models.TextField(blank=True, max_length=4000, verbose_name="Controls that we must run ourselves"),
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
                    "supervision",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objectives",
                        to="suppliers.supervision",
                    ),
                ),
            ],
            options={
                "verbose_name": "Control objective",
                "ordering": ["key"],
                "constraints": [
                    models.UniqueConstraint(fields=("supervision", "key"), name="suppliers_objective_once"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["covered", "exception", "not_covered"])),
                        name="suppliers_objective_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
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
                ("title", models.CharField(max_length=200, verbose_name="What was found")),
                (
                    "severity",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical")],
                        default="medium",
                        max_length=10,
                        verbose_name="Severity",
                    ),
                ),
                ("action", models.TextField(blank=True, max_length=4000, verbose_name="What is done")),
                ("due", models.DateField(verbose_name="Due")),
                ("done_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Done")),
                (
                    "effect",
                    models.TextField(
                        blank=True, editable=False, max_length=4000, verbose_name="How you know that it worked"
                    ),
                ),
                ("done_by", models.CharField(blank=True, editable=False, max_length=200)),
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
                        help_text="Somebody here, also where the processor does the work.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Who sees to it",
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="suppliers.supervision",
                    ),
                ),
            ],
            options={
                "verbose_name": "Finding",
                "verbose_name_plural": "Findings",
                "ordering": ["due", "id"],
                "indexes": [
                    models.Index(fields=["supervision", "due"], name="suppliers_finding_order"),
                    models.Index(
                        condition=models.Q(("done_on", None)),
                        fields=["organisation", "due"],
                        name="suppliers_finding_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["low", "medium", "high", "critical"])),
                        name="suppliers_finding_severity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on", None), ("effect", "")),
                            models.Q(("done_on__isnull", False), models.Q(("effect", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="suppliers_finding_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnPoints",
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
                ("told", models.JSONField(blank=True, default=dict, editable=False, verbose_name="Point model")),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="Reason")),
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
                "verbose_name": "Point model",
                "constraints": [models.UniqueConstraint(fields=("organisation",), name="suppliers_points_once")],
            },
        ),
        migrations.CreateModel(
            name="ProcessorAssessment",
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
                (
                    "people",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Everybody whose data the processor holds for you. Empty: nobody knows.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(2000000000)],
                        verbose_name="How many people",
                    ),
                ),
                (
                    "special",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(2000000000)],
                        verbose_name="Kinds of special categories",
                    ),
                ),
                (
                    "protected",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(2000000000)],
                        verbose_name="Kinds of other data worthy of protection",
                    ),
                ),
                (
                    "kinds",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(2000000000)],
                        verbose_name="Special kinds of processing",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="How it was counted")),
                ("since", models.DateField(blank=True, null=True, verbose_name="Handles data for you since")),
                (
                    "used_concept",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(6),
                        ],
                        verbose_name="Concept that you use",
                    ),
                ),
                (
                    "deviation",
                    models.TextField(blank=True, max_length=4000, verbose_name="Why a lower concept is enough"),
                ),
                (
                    "agreed_concept",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="As it stands in the data processing agreement. In the Danish standard it is annex C.7.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(6),
                        ],
                        verbose_name="Concept in the agreement",
                    ),
                ),
                ("points", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Points")),
                (
                    "required_concept",
                    models.PositiveSmallIntegerField(
                        editable=False,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(6),
                        ],
                        verbose_name="Lowest allowed concept",
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(editable=False, verbose_name="Months between")),
                ("next_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Next supervision")),
                ("assessed_on", models.DateField(editable=False, verbose_name="Assessed")),
                (
                    "assessed_by",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="Assessed by"),
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
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        help_text="Plans the supervisions. Nobody chosen: the supplier’s owner, or else the data protection officers.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Who looks after it",
                    ),
                ),
                (
                    "supplier",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessment",
                        to="suppliers.supplier",
                        verbose_name="Supplier",
                    ),
                ),
            ],
            options={
                "verbose_name": "Assessment of a processor",
                "indexes": [models.Index(fields=["organisation", "next_on"], name="suppliers_assessment_next")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("used_concept__gte", 1), ("used_concept__lte", 6)),
                        name="suppliers_assessment_used",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_concept__gte", 1), ("agreed_concept__lte", 6)),
                            ("agreed_concept", None),
                            _connector="OR",
                        ),
                        name="suppliers_assessment_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("required_concept__gte", 1), ("required_concept__lte", 6)),
                        name="suppliers_assessment_required",
                    ),
                ],
            },
        ),
    ]

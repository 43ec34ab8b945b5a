import django.core.validators
import django.db.models.deletion
import holger.core.dates
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0001_initial"),
        ("privacy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SubjectRequest",
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
                            ("open", "Being handled"),
                            ("decided", "Decided, to be answered"),
                            ("closed", "Answered and closed"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("rights", models.JSONField(default=list, verbose_name="What they ask for")),
                ("received", models.DateField(help_text="The month counts from this day.", verbose_name="Received")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "E-mail"),
                            ("post", "Digital Post or letter"),
                            ("phone", "Telephone"),
                            ("person", "In person"),
                            ("form", "Form on a website"),
                            ("other", "Other way"),
                        ],
                        default="mail",
                        max_length=10,
                        verbose_name="How it came in",
                    ),
                ),
                (
                    "asker",
                    models.CharField(
                        choices=[("self", "The person it is about"), ("other", "Somebody for that person")],
                        default="self",
                        max_length=10,
                        verbose_name="Who asks",
                    ),
                ),
                (
                    "asker_name",
                    models.CharField(
                        blank=True,
                        help_text="Only as much as you need to answer. It is erased some time after the request is closed.",
                        max_length=200,
                        verbose_name="Name",
                    ),
                ),
                (
                    "asker_contact",
                    models.CharField(
                        blank=True,
                        help_text="An e-mail address, or where to send a letter.",
                        max_length=300,
                        verbose_name="Where to answer",
                    ),
                ),
                (
                    "message",
                    models.TextField(
                        blank=True,
                        help_text="Leave out what you do not need to answer.",
                        max_length=10000,
                        verbose_name="What they wrote",
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        choices=[
                            ("clear", "No doubt"),
                            ("asked", "Asked, no answer yet"),
                            ("confirmed", "Confirmed"),
                            ("failed", "Not confirmed"),
                        ],
                        default="clear",
                        editable=False,
                        max_length=10,
                        verbose_name="Who it is",
                    ),
                ),
                (
                    "identity_how",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="How you make sure"),
                ),
                (
                    "identity_asked",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="Asked who it is"),
                ),
                ("identified", models.DateField(blank=True, editable=False, null=True, verbose_name="Clear who it is")),
                ("extended", models.DateField(blank=True, editable=False, null=True, verbose_name="Told of more time")),
                (
                    "extension_reason",
                    models.TextField(
                        blank=True, editable=False, max_length=4000, verbose_name="Why more time is needed"
                    ),
                ),
                ("due", models.DateField(editable=False, verbose_name="Last day")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("met", "Met"),
                            ("partly", "Partly met"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn by the person"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="Outcome",
                    ),
                ),
                (
                    "decision",
                    models.TextField(blank=True, editable=False, max_length=10000, verbose_name="Decision and reasons"),
                ),
                ("decided_by", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Decided by")),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Decided")),
                ("answered", models.DateField(blank=True, editable=False, null=True, verbose_name="Answered")),
                (
                    "late_reason",
                    models.TextField(blank=True, editable=False, max_length=4000, verbose_name="Why it is late"),
                ),
                (
                    "keep_months",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="Months to keep who asked",
                    ),
                ),
                (
                    "kept_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="Who asked is erased on"),
                ),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Who asked was erased"),
                ),
                (
                    "activities",
                    models.ManyToManyField(
                        blank=True, related_name="requests", to="privacy.activity", verbose_name="Processing activities"
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
                "verbose_name": "Data subject request",
                "verbose_name_plural": "Data subject requests",
                "ordering": ["due", "number"],
                "indexes": [
                    models.Index(fields=["organisation", "due", "number"], name="privacy_request_by_due"),
                    models.Index(fields=["organisation", "status", "due"], name="privacy_request_by_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="privacy_request_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "decided", "closed"])), name="privacy_request_status"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("identity__in", ["clear", "asked", "confirmed", "failed"])),
                        name="privacy_request_identity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("", "met", "partly", "refused", "withdrawn"))),
                        name="privacy_request_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due__gt", models.F("received"))), name="privacy_request_due"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered__isnull", False), ("status", "closed")),
                            models.Q(models.Q(("status", "closed"), _negated=True), ("answered", None)),
                            _connector="OR",
                        ),
                        name="privacy_request_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestStep",
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
                ("key", models.CharField(blank=True, editable=False, max_length=30)),
                ("own", models.CharField(blank=True, max_length=500, verbose_name="What is to be done")),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("done_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Done")),
                ("done_by", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Done by")),
                ("skipped", models.BooleanField(default=False, editable=False, verbose_name="Does not apply")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="Note")),
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
                    "request",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="privacy.subjectrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "Step",
                "verbose_name_plural": "Checklist",
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["request", "position"], name="privacy_request_step_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), ("own", ""), _negated=True), name="privacy_request_step_says"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestLetter",
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
                ("letter", models.CharField(editable=False, max_length=30, verbose_name="Letter")),
                (
                    "language",
                    models.CharField(
                        choices=[("da", "Dansk"), ("en", "English")],
                        editable=False,
                        max_length=5,
                        verbose_name="Language",
                    ),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="Subject")),
                ("text", models.TextField(max_length=20000, verbose_name="Text")),
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
                    "request",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="privacy.subjectrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "Letter",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "letter", "language"), name="privacy_request_letter_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("what", models.CharField(blank=True, editable=False, max_length=30)),
                ("about", models.CharField(blank=True, editable=False, max_length=300)),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="What happened")),
                ("by_name", models.CharField(editable=False, max_length=200, verbose_name="By")),
                ("person_key", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "entered_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Entered"),
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
                    "request",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="privacy.subjectrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "Line",
                "verbose_name_plural": "Log",
                "ordering": ["entered_at", "id"],
                "indexes": [models.Index(fields=["request", "entered_at", "id"], name="privacy_request_entry_order")],
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
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
                ("subject_type", models.CharField(blank=True, editable=False, max_length=100)),
                ("subject_id", models.UUIDField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=200, verbose_name="Where")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("open", "To be asked"),
                            ("asked", "Asked"),
                            ("data", "Data found"),
                            ("nothing", "No data"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="Result",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="Note")),
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
                    "request",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inquiries",
                        to="privacy.subjectrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "Place to search",
                "verbose_name_plural": "Places to search",
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["open", "asked", "data", "nothing"])),
                        name="privacy_inquiry_result",
                    ),
                    models.UniqueConstraint(
                        fields=("request", "name"),
                        name="privacy_inquiry_once",
                        violation_error_message="It is there already.",
                    ),
                ],
            },
        ),
    ]

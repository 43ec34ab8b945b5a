import django.core.validators
import django.db.models.deletion
import holger.core.dates
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0002_reading"),
        ("organisation", "0001_initial"),
        ("suppliers", "0002_supervision"),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
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
                ("template", models.CharField(blank=True, default="", editable=False, max_length=60)),
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
                "verbose_name": "Questionnaire",
                "verbose_name_plural": "Questionnaires",
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        fields=["organisation", "archived_at", "number", "id"], name="suppliers_questionnaire_number"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "reference"), name="suppliers_questionnaire_reference"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionnaireVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="Version")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                ("digest", models.CharField(blank=True, default="", max_length=64, verbose_name="SHA-256")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="Published")),
                ("published_by", models.CharField(blank=True, default="", max_length=200, verbose_name="Published by")),
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
                    "questionnaire",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="suppliers.questionnaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "Version",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("questionnaire", "number"), name="suppliers_version_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("questionnaire",),
                        name="suppliers_version_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published"])), name="suppliers_version_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"),
                            models.Q(models.Q(("digest", ""), _negated=True), ("published_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="suppliers_version_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sending",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Waits for the supplier"),
                            ("submitted", "Answered"),
                            ("concluded", "Concluded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="sent",
                        editable=False,
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("contact", models.CharField(max_length=200, verbose_name="To")),
                ("email", models.EmailField(max_length=254, verbose_name="E-mail")),
                (
                    "language",
                    models.CharField(
                        choices=[("da", "Dansk"), ("en", "English")],
                        default="da",
                        max_length=2,
                        verbose_name="Language",
                    ),
                ),
                ("message", models.TextField(blank=True, default="", max_length=2000, verbose_name="Message")),
                (
                    "criticality",
                    models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="Criticality"),
                ),
                ("sent_on", models.DateField(editable=False, verbose_name="Sent")),
                ("due", models.DateField(verbose_name="Wanted by")),
                (
                    "points",
                    models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="Points"),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Progress")),
                (
                    "knock_outs",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Stop the approval"),
                ),
                ("to_judge", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="To be judged")),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Handed in")),
                (
                    "submitted_by",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=200, verbose_name="Handed in by"
                    ),
                ),
                (
                    "submitted_title",
                    models.CharField(blank=True, default="", editable=False, max_length=200, verbose_name="Title"),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("good", "Approved"), ("remarks", "Approved with remarks"), ("bad", "Not approved")],
                        default="",
                        editable=False,
                        max_length=10,
                        verbose_name="Conclusion",
                    ),
                ),
                (
                    "conclusion",
                    models.TextField(blank=True, default="", editable=False, max_length=4000, verbose_name="Why"),
                ),
                ("concluded_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Concluded")),
                (
                    "concluded_by",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=200, verbose_name="Concluded by"
                    ),
                ),
                ("reminded", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Reminders")),
                ("reminded_by_itself", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="suppliers.sending",
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
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="suppliers.supplier",
                        verbose_name="Supplier",
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
                (
                    "version_sent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sendings",
                        to="suppliers.questionnaireversion",
                        verbose_name="Version",
                    ),
                ),
            ],
            options={
                "verbose_name": "Sent questionnaire",
                "verbose_name_plural": "Sent questionnaires",
                "ordering": ["-number"],
                "indexes": [
                    models.Index(
                        fields=["organisation", "archived_at", "-number", "id"], name="suppliers_sending_number"
                    ),
                    models.Index(fields=["organisation", "state", "due", "id"], name="suppliers_sending_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="suppliers_sending_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["sent", "submitted", "concluded", "withdrawn"])),
                        name="suppliers_sending_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["", "good", "remarks", "bad"])),
                        name="suppliers_sending_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "concluded"), _negated=True),
                            models.Q(("verdict", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="suppliers_sending_concluded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("sent", "withdrawn")), ("submitted_at__isnull", False), _connector="OR"
                        ),
                        name="suppliers_sending_submitted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(max_length=60)),
                ("state", models.CharField(default="open", max_length=10)),
                ("value", models.TextField(blank=True, default="", max_length=10000)),
                ("comment", models.TextField(blank=True, default="", max_length=10000)),
                ("unchanged", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField(default=holger.core.dates.now)),
                ("saved_by", models.CharField(blank=True, default="", max_length=200)),
                (
                    "judged",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="Points",
                    ),
                ),
                ("judgement", models.TextField(blank=True, default="", max_length=4000, verbose_name="Judgement")),
                ("judged_by", models.CharField(blank=True, default="", max_length=200)),
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
                    "sending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="suppliers.sending"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sending", "question"), name="suppliers_answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "handed_in"))), name="suppliers_answer_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("judged__isnull", True), ("judged__lte", 100), _connector="OR"),
                        name="suppliers_answer_points",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(max_length=60)),
                ("brought_by", models.CharField(blank=True, default="", max_length=200)),
                ("created_at", models.DateTimeField(default=holger.core.dates.now)),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="evidence.evidence"
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
                    "sending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="suppliers.sending"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sending", "question", "evidence"), name="suppliers_attachment_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerFinding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(blank=True, default="", max_length=60)),
                ("text", models.TextField(max_length=4000, verbose_name="What is wrong")),
                (
                    "ours",
                    models.BooleanField(
                        default=False,
                        help_text="Else the supplier is told of it by mail, and replies.",
                        verbose_name="You do something about it yourselves",
                    ),
                ),
                ("due", models.DateField(blank=True, null=True, verbose_name="Due")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("replied", "The supplier has replied"), ("closed", "Closed")],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("task_id", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "reply",
                    models.TextField(blank=True, default="", editable=False, max_length=10000, verbose_name="Reply"),
                ),
                ("replied_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("replied_by", models.CharField(blank=True, default="", editable=False, max_length=200)),
                (
                    "closed_note",
                    models.TextField(
                        blank=True, default="", editable=False, max_length=4000, verbose_name="How it ended"
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("closed_by", models.CharField(blank=True, default="", editable=False, max_length=200)),
                ("created_at", models.DateTimeField(default=holger.core.dates.now, editable=False)),
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
                    "sending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="suppliers.sending"
                    ),
                ),
            ],
            options={
                "verbose_name": "Finding",
                "ordering": ["created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "replied", "closed"))),
                        name="suppliers_answerfinding_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PortalLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                ("email", models.EmailField(max_length=254, verbose_name="E-mail")),
                (
                    "language",
                    models.CharField(
                        choices=[("da", "Dansk"), ("en", "English")],
                        default="da",
                        max_length=2,
                        verbose_name="Language",
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("invited_by", models.CharField(blank=True, default="", max_length=200)),
                ("created_at", models.DateTimeField(default=holger.core.dates.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
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
                    "sending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="suppliers.sending"
                    ),
                ),
            ],
            options={
                "verbose_name": "Link",
                "ordering": ["created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PortalVisit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=holger.core.dates.now)),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="suppliers.portallink"
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
                "ordering": ["created_at", "id"],
            },
        ),
    ]

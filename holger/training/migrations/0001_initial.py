import django.core.validators
import django.db.models.deletion
import holger.core.dates
import holger.core.models
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audience", "0001_initial"),
        ("frameworks", "0002_draft"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
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
                ("title_da", models.CharField(blank=True, max_length=200, verbose_name="Title in Danish")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="Title in English")),
                (
                    "summary_da",
                    models.TextField(blank=True, max_length=2000, verbose_name="What it is about, in Danish"),
                ),
                (
                    "summary_en",
                    models.TextField(blank=True, max_length=2000, verbose_name="What it is about, in English"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("archived", "Archived")],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="Status",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="Takes about, in minutes",
                    ),
                ),
                (
                    "pass_percent",
                    models.PositiveSmallIntegerField(
                        default=80,
                        help_text="So many of the answers must be right.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="Passed with, in per cent",
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=3,
                        help_text="Empty: no limit.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(50),
                        ],
                        verbose_name="Attempts",
                    ),
                ),
                (
                    "draw",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Drawn from all the questions, so that no two attempts are alike. Empty: all of them.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="Questions in each attempt",
                    ),
                ),
                (
                    "repeat_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=12,
                        help_text="After that it comes again. Empty: it is taken once.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="Holds for, in months",
                    ),
                ),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(730),
                        ],
                        verbose_name="Days to take it in",
                    ),
                ),
                (
                    "onboarding",
                    models.BooleanField(
                        default=False,
                        help_text="Given on the first day to those it is for.",
                        verbose_name="Part of the starter pack",
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Edition")),
                ("changed", models.BooleanField(default=False, editable=False)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Published")),
                (
                    "given_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="Given to its audience since"
                    ),
                ),
                ("template", models.CharField(blank=True, editable=False, max_length=60)),
                ("template_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "audience",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="course",
                        to="audience.audience",
                        verbose_name="Whom it is for",
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
                "verbose_name": "Course",
                "verbose_name_plural": "Courses",
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["organisation", "number", "id"], name="training_course_by_number"),
                    models.Index(fields=["organisation", "template"], name="training_course_by_template"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="training_course_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "published", "archived"])),
                        name="training_course_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title_da", ""), ("title_en", ""), _negated=True),
                        name="training_course_has_title",
                        violation_error_message="Give it a title in at least one language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True), ("edition__gt", 0), _connector="OR"
                        ),
                        name="training_course_published_has_edition",
                    ),
                ],
            },
            bases=(holger.core.models.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name="CourseLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="training.course"
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
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="course_links",
                        to="frameworks.requirement",
                    ),
                ),
            ],
            options={
                "verbose_name": "Requirement",
                "constraints": [models.UniqueConstraint(fields=("course", "requirement"), name="training_link_once")],
            },
        ),
        migrations.CreateModel(
            name="CoursePage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("title_da", models.CharField(blank=True, max_length=200, verbose_name="Title in Danish")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="Title in English")),
                ("text_da", models.TextField(blank=True, max_length=40000, verbose_name="Text in Danish")),
                ("text_en", models.TextField(blank=True, max_length=40000, verbose_name="Text in English")),
                (
                    "video",
                    models.URLField(
                        blank=True,
                        help_text="An address that begins with https://. It opens in a window of its own.",
                        max_length=500,
                        verbose_name="Link to a video",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pages",
                        to="training.course",
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
                "verbose_name": "Page",
                "ordering": ["place", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title_da", ""), ("title_en", ""), _negated=True),
                        name="training_page_has_title",
                        violation_error_message="Give it a title in at least one language.",
                    )
                ],
            },
            bases=(holger.core.models.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("published_at", models.DateTimeField(default=holger.core.dates.now)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="training.course"
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
                "verbose_name": "Edition",
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("course", "number"), name="training_edition_number")],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
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
                    "why",
                    models.CharField(
                        choices=[
                            ("audience", "In its audience"),
                            ("newcomer", "New here"),
                            ("again", "It comes again"),
                            ("hand", "Asked by name"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="Why",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be taken"),
                            ("passed", "Passed"),
                            ("failed", "No attempts left"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("current", models.BooleanField(default=True, editable=False)),
                (
                    "assigned_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Given"),
                ),
                ("assigned_by", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Given by")),
                ("due", models.DateField(blank=True, null=True, verbose_name="To be taken by")),
                ("extra", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Further attempts")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Ended")),
                ("passed_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Passed on")),
                ("valid_until", models.DateField(blank=True, editable=False, null=True, verbose_name="Holds until")),
                ("number", models.PositiveIntegerField(editable=False, null=True, verbose_name="Certificate")),
                (
                    "course",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="training.course",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="training.edition",
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
                    "person",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Enrolment",
                "verbose_name_plural": "Enrolments",
                "ordering": ["-assigned_at", "-id"],
                "indexes": [
                    models.Index(fields=["organisation", "state", "due"], name="training_enrolment_by_state"),
                    models.Index(fields=["person", "course"], name="training_enrolment_by_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("course", "person"),
                        name="training_one_current_enrolment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "passed", "failed", "withdrawn"])),
                        name="training_enrolment_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "passed"), _negated=True),
                            models.Q(("number__isnull", False), ("passed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="training_passed_has_certificate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("begun", "Begun"), ("submitted", "Answered")], default="begun", max_length=10
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("seed", models.PositiveBigIntegerField()),
                ("drawn", models.JSONField(default=list)),
                ("answers", models.JSONField(default=dict)),
                ("right", models.PositiveSmallIntegerField(default=0)),
                ("total", models.PositiveSmallIntegerField(default=0)),
                ("passed", models.BooleanField(default=False)),
                ("begun_at", models.DateTimeField(default=holger.core.dates.now)),
                ("submitted_at", models.DateTimeField(null=True)),
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
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="training.edition"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tries", to="training.enrolment"
                    ),
                ),
            ],
            options={
                "verbose_name": "Attempt",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "number"), name="training_attempt_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "begun")),
                        fields=("enrolment",),
                        name="training_one_attempt_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "One answer is right"),
                            ("multiple", "Several answers are right"),
                            ("order", "To be put in order"),
                        ],
                        default="single",
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("text_da", models.TextField(blank=True, max_length=2000, verbose_name="Question in Danish")),
                ("text_en", models.TextField(blank=True, max_length=2000, verbose_name="Question in English")),
                ("explanation_da", models.TextField(blank=True, max_length=2000, verbose_name="Explanation in Danish")),
                (
                    "explanation_en",
                    models.TextField(blank=True, max_length=2000, verbose_name="Explanation in English"),
                ),
                ("options", models.JSONField(default=list, verbose_name="Answers")),
                (
                    "course",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="training.course",
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
                "verbose_name": "Question",
                "ordering": ["place", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["single", "multiple", "order"])), name="training_question_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text_da", ""), ("text_en", ""), _negated=True),
                        name="training_question_has_text",
                        violation_error_message="Write the question in at least one language.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
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
                ("on", models.DateField(verbose_name="Day")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="Begins at")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="Place")),
                ("trainer", models.CharField(blank=True, max_length=200, verbose_name="Trainer")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="Note")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="training.course",
                        verbose_name="Course",
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
                "verbose_name": "Class",
                "verbose_name_plural": "Classes",
                "ordering": ["-on", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="training_session_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["planned", "held", "cancelled"])),
                        name="training_session_status",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="enrolment",
            name="session",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="training.session",
            ),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("came", models.BooleanField(null=True)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="training.session"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("session", "person"), name="training_attendance_once")],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(max_length=40)),
                ("asked", models.PositiveIntegerField(default=0)),
                ("wrong", models.PositiveIntegerField(default=0)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tallies", to="training.edition"
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
                "constraints": [models.UniqueConstraint(fields=("edition", "question"), name="training_tally_once")],
            },
        ),
    ]

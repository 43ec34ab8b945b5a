import django.core.validators
import django.db.models.deletion
import holger.core.dates
import holger.core.models
import holger.incidents.models.law
import holger.incidents.models.told
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("evidence", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
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
                ("party", models.CharField(max_length=200, verbose_name="Whom to tell")),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="Within",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("hours", "hours"), ("days", "days")],
                        default="hours",
                        max_length=5,
                        verbose_name="Counted in",
                    ),
                ),
                (
                    "start",
                    models.CharField(
                        choices=[("aware", "When you become aware of it"), ("first_sign", "At the first sign")],
                        default="aware",
                        max_length=10,
                        verbose_name="Counted from",
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=300, verbose_name="How to reach them")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="What the contract says")),
                ("active", models.BooleanField(default=True, verbose_name="In force")),
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
                "verbose_name": "Agreed deadline",
                "verbose_name_plural": "Agreed deadlines",
                "ordering": ["party", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ("hours", "days"))), name="incidents_agreement_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("start__in", ("aware", "first_sign"))), name="incidents_agreement_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1), ("count__lte", 1000)), name="incidents_agreement_count"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseSettings",
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
                    "allow_anonymous",
                    models.BooleanField(
                        default=True,
                        help_text="Nobody can then see who told it, not even in the history, and nobody can ask them more.",
                        verbose_name="People may report without their name",
                    ),
                ),
                (
                    "telephone",
                    models.CharField(
                        blank=True,
                        help_text="Is shown beside the form and after a report.",
                        max_length=60,
                        verbose_name="Telephone in an emergency",
                    ),
                ),
                ("method", models.CharField(default="standard", max_length=40, verbose_name="Method")),
                ("own", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "intake",
                    models.ManyToManyField(
                        blank=True,
                        help_text="They are told of each report at once. Nobody chosen: the security officers here.",
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Who takes reports in",
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
                "verbose_name": "How incidents are handled",
                "constraints": [models.UniqueConstraint(fields=("organisation",), name="incidents_settings_once")],
            },
        ),
        migrations.CreateModel(
            name="Incident",
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
                            ("reported", "Reported"),
                            ("open", "Being handled"),
                            ("contained", "Contained, being recovered"),
                            ("recovered", "Recovered, being evaluated"),
                            ("closed", "Closed"),
                            ("rejected", "Not an incident"),
                            ("merged", "Joined with another"),
                        ],
                        default="reported",
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("description", models.TextField(blank=True, max_length=20000, verbose_name="What happened?")),
                ("category", models.CharField(blank=True, max_length=40, verbose_name="Category")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("form", "Report form"),
                            ("phone", "By telephone"),
                            ("mail", "By e-mail"),
                            ("monitoring", "Monitoring"),
                            ("supplier", "From a supplier"),
                            ("authority", "From an authority"),
                            ("other", "Other way"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="How it came in",
                    ),
                ),
                ("doubt", models.BooleanField(default=False, verbose_name="Reported in doubt")),
                ("anonymous", models.BooleanField(default=False, editable=False, verbose_name="Reported anonymously")),
                (
                    "reported_by",
                    models.CharField(
                        blank=True,
                        help_text="A name, where whoever told it has no account here.",
                        max_length=200,
                        verbose_name="Reported by somebody outside",
                    ),
                ),
                ("detected_at", models.DateTimeField(default=holger.core.dates.now, verbose_name="Detected")),
                ("occurred_from", models.DateTimeField(blank=True, null=True, verbose_name="Began")),
                ("occurred_to", models.DateTimeField(blank=True, null=True, verbose_name="Ended")),
                ("estimated", models.BooleanField(default=False, verbose_name="The times are estimates")),
                ("taken_on_at", models.DateTimeField(editable=False, null=True, verbose_name="Taken on")),
                ("contained_at", models.DateTimeField(editable=False, null=True, verbose_name="Contained")),
                ("recovered_at", models.DateTimeField(editable=False, null=True, verbose_name="Recovered")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="Closed")),
                ("impact", models.CharField(blank=True, max_length=40, verbose_name="Impact")),
                ("urgency", models.CharField(blank=True, max_length=40, verbose_name="Urgency")),
                ("severity", models.CharField(blank=True, editable=False, max_length=40, verbose_name="Severity")),
                ("severity_rank", models.SmallIntegerField(default=-1, editable=False)),
                ("hits_confidentiality", models.BooleanField(default=False, verbose_name="Confidentiality")),
                ("hits_integrity", models.BooleanField(default=False, verbose_name="Integrity")),
                ("hits_availability", models.BooleanField(default=False, verbose_name="Availability")),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("human", "Human mistake"),
                            ("technical", "Technical fault"),
                            ("malicious", "Malicious act"),
                            ("natural", "Nature and surroundings"),
                            ("supplier", "At a supplier"),
                        ],
                        max_length=10,
                        verbose_name="Cause",
                    ),
                ),
                (
                    "malicious",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet")],
                        default="unknown",
                        max_length=10,
                        verbose_name="Do you suspect something unlawful or malicious?",
                    ),
                ),
                (
                    "cross_border",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet")],
                        default="unknown",
                        max_length=10,
                        verbose_name="Can it hit other countries?",
                    ),
                ),
                ("countries", models.JSONField(blank=True, default=list, verbose_name="Countries affected")),
                (
                    "people_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="People whose data are affected, roughly"
                    ),
                ),
                (
                    "record_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Records affected, roughly"),
                ),
                (
                    "users_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Users affected, roughly"),
                ),
                (
                    "customers_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Customers affected, roughly"),
                ),
                (
                    "outage_minutes",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="Minutes without the service"),
                ),
                (
                    "loss",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="In the organisation’s currency, without what is still to come.",
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="Loss, roughly",
                    ),
                ),
                ("containment", models.TextField(blank=True, max_length=20000, verbose_name="How it was contained")),
                ("recovery", models.TextField(blank=True, max_length=20000, verbose_name="How it was recovered")),
                (
                    "restricted",
                    models.BooleanField(default=False, editable=False, verbose_name="Only those who need to know"),
                ),
                ("drill", models.BooleanField(default=False, editable=False, verbose_name="Exercise")),
                ("exercise", models.CharField(blank=True, editable=False, max_length=60)),
                ("playbook", models.CharField(blank=True, editable=False, max_length=60, verbose_name="Playbook")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="incidents.incident",
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
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Reported by",
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parted",
                        to="incidents.incident",
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
                "verbose_name": "Incident",
                "verbose_name_plural": "Incidents",
                "ordering": ["-detected_at", "-number"],
                "indexes": [
                    models.Index(fields=["organisation", "-detected_at", "-number"], name="incidents_by_time"),
                    models.Index(fields=["organisation", "status", "-detected_at"], name="incidents_by_status"),
                    models.Index(
                        fields=["organisation", "-severity_rank", "-detected_at"], name="incidents_by_severity"
                    ),
                    models.Index(
                        condition=models.Q(("restricted", True)), fields=["organisation"], name="incidents_restricted"
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="incidents_merged_into",
                    ),
                    models.Index(
                        condition=models.Q(("split_from__isnull", False)),
                        fields=["split_from"],
                        name="incidents_split_from",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="incidents_incident_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["reported", "open", "contained", "recovered", "closed", "rejected", "merged"],
                            )
                        ),
                        name="incidents_incident_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ["form", "phone", "mail", "monitoring", "supplier", "authority", "other"])
                        ),
                        name="incidents_incident_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cause__in", ("", "human", "technical", "malicious", "natural", "supplier"))
                        ),
                        name="incidents_incident_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("occurred_from", None),
                            ("occurred_to", None),
                            ("occurred_to__gte", models.F("occurred_from")),
                            _connector="OR",
                        ),
                        name="incidents_incident_order",
                        violation_error_message="It ended before it began.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("status", "merged")),
                            models.Q(models.Q(("status", "merged"), _negated=True), ("merged_into", None)),
                            _connector="OR",
                        ),
                        name="incidents_incident_joined",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("anonymous", False), models.Q(("reported_by", ""), ("reporter", None)), _connector="OR"
                        ),
                        name="incidents_incident_anonymous",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
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
                ("held_on", models.DateField(blank=True, null=True, verbose_name="Meeting held on")),
                ("present", models.TextField(blank=True, max_length=2000, verbose_name="Who took part")),
                ("went_well", models.TextField(blank=True, max_length=20000, verbose_name="What went well")),
                ("went_badly", models.TextField(blank=True, max_length=20000, verbose_name="What went less well")),
                ("whys", models.JSONField(blank=True, default=list, verbose_name="Why, five times")),
                ("root_cause", models.TextField(blank=True, max_length=20000, verbose_name="Root cause")),
                ("lessons", models.TextField(blank=True, max_length=20000, verbose_name="What we learned")),
                ("task_id", models.UUIDField(blank=True, editable=False, null=True)),
                ("finished_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Finished")),
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
                    "incident",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evaluation",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "Evaluation",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("by_name", models.CharField(editable=False, max_length=200, verbose_name="By")),
                ("person_key", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "entered_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Entered"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("action", "Action taken"),
                            ("contact", "Conversation"),
                            ("finding", "Finding"),
                            ("decision", "Decision"),
                            ("system", "From holger"),
                        ],
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("at", models.DateTimeField(default=holger.core.dates.now, verbose_name="When did it happen?")),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="What")),
                ("told", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="incidents.entry",
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
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "Line",
                "verbose_name_plural": "Timeline",
                "ordering": ["at", "entered_at", "id"],
                "indexes": [
                    models.Index(fields=["incident", "at", "entered_at"], name="incidents_entry_order"),
                    models.Index(fields=["organisation", "-entered_at"], name="incidents_entry_new"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["note", "action", "contact", "finding", "decision", "system"])
                        ),
                        name="incidents_entry_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), ("told", {}), _negated=True), name="incidents_entry_says"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("by_name", models.CharField(editable=False, max_length=200, verbose_name="By")),
                ("person_key", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "entered_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Entered"),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        choices=holger.incidents.models.told.questions,
                        max_length=60,
                        verbose_name="Question",
                    ),
                ),
                ("clock", models.CharField(blank=True, max_length=160, verbose_name="Deadline")),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("undecided", "Undecided")],
                        max_length=10,
                        verbose_name="Answer",
                    ),
                ),
                ("reason", models.TextField(max_length=4000, verbose_name="Reason")),
                ("at", models.DateTimeField(default=holger.core.dates.now, verbose_name="When")),
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
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "Decision",
                "verbose_name_plural": "Decisions",
                "ordering": ["entered_at", "id"],
                "indexes": [models.Index(fields=["incident", "entered_at", "id"], name="incidents_decision_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["yes", "no", "undecided"])), name="incidents_decision_answer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "question__in",
                                (
                                    "",
                                    "significant",
                                    "personal_data",
                                    "risk_to_people",
                                    "high_risk",
                                    "dora_major",
                                    "cra_exploited",
                                    "cra_severe",
                                    "contract",
                                ),
                            ),
                            models.Q(("clock", ""), ("question", ""), _negated=True),
                        ),
                        name="incidents_decision_about",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Custody",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("by_name", models.CharField(editable=False, max_length=200, verbose_name="By")),
                ("person_key", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "entered_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Entered"),
                ),
                ("thing", models.CharField(max_length=200, verbose_name="What")),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("collected", "Collected"),
                            ("secured", "Put in safe keeping"),
                            ("handed_over", "Handed over"),
                            ("examined", "Examined"),
                            ("copied", "Copied"),
                            ("returned", "Given back"),
                            ("destroyed", "Destroyed"),
                        ],
                        max_length=12,
                        verbose_name="What was done",
                    ),
                ),
                ("at", models.DateTimeField(default=holger.core.dates.now, verbose_name="When")),
                ("holder", models.CharField(max_length=200, verbose_name="Who has it now")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="Where it is now")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="Note")),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64, verbose_name="SHA-256")),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.evidence",
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
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "Chain of custody",
                "ordering": ["at", "entered_at", "id"],
                "indexes": [models.Index(fields=["incident", "at", "entered_at"], name="incidents_custody_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "deed__in",
                                ["collected", "secured", "handed_over", "examined", "copied", "returned", "destroyed"],
                            )
                        ),
                        name="incidents_custody_deed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
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
                ("title", models.CharField(max_length=200, verbose_name="What is done")),
                ("due", models.DateField(verbose_name="Due")),
                ("about_type", models.CharField(blank=True, editable=False, max_length=100)),
                ("about_id", models.UUIDField(blank=True, editable=False, null=True)),
                ("task_id", models.UUIDField(blank=True, editable=False, null=True)),
                ("done_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Done")),
                ("check_on", models.DateField(blank=True, null=True, verbose_name="Effect is checked on")),
                ("check_task_id", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("awaited", "Not checked yet"),
                            ("worked", "Has worked"),
                            ("failed", "Has not worked"),
                        ],
                        default="awaited",
                        editable=False,
                        max_length=10,
                        verbose_name="Effect",
                    ),
                ),
                (
                    "effect_note",
                    models.TextField(blank=True, editable=False, max_length=4000, verbose_name="How do you know?"),
                ),
                ("checked_by", models.CharField(blank=True, editable=False, max_length=200)),
                ("dropped_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "dropped_why",
                    models.TextField(blank=True, editable=False, max_length=4000, verbose_name="Why is it dropped?"),
                ),
                ("dropped_by", models.CharField(blank=True, editable=False, max_length=200)),
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
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Who does it",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "Corrective action",
                "verbose_name_plural": "Corrective actions",
                "ordering": ["due", "id"],
                "indexes": [
                    models.Index(fields=["incident", "due"], name="incidents_correction_order"),
                    models.Index(
                        condition=models.Q(("about_id__isnull", False)),
                        fields=["about_id"],
                        name="incidents_correction_about",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("effect__in", ["awaited", "worked", "failed"])),
                        name="incidents_correction_effect",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseMeasures",
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
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="Measured")),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        help_text="The same words for incidents that seem to come from the same cause: they are counted together.",
                        max_length=200,
                        verbose_name="Apparent cause",
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
                    "incident",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measured",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "Measured",
            },
        ),
        migrations.CreateModel(
            name="CaseAnswers",
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
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="Answers")),
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
                    "incident",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheet_answers",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "What the forms ask for",
            },
        ),
        migrations.CreateModel(
            name="CaseAgreements",
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
                    "agreements",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="incidents.agreement", verbose_name="Agreed deadlines"
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
                    "incident",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="touched_agreements",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "Agreements touched",
            },
        ),
        migrations.CreateModel(
            name="Affected",
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
                ("subject_type", models.CharField(editable=False, max_length=100)),
                ("subject_id", models.UUIDField(editable=False)),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("examined", "Being examined"),
                            ("limited", "Limited"),
                            ("down", "Down"),
                            ("leaked", "Data seen by others"),
                            ("well", "Works again"),
                            ("unharmed", "Not hit after all"),
                        ],
                        default="examined",
                        max_length=10,
                        verbose_name="How it stands",
                    ),
                ),
                (
                    "people_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="People whose data are affected, roughly"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
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
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="affected",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "Affected",
                "indexes": [models.Index(fields=["subject_id"], name="incidents_affected_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "subject_id"), name="incidents_affected_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("condition__in", ["examined", "limited", "down", "leaked", "well", "unharmed"])
                        ),
                        name="incidents_affected_condition",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalProfile",
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
                    "country",
                    models.CharField(
                        default="DK",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z]{2}\\Z", "Two capital letters, such as DK.")
                        ],
                        verbose_name="Country",
                    ),
                ),
                (
                    "kinds",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[holger.incidents.models.law.known_kinds],
                        verbose_name="What you are",
                    ),
                ),
                ("entity_name", models.CharField(blank=True, max_length=200, verbose_name="Registered name")),
                ("entity_number", models.CharField(blank=True, max_length=40, verbose_name="Company number")),
                ("entity_address", models.CharField(blank=True, max_length=300, verbose_name="Address")),
                ("entity_sector", models.CharField(blank=True, max_length=200, verbose_name="Sector and sub-sector")),
                ("entity_lei", models.CharField(blank=True, max_length=20, verbose_name="LEI code")),
                ("contact_name", models.CharField(blank=True, max_length=200, verbose_name="Contact person")),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="Contact person’s e-mail"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="Telephone that answers day and night"),
                ),
                (
                    "dpo_contact",
                    models.CharField(
                        blank=True,
                        help_text="Name, e-mail and telephone, as they may stand in a letter.",
                        max_length=300,
                        verbose_name="Data protection officer or other contact",
                    ),
                ),
                (
                    "management",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Told when little time is left of a deadline. Nobody chosen: the owners of the organisation here.",
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Management",
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
                "verbose_name": "What you are before the law",
                "constraints": [models.UniqueConstraint(fields=("organisation",), name="incidents_profile_once")],
            },
        ),
        migrations.CreateModel(
            name="LetterDraft",
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
                ("letter", models.CharField(editable=False, max_length=60, verbose_name="Letter")),
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
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="incidents.incident",
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
                "verbose_name": "Letter",
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "letter", "language"), name="incidents_letter_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("deputy", "Deputy leader"),
                            ("scribe", "Scribe"),
                            ("communication", "Communication"),
                            ("dpo", "Data protection"),
                            ("technical", "Technical"),
                            ("legal", "Legal"),
                            ("management", "Management"),
                            ("member", "Takes part"),
                        ],
                        default="member",
                        max_length=15,
                        verbose_name="Part",
                    ),
                ),
                (
                    "telephone",
                    models.CharField(
                        blank=True,
                        help_text="Where they are reached while this lasts. It is offered again the next time.",
                        max_length=60,
                        verbose_name="Telephone",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="incidents.incident",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Who",
                    ),
                ),
            ],
            options={
                "verbose_name": "Team",
                "indexes": [models.Index(fields=["person", "incident"], name="incidents_member_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "person", "part"), name="incidents_member_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "part__in",
                                [
                                    "deputy",
                                    "scribe",
                                    "communication",
                                    "dpo",
                                    "technical",
                                    "legal",
                                    "management",
                                    "member",
                                ],
                            )
                        ),
                        name="incidents_member_part",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Moment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("by_name", models.CharField(editable=False, max_length=200, verbose_name="By")),
                ("person_key", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "entered_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Entered"),
                ),
                (
                    "point",
                    models.CharField(
                        choices=[
                            ("first_sign", "First sign"),
                            ("aware", "Aware of it"),
                            ("fix_available", "A fix is available"),
                            ("handled", "Handled"),
                        ],
                        max_length=20,
                        verbose_name="What happened",
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        choices=holger.incidents.models.told.questions,
                        max_length=60,
                        verbose_name="Question",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="When")),
                ("basis", models.TextField(blank=True, max_length=4000, verbose_name="How do you know?")),
                ("reason", models.TextField(blank=True, max_length=4000, verbose_name="Reason")),
                (
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
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
                "verbose_name": "Moment",
                "verbose_name_plural": "Moments",
                "ordering": ["entered_at", "id"],
                "indexes": [models.Index(fields=["incident", "entered_at", "id"], name="incidents_moment_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("point__in", ["first_sign", "aware", "fix_available", "handled"])),
                        name="incidents_moment_point",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("question", ""),
                            models.Q(
                                ("point", "aware"),
                                (
                                    "question__in",
                                    (
                                        "significant",
                                        "personal_data",
                                        "risk_to_people",
                                        "high_risk",
                                        "dora_major",
                                        "cra_exploited",
                                        "cra_severe",
                                        "contract",
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="incidents_moment_question",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnRecipient",
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
                ("key", models.CharField(editable=False, max_length=60, verbose_name="Key")),
                (
                    "country",
                    models.CharField(
                        default="DK",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z]{2}\\Z", "Two capital letters, such as DK.")
                        ],
                        verbose_name="Country",
                    ),
                ),
                ("title_da", models.CharField(blank=True, max_length=200, verbose_name="Sector (Danish)")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="Sector (English)")),
                ("name", models.CharField(max_length=200, verbose_name="Name")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        help_text="virk.dk, an e-mail address, a form.",
                        max_length=200,
                        verbose_name="How it is told",
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=300, verbose_name="Telephone and more")),
                (
                    "regimes",
                    models.JSONField(
                        default=list, validators=[holger.incidents.models.law.known_regimes], verbose_name="Laws"
                    ),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="Checked on")),
                ("hidden", models.BooleanField(default=False, verbose_name="Not for us")),
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
                "verbose_name": "Recipient",
                "verbose_name_plural": "Recipients",
                "ordering": ["country", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "key"), name="incidents_recipient_once")
                ],
            },
            bases=(holger.core.models.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name="OwnRule",
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
                ("key", models.CharField(max_length=60, verbose_name="Key")),
                ("valid_from", models.DateField(verbose_name="Valid from")),
                ("told", models.JSONField(blank=True, default=dict, verbose_name="Rule")),
                ("enabled", models.BooleanField(default=True, verbose_name="In use")),
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
                "verbose_name": "Rule",
                "verbose_name_plural": "Rules",
                "ordering": ["key", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "key", "valid_from"),
                        name="incidents_rule_once",
                        violation_error_message="There is a rule of this key from this day already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
                (
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="incidents.incident",
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
                    "other",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "Related",
                "indexes": [models.Index(fields=["other"], name="incidents_relation_other")],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "other"), name="incidents_relation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("incident__lt", models.F("other"))), name="incidents_relation_way"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("by_name", models.CharField(editable=False, max_length=200, verbose_name="By")),
                ("person_key", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "entered_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Entered"),
                ),
                ("clock", models.CharField(blank=True, max_length=160, verbose_name="Deadline")),
                ("sheet", models.CharField(blank=True, max_length=60, verbose_name="Form")),
                (
                    "kind",
                    models.CharField(
                        choices=[("notice", "Sent"), ("correction", "Corrected"), ("withdrawal", "Taken back")],
                        default="notice",
                        max_length=12,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("da", "Dansk"), ("en", "English")], max_length=5, verbose_name="Language"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="Sent")),
                ("recipient", models.CharField(max_length=300, verbose_name="To")),
                ("receipt", models.CharField(blank=True, max_length=200, verbose_name="Receipt number")),
                ("late_reason", models.TextField(blank=True, max_length=4000, verbose_name="Why is it late?")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="Note")),
                ("content", models.JSONField(blank=True, default=dict, verbose_name="Copy")),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                (
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
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
                "verbose_name": "Notification",
                "verbose_name_plural": "Notifications",
                "ordering": ["entered_at", "id"],
                "indexes": [models.Index(fields=["incident", "entered_at", "id"], name="incidents_notice_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["notice", "correction", "withdrawal"])),
                        name="incidents_notice_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LateReason",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("by_name", models.CharField(editable=False, max_length=200, verbose_name="By")),
                ("person_key", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "entered_at",
                    models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Entered"),
                ),
                ("reason", models.TextField(max_length=4000, verbose_name="Why is it late?")),
                (
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
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
                    "notice",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="late_reasons",
                        to="incidents.sentnotice",
                    ),
                ),
            ],
            options={
                "verbose_name": "Why is it late?",
                "ordering": ["entered_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Step",
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
                ("playbook", models.CharField(blank=True, editable=False, max_length=60)),
                ("phase", models.CharField(max_length=40, verbose_name="Phase")),
                ("phase_da", models.CharField(blank=True, editable=False, max_length=100)),
                ("phase_en", models.CharField(blank=True, editable=False, max_length=100)),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("text_da", models.CharField(blank=True, max_length=1000, verbose_name="In Danish")),
                ("text_en", models.CharField(blank=True, max_length=1000, verbose_name="In English")),
                ("why_da", models.CharField(blank=True, editable=False, max_length=1000)),
                ("why_en", models.CharField(blank=True, editable=False, max_length=1000)),
                ("role", models.CharField(blank=True, editable=False, max_length=40)),
                ("minutes", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("done_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Done")),
                ("done_by", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Done by")),
                ("skipped", models.BooleanField(default=False, editable=False, verbose_name="Does not apply")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="Note")),
                (
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="incidents.incident",
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
                "verbose_name": "Step",
                "verbose_name_plural": "Checklist",
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["incident", "position"], name="incidents_step_order")],
            },
            bases=(holger.core.models.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name="Touch",
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
                ("subject_type", models.CharField(editable=False, max_length=100)),
                ("subject_id", models.UUIDField(editable=False)),
                (
                    "likelihood",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Likelihood proposed"),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="Reason")),
                (
                    "incident",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="incidents.incident",
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
                "verbose_name": "What it touches on",
                "indexes": [models.Index(fields=["subject_id"], name="incidents_touch_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "subject_id"), name="incidents_touch_once")
                ],
            },
        ),
    ]

import django.core.validators
import django.db.models.deletion
import holger.core.dates
import holger.core.models
import holger.policies.models.campaign
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audience", "0001_initial"),
        ("organisation", "0001_initial"),
        ("risks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
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
                    "type",
                    models.CharField(
                        choices=[
                            ("policy", "Policy"),
                            ("procedure", "Procedure"),
                            ("guideline", "Guideline"),
                            ("instruction", "Instruction"),
                            ("form", "Form"),
                        ],
                        default="policy",
                        max_length=20,
                        verbose_name="Type",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("da", "Dansk"), ("en", "English")],
                        default="da",
                        help_text="The language it is written in first. The other is its translation.",
                        max_length=5,
                        verbose_name="Written in",
                    ),
                ),
                (
                    "confirm",
                    models.BooleanField(
                        default=False,
                        help_text="Those it is for say that they have read and understood it.",
                        verbose_name="Must be confirmed",
                    ),
                ),
                (
                    "review_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="Reviewed every so many months",
                    ),
                ),
                ("next_review", models.DateField(blank=True, null=True, verbose_name="Next review")),
                ("template", models.CharField(blank=True, editable=False, max_length=60)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Archived")),
                (
                    "audience",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy",
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
                "verbose_name": "Policy",
                "verbose_name_plural": "Policies",
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["organisation", "number", "id"], name="policies_by_number"),
                    models.Index(fields=["organisation", "template"], name="policies_by_template"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="policies_policy_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("type__in", ["policy", "procedure", "guideline", "instruction", "form"])),
                        name="policies_policy_type",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title_da", ""), ("title_en", ""), _negated=True),
                        name="policies_policy_has_title",
                        violation_error_message="Give it a title in at least one language.",
                    ),
                ],
            },
            bases=(holger.core.models.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(choices=[("da", "Dansk"), ("en", "English")], max_length=5)),
                ("alone", models.BooleanField(default=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("place", models.BigIntegerField(unique=True)),
                ("title", models.CharField(max_length=200)),
                ("heading", models.CharField(blank=True, max_length=300)),
                ("anchor", models.CharField(blank=True, max_length=80)),
                ("body", models.TextField(blank=True)),
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
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passages", to="policies.policy"
                    ),
                ),
            ],
            options={
                "ordering": ["policy", "language", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "language", "number"), name="policies_passage_once")
                ],
                "indexes": [
                    models.Index(
                        fields=["place", "number", "language", "alone", "organisation", "policy", "id"],
                        name="policies_passage_found",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
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
                ("message_da", models.TextField(blank=True, max_length=500, verbose_name="Message in Danish")),
                ("message_en", models.TextField(blank=True, max_length=500, verbose_name="Message in English")),
                (
                    "whom",
                    models.CharField(
                        choices=[
                            ("theirs", "Everybody whom the policies are for"),
                            ("narrowed", "Only some of those whom the policies are for"),
                            ("other", "Others, whomever the policies are for"),
                        ],
                        default="theirs",
                        max_length=10,
                        verbose_name="Who is asked",
                    ),
                ),
                ("starts", models.DateField(verbose_name="Begins")),
                ("deadline", models.DateField(verbose_name="Deadline")),
                (
                    "remind",
                    models.JSONField(
                        blank=True,
                        default=holger.policies.models.campaign.usual_days,
                        help_text="Days from the deadline: -3 is three days before, 7 a week after.",
                        validators=[holger.policies.models.campaign.known_days],
                        verbose_name="Reminders",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("running", "Running"), ("closed", "Closed")],
                        default="planned",
                        editable=False,
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Began")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Closed")),
                ("asked", models.PositiveIntegerField(default=0, editable=False, verbose_name="Asked")),
                ("confirmed", models.PositiveIntegerField(default=0, editable=False, verbose_name="Confirmed")),
                ("before", models.PositiveIntegerField(default=0, editable=False, verbose_name="Had confirmed before")),
                (
                    "audience",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaign",
                        to="audience.audience",
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
                    "policies",
                    models.ManyToManyField(related_name="campaigns", to="policies.policy", verbose_name="Policies"),
                ),
            ],
            options={
                "verbose_name": "Campaign",
                "verbose_name_plural": "Campaigns",
                "ordering": ["-number"],
                "indexes": [models.Index(fields=["organisation", "number"], name="policies_campaign_number")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="policies_campaign_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["planned", "running", "closed"])),
                        name="policies_campaign_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("whom__in", ["theirs", "narrowed", "other"])), name="policies_campaign_whom"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title_da", ""), ("title_en", ""), _negated=True),
                        name="policies_campaign_has_title",
                        violation_error_message="Give it a title in at least one language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deadline__gte", models.F("starts"))),
                        name="policies_campaign_days",
                        violation_error_message="The deadline is before it begins.",
                    ),
                ],
            },
            bases=(holger.core.models.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name="PolicyException",
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
                (
                    "title",
                    models.CharField(
                        help_text="The three measuring computers in hall 2.",
                        max_length=200,
                        verbose_name="Who or what it is for",
                    ),
                ),
                (
                    "why",
                    models.TextField(
                        help_text="What stands in the way of doing as the policy says.",
                        max_length=4000,
                        verbose_name="Why",
                    ),
                ),
                (
                    "measure",
                    models.TextField(
                        help_text="How the risk is kept down meanwhile: cut off from the network, checked by hand, watched.",
                        max_length=4000,
                        verbose_name="What is done instead",
                    ),
                ),
                ("asked_by", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Asked by")),
                ("asked_at", models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Asked")),
                ("starts", models.DateField(verbose_name="From")),
                (
                    "ends",
                    models.DateField(
                        help_text="At most a year on. It ends by itself after this day.", verbose_name="Until"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for an answer"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("ended", "Ended"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=20,
                        verbose_name="Status",
                    ),
                ),
                ("answer", models.TextField(blank=True, editable=False, max_length=4000, verbose_name="Answer")),
                ("decided_by", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Decided by")),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Decided")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Ended")),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Approver",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
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
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exceptions",
                        to="policies.policy",
                        verbose_name="Policy",
                    ),
                ),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="renewals",
                        to="policies.policyexception",
                        verbose_name="Renews",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="risks.risk",
                        verbose_name="Risk",
                    ),
                ),
            ],
            options={
                "verbose_name": "Exception",
                "verbose_name_plural": "Exceptions",
                "ordering": ["-number"],
                "indexes": [
                    models.Index(fields=["organisation", "-number", "id"], name="policies_exception_number"),
                    models.Index(fields=["organisation", "status", "ends"], name="policies_exception_ends"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="policies_exception_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["asked", "approved", "declined", "withdrawn", "ended"])),
                        name="policies_exception_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="policies_exception_days",
                        violation_error_message="It cannot end before it begins.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject_type", models.CharField(editable=False, max_length=100)),
                ("subject_id", models.UUIDField(editable=False)),
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
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="policies.policy"
                    ),
                ),
            ],
            options={
                "verbose_name": "Link",
                "indexes": [models.Index(fields=["subject_id"], name="policies_link_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("policy", "subject_type", "subject_id"),
                        name="policies_link_once",
                        violation_error_message="It is linked already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
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
                ("major", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("minor", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("major", "Major: those it is for confirm again"),
                            ("minor", "Minor: what they have confirmed still holds"),
                        ],
                        default="major",
                        max_length=10,
                        verbose_name="Change",
                    ),
                ),
                (
                    "changes_da",
                    models.TextField(blank=True, max_length=2000, verbose_name="What has changed, in Danish"),
                ),
                (
                    "changes_en",
                    models.TextField(blank=True, max_length=2000, verbose_name="What has changed, in English"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "In review"),
                            ("requested", "Waits for approval"),
                            ("approved", "Approved"),
                            ("in_force", "In force"),
                            ("superseded", "Superseded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="Status",
                    ),
                ),
                (
                    "effective_from",
                    models.DateField(
                        blank=True,
                        help_text="Empty: as soon as it is approved.",
                        null=True,
                        verbose_name="In force from",
                    ),
                ),
                ("content", models.JSONField(blank=True, default=dict, editable=False)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64, verbose_name="SHA-256")),
                ("requested_by", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Sent by")),
                (
                    "requested_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Sent for approval"),
                ),
                (
                    "approved_by",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="Approved by"),
                ),
                ("approved_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Approved")),
                ("declined_note", models.TextField(blank=True, editable=False, max_length=4000)),
                (
                    "in_force_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Came into force"),
                ),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Held until")),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Approver",
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
                    "policy",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="policies.policy",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                ("writers", models.ManyToManyField(editable=False, related_name="+", to="organisation.person")),
            ],
            options={
                "verbose_name": "Version",
                "ordering": ["-major", "-minor"],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "major", "minor"), name="policies_version_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["draft", "review", "requested"])),
                        fields=("policy",),
                        name="policies_one_draft",
                        violation_error_message="Somebody is already writing the next version.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "approved")),
                        fields=("policy",),
                        name="policies_one_version_coming",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "in_force")),
                        fields=("policy",),
                        name="policies_one_version_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "review", "requested", "approved", "in_force", "superseded", "withdrawn"],
                            )
                        ),
                        name="policies_version_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("change__in", ["major", "minor"])), name="policies_version_change"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "review"]),
                            models.Q(("digest", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="policies_version_frozen",
                    ),
                ],
            },
            bases=(holger.core.models.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name="PolicyText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(choices=[("da", "Dansk"), ("en", "English")], max_length=5)),
                ("title", models.CharField(max_length=200, verbose_name="Title")),
                (
                    "for_you",
                    models.TextField(
                        blank=True,
                        help_text="A few short sentences that stand above the text.",
                        max_length=2000,
                        verbose_name="What it means for you",
                    ),
                ),
                ("body", models.TextField(blank=True, max_length=200000, verbose_name="Text")),
                ("behind_since", models.CharField(blank=True, editable=False, max_length=12)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("saved_at", models.DateTimeField(default=holger.core.dates.now, editable=False)),
                ("saved_by", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("settled", "Settled")],
                        default="open",
                        editable=False,
                        max_length=10,
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="policies.policyversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "Text",
                "constraints": [models.UniqueConstraint(fields=("version", "language"), name="policies_text_once")],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_name", models.CharField(max_length=200, verbose_name="Name")),
                ("unit_name", models.CharField(blank=True, max_length=200, verbose_name="Unit")),
                (
                    "language",
                    models.CharField(
                        choices=[("da", "Dansk"), ("en", "English")], max_length=5, verbose_name="Language"
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("standing", "It applies to them"),
                            ("newcomer", "They are new here"),
                            ("campaign", "A campaign"),
                            ("own", "Of their own accord"),
                        ],
                        max_length=10,
                        verbose_name="Because",
                    ),
                ),
                ("campaign", models.CharField(blank=True, max_length=20, verbose_name="Campaign")),
                ("at", models.DateTimeField(default=holger.core.dates.now, verbose_name="Confirmed")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Person",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.policy",
                        verbose_name="Policy",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="policies.policyversion",
                        verbose_name="Version",
                    ),
                ),
            ],
            options={
                "verbose_name": "Confirmation",
                "verbose_name_plural": "Confirmations",
                "ordering": ["at"],
                "indexes": [models.Index(fields=["person", "at"], name="policies_acknowledged_by")],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "person"), name="policies_acknowledged_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("major", models.PositiveSmallIntegerField(verbose_name="Version")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("standing", "It applies to them"),
                            ("newcomer", "They are new here"),
                            ("campaign", "A campaign"),
                            ("own", "Of their own accord"),
                        ],
                        default="standing",
                        max_length=10,
                        verbose_name="Because",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=holger.core.dates.now, verbose_name="Asked")),
                ("due", models.DateField(verbose_name="Due")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="Confirmed")),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="readings",
                        to="policies.campaign",
                        verbose_name="Campaign",
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
                        related_name="readings",
                        to="organisation.person",
                        verbose_name="Person",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="policies.policy",
                        verbose_name="Policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "Reading",
                "verbose_name_plural": "Readings",
                "ordering": ["due"],
                "indexes": [
                    models.Index(fields=["policy", "major", "confirmed_at"], name="policies_reading_by_policy"),
                    models.Index(
                        fields=["campaign", "confirmed_at", "person", "policy"], name="policies_reading_by_campaign"
                    ),
                    models.Index(
                        condition=models.Q(("confirmed_at", None)),
                        fields=["organisation", "due"],
                        name="policies_reading_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "policy", "major"), name="policies_reading_once"),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["standing", "newcomer", "campaign", "own"])),
                        name="policies_reading_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadingSettings",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="From the day on which a policy begins to apply to somebody. A campaign has its own deadline.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="Days to read and confirm",
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
                "verbose_name": "How policies are read",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation",), name="policies_reading_settings_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=[("da", "Dansk"), ("en", "English")], editable=False, max_length=5),
                ),
                ("quote", models.TextField(blank=True, editable=False, max_length=20000)),
                ("text", models.TextField(max_length=4000, verbose_name="Remark")),
                ("author_name", models.CharField(editable=False, max_length=200, verbose_name="Who")),
                ("said_at", models.DateTimeField(default=holger.core.dates.now, editable=False)),
                ("answer", models.TextField(blank=True, editable=False, max_length=4000, verbose_name="Answer")),
                ("resolved_by", models.CharField(blank=True, editable=False, max_length=200)),
                ("resolved_at", models.DateTimeField(editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
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
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "Remark",
                "ordering": ["said_at"],
                "indexes": [models.Index(fields=["version", "resolved_at"], name="policies_remark_open")],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_name", models.CharField(editable=False, max_length=200, verbose_name="Reviewer")),
                ("number", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="Round")),
                ("question", models.TextField(blank=True, max_length=4000, verbose_name="What to look at")),
                ("asked_by", models.CharField(editable=False, max_length=200, verbose_name="Asked by")),
                ("asked_at", models.DateTimeField(default=holger.core.dates.now, editable=False, verbose_name="Asked")),
                ("due", models.DateField(blank=True, null=True, verbose_name="Answer by")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("good", "Good as it stands"), ("change", "Must be changed")],
                        editable=False,
                        max_length=10,
                        verbose_name="Answer",
                    ),
                ),
                ("note", models.TextField(blank=True, editable=False, max_length=4000, verbose_name="Note")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="Answered")),
                ("seen", models.JSONField(blank=True, default=dict, editable=False)),
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
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.person",
                        verbose_name="Reviewer",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "Review",
                "ordering": ["asked_at"],
                "indexes": [models.Index(fields=["person", "answered_at"], name="policies_review_waits")],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "person", "number"), name="policies_review_round"),
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("version", "person"),
                        name="policies_review_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["", "good", "change"])), name="policies_review_verdict"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approvers",
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
                    "type",
                    models.CharField(
                        choices=[
                            ("policy", "Policy"),
                            ("procedure", "Procedure"),
                            ("guideline", "Guideline"),
                            ("instruction", "Instruction"),
                            ("form", "Form"),
                        ],
                        max_length=20,
                        verbose_name="Type",
                    ),
                ),
                ("roles", models.JSONField(blank=True, default=list, verbose_name="Roles that give access")),
                ("field_roles", models.JSONField(blank=True, default=list, verbose_name="Roles in the work")),
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
                    "people",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="organisation.person", verbose_name="People"
                    ),
                ),
            ],
            options={
                "verbose_name": "Who may approve",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "type"), name="policies_approvers_once")
                ],
            },
        ),
    ]

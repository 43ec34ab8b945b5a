import django.core.validators
import django.db.models.deletion
import holger.core.dates
import holger.privacy.models.keys
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assets", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("controller", "Controller"),
                            ("joint", "Joint controller"),
                            ("processor", "Processor"),
                        ],
                        default="controller",
                        max_length=12,
                        verbose_name="Role",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("current", "In the record"), ("ended", "Ended")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        blank=True,
                        help_text="What is the data used for? One purpose on each line.",
                        max_length=10000,
                        verbose_name="Purposes",
                    ),
                ),
                (
                    "data_subjects",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[holger.privacy.models.keys.data_subjects],
                        verbose_name="Whom the data is about",
                    ),
                ),
                (
                    "other_subjects",
                    models.TextField(
                        blank=True,
                        help_text="One on each line.",
                        max_length=10000,
                        verbose_name="Others whom it is about",
                    ),
                ),
                (
                    "people",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Roughly. It decides how closely processors are supervised.",
                        null=True,
                        verbose_name="Number of people",
                    ),
                ),
                (
                    "categories",
                    models.TextField(
                        blank=True,
                        help_text="One kind on each line.",
                        max_length=10000,
                        verbose_name="Ordinary personal data",
                    ),
                ),
                (
                    "special",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[holger.privacy.models.keys.special],
                        verbose_name="Special categories",
                    ),
                ),
                (
                    "protected",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[holger.privacy.models.keys.protected],
                        verbose_name="Other data worthy of protection",
                    ),
                ),
                (
                    "sources",
                    models.TextField(
                        blank=True,
                        help_text="The people themselves, or whom else? One on each line.",
                        max_length=10000,
                        verbose_name="Where the data comes from",
                    ),
                ),
                (
                    "informed",
                    models.TextField(
                        blank=True,
                        help_text="Which notice do they get, when, and where does it stand (articles 13 and 14)?",
                        max_length=10000,
                        verbose_name="How people are informed",
                    ),
                ),
                (
                    "grounds",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[holger.privacy.models.keys.grounds],
                        verbose_name="Legal basis",
                    ),
                ),
                ("grounds_why", models.TextField(blank=True, max_length=10000, verbose_name="Why the basis fits")),
                (
                    "special_grounds",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[holger.privacy.models.keys.special_grounds],
                        verbose_name="Ground for special categories",
                    ),
                ),
                ("special_why", models.TextField(blank=True, max_length=10000, verbose_name="Why that ground fits")),
                (
                    "protected_ground",
                    models.TextField(
                        blank=True,
                        help_text="Which Danish rule allows it, such as the Data Protection Act § 8 or § 11.",
                        max_length=10000,
                        verbose_name="Ground for CPR numbers and offences",
                    ),
                ),
                (
                    "law",
                    models.CharField(
                        blank=True,
                        help_text="The act that demands or allows it.",
                        max_length=300,
                        verbose_name="Other Danish law",
                    ),
                ),
                (
                    "interests_weighed",
                    models.TextField(
                        blank=True,
                        help_text="Yours against those of the people, where the basis is a legitimate interest.",
                        max_length=10000,
                        verbose_name="How the interests were weighed",
                    ),
                ),
                (
                    "recipients",
                    models.TextField(
                        blank=True,
                        help_text="Who gets the data, inside and outside? One on each line.",
                        max_length=10000,
                        verbose_name="Recipients",
                    ),
                ),
                ("no_recipients", models.BooleanField(default=False, verbose_name="Nobody outside gets it")),
                (
                    "no_transfers",
                    models.BooleanField(default=False, verbose_name="Nothing goes to countries outside the EU/EEA"),
                ),
                ("transfers_note", models.TextField(blank=True, max_length=10000, verbose_name="Note on transfers")),
                (
                    "retention",
                    models.TextField(
                        blank=True,
                        help_text="What is erased when, counted from what? One on each line.",
                        max_length=10000,
                        verbose_name="Retention periods",
                    ),
                ),
                (
                    "measures",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[holger.privacy.models.keys.measures],
                        verbose_name="Security measures",
                    ),
                ),
                ("measures_note", models.TextField(blank=True, max_length=10000, verbose_name="More on security")),
                (
                    "customers",
                    models.TextField(
                        blank=True,
                        help_text="Name and contact of each, one on each line.",
                        max_length=10000,
                        verbose_name="Controllers that are served",
                    ),
                ),
                ("joint_with", models.CharField(blank=True, max_length=300, verbose_name="Joint control with")),
                (
                    "joint_arrangement",
                    models.BooleanField(default=False, verbose_name="The arrangement is made (article 26)"),
                ),
                ("joint_note", models.TextField(blank=True, max_length=10000, verbose_name="Who does what")),
                (
                    "dpia_hint",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unlikely", "An impact assessment is hardly needed"),
                            ("consider", "Consider an impact assessment"),
                            ("likely", "An impact assessment is likely to be needed"),
                        ],
                        max_length=10,
                        verbose_name="Impact assessment",
                    ),
                ),
                (
                    "dpia_note",
                    models.TextField(blank=True, max_length=10000, verbose_name="Note on the impact assessment"),
                ),
                (
                    "dpia_done",
                    models.BooleanField(default=False, verbose_name="An impact assessment was made outside holger"),
                ),
                (
                    "last_reviewed",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="Last reviewed"),
                ),
                ("ended_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Ended on")),
                (
                    "offered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="Sent to the data protection officer"
                    ),
                ),
                ("template", models.CharField(blank=True, editable=False, max_length=60)),
                ("complete", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Completeness")),
                ("marks", models.CharField(blank=True, editable=False, max_length=400)),
                (
                    "entity",
                    models.ForeignKey(
                        blank=True,
                        help_text="The company or authority whose activity it is by law. Empty: the whole organisation.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organisation.unit",
                        verbose_name="Company",
                    ),
                ),
                (
                    "information_types",
                    models.ManyToManyField(
                        blank=True,
                        related_name="activities",
                        to="assets.informationtype",
                        verbose_name="Information types",
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
                    "processes",
                    models.ManyToManyField(
                        blank=True, related_name="activities_of_process", to="assets.asset", verbose_name="Processes"
                    ),
                ),
                (
                    "systems",
                    models.ManyToManyField(
                        blank=True, related_name="activities_of_system", to="assets.asset", verbose_name="Systems"
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
                "verbose_name": "Processing activity",
                "verbose_name_plural": "Processing activities",
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["organisation", "archived_at", "number", "id"], name="privacy_by_number"),
                    models.Index(fields=["organisation", "archived_at", "title", "id"], name="privacy_by_title"),
                    models.Index(fields=["organisation", "archived_at", "complete", "id"], name="privacy_by_complete"),
                    models.Index(fields=["organisation", "archived_at", "next_review", "id"], name="privacy_by_review"),
                    models.Index(fields=["organisation", "archived_at", "status", "entity"], name="privacy_by_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="privacy_activity_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["controller", "joint", "processor"])),
                        name="privacy_activity_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "current", "ended"])),
                        name="privacy_activity_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dpia_hint__in", ["", "unlikely", "consider", "likely"])),
                        name="privacy_activity_dpia_hint",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("no_recipients", False), ("recipients", ""), _connector="OR"),
                        name="privacy_activity_no_recipients",
                        violation_error_message="You have named recipients. Take them away, or the tick.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("complete__lte", 100)), name="privacy_activity_complete"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityTransfer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}$", "Write the country as a two-letter code, for example DK."
                            )
                        ],
                        verbose_name="Country",
                    ),
                ),
                ("receiver", models.CharField(blank=True, max_length=200, verbose_name="Receiver")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adequacy", "Adequacy decision (art. 45)"),
                            ("dpf", "EU-US Data Privacy Framework (art. 45)"),
                            ("scc", "Standard contractual clauses (art. 46)"),
                            ("bcr", "Binding corporate rules (art. 47)"),
                            ("other", "Another safeguard of art. 46"),
                            ("derogation", "Derogation for a specific situation (art. 49)"),
                        ],
                        max_length=12,
                        verbose_name="Basis of the transfer",
                    ),
                ),
                (
                    "assessed",
                    models.BooleanField(
                        default=False,
                        help_text="And the assessment is written down.",
                        verbose_name="The law of the country is assessed",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
                (
                    "activity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfers",
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
                "verbose_name": "Transfer",
                "verbose_name_plural": "Transfers",
                "ordering": ["country", "receiver", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["", "adequacy", "dpf", "scc", "bcr", "other", "derogation"])),
                        name="privacy_transfer_basis",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entity",
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
                ("name", models.CharField(max_length=200, verbose_name="Full name")),
                ("registration", models.CharField(blank=True, max_length=40, verbose_name="Registration number (CVR)")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="Address")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="E-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Telephone")),
                (
                    "representative",
                    models.CharField(
                        blank=True,
                        help_text="Only for somebody outside the EU/EEA.",
                        max_length=200,
                        verbose_name="Representative",
                    ),
                ),
                ("dpo_name", models.CharField(blank=True, max_length=200, verbose_name="Data protection officer")),
                (
                    "dpo_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="E-mail of the data protection officer"),
                ),
                (
                    "dpo_phone",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="Telephone of the data protection officer"
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
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisation.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "Controller",
                "verbose_name_plural": "Controllers",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "unit"), name="privacy_entity_unit"),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True)),
                        fields=("organisation",),
                        name="privacy_entity_whole",
                    ),
                ],
            },
        ),
    ]

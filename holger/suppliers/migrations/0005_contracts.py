import django.core.validators
import django.db.models.deletion
import holger.core.dates
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_initial"),
        ("organisation", "0001_initial"),
        ("suppliers", "0004_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("main", "Main agreement"),
                            ("framework", "Framework agreement"),
                            ("dpa", "Data processing agreement"),
                            ("sla", "Service levels (SLA)"),
                            ("nda", "Secrecy (NDA)"),
                            ("licence", "Licence"),
                            ("other", "Other"),
                        ],
                        default="main",
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("active", "In force"),
                            ("notice_given", "Notice given"),
                            ("ended", "Ended"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="Status",
                    ),
                ),
                (
                    "their_reference",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="As it stands on invoices.",
                        max_length=100,
                        verbose_name="The supplier’s own number",
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="The company of yours that has signed.",
                        max_length=200,
                        verbose_name="Our party",
                    ),
                ),
                ("covers", models.TextField(blank=True, default="", max_length=4000, verbose_name="What it covers")),
                (
                    "secrecy",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("internal", "Internal"),
                            ("confidential", "Confidential"),
                            ("strict", "Strictly confidential"),
                        ],
                        default="confidential",
                        max_length=20,
                        verbose_name="Confidentiality",
                    ),
                ),
                ("signed", models.DateField(blank=True, null=True, verbose_name="Signed")),
                ("starts", models.DateField(blank=True, null=True, verbose_name="Starts")),
                (
                    "renewal",
                    models.CharField(
                        choices=[
                            ("ends", "Ends by itself"),
                            ("renews", "Renews itself"),
                            ("open", "Runs until notice is given"),
                        ],
                        default="ends",
                        max_length=10,
                        verbose_name="At the end of a term it",
                    ),
                ),
                (
                    "ends",
                    models.DateField(
                        blank=True,
                        help_text="The last day of the first term, also where it has been renewed since.",
                        null=True,
                        verbose_name="First term ends",
                    ),
                ),
                (
                    "renews",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(240)],
                        verbose_name="Renewed for months at a time",
                    ),
                ),
                (
                    "notice",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(3660)],
                        verbose_name="Notice period",
                    ),
                ),
                (
                    "notice_unit",
                    models.CharField(
                        choices=[("months", "months"), ("days", "days")],
                        default="months",
                        max_length=10,
                        verbose_name="Counted in",
                    ),
                ),
                (
                    "notice_month_end",
                    models.BooleanField(
                        default=False,
                        help_text="Of a contract without an end: the month in which notice is given runs out first.",
                        verbose_name="Runs out at the end of a month",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="Value per year",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("DKK", "DKK"),
                            ("EUR", "EUR"),
                            ("SEK", "SEK"),
                            ("NOK", "NOK"),
                            ("USD", "USD"),
                            ("GBP", "GBP"),
                            ("CHF", "CHF"),
                            ("BGN", "BGN"),
                            ("CZK", "CZK"),
                            ("HUF", "HUF"),
                            ("ISK", "ISK"),
                            ("PLN", "PLN"),
                            ("RON", "RON"),
                            ("AUD", "AUD"),
                            ("CAD", "CAD"),
                            ("CNY", "CNY"),
                            ("INR", "INR"),
                            ("JPY", "JPY"),
                            ("SGD", "SGD"),
                        ],
                        default="DKK",
                        max_length=3,
                        verbose_name="Currency",
                    ),
                ),
                (
                    "incident_hours",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="As the contract says. Leave it empty if it says nothing, or “without undue delay”.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(720)],
                        verbose_name="Tells of incidents within hours",
                    ),
                ),
                ("notes", models.TextField(blank=True, default="", max_length=4000, verbose_name="Notes")),
                ("given_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Notice given on")),
                ("over_on", models.DateField(blank=True, editable=False, null=True, verbose_name="Over on")),
                (
                    "kept_for",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="Decided to keep it beyond"),
                ),
                (
                    "notice_by",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="Latest notice date"),
                ),
                (
                    "exit_ends",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="Would then end on"),
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
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="The agreement that it lies under, such as the main agreement of a data processing agreement.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="suppliers.contract",
                        verbose_name="Belongs to",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
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
            ],
            options={
                "verbose_name": "Contract",
                "verbose_name_plural": "Contracts",
                "indexes": [
                    models.Index(fields=["organisation", "archived_at", "number", "id"], name="contracts_by_number"),
                    models.Index(fields=["organisation", "archived_at", "title", "id"], name="contracts_by_title"),
                    models.Index(fields=["organisation", "archived_at", "notice_by", "id"], name="contracts_by_notice"),
                    models.Index(fields=["supplier", "archived_at", "number"], name="contracts_by_supplier"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "reference"), name="suppliers_contract_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["main", "framework", "dpa", "sla", "nda", "licence", "other"])
                        ),
                        name="suppliers_contract_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "active", "notice_given", "ended"])),
                        name="suppliers_contract_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("renewal__in", ["ends", "renews", "open"])),
                        name="suppliers_contract_renewal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("notice_unit__in", ["months", "days"])),
                        name="suppliers_contract_notice_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("secrecy__in", ["open", "internal", "confidential", "strict"])),
                        name="suppliers_contract_secrecy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "currency__in",
                                [
                                    "DKK",
                                    "EUR",
                                    "SEK",
                                    "NOK",
                                    "USD",
                                    "GBP",
                                    "CHF",
                                    "BGN",
                                    "CZK",
                                    "HUF",
                                    "ISK",
                                    "PLN",
                                    "RON",
                                    "AUD",
                                    "CAD",
                                    "CNY",
                                    "INR",
                                    "JPY",
                                    "SGD",
                                ],
                            )
                        ),
                        name="suppliers_contract_currency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__isnull", True), ("value__gte", 0), _connector="OR"),
                        name="suppliers_contract_value",
                        violation_error_message="The value cannot be less than nought.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part_of__isnull", True),
                            models.Q(("part_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="suppliers_contract_part_of",
                        violation_error_message="No contract belongs to itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_on__isnull", True), ("over_on__isnull", True)),
                            models.Q(
                                ("given_on__isnull", False),
                                ("over_on__gte", models.F("given_on")),
                                ("over_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="suppliers_contract_over",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("what", models.TextField(max_length=2000, verbose_name="What was changed")),
                ("holds_from", models.DateField(verbose_name="Holds from")),
                ("signed", models.DateField(blank=True, null=True, verbose_name="Signed")),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        help_text="Add the file to the contract first, then choose it here.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="evidence.evidence",
                        verbose_name="Document",
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
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amendments", to="suppliers.contract"
                    ),
                ),
            ],
            options={
                "verbose_name": "Amendment",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="suppliers_amendment_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractClause",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=30)),
                (
                    "held",
                    models.CharField(
                        choices=[("present", "Present"), ("missing", "Missing"), ("not_needed", "Not needed")],
                        max_length=10,
                        verbose_name="Status",
                    ),
                ),
                ("paragraph", models.CharField(blank=True, default="", max_length=60, verbose_name="Paragraph")),
                ("note", models.CharField(blank=True, default="", max_length=500, verbose_name="Note")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clauses", to="suppliers.contract"
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
                "verbose_name": "Clause",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "key"), name="suppliers_clause_once"),
                    models.CheckConstraint(
                        condition=models.Q(("held__in", ["present", "missing", "not_needed"])),
                        name="suppliers_clause_held",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractSettings",
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
                    "dora",
                    models.BooleanField(
                        default=False,
                        help_text="For financial entities: each contract gets the fields of the register, and it can be exported.",
                        verbose_name="Keep the register of information (DORA)",
                    ),
                ),
                (
                    "entity_lei",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Of the entity that uses the services.",
                        max_length=20,
                        verbose_name="Your own LEI",
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
                "verbose_name": "How contracts are kept",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation",), name="suppliers_contract_settings_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DataAgreement",
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
                    "annex_a",
                    models.CharField(
                        blank=True,
                        choices=[("present", "Present"), ("missing", "Missing"), ("not_needed", "Not needed")],
                        default="",
                        max_length=10,
                        verbose_name="Annex A: the processing",
                    ),
                ),
                (
                    "annex_b",
                    models.CharField(
                        blank=True,
                        choices=[("present", "Present"), ("missing", "Missing"), ("not_needed", "Not needed")],
                        default="",
                        max_length=10,
                        verbose_name="Annex B: sub-processors",
                    ),
                ),
                (
                    "annex_c",
                    models.CharField(
                        blank=True,
                        choices=[("present", "Present"), ("missing", "Missing"), ("not_needed", "Not needed")],
                        default="",
                        max_length=10,
                        verbose_name="Annex C: the instruction",
                    ),
                ),
                (
                    "annex_d",
                    models.CharField(
                        blank=True,
                        choices=[("present", "Present"), ("missing", "Missing"), ("not_needed", "Not needed")],
                        default="",
                        max_length=10,
                        verbose_name="Annex D: other terms",
                    ),
                ),
                (
                    "instruction_version",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="Version of the instruction"),
                ),
                ("instruction_date", models.DateField(blank=True, null=True, verbose_name="The instruction is from")),
                (
                    "concept",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5"), (6, "6")],
                        help_text="One of the six of Datatilsynet’s guide, as annex C says.",
                        null=True,
                        verbose_name="Agreed concept of supervision",
                    ),
                ),
                (
                    "supervision_note",
                    models.TextField(
                        blank=True,
                        default="",
                        help_text="Who pays, how often.",
                        max_length=4000,
                        verbose_name="What is agreed about supervision",
                    ),
                ),
                (
                    "subprocessor_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(3660)],
                        verbose_name="Days of notice of new sub-processors",
                    ),
                ),
                (
                    "contract",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreement",
                        to="suppliers.contract",
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
                "verbose_name": "Data processing agreement",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("concept__isnull", True), ("concept__range", (1, 6)), _connector="OR"),
                        name="suppliers_agreement_concept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annex_a__in", ["", "present", "missing", "not_needed"])),
                        name="suppliers_agreement_annex_a",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annex_b__in", ["", "present", "missing", "not_needed"])),
                        name="suppliers_agreement_annex_b",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annex_c__in", ["", "present", "missing", "not_needed"])),
                        name="suppliers_agreement_annex_c",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annex_d__in", ["", "present", "missing", "not_needed"])),
                        name="suppliers_agreement_annex_d",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DoraEntry",
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
                    "arrangement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("standalone", "Standalone"),
                            ("overarching", "Overarching or framework"),
                            ("subsequent", "Subsequent or associated"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Type of arrangement",
                    ),
                ),
                (
                    "function",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="Identifier of the function"),
                ),
                (
                    "function_name",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="Function supported"),
                ),
                (
                    "critical",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("not_assessed", "Not assessed")],
                        default="",
                        max_length=20,
                        verbose_name="Critical or important function",
                    ),
                ),
                (
                    "licensed_activity",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="As your licence names it (annex II).",
                        max_length=200,
                        verbose_name="Licensed activity",
                    ),
                ),
                (
                    "critical_why",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="Why it is critical or important"
                    ),
                ),
                (
                    "assessed_on",
                    models.DateField(blank=True, null=True, verbose_name="The function was assessed on"),
                ),
                (
                    "rto_hours",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(87600)],
                        verbose_name="Recovery time of the function (RTO), hours",
                    ),
                ),
                (
                    "rpo_hours",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(87600)],
                        verbose_name="Data loss of the function (RPO), hours",
                    ),
                ),
                (
                    "function_impact",
                    models.CharField(
                        blank=True,
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="",
                        max_length=20,
                        verbose_name="Impact if the function stops",
                    ),
                ),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("S01", "S01 ICT project management"),
                            ("S02", "S02 Development of ICT"),
                            ("S03", "S03 Help desk and first-level support"),
                            ("S04", "S04 Management of ICT security"),
                            ("S05", "S05 Delivery of data"),
                            ("S06", "S06 Analysis of data"),
                            ("S07", "S07 Facilities and hosting, not in the cloud"),
                            ("S08", "S08 Computing power, not in the cloud"),
                            ("S09", "S09 Storage of data, not in the cloud"),
                            ("S10", "S10 Telecommunications"),
                            ("S11", "S11 Network infrastructure"),
                            ("S12", "S12 Hardware and other devices"),
                            ("S13", "S13 Software licences, not as a service"),
                            ("S14", "S14 ICT operation and maintenance"),
                            ("S15", "S15 ICT advice"),
                            ("S16", "S16 ICT risk management"),
                            ("S17", "S17 Cloud: infrastructure (IaaS)"),
                            ("S18", "S18 Cloud: platform (PaaS)"),
                            ("S19", "S19 Cloud: software (SaaS)"),
                        ],
                        default="",
                        max_length=3,
                        verbose_name="Type of ICT service",
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="Rank in the chain",
                    ),
                ),
                (
                    "provider_notice_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(3660)],
                        verbose_name="The provider’s notice period in days",
                    ),
                ),
                (
                    "law_country",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}$", "Write the country as a two-letter code, for example DK."
                            )
                        ],
                        verbose_name="Country of the governing law",
                    ),
                ),
                (
                    "service_country",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}$", "Write the country as a two-letter code, for example DK."
                            )
                        ],
                        verbose_name="Country the service is provided from",
                    ),
                ),
                (
                    "stores_data",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("not_assessed", "Not assessed")],
                        default="",
                        max_length=20,
                        verbose_name="Stores data",
                    ),
                ),
                (
                    "data_country",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}$", "Write the country as a two-letter code, for example DK."
                            )
                        ],
                        verbose_name="Country of data at rest",
                    ),
                ),
                (
                    "processing_country",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{2}$", "Write the country as a two-letter code, for example DK."
                            )
                        ],
                        verbose_name="Country of processing",
                    ),
                ),
                (
                    "sensitiveness",
                    models.CharField(
                        blank=True,
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="",
                        max_length=20,
                        verbose_name="Sensitiveness of the data",
                    ),
                ),
                (
                    "reliance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Not significant"),
                            ("low", "Low"),
                            ("material", "Material"),
                            ("full", "Full"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Level of reliance",
                    ),
                ),
                (
                    "substitution",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not", "Not substitutable"),
                            ("highly_complex", "Highly complex"),
                            ("medium", "Medium complexity"),
                            ("easy", "Easily substitutable"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="Substitutability",
                    ),
                ),
                (
                    "substitution_why",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="Why it cannot be substituted"
                    ),
                ),
                ("last_audit", models.DateField(blank=True, null=True, verbose_name="Last audit")),
                (
                    "exit_plan",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("not_assessed", "Not assessed")],
                        default="",
                        max_length=20,
                        verbose_name="There is an exit plan",
                    ),
                ),
                (
                    "reintegration",
                    models.CharField(
                        blank=True,
                        choices=[("easy", "Easy"), ("difficult", "Difficult"), ("highly_complex", "Highly complex")],
                        default="",
                        max_length=20,
                        verbose_name="Reintegration",
                    ),
                ),
                (
                    "impact",
                    models.CharField(
                        blank=True,
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="",
                        max_length=20,
                        verbose_name="Impact if it is discontinued",
                    ),
                ),
                (
                    "alternatives",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("not_assessed", "Not assessed")],
                        default="",
                        max_length=20,
                        verbose_name="Alternatives are identified",
                    ),
                ),
                (
                    "alternatives_named",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="Alternative providers"),
                ),
                (
                    "contract",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dora",
                        to="suppliers.contract",
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
                "verbose_name": "Register of information (DORA)",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("rank__gte", 1)), name="suppliers_dora_rank")
                ],
            },
        ),
    ]

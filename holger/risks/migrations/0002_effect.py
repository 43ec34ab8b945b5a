import django.core.validators
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("controls", "0001_initial"),
        ("organisation", "0001_initial"),
        ("risks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Effect",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "likelihood",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(5)],
                        verbose_name="Takes off the likelihood",
                    ),
                ),
                (
                    "consequence",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(5)],
                        verbose_name="Takes off the consequence",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="Note")),
                ("counted", models.BooleanField(default=False, verbose_name="Counted in the current levels")),
                ("points", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Points")),
                (
                    "control",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effects",
                        to="controls.control",
                        verbose_name="Control",
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
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="effects", to="risks.risk"
                    ),
                ),
            ],
            options={
                "verbose_name": "Effect of a control",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("risk", "control"),
                        name="risks_effect_once",
                        violation_error_message="The control is there already.",
                    )
                ],
            },
        ),
    ]

"""Each text that people had written as a measure becomes a control of theirs, tied to the risks that it stood on.

The same title in one organisation is one control. Where its texts disagree on how far it is, the control is no further
than the one that is least far: nobody is to believe in what is not there. The note on a risk keeps what was said there.
How many levels a control takes off was never written down, so it is left to be said.
"""

from collections import defaultdict
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ORDER = ("planned", "partly", "implemented")
SAID = {
    "da": {"planned": "Her: planlagt", "partly": "Her: delvis på plads", "implemented": "Her: på plads"},
    "en": {"planned": "Here: planned", "partly": "Here: partly in place", "implemented": "Here: in place"},
}
PREFIX = "F"
TITLE = 200
BATCH = 500


def move(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    organisations = apps.get_model("organisation", "Organisation").objects.order_by("pk")
    for organisation in organisations:
        _move(apps, organisation)
    # PostgreSQL changes no table whose references are still to be checked, and the walls are built on these next.
    schema_editor.connection.check_constraints()


def _move(apps: Apps, organisation: Any) -> None:
    by_title: defaultdict[str, list[Any]] = defaultdict(list)
    rows = apps.get_model("risks", "Measure").objects.filter(organisation=organisation).select_related("risk")
    for measure in rows.order_by("created_at", "id"):
        by_title[measure.title.strip().casefold()].append(measure)
    controls = _there(apps, organisation)
    new = {key: _control(apps, organisation, found) for key, found in by_title.items() if key not in controls}
    if new:
        _make(apps, organisation, list(new.values()))
    controls |= new
    effects = {}
    for key, measures in by_title.items():
        for measure in measures:
            effect = _effect(apps, measure, controls[key], _language(organisation))
            effects.setdefault((effect.risk_id, effect.control_id), effect)
    apps.get_model("risks", "Effect").objects.bulk_create(effects.values(), batch_size=BATCH)


def _effect(apps: Apps, measure: Any, control: Any, language: str) -> Any:
    return apps.get_model("risks", "Effect")(
        organisation_id=measure.organisation_id,
        risk_id=measure.risk_id,
        control=control,
        counted=control.status == "implemented",
        note="" if measure.status == control.status else SAID[language][measure.status],
    )


def _there(apps: Apps, organisation: Any) -> dict[str, Any]:
    """The controls that somebody has made already, by title."""
    rows = apps.get_model("controls", "Control").objects.filter(organisation=organisation, archived_at=None)
    return {control.title.strip().casefold(): control for control in rows.order_by("-number")}


def _control(apps: Apps, organisation: Any, measures: list[Any]) -> Any:
    title, risks = measures[0].title.strip(), [measure.risk for measure in measures]
    return apps.get_model("controls", "Control")(
        organisation=organisation,
        title=title[:TITLE],
        description=title if len(title) > TITLE else "",
        status=min((measure.status for measure in measures), key=ORDER.index),
        owner_id=_agreed({risk.owner_id for risk in risks}),
        unit_id=_agreed({risk.unit_id for risk in risks}),
        created_at=measures[0].created_at,
    )


def _agreed(said: set[Any]) -> Any:
    return next(iter(said)) if len(said) == 1 else None


def _make(apps: Apps, organisation: Any, controls: list[Any]) -> None:
    """Number them, and write each down with how far it is from today."""
    counters = apps.get_model("organisation", "Counter").objects
    counter, _new = counters.get_or_create(organisation=organisation, prefix=PREFIX)
    for control in controls:
        counter.last += 1
        control.number, control.reference = counter.last, f"{PREFIX}-{counter.last}"
    counter.save()
    apps.get_model("controls", "Control").objects.bulk_create(controls, batch_size=BATCH)
    reading = apps.get_model("controls", "Reading")
    courses = [reading(organisation=organisation, control=control, status=control.status) for control in controls]
    reading.objects.bulk_create(courses, batch_size=BATCH)


def _language(organisation: Any) -> str:
    return "da" if organisation.language == "da" else "en"


class Migration(migrations.Migration):
    dependencies = [("risks", "0002_effect")]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="Measure"),
    ]

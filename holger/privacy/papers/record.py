"""The record of processing activities on paper, in the shape that the authority asks for: a part for what one does as a
controller (art. 30(1)), and one for what one does for others (art. 30(2)), for each company.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from holger.core.words import N_
from holger.exchange.papers.paper import Cell, Column, Facts, Paper, Section, Table
from holger.exchange.papers.sending import front
from holger.privacy.models import Activity, ActivitySupplier, Entity
from holger.privacy.rules.lines import lines
from holger.privacy.selectors import sent_on
from holger.privacy.selectors.beside import NOTHING, Beside
from holger.privacy.words.record import (
    data_of,
    joint_of,
    measures_of,
    recipients_of,
    retention_of,
    said,
    subjects_of,
    transfers_of,
)

Entities = Mapping[UUID | None, Entity]


def record_paper(
    request: Any, language: str, rows: Sequence[Activity], entities: Entities, told: str = "", around: Beside = NOTHING
) -> Paper:
    """``rows`` with their transfers, entity and unit at hand; ``around``: their suppliers and retention rules."""
    return Paper(
        kind="record",
        title=gettext("Record of processing activities"),
        subtitle="GDPR art. 30",
        scope=told,
        sections=list(_sections(request.organisation.name, rows, entities, around)),
        landscape=True,
        **front(request, language),
    )


def _sections(organisation: str, rows: Sequence[Activity], entities: Entities, around: Beside) -> Iterable[Section]:
    names = {row.entity_id: str(row.entity) if row.entity else organisation for row in rows}
    ordered = sorted(names, key=lambda key: (key is not None, names[key].casefold()))
    for key in ordered or [None]:
        own = [row for row in rows if row.entity_id == key]
        entity = entities.get(key)
        name = entity.name if entity else names.get(key, organisation)
        for role, title, columns, make in PARTS:
            part = [row for row in own if row.is_processor == role]
            if part or (not role and not rows):
                table = Table(
                    columns(),
                    [make(row, around) for row in part],
                    name=f"{gettext(title)} {name}"[:31],
                    empty=gettext("No processing activities yet"),
                )
                heading = f"{name}: {gettext(title)}"
                yield Section(heading, [Facts(_who(name, entity)), table], apart=True)


def _who(name: str, entity: Entity | None) -> Sequence[tuple[str, Cell]]:
    """Name and contact of whose record it is (art. 30(1)(a))."""
    facts: list[tuple[str, Cell]] = [(gettext("Name"), name)]
    if entity is not None:
        facts += [
            (gettext("Registration number (CVR)"), entity.registration),
            (gettext("Contact"), entity.contact),
            (gettext("Representative"), entity.representative),
            (gettext("Data protection officer"), entity.dpo),
        ]
    return [(label, value) for label, value in facts if value]


def _controller_columns() -> list[Column]:
    return [
        Column(gettext("Activity"), 1.6, strong=True),
        Column(gettext("Purposes"), 2.1),
        Column(gettext("Data subjects"), 1.5),
        Column(gettext("Personal data"), 2.4),
        Column(gettext("Legal basis"), 2.2),
        Column(gettext("Recipients"), 2),
        Column(gettext("Third countries"), 1.2),
        Column(gettext("Erasure"), 2.2),
        Column(gettext("Security measures"), 1.8),
    ]


def _controller_row(row: Activity, around: Beside) -> list[Cell]:
    hands = around.hands_of(row)
    return [
        _named(row, hands),
        tuple(lines(row.purpose)),
        tuple(subjects_of(row)),
        tuple(data_of(row)),
        (
            *said("grounds", row.grounds),
            *said("special_grounds", row.special_grounds),
            *lines(row.protected_ground),
            *lines(row.law),
        ),
        tuple(recipients_of(row, hands)),
        tuple(transfers_of(row, list(row.transfers.all()), sent_on(row, hands))),
        tuple(retention_of(row, around.rules_of(row))),
        tuple(measures_of(row)),
    ]


def _named(row: Activity, hands: Sequence[ActivitySupplier]) -> tuple[str, ...]:
    with_them = ", ".join(joint_of(row, hands))
    joint = [f"{gettext('Joint control with')} {with_them}"] if with_them else []
    return (row.title, row.reference, *joint)


def _processor_columns() -> list[Column]:
    return [
        Column(gettext("Activity"), 1.6, strong=True),
        Column(gettext("Controllers that are served"), 2.2),
        Column(gettext("Categories of processing"), 2.4),
        Column(gettext("Sub-processors"), 2),
        Column(gettext("Third countries"), 1.8),
        Column(gettext("Security measures"), 2),
    ]


def _processor_row(row: Activity, around: Beside) -> list[Cell]:
    hands = around.hands_of(row)
    return [
        _named(row, hands),
        tuple(lines(row.customers)),
        tuple(lines(row.purpose)),
        tuple(recipients_of(row, hands)),
        tuple(transfers_of(row, list(row.transfers.all()), sent_on(row, hands))),
        tuple(measures_of(row)),
    ]


PARTS = (
    (False, N_("As controller (art. 30(1))"), _controller_columns, _controller_row),
    (True, N_("As processor (art. 30(2))"), _processor_columns, _processor_row),
)


def activity_paper(request: Any, language: str, row: Activity, groups: Sequence[Any], entity: Entity | None) -> Paper:
    """One activity alone, with all that is known of it. ``groups`` as its page has them."""
    name = entity.name if entity else str(row.entity or request.organisation.name)
    sections = [
        Section(
            str(title),
            [Facts([(str(part.title), (*part.texts, *lines(part.note))) for part in parts if part.texts or part.note])],
        )
        for _key, title, parts in groups
        if any(part.texts or part.note for part in parts)
    ]
    facts: list[tuple[str, Cell]] = [
        (gettext("Role"), row.get_role_display()),
        (gettext("Status"), row.get_status_display()),
        (gettext("Owner"), row.owner.name if row.owner else ""),
        (gettext("Next review"), row.next_review),
    ]
    return Paper(
        kind="processing-activity",
        title=row.title,
        subtitle=f"{row.reference} · GDPR art. 30",
        sections=[Section(name, [Facts(_who(name, entity))]), *sections],
        facts=[(label, value) for label, value in facts if value],
        **front(request, language),
    )

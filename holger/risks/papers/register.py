"""The risk register on paper: the picture, every risk, how each was scored, and the method."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, pgettext

from holger.core.words import say
from holger.exchange.papers.paper import (
    Bar,
    Bars,
    Column,
    Figure,
    Figures,
    Group,
    Kind,
    Matrix,
    Paper,
    Row,
    Section,
    Square,
    Table,
)
from holger.risks.models import Risk, Treatment
from holger.risks.models.risk import LEVEL_NAMES, STAGE_NAMES
from holger.risks.papers.common import Told, letters, method_line, method_section, reservations
from holger.risks.rules.acceptance import status
from holger.risks.rules.scoring import STAGES
from holger.risks.selectors import Heat
from holger.risks.tables import band_name
from holger.ui import days


def risk_register(told: Told, heat: Heat, front: dict[str, Any], *, by_band: bool = False) -> Paper:
    """``heat`` is where the risks lie now; ``by_band`` says that they come the worst first, and are headed so."""
    sections = [
        Section(gettext("Summary"), [_figures(told), _picture(told, heat), _bands(told), *reservations(told)]),
        Section(gettext("Risk register"), [_register(told, by_band)], apart=True),
        Section(gettext("How they were assessed"), [_assessed(told)], apart=True),
        method_section(told.stored),
    ]
    title = gettext("Risk register")
    method, scope = method_line(told.stored), told.scope()
    return Paper("risk-register", title, sections=sections, method=method, scope=scope, landscape=True, **front)


def _figures(told: Told) -> Figures:
    where = [status(risk, told.today) for risk in told.risks]
    over = sum(risk.over_appetite for risk in told.risks)
    bare = sum(
        risk.over_appetite and key in ("untreated", "waiting") for risk, key in zip(told.risks, where, strict=True)
    )
    return Figures(
        [
            Figure(len(told.risks), pgettext("figure", "risks")),
            Figure(over, pgettext("figure", "over the appetite"), "crit" if over else "ok"),
            Figure(bare, pgettext("figure", "of them without an approved plan"), "high" if bare else "ok"),
            Figure(where.count("accepted"), pgettext("figure", "accepted")),
            Figure(where.count("to_assess"), pgettext("figure", "to assess"), "mid" if "to_assess" in where else ""),
        ]
    )


def _picture(told: Told, heat: Heat) -> Matrix:
    language = days.language()
    rows = [
        (
            f"{level.level} {say(level.name, language)}",
            [Square(cell.count, cell.band.key, str(cell.score)) for cell in found],
        )
        for level, found in heat.rows
    ]
    columns = [f"{level.level} {say(level.name, language)}" for level in told.method.consequence]
    return Matrix(
        gettext("Consequence"), gettext("Likelihood"), columns, rows, gettext("Risk picture, as things are now")
    )


def _bands(told: Told) -> Bars:
    """How many lie in each band without measures, now and when all is done."""
    bars = []
    for stage in STAGES:
        found = [told.method.band_of(getattr(risk, f"{stage}_score")) for risk in told.risks]
        keys = [band.key if band else "" for band in found]
        parts = [(keys.count(b.key), b.key, band_name(told.method, b.key)) for b in reversed(told.method.bands)]
        bars.append(Bar(str(STAGE_NAMES[stage]), [*parts, (keys.count(""), "open", gettext("Not scored"))]))
    return Bars(bars, gettext("Risks by band"))


def _register(told: Told, by_band: bool) -> Table:
    columns = (
        Column(gettext("Ref."), 0.75),
        Column(gettext("Risk"), 2.2, strong=True),
        Column(gettext("Process or asset"), 1.7),
        Column(gettext("Hits"), 0.6),
        Column(gettext("Owner"), 1.3),
        Column(str(STAGE_NAMES["inherent"]), 1.25, Kind.LEVEL),
        Column(str(STAGE_NAMES["current"]), 1.25, Kind.LEVEL),
        Column(str(STAGE_NAMES["target"]), 1.25, Kind.LEVEL),
        Column(gettext("Treatment"), 0.95),
        Column(gettext("Status"), 2.55, Kind.BADGE),
        Column(pgettext("column", "Review"), 1.2, Kind.DATE),
    )
    rows: list[Row | Group] = []
    last: object = None
    for risk in told.risks:
        band = told.method.band_of(risk.current_score)
        if by_band and (band.key if band else "") != last:
            last = band.key if band else ""
            rows.append(_heading(told, band))
        rows.append(_row(told, risk))
    name = gettext("Risk register")
    return Table(columns, rows, name=name, empty=gettext("There are no risks in this selection."))


def _heading(told: Told, band: Any) -> Group:
    if band is None:
        return Group(gettext("Not scored"))
    count = sum(told.method.band_of(risk.current_score) == band for risk in told.risks)
    return Group(f"{band_name(told.method, band.key)} {band.range}", gettext("Number: %(count)s") % {"count": count})


def _row(told: Told, risk: Risk) -> Sequence[Any]:
    return (
        risk.reference,
        risk.name,
        f"{risk.asset.reference} {risk.asset.title}",
        letters(risk.hits),
        risk.owner.name if risk.owner else None,
        *(told.level(getattr(risk, f"{stage}_score")) for stage in STAGES),
        risk.get_treatment_display() if risk.treatment != Treatment.UNDECIDED else None,
        told.status(risk),
        risk.next_review,
    )


def _assessed(told: Told) -> Table:
    """What each score stands on."""
    number = {"kind": Kind.NUMBER, "align": "left"}
    columns = (
        Column(gettext("Ref."), 0.75),
        Column(gettext("Risk"), 2, strong=True),
        Column(str(LEVEL_NAMES["c"]), 1.1, **number),
        Column(str(LEVEL_NAMES["i"]), 0.9, **number),
        Column(str(LEVEL_NAMES["a"]), 1.1, **number),
        Column(pgettext("dimension", "Data subjects"), 1.1, **number),
        Column(str(LEVEL_NAMES["likelihood"]), 1.1, **number),
        Column(gettext("Weakness and reason"), 3),
        Column(gettext("Measures"), 2.3),
        Column(gettext("Assessed"), 1.3),
    )
    return Table(columns, [_levels(risk) for risk in told.risks], name=gettext("Assessments"))


def _levels(risk: Risk) -> Sequence[Any]:
    levels = (risk.current_c, risk.current_i, risk.current_a, risk.current_subjects, risk.current_likelihood)
    measures = [f"{measure.title} ({measure.get_status_display()})" for measure in risk.measures.all()]
    day = days.day(risk.assessed_at) if risk.assessed_at else ""
    why = tuple(text for text in (risk.weakness, risk.reason) if text)
    return risk.reference, risk.name, *levels, why, tuple(measures), tuple(filter(None, (day, risk.assessed_by)))

"""The columns of the lists of questionnaires and of what was sent, and the rows of an answered one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.suppliers.models.sendings import Answer, Attachment, Sending, SendingState, Verdict
from holger.suppliers.rules.scoring import Comparison, Score, Way, worth
from holger.suppliers.selectors.questionnaires import given
from holger.suppliers.tables.portal import shown, wanted
from holger.ui import cells
from holger.ui.columns import Column

LOOKS = {
    SendingState.SENT: ("mid", "hourglass"),
    SendingState.SUBMITTED: ("accent", "clipboard-search"),
    SendingState.CONCLUDED: ("ok", "circle-check"),
    SendingState.WITHDRAWN: ("line", "arrow-back-up"),
}
VERDICTS = {
    Verdict.GOOD: ("ok", "circle-check"),
    Verdict.REMARKS: ("mid", "alert-triangle"),
    Verdict.BAD: ("crit", "x"),
}
WAYS = {
    Way.BETTER: (_("Better than last time"), "ok", "arrow-up-right"),
    Way.WORSE: (_("Worse than last time"), "crit", "arrow-down-right"),
    Way.CHANGED: (_("Another answer than last time"), "mid", "refresh"),
    Way.NEW: (_("Not answered last time"), "line", "plus"),
    Way.GONE: (_("Answered last time only"), "line", "minus"),
}
"""What is not said of an answer is that it is the same."""


def state_badge(row: Sending) -> SafeString:
    if row.state == SendingState.CONCLUDED and row.verdict:
        return verdict_badge(row)
    return cells.badge(row.get_state_display(), *LOOKS[SendingState(row.state)])


def verdict_badge(row: Sending) -> SafeString:
    return cells.badge(row.get_verdict_display(), *VERDICTS[Verdict(row.verdict)])


def points(row: Sending) -> str:
    return "" if row.points is None else str(row.points)


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Questionnaire"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column("version", _("Version"), lambda row, page: row.newest or "–"),
    Column("sent", _("Sent"), lambda row, page: str(row.sent or "")),
    Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name"),
)
SENDING_COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column(
        "supplier",
        pgettext_lazy("register", "Supplier"),
        lambda row, page: cells.link(row.supplier.title, page.base + row.path),
        sort="supplier__title",
    ),
    Column("title", _("Questionnaire"), lambda row, page: row.title, sort="title"),
    Column("state", _("Status"), lambda row, page: state_badge(row), sort="state"),
    Column("progress", _("Progress"), lambda row, page: f"{row.progress} %", sort="progress"),
    Column("points", _("Points"), lambda row, page: points(row), sort="points"),
    Column("knock_outs", _("Stop the approval"), lambda row, page: str(row.knock_outs or ""), sort="knock_outs"),
    Column("to_judge", _("To be judged"), lambda row, page: str(row.to_judge or ""), sort="to_judge", shown=False),
    Column("due", _("Wanted by"), lambda row, page: cells.date(row.due), sort="due"),
    Column("owner", _("Who reads the answers"), lambda row, page: cells.person(row.owner), sort="owner__name", shown=False),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One question with its answer, as whoever judges it reads it."""

    key: str
    number: int
    text: str
    shown: str
    comment: str
    unchanged: bool
    by: str
    points: int | None
    judged: int | None
    judgement: str
    judged_by: str
    files: Sequence[Attachment]
    stops: bool
    waits: bool
    asks_evidence: bool
    weight: int
    way: str
    before: str


@dataclass(frozen=True)
class Part:
    title: str
    lines: Sequence[Line]


def parts(
    sending: Sending,
    answers: Mapping[str, Answer],
    before: Mapping[str, Answer],
    files: Mapping[str, Sequence[Attachment]],
    found: Score,
    beside: Comparison | None,
) -> list[Part]:
    """All that was asked, section by section."""
    language, said = get_language(), given(answers)
    by_section: dict[str, list[Line]] = {}
    for question in wanted(sending, answers):
        row, key = answers.get(question.key), question.key
        way = beside.ways.get(key) if beside else None
        line = Line(
            key=key,
            number=question.number,
            text=say(question.text, language),
            shown=shown(question, row.value) if row else "",
            comment=row.comment if row else "",
            unchanged=bool(row and row.unchanged),
            by=row.saved_by if row else "",
            points=worth(question, said[key]) if key in said else None,
            judged=row.judged if row else None,
            judgement=row.judgement if row else "",
            judged_by=row.judged_by if row else "",
            files=files.get(key, ()),
            stops=key in found.knock_outs,
            waits=key in found.to_judge,
            asks_evidence=question.asks_evidence,
            weight=question.weight,
            way=cells.badge(*WAYS[way]) if way in WAYS else "",
            before=shown(question, before[key].value) if key in before and way not in (None, Way.SAME) else "",
        )
        by_section.setdefault(question.section, []).append(line)
    return [
        Part(say(each.title, language), by_section[each.key])
        for each in sending.version_sent.read.sections
        if each.key in by_section
    ]


def told_of(question: Any) -> list[str]:
    """What there is to know of a question on the builder's page, in short."""
    words = [gettext("Weight %(weight)s") % {"weight": question.weight}]
    if question.knock_out:
        words.append(gettext("Stops the approval"))
    if question.asks_evidence:
        words.append(gettext("Evidence wanted"))
    if question.from_criticality > 1:
        words.append(gettext("From criticality %(level)s") % {"level": question.from_criticality})
    if question.shown_when:
        words.append(gettext("Only after an answer"))
    return words

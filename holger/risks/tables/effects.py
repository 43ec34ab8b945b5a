"""How what controls do to a risk is told: the effect in words, the way from score to score, and what asks for a new look."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from holger.controls.models import Control, Status
from holger.risks.models import Effect, Risk
from holger.risks.models.risk import STAGE_NAMES
from holger.risks.rules import effects as rules
from holger.risks.rules.effects import Taken
from holger.risks.rules.method import Method
from holger.risks.rules.scoring import Levels, score
from holger.risks.tables import number
from holger.ui import cells, days
from holger.ui.icons import icon

STATUS_LOOKS = {
    Status.PLANNED: ("none", "circle-dashed"),
    Status.STARTED: ("accent", "circle-half-2"),
    Status.PARTLY: ("mid", "circle-half-2"),
    Status.IMPLEMENTED: ("ok", "check"),
}


def taken(effect: Taken) -> str:
    """likelihood −1, consequence −2; empty where nobody has said."""
    said = []
    if effect.likelihood:
        said.append(gettext("likelihood −%(levels)s") % {"levels": effect.likelihood})
    if effect.consequence:
        said.append(gettext("consequence −%(levels)s") % {"levels": effect.consequence})
    return ", ".join(said)


def status(control: Control) -> SafeString:
    if control.archived_at is not None:
        return cells.badge(gettext("Archived"), "none", "archive")
    level, mark = STATUS_LOOKS[Status(control.status)]
    hint = gettext("In place by %(day)s") % {"day": days.day(control.due)} if control.due else ""
    return cells.badge(control.get_status_display(), level, mark, "" if control.in_place else hint)


def named(control: Control, base: str, seen: Collection[UUID]) -> SafeString:
    """The control, as a link where its page may be opened."""
    if control.pk in seen:
        return cells.name(control, base)
    return SafeString(f"<span>{escape(control.title)}</span>")


def lines(effects: Iterable[Effect], risk: Risk, base: str, seen: Collection[UUID], *, may_edit: bool) -> SafeString:
    """The controls on a risk's page. Drawn in Python: the same in the page's template cost a third of the page."""
    control, state, takes, worth = (
        f'<td data-label="{escape(label)}"'
        for label in (gettext("Control"), gettext("Status"), gettext("Takes off"), gettext("Points"))
    )
    drawn = []
    for effect in effects:
        note = f'<span class="h-tiny h-dim d-block">{escape(effect.note)}</span>' if effect.note else ""
        points = f"−{effect.points}" if effect.points else cells.dash
        drawn.append(
            f"<tr>{control}>{cells.ref(effect.control)} {named(effect.control, base, seen)}{note}</td>"
            f'{state}>{status(effect.control)}</td>{takes}>{_takes(effect)}</td>{worth} class="h-num">{points}</td>'
            f"{_buttons(effect, base + risk.path) if may_edit else ''}</tr>"
        )
    return SafeString("".join(drawn))


def _takes(effect: Effect) -> str:
    """What it takes off, and which way that explains."""
    if not effect.taken:
        return f'<span class="h-faint">{escape(gettext("not said"))}</span>'
    if effect.counted:
        counts = gettext("in the current levels")
    else:
        counts = gettext("for the target") if effect.is_planned else gettext("no longer")
    return f'{escape(taken(effect.taken))}<span class="h-tiny h-dim d-block">{escape(counts)}</span>'


def _buttons(effect: Effect, path: str) -> str:
    """To edit it and to remove it, inside the form that the table lies in."""
    here = f"{path}controls/{effect.pk}/"
    edit, remove = (
        escape(text % {"title": effect.control.title})
        for text in (gettext("Edit %(title)s"), gettext("Remove %(title)s"))
    )
    look = 'class="btn btn-icon btn-sm btn-ghost"'
    return (
        f'<td><span class="h-row h-end"><a {look} href="{here}" aria-label="{edit}">{icon("pencil")}</a>'
        f'<button {look} formaction="{here}remove/" aria-label="{remove}">{icon("x")}</button></span></td>'
    )


@dataclass(frozen=True)
class Step:
    """A stage of the way from score to score, and the controls that lead to it."""

    name: Any
    score: SafeString
    by: str


def way(method: Method, risk: Risk, effects: Iterable[Effect]) -> Sequence[Step]:
    """Without controls 16 → current 9 (F-3, F-12) → target 4 (F-20, in place by 30 June)."""
    effects = [effect for effect in effects if effect.taken]
    counted = ", ".join(effect.control.reference for effect in effects if effect.counted)
    planned = _by([effect.control for effect in effects if effect.is_planned])
    found = []
    for stage, by in (("inherent", ""), ("current", counted), ("target", planned)):
        drawn = number(getattr(risk, f"{stage}_score"), getattr(risk, f"{stage}_band"), method)
        found.append(Step(STAGE_NAMES[stage], drawn, by))
    return found if counted or planned else []


def _by(planned: Sequence[Control]) -> str:
    """F-20, F-21, in place by 30 June: the last of the days by which they are to be there."""
    names = ", ".join(control.reference for control in planned)
    last = max((control.due for control in planned if control.due and not control.in_place), default=None)
    if last is None:
        return names
    return gettext("%(names)s, in place by %(day)s") % {"names": names, "day": days.day(last)}


def by_hand(method: Method, risk: Risk, effects: Sequence[Effect]) -> tuple[int | None, int | None] | None:
    """(what the controls explain, what the target is) where somebody has set the target otherwise."""
    planned = [effect.taken for effect in effects if effect.is_planned]
    current, target = risk.levels("current"), risk.levels("target")
    if target.blank or risk.target_score is None or rules.follows(current, target, planned):
        return None
    explained = score(method, rules.lowered(current, planned)).shown
    if not any(planned):
        return (None, risk.target_score) if explained and risk.target_score < explained.score else None
    return explained.score if explained else None, risk.target_score


def look_again(effect: Effect, since: Mapping[UUID, datetime]) -> str:
    """F-12 is in place since 3 March, or no longer."""
    control, at = effect.control, since.get(effect.control_id)
    told = {"name": f"{control.reference} {control.title}", "day": days.day(at) if at else ""}
    if effect.works:
        said = gettext("%(name)s is in place since %(day)s.") if at else gettext("%(name)s is in place.")
    elif control.archived_at is not None:
        said = gettext("%(name)s is archived since %(day)s.")
    else:
        said = gettext("%(name)s is not in place since %(day)s.") if at else gettext("%(name)s is not in place.")
    return said % told


@dataclass(frozen=True)
class Worth:
    """A risk on the page of a control: its score before and after this control alone."""

    effect: Effect
    before: SafeString
    after: SafeString
    takes: str
    again: bool


def before_and_after(method: Method, effect: Effect) -> Worth:
    """From without controls to now where it is counted, else from now to the target; each time by this control alone."""
    levels = effect.risk.levels("inherent" if effect.counted else "current")
    before, after = (_drawn(method, each) for each in (levels, rules.lowered(levels, [effect.taken])))
    return Worth(effect, before, after, taken(effect.taken), effect.is_outdated and effect.risk.assessed_at is not None)


def _drawn(method: Method, levels: Levels) -> SafeString:
    found = score(method, levels).shown
    return number(found.score, found.band, method) if found else cells.dash

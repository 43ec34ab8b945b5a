"""The columns of the room's lists, and the small pieces that its pages draw alike."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from holger.core.kept import Kept
from holger.core.requests import Request
from holger.frameworks import library, selectors
from holger.frameworks.models import Driver, Framework, Mapping, Maturity, Relation, Requirement, Standing, State
from holger.frameworks.rules.coverage import STRONG, Claim
from holger.frameworks.rules.mapping import INVERSE, of_part
from holger.frameworks.rules.standing import Sums, state
from holger.frameworks.selectors import Claims
from holger.ui import cells, http
from holger.ui.columns import Column

STATES = dict(State.choices)
LOOKS = {
    "met": ("ok", "check"),
    "partly": ("mid", "circle-half-2"),
    "not": ("crit", "x"),
    "open": ("none", "circle-dashed"),
    "through": ("accent", "arrows-exchange"),
    "out": ("none", "minus"),
    "beyond": ("none", "circle-off"),
}
PARTS = (("met", "ok", "met"), ("partly", "mid", "partly"), ("not_met", "crit", "not"), ("through", "through", "through"), ("unanswered", "open", "open"))  # fmt: skip
"""Of sums: the name, how it looks in a bar, and the state that the list filters by."""

ORIGINS = {"library": "none", "file": "line", "own": "accent"}
DRIVER_WORDS = dict(Driver.choices)
MATURITY_WORDS = dict(Maturity.choices)
FORWARDS = dict(Relation.choices)

CLAIMS: Kept[dict[Any, Claims]] = Kept(64)
SUMS: Kept[dict[Any, Sums]] = Kept(64)


def claims_at(request: Request) -> dict[Any, Claims]:
    """The claims of every scope that the reader sees."""
    return _kept(request, CLAIMS, lambda: selectors.claims_everywhere(request.actor))


def sums_at(request: Request) -> dict[Any, Sums]:
    """The sums of every scope that the reader sees."""
    return _kept(request, SUMS, lambda: selectors.sums_by_scope(request.actor, claims_at(request)))


def _kept[T](request: Request, answers: Kept[T], find: Callable[[], T]) -> T:
    """Worked out once until anything is written. What is written here may yet be undone, and nobody is to be told of it."""
    return answers.get(http.moment(request), find) if request.method == "GET" else find()


def relation(key: str, forwards: bool, part: bool = False) -> str | Promise:
    """How this end relates to the other one; with ``part`` this end lies below the one that is mapped."""
    here = key if forwards else INVERSE[key]
    return FORWARDS[of_part(here) if part else here]


def state_of(standing: Standing, claim: Claim[Any] | None) -> str:
    told = {"applicable": standing.applicable, "wanted": standing.wanted}
    return state(standing.answer, **told, claimed=claim is not None)


def state_badge(state: str, claim: Claim[Any] | None = None) -> SafeString:
    level, mark = LOOKS[state]
    hint = strength(claim) if claim and state == "through" else ""
    return cells.badge(STATES[state], level, mark, title=hint)


def strength(claim: Claim[Any]) -> str:
    if claim.strength == STRONG:
        return gettext("A requirement that holds all of it is met. Check it and answer.")
    return gettext("Something that is partly the same is answered. Check what is missing.")


def sums_bar(sums: Sums, kind: str = "") -> SafeString:
    """Honest stacked numbers: what is claimed through a mapping is hatched, and what is unanswered is empty."""
    words = _state_words(get_language())
    return cells.stacked([(getattr(sums, name), look, words[state]) for name, look, state in PARTS], kind)


@cache
def _state_words(language: str | None) -> dict[str, str]:
    """A page says them a hundred times."""
    return {state: str(words) for state, words in STATES.items()}


# Rows of tables that may have hundreds; drawn here, for templates would take longer over them than over all else of a page.


def section_rows(rows: Iterable[tuple[Requirement, Sums, str]]) -> SafeString:
    """The parts of a framework: what each is called, how far it is, and each sum with a link to its rows."""
    part, far = escape(gettext("Part")), escape(gettext("How far"))
    return SafeString("".join(_section_row(top, sums, url, part, far) for top, sums, url in rows))


def _section_row(top: Requirement, sums: Sums, url: str, part: str, far: str) -> str:
    counts = "".join(_sum_cell(getattr(sums, name), state, url) for name, _look, state in PARTS)
    return (
        f'<tr><th scope="row" data-label="{part}"><span class="h-ref">{escape(top.code)}</span>'
        f' <a class="h-name" href="{escape(url)}">{escape(top.title)}</a></th>'
        f'<td data-label="{far}">{sums_bar(sums)}</td>{counts}</tr>'
    )


def _sum_cell(count: int, state: str, url: str) -> str:
    link = f'<a href="{escape(f"{url}&state={state}")}">{count}</a>' if count else '<span class="h-faint">0</span>'
    return f'<td class="h-num" data-label="{escape(_state_words(get_language())[state])}">{link}</td>'


type Told = tuple[Mapping, Requirement, bool]
"""A mapping, the requirement at its other end, and whether it is said from this one."""


def compared_rows(
    rows: Iterable[tuple[Requirement, Sequence[Told]]], here: Framework, there: Framework, base: str
) -> SafeString:
    """The requirements of a framework, each with what is said about those of another."""
    labels, nothing = (escape(here.title), escape(there.title)), escape(gettext("Nothing"))
    return SafeString("".join(_compared_row(row, told, labels, base, nothing) for row, told in rows))


def _compared_row(row: Requirement, told: Sequence[Told], labels: tuple[str, str], base: str, nothing: str) -> str:
    others = "".join(_other(*each, base) for each in told) or f'<span class="h-faint">{nothing}</span>'
    return (
        f'<tr><th scope="row" data-label="{labels[0]}"><span class="h-ref">{escape(row.code)}</span>'
        f' <a class="h-name" href="{escape(base + row.path)}">{escape(row.title)}</a></th>'
        f'<td data-label="{labels[1]}"><div>{others}</div></td></tr>'
    )


def _other(mapping: Mapping, other: Requirement, forwards: bool, base: str) -> str:
    said = (library.told(text, get_language()) for text in (mapping.origin, mapping.rationale) if text)
    return (
        f'<div><span class="h-dim h-small">{escape(str(relation(mapping.relation, forwards)))}</span>'
        f' <span class="h-ref">{escape(other.code)}</span>'
        f' <a class="h-name" href="{escape(base + other.path)}" title="{escape(": ".join(said))}">'
        f"{escape(other.title)}</a></div>"
    )


def maturity(standing: Standing) -> SafeString:
    """Now, and what is aimed at."""
    target = standing.scope.target if standing.target is None else standing.target
    now = cells.dash if standing.maturity is None else SafeString(f'<b class="h-b h-num">{standing.maturity}</b>')
    hint = gettext("Maturity %(now)s, target %(target)s") % {
        "now": "–" if standing.maturity is None else standing.maturity,
        "target": target,
    }
    return SafeString(f'<span class="h-nowrap" title="{hint}">{now}<span class="h-faint"> / {target}</span></span>')


def drivers(standing: Standing) -> SafeString:
    return cells.several(cells.badge(DRIVER_WORDS[key], "line") for key in standing.drivers)


def origin_badge(framework: Framework) -> SafeString:
    return cells.badge(framework.get_origin_display(), ORIGINS[framework.origin])


def framework_name(framework: Framework, page: Any) -> SafeString:
    return cells.name(framework, page.base)


def _how_far(framework: Framework, page: Any) -> SafeString:
    sums = page.sums_of(framework)
    return sums_bar(sums) if sums is not None else cells.dash


def _percent(framework: Framework, page: Any) -> Any:
    sums = page.sums_of(framework)
    if sums is None:
        return ""
    told = gettext("%(percent)s %%") % {"percent": sums.percent}
    return SafeString(f'<span class="h-nowrap">{told}</span>')


FRAMEWORK_COLUMNS: Sequence[Column] = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Name"), framework_name),
    Column("where", _("Holds in"), lambda row, page: page.where(row)),
    Column("count", _("Requirements"), lambda row, page: page.count_of(row), number=True),
    Column(
        "how_far", _("How far"), _how_far, help=_("Met, partly met, not met, through mapping (hatched), unanswered.")
    ),
    Column(
        "percent",
        _("Met"),
        _percent,
        number=True,
        help=_("Met, and half of what is partly met. Mappings count nothing."),
    ),
    Column("origin", _("Origin"), lambda row, page: origin_badge(row), sort="origin"),
    Column("issuer", _("Issuer"), sort="issuer", shown=False),
    Column("edition", _("Version"), sort="edition", shown=False, number=True),
)


def requirement_name(standing: Standing, page: Any) -> SafeString:
    return cells.name(standing.requirement, page.base, standing.requirement.title)


REQUIREMENT_COLUMNS: Sequence[Column] = (
    Column("code", _("Id"), lambda row, page: cells.ref(row.requirement), sort="requirement__place"),
    Column("title", _("Requirement"), requirement_name),
    Column("state", _("Answer"), lambda row, page: page.badge_of(row)),
    Column(
        "maturity", _("Maturity"), lambda row, page: maturity(row), sort="maturity", help=_("Now / target, 0 to 5.")
    ),
    Column("drivers", _("Drivers"), lambda row, page: drivers(row)),
    Column("remark", _("Remark"), lambda row, page: row.remark if row.applicable else row.reason),
    Column("asked", _("Asked"), lambda row, page: cells.person(row.asked), sort="asked__name", shown=False),
    Column("answered", _("Answered"), lambda row, page: cells.moment(row.answered_at), sort="answered_at"),
    Column("answered_by", _("Answered by"), sort="answered_by", shown=False),
    Column("reason", _("Reason"), sort="", shown=False),
)

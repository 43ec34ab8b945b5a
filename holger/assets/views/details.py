"""The page that processes and assets share."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.assets import selectors, tables
from holger.assets.extras import extras_for
from holger.assets.models import Asset, Dependency
from holger.assets.models.asset import IMPACTS
from holger.assets.rules import impact
from holger.assets.rules.inheritance import DIMENSIONS
from holger.assets.rules.picture import picture
from holger.assets.tables import LEVEL_WORDS
from holger.assets.views.reach import asset_or_404
from holger.core.hanging import there
from holger.ui import cells
from holger.ui.icons import icon
from holger.ui.pages import Button, DetailPage, Fact

DEEPEST = 3
LISTED = 10


@dataclass(frozen=True)
class Need:
    """A line of the protection need: the level, whether it was set, inherited or overridden, and why."""

    name: str
    level: int | None
    word: Any
    kind: str  # set, inherited, overridden, none
    driver: Asset | None
    own: int | None
    note: str


@dataclass(frozen=True)
class Neighbour:
    """A line of the table beside the picture."""

    relation: str
    asset: Asset
    level: int | None
    lower: bool
    edit: str


@dataclass(frozen=True)
class Mismatch:
    """Something that carries the object with a lower need than it: told, because it may be meant or forgotten."""

    asset: Asset
    dimension: str
    level: int | None
    wanted: int


class MapDetail(DetailPage):
    permission = "assets.view"
    template = "assets/asset_detail.html"
    edit_url: str

    def rows(self) -> QuerySet[Asset]:
        raise NotImplementedError

    def find(self) -> Asset:
        return asset_or_404(self.actor, self.kwargs["reference"], self.rows())

    @property
    def icon(self) -> str:  # type: ignore[override]
        return self.object.icon

    def badges(self) -> Sequence[SafeString]:
        asset = self.object
        badges = [tables.status_badge(asset)]
        if asset.criticality:
            words = {"level": asset.criticality, "word": LEVEL_WORDS[asset.criticality]}
            badges.append(cells.badge(gettext("Criticality %(level)s %(word)s") % words, "line"))
        extra = (e.badge(self.request, asset) for e in extras_for(self.actor) if e.badge)
        return [*badges, *(badge for badge in extra if badge), *tables.facts_to_know(asset)]

    def actions(self) -> Sequence[Button]:
        reference = {"reference": self.object.reference}
        if self.object.archived_at:
            back = self.url("assets:restore", **reference)
            return [Button(_("Restore"), back, "archive-off", True, "assets.delete", post=True)]
        archive = self.url("assets:archive", **reference)
        question = _("Archive it? Nothing inherits from it any more. It can be restored.")
        return [
            Button(_("Edit"), self.url(self.edit_url, **reference), "pencil", permission="assets.edit"),
            Button(
                pgettext_lazy("verb", "Review"),
                self.url("assets:review", **reference),
                "checkbox",
                permission="assets.edit",
            ),
            Button(_("Archive"), archive, "archive", permission="assets.delete", post=True, confirm=question),
        ]

    @cached_property
    def depth(self) -> int:
        asked = self.request.GET.get("depth", "")
        return min(max(int(asked), 1), DEEPEST) if asked.isascii() and asked.isdigit() else 1

    @cached_property
    def focus(self) -> str:
        """The dimension that picture and table speak of: the one with the highest need."""
        return max("aic", key=lambda dimension: getattr(self.object, f"need_{dimension}") or 0)

    def context(self) -> dict[str, Any]:
        asset = self.object
        around = selectors.graph_around(self.actor, asset, depth=self.depth)
        flags = selectors.flags_of(asset, selectors.carried_by([asset]), self.today)
        live = not asset.archived_at
        neighbours = list(self.neighbours(around))
        return {
            "asset": asset,
            "needs": [self.need(dimension) for dimension in DIMENSIONS],
            "flags": [
                (flag, *(tables.flag_text(flag, text) for text in (flag.title, flag.why, flag.remedy)))
                for flag in flags
            ],
            "picture": self.picture(around) if around.edges else None,
            "neighbours": neighbours[:LISTED],
            "more_neighbours": max(0, len(neighbours) - LISTED),
            "mismatches": list(self.mismatches(around)),
            "letter": self.letter,
            "depths": range(1, DEEPEST + 1),
            "may_edit": live and self.actor.may("assets.edit", asset),
            "may_override": live and self.actor.may("assets.override", asset),
        }

    @property
    def letter(self) -> str:
        return tables.need_letters()[DIMENSIONS.index(self.focus)]

    def need(self, dimension: str) -> Need:
        asset = self.object
        level, own, override, driver = (
            getattr(asset, f"{name}_{dimension}") for name in ("need", "own", "override", "driven")
        )
        kind = "overridden" if override else "inherited" if driver else "set" if level else "none"
        notes = []
        if kind == "overridden":
            notes.append(asset.override_reason)
        if driver and dimension == "a" and driver.rto_hours is not None:
            notes.append(gettext("It must be back within %(time)s.") % {"time": tables.hours(driver.rto_hours)})
        if own and own != level:
            notes.append(gettext("Its own need was set to %(level)s.") % {"level": own})
        name = tables.need_names()[DIMENSIONS.index(dimension)]
        return Need(name, level, LEVEL_WORDS.get(level, ""), kind, driver, own, " ".join(notes))

    def picture(self, around: selectors.Surroundings) -> Any:
        columns = {step: [asset.pk for asset in around.at(step)] for step in set(around.steps.values())}
        edges = [(edge, edge.source_id, edge.target_id) for edge in around.edges.values()]
        drawn = picture(columns, edges)
        driver = getattr(self.object, f"driven_{self.focus}_id")
        return {
            "size": f"0 0 {drawn.width} {drawn.height}",
            "lines": [(line.path, driver in (line.edge.source_id, line.edge.target_id)) for line in drawn.lines],
            "boxes": [self.box(box, around, driver) for box in drawn.boxes],
            "left_out": drawn.left_out,
        }

    def box(self, box: Any, around: selectors.Surroundings, driver: Any) -> dict[str, Any]:
        asset = around.nodes[box.node]
        level = getattr(asset, f"need_{self.focus}")
        return {
            "asset": asset,
            "at": f"translate({box.x} {box.y})",
            "title": asset.title if len(asset.title) <= 20 else f"{asset.title[:19].rstrip()}…",
            "note": f"{asset.reference} · {self.letter} {level or '–'}",
            "kind": "me" if asset.pk == self.object.pk else "hot" if asset.pk == driver else "",
        }

    def neighbours(self, around: selectors.Surroundings) -> Any:
        """What stands around the object: first what is tied to it directly, then what is further away."""
        mine = self.object.pk
        for edge in sorted(
            around.edges.values(), key=lambda edge: (edge.target_id != mine, -(edge.source.criticality or 0))
        ):
            if mine in (edge.source_id, edge.target_id):
                yield self._direct(edge, up=edge.target_id == mine)
        for step in sorted(set(around.steps.values()), key=lambda step: (abs(step), step)):
            for asset in around.at(step) if abs(step) > 1 else ():
                text = gettext("%(count)s steps up") if step < 0 else gettext("%(count)s steps down")
                level = getattr(asset, f"need_{self.focus}")
                yield Neighbour(text % {"count": abs(step)}, asset, level, False, "")

    def _direct(self, edge: Dependency, *, up: bool) -> Neighbour:
        other = edge.source if up else edge.target
        level, mine = getattr(other, f"need_{self.focus}"), getattr(self.object, f"need_{self.focus}")
        lower = not up and getattr(edge, f"carries_{self.focus}") and (level or 0) < (mine or 0)
        may = self.actor.may("assets.edit", edge.source) or self.actor.may("assets.edit", edge.target)
        edit = self.url("assets:dependency-edit", pk=edge.pk) if may else ""
        relation = edge.backwards if up else edge.get_kind_display()
        return Neighbour(relation, other, level, lower, edit)

    def mismatches(self, around: selectors.Surroundings) -> Any:
        for edge in around.edges.values():
            if edge.source_id != self.object.pk:
                continue
            for dimension, name in zip(DIMENSIONS, tables.need_names(), strict=True):
                wanted, level = getattr(self.object, f"need_{dimension}"), getattr(edge.target, f"need_{dimension}")
                if getattr(edge, f"carries_{dimension}") and wanted and wanted > (level or 0):
                    yield Mismatch(edge.target, name.lower(), level, wanted)

    # Facts

    def people_facts(self) -> list[Fact]:
        asset = self.object
        return [
            Fact(_("Owner"), cells.person(asset.owner)),
            Fact(_("Deputy"), cells.person(asset.deputy)),
            Fact(_("Unit"), asset.unit),
            Fact(_("Purpose"), asset.purpose),
        ]

    def content_facts(self) -> list[Fact]:
        asset = self.object
        types = asset.information_types.all() if there(asset, Asset.information_types.through) else ()
        return [
            Fact(_("Classification"), asset.get_classification_display()),
            Fact(_("Personal data"), asset.get_personal_data_display()),
            Fact(_("Information"), ", ".join(held.name for held in types)),
        ]

    def review_facts(self) -> list[Fact]:
        asset = self.object
        tags = asset.tags.all() if there(asset, Asset.tags.through) else ()
        return [
            Fact(_("Last reviewed"), cells.date(asset.last_reviewed)),
            Fact(_("Next review"), cells.date(asset.next_review, self.today)),
            Fact(_("Tags"), cells.several([cells.badge(tag.name, "line") for tag in tags])),
        ]


def answer(asset: Asset, field: str) -> SafeString:
    """Yes, partly, no: with a mark and in colour, because somebody may have to act on it."""
    value, text = getattr(asset, field), getattr(asset, f"get_{field}_display")()
    level, mark = {
        "yes": ("ok", "check"),
        "partly": ("mid", "alert-triangle"),
        "no": ("crit", "x"),
        "unknown": ("mid", "help-circle"),
    }.get(value, ("none", "minus"))
    return SafeString(f'<span class="h-row h-c is-{level}">{icon(mark)}{text}</span>')


def impact_rows(asset: Asset) -> list[tuple[Any, int | None, Any, str]]:
    """The impact analysis over time: when, how bad, in words, and its level as a colour."""
    words, levels = dict(IMPACTS), {1: "ok", 2: "mid", 3: "high", 4: "crit"}
    names = [asset._meta.get_field(f"impact_{time}").verbose_name for time in impact.TIMES]
    return [
        (name, value, words.get(value, ""), levels.get(value, "none"))
        for name, value in zip(names, asset.impacts, strict=True)
    ]

"""Who is to read what and who is missing, one by one and as people by policies."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.paginator import Page as RowPage
from django.core.paginator import Paginator
from django.db.models import FETCH_PEERS, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.searching import words_in
from holger.organisation.models import Person
from holger.organisation.selectors import people_for
from holger.policies.filters.reading import ReadingFilter
from holger.policies.models import Policy, Reading
from holger.policies.permissions import ASK, VIEW
from holger.policies.selectors.reading import in_force, readings_for
from holger.policies.services.nudging import reading_nudge
from holger.policies.tables.readings import READING_COLUMNS, state_badge
from holger.policies.views.campaigns import MENU, TITLE
from holger.ui import cells, http
from holger.ui.pages import Button, Empty, ListPage, Page
from holger.ui.pages.parts import Tab
from holger.ui.query import Query, words_of

PEOPLE_ON_A_PAGE, POLICIES_ON_A_PAGE = 50, 10
NOBODY = UUID(int=0)


class ReadingList(ListPage):
    permission, title, menu = VIEW, _("Who is to read what"), MENU
    template = "policies/reading_list.html"
    name, filters, columns, default_sort, counted_once = "readings", ReadingFilter, READING_COLUMNS, "due", True
    searched = ("person__name", "policy__reference", "policy__title_da", "policy__title_en")
    tabs = (
        Tab(_("Missing"), "state=missing"),
        Tab(_("Missing and late"), "state=late"),
        Tab(_("Confirmed"), "state=confirmed"),
    )
    report = "policies:reading-report"
    empty = Empty(
        _("Nobody is to confirm anything yet"),
        _("When a policy that must be confirmed comes into force, those whom it is for stand here."),
    )

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def rows(self) -> QuerySet[Reading]:
        """Campaigns are fetched where their column is shown, for the whole page at once."""
        rows = readings_for(self.actor).select_related(None).select_related("policy", "person__unit")
        return rows.fetch_mode(FETCH_PEERS)

    @cached_property
    def nudge_at(self) -> str:
        """Where a reminder goes, for any row: finding the address anew for each costs more than drawing it."""
        return self.url("policies:reading-nudge", pk=NOBODY).replace(str(NOBODY), "{}")

    @cached_property
    def may_nudge(self) -> bool:
        return self.actor.may(ASK)


@http.needs(ASK)
@require_POST
def reading_nudged(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Remind one person of what they are to read."""
    row = get_object_or_404(readings_for(request.actor), pk=pk)
    to = http.way_back(request, request.POST.get("back", ""), request.url("policies:reading-list"))
    done = gettext("%(name)s is reminded.") % {"name": row.person.name}
    return http.act(request, done, to, lambda: reading_nudge(actor=request.actor, reading=row))


class ReadingMatrix(Page):
    """People down, policies across; both a page at a time."""

    permission, title, menu = VIEW, _("People and policies"), MENU
    lead = _("Who has confirmed which policy that must be confirmed.")
    template = "policies/reading_matrix.html"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def actions(self) -> Sequence[Button]:
        return [Button(_("Who is missing"), f"{self.url('policies:reading-list')}?state=missing", "users")]

    @property
    def search(self) -> str:
        return self.request.GET.get("q", "").strip()

    @cached_property
    def query(self) -> Query:
        return Query(self.request.GET)

    @property
    def readings(self) -> QuerySet[Reading]:
        return readings_for(self.actor).select_related(None)

    @cached_property
    def policies(self) -> RowPage[Policy]:
        held = in_force(self.actor.organisation_id).values("policy")
        seen = Exists(self.readings.filter(policy=OuterRef("pk")))
        rows = Policy.objects.filter(seen, pk__in=held, confirm=True).order_by("number")
        return Paginator(rows, POLICIES_ON_A_PAGE).get_page(self.request.GET.get("across"))

    @cached_property
    def people(self) -> RowPage[Person]:
        asked = Exists(self.readings.filter(person=OuterRef("pk")))
        rows = people_for(self.actor).filter(asked).select_related("unit")
        if self.search:
            rows = rows.filter(words_in(words_of(self.search), ("name", "unit__name")))
        return Paginator(rows.order_by("name", "pk"), PEOPLE_ON_A_PAGE).get_page(self.request.GET.get("page"))

    @cached_property
    def cells(self) -> Mapping[tuple[UUID, UUID], Reading]:
        """What each of the people shown is to read of the policies shown, in its newest version."""
        rows = self.readings.filter(person__in=list(self.people), policy__in=list(self.policies))
        return {(row.person_id, row.policy_id): row for row in rows.order_by("major")}

    def context(self) -> dict[str, Any]:
        return {
            "rows": [(person, [self._cell(person, policy) for policy in self.policies]) for person in self.people],
            "policies": self.policies,
            "people": self.people,
            "search": self.search,
            "before": self.query.change(across=self.policies.number - 1) if self.policies.has_previous() else "",
            "after": self.query.change(across=self.policies.number + 1) if self.policies.has_next() else "",
        }

    def _cell(self, person: Person, policy: Policy) -> SafeString:
        row = self.cells.get((person.pk, policy.pk))
        return state_badge(row, self.today) if row else cells.dash

"""The threat catalogue."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from holger.assets.models import AssetType
from holger.risks import selectors, services
from holger.risks.filters import ThreatFilter
from holger.risks.forms import ThreatForm
from holger.risks.models import Threat
from holger.risks.tables import THREAT_COLUMNS, letters, number, status_badge, status_of
from holger.risks.views.common import MENU, WithMethod, crumbs
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage

TYPES = dict(AssetType.choices)


def threat_or_404(actor: Any, reference: str) -> Threat:
    return get_object_or_404(selectors.threats_for(actor), reference=reference)


class ThreatList(ListPage):
    permission, title, menu = "risks.view", _("Threats"), MENU
    lead = _("What may happen. New assets get the threats that fit their type proposed.")
    name = "threats"
    filters = ThreatFilter
    columns = THREAT_COLUMNS
    default_sort = "reference"
    searched = ("reference", "title_da", "title_en")
    create = ("risks:threat-create", "risks.method", _("New threat"))
    empty = Empty(
        _("No threats yet"),
        _("Load the ready catalogue of 42 threats, in Danish and English, and add your own beside them."),
        [(_("New threat"), "risks:threat-create", False)],
    )

    def rows(self) -> QuerySet[Any]:
        seen = Q(risks__in=selectors.open_risks(self.actor).values("pk"))
        return selectors.threats_for(self.actor).annotate(used=Count("risks", filter=seen))

    def crumbs(self) -> list[Any]:
        return crumbs(self, (self.title, None))

    def actions(self) -> list[Button]:
        if self.rows().exclude(library_id="").exists():
            return []
        return [
            Button(
                _("Load the catalogue"), self.url("risks:threat-load"), "download", post=True, permission="risks.method"
            )
        ]

    def types_of(self, threat: Threat) -> str:
        return ", ".join(str(TYPES.get(key, key)) for key in threat.asset_types)

    def used(self, threat: Any) -> Any:
        return cells.link(threat.used, f"{self.url('risks:risk-list')}?threat={threat.pk}") if threat.used else ""


class ThreatDetail(WithMethod, DetailPage):
    permission, menu, icon = "risks.view", MENU, "bolt"
    template = "risks/threat_detail.html"

    def find(self) -> Threat:
        return threat_or_404(self.actor, self.kwargs["reference"])

    def permission_on(self) -> None:
        """The catalogue is everybody's who works with risks, so there is no owner to ask for."""
        return

    def crumbs(self) -> list[Any]:
        return crumbs(self, (_("Threats"), self.url("risks:threat-list")), (self.object.reference, None))

    def badges(self) -> list[Any]:
        found = [cells.badge(_("Own"), "accent")] if self.object.own else [cells.badge(_("Library"))]
        return [*found, cells.badge(_("Hidden"), "none", "circle-off")] if self.object.hidden else found

    def actions(self) -> list[Button]:
        here = {"reference": self.object.reference}
        hidden = self.object.hidden
        return [
            Button(
                _("Propose again") if hidden else _("Hide"),
                self.url("risks:threat-show" if hidden else "risks:threat-hide", **here),
                "eye" if hidden else "circle-off",
                post=True,
                permission="risks.method",
            ),
            Button(_("Edit"), self.url("risks:threat-edit", **here), "pencil", primary=True, permission="risks.method"),
        ]

    def facts(self) -> list[Fact]:
        threat = self.object
        return [
            Fact(_("Group"), threat.get_group_display()),
            Fact(_("Hits"), letters(threat.hits)),
            Fact(_("Data subjects"), _("Hits their rights first") if threat.rights else ""),
            Fact(_("Proposed for"), ", ".join(str(TYPES.get(key, key)) for key in threat.asset_types)),
            Fact(_("ISO 27002"), " ".join(threat.controls)),
        ]

    def context(self) -> dict[str, Any]:
        rows = selectors.risks_under(self.actor, self.object.id).order_by(*selectors.WORST_FIRST)[:50]
        drawn = [
            (r, number(r.current_score, r.current_band, self.method), status_badge(status_of(r, self))) for r in rows
        ]
        return {"threat": self.object, "risks": drawn}


class ThreatCreate(FormPage):
    permission, title, menu = "risks.method", _("New threat"), MENU
    form, done = ThreatForm, _("The threat is in the catalogue.")

    def initial(self) -> dict[str, Any]:
        return {"hits": ""}

    def crumbs(self) -> list[Any]:
        return crumbs(self, (_("Threats"), self.url("risks:threat-list")), (self.title, None))

    def save(self, answers: dict[str, Any]) -> Threat:
        return services.threat_create(actor=self.actor, **answers)


class ThreatEdit(FormPage):
    permission, title, menu = "risks.method", _("Edit the threat"), MENU
    form, done = ThreatForm, _("The threat is saved.")

    def find(self) -> Threat:
        return threat_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> list[Any]:
        return crumbs(self, (_("Threats"), self.url("risks:threat-list")), (self.object, self.base + self.object.path))

    def save(self, answers: dict[str, Any]) -> Threat:
        return services.threat_edit(actor=self.actor, threat=self.object, version=self.version, **answers)


def _verb(service: Any, done: Any) -> Any:
    @http.needs("risks.method")
    @require_POST
    def view(request: HttpRequest, reference: str) -> HttpResponseBase:
        threat = threat_or_404(request.actor, reference)
        service(actor=request.actor, threat=threat)
        http.tell(request, done)
        return HttpResponseRedirect(request.base + threat.path)

    return view


threat_hide = _verb(services.threat_hide, _("The threat is proposed no more."))
threat_show = _verb(services.threat_show, _("The threat is proposed again."))


@http.needs("risks.method")
@require_POST
def threat_load(request: HttpRequest) -> HttpResponseBase:
    """Load the ready catalogue, and a method where there is none."""

    def told(count: int) -> str:
        return ngettext("%(count)s threat added.", "%(count)s threats added.", count) % {"count": count}

    install, language = services.library_install, request.organisation.language
    to = request.url("risks:threat-list")
    return http.act(request, told, to, lambda: install(actor=request.actor, language=language))

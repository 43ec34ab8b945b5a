"""Assets: systems, devices, places, people and whatever else supports the processes."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from holger.assets import filters, forms, selectors, services, tables
from holger.assets.models import KINDS, Asset, AssetType
from holger.assets.views.details import MapDetail, answer
from holger.assets.views.lists import MapList
from holger.assets.views.reach import asset_or_404
from holger.suppliers.permissions import VIEW as SUPPLIERS
from holger.ui import cells
from holger.ui.pages import Button, Empty, Fact, FormPage, Tab

MENU = "assets:asset-list"
SYSTEMS = "type=application&type=cloud_service&type=server&type=database&type=ot_device&status=in_use"
PROPOSED = ("application", "cloud_service", "server", "database", "network", "endpoint", "ot_device", "site", "people")


class List(MapList):
    name = "assets"
    register = "assets"
    menu = MENU
    title = _("Assets")
    filters = filters.AssetFilter
    usual_columns = tables.ASSET_COLUMNS
    create = ("assets:asset-create", "assets.create", _("New asset"))
    tabs = (
        Tab(_("Mine"), "owner=me"),
        Tab(_("Systems in operation"), SYSTEMS),
        Tab(_("Critical without MFA"), "criticality=4&flag=critical_without_mfa&flag=internet_exposed_without_mfa"),
        Tab(_("No owner"), "flag=no_owner"),
        Tab(_("Archived"), "archived=yes"),
    )
    empty = Empty(
        _("No assets yet"),
        _(
            "Assets are what the processes stand on: systems, devices, places, people. Bring the list you have from a "
            "spreadsheet, or begin with the five systems that would hurt most to lose."
        ),
        [(_("New asset"), "assets:asset-create", True), (_("Draw the map"), "assets:map", False)],
    )

    def seen(self) -> QuerySet[Asset]:
        return selectors.plain_assets_for(self.actor)

    def counted(self, count: int) -> str:
        return ngettext("%(count)s asset", "%(count)s assets", count) % {"count": count}

    def actions(self) -> Sequence[Button]:
        return [Button(_("Map"), self.url("assets:map"), "sitemap")]


class Detail(MapDetail):
    menu = MENU
    edit_url = "assets:asset-edit"

    def rows(self) -> QuerySet[Asset]:
        return selectors.plain_assets_for(self.actor)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        kind = f"{self.url(MENU)}?type={self.object.type}"
        return [(_("Assets"), self.url(MENU)), (self.object.get_type_display(), kind)]

    def facts(self) -> Sequence[Fact]:
        asset = self.object
        place = ", ".join(text for text in (asset.get_hosting_display(), asset.location, asset.country_name) if text)
        facts = [Fact(_("Type"), asset.get_type_display()), *self.people_facts(), *self.content_facts()]
        facts += [Fact(_("Hosting and country"), place), Fact(_("Supplier"), self.supplier())]
        if asset.contract:
            facts.append(Fact(_("Contract"), asset.contract))
        if asset.kind.technical:
            facts += self.technical_facts()
        if asset.kind.recovers:
            times = [tables.hours(asset.rto_hours) or "–", tables.hours(asset.rpo_hours) or "–"]
            known = asset.rto_hours is not None or asset.rpo_hours is not None
            facts.append(Fact(_("RTO / RPO"), " / ".join(times) if known else ""))
        return [*facts, *self.review_facts()]

    def supplier(self) -> SafeString | str:
        """Its name, which leads to its page for who may see that."""
        supplier = self.object.supplier
        if supplier is None:
            return ""
        return (
            cells.link(supplier.title, self.base + supplier.path)
            if self.actor.may(SUPPLIERS, supplier)
            else supplier.title
        )

    def technical_facts(self) -> list[Fact]:
        asset = self.object
        facts = [Fact(_("Users"), asset.users)] if asset.users is not None else []
        facts.append(Fact(_("Exposure"), asset.get_exposure_display()))
        facts += [
            Fact(asset._meta.get_field(name).verbose_name, answer(asset, name)) for name in ("mfa", "backup", "logging")
        ]
        if asset.in_use_from:
            facts.append(Fact(_("In use from"), cells.date(asset.in_use_from)))
        return [*facts, Fact(_("End of support"), cells.date(asset.end_of_support, self.today))]


class Create(FormPage):
    permission = "assets.create"
    template = "assets/asset_form.html"
    menu = MENU
    title = _("New asset")
    form = forms.AssetForm
    done = _("The asset is saved.")

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Assets"), self.url(MENU))]

    def initial(self) -> dict[str, Any]:
        return {"type": self.asked, "owner": self.actor.person_id, "supplier": self.request.GET.get("supplier")}

    @property
    def asked(self) -> str:
        """The type that the address asks for."""
        asked = self.request.GET.get("type", "")
        return asked if asked in KINDS and asked != AssetType.PROCESS else AssetType.APPLICATION

    def context(self) -> dict[str, Any]:
        proposed = [*PROPOSED, *([] if self.asked in PROPOSED else [self.asked])]
        return {"kinds": [(key, AssetType(key).label, KINDS[key].icon, key == self.asked) for key in proposed]}

    def save(self, answers: dict[str, Any]) -> Asset:
        return services.asset_create(actor=self.actor, **answers)


class Edit(FormPage):
    permission = "assets.edit"
    menu = MENU
    form = forms.AssetForm
    done = _("The asset is saved.")

    def find(self) -> Asset:
        return asset_or_404(self.actor, self.kwargs["reference"], selectors.plain_assets_for(self.actor))

    def heading(self) -> str:
        return str(self.object)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Assets"), self.url(MENU)), (self.object.reference, self.back()), (_("Edit"), None)]

    def save(self, answers: dict[str, Any]) -> Asset:
        return services.asset_edit(actor=self.actor, asset=self.object, version=self.version, **answers)

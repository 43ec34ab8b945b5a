"""Several spellings of one supplier: found, merged, and taken apart again."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.suppliers import services
from holger.suppliers.forms import register as forms
from holger.suppliers.models import Supplier
from holger.suppliers.permissions import MANAGE
from holger.suppliers.selectors.doubles import doubles_for
from holger.suppliers.views.register import MENU, TITLE, OneSupplier, Way
from holger.ui.pages import Page

SHOWN = 50


class Doubles(Page):
    permission, menu, title = MANAGE, MENU, _("Spellings of one supplier")
    template = "suppliers/register/doubles.html"
    lead = _(
        "These may be the same. When you merge, everything that points at the one points at the other, and you can take "
        "them apart again."
    )

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def context(self) -> dict[str, Any]:
        groups = doubles_for(self.actor)
        return {
            "groups": [(group[0], [(row, self.way(row)) for row in group[1:]]) for group in groups[:SHOWN]],
            "more": max(0, len(groups) - SHOWN),
            "reason": gettext("The same supplier under another spelling."),
        }

    def way(self, row: Supplier) -> str:
        return self.url("suppliers:supplier-merge", reference=row.reference)


class SupplierMerge(OneSupplier):
    permission, title, form = MANAGE, _("Merge with another"), forms.MergeForm
    done, button = _("They are merged."), _("Merge")
    lead = _("Everything that points at this one will point at the other, whose name is kept. It can be undone.")

    def initial(self) -> dict[str, Any]:
        return {"reason": gettext("The same supplier under another spelling.")}

    def save(self, answers: dict[str, Any]) -> Supplier:
        return services.supplier_merge(actor=self.actor, supplier=self.object, **answers)


class SupplierUnmerge(OneSupplier):
    permission, title, form = MANAGE, _("Take them apart"), forms.WhyForm
    done = _("They are two again.")
    lead = _("What was moved goes back, as far as nobody has given it to somebody else since.")

    def save(self, answers: dict[str, Any]) -> Supplier:
        return services.supplier_unmerge(actor=self.actor, supplier=self.object, **answers)

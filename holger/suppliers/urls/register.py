from django.urls import path

from holger.suppliers.views import doubles, parts, pictures
from holger.suppliers.views import register as views

ONE = "suppliers/<str:reference>/"


def _part(folder: str, name: str, pages: parts.Pages) -> list[object]:
    """The addresses that contacts, links, transfers and reports have alike."""
    return [
        path(f"{ONE}{folder}/new/", pages.add.as_view(), name=f"{name}-add"),
        path(f"{ONE}{folder}/<uuid:pk>/edit/", pages.edit.as_view(), name=f"{name}-edit"),
        path(f"{ONE}{folder}/<uuid:pk>/drop/", pages.drop, name=f"{name}-drop"),
    ]


urlpatterns = [
    path("suppliers/", views.SupplierList.as_view(), name="supplier-list"),
    path("suppliers/new/", views.SupplierCreate.as_view(), name="supplier-create"),
    path("suppliers/duplicates/", doubles.Doubles.as_view(), name="doubles"),
    path("suppliers/concentration/", pictures.Concentrations.as_view(), name="concentration"),
    path(ONE, views.SupplierDetail.as_view(), name="supplier-detail"),
    path(f"{ONE}edit/", views.SupplierEdit.as_view(), name="supplier-edit"),
    path(f"{ONE}review/", views.SupplierReview.as_view(), name="supplier-review"),
    path(f"{ONE}override/", views.SupplierOverride.as_view(), name="supplier-override"),
    path(f"{ONE}override/clear/", views.override_clear, name="supplier-override-clear"),
    path(f"{ONE}step/<slug:step>/", views.SupplierStep.as_view(), name="supplier-step"),
    path(f"{ONE}archive/", views.archive, name="supplier-archive"),
    path(f"{ONE}restore/", views.restore, name="supplier-restore"),
    path(f"{ONE}merge/", doubles.SupplierMerge.as_view(), name="supplier-merge"),
    path(f"{ONE}unmerge/", doubles.SupplierUnmerge.as_view(), name="supplier-unmerge"),
    path(f"{ONE}chain/", pictures.ChainPage.as_view(), name="chain"),
    path(f"{ONE}chain.json", pictures.chain_json, name="chain-json"),
    *_part("contacts", "contact", parts.CONTACT),
    *_part("links", "link", parts.LINK),
    *_part("transfers", "transfer", parts.TRANSFER),
    *_part("assurance", "assurance", parts.ASSURANCE),
    path(f"{ONE}assurance/<uuid:pk>/", parts.AssuranceDetail.as_view(), name="assurance-detail"),
]

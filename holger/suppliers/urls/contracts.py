from django.urls import path

from holger.suppliers.views import calendar, clauses
from holger.suppliers.views import contracts as views

ONE = "contracts/<str:reference>/"
urlpatterns = [
    path("contracts/", views.ContractList.as_view(), name="contract-list"),
    path("contracts/new/", views.ContractCreate.as_view(), name="contract-create"),
    path("contracts/calendar/", calendar.RenewalCalendar.as_view(), name="contract-calendar"),
    path("contracts/settings/", clauses.ContractSettingsEdit.as_view(), name="contract-settings"),
    path("contracts/register-of-information/", clauses.DoraReport.as_view(), name="dora-report"),
    path(ONE, views.ContractDetail.as_view(), name="contract-detail"),
    path(f"{ONE}edit/", views.ContractEdit.as_view(), name="contract-edit"),
    path(f"{ONE}step/<slug:step>/", views.ContractStep.as_view(), name="contract-step"),
    path(f"{ONE}notice/", views.ContractNotice.as_view(), name="contract-notice"),
    path(f"{ONE}keep/", views.ContractKeep.as_view(), name="contract-keep"),
    path(f"{ONE}reconsider/", views.ContractReconsider.as_view(), name="contract-reconsider"),
    path(f"{ONE}archive/", views.archive, name="contract-archive"),
    path(f"{ONE}restore/", views.restore, name="contract-restore"),
    path(f"{ONE}clauses/", clauses.ClausesEdit.as_view(), name="clauses-edit"),
    path(f"{ONE}amendments/new/", clauses.AmendmentAdd.as_view(), name="amendment-add"),
    path(f"{ONE}amendments/<uuid:pk>/remove/", clauses.amendment_remove, name="amendment-remove"),
    path(f"{ONE}agreement/", clauses.AgreementEdit.as_view(), name="agreement-edit"),
    path(f"{ONE}agreement/remove/", clauses.agreement_remove, name="agreement-remove"),
    path(f"{ONE}register/", clauses.DoraEdit.as_view(), name="dora-edit"),
]

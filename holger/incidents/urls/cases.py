"""The cases themselves."""

from django.urls import path

from holger.incidents.urls.common import CASE
from holger.incidents.views import cases

urlpatterns = [
    path("incidents/", cases.IncidentList.as_view(), name="incident-list"),
    path("incidents/new/", cases.IncidentCreate.as_view(), name="incident-create"),
    path(CASE, cases.IncidentDetail.as_view(), name="incident-detail"),
    path(f"{CASE}edit/", cases.IncidentEdit.as_view(), name="incident-edit"),
    path(f"{CASE}edit/<slug:part>/", cases.IncidentEdit.as_view(), name="incident-edit-part"),
    path(f"{CASE}step/<slug:step>/", cases.IncidentStep.as_view(), name="incident-step"),
    path(f"{CASE}restrict/", cases.IncidentRestrict.as_view(), name="incident-restrict"),
    path(f"{CASE}archive/", cases.incident_archive, name="incident-archive"),
    path(f"{CASE}restore/", cases.incident_restore, name="incident-restore"),
]

"""Reporting for everybody, taking reports in, and how that is set up."""

from django.urls import path

from holger.incidents.views import case_settings, report, triage

urlpatterns = [
    path("my/report/", report.Report.as_view(), name="report"),
    path("my/report/thanks/<str:reference>/", report.Thanks.as_view(), name="report-thanks"),
    path("my/reports/", report.MyReports.as_view(), name="my-reports"),
    path("my/reports/<str:reference>/", report.MyReport.as_view(), name="my-report"),
    path("incidents/triage/", triage.TriageList.as_view(), name="triage"),
    path("incidents/triage/<str:reference>/", triage.TriageReport.as_view(), name="triage-report"),
    path("incidents/triage/<str:reference>/reject/", triage.TriageReject.as_view(), name="triage-reject"),
    path("incidents/triage/<str:reference>/merge/", triage.TriageMerge.as_view(), name="triage-merge"),
    path("incidents/settings/cases/", case_settings.CaseSettingsEdit.as_view(), name="case-settings"),
    path("incidents/settings/cases/method/", case_settings.MethodEdit.as_view(), name="case-method"),
]

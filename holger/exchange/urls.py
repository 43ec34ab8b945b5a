from django.urls import path

from holger.exchange import reports, views

app_name = "exchange"
urlpatterns = [
    path("import/", views.ImportOverview.as_view(), name="overview"),
    path("import/<slug:kind>/", views.ImportUpload.as_view(), name="import"),
    path("import/<slug:kind>/template/", views.ImportTemplate.as_view(), name="template"),
    path("import/<slug:kind>/<uuid:run>/", views.ImportRunPage.as_view(), name="run"),
    path("import/<slug:kind>/<uuid:run>/problems/", views.ProblemList.as_view(), name="problems"),
    path("reports/<uuid:report>/", reports.ReportReady.as_view(), name="report"),
    path("reports/<uuid:report>/file/", reports.ReportFile.as_view(), name="report-file"),
]

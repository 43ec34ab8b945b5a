from django.urls import path

from holger.exchange import views

app_name = "exchange"
urlpatterns = [
    path("import/", views.ImportOverview.as_view(), name="overview"),
    path("import/<slug:kind>/", views.ImportUpload.as_view(), name="import"),
    path("import/<slug:kind>/template/", views.ImportTemplate.as_view(), name="template"),
    path("import/<slug:kind>/<uuid:run>/", views.ImportRunPage.as_view(), name="run"),
    path("import/<slug:kind>/<uuid:run>/problems/", views.ProblemList.as_view(), name="problems"),
]

from django.urls import path

from holger.reports import views

app_name = "reports"
urlpatterns = [path("", views.Overview.as_view(), name="overview")]

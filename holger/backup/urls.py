from django.urls import path

from holger.backup import views

app_name = "backup"
urlpatterns = [path("backup/", views.Status.as_view(), name="status")]

from django.urls import path

from holger.api import views

app_name = "api"
urlpatterns = [
    path("settings/api/", views.TokenList.as_view(), name="token-list"),
    path("settings/api/new/", views.TokenCreate.as_view(), name="token-create"),
    path("settings/api/<uuid:pk>/revoke/", views.TokenRevoke.as_view(), name="token-revoke"),
]

from django.urls import path

from holger.api import views

app_name = "api"
urlpatterns = [
    path("settings/api/", views.TokenList.as_view(), name="token-list"),
    path("settings/api/new/", views.TokenCreate.as_view(), name="token-create"),
    path("settings/api/<uuid:pk>/revoke/", views.TokenRevoke.as_view(), name="token-revoke"),
    path("settings/api/accounts/", views.AccountList.as_view(), name="account-list"),
    path("settings/api/accounts/new/", views.AccountCreate.as_view(), name="account-create"),
    path("settings/api/accounts/<str:reference>/", views.AccountDetail.as_view(), name="account-detail"),
    path("settings/api/accounts/<str:reference>/edit/", views.AccountEdit.as_view(), name="account-edit"),
    path("settings/api/accounts/<str:reference>/token/", views.AccountTokenCreate.as_view(), name="account-token"),
    path("settings/api/accounts/<str:reference>/role/", views.AccountRoleGive.as_view(), name="account-role-give"),
    path("settings/api/accounts/<str:reference>/role/<uuid:pk>/", views.account_role_take, name="account-role-take"),
    path("settings/api/accounts/<str:reference>/suspend/", views.account_suspend, name="account-suspend"),
    path("settings/api/accounts/<str:reference>/resume/", views.account_resume, name="account-resume"),
    path("settings/api/accounts/<str:reference>/remove/", views.account_remove, name="account-remove"),
]

"""Inside an organisation: providers under Settings, and a member's own links."""

from django.urls import path

from holger.sso.views import mine, providers

app_name = "sso"
urlpatterns = [
    path("sign-on/", mine.Through.as_view(), name="through"),
    path("sign-on/<uuid:pk>/link/", mine.identity_link, name="identity-link"),
    path("sign-on/<uuid:pk>/unlink/", mine.identity_unlink, name="identity-unlink"),
    path("settings/sign-on/", providers.ProviderList.as_view(), name="provider-list"),
    path("settings/sign-on/require/", providers.Require.as_view(), name="require"),
    path("settings/sign-on/new/<slug:kind>/", providers.ProviderCreate.as_view(), name="provider-create"),
    path("settings/sign-on/<uuid:pk>/", providers.ProviderDetail.as_view(), name="provider-detail"),
    path("settings/sign-on/<uuid:pk>/edit/", providers.ProviderEdit.as_view(), name="provider-edit"),
    path("settings/sign-on/<uuid:pk>/test/", providers.ProviderTest.as_view(), name="provider-test"),
    path("settings/sign-on/<uuid:pk>/switch/", providers.provider_switch, name="provider-switch"),
    path("settings/sign-on/<uuid:pk>/remove/", providers.ProviderRemove.as_view(), name="provider-remove"),
    path("settings/sign-on/<uuid:pk>/groups/new/", providers.GroupAdd.as_view(), name="group-add"),
    path("settings/sign-on/<uuid:pk>/groups/<uuid:group>/remove/", providers.group_remove, name="group-remove"),
]

"""Inside an organisation: the feed of people, under Settings."""

from django.urls import path

from holger.scim.views import settings

app_name = "feed"
urlpatterns = [
    path("settings/feed/", settings.FeedPage.as_view(), name="feed"),
    path("settings/feed/edit/", settings.FeedEdit.as_view(), name="edit"),
    path("settings/feed/token/", settings.FeedTokenCreate.as_view(), name="token"),
    path("settings/feed/groups/<uuid:pk>/role/", settings.RoleAdd.as_view(), name="role-add"),
    path("settings/feed/roles/<uuid:pk>/remove/", settings.role_remove, name="role-remove"),
]

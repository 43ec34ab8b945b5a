"""What the organisation's directory calls, outside the pages: it knows itself by a token."""

from django.urls import path, re_path

from holger.scim.views import about, groups, users

app_name = "scim"
urlpatterns = [
    path("ServiceProviderConfig", about.config, name="config"),
    path("ResourceTypes", about.types, name="types"),
    path("ResourceTypes/<str:key>", about.one_type, name="type"),
    path("Schemas", about.schemas, name="schemas"),
    path("Schemas/<str:key>", about.one_schema, name="schema"),
    path("Users", users.users, name="users"),
    path("Users/<uuid:key>", users.user, name="user"),
    path("Groups", groups.groups, name="groups"),
    path("Groups/<uuid:key>", groups.group, name="group"),
    path("", about.missing, name="root"),
    re_path(".+", about.missing, name="missing"),
]

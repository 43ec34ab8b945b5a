from django.urls import path

from holger.organisation.views import people, settings, units

app_name = "organisation"
urlpatterns = [
    path("settings/", settings.Settings.as_view(), name="settings"),
    path("settings/edit/", settings.OrganisationEdit.as_view(), name="organisation-edit"),
    path("settings/security/", settings.Security.as_view(), name="security"),
    path("access/", settings.Access.as_view(), name="access"),
    path("people/", people.PersonList.as_view(), name="person-list"),
    path("people/new/", people.PersonCreate.as_view(), name="person-create"),
    path("people/<str:reference>/", people.PersonDetail.as_view(), name="person-detail"),
    path("people/<str:reference>/edit/", people.PersonEdit.as_view(), name="person-edit"),
    path("people/<str:reference>/invite/", people.invite, name="person-invite"),
    path("people/<str:reference>/uninvite/", people.uninvite, name="person-uninvite"),
    path("people/<str:reference>/suspend/", people.suspend, name="person-suspend"),
    path("people/<str:reference>/resume/", people.resume, name="person-resume"),
    path("people/<str:reference>/sessions/end/", people.sessions_end, name="person-sessions-end"),
    path("people/<str:reference>/remove/", people.remove, name="person-remove"),
    path("people/<str:reference>/erase/", people.PersonErase.as_view(), name="person-erase"),
    path("people/<str:reference>/roles/new/", people.RoleGive.as_view(), name="role-give"),
    path("people/<str:reference>/roles/<uuid:pk>/take/", people.role_take, name="role-take"),
    path("units/", units.UnitTree.as_view(), name="unit-list"),
    path("units/new/", units.UnitCreate.as_view(), name="unit-create"),
    path("units/<uuid:pk>/", units.unit_detail, name="unit-detail"),
    path("units/<uuid:pk>/edit/", units.UnitEdit.as_view(), name="unit-edit"),
    path("units/<uuid:pk>/move/", units.UnitMove.as_view(), name="unit-move"),
    path("units/<uuid:pk>/remove/", units.unit_remove, name="unit-remove"),
    path("tags/", settings.Tags.as_view(), name="tag-list"),
    path("tags/<uuid:pk>/edit/", settings.TagEdit.as_view(), name="tag-edit"),
    path("tags/<uuid:pk>/remove/", settings.tag_remove, name="tag-remove"),
    path("views/new/", settings.view_create, name="view-create"),
    path("views/<uuid:pk>/delete/", settings.view_delete, name="view-delete"),
]

from django.urls import path

from holger.desk.views import desk, read, settings

app_name = "desk"
urlpatterns = [
    path("my/", desk.Desk.as_view(), name="desk"),
    path("my/read/<str:reference>/", read.Read.as_view(), name="read"),
    path("my/read/<str:reference>/pictures/<str:evidence>/", read.picture, name="picture"),
    path("my/rules/", desk.Rules.as_view(), name="rules"),
    path("my/team/", desk.Team.as_view(), name="team"),
    path("my/team/<uuid:pk>/nudge/", desk.team_nudge, name="team-nudge"),
    path("settings/desk/", settings.DeskSettingsEdit.as_view(), name="settings"),
]

from django.urls import path

from holger.desk import views

app_name = "desk"
urlpatterns = [
    path("my/", views.Desk.as_view(), name="desk"),
    path("my/read/<str:reference>/", views.Read.as_view(), name="read"),
    path("my/rules/", views.Rules.as_view(), name="rules"),
    path("my/report/", views.Report.as_view(), name="report"),
    path("my/report/thanks/", views.Thanks.as_view(), name="thanks"),
    path("my/team/", views.Team.as_view(), name="team"),
    path("my/team/<uuid:pk>/nudge/", views.team_nudge, name="team-nudge"),
    path("settings/desk/", views.DeskSettingsEdit.as_view(), name="settings"),
]

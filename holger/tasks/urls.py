from django.urls import URLPattern, path

from holger.tasks.views import away, handing, roles, team, work

app_name = "tasks"
WORK: list[URLPattern] = [
    path("work/", work.MyWork.as_view(), name="my-work"),
    path("work/delegated/", work.Delegated.as_view(), name="delegated"),
    path("work/finished/", work.Finished.as_view(), name="finished"),
    path("work/away/", away.AwaySet.as_view(), name="away-set"),
    path("work/away/<uuid:pk>/", away.AwayEdit.as_view(), name="away-edit"),
    path("work/away/<uuid:pk>/end/", away.away_end, name="away-end"),
    path("work/hand-over/", handing.HandOver.as_view(), name="hand-over"),
    path("work/tick/<str:reference>/", work.tick, name="tick"),
    path("work/untick/<str:reference>/", work.untick, name="untick"),
    path("work/remind/", team.nudge, name="nudge"),
    path("work/team/", team.Team.as_view(), name="team"),
    path("work/team/<str:reference>/", team.TeamMember.as_view(), name="team-member"),
    path("work/team/<str:reference>/away/", away.AwaySetFor.as_view(), name="away-set-for"),
    path("work/team/<str:reference>/hand-over/", handing.HandOverFor.as_view(), name="hand-over-for"),
    path("work/roles/", roles.RoleList.as_view(), name="role-list"),
    path("work/roles/new/", roles.RoleSet.as_view(), name="role-set"),
    path("work/roles/<uuid:pk>/", roles.RoleEdit.as_view(), name="role-edit"),
    path("work/roles/<uuid:pk>/end/", roles.role_end, name="role-end"),
]
urlpatterns = [*WORK]

from django.urls import URLPattern, path

from holger.tasks.views import (
    away,
    bars,
    calendar,
    feeds,
    handing,
    load,
    ready,
    report,
    roles,
    runs,
    team,
    templates,
    wheel,
    work,
)

app_name = "tasks"
WORK: list[URLPattern] = [
    path("work/", work.MyWork.as_view(), name="my-work"),
    path("work/delegated/", work.Delegated.as_view(), name="delegated"),
    path("work/finished/", work.Finished.as_view(), name="finished"),
    path("work/away/", away.AwaySet.as_view(), name="away-set"),
    path("work/away/<uuid:pk>/", away.AwayEdit.as_view(), name="away-edit"),
    path("work/away/<uuid:pk>/end/", away.away_end, name="away-end"),
    path("work/hand-over/", handing.HandOver.as_view(), name="hand-over"),
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
WHEEL: list[URLPattern] = [
    path("wheel/", wheel.WheelPage.as_view(), name="wheel"),
    path("wheel/runs/", runs.RunsPage.as_view(), name="runs"),
    path("wheel/move/", runs.RunMove.as_view(), name="run-move"),
    path("wheel/month/", calendar.MonthPage.as_view(), name="calendar-month"),
    path("wheel/week/", calendar.WeekPage.as_view(), name="calendar-week"),
    path("wheel/bars/", bars.BarsPage.as_view(), name="bars"),
    path("wheel/check/", load.PlanningCheck.as_view(), name="planning-check"),
    path("wheel/report/", report.WheelReport.as_view(), name="wheel-report"),
    path("wheel/ready/", ready.ReadyPage.as_view(), name="ready"),
    path("wheel/templates/", templates.TemplateList.as_view(), name="template-list"),
    path("wheel/templates/new/", templates.TemplateCreate.as_view(), name="template-create"),
    path("wheel/templates/bring/", templates.TemplateBring.as_view(), name="template-bring"),
    path("wheel/templates/<uuid:pk>/", templates.TemplateDetail.as_view(), name="template-detail"),
    path("wheel/templates/<uuid:pk>/file/", templates.TemplateFile.as_view(), name="template-file"),
    path("wheel/templates/<uuid:pk>/remove/", templates.TemplateRemove.as_view(), name="template-remove"),
    path("wheel/subscribe/", feeds.Feeds.as_view(), name="feeds"),
    path("wheel/subscribe/<uuid:pk>/revoke/", feeds.FeedRevoke.as_view(), name="feed-revoke"),
]
urlpatterns = [*WORK, *WHEEL]

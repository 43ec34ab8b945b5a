from django.urls import URLPattern, path

from holger.tasks.views import (
    activities,
    activity,
    away,
    handing,
    mail,
    notices,
    roles,
    run,
    tasks,
    team,
    webhooks,
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
    path("work/tick/<str:reference>/", work.tick, name="tick"),
    path("work/untick/<str:reference>/", work.untick, name="untick"),
    path("work/remind/<uuid:pk>/", team.nudge, name="nudge"),
    path("work/team/", team.Team.as_view(), name="team"),
    path("work/team/<str:reference>/", team.TeamMember.as_view(), name="team-member"),
    path("work/team/<str:reference>/away/", away.AwaySetFor.as_view(), name="away-set-for"),
    path("work/team/<str:reference>/hand-over/", handing.HandOverFor.as_view(), name="hand-over-for"),
    path("work/roles/", roles.RoleList.as_view(), name="role-list"),
    path("work/roles/new/", roles.RoleSet.as_view(), name="role-set"),
    path("work/roles/<uuid:pk>/", roles.RoleEdit.as_view(), name="role-edit"),
    path("work/roles/<uuid:pk>/end/", roles.role_end, name="role-end"),
]
ACTIVITY = "activities/<str:reference>/"
ACTIVITIES: list[URLPattern] = [
    path("activities/", activities.ActivityList.as_view(), name="activity-list"),
    path("activities/new/", activities.ActivityCreate.as_view(), name="activity-create"),
    path(ACTIVITY, activity.ActivityDetail.as_view(), name="activity-detail"),
    path(f"{ACTIVITY}edit/", activities.ActivityEdit.as_view(), name="activity-edit"),
    path(f"{ACTIVITY}pause/", activities.activity_pause, name="activity-pause"),
    path(f"{ACTIVITY}resume/", activities.activity_resume, name="activity-resume"),
    path(f"{ACTIVITY}archive/", activities.activity_archive, name="activity-archive"),
    path(f"{ACTIVITY}restore/", activities.activity_restore, name="activity-restore"),
    path(f"{ACTIVITY}about/", activities.LinkAdd.as_view(), name="activity-link-add"),
    path(f"{ACTIVITY}about/<uuid:pk>/remove/", activity.link_remove, name="activity-link-remove"),
]
TASK = "tasks/<str:reference>/"
TASKS: list[URLPattern] = [
    path("tasks/", tasks.TaskList.as_view(), name="task-list"),
    path("tasks/new/", tasks.TaskCreate.as_view(), name="task-create"),
    path(TASK, run.TaskDetail.as_view(), name="task-detail"),
    path(f"{TASK}start/", tasks.task_start, name="task-start"),
    path(f"{TASK}draft/", run.TaskDraft.as_view(), name="task-draft"),
    path(f"{TASK}done/", run.TaskDone.as_view(), name="task-done"),
    path(f"{TASK}sign/", tasks.task_sign, name="task-sign"),
    path(f"{TASK}send-back/", tasks.TaskSendBack.as_view(), name="task-send-back"),
    path(f"{TASK}edit/", tasks.TaskEdit.as_view(), name="task-edit"),
    path(f"{TASK}give/", tasks.TaskGive.as_view(), name="task-give"),
    path(f"{TASK}move/", tasks.TaskMove.as_view(), name="task-move"),
    path(f"{TASK}drop/", tasks.TaskDrop.as_view(), name="task-drop"),
    path(f"{TASK}reopen/", tasks.task_reopen, name="task-reopen"),
    path(f"{TASK}archive/", tasks.task_archive, name="task-archive"),
    path(f"{TASK}restore/", tasks.task_restore, name="task-restore"),
]
NOTICES: list[URLPattern] = [
    path("notices/", notices.NoticeList.as_view(), name="notice-list"),
    path("notices/read/", notices.notices_read_all, name="notices-read-all"),
    path("notices/<uuid:pk>/read/", notices.notice_read, name="notice-read"),
    path("work/reminders/", notices.Reminding.as_view(), name="reminding"),
    path("settings/mail/", mail.MailSettings.as_view(), name="mail-settings"),
    path("settings/mail/test/", mail.mail_test, name="mail-test"),
    path("settings/webhooks/", webhooks.WebhookList.as_view(), name="webhook-list"),
    path("settings/webhooks/new/", webhooks.WebhookCreate.as_view(), name="webhook-create"),
    path("settings/webhooks/<uuid:pk>/", webhooks.WebhookEdit.as_view(), name="webhook-edit"),
    path("settings/webhooks/<uuid:pk>/test/", webhooks.webhook_test, name="webhook-test"),
    path("settings/webhooks/<uuid:pk>/remove/", webhooks.webhook_remove, name="webhook-remove"),
]
urlpatterns = [*WORK, *ACTIVITIES, *TASKS, *NOTICES]

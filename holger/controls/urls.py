from django.urls import URLPattern, path

from holger.controls.views import plan, plan_board, plan_gaps, plan_item, plan_progress

app_name = "controls"
urlpatterns: list[URLPattern] = [
    path("plan/", plan.PlanList.as_view(), name="plan-list"),
    path("plan/board/", plan_board.PlanBoard.as_view(), name="plan-board"),
    path("plan/progress/", plan_progress.PlanProgress.as_view(), name="plan-progress"),
    path("plan/from-gaps/", plan_gaps.PlanGaps.as_view(), name="plan-gaps"),
    path("plan/new/", plan_item.PlanCreate.as_view(), name="plan-create"),
    path("plan/<str:reference>/", plan_item.PlanDetail.as_view(), name="plan-detail"),
    path("plan/<str:reference>/edit/", plan_item.PlanEdit.as_view(), name="plan-edit"),
    path("plan/<str:reference>/drop/", plan_item.PlanDrop.as_view(), name="plan-drop"),
    path("plan/<str:reference>/start/", plan_item.plan_start, name="plan-start"),
    path("plan/<str:reference>/done/", plan_item.plan_done, name="plan-done"),
    path("plan/<str:reference>/reopen/", plan_item.plan_reopen, name="plan-reopen"),
    path("plan/<str:reference>/place/", plan_item.plan_place, name="plan-place"),
    path("plan/<str:reference>/move/", plan_item.plan_move, name="plan-move"),
    path("plan/<str:reference>/archive/", plan_item.plan_archive, name="plan-archive"),
    path("plan/<str:reference>/restore/", plan_item.plan_restore, name="plan-restore"),
]

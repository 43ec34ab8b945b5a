from django.urls import URLPattern, path

from holger.controls.views import (
    board,
    controls,
    coverage,
    detail,
    links,
    plan,
    plan_board,
    plan_gaps,
    plan_item,
    plan_progress,
    proposals,
    statement_list,
    statement_report,
    statement_steps,
    statement_versions,
    statements,
)
from holger.controls.views.gap import answering, answers, comparing, rounds

app_name = "controls"
CONTROLS: list[URLPattern] = [
    path("controls/", controls.ControlList.as_view(), name="control-list"),
    path("controls/board/", board.Board.as_view(), name="control-board"),
    path("controls/new/", controls.ControlCreate.as_view(), name="control-create"),
    path("controls/proposals/", proposals.Proposals.as_view(), name="proposals"),
    path("controls/answering/", links.Answering.as_view(), name="answering"),
    path("controls/coverage/<str:reference>/", coverage.Coverage.as_view(), name="coverage"),
    path("controls/<str:reference>/", detail.ControlDetail.as_view(), name="control-detail"),
    path("controls/<str:reference>/edit/", controls.ControlEdit.as_view(), name="control-edit"),
    path("controls/<str:reference>/archive/", controls.control_archive, name="control-archive"),
    path("controls/<str:reference>/restore/", controls.control_restore, name="control-restore"),
    path("controls/<str:reference>/requirements/", links.LinkAdd.as_view(), name="link-add"),
    path("controls/<str:reference>/requirements/<uuid:pk>/", links.LinkEdit.as_view(), name="link-edit"),
    path("controls/<str:reference>/requirements/<uuid:pk>/remove/", links.link_remove, name="link-remove"),
    path("controls/<str:reference>/assets/", links.AssetAdd.as_view(), name="asset-add"),
    path("controls/<str:reference>/assets/<uuid:pk>/remove/", links.asset_remove, name="asset-remove"),
]
ROUND = "gaps/<str:reference>/"
GAPS: list[URLPattern] = [
    path("gaps/", rounds.GapRoundList.as_view(), name="gap-round-list"),
    path("gaps/new/", rounds.GapRoundCreate.as_view(), name="gap-round-create"),
    path(ROUND, rounds.GapRoundDetail.as_view(), name="gap-round-detail"),
    path(f"{ROUND}edit/", rounds.GapRoundEdit.as_view(), name="gap-round-edit"),
    path(f"{ROUND}close/", rounds.GapRoundClose.as_view(), name="gap-round-close"),
    path(f"{ROUND}reopen/", rounds.reopen, name="gap-round-reopen"),
    path(f"{ROUND}remove/", rounds.remove, name="gap-round-remove"),
    path(f"{ROUND}answers/", answers.GapAnswerList.as_view(), name="gap-answer-list"),
    path(f"{ROUND}compare/<str:other>/", comparing.GapCompare.as_view(), name="gap-round-compare"),
    path(f"{ROUND}answer/", answering.GapAnswerNext.as_view(), name="gap-answer-next"),
    path(f"{ROUND}answer/<path:code>/", answering.GapAnswerPage.as_view(), name="gap-answer"),
]
PLAN: list[URLPattern] = [
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
STATEMENT = "statements/<str:reference>/<int:number>/"
VERSION = f"{STATEMENT}v<int:version>/"

STATEMENTS: list[URLPattern] = [
    path("statements/", statement_list.StatementList.as_view(), name="statement-list"),
    path(STATEMENT, statements.StatementDetail.as_view(), name="statement-detail"),
    path(f"{STATEMENT}draft/", statement_steps.draft, name="statement-draft"),
    path(f"{STATEMENT}edit/", statement_steps.StatementEdit.as_view(), name="statement-edit"),
    path(f"{STATEMENT}send/", statement_steps.StatementSend.as_view(), name="statement-send"),
    path(f"{STATEMENT}withdraw/", statement_steps.withdraw, name="statement-withdraw"),
    path(f"{STATEMENT}discard/", statement_steps.discard, name="statement-discard"),
    path(f"{STATEMENT}approve/", statement_steps.StatementApprove.as_view(), name="statement-approve"),
    path(f"{STATEMENT}decline/", statement_steps.StatementDecline.as_view(), name="statement-decline"),
    path(f"{STATEMENT}versions/", statement_versions.StatementVersions.as_view(), name="statement-versions"),
    path(f"{STATEMENT}compare/", statement_versions.StatementCompare.as_view(), name="statement-compare"),
    path(f"{STATEMENT}report/", statement_report.StatementReport.as_view(), name="statement-report"),
    path(VERSION, statement_versions.StatementVersion.as_view(), name="statement-version"),
    path(f"{VERSION}report/", statement_report.StatementVersionReport.as_view(), name="statement-version-report"),
]
urlpatterns: list[URLPattern] = [*CONTROLS, *GAPS, *PLAN, *STATEMENTS]

from django.urls import URLPattern, path

from holger.controls.views import board, controls, coverage, detail, links, proposals
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
urlpatterns: list[URLPattern] = [*CONTROLS, *GAPS]

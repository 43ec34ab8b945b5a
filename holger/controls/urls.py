from django.urls import URLPattern, path

from holger.controls.views.gap import answering, answers, comparing, opening, order, rounds

app_name = "controls"
ROUND = "gaps/<str:reference>/"
GAPS: list[URLPattern] = [
    path("gaps/", rounds.GapRoundList.as_view(), name="gap-round-list"),
    path("gaps/new/", opening.GapRoundCreate.as_view(), name="gap-round-create"),
    path(ROUND, rounds.GapRoundDetail.as_view(), name="gap-round-detail"),
    path(f"{ROUND}edit/", opening.GapRoundEdit.as_view(), name="gap-round-edit"),
    path(f"{ROUND}close/", opening.GapRoundClose.as_view(), name="gap-round-close"),
    path(f"{ROUND}reopen/", opening.reopen, name="gap-round-reopen"),
    path(f"{ROUND}remove/", opening.remove, name="gap-round-remove"),
    path(f"{ROUND}answers/", answers.GapAnswerList.as_view(), name="gap-answer-list"),
    path(f"{ROUND}compare/<str:other>/", comparing.GapCompare.as_view(), name="gap-round-compare"),
    path(f"{ROUND}answer/", order.GapAnswerNext.as_view(), name="gap-answer-next"),
    path(f"{ROUND}answer/<path:code>/", answering.GapAnswerPage.as_view(), name="gap-answer"),
]
urlpatterns: list[URLPattern] = [*GAPS]

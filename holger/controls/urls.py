from django.urls import URLPattern, path

from holger.controls.views.gap import answering, answers, comparing, rounds

app_name = "controls"
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
urlpatterns: list[URLPattern] = [*GAPS]

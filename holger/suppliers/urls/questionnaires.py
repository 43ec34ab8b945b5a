from django.urls import path

from holger.suppliers.views import questionnaires, sendings

SENT = "questionnaires/sent/"
OF_SENT = f"{SENT}<str:reference>/"
ONE = "questionnaires/<str:reference>/"
urlpatterns = [
    path("questionnaires/", questionnaires.QuestionnaireList.as_view(), name="questionnaire-list"),
    path("questionnaires/new/", questionnaires.QuestionnaireCreate.as_view(), name="questionnaire-create"),
    path("questionnaires/ready/", questionnaires.Ready.as_view(), name="questionnaire-ready"),
    path("questionnaires/ready/adopt/", questionnaires.adopt, name="questionnaire-adopt"),
    path(SENT, sendings.SendingList.as_view(), name="sending-list"),
    path(f"{SENT}new/", sendings.SendingCreate.as_view(), name="sending-create"),
    path(OF_SENT, sendings.SendingDetail.as_view(), name="sending-detail"),
    path(f"{OF_SENT}sheet/", sendings.sheet, name="sending-sheet"),
    path(f"{OF_SENT}hand-in/", sendings.HandIn.as_view(), name="sending-hand-in"),
    path(f"{OF_SENT}remind/", sendings.remind, name="sending-remind"),
    path(f"{OF_SENT}withdraw/", sendings.Withdraw.as_view(), name="sending-withdraw"),
    path(f"{OF_SENT}postpone/", sendings.Postpone.as_view(), name="sending-postpone"),
    path(f"{OF_SENT}send-on/", sendings.SendOn.as_view(), name="sending-send-on"),
    path(f"{OF_SENT}links/<uuid:pk>/revoke/", sendings.link_revoke, name="portal-link-revoke"),
    path(f"{OF_SENT}judge/<slug:key>/", sendings.Judge.as_view(), name="answer-judge"),
    path(f"{OF_SENT}findings/new/", sendings.FindingRaise.as_view(), name="answer-finding-raise"),
    path(f"{OF_SENT}findings/<uuid:pk>/close/", sendings.FindingClose.as_view(), name="answer-finding-close"),
    path(f"{OF_SENT}findings/<uuid:pk>/reopen/", sendings.FindingReopen.as_view(), name="answer-finding-reopen"),
    path(f"{OF_SENT}conclude/", sendings.Conclude.as_view(), name="sending-conclude"),
    path(f"{OF_SENT}reopen/", sendings.Reopen.as_view(), name="sending-reopen"),
    path(ONE, questionnaires.QuestionnaireDetail.as_view(), name="questionnaire-detail"),
    path(f"{ONE}sheet/", questionnaires.sheet, name="questionnaire-sheet"),
    path(f"{ONE}archive/", questionnaires.archive, name="questionnaire-archive"),
    path(f"{ONE}restore/", questionnaires.restore, name="questionnaire-restore"),
    path(f"{ONE}draft/", questionnaires.draft_begin, name="draft-begin"),
    path(f"{ONE}draft/discard/", questionnaires.draft_discard, name="draft-discard"),
    path(f"{ONE}draft/publish/", questionnaires.draft_publish, name="draft-publish"),
    path(f"{ONE}texts/", questionnaires.TextsEdit.as_view(), name="questionnaire-texts"),
    path(f"{ONE}sections/new/", questionnaires.SectionEdit.as_view(), name="section-create"),
    path(f"{ONE}sections/<slug:key>/", questionnaires.SectionEdit.as_view(), name="section-edit"),
    path(f"{ONE}sections/<slug:key>/drop/", questionnaires.section_drop, name="section-drop"),
    path(f"{ONE}questions/new/", questionnaires.QuestionEdit.as_view(), name="question-create"),
    path(f"{ONE}questions/<slug:key>/", questionnaires.QuestionEdit.as_view(), name="question-edit"),
    path(f"{ONE}questions/<slug:key>/drop/", questionnaires.question_drop, name="question-drop"),
    path(f"{ONE}pieces/<slug:key>/up/", questionnaires.move_up, name="piece-up"),
    path(f"{ONE}pieces/<slug:key>/down/", questionnaires.move_down, name="piece-down"),
]

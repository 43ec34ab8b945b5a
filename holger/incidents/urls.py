from django.urls import path

from holger.incidents.views import (
    afterwards,
    breaches,
    clocks,
    decisions,
    drills,
    law,
    letters,
    moments,
    notices,
    sheets,
    statistics,
)

app_name = "incidents"

SETTINGS = [
    path("incidents/settings/", law.ProfileEdit.as_view(), name="settings"),
    path("incidents/rules/", law.RuleList.as_view(), name="rules"),
    path("incidents/rules/new/", law.RuleCreate.as_view(), name="rule-create"),
    path("incidents/rules/<slug:key>/<str:valid_from>/", law.RuleDetail.as_view(), name="rule-detail"),
    path("incidents/rules/<slug:key>/<str:valid_from>/copy/", law.rule_copy, name="rule-copy"),
    path("incidents/rules/<slug:key>/<str:valid_from>/edit/", law.RuleEdit.as_view(), name="rule-edit"),
    path("incidents/rules/<slug:key>/<str:valid_from>/switch/", law.RuleSwitch.as_view(), name="rule-switch"),
    path("incidents/rules/<slug:key>/<str:valid_from>/drop/", law.RuleDrop.as_view(), name="rule-drop"),
    path("incidents/recipients/", law.RecipientList.as_view(), name="recipients"),
    path("incidents/recipients/new/", law.RecipientCreate.as_view(), name="recipient-create"),
    path("incidents/recipients/<slug:key>/edit/", law.RecipientEdit.as_view(), name="recipient-edit"),
    path("incidents/recipients/<slug:key>/drop/", law.recipient_drop, name="recipient-drop"),
    path("incidents/agreements/", law.AgreementList.as_view(), name="agreements"),
    path("incidents/agreements/new/", law.AgreementCreate.as_view(), name="agreement-create"),
    path("incidents/agreements/<uuid:pk>/edit/", law.AgreementEdit.as_view(), name="agreement-edit"),
]
ALL = [
    path("incidents/clocks/", clocks.ClockList.as_view(), name="clocks"),
    path("incidents/breaches/", breaches.BreachList.as_view(), name="breaches"),
    path("incidents/breaches/report/", breaches.BreachReport.as_view(), name="breach-report"),
    path("incidents/breaches/breaches.csv", breaches.BreachCsv.as_view(), name="breach-csv"),
]
CASE = "incidents/<str:reference>/"
OF_CASE = [
    path(f"{CASE}decide/<slug:question>/", decisions.DecisionMake.as_view(), name="decide"),
    path(f"{CASE}measures/", decisions.MeasuresEdit.as_view(), name="measures"),
    path(f"{CASE}agreements/", decisions.TouchedEdit.as_view(), name="touched"),
    path(f"{CASE}moments/<slug:point>/", moments.MomentEnter.as_view(), name="moment"),
    path(f"{CASE}clocks/<str:clock>/", clocks.ClockDetail.as_view(), name="clock-detail"),
    path(f"{CASE}clocks/<str:clock>/dismiss/", clocks.ClockDismiss.as_view(), name="clock-dismiss"),
    path(f"{CASE}clocks/<str:clock>/take-up/", clocks.ClockTakeUp.as_view(), name="clock-take-up"),
    path(f"{CASE}clocks/<str:clock>/sent/", clocks.ClockSent.as_view(), name="clock-sent"),
    path(f"{CASE}sheets/<slug:sheet>/", sheets.SheetDetail.as_view(), name="sheet"),
    path(f"{CASE}sheets/<slug:sheet>/file/", sheets.SheetFile.as_view(), name="sheet-file"),
    path(f"{CASE}sheets/<slug:sheet>/report/", sheets.SheetReport.as_view(), name="sheet-report"),
    path(f"{CASE}sheets/<slug:sheet>/fill/", sheets.SheetFill.as_view(), name="sheet-fill"),
    path(f"{CASE}sheets/<slug:sheet>/sent/", sheets.SheetSent.as_view(), name="sheet-sent"),
    path(f"{CASE}letters/", letters.LetterList.as_view(), name="letters"),
    path(f"{CASE}letters/<slug:letter>/", letters.LetterDetail.as_view(), name="letter"),
    path(f"{CASE}letters/<slug:letter>/write/", letters.LetterWrite.as_view(), name="letter-write"),
    path(f"{CASE}letters/<slug:letter>/again/", letters.letter_again, name="letter-again"),
    path(f"{CASE}letters/<slug:letter>/sent/", letters.LetterSent.as_view(), name="letter-sent"),
    path(f"{CASE}letters/<slug:letter>/report/", letters.LetterReport.as_view(), name="letter-report"),
    path(f"{CASE}notices/<uuid:pk>/", notices.NoticeDetail.as_view(), name="notice"),
    path(f"{CASE}notices/<uuid:pk>/correct/", notices.NoticeCorrect.as_view(), name="notice-correct"),
    path(f"{CASE}notices/<uuid:pk>/withdraw/", notices.NoticeWithdraw.as_view(), name="notice-withdraw"),
    path(f"{CASE}notices/<uuid:pk>/late/", notices.NoticeLate.as_view(), name="notice-late"),
    path(f"{CASE}notices/<uuid:pk>/report/", notices.NoticeReport.as_view(), name="notice-report"),
]
AFTER = [
    path("incidents/corrections/", afterwards.CorrectionList.as_view(), name="corrections"),
    path("incidents/statistics/", statistics.Statistics.as_view(), name="statistics"),
    path("incidents/statistics/report/", statistics.StatisticsReport.as_view(), name="statistics-report"),
    path("incidents/exercises/", drills.ExerciseList.as_view(), name="exercises"),
    path("incidents/exercises/<slug:key>/", drills.ExerciseStart.as_view(), name="exercise-start"),
    path(f"{CASE}drill/", drills.DrillLead.as_view(), name="drill"),
    path(f"{CASE}drill/finish/", drills.DrillFinish.as_view(), name="drill-finish"),
    path(f"{CASE}drill/injects/<int:number>/", drills.inject_tell, name="drill-inject"),
    path(f"{CASE}evaluation/", afterwards.EvaluationEdit.as_view(), name="evaluation"),
    path(f"{CASE}evaluation/reopen/", afterwards.EvaluationReopen.as_view(), name="evaluation-reopen"),
    path(f"{CASE}report/", afterwards.CaseReport.as_view(), name="case-report"),
    path(f"{CASE}corrections/new/", afterwards.CorrectionAdd.as_view(), name="correction-add"),
    path(f"{CASE}corrections/<uuid:pk>/check/", afterwards.CorrectionCheck.as_view(), name="correction-check"),
    path(f"{CASE}corrections/<uuid:pk>/drop/", afterwards.CorrectionDrop.as_view(), name="correction-drop"),
    path(f"{CASE}touches/new/", afterwards.TouchAdd.as_view(), name="touch-add"),
    path(f"{CASE}touches/<uuid:pk>/likelihood/", afterwards.TouchPropose.as_view(), name="touch-propose"),
    path(f"{CASE}touches/<uuid:pk>/take-back/", afterwards.touch_back, name="touch-back"),
    path(f"{CASE}touches/<uuid:pk>/remove/", afterwards.touch_remove, name="touch-remove"),
]

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from holger.incidents.permissions import VIEW
from holger.incidents.selectors.incidents import incidents_for
from holger.ui.http import needs
from holger.ui.pages import DetailPage


class StubDetail(DetailPage):
    permission = VIEW

    def find(self):
        return get_object_or_404(incidents_for(self.actor), reference=self.kwargs["reference"])


STUB = [path("incidents/", needs(VIEW)(lambda r: HttpResponse("")), name="incident-list")]
urlpatterns = [*STUB, *SETTINGS, *ALL, *AFTER, *OF_CASE, path(CASE, StubDetail.as_view(), name="incident-detail")]

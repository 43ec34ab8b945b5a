from django.urls import path

from holger.incidents.views import (
    breaches,
    case_settings,
    cases,
    clocks,
    decisions,
    law,
    letters,
    moments,
    notices,
    report,
    sheets,
    timeline,
    triage,
)

app_name = "incidents"
CASE = "incidents/<str:reference>/"

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
CASES = [
    path("incidents/", cases.IncidentList.as_view(), name="incident-list"),
    path("incidents/new/", cases.IncidentCreate.as_view(), name="incident-create"),
    path(CASE, cases.IncidentDetail.as_view(), name="incident-detail"),
    path(f"{CASE}edit/", cases.IncidentEdit.as_view(), name="incident-edit"),
    path(f"{CASE}edit/<slug:part>/", cases.IncidentEdit.as_view(), name="incident-edit-part"),
    path(f"{CASE}step/<slug:step>/", cases.IncidentStep.as_view(), name="incident-step"),
    path(f"{CASE}restrict/", cases.IncidentRestrict.as_view(), name="incident-restrict"),
    path(f"{CASE}archive/", cases.incident_archive, name="incident-archive"),
    path(f"{CASE}restore/", cases.incident_restore, name="incident-restore"),
]
"""After the others: a case's reference is whatever no other page is called."""
WORKING = [
    path(f"{CASE}timeline/", timeline.Timeline.as_view(), name="timeline"),
    path(f"{CASE}timeline/add/", timeline.EntryAdd.as_view(), name="entry-add"),
    path(f"{CASE}timeline/<uuid:pk>/correct/", timeline.EntryCorrect.as_view(), name="entry-correct"),
    path(f"{CASE}live/", timeline.Live.as_view(), name="live"),
]
REPORTS = [
    path("my/report/", report.Report.as_view(), name="report"),
    path("my/report/thanks/<str:reference>/", report.Thanks.as_view(), name="report-thanks"),
    path("my/reports/", report.MyReports.as_view(), name="my-reports"),
    path("my/reports/<str:reference>/", report.MyReport.as_view(), name="my-report"),
    path("incidents/triage/", triage.TriageList.as_view(), name="triage"),
    path("incidents/triage/<str:reference>/", triage.TriageReport.as_view(), name="triage-report"),
    path("incidents/triage/<str:reference>/reject/", triage.TriageReject.as_view(), name="triage-reject"),
    path("incidents/triage/<str:reference>/merge/", triage.TriageMerge.as_view(), name="triage-merge"),
    path("incidents/settings/cases/", case_settings.CaseSettingsEdit.as_view(), name="case-settings"),
    path("incidents/settings/cases/method/", case_settings.MethodEdit.as_view(), name="case-method"),
]
urlpatterns = [*SETTINGS, *ALL, *WORKING, *REPORTS, *OF_CASE, *CASES]

from django.urls import path

from holger.incidents.views import (
    affected,
    breaches,
    checklist,
    clocks,
    crisis,
    custody,
    decisions,
    law,
    letters,
    moments,
    notices,
    relations,
    sheets,
    team,
    timeline,
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
WORKING = [
    path(f"{CASE}timeline/", timeline.Timeline.as_view(), name="timeline"),
    path(f"{CASE}timeline/add/", timeline.EntryAdd.as_view(), name="entry-add"),
    path(f"{CASE}timeline/<uuid:pk>/correct/", timeline.EntryCorrect.as_view(), name="entry-correct"),
    path(f"{CASE}live/", timeline.Live.as_view(), name="live"),
    path(f"{CASE}contacts/", team.Contacts.as_view(), name="contacts"),
    path(f"{CASE}contacts/report/", team.ContactsReport.as_view(), name="contacts-report"),
    path(f"{CASE}team/add/", team.MemberAdd.as_view(), name="member-add"),
    path(f"{CASE}team/<uuid:pk>/edit/", team.MemberEdit.as_view(), name="member-edit"),
    path(f"{CASE}team/<uuid:pk>/drop/", team.member_drop, name="member-drop"),
    path(f"{CASE}affected/add/", affected.AffectedAdd.as_view(), name="affected-add"),
    path(f"{CASE}affected/also/", affected.affected_also, name="affected-also"),
    path(f"{CASE}affected/people/", affected.people_take, name="affected-people"),
    path(f"{CASE}affected/<uuid:pk>/edit/", affected.AffectedEdit.as_view(), name="affected-edit"),
    path(f"{CASE}affected/<uuid:pk>/drop/", affected.affected_drop, name="affected-drop"),
    path(f"{CASE}checklist/", checklist.Checklist.as_view(), name="checklist"),
    path(f"{CASE}checklist/use/", checklist.playbook_use, name="playbook-use"),
    path(f"{CASE}checklist/add/", checklist.StepAdd.as_view(), name="step-add"),
    path(f"{CASE}checklist/<uuid:pk>/skip/", checklist.StepSkip.as_view(), name="step-skip"),
    path(f"{CASE}checklist/<uuid:pk>/note/", checklist.StepNote.as_view(), name="step-note"),
    path(f"{CASE}checklist/<uuid:pk>/<slug:act>/", checklist.step_act, name="step-act"),
    path(f"{CASE}custody/", custody.CustodyList.as_view(), name="custody"),
    path(f"{CASE}custody/add/", custody.CustodyAdd.as_view(), name="custody-add"),
    path(f"{CASE}custody/<uuid:pk>/", custody.CustodyDetail.as_view(), name="custody-detail"),
    path(f"{CASE}custody/<uuid:pk>/report/", custody.CustodyReport.as_view(), name="custody-report"),
    path(f"{CASE}relations/add/", relations.RelationAdd.as_view(), name="relation-add"),
    path(f"{CASE}relations/<uuid:pk>/drop/", relations.relation_drop, name="relation-drop"),
    path(f"{CASE}split/", relations.Split.as_view(), name="split"),
    path(f"{CASE}crisis/", crisis.Crisis.as_view(), name="crisis"),
    path(f"{CASE}crisis/report/", crisis.CrisisReport.as_view(), name="crisis-report"),
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
urlpatterns = [*STUB, *SETTINGS, *ALL, *OF_CASE, *WORKING, path(CASE, StubDetail.as_view(), name="incident-detail")]

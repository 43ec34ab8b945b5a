"""Working on a case: timeline, team, what it hit, checklist, chain of custody, relations, the crisis page."""

from django.urls import path

from holger.incidents.urls.common import CASE
from holger.incidents.views import affected, checklist, crisis, custody, relations, team, timeline

urlpatterns = [
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

"""What an organisation is before the law: its rules, whom it tells, its agreements."""

from django.urls import path

from holger.incidents.views import law

urlpatterns = [
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

from django.urls import path

from holger.evidence import views

app_name = "evidence"
urlpatterns = [
    path("evidence/", views.EvidenceList.as_view(), name="evidence-list"),
    path("evidence/new/", views.EvidenceCreate.as_view(), name="evidence-create"),
    path("evidence/on/<str:subject_type>/<uuid:pk>/", views.subject_add, name="subject-add"),
    path("evidence/on/<str:subject_type>/<uuid:pk>/attach/", views.EvidenceAttach.as_view(), name="subject-attach"),
    path("evidence/<str:reference>/", views.EvidenceDetail.as_view(), name="evidence-detail"),
    path("evidence/<str:reference>/edit/", views.EvidenceEdit.as_view(), name="evidence-edit"),
    path("evidence/<str:reference>/replace/", views.EvidenceReplace.as_view(), name="evidence-replace"),
    path("evidence/<str:reference>/file/", views.evidence_file, name="evidence-file"),
    path("evidence/<str:reference>/earlier/<uuid:pk>/", views.earlier_file, name="earlier-file"),
    path("evidence/<str:reference>/detach/<str:subject_type>/<uuid:pk>/", views.detach, name="evidence-detach"),
]

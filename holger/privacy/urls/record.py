from django.urls import URLPattern, path

from holger.privacy.views import entities, guide, ready, record, report, transfers

ALL = "privacy/activities/"
ONE = f"{ALL}<str:reference>/"
PATHS: list[URLPattern] = [
    path("privacy/record/", report.RecordReport.as_view(), name="record-report"),
    path("privacy/entities/", entities.EntityList.as_view(), name="entities"),
    path("privacy/entities/<str:key>/", entities.EntityEdit.as_view(), name="entity-edit"),
    path(ALL, record.ActivityList.as_view(), name="activity-list"),
    path(f"{ALL}new/", record.ActivityCreate.as_view(), name="activity-create"),
    path(f"{ALL}ready/", ready.ReadyPage.as_view(), name="ready"),
    path(f"{ALL}guide/", guide.GuideBegin.as_view(), name="guide-begin"),
    path(ONE, record.ActivityDetail.as_view(), name="activity-detail"),
    path(f"{ONE}edit/", record.ActivityEdit.as_view(), name="activity-edit"),
    path(f"{ONE}review/", record.ActivityReview.as_view(), name="activity-review"),
    path(f"{ONE}report/", report.ActivityReport.as_view(), name="activity-report"),
    path(f"{ONE}guide/end/", guide.GuideEnd.as_view(), name="guide-end"),
    path(f"{ONE}guide/<slug:screen>/", guide.Guide.as_view(), name="guide"),
    path(f"{ONE}offer/", record.activity_offer, name="activity-offer"),
    path(f"{ONE}send-back/", record.ActivitySendBack.as_view(), name="activity-send-back"),
    path(f"{ONE}accept/", record.activity_accept, name="activity-accept"),
    path(f"{ONE}end/", record.activity_end, name="activity-end"),
    path(f"{ONE}resume/", record.activity_resume, name="activity-resume"),
    path(f"{ONE}archive/", record.activity_archive, name="activity-archive"),
    path(f"{ONE}restore/", record.activity_restore, name="activity-restore"),
    path(f"{ONE}transfers/add/", transfers.TransferAdd.as_view(), name="transfer-add"),
    path(f"{ONE}transfers/<uuid:pk>/", transfers.TransferEdit.as_view(), name="transfer-edit"),
    path(f"{ONE}transfers/<uuid:pk>/remove/", transfers.transfer_remove, name="transfer-remove"),
]

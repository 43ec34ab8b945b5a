from django.urls import URLPattern, path

from holger.privacy.views import retention

ALL = "privacy/retention/"
ONE = f"{ALL}<str:reference>/"
PATHS: list[URLPattern] = [
    path(ALL, retention.RetentionList.as_view(), name="retention-list"),
    path(f"{ALL}new/", retention.RetentionCreate.as_view(), name="retention-create"),
    path(f"{ALL}missing/", retention.RetentionMissing.as_view(), name="retention-missing"),
    path(ONE, retention.RetentionDetail.as_view(), name="retention-detail"),
    path(f"{ONE}edit/", retention.RetentionEdit.as_view(), name="retention-edit"),
    path(f"{ONE}check/", retention.RetentionCheck.as_view(), name="retention-check"),
    path(f"{ONE}archive/", retention.retention_archive, name="retention-archive"),
    path(f"{ONE}restore/", retention.retention_restore, name="retention-restore"),
]

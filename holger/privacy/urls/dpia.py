from django.urls import URLPattern, path

from holger.privacy.urls.record import ONE as ACTIVITY
from holger.privacy.views import dpia

ALL = "privacy/assessments/"
ONE = f"{ALL}<str:reference>/"
PATHS: list[URLPattern] = [
    path(f"{ACTIVITY}screening/", dpia.ScreeningDetail.as_view(), name="screening"),
    path(f"{ACTIVITY}screening/new/", dpia.ScreeningMake.as_view(), name="screening-make"),
    path(f"{ACTIVITY}assess/", dpia.DpiaCreate.as_view(), name="dpia-create"),
    path(ALL, dpia.DpiaList.as_view(), name="dpia-list"),
    path(ONE, dpia.DpiaDetail.as_view(), name="dpia-detail"),
    path(f"{ONE}edit/", dpia.DpiaEdit.as_view(), name="dpia-edit"),
    path(f"{ONE}sections/<slug:section>/", dpia.DpiaSection.as_view(), name="dpia-section"),
    path(f"{ONE}advise/", dpia.DpiaAdvise.as_view(), name="dpia-advise"),
    path(f"{ONE}send/", dpia.dpia_send, name="dpia-send"),
    path(f"{ONE}steps/<str:step>/", dpia.DpiaStep.as_view(), name="dpia-step"),
    path(f"{ONE}archive/", dpia.dpia_archive, name="dpia-archive"),
    path(f"{ONE}restore/", dpia.dpia_restore, name="dpia-restore"),
    path(f"{ONE}report/", dpia.DpiaReport.as_view(), name="dpia-report"),
]

from django.urls import path

from holger.suppliers.views import points, supervision, year

ONE = "supervision/<str:reference>/"
FOUND = f"{ONE}findings/<uuid:pk>/"
OF_SUPPLIER = "suppliers/<str:reference>/assessment/"
urlpatterns = [
    path("supervision/", supervision.SupervisionList.as_view(), name="supervision-list"),
    path("supervision/report/", year.SupervisionReport.as_view(), name="supervision-report"),
    path("supervision/year/", year.SupervisionYear.as_view(), name="supervision-year"),
    path("supervision/year/report/", year.SupervisionYearReport.as_view(), name="supervision-year-report"),
    path("supervision/model/", points.PointModel.as_view(), name="points"),
    path("supervision/model/edit/", points.PointsEdit.as_view(), name="points-edit"),
    path("supervision/model/drop/", points.PointsDrop.as_view(), name="points-drop"),
    path("supervision/new/", supervision.SupervisionPlan.as_view(), name="supervision-plan"),
    path(ONE, supervision.SupervisionDetail.as_view(), name="supervision-detail"),
    path(f"{ONE}edit/", supervision.SupervisionEdit.as_view(), name="supervision-edit"),
    path(f"{ONE}reading/", supervision.ReadingEdit.as_view(), name="supervision-reading"),
    path(f"{ONE}objectives/", supervision.ObjectivesEdit.as_view(), name="objectives"),
    path(f"{ONE}findings/new/", supervision.FindingAdd.as_view(), name="finding-add"),
    path(f"{FOUND}edit/", supervision.FindingEdit.as_view(), name="finding-edit"),
    path(f"{FOUND}done/", supervision.FindingDone.as_view(), name="finding-done"),
    path(f"{FOUND}reopen/", supervision.FindingReopen.as_view(), name="finding-reopen"),
    path(f"{ONE}step/<slug:step>/", supervision.SupervisionStep.as_view(), name="supervision-step"),
    path(OF_SUPPLIER, supervision.AssessmentEdit.as_view(), name="assessment"),
    path(f"{OF_SUPPLIER}record/", supervision.take_record, name="assessment-record"),
]

"""What is learned: evaluations, corrective actions, what incidents touch on, numbers and exercises."""

from django.urls import path

from holger.incidents.urls.common import CASE
from holger.incidents.views import afterwards, drills, statistics

urlpatterns = [
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

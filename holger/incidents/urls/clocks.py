"""Decisions, deadlines and what is sent."""

from django.urls import path

from holger.incidents.urls.common import CASE
from holger.incidents.views import breaches, clocks, decisions, letters, moments, notices, sheets

urlpatterns = [
    path("incidents/clocks/", clocks.ClockList.as_view(), name="clocks"),
    path("incidents/breaches/", breaches.BreachList.as_view(), name="breaches"),
    path("incidents/breaches/report/", breaches.BreachReport.as_view(), name="breach-report"),
    path("incidents/breaches/breaches.csv", breaches.BreachCsv.as_view(), name="breach-csv"),
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

from django.urls import URLPattern, path

from holger.privacy.views import request_letters, request_work, requests

ALL = "privacy/requests/"
ONE = f"{ALL}<str:reference>/"
LETTER = f"{ONE}letters/<slug:letter>/"
PATHS: list[URLPattern] = [
    path(ALL, requests.RequestList.as_view(), name="request-list"),
    path(f"{ALL}new/", requests.RequestCreate.as_view(), name="request-create"),
    path(f"{ALL}numbers/", requests.RequestNumbers.as_view(), name="request-numbers"),
    path(ONE, requests.RequestDetail.as_view(), name="request-detail"),
    path(f"{ONE}edit/", requests.RequestEdit.as_view(), name="request-edit"),
    path(f"{ONE}identity/", requests.RequestIdentity.as_view(), name="request-identity"),
    path(f"{ONE}identified/", requests.RequestSettle.as_view(), name="request-settle"),
    path(f"{ONE}extend/", requests.RequestExtend.as_view(), name="request-extend"),
    path(f"{ONE}decide/", requests.RequestDecide.as_view(), name="request-decide"),
    path(f"{ONE}close/", requests.RequestClose.as_view(), name="request-close"),
    path(f"{ONE}reopen/", requests.RequestReopen.as_view(), name="request-reopen"),
    path(f"{ONE}erase/", requests.request_erase, name="request-erase"),
    path(f"{ONE}archive/", requests.request_archive, name="request-archive"),
    path(f"{ONE}restore/", requests.request_restore, name="request-restore"),
    path(f"{ONE}steps/new/", request_work.StepAdd.as_view(), name="request-step-add"),
    path(f"{ONE}steps/<uuid:pk>/skip/", request_work.StepSkip.as_view(), name="request-step-skip"),
    path(f"{ONE}steps/<uuid:pk>/<slug:act>/", request_work.request_step_act, name="request-step-act"),
    path(f"{ONE}places/propose/", request_work.inquiries_propose, name="request-places-propose"),
    path(f"{ONE}places/new/", request_work.PlaceAdd.as_view(), name="request-place-add"),
    path(f"{ONE}places/<uuid:pk>/", request_work.PlaceAnswer.as_view(), name="request-place-answer"),
    path(f"{ONE}places/<uuid:pk>/drop/", request_work.inquiry_drop, name="request-place-drop"),
    path(f"{ONE}log/new/", request_work.NoteAdd.as_view(), name="request-note"),
    path(f"{ONE}letters/", request_letters.LetterList.as_view(), name="request-letters"),
    path(LETTER, request_letters.LetterDetail.as_view(), name="request-letter"),
    path(f"{LETTER}write/", request_letters.LetterWrite.as_view(), name="request-letter-write"),
    path(f"{LETTER}again/", request_letters.letter_again, name="request-letter-again"),
    path(f"{LETTER}sent/", request_letters.letter_sent, name="request-letter-sent"),
    path(f"{LETTER}report/", request_letters.LetterReport.as_view(), name="request-letter-report"),
]

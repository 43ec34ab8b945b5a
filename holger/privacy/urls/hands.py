from django.urls import URLPattern, path

from holger.privacy.views import hands

OF = "privacy/activities/<str:reference>/suppliers/"
PATHS: list[URLPattern] = [
    path(f"{OF}add/", hands.HandAdd.as_view(), name="hand-add"),
    path(f"{OF}<uuid:pk>/", hands.HandEdit.as_view(), name="hand-edit"),
    path(f"{OF}<uuid:pk>/remove/", hands.hand_remove, name="hand-remove"),
]

"""Before any organisation: which one, and the way in by invitation."""

from django.urls import path

from holger.organisation.views import entrance

app_name = "entrance"
urlpatterns = [
    path("", entrance.start, name="start"),
    path("account/factor/", entrance.factor, name="factor"),
    path("invitation/<str:secret>/", entrance.invitation, name="invitation"),
]

"""Before any organisation: the link in a mail by which somebody wants less of it."""

from django.urls import path

from holger.tasks.views import notices

app_name = "reminders"
urlpatterns = [path("reminders/stop/<str:token>/", notices.stop, name="stop")]

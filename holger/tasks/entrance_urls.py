"""Before any organisation: calendars that others fetch by a secret address, and the link in a mail by which one wants less of it."""

from django.urls import path

from holger.tasks.views import feed, notices

app_name = "tasks-entrance"
urlpatterns = [
    path("calendar/<str:secret>/holger.ics", feed.feed, name="feed"),
    path("reminders/stop/<str:token>/", notices.stop, name="stop"),
]

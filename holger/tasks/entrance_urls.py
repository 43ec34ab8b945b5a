from django.urls import path

from holger.tasks.views import feed

app_name = "calendar"
urlpatterns = [path("calendar/<str:secret>/holger.ics", feed.feed, name="feed")]

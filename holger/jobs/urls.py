from django.urls import path

from holger.jobs import views

app_name = "jobs"
urlpatterns = [
    path("settings/work/", views.Work.as_view(), name="work"),
    path("settings/work/jobs/<uuid:pk>/retry/", views.job_retry, name="job-retry"),
    path("settings/work/mail/<uuid:pk>/retry/", views.mail_retry, name="mail-retry"),
    path("jobs/<uuid:pk>/", views.JobDetail.as_view(), name="job-detail"),
]

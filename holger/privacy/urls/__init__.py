from django.urls import URLPattern

from holger.privacy.urls import dpia, hands, record, requests, retention

app_name = "privacy"
urlpatterns: list[URLPattern] = [*record.PATHS, *hands.PATHS, *requests.PATHS, *dpia.PATHS, *retention.PATHS]

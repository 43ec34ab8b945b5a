from django.urls import URLPattern

app_name = "policies"
TEXT: list[URLPattern] = []
AROUND: list[URLPattern] = []
READING: list[URLPattern] = []

urlpatterns = [*TEXT, *AROUND, *READING]

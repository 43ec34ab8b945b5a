"""Addresses of the shell itself, below ``/o/<slug>/``."""

from django.urls import path

from holger.ui import views

app_name = "ui"

urlpatterns = [
    path("find/", views.find, name="find"),
    path("badge/<str:line>/", views.badge, name="badge"),
    path("pick/<slug:key>/", views.pick, name="pick"),
]

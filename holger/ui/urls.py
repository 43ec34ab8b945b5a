"""Addresses of the shell itself, below ``/o/<slug>/``."""

from django.urls import path

from holger.ui import views

app_name = "ui"

urlpatterns = [
    path("find/", views.find, name="find"),
    path("pick/<slug:key>/", views.pick, name="pick"),
]

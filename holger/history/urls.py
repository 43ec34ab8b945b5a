from django.urls import path

from holger.history import views

app_name = "history"
urlpatterns = [
    path("history/", views.HistoryPage.as_view(), name="history"),
    path("history/export/<slug:kind>/", views.HistoryExport.as_view(), name="history-export"),
    path("history/<str:subject_type>/<uuid:pk>/", views.ObjectHistory.as_view(), name="object-history"),
]

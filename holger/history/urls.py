from django.urls import path

from holger.history.views import seal, trail

app_name = "history"
urlpatterns = [
    path("history/", trail.HistoryPage.as_view(), name="history"),
    path("history/export/<slug:kind>/", trail.HistoryExport.as_view(), name="history-export"),
    path("history/seal/", seal.Seal.as_view(), name="seal"),
    path("history/seal/verify/", seal.SealVerify.as_view(), name="seal-verify"),
    path("history/seal/checkpoint/", seal.checkpoint_make, name="checkpoint-make"),
    path("history/seal/checkpoints/<int:number>/", seal.checkpoint, name="checkpoint"),
    path("history/seal/keeping/", seal.KeepingEdit.as_view(), name="keeping-edit"),
    path("history/seal/verifier/", seal.verifier, name="verifier"),
    path("history/<str:subject_type>/<uuid:pk>/", trail.ObjectHistory.as_view(), name="object-history"),
]

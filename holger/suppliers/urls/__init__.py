"""The room's addresses: each topic brings its own list."""

from holger.suppliers.urls import contracts, questionnaires, register, supervision

app_name = "suppliers"

urlpatterns = [
    *contracts.urlpatterns,
    *supervision.urlpatterns,
    *questionnaires.urlpatterns,
    *register.urlpatterns,
]

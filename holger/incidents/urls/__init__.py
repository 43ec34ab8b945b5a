from holger.incidents.urls import afterwards, cases, clocks, law, triage, working

app_name = "incidents"
urlpatterns = [
    *law.urlpatterns,
    *working.urlpatterns,
    *triage.urlpatterns,
    *afterwards.urlpatterns,
    *clocks.urlpatterns,
    *cases.urlpatterns,  # last: a case's reference is whatever no other page is called
]

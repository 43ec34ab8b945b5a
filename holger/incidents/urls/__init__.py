from holger.incidents.urls import afterwards, cases, clocks, law, triage, working

app_name = "incidents"
PAGES = [
    *law.urlpatterns,
    *working.urlpatterns,
    *triage.urlpatterns,
    *afterwards.urlpatterns,
    *clocks.urlpatterns,
    *cases.urlpatterns,
]
# A case's reference is whatever no other page is called, so addresses that begin with one come last.
urlpatterns = sorted(PAGES, key=lambda each: str(each.pattern).startswith("incidents/<str:reference>"))

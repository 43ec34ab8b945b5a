from holger.incidents.urls import afterwards, cases, clocks, law, triage, working

app_name = "incidents"
PAGES = [
    *cases.urlpatterns,  # first what is asked for most
    *law.urlpatterns,
    *working.urlpatterns,
    *triage.urlpatterns,
    *afterwards.urlpatterns,
    *clocks.urlpatterns,
]
# A case's reference is whatever no other page is called, so addresses that begin with one come last.
urlpatterns = sorted(PAGES, key=lambda each: str(each.pattern).startswith("incidents/<str:reference>"))

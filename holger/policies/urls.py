from django.urls import URLPattern, path

from holger.policies.views import campaigns, proof, readings

app_name = "policies"
TEXT: list[URLPattern] = []
AROUND: list[URLPattern] = []
READING: list[URLPattern] = [
    path("campaigns/", campaigns.CampaignList.as_view(), name="campaign-list"),
    path("campaigns/new/", campaigns.CampaignCreate.as_view(), name="campaign-create"),
    path("campaigns/days/", campaigns.ReadingSettingsEdit.as_view(), name="reading-settings"),
    path("campaigns/<str:reference>/", campaigns.CampaignDetail.as_view(), name="campaign-detail"),
    path("campaigns/<str:reference>/edit/", campaigns.CampaignEdit.as_view(), name="campaign-edit"),
    path("campaigns/<str:reference>/start/", campaigns.campaign_start, name="campaign-start"),
    path("campaigns/<str:reference>/nudge/", campaigns.campaign_nudged, name="campaign-nudge"),
    path("campaigns/<str:reference>/close/", campaigns.campaign_close, name="campaign-close"),
    path("campaigns/<str:reference>/discard/", campaigns.campaign_discard, name="campaign-discard"),
    path("readings/", readings.ReadingList.as_view(), name="reading-list"),
    path("readings/report/", proof.ReadingReport.as_view(), name="reading-report"),
    path("readings/people/", readings.ReadingMatrix.as_view(), name="reading-matrix"),
    path("readings/people/<str:reference>/proof/", proof.PersonProof.as_view(), name="reading-person"),
    path("readings/<uuid:pk>/nudge/", readings.reading_nudged, name="reading-nudge"),
    path(
        "policies/<str:reference>/v<int:major>.<int:minor>/proof/",
        proof.VersionProof.as_view(),
        name="reading-version",
    ),
]

urlpatterns = [*TEXT, *AROUND, *READING]

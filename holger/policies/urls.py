from django.urls import URLPattern, path

from holger.policies.views import (
    approval,
    approvers,
    campaigns,
    compare,
    detail,
    editor,
    pictures,
    policies,
    proof,
    readings,
    ready,
    review,
)

app_name = "policies"
ONE = "policies/<str:reference>/"
TEXT: list[URLPattern] = [
    path("policies/", policies.PolicyList.as_view(), name="policy-list"),
    path("policies/new/", policies.PolicyCreate.as_view(), name="policy-create"),
    path("policies/approvers/", approvers.ApproversList.as_view(), name="approvers"),
    path("policies/approvers/<str:kind>/", approvers.ApproversEdit.as_view(), name="approvers-edit"),
    path(ONE, detail.PolicyDetail.as_view(), name="policy-detail"),
    path(f"{ONE}edit/", policies.PolicyEdit.as_view(), name="policy-edit"),
    path(f"{ONE}archive/", policies.policy_archive, name="policy-archive"),
    path(f"{ONE}restore/", policies.policy_restore, name="policy-restore"),
    path(f"{ONE}v<str:version>/", detail.VersionDetail.as_view(), name="version-detail"),
    path(f"{ONE}compare/", compare.PolicyCompare.as_view(), name="compare"),
    path(f"{ONE}pictures/<str:evidence>/", pictures.picture, name="picture"),
    path(f"{ONE}draft/", policies.DraftBegin.as_view(), name="draft-begin"),
    path(f"{ONE}draft/edit/", editor.DraftEdit.as_view(), name="draft-edit"),
    path(f"{ONE}draft/discard/", policies.draft_discard, name="draft-discard"),
    path(f"{ONE}draft/preview/", editor.draft_preview, name="draft-preview"),
    path(f"{ONE}draft/<str:language>/", editor.DraftWrite.as_view(), name="draft-write"),
    path(f"{ONE}draft/<str:language>/save/", editor.draft_save, name="draft-save"),
    path(f"{ONE}draft/<str:language>/same/", editor.draft_same, name="draft-same"),
    path(f"{ONE}review/", review.DraftReview.as_view(), name="review"),
    path(f"{ONE}review/ask/", review.ReviewAsk.as_view(), name="review-ask"),
    path(f"{ONE}review/<uuid:pk>/call-off/", review.review_call_off, name="review-call-off"),
    path(f"{ONE}remarks/", review.remark_add, name="remark-add"),
    path(f"{ONE}remarks/<uuid:pk>/resolve/", review.remark_resolve, name="remark-resolve"),
    path(f"{ONE}send/", approval.ApprovalRequest.as_view(), name="approval-request"),
    path(f"{ONE}withdraw/", policies.approval_withdraw, name="approval-withdraw"),
    path(f"{ONE}approve/", approval.PolicyApprove.as_view(), name="approve"),
    path(f"{ONE}decline/", approval.PolicyDecline.as_view(), name="decline"),
    path(f"{ONE}call-off/", policies.coming_call_off, name="coming-call-off"),
]
AROUND: list[URLPattern] = [
    path("policies/ready/", ready.ReadyPage.as_view(), name="ready"),
    path("policies/ready/<slug:key>/", ready.ReadyDetail.as_view(), name="ready-detail"),
]
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

urlpatterns = [*AROUND, *READING, *TEXT]  # a policy's own page takes any word for a reference, so it comes last

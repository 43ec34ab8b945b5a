"""The addresses. Everything of an organisation lies below ``/o/<slug>/``; each room brings its own pages."""

from django.urls import include, path

handler500 = "holger.ui.failing.server_error"

urlpatterns = [
    path("account/", include("holger.accounts.sign_in_urls")),
    path("", include("holger.accounts.urls")),
    path("", include("holger.organisation.entrance_urls")),
    path("api/v1/", include("holger.api.v1.urls")),
    path(
        "o/<slug:organisation>/",
        include(
            [
                path("", include("holger.backup.urls")),
                path("", include("holger.api.urls")),
                path("", include("holger.reports.urls")),
                path("", include("holger.evidence.urls")),
                path("", include("holger.comments.urls")),
                path("", include("holger.organisation.urls")),
                path("", include("holger.exchange.urls")),
                path("", include("holger.history.urls")),
                path("", include("holger.risks.urls")),
                path("", include("holger.assets.urls")),
                path("", include("holger.ui.urls")),
            ]
        ),
    ),
]

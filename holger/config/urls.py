"""The addresses. Everything of an organisation lies below ``/o/<slug>/``; each room brings its own pages."""

from django.urls import include, path

from holger.config.web import wellknown

handler400 = "holger.config.web.errors.bad_request"
handler404 = "holger.config.web.errors.missing"
handler500 = "holger.config.web.errors.failed"

urlpatterns = [
    path("robots.txt", wellknown.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("account/", include("holger.accounts.sign_in_urls")),
    path("", include("holger.accounts.urls")),
    path("", include("holger.organisation.entrance_urls")),
    path("", include("holger.tasks.entrance_urls")),
    path("portal/", include("holger.suppliers.entrance_urls")),
    path("sso/", include("holger.sso.urls")),
    path("api/v1/", include("holger.api.v1.urls")),
    path("scim/v2/o/<slug:organisation>/", include("holger.scim.urls")),
    path(
        "o/<slug:organisation>/",
        include(
            [
                path("", include("holger.backup.urls")),
                path("", include("holger.scim.settings_urls")),
                path("", include("holger.api.urls")),
                path("", include("holger.reports.urls")),
                path("", include("holger.evidence.urls")),
                path("", include("holger.comments.urls")),
                path("", include("holger.sso.settings_urls")),
                path("", include("holger.organisation.urls")),
                path("", include("holger.exchange.urls")),
                path("", include("holger.history.urls")),
                path("", include("holger.jobs.urls")),
                path("", include("holger.desk.urls")),
                path("", include("holger.training.urls")),
                path("", include("holger.incidents.urls")),
                path("", include("holger.policies.urls")),
                path("", include("holger.risks.urls")),
                path("", include("holger.privacy.urls")),
                path("", include("holger.assets.urls")),
                path("", include("holger.suppliers.urls")),
                path("", include("holger.controls.urls")),
                path("", include("holger.frameworks.urls")),
                path("", include("holger.tasks.urls")),
                path("", include("holger.ui.urls")),
            ]
        ),
    ),
]

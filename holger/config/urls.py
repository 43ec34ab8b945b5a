"""The addresses. Everything of an organisation lies below ``/o/<slug>/``; each room brings its own pages."""

from django.urls import include, path

from holger.config.web import wellknown
from holger.config.web.rooms import Room

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
                Room("holger.backup.urls"),
                Room("holger.scim.settings_urls"),
                Room("holger.api.urls"),
                Room("holger.reports.urls"),
                Room("holger.evidence.urls"),
                Room("holger.comments.urls"),
                Room("holger.sso.settings_urls"),
                Room("holger.organisation.urls"),
                Room("holger.exchange.urls"),
                Room("holger.history.urls"),
                Room("holger.jobs.urls"),
                Room("holger.desk.urls"),
                Room("holger.training.urls"),
                Room("holger.incidents.urls"),
                Room("holger.policies.urls"),
                Room("holger.risks.urls"),
                Room("holger.privacy.urls"),
                Room("holger.assets.urls"),
                Room("holger.suppliers.urls"),
                Room("holger.controls.urls"),
                Room("holger.frameworks.urls"),
                Room("holger.tasks.urls"),
                Room("holger.ui.urls"),
            ]
        ),
    ),
]

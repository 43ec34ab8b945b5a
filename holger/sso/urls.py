"""The door, outside any organisation. The address of a provider holds a part that cannot be guessed."""

from django.urls import path

from holger.sso.protocols import saml
from holger.sso.views import door

app_name = "sso-door"
urlpatterns = [
    path("", door.find, name="find"),
    path("<slug:slug>/<slug:key>/", door.start, name="start"),
    path("<slug:slug>/<slug:key>/callback/", door.callback, name="callback"),
]
if saml.available():
    urlpatterns += [
        path("<slug:slug>/<slug:key>/acs/", door.Acs.as_view(), name="acs"),
        path("<slug:slug>/<slug:key>/finish/", door.finish, name="finish"),
        path("<slug:slug>/<slug:key>/metadata/", door.metadata, name="metadata"),
    ]

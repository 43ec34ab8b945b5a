"""The portal, for those at suppliers who have no account: outside of all organisations' own addresses."""

from django.urls import path

from holger.suppliers.views import portal

app_name = "portal"
ONE = "<uuid:pk>/"
urlpatterns = [
    path("link/<str:secret>/", portal.link, name="link"),
    path("link/<str:secret>/again/", portal.again, name="again"),
    path(ONE, portal.home, name="home"),
    path(f"{ONE}section/<slug:key>/", portal.section, name="section"),
    path(f"{ONE}sheet/", portal.sheet, name="sheet"),
    path(f"{ONE}sheet/download/", portal.sheet_download, name="sheet-download"),
    path(f"{ONE}sheet/save/", portal.sheet_save, name="sheet-save"),
    path(f"{ONE}reuse/", portal.reuse, name="reuse"),
    path(f"{ONE}files/<uuid:file>/", portal.file, name="file"),
    path(f"{ONE}files/<uuid:file>/drop/", portal.file_drop, name="file-drop"),
    path(f"{ONE}colleague/", portal.colleague, name="colleague"),
    path(f"{ONE}submit/", portal.submit, name="submit"),
    path(f"{ONE}findings/<uuid:finding>/reply/", portal.reply, name="reply"),
    path(f"{ONE}leave/", portal.leave, name="leave"),
]

from django.urls import path

from holger.controls.views import board, controls, coverage, detail, links

app_name = "controls"
urlpatterns = [
    path("controls/", controls.ControlList.as_view(), name="control-list"),
    path("controls/board/", board.Board.as_view(), name="control-board"),
    path("controls/new/", controls.ControlCreate.as_view(), name="control-create"),
    path("controls/answering/<uuid:pk>/", links.Answering.as_view(), name="answering"),
    path("controls/coverage/<str:reference>/", coverage.Coverage.as_view(), name="coverage"),
    path("controls/<str:reference>/", detail.ControlDetail.as_view(), name="control-detail"),
    path("controls/<str:reference>/edit/", controls.ControlEdit.as_view(), name="control-edit"),
    path("controls/<str:reference>/archive/", controls.control_archive, name="control-archive"),
    path("controls/<str:reference>/restore/", controls.control_restore, name="control-restore"),
    path("controls/<str:reference>/move/", board.control_move, name="control-move"),
    path("controls/<str:reference>/requirements/", links.LinkAdd.as_view(), name="link-add"),
    path("controls/<str:reference>/requirements/<uuid:pk>/", links.LinkEdit.as_view(), name="link-edit"),
    path("controls/<str:reference>/requirements/<uuid:pk>/remove/", links.link_remove, name="link-remove"),
    path("controls/<str:reference>/assets/", links.AssetAdd.as_view(), name="asset-add"),
    path("controls/<str:reference>/assets/<uuid:pk>/remove/", links.asset_remove, name="asset-remove"),
]

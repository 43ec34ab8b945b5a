from typing import Any

from django.urls import path

from holger.assets.views import act, asset, dependency, information, maps, process

app_name = "assets"


def _register(folder: str, name: str, pages: Any) -> list[Any]:
    """The addresses that processes and assets have alike."""
    one = f"{folder}/<slug:reference>/"
    return [
        path(f"{folder}/", pages.List.as_view(), name=f"{name}-list"),
        path(f"{folder}/new/", pages.Create.as_view(), name=f"{name}-create"),
        path(one, pages.Detail.as_view(), name=f"{name}-detail"),
        path(f"{one}edit/", pages.Edit.as_view(), name=f"{name}-edit"),
    ]


urlpatterns = [
    *_register("processes", "process", process),
    *_register("assets", "asset", asset),
    path("map/", maps.WholeMap.as_view(), name="map"),
    path("map/graph.json", maps.whole_json, name="map-json"),
    path("map/<slug:reference>/review/", act.Review.as_view(), name="review"),
    path("map/<slug:reference>/override/", act.Override.as_view(), name="override"),
    path("map/<slug:reference>/override/clear/", act.override_clear, name="override-clear"),
    path("map/<slug:reference>/archive/", act.archive, name="archive"),
    path("map/<slug:reference>/restore/", act.restore, name="restore"),
    path("map/<slug:reference>/graph/", maps.Graph.as_view(), name="graph"),
    path("map/<slug:reference>/graph.json", maps.graph_json, name="graph-json"),
    path("map/<slug:reference>/dependencies/new/", dependency.Create.as_view(), name="dependency-create"),
    path("dependencies/", dependency.List.as_view(), name="dependency-list"),
    path("dependencies/<uuid:pk>/edit/", dependency.Edit.as_view(), name="dependency-edit"),
    path("dependencies/<uuid:pk>/remove/", dependency.remove, name="dependency-remove"),
    path("information-types/", information.List.as_view(), name="information-type-list"),
    path("information-types/new/", information.Create.as_view(), name="information-type-create"),
    path("information-types/<uuid:pk>/edit/", information.Edit.as_view(), name="information-type-edit"),
    path("information-types/<uuid:pk>/delete/", information.delete, name="information-type-delete"),
]

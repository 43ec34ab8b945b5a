from django.urls import path

from holger.frameworks.views import editions, frameworks, mappings, requirements, scopes

app_name = "frameworks"
ONE = "frameworks/<str:reference>/"
REQUIREMENT = f"{ONE}r/<path:code>/"
urlpatterns = [
    path("frameworks/", frameworks.FrameworkList.as_view(), name="framework-list"),
    path("frameworks/new/", frameworks.FrameworkCreate.as_view(), name="framework-create"),
    path("frameworks/library/", frameworks.Library.as_view(), name="library"),
    path("frameworks/library/<str:key>/", frameworks.adopt, name="adopt"),
    path("frameworks/mappings/<uuid:pk>/remove/", mappings.remove, name="mapping-remove"),
    path(ONE, frameworks.FrameworkDetail.as_view(), name="framework-detail"),
    path(f"{ONE}edit/", frameworks.FrameworkEdit.as_view(), name="framework-edit"),
    path(f"{ONE}archive/", frameworks.archive, name="archive"),
    path(f"{ONE}restore/", frameworks.restore, name="restore"),
    path(f"{ONE}edition/", editions.Edition.as_view(), name="edition"),
    path(f"{ONE}scopes/new/", scopes.ScopeAdd.as_view(), name="scope-add"),
    path(f"{ONE}scopes/<int:number>/", scopes.ScopeEdit.as_view(), name="scope-edit"),
    path(f"{ONE}scopes/<int:number>/remove/", scopes.remove, name="scope-remove"),
    path(f"{ONE}compare/<str:other>/", mappings.Compare.as_view(), name="compare"),
    path(f"{ONE}requirements/", requirements.RequirementList.as_view(), name="requirement-list"),
    path(f"{REQUIREMENT}answer/", requirements.Answer.as_view(), name="requirement-answer"),
    path(f"{REQUIREMENT}choose/", requirements.Choose.as_view(), name="requirement-choose"),
    path(f"{REQUIREMENT}map/", mappings.MappingAdd.as_view(), name="mapping-add"),
    path(REQUIREMENT, requirements.RequirementDetail.as_view(), name="requirement-detail"),
]

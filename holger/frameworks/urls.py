from django.urls import path

from holger.frameworks.views import bringing, building, editions, frameworks, mappings, report, requirements, scopes

app_name = "frameworks"
ONE = "frameworks/<str:reference>/"
REQUIREMENT = f"{ONE}r/<path:code>/"
urlpatterns = [
    path("frameworks/", frameworks.FrameworkList.as_view(), name="framework-list"),
    path("frameworks/new/", frameworks.FrameworkCreate.as_view(), name="framework-create"),
    path("frameworks/library/", frameworks.Library.as_view(), name="library"),
    path("frameworks/library/<str:key>/", frameworks.adopt, name="adopt"),
    path("frameworks/import/", bringing.Bring.as_view(), name="import"),
    path("frameworks/import/<uuid:pk>/", bringing.Brought.as_view(), name="import-draft"),
    path("frameworks/mappings/<uuid:pk>/remove/", mappings.remove, name="mapping-remove"),
    path(ONE, frameworks.FrameworkDetail.as_view(), name="framework-detail"),
    path(f"{ONE}edit/", frameworks.FrameworkEdit.as_view(), name="framework-edit"),
    path(f"{ONE}archive/", frameworks.archive, name="archive"),
    path(f"{ONE}restore/", frameworks.restore, name="restore"),
    path(f"{ONE}framework.yaml", bringing.Download.as_view(), name="download"),
    path(f"{ONE}edition/", editions.Edition.as_view(), name="edition"),
    path(f"{ONE}requirements.<slug:form>", bringing.Sheet.as_view(), name="sheet"),
    path(f"{ONE}build/", building.Build.as_view(), name="build"),
    path(f"{ONE}build/new/", building.RequirementAdd.as_view(), name="requirement-add"),
    path(f"{ONE}build/groups/new/", building.GroupAdd.as_view(), name="group-add"),
    path(f"{ONE}build/groups/<str:key>/", building.GroupEdit.as_view(), name="group-edit"),
    path(f"{ONE}build/groups/<str:key>/remove/", building.group_remove, name="group-remove"),
    path(f"{ONE}scopes/new/", scopes.ScopeAdd.as_view(), name="scope-add"),
    path(f"{ONE}scopes/<int:number>/", scopes.ScopeEdit.as_view(), name="scope-edit"),
    path(f"{ONE}scopes/<int:number>/remove/", scopes.remove, name="scope-remove"),
    path(f"{ONE}compare/<str:other>/", mappings.Compare.as_view(), name="compare"),
    path(f"{ONE}report/", report.GapReport.as_view(), name="report"),
    path(f"{ONE}requirements/", requirements.RequirementList.as_view(), name="requirement-list"),
    path(f"{REQUIREMENT}answer/", requirements.Answer.as_view(), name="requirement-answer"),
    path(f"{REQUIREMENT}edit/", building.RequirementEdit.as_view(), name="requirement-edit"),
    path(f"{REQUIREMENT}remove/", building.remove, name="requirement-remove"),
    path(f"{REQUIREMENT}restore/", building.restore, name="requirement-restore"),
    path(f"{REQUIREMENT}choose/", requirements.Choose.as_view(), name="requirement-choose"),
    path(f"{REQUIREMENT}map/", mappings.MappingAdd.as_view(), name="mapping-add"),
    path(REQUIREMENT, requirements.RequirementDetail.as_view(), name="requirement-detail"),
]

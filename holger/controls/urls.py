from django.urls import path

from holger.controls.views import statement_list, statement_report, statement_steps, statement_versions, statements

app_name = "controls"
STATEMENT = "statements/<str:reference>/<int:number>/"
VERSION = f"{STATEMENT}v<int:version>/"

STATEMENTS = [
    path("statements/", statement_list.StatementList.as_view(), name="statement-list"),
    path(STATEMENT, statements.StatementDetail.as_view(), name="statement-detail"),
    path(f"{STATEMENT}draft/", statement_steps.draft, name="statement-draft"),
    path(f"{STATEMENT}edit/", statement_steps.StatementEdit.as_view(), name="statement-edit"),
    path(f"{STATEMENT}send/", statement_steps.StatementSend.as_view(), name="statement-send"),
    path(f"{STATEMENT}withdraw/", statement_steps.withdraw, name="statement-withdraw"),
    path(f"{STATEMENT}discard/", statement_steps.discard, name="statement-discard"),
    path(f"{STATEMENT}approve/", statement_steps.StatementApprove.as_view(), name="statement-approve"),
    path(f"{STATEMENT}decline/", statement_steps.StatementDecline.as_view(), name="statement-decline"),
    path(f"{STATEMENT}versions/", statement_versions.StatementVersions.as_view(), name="statement-versions"),
    path(f"{STATEMENT}compare/", statement_versions.StatementCompare.as_view(), name="statement-compare"),
    path(f"{STATEMENT}report/", statement_report.StatementReport.as_view(), name="statement-report"),
    path(VERSION, statement_versions.StatementVersion.as_view(), name="statement-version"),
    path(f"{VERSION}report/", statement_report.StatementVersionReport.as_view(), name="statement-version-report"),
]

urlpatterns = [*STATEMENTS]

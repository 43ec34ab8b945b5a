"""How the trail is told: what was done in the reader's words, fields and choices by the names people know."""

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy

from holger.core import via as carried
from holger.core.permissions import PERMISSIONS, ROLE_LABELS
from holger.core.registry import registry
from holger.ui import days

VERBS: dict[str, str | Promise] = {
    "accepted": pgettext_lazy("history", "accepted"),
    "added": pgettext_lazy("history", "added"),
    "adopted": pgettext_lazy("history", "took on"),
    "answered": pgettext_lazy("history", "answered"),
    "archived": pgettext_lazy("history", "archived"),
    "asked": pgettext_lazy("history", "asked somebody to answer"),
    "assessed": pgettext_lazy("history", "assessed"),
    "attached": pgettext_lazy("history", "attached evidence to"),
    "cancelled": pgettext_lazy("history", "cancelled"),
    "changed": pgettext_lazy("history", "changed"),
    "closed": pgettext_lazy("history", "closed"),
    "commented": pgettext_lazy("history", "commented on"),
    "confirmed": pgettext_lazy("history", "confirmed"),
    "created": pgettext_lazy("history", "created"),
    "deleted": pgettext_lazy("history", "deleted"),
    "detached": pgettext_lazy("history", "detached evidence from"),
    "discarded": pgettext_lazy("history", "discarded"),
    "done": pgettext_lazy("history", "finished"),
    "downloaded": pgettext_lazy("history", "downloaded"),
    "drafted": pgettext_lazy("history", "drafted"),
    "dropped": pgettext_lazy("history", "dropped"),
    "edited": pgettext_lazy("history", "changed"),
    "erased": pgettext_lazy("history", "erased"),
    "excluded": pgettext_lazy("history", "excluded"),
    "expired": pgettext_lazy("history", "let expire"),
    "exported": pgettext_lazy("history", "exported"),
    "finished": pgettext_lazy("history", "finished"),
    "frozen": pgettext_lazy("history", "froze"),
    "given": pgettext_lazy("history", "gave a role to"),
    "hidden": pgettext_lazy("history", "hid"),
    "import_undone": pgettext_lazy("history", "undid the import of"),
    "imported": pgettext_lazy("history", "imported"),
    "included": pgettext_lazy("history", "included"),
    "inherited": pgettext_lazy("history", "passed a need on to"),
    "linked": pgettext_lazy("history", "linked"),
    "mapped": pgettext_lazy("history", "mapped"),
    "moved": pgettext_lazy("history", "moved"),
    "opened": pgettext_lazy("history", "opened"),
    "overridden": pgettext_lazy("history", "overrode the need of"),
    "proposed": pgettext_lazy("history", "proposed"),
    "published": pgettext_lazy("history", "published"),
    "removed": pgettext_lazy("history", "removed"),
    "reopened": pgettext_lazy("history", "reopened"),
    "replaced": pgettext_lazy("history", "replaced the file of"),
    "restored": pgettext_lazy("history", "restored"),
    "resumed": pgettext_lazy("history", "let back in"),
    "retried": pgettext_lazy("history", "tried again to do"),
    "reviewed": pgettext_lazy("history", "reviewed"),
    "revoked": pgettext_lazy("history", "revoked"),
    "saved": pgettext_lazy("history", "saved"),
    "scored": pgettext_lazy("history", "scored"),
    "sent": pgettext_lazy("history", "sent"),
    "started": pgettext_lazy("history", "started"),
    "suspended": pgettext_lazy("history", "suspended"),
    "taken": pgettext_lazy("history", "took a role from"),
    "targeted": pgettext_lazy("history", "set a target for"),
    "undone": pgettext_lazy("history", "took back"),
    "unlinked": pgettext_lazy("history", "unlinked"),
    "updated": pgettext_lazy("history", "brought up to date"),
    "withdrawn": pgettext_lazy("history", "withdrew"),
    # Whole names, where the last word alone would mislead.
    "access.refused": pgettext_lazy("history", "was refused"),
    "activity.linked": pgettext_lazy("history", "linked something to"),
    "activity.paused": pgettext_lazy("history", "paused"),
    "activity.planned": pgettext_lazy("history", "planned tasks of"),
    "activity.resumed": pgettext_lazy("history", "let go on"),
    "activity.unlinked": pgettext_lazy("history", "took a link off"),
    "asset.override_cleared": pgettext_lazy("history", "cleared the override of"),
    "campaign.nudged": pgettext_lazy("history", "reminded those who are missing in"),
    "comment.edited": pgettext_lazy("history", "changed a comment on"),
    "comment.removed": pgettext_lazy("history", "removed a comment on"),
    "control.requirement_added": pgettext_lazy("history", "added a requirement to"),
    "control.requirement_changed": pgettext_lazy("history", "changed a requirement of"),
    "control.requirement_removed": pgettext_lazy("history", "removed a requirement from"),
    "dependency.added": pgettext_lazy("history", "added a dependency of"),
    "dependency.edited": pgettext_lazy("history", "changed a dependency of"),
    "dependency.removed": pgettext_lazy("history", "removed a dependency of"),
    "feed_group.role_added": pgettext_lazy("history", "let a group give a role:"),
    "feed_group.role_removed": pgettext_lazy("history", "took the role of a group:"),
    "feed_user.deleted": pgettext_lazy("history", "learned that the directory has deleted"),
    "feed_user.linked": pgettext_lazy("history", "found in the directory"),
    "framework.group_added": pgettext_lazy("history", "added a group to"),
    "framework.group_edited": pgettext_lazy("history", "changed a group of"),
    "framework.group_removed": pgettext_lazy("history", "removed a group from"),
    "invitation.accepted": pgettext_lazy("history", "accepted the invitation:"),
    "invitation.revoked": pgettext_lazy("history", "revoked the invitation to"),
    "invitation.sent": pgettext_lazy("history", "sent an invitation to"),
    "history.checkpoint": pgettext_lazy("history", "sealed the history"),
    "history.exported": pgettext_lazy("history", "exported the history"),
    "history.pruned": pgettext_lazy("history", "let go of the oldest entries of the history"),
    "history.redacted": pgettext_lazy("history", "redacted the history of"),
    "history.settings_changed": pgettext_lazy("history", "changed the"),
    "mapping.added": pgettext_lazy("history", "mapped"),
    "mapping.removed": pgettext_lazy("history", "removed a mapping of"),
    "mapping.edited": pgettext_lazy("history", "changed a mapping of"),
    "method.chosen": pgettext_lazy("history", "chose the method"),
    "method.in_force": pgettext_lazy("history", "put in force"),
    "organisation.security_changed": pgettext_lazy("history", "changed the security of"),
    "person.away_ended": pgettext_lazy("history", "ended the days away of"),
    "person.away_set": pgettext_lazy("history", "set days away for"),
    "person.codes_made": pgettext_lazy("history", "made recovery codes for"),
    "person.factor_added": pgettext_lazy("history", "added a second factor to the sign-in of"),
    "person.factor_removed": pgettext_lazy("history", "removed a second factor from the sign-in of"),
    "person.factors_taken": pgettext_lazy("history", "took all second factors from the sign-in of"),
    "person.handed_over": pgettext_lazy("history", "handed over the work of"),
    "person.nudged": pgettext_lazy("history", "sent a reminder to"),
    "person.reminders_set": pgettext_lazy("history", "changed the reminders of"),
    "person.password_changed": pgettext_lazy("history", "changed the password of"),
    "person.role_ended": pgettext_lazy("history", "relieved of a role:"),
    "person.role_held": pgettext_lazy("history", "named as holder of a role:"),
    "person.session_ended": pgettext_lazy("history", "ended a session of"),
    "person.sessions_ended": pgettext_lazy("history", "ended the sessions of"),
    "person.sign_in_failed": pgettext_lazy("history", "tried in vain to sign in as"),
    "person.sign_in_slowed": pgettext_lazy("history", "tried too often to sign in as"),
    "person.signed_in": pgettext_lazy("history", "signed in"),
    "person.signed_out": pgettext_lazy("history", "signed out"),
    "person.ended": pgettext_lazy("history", "noted the last day of"),
    "person.started": pgettext_lazy("history", "noted the first day of"),
    "course.audience_set": pgettext_lazy("history", "said whom it is for:"),
    "course.given_no_more": pgettext_lazy("history", "no longer gives by itself"),
    "course.given_to": pgettext_lazy("history", "gave people"),
    "course.order_changed": pgettext_lazy("history", "changed the order in"),
    "course.page_added": pgettext_lazy("history", "wrote a page in"),
    "course.page_changed": pgettext_lazy("history", "changed a page in"),
    "course.page_removed": pgettext_lazy("history", "removed a page from"),
    "course.question_added": pgettext_lazy("history", "wrote a question in"),
    "course.question_changed": pgettext_lazy("history", "changed a question in"),
    "course.question_removed": pgettext_lazy("history", "removed a question from"),
    "course.renewed": pgettext_lazy("history", "took the newer wording of"),
    "course.requirements_set": pgettext_lazy("history", "set the requirements of"),
    "session.held": pgettext_lazy("history", "wrote down who was at"),
    "session.people_invited": pgettext_lazy("history", "invited people to"),
    "enrolment.attempts_given": pgettext_lazy("history", "gave more attempts at"),
    "enrolment.failed": pgettext_lazy("history", "used the last attempt at"),
    "enrolment.passed": pgettext_lazy("history", "passed"),
    "enrolment.tried": pgettext_lazy("history", "tried"),
    "person.courses_given": pgettext_lazy("history", "gave the starter pack to"),
    "policy.approved": pgettext_lazy("history", "approved"),
    "policy.approvers_cleared": pgettext_lazy("history", "let everybody with the permission approve"),
    "policy.approvers_set": pgettext_lazy("history", "set who may approve"),
    "policy.called_off": pgettext_lazy("history", "called off what was approved of"),
    "policy.confirmed": pgettext_lazy("history", "read and confirmed"),
    "policy.declined": pgettext_lazy("history", "declined to approve"),
    "policy.discarded": pgettext_lazy("history", "gave up the draft of"),
    "policy.drafted": pgettext_lazy("history", "began the next version of"),
    "policy.in_force": pgettext_lazy("history", "put in force"),
    "policy.redrafted": pgettext_lazy("history", "described the draft of"),
    "policy.remark_resolved": pgettext_lazy("history", "dealt with a remark on"),
    "policy.remarked": pgettext_lazy("history", "remarked on"),
    "policy.requested": pgettext_lazy("history", "asked for approval of"),
    "policy.review_answered": pgettext_lazy("history", "reviewed the draft of"),
    "policy.review_asked": pgettext_lazy("history", "asked for review of"),
    "policy.review_called_off": pgettext_lazy("history", "took back a question about"),
    "policy.translated": pgettext_lazy("history", "brought both languages together in"),
    "policy.withdrawn": pgettext_lazy("history", "took back from approval"),
    "policy.written": pgettext_lazy("history", "wrote in the draft of"),
    "reading.days_set": pgettext_lazy("history", "set the days to read:"),
    "report.exported": pgettext_lazy("history", "made a report"),
    "risk.acceptance_declined": pgettext_lazy("history", "declined to accept"),
    "risk.acceptance_requested": pgettext_lazy("history", "asked for acceptance of"),
    "risk.acceptance_void": pgettext_lazy("history", "voided the acceptance of"),
    "risk.acceptance_withdrawn": pgettext_lazy("history", "withdrew the acceptance of"),
    "risk.action_added": pgettext_lazy("history", "planned an action for"),
    "risk.action_changed": pgettext_lazy("history", "changed an action for"),
    "risk.action_done": pgettext_lazy("history", "finished an action for"),
    "risk.action_removed": pgettext_lazy("history", "removed an action from"),
    "risk.action_reopened": pgettext_lazy("history", "reopened an action for"),
    "risk.control_added": pgettext_lazy("history", "added a control to"),
    "risk.control_changed": pgettext_lazy("history", "changed what a control does to"),
    "risk.control_removed": pgettext_lazy("history", "took a control from"),
    "risk.measure_added": pgettext_lazy("history", "added a measure to"),  # before they were controls
    "risk.measure_changed": pgettext_lazy("history", "changed a measure of"),
    "risk.measure_removed": pgettext_lazy("history", "removed a measure from"),
    "scope.added": pgettext_lazy("history", "added a scope to"),
    "scope.edited": pgettext_lazy("history", "changed a scope of"),
    "scope.removed": pgettext_lazy("history", "removed a scope from"),
    "risk.rescored": pgettext_lazy("history", "computed anew"),
    "round.risks_frozen": pgettext_lazy("history", "froze risks in"),
    "service_account.changed": pgettext_lazy("history", "changed the service account"),
    "service_account.created": pgettext_lazy("history", "created the service account"),
    "statement.approved": pgettext_lazy("history", "approved"),
    "statement.declined": pgettext_lazy("history", "declined to approve"),
    "statement.requested": pgettext_lazy("history", "asked for approval of"),
    "statement.withdrawn": pgettext_lazy("history", "took back from approval"),
    "threat.shown": pgettext_lazy("history", "proposed again"),
    "threats.loaded": pgettext_lazy("history", "loaded the catalogue of threats"),
    "incident.contained": pgettext_lazy("history", "told when it was contained:"),
    "incident.recovered": pgettext_lazy("history", "told when it was recovered:"),
    "incident.flared_up": pgettext_lazy("history", "told that it flared up again:"),
    "incident.time_corrected": pgettext_lazy("history", "put right when a step was taken in"),
    "incident.restricted": pgettext_lazy("history", "kept from all but those who need to know"),
    "incident.opened_up": pgettext_lazy("history", "showed to all again"),
    "incident.weighed": pgettext_lazy("history", "changed the severity of"),
    "incident.decided": pgettext_lazy("history", "decided a question about"),
    "incident.measured": pgettext_lazy("history", "measured"),
    "incident.moment_told": pgettext_lazy("history", "told when something happened in"),
    "incident.moment_corrected": pgettext_lazy("history", "corrected when something happened in"),
    "incident.notice_sent": pgettext_lazy("history", "wrote down a notification of"),
    "incident.notice_corrected": pgettext_lazy("history", "wrote down a corrected notification of"),
    "incident.notice_withdrawn": pgettext_lazy("history", "wrote down a withdrawn notification of"),
    "incident.late_explained": pgettext_lazy("history", "explained a late notification of"),
    "incident.form_filled": pgettext_lazy("history", "filled in forms about"),
    "incident.letter_written": pgettext_lazy("history", "wrote a letter about"),
    "incident.letter_started_over": pgettext_lazy("history", "started a letter over about"),
    "incident.agreements_chosen": pgettext_lazy("history", "chose the agreements touched by"),
    "incident.reported": pgettext_lazy("history", "reported"),
    "incident.added_to": pgettext_lazy("history", "added something to the report"),
    "incident.taken_on": pgettext_lazy("history", "took on"),
    "incident.rejected": pgettext_lazy("history", "found that it is no incident:"),
    "incident.merged": pgettext_lazy("history", "joined with another:"),
    "incident.joined": pgettext_lazy("history", "joined another with"),
    "incidents.case_settings_set": pgettext_lazy("history", "changed the"),
    "incident.line_added": pgettext_lazy("history", "wrote in the timeline of"),
    "incident.line_corrected": pgettext_lazy("history", "put right a line in the timeline of"),
    "incident.member_added": pgettext_lazy("history", "added somebody to the team of"),
    "incident.member_dropped": pgettext_lazy("history", "took somebody off the team of"),
    "incident.member_changed": pgettext_lazy("history", "changed the team of"),
    "incident.affected_added": pgettext_lazy("history", "added what is affected to"),
    "incident.affected_changed": pgettext_lazy("history", "changed how it stands with what is affected in"),
    "incident.affected_dropped": pgettext_lazy("history", "took out what is affected of"),
    "incident.playbook_used": pgettext_lazy("history", "put a playbook to use in"),
    "incident.step_done": pgettext_lazy("history", "did a step of"),
    "incident.step_undone": pgettext_lazy("history", "opened a step again in"),
    "incident.step_skipped": pgettext_lazy("history", "left out a step of"),
    "incident.step_noted": pgettext_lazy("history", "wrote a note on a step of"),
    "incident.step_added": pgettext_lazy("history", "added a step to"),
    "incident.custody_added": pgettext_lazy("history", "wrote in the chain of custody of"),
    "incident.related": pgettext_lazy("history", "tied another incident to"),
    "incident.unrelated": pgettext_lazy("history", "untied another incident from"),
    "incident.split": pgettext_lazy("history", "made a case of its own of a part of"),
    "incident.parted": pgettext_lazy("history", "parted from another case"),
    "incident.people_counted": pgettext_lazy("history", "counted the people affected in"),
    "incident.evaluated": pgettext_lazy("history", "wrote the evaluation of"),
    "incident.evaluation_finished": pgettext_lazy("history", "finished the evaluation of"),
    "incident.evaluation_reopened": pgettext_lazy("history", "opened again the evaluation of"),
    "incident.correction_added": pgettext_lazy("history", "decided a corrective action after"),
    "incident.correction_done": pgettext_lazy("history", "finished a corrective action after"),
    "incident.correction_checked": pgettext_lazy("history", "checked a corrective action after"),
    "incident.correction_dropped": pgettext_lazy("history", "dropped a corrective action after"),
    "incident.touch_added": pgettext_lazy("history", "linked something to"),
    "incident.touch_removed": pgettext_lazy("history", "removed a link from"),
    "incident.likelihood_proposed": pgettext_lazy("history", "proposed how likely a risk is after"),
    "incident.likelihood_taken_back": pgettext_lazy("history", "took back how likely a risk is after"),
    "incident.drill_started": pgettext_lazy("history", "began the exercise"),
    "incident.inject_told": pgettext_lazy("history", "told the table more in"),
    "incident.drill_finished": pgettext_lazy("history", "ended the exercise"),
    "incidents.profile_set": pgettext_lazy("history", "said what the organisation is:"),
    "incidents.rule_copied": pgettext_lazy("history", "made its own copy of the rule"),
    "incidents.rule_edited": pgettext_lazy("history", "edited the rule"),
    "incidents.rule_added": pgettext_lazy("history", "added the rule"),
    "incidents.rule_turned_on": pgettext_lazy("history", "turned on the rule"),
    "incidents.rule_turned_off": pgettext_lazy("history", "turned off the rule"),
    "incidents.rule_dropped": pgettext_lazy("history", "let go of the rule"),
    "incidents.recipient_set": pgettext_lazy("history", "set the recipient"),
    "incidents.recipient_dropped": pgettext_lazy("history", "let go of the recipient"),
    "incidents.agreement_added": pgettext_lazy("history", "added the agreement"),
    "incidents.agreement_edited": pgettext_lazy("history", "edited the agreement"),
    "exception.approved": pgettext_lazy("history", "approved"),
    "exception.asked": pgettext_lazy("history", "asked for"),
    "exception.declined": pgettext_lazy("history", "declined"),
    "exception.ended": pgettext_lazy("history", "ended"),
    "exception.given": pgettext_lazy("history", "gave somebody else"),
    "exception.sent_on": pgettext_lazy("history", "asked somebody else to decide on"),
    "exception.withdrawn": pgettext_lazy("history", "withdrew"),
    "policy.exception_approved": pgettext_lazy("history", "approved an exception from"),
    "policy.exception_asked": pgettext_lazy("history", "asked for an exception from"),
    "policy.exception_declined": pgettext_lazy("history", "declined an exception from"),
    "policy.exception_ended": pgettext_lazy("history", "ended an exception from"),
    "policy.exception_withdrawn": pgettext_lazy("history", "withdrew an exception from"),
    "policy.linked": pgettext_lazy("history", "linked"),
    "policy.unlinked": pgettext_lazy("history", "removed a link of"),
    "gap_round.asked": pgettext_lazy("history", "asked somebody to answer in"),
    "gap_round.skipped": pgettext_lazy("history", "left a requirement for later in"),
    "identity.linked": pgettext_lazy("history", "linked a sign-in to"),
    "identity.unlinked": pgettext_lazy("history", "removed a sign-in of"),
    "organisation.entered_past": pgettext_lazy("history", "came in past single sign-on:"),
    "provider.closed": pgettext_lazy("history", "took out of use"),
    "provider.group_added": pgettext_lazy("history", "gave a group a role through"),
    "provider.group_removed": pgettext_lazy("history", "took a group's role through"),
    "provider.opened": pgettext_lazy("history", "put in use"),
    "sso.refused": pgettext_lazy("history", "refused a sign-in through"),
    "sso.signed_in": pgettext_lazy("history", "signed in through"),
    "task.born": pgettext_lazy("history", "found a deviation and made"),
    "task.given": pgettext_lazy("history", "gave away"),
    "task.missed": pgettext_lazy("history", "marked as missed:"),
    "task.sent_back": pgettext_lazy("history", "sent back"),
    "task.signed": pgettext_lazy("history", "signed off"),
    "token.created": pgettext_lazy("history", "created the API token"),
    "token.revoked": pgettext_lazy("history", "revoked the API token"),
    "view.removed": pgettext_lazy("history", "removed the view"),
    "view.saved": pgettext_lazy("history", "saved the view"),
}

BARE: dict[str, str | Promise] = {
    "attached": pgettext_lazy("history", "attached evidence"),
    "commented": pgettext_lazy("history", "wrote a comment"),
    "detached": pgettext_lazy("history", "detached evidence"),
    "given": pgettext_lazy("history", "gave a role"),
    "inherited": pgettext_lazy("history", "passed a need on"),
    "overridden": pgettext_lazy("history", "overrode the need"),
    "replaced": pgettext_lazy("history", "replaced the file"),
    "erased": pgettext_lazy("history", "erased the person"),
    "resumed": pgettext_lazy("history", "lifted the suspension"),
    "suspended": pgettext_lazy("history", "suspended the person"),
    "taken": pgettext_lazy("history", "took a role"),
    "activity.linked": pgettext_lazy("history", "linked it to something"),
    "activity.planned": pgettext_lazy("history", "planned its tasks"),
    "activity.resumed": pgettext_lazy("history", "let it go on"),
    "activity.unlinked": pgettext_lazy("history", "took a link off it"),
    "asset.override_cleared": pgettext_lazy("history", "cleared the override"),
    "comment.edited": pgettext_lazy("history", "changed a comment"),
    "comment.removed": pgettext_lazy("history", "removed a comment"),
    "control.requirement_added": pgettext_lazy("history", "added a requirement"),
    "control.requirement_changed": pgettext_lazy("history", "changed a requirement"),
    "control.requirement_removed": pgettext_lazy("history", "removed a requirement"),
    "dependency.added": pgettext_lazy("history", "added a dependency"),
    "dependency.edited": pgettext_lazy("history", "changed a dependency"),
    "dependency.removed": pgettext_lazy("history", "removed a dependency"),
    "feed_group.role_added": pgettext_lazy("history", "let the group give a role"),
    "feed_group.role_removed": pgettext_lazy("history", "took the group's role"),
    "feed_user.deleted": pgettext_lazy("history", "learned that the directory has deleted them"),
    "feed_user.linked": pgettext_lazy("history", "found them in the directory"),
    "framework.group_added": pgettext_lazy("history", "added a group"),
    "framework.group_edited": pgettext_lazy("history", "changed a group"),
    "framework.group_removed": pgettext_lazy("history", "removed a group"),
    "history.redacted": pgettext_lazy("history", "redacted the history"),
    "invitation.accepted": pgettext_lazy("history", "accepted the invitation"),
    "invitation.revoked": pgettext_lazy("history", "revoked the invitation"),
    "invitation.sent": pgettext_lazy("history", "sent an invitation"),
    "organisation.security_changed": pgettext_lazy("history", "changed the security"),
    "person.away_ended": pgettext_lazy("history", "ended the days away"),
    "person.away_set": pgettext_lazy("history", "set days away"),
    "person.codes_made": pgettext_lazy("history", "made recovery codes"),
    "person.factor_added": pgettext_lazy("history", "added a second factor"),
    "person.factor_removed": pgettext_lazy("history", "removed a second factor"),
    "person.factors_taken": pgettext_lazy("history", "took all second factors"),
    "person.handed_over": pgettext_lazy("history", "handed over the work"),
    "person.nudged": pgettext_lazy("history", "sent a reminder"),
    "person.reminders_set": pgettext_lazy("history", "changed the reminders"),
    "person.password_changed": pgettext_lazy("history", "changed the password"),
    "person.role_ended": pgettext_lazy("history", "relieved of a role"),
    "person.role_held": pgettext_lazy("history", "named as holder of a role"),
    "person.session_ended": pgettext_lazy("history", "ended a session"),
    "person.sessions_ended": pgettext_lazy("history", "ended the sessions"),
    "person.sign_in_failed": pgettext_lazy("history", "tried in vain to sign in"),
    "person.sign_in_slowed": pgettext_lazy("history", "tried too often to sign in"),
    "person.ended": pgettext_lazy("history", "noted the last day"),
    "person.started": pgettext_lazy("history", "noted the first day"),
    "risk.acceptance_declined": pgettext_lazy("history", "declined the acceptance"),
    "risk.acceptance_requested": pgettext_lazy("history", "asked for acceptance"),
    "risk.acceptance_void": pgettext_lazy("history", "voided the acceptance"),
    "risk.acceptance_withdrawn": pgettext_lazy("history", "withdrew the acceptance"),
    "risk.action_added": pgettext_lazy("history", "planned an action"),
    "risk.action_changed": pgettext_lazy("history", "changed an action"),
    "risk.action_done": pgettext_lazy("history", "finished an action"),
    "risk.action_removed": pgettext_lazy("history", "removed an action"),
    "risk.action_reopened": pgettext_lazy("history", "reopened an action"),
    "risk.control_added": pgettext_lazy("history", "added a control"),
    "risk.control_changed": pgettext_lazy("history", "changed what a control does"),
    "risk.control_removed": pgettext_lazy("history", "took a control away"),
    "risk.measure_added": pgettext_lazy("history", "added a measure"),
    "risk.measure_changed": pgettext_lazy("history", "changed a measure"),
    "risk.measure_removed": pgettext_lazy("history", "removed a measure"),
    "mapping.removed": pgettext_lazy("history", "removed a mapping"),
    "scope.added": pgettext_lazy("history", "added a scope"),
    "scope.edited": pgettext_lazy("history", "changed a scope"),
    "scope.removed": pgettext_lazy("history", "removed a scope"),
    "round.risks_frozen": pgettext_lazy("history", "froze risks"),
    "incident.contained": pgettext_lazy("history", "told when it was contained"),
    "incident.recovered": pgettext_lazy("history", "told when it was recovered"),
    "incident.flared_up": pgettext_lazy("history", "told that it flared up again"),
    "incident.time_corrected": pgettext_lazy("history", "put right when a step was taken"),
    "incident.restricted": pgettext_lazy("history", "kept it from all but those who need to know"),
    "incident.opened_up": pgettext_lazy("history", "showed it to all again"),
    "incident.weighed": pgettext_lazy("history", "changed the severity"),
    "incident.decided": pgettext_lazy("history", "decided a question"),
    "incident.measured": pgettext_lazy("history", "measured it"),
    "incident.moment_told": pgettext_lazy("history", "told when something happened"),
    "incident.moment_corrected": pgettext_lazy("history", "corrected when something happened"),
    "incident.notice_sent": pgettext_lazy("history", "wrote down a notification as sent"),
    "incident.notice_corrected": pgettext_lazy("history", "wrote down a notification as corrected"),
    "incident.notice_withdrawn": pgettext_lazy("history", "wrote down a notification as taken back"),
    "incident.late_explained": pgettext_lazy("history", "explained a late notification"),
    "incident.form_filled": pgettext_lazy("history", "filled in forms"),
    "incident.letter_written": pgettext_lazy("history", "wrote a letter"),
    "incident.letter_started_over": pgettext_lazy("history", "started a letter over"),
    "incident.agreements_chosen": pgettext_lazy("history", "chose the agreements that it touches"),
    "incident.reported": pgettext_lazy("history", "reported it"),
    "incident.added_to": pgettext_lazy("history", "added something to it"),
    "incident.taken_on": pgettext_lazy("history", "took it on"),
    "incident.rejected": pgettext_lazy("history", "found that it is no incident"),
    "incident.merged": pgettext_lazy("history", "joined it with another"),
    "incident.joined": pgettext_lazy("history", "joined another with it"),
    "incidents.case_settings_set": pgettext_lazy("history", "changed how reports are taken in"),
    "incident.line_added": pgettext_lazy("history", "wrote in the timeline"),
    "incident.line_corrected": pgettext_lazy("history", "put right a line in the timeline"),
    "incident.member_added": pgettext_lazy("history", "added somebody to the team"),
    "incident.member_dropped": pgettext_lazy("history", "took somebody off the team"),
    "incident.member_changed": pgettext_lazy("history", "changed the team"),
    "incident.affected_added": pgettext_lazy("history", "added what is affected"),
    "incident.affected_changed": pgettext_lazy("history", "changed how it stands with what is affected"),
    "incident.affected_dropped": pgettext_lazy("history", "took out what is affected"),
    "incident.playbook_used": pgettext_lazy("history", "put a playbook to use"),
    "incident.step_done": pgettext_lazy("history", "did a step"),
    "incident.step_undone": pgettext_lazy("history", "opened a step again"),
    "incident.step_skipped": pgettext_lazy("history", "left out a step"),
    "incident.step_noted": pgettext_lazy("history", "wrote a note on a step"),
    "incident.step_added": pgettext_lazy("history", "added a step"),
    "incident.custody_added": pgettext_lazy("history", "wrote in the chain of custody"),
    "incident.related": pgettext_lazy("history", "tied another incident to it"),
    "incident.unrelated": pgettext_lazy("history", "untied another incident from it"),
    "incident.split": pgettext_lazy("history", "made a case of its own of a part"),
    "incident.parted": pgettext_lazy("history", "parted it from another case"),
    "incident.people_counted": pgettext_lazy("history", "counted the people affected"),
    "incident.evaluated": pgettext_lazy("history", "wrote its evaluation"),
    "incident.evaluation_finished": pgettext_lazy("history", "finished its evaluation"),
    "incident.evaluation_reopened": pgettext_lazy("history", "opened its evaluation again"),
    "incident.correction_added": pgettext_lazy("history", "decided a corrective action"),
    "incident.correction_done": pgettext_lazy("history", "finished a corrective action"),
    "incident.correction_checked": pgettext_lazy("history", "checked a corrective action"),
    "incident.correction_dropped": pgettext_lazy("history", "dropped a corrective action"),
    "incident.touch_added": pgettext_lazy("history", "linked what it touches on"),
    "incident.touch_removed": pgettext_lazy("history", "removed what it touches on"),
    "incident.likelihood_proposed": pgettext_lazy("history", "proposed how likely a risk is"),
    "incident.likelihood_taken_back": pgettext_lazy("history", "took back how likely a risk is"),
    "incident.drill_started": pgettext_lazy("history", "began it"),
    "incident.inject_told": pgettext_lazy("history", "told the table more"),
    "incident.drill_finished": pgettext_lazy("history", "ended it"),
    "incidents.profile_set": pgettext_lazy("history", "said what the organisation is"),
    "incidents.rule_copied": pgettext_lazy("history", "made its own copy"),
    "incidents.rule_edited": pgettext_lazy("history", "edited it"),
    "incidents.rule_added": pgettext_lazy("history", "added it"),
    "incidents.rule_turned_on": pgettext_lazy("history", "turned it on"),
    "incidents.rule_turned_off": pgettext_lazy("history", "turned it off"),
    "incidents.rule_dropped": pgettext_lazy("history", "let go of it"),
    "incidents.recipient_set": pgettext_lazy("history", "set it"),
    "incidents.recipient_dropped": pgettext_lazy("history", "let go of it"),
    "incidents.agreement_added": pgettext_lazy("history", "added it"),
    "incidents.agreement_edited": pgettext_lazy("history", "edited it"),
    "exception.approved": pgettext_lazy("history", "approved it"),
    "exception.asked": pgettext_lazy("history", "asked for it"),
    "exception.declined": pgettext_lazy("history", "declined it"),
    "exception.ended": pgettext_lazy("history", "ended it"),
    "exception.given": pgettext_lazy("history", "gave it to somebody else"),
    "exception.sent_on": pgettext_lazy("history", "asked somebody else to decide"),
    "exception.withdrawn": pgettext_lazy("history", "withdrew it"),
    "policy.exception_approved": pgettext_lazy("history", "approved an exception"),
    "policy.exception_asked": pgettext_lazy("history", "asked for an exception"),
    "policy.exception_declined": pgettext_lazy("history", "declined an exception"),
    "policy.exception_ended": pgettext_lazy("history", "ended an exception"),
    "policy.exception_withdrawn": pgettext_lazy("history", "withdrew an exception"),
    "policy.linked": pgettext_lazy("history", "linked it"),
    "policy.unlinked": pgettext_lazy("history", "removed a link"),
    "gap_round.asked": pgettext_lazy("history", "asked somebody to answer"),
    "gap_round.skipped": pgettext_lazy("history", "left a requirement for later"),
    "course.audience_set": pgettext_lazy("history", "said whom it is for"),
    "course.given_to": pgettext_lazy("history", "gave it to people"),
    "course.order_changed": pgettext_lazy("history", "changed the order"),
    "course.page_added": pgettext_lazy("history", "wrote a page"),
    "course.page_changed": pgettext_lazy("history", "changed a page"),
    "course.page_removed": pgettext_lazy("history", "removed a page"),
    "course.question_added": pgettext_lazy("history", "wrote a question"),
    "course.question_changed": pgettext_lazy("history", "changed a question"),
    "course.question_removed": pgettext_lazy("history", "removed a question"),
    "course.renewed": pgettext_lazy("history", "took the newer wording"),
    "course.requirements_set": pgettext_lazy("history", "set the requirements"),
    "session.held": pgettext_lazy("history", "wrote down who was there"),
    "session.people_invited": pgettext_lazy("history", "invited people"),
    "policy.approvers_set": pgettext_lazy("history", "set who may approve"),
    "policy.called_off": pgettext_lazy("history", "called off what was approved"),
    "policy.declined": pgettext_lazy("history", "declined the approval"),
    "policy.discarded": pgettext_lazy("history", "gave up the draft"),
    "policy.drafted": pgettext_lazy("history", "began the next version"),
    "policy.in_force": pgettext_lazy("history", "put it in force"),
    "policy.redrafted": pgettext_lazy("history", "described the draft"),
    "policy.remark_resolved": pgettext_lazy("history", "dealt with a remark"),
    "policy.remarked": pgettext_lazy("history", "made a remark"),
    "policy.requested": pgettext_lazy("history", "asked for approval"),
    "policy.review_answered": pgettext_lazy("history", "reviewed the draft"),
    "policy.review_asked": pgettext_lazy("history", "asked for review"),
    "policy.review_called_off": pgettext_lazy("history", "took back a question"),
    "policy.translated": pgettext_lazy("history", "brought both languages together"),
    "policy.withdrawn": pgettext_lazy("history", "took it back from approval"),
    "policy.written": pgettext_lazy("history", "wrote in the draft"),
    "statement.declined": pgettext_lazy("history", "declined the approval"),
    "statement.requested": pgettext_lazy("history", "asked for approval"),
    "statement.withdrawn": pgettext_lazy("history", "took it back from approval"),
    "identity.linked": pgettext_lazy("history", "linked a sign-in"),
    "identity.unlinked": pgettext_lazy("history", "removed a sign-in"),
    "provider.group_added": pgettext_lazy("history", "gave a group a role"),
    "provider.group_removed": pgettext_lazy("history", "took a group's role"),
    "task.born": pgettext_lazy("history", "found a deviation that this puts right"),
    "task.given": pgettext_lazy("history", "gave it to somebody else"),
    "task.missed": pgettext_lazy("history", "marked it as missed"),
    "task.sent_back": pgettext_lazy("history", "sent it back"),
    "sso.refused": pgettext_lazy("history", "refused a sign-in"),
    "sso.signed_in": pgettext_lazy("history", "signed in"),
}
"""The same, where the object is not named because the page is about it."""

FACTS: dict[str, str | Promise] = {
    "touches": pgettext_lazy("fact", "Touches on"),
    "inject": pgettext_lazy("fact", "Inject"),
    "muted": pgettext_lazy("history", "Not by mail"),
    "rhythm": pgettext_lazy("history", "How often by mail"),
    "weekday": pgettext_lazy("history", "Day of the week"),
    "browser": pgettext_lazy("history", "Browser"),
    "by": pgettext_lazy("history", "By"),
    "count": pgettext_lazy("history", "How many"),
    "deputy": pgettext_lazy("history", "Deputy"),
    "factor": pgettext_lazy("history", "Factor"),
    "first": pgettext_lazy("history", "From"),
    "holds": pgettext_lazy("history", "Role"),
    "ip": pgettext_lazy("history", "Address"),
    "joined": pgettext_lazy("history", "Joined with it"),
    "last": pgettext_lazy("history", "Until"),
    "page": pgettext_lazy("history", "Page"),
    "permission": pgettext_lazy("history", "Permission"),
    "people": pgettext_lazy("history", "People"),
    "person": pgettext_lazy("history", "Who"),
    "policy_version": pgettext_lazy("history", "Version"),
    "severity_method": pgettext_lazy("history", "Method of severity"),
    "taker": pgettext_lazy("history", "To whom"),
    "verdict": pgettext_lazy("history", "Answer"),
    "team": pgettext_lazy("incident", "Team"),
    "affected": pgettext_lazy("incident", "Affected"),
    "step": pgettext_lazy("incident", "Step"),
    "steps": pgettext_lazy("incident", "Steps"),
    "case": pgettext_lazy("incident", "The other case"),
    "lines": pgettext_lazy("timeline", "Lines"),
}
"""What is told beside a change, where no field has a name for it."""

WAYS: dict[str, str | Promise] = {
    "code": pgettext_lazy("way to sign in", "code"),
    "invitation": pgettext_lazy("way to sign in", "invitation"),
    "mfa": pgettext_lazy("way to sign in", "second factor"),
    "other": pgettext_lazy("way to sign in", "another way"),
    "password": pgettext_lazy("way to sign in", "password"),
    "recovery_codes": pgettext_lazy("way to sign in", "recovery code"),
    "socialaccount": pgettext_lazy("way to sign in", "single sign-on"),
    "single_sign_on": pgettext_lazy("way to sign in", "single sign-on"),
    "totp": pgettext_lazy("way to sign in", "code from an app"),
    "webauthn": pgettext_lazy("way to sign in", "passkey"),
}

CHANNELS = {
    "page": "",
    "api": pgettext_lazy("history", "through the API"),
    "command": pgettext_lazy("history", "by a command on the server"),
    "import": pgettext_lazy("history", "by import"),
    "system": pgettext_lazy("history", "by holger itself"),
}


def verb(action: str) -> str:
    """What was done, in the past tense: by the action's whole name, else its last word."""
    last = _last(action)
    return str(VERBS.get(action) or VERBS.get(last) or last.replace("_", " "))


def bare_verb(action: str) -> str:
    """The same where the object is not named after it."""
    last = _last(action)
    return str(BARE.get(action) or (BARE.get(last) if action not in VERBS else None) or verb(action))


def deed(action: str) -> str:
    """The kind of act, whatever it was done to."""
    last = _last(action)
    return str(BARE.get(last) or VERBS.get(last) or bare_verb(action))


def _last(action: str) -> str:
    return action.rpartition(".")[2]


def through(channel: str, via: str) -> str:
    said = str(CHANNELS.get(channel, channel))
    return f"{said} ({carried.read(via)})" if said and via else said


def kind(subject_type: str) -> str:
    model = _model(subject_type)
    return str(model._meta.verbose_name) if model else ""


def label(subject_type: str, field: str) -> str:
    """The field's name as forms show it."""
    found = _field(subject_type, field)
    if found is not None and hasattr(found, "verbose_name"):
        text = str(found.verbose_name)
        return text[:1].upper() + text[1:]
    if field in FACTS:
        return str(FACTS[field])
    return gettext(field.replace("_", " ").capitalize())


def value(subject_type: str, field: str, kept: Any) -> str:
    """A kept value as people read it: words of choices, yes and no, dates; empty for nothing."""
    if kept is None or kept == "" or kept == []:
        return ""
    if isinstance(kept, bool):
        return gettext("Yes") if kept else gettext("No")
    if isinstance(kept, list):
        return ", ".join(value(subject_type, field, item) for item in kept)
    if isinstance(kept, dict):
        return ", ".join(f"{key}: {value(subject_type, field, item)}" for key, item in kept.items())
    if field in ("by", "factor"):
        return " + ".join(str(WAYS.get(way, way)) for way in str(kept).split("+"))
    if field == "permission" and kept in PERMISSIONS:
        return str(PERMISSIONS[kept].label)
    if field in ("digest", "sha256"):
        return Truncator(str(kept)).chars(13)
    choices = _choices(subject_type, field)
    if kept in choices:
        return str(choices[kept])
    if field == "role":
        key, _space, where = str(kept).partition(" ")
        return f"{choices.get(key, key)} {where}"
    return _moment(kept) or Truncator(str(kept)).chars(200)


def _moment(kept: Any) -> str:
    if not isinstance(kept, str) or not 10 <= len(kept) <= 32:
        return ""
    try:
        if len(kept) == 10 and (day := parse_date(kept)):
            return days.day(day)
        moment = parse_datetime(kept)
    except ValueError:
        return ""
    return days.moment(moment) if moment and moment.tzinfo else ""


def _choices(subject_type: str, field: str) -> dict[Any, Any]:
    if field in ("role", "factor_roles"):
        return {role.value: text for role, text in ROLE_LABELS.items()}
    if (subject := registry.subjects.get(subject_type)) and field in subject.words:
        return dict(subject.words[field])
    if field in registry.words:
        return dict(registry.words[field])
    found = _field(subject_type, field)
    return dict(found.flatchoices) if isinstance(found, models.Field) and found.choices else {}


def _field(subject_type: str, field: str) -> Any:
    """The field of that name: of the object, or of what belongs to it."""
    subject = registry.subjects.get(subject_type)
    for model in (_model(subject_type), *(subject.parts if subject else ())):
        with suppress(FieldDoesNotExist):
            if model:
                return model._meta.get_field(field)
    return None


def _model(subject_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(subject_type) if subject_type else None
    except (LookupError, ValueError):
        return None

"""Every write of the room: deciding, telling when, what was sent, and what an organisation is before the law."""

from holger.incidents.services.affected import (
    affected_add,
    affected_add_all,
    affected_drop,
    affected_set,
    people_count_take,
)
from holger.incidents.services.afterwards import (
    evaluation_finish,
    evaluation_reopen,
    evaluation_set,
)
from holger.incidents.services.case_settings import case_settings_set
from holger.incidents.services.cases import (
    incident_archive,
    incident_create,
    incident_edit,
    incident_restore,
    incidents_give,
    restricted_set,
)
from holger.incidents.services.checklist import (
    playbook_use,
    step_add,
    step_note,
    step_skip,
    step_tick,
    step_untick,
)
from holger.incidents.services.corrections import (
    correction_add,
    correction_check,
    correction_drop,
)
from holger.incidents.services.custody import custody_add
from holger.incidents.services.decisions import clock_dismiss, clock_take_up, decision_make, measures_set
from holger.incidents.services.drills import drill_finish, drill_start, inject_tell
from holger.incidents.services.handing import members_give
from holger.incidents.services.importing import DAYS, incidents_import, incidents_import_undo
from holger.incidents.services.law import (
    agreement_create,
    agreement_edit,
    case_agreements_set,
    profile_set,
    recipient_drop,
    recipient_set,
    rule_add,
    rule_copy,
    rule_drop,
    rule_edit,
    rule_switch,
)
from holger.incidents.services.moments import moment_correct, moment_tell
from holger.incidents.services.notices import (
    answers_set,
    copy_taken,
    late_reason_give,
    letter_start_over,
    letter_write,
    notice_correct,
    notice_record,
    notice_withdraw,
)
from holger.incidents.services.relations import incident_split, relation_add, relation_drop
from holger.incidents.services.reporting import incident_report, line_add_by_reporter
from holger.incidents.services.stepping import incident_step
from holger.incidents.services.team import member_add, member_drop, member_edit
from holger.incidents.services.timeline import entry_add
from holger.incidents.services.touches import likelihood_propose, likelihood_take_back, touch_remove, touches_add
from holger.incidents.services.triage import incident_merge, incident_reject, incident_take_on

__all__ = [
    "DAYS",
    "affected_add",
    "affected_add_all",
    "affected_drop",
    "affected_set",
    "agreement_create",
    "agreement_edit",
    "answers_set",
    "case_agreements_set",
    "case_settings_set",
    "clock_dismiss",
    "clock_take_up",
    "copy_taken",
    "correction_add",
    "correction_check",
    "correction_drop",
    "custody_add",
    "decision_make",
    "drill_finish",
    "drill_start",
    "entry_add",
    "evaluation_await",
    "evaluation_finish",
    "evaluation_reopen",
    "evaluation_set",
    "incident_archive",
    "incident_create",
    "incident_edit",
    "incident_merge",
    "incident_reject",
    "incident_report",
    "incident_restore",
    "incident_split",
    "incident_step",
    "incident_take_on",
    "incidents_give",
    "incidents_import",
    "incidents_import_undo",
    "inject_tell",
    "late_reason_give",
    "letter_start_over",
    "letter_write",
    "likelihood_propose",
    "likelihood_take_back",
    "line_add_by_reporter",
    "measures_set",
    "member_add",
    "member_drop",
    "member_edit",
    "members_give",
    "moment_correct",
    "moment_tell",
    "notice_correct",
    "notice_record",
    "notice_withdraw",
    "people_count_take",
    "playbook_use",
    "profile_set",
    "recipient_drop",
    "recipient_set",
    "relation_add",
    "relation_drop",
    "restricted_set",
    "rule_add",
    "rule_copy",
    "rule_drop",
    "rule_edit",
    "rule_switch",
    "step_add",
    "step_note",
    "step_skip",
    "step_tick",
    "step_untick",
    "touch_remove",
    "touches_add",
]
